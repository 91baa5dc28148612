"""The canary sweep: nothing sealed is shown to anybody it is not for, and nothing is shown without its line in the log.

Who may see what is written by hand in tests/support/oracle.py, as sets of people; nothing is asked of the policy.
"""

import logging
import time
from dataclasses import replace

import pytest

from ssp.models import Lesson, Matter
from ssp.policy.access import Decision
from ssp.services import (
    concern_views,
    concerns,
    door,
    library,
    notice_list,
    notification_views,
    participating,
    persons,
)
from ssp.services.keyring import Keyring
from ssp.terms import Action
from tests.support import case_load, markers, oracle, plausible
from tests.support.markers import Planted
from tests.support.sweep import WHOLE, Findings, Persona, reach_of, requests_of, walk

PERSONAS = (
    None, "teacher", "colleague", "head", "other_teacher", "consultant", "second_consultant", "other_consultant",
    "former_consultant", "liaison", "other_liaison", "social_worker", "street_worker", "club_worker", "leader",
    "section_leader", "partner", "administrator", "dpo",
)  # fmt: skip


TWIN, APART = "second_consultant", ("batons.", "cases.", "handovers.")
"""Who stands where the first consultant does, and what the two do differently: all of it in the soak form."""
NEVER_SHOWN = {"audit.criterion", "merges.moved", "merges.reason"}
"""What nobody is ever shown: what was searched for, and what a merge moved and why, which the log's reader asks for."""


class Ground:
    """A world with a marker in every sealed field, ready to be swept."""

    def __init__(self, app, world):
        self.app, self.world = app, world
        self.load = case_load.fill(world)
        keyring = Keyring.from_file(app.config["SAMSPIL"].master_key_file)
        self.planted = markers.plant(keyring)
        self._search_for_markers()
        self.oracle = oracle.oracle_of(world, self.load)
        self.ids = plausible.ids(world, self.load)
        self.forms = plausible.forms(world, self.load)
        self.queries = plausible.queries(self.load)

    def _search_for_markers(self) -> None:
        searched, reason = markers.marker(), markers.marker()
        concerns.children(self.world.actor("teacher"), searched, [])
        persons.unmask(
            self.world.actor("consultant"), self.load.concerns["north"], self.world.pupils["north"][0], reason
        )
        for made in (searched, reason):
            self.planted[made] = Planted("audit", "criterion", "", "")

    def sweep(self, personas=PERSONAS, only=None) -> Findings:
        findings = Findings()
        logging.getLogger("ssp").disabled = True
        for name in personas:
            reach = reach_of(self.ids, self.oracle, name, PERSONAS.index(name))
            tries = requests_of(self.app, self.ids, self.forms, self.queries, reach)
            tries = [request for request in tries if only is None or only(request)]
            if name == TWIN and not WHOLE:
                tries = [request for request in tries if request.endpoint.startswith(APART)]
            walk(Persona(self.app, name), tries, self.forms, self.planted, self.oracle, findings)
        logging.getLogger("ssp").disabled = False
        return findings


@pytest.fixture
def ground(app, world):
    return Ground(app, world)


def test_every_sealed_column_holds_a_marker(ground):
    assert markers.unplanted(ground.planted) == set()


@pytest.mark.any_engine
def test_the_sweep_finds_no_leak_and_no_read_without_its_line(ground, engine):
    """Everything on SQLite; on PostgreSQL, which answers at a third of the pace, every page."""
    began, worked = time.monotonic(), time.process_time()
    findings = ground.sweep(only=None if engine == "sqlite" else shown_once)
    took = time.monotonic() - began
    print(f"\n{findings.requests} requests, {findings.shown} markers shown, {took:.1f} s")
    assert findings.clean, findings.report()
    never_shown = {f"{p.table}.{p.column}" for p in ground.planted.values()} - findings.seen
    assert never_shown == NEVER_SHOWN, "a field nobody ever saw proves nothing; show it to those it is for"
    assert time.process_time() - worked < 240, "counted in processor time, so that a busy machine does not fail it"


def shown_once(request) -> bool:
    """Every page once, and the one answer to a form that shows something itself."""
    return not request.headers and (request.method == "GET" or request.endpoint.startswith("persons.create"))


def pages_only(request) -> bool:
    return request.method == "GET" and not request.headers


def let_in(monkeypatch, *actions) -> None:
    """A decision that says yes to everybody who asks for these."""
    honest = door.decide

    def lenient(action, standing, facts, now):
        if action in actions and facts is not None:
            return Decision(True, True, "seeded", "A1")
        return honest(action, standing, facts, now)

    monkeypatch.setattr(door, "decide", lenient)


@pytest.mark.any_engine
def test_a_stranger_let_in_by_decide_is_caught(ground, monkeypatch):
    let_in(monkeypatch, Action.CONCERN_READ)
    findings = ground.sweep(("colleague", "liaison"), pages_only)
    assert any("liaison" in leak and "concerns.observation" in leak for leak in findings.leaks)
    assert any("colleague" in leak and "messages.body" in leak for leak in findings.leaks)


@pytest.mark.any_engine
def test_a_meeting_shown_to_the_police_is_caught(ground, monkeypatch):
    let_in(monkeypatch, Action.MEETING_READ)
    leaks = ground.sweep(("liaison",), pages_only).leaks
    assert any("/meetings/" in leak and "meetings.purpose" in leak for leak in leaks)


@pytest.mark.any_engine
def test_a_notification_shown_to_the_consultant_is_caught(ground, monkeypatch):
    let_in(monkeypatch, Action.NOTIFICATION_READ, Action.NOTIFICATION_PRINT)
    leaks = ground.sweep(("consultant",), pages_only).leaks
    assert any("/notifications/" in leak and "notifications.observation" in leak for leak in leaks)
    assert any("/pdf" in leak for leak in leaks), "what stands on paper is read too"


@pytest.mark.any_engine
def test_what_only_the_section_sees_is_caught_on_the_reporters_page(ground, monkeypatch):
    monkeypatch.setattr(notification_views, "_in_section", lambda *_: True)
    leaks = ground.sweep(("teacher",), pages_only).leaks
    assert any("notifications.assessment_reason" in leak for leak in leaks)
    assert any("persons.address" in leak for leak in leaks)


@pytest.mark.any_engine
def test_a_name_in_the_data_protection_officers_list_is_caught(ground, monkeypatch):
    line, page = notice_list._line, notice_list.DueList
    monkeypatch.setattr(notice_list, "_line", lambda d, row, _nameless: line(d, row, False))
    monkeypatch.setattr(notice_list, "DueList", lambda lines, view, more, _nameless: page(lines, view, more, False))
    leaks = ground.sweep(("dpo",), pages_only).leaks
    assert any("dpo: GET /notices" in leak and "notices.named" in leak for leak in leaks)


@pytest.mark.any_engine
def test_a_lesson_on_another_networks_shelf_is_caught(ground, monkeypatch):
    monkeypatch.setattr(library, "_in_reach", lambda _d: Lesson.id > 0)
    leaks = ground.sweep(("teacher",), pages_only).leaks
    assert any("GET /library" in leak and "lessons.advice" in leak for leak in leaks)


@pytest.mark.any_engine
def test_a_reason_shown_to_the_author_is_caught(ground, monkeypatch):
    monkeypatch.setattr(door.Door, "may", lambda self, facts: frozenset(Action))
    leaks = ground.sweep(("teacher",), pages_only).leaks
    assert any("triage_decisions.reason" in leak for leak in leaks)


@pytest.mark.any_engine
def test_a_number_shown_without_its_mask_is_caught(ground, monkeypatch):
    honest = concern_views.ChildView
    monkeypatch.setattr(
        concern_views, "ChildView", lambda ref, name, group, cpr, *rest: honest(ref, name, group, OPENED.get(ref, cpr), *rest)
    )  # fmt: skip
    OPENED.update({p.record: mark for mark, p in ground.planted.items() if (p.table, p.column) == ("persons", "cpr")})
    leaks = ground.sweep(("consultant",), pages_only).leaks
    assert leaks
    assert all("persons.cpr" in leak for leak in leaks)


OPENED: dict[str, str] = {}


@pytest.mark.any_engine
def test_a_list_that_forgets_to_ask_who_takes_part_is_caught(ground, monkeypatch):
    def everything(_standing, kind, _now, _before, count, _capacities=None):
        return Matter.select(Matter.id).where(Matter.kind == kind).order_by(Matter.id.desc()).limit(count)

    monkeypatch.setattr(participating, "newest", everything)
    findings = ground.sweep(("teacher", "liaison"), pages_only)
    assert any("teacher: GET /concerns shows" in leak for leak in findings.leaks)
    assert any("liaison: GET /cases shows cases.title" in leak for leak in findings.leaks)
    assert any("teacher: GET /meetings shows persons.name" in leak for leak in findings.leaks)
    assert any("teacher: GET /notifications shows notification_persons.named" in leak for leak in findings.leaks)
    assert any("teacher: GET /consultations shows consultations.situation" in leak for leak in findings.leaks)


@pytest.mark.any_engine
def test_a_read_without_its_line_is_caught(ground, monkeypatch):
    honest = door.append

    def forgetful(keyring, criterion, **said):
        if said["action"] != Action.CASE_READ:
            honest(keyring, criterion, **said)

    monkeypatch.setattr(door, "append", forgetful)
    findings = ground.sweep(("liaison",), pages_only)
    assert not findings.leaks
    assert any("cases.purpose" in read for read in findings.unaudited)


@pytest.mark.any_engine
def test_a_page_that_betrays_what_exists_is_caught(ground, monkeypatch):
    honest = door.decide

    def talkative(action, standing, facts, now):
        decision = honest(action, standing, facts, now)
        return replace(decision, may_know=True) if facts is not None else decision

    monkeypatch.setattr(door, "decide", talkative)
    assert ground.sweep(("colleague",), pages_only).told_apart
