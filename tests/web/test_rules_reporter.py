"""The duty to notify, what is seen apart from what is thought, and status to the reporter, each by its number."""

import pytest

from ssp.models import Concern
from ssp.services import triage
from ssp.services.standing import today
from ssp.terms import Verdict
from tests.support import case_load
from tests.support.answers import answered
from tests.support.case_load import log, open_case, reference_of


@pytest.fixture
def concern(world) -> str:
    return log(world, "teacher", world.pupils["north"][1])


def test_E1_the_duty_is_shown_and_the_authors_mark_is_recorded(visit, concern):
    teacher = visit("teacher")
    page = teacher.get(f"/concerns/{concern}").text
    assert "barnets lov § 133" in page
    assert teacher.post(f"/concerns/{concern}/duty", {"mark": "not_relevant"}).status_code == 422
    teacher.follow(teacher.post(f"/concerns/{concern}/duty", {"mark": "not_relevant", "reason": "Talt med rådgiveren"}))
    assert "Talt med rådgiveren" in teacher.get(f"/concerns/{concern}").text
    row = Concern.get()
    assert (row.duty_mark, row.duty_at is not None) == ("not_relevant", True)
    assert "barnets lov § 133" in teacher.get("/concerns/new").text


@pytest.mark.parametrize("who", ["teacher", "consultant", "second_consultant"])
def test_E2_nobody_removes_a_mark(visit, concern, who):
    teacher = visit("teacher")
    teacher.get(f"/concerns/{concern}")
    teacher.follow(teacher.post(f"/concerns/{concern}/duty", {"mark": "sent"}))
    person = visit(who)
    person.get(f"/concerns/{concern}")
    assert person.post(f"/concerns/{concern}/duty/removals").status_code == 403
    assert Concern.get().duty_mark == "sent"


@pytest.mark.parametrize("who", ["consultant", "second_consultant"])
def test_E2_nobody_marks_for_another(visit, concern, who):
    person = visit(who)
    person.get(f"/concerns/{concern}")
    assert person.post(f"/concerns/{concern}/duty", {"mark": "not_relevant", "reason": "Nej"}).status_code == 403
    assert Concern.get().duty_mark is None


def test_E2_an_earlier_mark_stays_on_the_thread(visit, concern):
    teacher = visit("teacher")
    for form in ({"mark": "not_relevant", "reason": "Første svar"}, {"mark": "sent"}):
        teacher.get(f"/concerns/{concern}")
        teacher.follow(teacher.post(f"/concerns/{concern}/duty", form))
    assert "Første svar" in teacher.get(f"/concerns/{concern}").text


def test_E3_the_way_to_notify_is_as_easy_when_a_case_is_open(visit, world, concern):
    teacher = visit("teacher")
    before = teacher.get(f"/concerns/{concern}").text.split('id="duty"')[1].split("</section>")[0]
    open_case(world, "consultant", concern)
    after = teacher.get(f"/concerns/{concern}").text.split('id="duty"')[1].split("</section>")[0]
    assert "Socialvagten" in after
    assert after.count("<form") == before.count("<form") == 1


def test_G6_what_was_seen_and_what_is_thought_stand_apart(visit, world, concern):
    assert not Concern.observation.null
    assert not Concern.observed_on.null
    assert not Concern.source.null
    row = Concern.get()
    assert (row.observed_on, row.source) == (today(), "own")
    assert row.observation != row.assessment
    page = visit("consultant").get(f"/triage/{concern}").text
    assert page.index("Set i frikvarteret") < page.index("Virker ked af det")
    form = visit("teacher").get("/concerns/new").text
    assert 'name="observation"' in form
    assert 'name="assessment"' in form


def test_G7_the_reporter_hears_where_it_stands_and_not_why(visit, world, concern):
    teacher = visit("teacher")
    triage.receive(world.actor("consultant"), concern)
    page = teacher.get("/concerns").text
    assert "Modtaget" in page
    case_load.decide(
        world,
        "consultant",
        concern,
        Verdict.NOT_SSP,
        "nothing_needed",
        reason="Kun for konsulenter",
        message="Tak for den.",
    )
    page = teacher.get(f"/concerns/{concern}").text
    assert "Tak for den." in page
    assert "Kun for konsulenter" not in page
    assert "Kun for konsulenter" not in teacher.get(f"/triage/{concern}").text
    assert "Afsluttet" in page


def test_G7_why_triage_decided_is_not_read_by_those_let_into_the_case(visit, world, concern):
    case = case_load.decide(
        world, "consultant", concern, Verdict.CASE, "serious", reason="Kun for konsulenter", message="Vi går i gang.",
        title="Forløb", purpose="At hjælpe",
    )  # fmt: skip
    consultant = visit("consultant")
    consultant.get(f"/cases/{case}")
    let_in = {"user": reference_of(world, "liaison"), "basis": "rpl115_ssp", **answered()}
    consultant.follow(consultant.post(f"/cases/{case}/participants", let_in))
    page = visit("liaison").get(f"/cases/{case}").text
    assert "At hjælpe" in page
    assert "Kun for konsulenter" not in page


@pytest.mark.parametrize(
    "form",
    [
        {"verdict": "ask", "reason_code": "clarify"},
        {"verdict": "consultation", "reason_code": "school_can_act", "message": "  "},
        {"verdict": "case", "reason_code": "serious", "message": "Vi går i gang."},
        {"verdict": "case", "reason_code": "clarify", "title": "Forløb"},
        {"verdict": "ask", "message": "Hvornår?"},
    ],
)
def test_G7_a_decision_needs_its_reason_and_what_the_reporter_is_told(visit, concern, form):
    consultant = visit("consultant")
    consultant.get(f"/triage/{concern}")
    assert consultant.post(f"/triage/{concern}/decisions", {"version": "1", **form}).status_code == 422
    assert Concern.get().decided_at is None
