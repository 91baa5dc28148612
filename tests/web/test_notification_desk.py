"""The desk a notification is written on: what is typed stays, it goes to the right section, once."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from ssp.models import Audit, Clock, Draft, Mail, Matter, Notification, Unit, User
from ssp.services import drafts
from ssp.terms import Role, Sector
from tests.support.notifying import FORM, assess, reference_in, register, send
from tests.support.typing import fields, same
from tests.support.world import make_unit, make_user


@pytest.fixture
def teacher(visit):
    return visit("teacher")


@pytest.fixture
def worker(visit):
    return visit("social_worker")


@pytest.fixture
def sent(teacher, world) -> str:
    return send(teacher, children=world.pupils["north"][1])


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


def test_a_year_that_cannot_be_is_asked_about(worker):
    refused = register(worker, arrived_on="1926-11-20")
    assert refused.status_code == 422
    assert "årstallet" in refused.text
    assert fields(refused)["arrived_on"] == "1926-11-20"


def test_the_inbox_costs_the_same_for_one_and_for_many(teacher, worker, world, queries):
    send(teacher, children=world.pupils["north"][1])
    worker.get("/notifications")
    queries.clear()
    worker.get("/notifications")
    for_one = len(queries)
    for name in ("Kim", "Bo", "Ib"):
        send(teacher, unlisted=name)
    queries.clear()
    worker.get("/notifications")
    assert len(queries) == for_one


def test_the_police_print_nothing(visit):
    liaison = visit("liaison")
    own = send(liaison, unlisted="Kim Prøve")
    assert "Hent som PDF" not in liaison.get(f"/notifications/{own}").text
    assert liaison.get(f"/notifications/{own}/pdf").status_code == 403


def test_print_is_logged_and_every_sheet_says_who_printed_it(worker, teacher, sent):
    worker.follow(assess(worker, sent))
    said = {}
    for who, visitor in (("Social_Worker", worker), ("Teacher", teacher)):
        answer = visitor.get(f"/notifications/{sent}/pdf")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert f'filename="{sent}.pdf"' in answer.headers["Content-Disposition"]
        line = Audit.select().order_by(Audit.seq.desc()).get()
        assert (line.action, line.decision, sent in line.objects) == ("notification.print", "allowed", True)
        pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(answer.data)).pages]
        assert all(f"Udskrevet af {who} den" in page for page in pages)
        said[who] = " ".join(pages)
    for words in ("Bo Nielsen", sent, "Kommer uden mad"):
        assert all(words in text for text in said.values())
    assert "010212-••••" in said["Social_Worker"]
    assert "Kun for socialforvaltningen" in said["Social_Worker"]
    assert "010212" not in said["Teacher"]
    assert "Kun for socialforvaltningen" not in said["Teacher"]
