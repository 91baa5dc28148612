"""The statutory notification, from the desk to the receipt, each rule by its number (E1-E3, E5-E9)."""

import re

import pytest

from ssp import db
from ssp.models import Audit, Concern, Mail, Matter, Message, Notification, NotificationPerson
from tests.support.case_load import log
from tests.support.notifying import FORM, OUTSIDE, act, assess, reference_in, register, running, send
from tests.support.typing import fields

HOUR = 60 * 60


@pytest.fixture
def teacher(visit):
    return visit("teacher")


@pytest.fixture
def worker(visit):
    return visit("social_worker")


@pytest.fixture
def sent(teacher, world) -> str:
    return send(teacher, children=world.pupils["north"][1])


def test_E1_the_way_from_the_desk_to_the_receipt(teacher, worker, sent):
    """The whole track, by plain posts."""
    assert sent in worker.get("/notifications").text
    worker.follow(act(worker, sent, "receive"))
    worker.follow(assess(worker, sent))
    worker.follow(act(worker, sent, "receipts", text="Tak for din underretning."))
    worker.follow(act(worker, sent, "feedback", feedback="started"))
    worker.follow(act(worker, sent, "filings", filed_in="DUBU 2026-1234"))
    page = teacher.get(f"/notifications/{sent}").text
    for words in ("Bo Nielsen", "Kommer uden mad", "Tak for din underretning.", "Der er sat noget i gang"):
        assert words in page
    assert Matter.get(Matter.reference == sent).state == "receipted"
    assert sent not in worker.get("/notifications").text
    assert sent in worker.get("/notifications?view=all").text


def test_E1_the_desk_says_whose_duty_it_is(teacher):
    page = teacher.get("/notifications/new").text
    for words in ("barnets lov § 133, stk. 1", "Tvivl er nok", "Ingen leder afgør det", "erstatter den ikke", "112"):
        assert words in page


def test_E1_one_written_from_a_concern_marks_it_and_brings_what_was_written(teacher, world, visit):
    concern = log(world, "teacher", world.pupils["north"][1], unlisted=("Kim Prøve",))
    page = teacher.get(f"/concerns/{concern}/notifications/new")
    known = fields(page)
    assert (known["observation"], known["strengths"], known["unlisted"]) == (
        "Set i frikvarteret.", "Har en god træner.", "Kim Prøve",
    )  # fmt: skip
    assert known["tried"] == "Talt med barnet. Vi talte sammen."
    assert f'value="{world.pupils["north"][1]}" checked' in page.text
    made = reference_in(teacher.post("/notifications", FORM | known | {"children": world.pupils["north"][1]}))
    assert (Concern.get().duty_mark, Concern.get().duty_at is not None) == ("sent", True)
    assert Message.select().where(Message.kind == "duty").count() == 1
    assert made in teacher.get(f"/concerns/{concern}").text
    consultant = visit("consultant")
    page = consultant.get(f"/concerns/{concern}").text
    assert "Underretning er sendt" in page
    assert made not in page
    assert consultant.get(f"/notifications/{made}").status_code == 404


def test_E1_a_consultant_who_notifies_from_a_concern_marks_nothing(visit, world):
    concern = log(world, "teacher", world.pupils["north"][1])
    consultant = visit("consultant")
    page = consultant.get(f"/concerns/{concern}/notifications/new")
    assert "Bo Nielsen" in page.text
    made = reference_in(consultant.post("/notifications", FORM | fields(page) | {"children": world.pupils["north"][1]}))
    assert Concern.get().duty_mark is None
    assert NotificationPerson.get().person_id is not None
    assert "Bo Nielsen" in consultant.get(f"/notifications/{made}").text
    assert visit("teacher").get(f"/notifications/{made}").status_code == 404


def test_E1_the_police_notify_too_and_read_only_what_they_wrote(visit, sent):
    liaison = visit("liaison")
    assert liaison.get(f"/notifications/{sent}").status_code == 404
    own = send(liaison, unlisted="Kim Prøve")
    assert liaison.get(f"/notifications/{own}").status_code == 200
    assert own in liaison.get("/notifications").text
    page = liaison.get("/notifications/new")
    saved = liaison.post("/drafts", FORM | {"draft": fields(page)["draft"], "version": "0"})
    assert "Kommer uden mad" in liaison.follow(saved).text


@pytest.mark.parametrize(
    "who", ["other_teacher", "colleague", "head", "consultant", "liaison", "club_worker", "leader", "dpo"]
)
def test_E1_whoever_takes_no_part_does_not_learn_of_it(visit, sent, who):
    stranger = visit(who)
    for path in ("", "/pdf"):
        assert stranger.get(f"/notifications/{sent}{path}").status_code == 404
    forms = {
        "receive": {}, "assessments": {"outcome": "acute", "assessment_reason": "x"}, "receipts": {"text": "x"},
        "feedback": {"feedback": "started"}, "filings": {"filed_in": "x"}, "blocks": {},
    }  # fmt: skip
    for what, form in forms.items():
        assert stranger.post(f"/notifications/{sent}/{what}", form).status_code == 404
        assert stranger.post(f"/notifications/{sent}/{what}").status_code == 404
    row = Notification.get()
    assert (row.received_at, row.assessed_at, row.receipted_at, row.feedback, row.filed_at) == (None,) * 5


def test_E1_a_stranger_cannot_begin_from_anothers_concern(visit, world, teacher):
    concern = log(world, "other_teacher", world.pupils["south"][0])
    assert teacher.get(f"/concerns/{concern}/notifications/new").status_code == 404
    child = world.pupils["south"][0]
    refused = teacher.post("/notifications", FORM | {"source": concern, "children": child, "unlisted": "Kim"})
    assert refused.status_code == 422
    made = send(teacher, source=concern, unlisted="Kim Prøve")
    assert Notification.get().source is None
    assert made
    assert Concern.get().duty_mark is None


@pytest.mark.parametrize("who", ["teacher", "social_worker"])
def test_E2_nobody_stops_removes_or_sends_back_a_notification(visit, sent, who):
    before = list(Notification.select().dicts())
    refused = act(visit(who), sent, "blocks")
    assert refused.status_code == 403
    assert "personlig" in refused.text
    line = Audit.select().order_by(Audit.seq.desc()).get()
    assert (line.action, line.decision, line.rule) == ("notification.block", "denied", "E2")
    assert list(Notification.select().dicts()) == before


def test_E3_the_way_stands_on_every_concern_whatever_becomes_of_it(teacher, world):
    concern = log(world, "teacher", world.pupils["north"][1])
    assert f'href="/concerns/{concern}/notifications/new"' in teacher.get(f"/concerns/{concern}").text
    assert 'href="/notifications/new"' in teacher.get("/concerns/new").text


def test_E5_the_clock_runs_a_day_from_the_arrival_and_stops_with_the_assessment(teacher, worker, sent):
    arrived = Notification.get().arrived_at
    assert running("assessment") == [arrived + 24 * HOUR]
    page = worker.get(f"/notifications/{sent}").text
    assert "Vurder underretningen" in page
    assert "om 23 timer" in page or "om 24 timer" in page
    worker.follow(assess(worker, sent))
    assert running("assessment") == []
    assert Notification.get().received_by_id == Notification.get().assessed_by_id


def test_E5_what_came_from_outside_runs_from_when_it_arrived(worker):
    reference_in(register(worker, hours_ago=30))
    row = Notification.get()
    assert running("assessment") == [row.arrived_at + 24 * HOUR]
    assert db.now() - row.arrived_at >= 30 * HOUR - 1
    assert "over fristen" in worker.get("/notifications").text


def test_E5_nothing_can_have_arrived_in_the_future(worker):
    refused = register(worker, hours_ago=-3)
    assert refused.status_code == 422
    assert "ikke ligger i fremtiden" in refused.text
    assert not Notification.select().exists()


def test_E5_the_inbox_is_ordered_by_the_clock_that_ends_first(worker):
    later = reference_in(register(worker, hours_ago=1, unlisted="Kim Senere"))
    first = reference_in(register(worker, hours_ago=20, unlisted="Kim Først"))
    page = worker.get("/notifications").text
    assert page.index(first) < page.index(later)


def test_E5_an_assessment_takes_a_reason_that_stays_in_the_section(teacher, worker, sent):
    assert act(worker, sent, "assessments", outcome="examine").status_code == 422
    worker.follow(assess(worker, sent))
    assert "Kun for socialforvaltningen" in worker.get(f"/notifications/{sent}").text
    page = teacher.get(f"/notifications/{sent}").text
    assert "Kun for socialforvaltningen" not in page
    assert "Barnets forhold undersøges" not in page
    assert assess(teacher, sent).status_code == 403


def test_E6_the_receipt_has_its_clock_and_the_reporter_reads_it(teacher, worker, sent):
    assert len(running("receipt")) == 1
    worker.follow(assess(worker, sent))
    refused = act(worker, sent, "receipts", text="   ")
    assert refused.status_code == 422
    worker.follow(act(worker, sent, "receipts", text="Vi har den."))
    assert running("receipt") == []
    assert "Vi har den." in teacher.get(f"/notifications/{sent}").text


def test_E6_a_second_press_gives_one_receipt(worker, sent):
    worker.get(f"/notifications/{sent}")
    form = {"outcome": "examine", "assessment_reason": "Fordi."}
    worker.follow(worker.post(f"/notifications/{sent}/assessments", form))
    key = fields(worker.get(f"/notifications/{sent}"))["key"]
    mails = Mail.select().count()
    for _ in range(2):
        worker.follow(worker.post(f"/notifications/{sent}/receipts", {"text": "Tak.", "key": key}))
    assert Mail.select().count() == mails + 1


def test_E7_a_professional_is_told_started_or_not_and_no_more(teacher, worker, sent):
    worker.follow(assess(worker, sent))
    page = worker.get(f"/notifications/{sent}").text
    feedback = page.split("/feedback")[1].split("</form>")[0]
    assert re.findall(r'type="radio"[^>]*value="([^"]+)"', feedback) == ["started", "not_started"]
    assert "<textarea" not in feedback
    worker.follow(act(worker, sent, "feedback", feedback="not_started", words="Fra sagen"))
    assert act(worker, sent, "feedback", feedback="Fra sagen").status_code == 422
    page = teacher.get(f"/notifications/{sent}").text
    assert "Der er ikke sat noget i gang" in page
    assert "Fra sagen" not in page


@pytest.mark.parametrize("who", ["private", "anonymous"])
def test_E7_nobody_else_is_told_anything(worker, who):
    made = reference_in(register(worker, came_from=who, notifier="Fru Prøve" if who == "private" else ""))
    worker.follow(assess(worker, made))
    assert "/feedback" not in worker.get(f"/notifications/{made}").text
    assert act(worker, made, "feedback", feedback="started").status_code == 403
    assert Notification.get().feedback is None


def test_E8_staff_notify_under_their_own_name(teacher, sent):
    page = teacher.get("/notifications/new").text
    assert "came_from" not in page
    made = send(teacher, unlisted="Kim", came_from="anonymous", notifier="Ingen")
    row = Notification.get(Notification.matter == Matter.get(Matter.reference == made).id)
    assert (row.came_from, row.notifier) == ("staff", None)
    teacher.get("/notifications/new")
    assert teacher.get("/notifications/register").status_code == 404
    assert teacher.post("/notifications/register", OUTSIDE).status_code == 404


def test_E8_an_anonymous_one_has_no_name_and_no_receipt(worker):
    assert register(worker, came_from="anonymous").status_code == 422
    assert register(worker, came_from="staff").status_code == 422
    assert register(worker, notifier="").status_code == 422
    made = reference_in(register(worker, came_from="anonymous", notifier=""))
    assert running("receipt") == []
    worker.follow(assess(worker, made))
    assert act(worker, made, "receipts", text="Tak").status_code == 403


def test_E9_parents_who_do_not_know_take_a_reason(teacher):
    teacher.get("/notifications/new")
    untold = FORM | {"unlisted": "Kim", "parents_informed": "no"}
    assert teacher.post("/notifications", untold).status_code == 422
    assert teacher.post("/notifications", untold | {"not_informed": "other"}).status_code == 422
    assert teacher.post("/notifications", FORM | {"unlisted": "Kim", "parents_informed": ""}).status_code == 422
    send(teacher, unlisted="Kim", parents_informed="no", not_informed="other", not_informed_reason="De er rejst.")
    row = Notification.get()
    assert (row.parents_informed, row.not_informed, row.not_informed_reason is not None) == (False, "other", True)


def test_E9_the_form_says_do_not_tell_where_abuse_is_suspected(teacher):
    words = "sig det ikke til forældrene"
    assert words in teacher.get("/notifications/new").text
    abuse = send(teacher, unlisted="Kim", ground="abuse", parents_informed="no", not_informed="abuse")
    assert words in teacher.get(f"/notifications/{abuse}").text
    assert words not in teacher.get(f"/notifications/{send(teacher, unlisted='Bo')}").text
