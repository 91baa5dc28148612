"""Budgets: how many statements a page may cost, and that the number does not follow the number of rows.

Everything is counted: the session, the standing, the content and the line in the log.
"""

import os
import re
import subprocess
import sys

import pytest

from ssp.config import ROOT
from ssp.models import User
from ssp.services import concerns, disclosures, drafts, entries, pupils, triage
from ssp.services.concerns import ConcernContent
from ssp.services.disclosures import Offer
from ssp.services.entries import Words
from ssp.services.pupils import NewPupil
from ssp.services.references import new_reference
from ssp.services.standing import today
from ssp.services.triage import Judgement
from ssp.terms import Basis, Part, Purpose, Source, Subject, Theme, Verdict, Worry
from tests.support import case_load, duty_load, sharing_load
from tests.support.answers import clear
from tests.support.costs import LIST, PAGE, Cost, judge

MANY = 33

BUDGETS = [
    # who, path, budget
    ("teacher", "/concerns", LIST),
    ("teacher", "/concerns?after={middle}", LIST),
    ("teacher", "/cases", LIST),
    ("teacher", "/disclosures", LIST),
    ("consultant", "/triage", LIST),
    ("consultant", "/triage?view=under_way", LIST),
    ("consultant", "/triage?view=waiting&theme=absence&after={middle}", LIST),
    ("consultant", "/concerns", LIST),
    ("consultant", "/cases", LIST),
    ("consultant", "/disclosures", LIST),
    ("liaison", "/disclosures", LIST),
    ("liaison", "/cases", LIST),
    ("teacher", "/clocks", LIST),
    ("consultant", "/clocks", LIST),
    ("leader", "/clocks", LIST),
    ("teacher", "/rules", LIST),
    ("dpo", "/rules", LIST),
    ("administrator", "/rules/assessment_hours", LIST),
    ("teacher", "/", PAGE),
    ("consultant", "/", PAGE),
    ("liaison", "/", PAGE),
    ("social_worker", "/", PAGE),
    ("administrator", "/", PAGE),
    ("dpo", "/", PAGE),
    ("leader", "/", PAGE),
    ("teacher", "/password", PAGE),
    ("teacher", "/concerns/{concern}", PAGE),
    ("teacher", "/concerns/{concern}/readers", PAGE),
    ("teacher", "/concerns/new", PAGE),
    ("teacher", "/concerns/drafts/{draft}", PAGE),
    ("consultant", "/concerns/{concern}", PAGE),
    ("consultant", "/triage/{concern}", PAGE),
    ("consultant", "/concerns/{concern}/disclosures/new", PAGE),
    ("consultant", "/disclosures/{disclosure}", PAGE),
    ("consultant", "/cases/{case}", PAGE),
    ("liaison", "/disclosures/{disclosure}", PAGE),
    ("liaison", "/disclosures/{disclosure}/returns/new", PAGE),
    ("liaison", "/disclosures/{disclosure}/passings/new", PAGE),
    ("teacher", "/notifications", LIST),
    ("social_worker", "/notifications", LIST),
    ("social_worker", "/notifications?view=all&after={notification}", LIST),
    ("teacher", "/absences", LIST),
    ("head", "/absences", LIST),
    ("teacher", "/consultations", LIST),
    ("consultant", "/consultations", LIST),
    ("teacher", "/library", LIST),
    ("teacher", "/meetings", LIST),
    ("social_worker", "/meetings", LIST),
    ("consultant", "/notices", LIST),
    ("consultant", "/notices?view=deferred", LIST),
    ("teacher", "/notices", LIST),
    ("dpo", "/notices", LIST),
    ("consultant", "/clocks", LIST),
    ("social_worker", "/clocks", LIST),
    ("head", "/clocks", LIST),
    ("leader", "/clocks", LIST),
    ("teacher", "/rules", LIST),
    ("dpo", "/rules", LIST),
    ("head", "/", PAGE),
    ("club_worker", "/", PAGE),
    ("teacher", "/rules/triage_decision", PAGE),
    ("teacher", "/notifications/new", PAGE),
    ("teacher", "/concerns/{concern}/notifications/new", PAGE),
    ("head", "/absences/{absence}/notifications/new", PAGE),
    ("social_worker", "/notifications/register", PAGE),
    ("teacher", "/notifications/{notification}", PAGE),
    ("social_worker", "/notifications/{notification}", PAGE),
    ("teacher", "/absences/new", PAGE),
    ("teacher", "/absences/{absence}", PAGE),
    ("head", "/absences/{absence}", PAGE),
    ("teacher", "/consultations/new", PAGE),
    ("teacher", "/consultations/{consultation}", PAGE),
    ("consultant", "/consultations/{consultation}", PAGE),
    ("consultant", "/consultations/{consultation}/lesson", PAGE),
    ("teacher", "/library/{lesson}", PAGE),
    ("teacher", "/concerns/{concern}/meetings/new", PAGE),
    ("teacher", "/meetings/{meeting}", PAGE),
    ("social_worker", "/meetings/{meeting}", PAGE),
    ("teacher", "/concerns/{concern}/consents", PAGE),
    ("consultant", "/concerns/{concern}/consents", PAGE),
    ("consultant", "/concerns/{concern}/consents/new", PAGE),
    ("consultant", "/concerns/{concern}/plus/new", PAGE),
    ("consultant", "/cases/{case}/consents", PAGE),
    ("consultant", "/cases/{case}/participants/new", PAGE),
    ("consultant", "/concerns/{concern}/notices/new", PAGE),
    ("consultant", "/concerns/{concern}/notices/{notice}", PAGE),
    ("consultant", "/reviews/{concern}", PAGE),
]


class Loop:
    """Writes concerns that have been through everything: answered, decided, shared, in a case, with a draft left."""

    def __init__(self, world):
        self.world = world
        self.teacher, self.consultant = world.actor("teacher"), world.actor("consultant")
        self.names: dict[str, str] = {}

    def write(self, count: int) -> None:
        for _ in range(count):
            self._one()

    def _one(self) -> None:
        concern = self._concern()
        self._decide(concern, Verdict.ASK, "clarify", message="Hvor længe har det stået på?")
        concerns.answer(self.teacher, concern, "Siden efterårsferien.", new_reference("K"))
        case = self._decide(concern, Verdict.CASE, "serious", title="Et forløb")
        entries.write(self.consultant, case, Words("Talte med skolen."), new_reference("K"))
        sharing_load.admit(self.world, "consultant", case, "liaison")
        disclosure = self._share(concern)
        disclosures.answer(self.world.actor("liaison"), disclosure, "Tak.", new_reference("K"))
        middle = self._concern()
        draft = drafts.save(self.teacher.user_id, new_reference("K"), 0, self._draft()).reference
        self.names = {"concern": concern, "case": case, "disclosure": disclosure, "draft": draft, "middle": middle}
        self.names |= self._duties(concern)

    def _duties(self, concern: str) -> dict[str, str]:
        """What the law makes of one more concern: a child of its own, since nobody is met about a third time."""
        world = self.world
        [child] = pupils.enrol(world.units["north"], [NewPupil("Ida Sivdal", "7.B", "010212-4002", "Vejen 1", False)])
        about = case_load.log(world, "teacher", child)
        sharing_load.consent(world, "consultant", concern)
        question = duty_load.ask(world, "teacher")
        duty_load.answer(world, "consultant", question)
        duty_load.put_off(world, about, duty_load.notices_of(about)[-1])
        return {
            "notification": duty_load.notify(world, "teacher", children=(child,)), "consultation": question,
            "absence": duty_load.report(world, "teacher", child, 20), "lesson": duty_load.publish(world, "consultant", question),
            "meeting": duty_load.plan(world, "teacher", about, child, "social_worker"),
            "notice": duty_load.notices_of(concern)[0],
        }  # fmt: skip

    def _concern(self) -> str:
        content = ConcernContent(
            subject=Subject.CHILD, theme=Theme.ABSENCE, worry=Worry.WORRIED, source=Source.OWN, observed_on=today(),
            observation="Var væk fire dage.", children=tuple(self.world.pupils["north"][:2]), unlisted=("Fætter Højben",),
        )  # fmt: skip
        return concerns.log(self.teacher, content, new_reference("K"))

    def _decide(self, concern: str, verdict: Verdict, code: str, **more) -> str:
        version = concerns.show(self.consultant, concern).version
        return triage.decide(self.consultant, concern, version, Judgement(verdict, code, **more), new_reference("K"))

    def _share(self, concern: str) -> str:
        offer = Offer(
            (Part.OBSERVATION,), self._reference_of("liaison"), Basis.RPL115_SSP, Purpose.PREVENT_CRIME,
            "Lokalbetjenten kender gruppen og kan tale med dem.", replies=clear(Basis.RPL115_SSP),
        )  # fmt: skip
        return disclosures.share(self.consultant, concern, offer, new_reference("K"))

    def _reference_of(self, name: str) -> str:
        return User.select(User.reference).where(User.id == self.world.users[name]).scalar()

    def _draft(self) -> dict:
        return {"observation": "Næsten færdig", "children": self.world.pupils["north"][:1], "q": "ny", "key": "n"}


@pytest.fixture
def cost(visit, queries):
    return Cost(visit, queries)


def test_every_page_keeps_its_budget_however_many_rows_there_are(world, cost):
    loop = Loop(world)
    loop.write(1)
    few = cost.of(BUDGETS, loop.names)
    loop.write(MANY - 1)
    judge(few, cost.of(BUDGETS, loop.names))


def test_the_counter_sees_the_session_the_rights_and_the_log(world, cost):
    seen = " ".join(cost("teacher", "/concerns"))
    assert re.search(r'FROM "sessions"', seen)
    assert re.search(r'FROM "users"', seen)
    assert re.search(r'INSERT INTO "audit"', seen)


def test_the_bench_runs_and_measures_the_same_page_three_times():
    command = [sys.executable, "-m", "bench", "--quick", "--seconds", "0.1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "HTML the same in J, L and ours: yes" in done.stdout


def test_nothing_is_connected_to_before_the_workers_are_forked(tmp_path):
    check = "import app; from ssp.db import handle; assert handle.is_closed(); print('closed')"
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'unused.db'}", "SSP_ENV": "development"}
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == "closed", done.stderr[-3000:]
