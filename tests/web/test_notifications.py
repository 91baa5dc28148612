"""The statutory notification, from the desk to the receipt, each rule by its number (E1-E3, E5-E9)."""

import re
from datetime import datetime, timedelta

import pytest

from ssp import db
from ssp.models import Audit, Clock, Concern, Draft, Mail, Matter, Message, Notification, NotificationPerson, Unit, User
from ssp.services import drafts
from ssp.services.standing import DANISH_TIME
from ssp.terms import Role, Sector
from tests.support.case_load import log, once
from tests.support.typing import fields, same
from tests.support.world import make_unit, make_user

HOUR = 60 * 60
FORM = {
    "form": "notification", "ground": "support", "acute": "no", "observation": "Kommer uden mad og i tyndt tøj.",
    "words": "Der er ikke noget i køleskabet.", "strengths": "En god træner.", "tried": "Talt med hjemmet.",
    "parents_informed": "yes",
}  # fmt: skip
OUTSIDE = FORM | {"unlisted": "Kim Prøve", "came_from": "private", "notifier": "Fru Prøve, tlf. 70 00 00 00"}


def send(visitor, **more) -> str:
    """Write and send one; returns its reference."""
    visitor.get("/notifications/new")
    return reference_in(visitor.post("/notifications", FORM | more))


def reference_in(response) -> str:
    assert response.status_code == 303, response.text
    return response.location.split("/notifications/")[1].split("?")[0]


def register(visitor, hours_ago: float = 1, **more):
    arrived = datetime.now(DANISH_TIME) - timedelta(hours=hours_ago)
    visitor.get("/notifications/register")
    when = {"arrived_on": arrived.strftime("%Y-%m-%d"), "arrived_at": arrived.strftime("%H:%M:%S")}
    return visitor.post("/notifications/register", OUTSIDE | when | more)


def running(kind: str) -> list[int]:
    return [
        due for (due,) in Clock.select(Clock.due_at).where((Clock.kind == kind) & Clock.stopped_at.is_null()).tuples()
    ]


def act(visitor, reference: str, what: str, **form):
    visitor.get(f"/notifications/{reference}")
    return visitor.post(f"/notifications/{reference}/{what}", {"key": once()} | form)


def assess(visitor, reference: str):
    return act(visitor, reference, "assessments", outcome="examine", assessment_reason="Kun for socialforvaltningen")


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


@pytest.mark.parametrize("text", ["Blåbærgrød 👧🏽\r\n\r\n  rykket ind", "</textarea><b>&amp; {{ 7*7 }}", "æ" * 20_001])
def test_a_refused_notification_keeps_every_character_and_a_draft(teacher, world, text):
    teacher.get("/notifications/new")
    names = ("observation", "words", "strengths", "tried", "not_informed_reason")
    refused = teacher.post(
        "/notifications", {"form": "notification", "children": world.pupils["north"][1]} | dict.fromkeys(names, text)
    )
    assert refused.status_code == 422
    for name in names:
        assert same(fields(refused)[name], text), name
    assert f'value="{world.pupils["north"][1]}" checked' in refused.text
    [draft] = drafts.index(world.actor("teacher"))
    again = teacher.get(f"/notifications/drafts/{draft.reference}")
    assert same(fields(again)["observation"], text)
    assert f"/notifications/drafts/{draft.reference}" in teacher.get("/notifications").text


def test_a_refused_registration_comes_back_as_a_registration(worker, world):
    refused = register(worker, observation="", came_from="anonymous", notifier="")
    assert refused.status_code == 422
    [draft] = drafts.index(world.actor("social_worker"))
    page = worker.follow(worker.get(f"/drafts/{draft.reference}"))
    assert "Registrér en underretning" in page.text
    assert 'id="came_from-anonymous" name="came_from" value="anonymous" checked' in page.text


def test_pressed_twice_it_is_sent_once_and_the_draft_goes(teacher, world):
    place = fields(teacher.get("/notifications/new"))
    form = FORM | {"unlisted": "Kim", "key": place["key"], "draft": place["draft"], "version": "0"}
    teacher.fragment("/drafts", form)
    assert Draft.select().count() == 1
    first, second = (reference_in(teacher.post("/notifications", form | {"version": "1"})) for _ in range(2))
    assert first == second
    assert (Notification.select().count(), Clock.select().count(), Draft.select().count()) == (1, 2, 0)


def test_the_section_is_told_by_mail_and_the_writer_is_not(teacher, world, sent):
    section = User.get_by_id(world.users["social_worker"]).email
    assert [mail.recipient for mail in Mail.select().where(Mail.about == sent)] == [section]


def test_without_a_section_it_says_whom_to_call_and_keeps_the_text(teacher, world):
    Unit.update(active=False).where(Unit.id == world.units["social"]).execute()
    page = teacher.get("/notifications/new")
    assert "72 00 00 00" in page.text.split('id="notification-form"')[1]
    refused = teacher.post("/notifications", FORM | {"unlisted": "Kim"})
    assert refused.status_code == 422
    assert "Ring til Socialvagten" in refused.text
    assert fields(refused)["observation"] == FORM["observation"]
    assert not Matter.select().where(Matter.kind == "notification").exists()
    assert Draft.select().count() == 1


def test_it_goes_to_the_section_of_the_writers_network(teacher, world):
    near = make_unit("Familiehuset", Sector.SOCIAL, world.networks["north"])
    send(teacher, unlisted="Kim")
    assert Notification.get().section_id == world.units["social"]
    make_user("near_worker", near, Role.SOCIAL_WORKER)
    send(teacher, unlisted="Kim To")
    assert Notification.select().order_by(Notification.matter.desc()).get().section_id == near


def test_find_works_with_and_without_script(teacher, world):
    teacher.get("/notifications/new")
    found = teacher.fragment("/notifications/children", {"form": "notification", "q": "carla"})
    assert "Carla Nygaard" in found.text
    assert "<html" not in found.text
    page = teacher.follow(
        teacher.post("/notifications", {"form": "notification", "find": "1", "q": "carla", "words": "Hej"})
    )
    assert "Carla Nygaard" in page.text
    assert fields(page)["words"] == "Hej"


def test_htmx_sends_the_same(teacher):
    teacher.get("/notifications/new")
    response = teacher.post("/notifications", FORM | {"unlisted": "Kim"}, headers={"HX-Request": "true"})
    assert reference_in(response)
    assert Notification.select().count() == 1


def test_the_child_is_shown_to_the_section_as_it_needs_to_be_known(teacher, worker, world, visit):
    made = send(teacher, children=[world.pupils["north"][0], world.pupils["north"][1]])
    page = worker.get(f"/notifications/{made}").text
    assert "010211-••••" in page
    assert "4002" not in page
    assert page.count("Prøvevej 1") == 1
    assert "Beskyttet adresse" in page
    assert "010211" not in teacher.get(f"/notifications/{made}").text
    line = Audit.select().where(Audit.action == "notification.read").order_by(Audit.seq).get()
    assert set(world.pupils["north"][:2]) <= set(line.objects.split())


def test_print_is_logged_and_carries_who_printed_it(worker, sent, tmp_path):
    pdf = worker.get(f"/notifications/{sent}/pdf")
    assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")
    assert f'filename="{sent}.pdf"' in pdf.headers["Content-Disposition"]
    line = Audit.select().order_by(Audit.seq.desc()).get()
    assert (line.action, line.decision, sent in line.objects) == ("notification.print", "allowed", True)
