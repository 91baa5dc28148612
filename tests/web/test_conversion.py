"""A sparring becomes a concern in one step, from either side; names, notices and clocks begin only then (H7)."""

import re

import pytest

from ssp.models import Clock, Concern, ConcernPerson, Consultation, Draft, Matter, Message, Participation
from tests.support.sparring import FORM, WAYS, answered, ask, running, say, told
from tests.support.typing import fields

NAMED = {"subject": "child", "unlisted": "Kim Prøve", "theme": "wellbeing", "worry": "worried", "source": "own"}


def press(person, reference: str, headers=None):
    """The one who asked presses "Skriv den som en bekymring"; the desk they land on."""
    person.get(f"/consultations/{reference}")
    return person.follow(person.post(f"/consultations/{reference}/concern", headers=headers or {}))


def desk(page) -> dict:
    return {name: value for name, value in fields(page).items() if name not in {"csrf_token", "next"}}


def send(person, page, **more):
    """Send what stands on the concern desk, with a name on it."""
    return person.post("/concerns", {**desk(page), **NAMED, **more})


def state(reference: str) -> str:
    return Matter.get(Matter.reference == reference).state


@pytest.mark.parametrize("headers", WAYS.values(), ids=WAYS)
def test_H7_the_one_who_asked_makes_it_a_concern_in_one_step(visit, headers):
    teacher, consultant = visit("teacher"), visit("consultant")
    reference = ask(teacher)
    page = press(teacher, reference, headers)
    assert fields(page)["observation"] == FORM["situation"]
    assert fields(page)["done_text"] == FORM["tried"]
    assert (state(reference), len(running()), Concern.select().count()) == ("asked", 1, 0), "nothing has begun yet"
    sent = send(teacher, page)
    assert sent.status_code == 303, sent.text
    concern = sent.location.split("/concerns/")[1].split("?")[0]
    assert state(reference) == "concern"
    assert not [kind for kind, *_ in running() if kind == "consultation"]
    assert ConcernPerson.select().count() == 1
    assert Draft.select().count() == 0
    for person in (teacher, consultant):
        assert f"/concerns/{concern}" in person.get(f"/consultations/{reference}").text
        assert "Kim Prøve" not in person.get(f"/consultations/{reference}").text
        assert FORM["situation"] in person.get(f"/concerns/{concern}").text


def test_H7_the_consultant_asks_for_a_concern_and_the_draft_waits(visit):
    teacher, consultant = visit("teacher"), visit("consultant")
    reference = ask(teacher)
    page = consultant.follow(say(consultant, reference, "concern", "Det lyder alvorligt."))
    assert "Den, der spurgte, har fået besked" in page.text
    assert "/concerns/drafts/" not in page.text
    draft = Draft.get().reference
    assert consultant.get(f"/concerns/drafts/{draft}").status_code == 404, "the draft is the asker's alone"
    assert told("teacher") == [reference]
    assert (state(reference), running()) == ("answered", [])
    assert f"/drafts/{draft}" in teacher.get("/").text
    thread = teacher.get(f"/consultations/{reference}").text
    assert "Det lyder alvorligt." in thread
    assert "SSP-konsulenten beder dig om det." in thread
    desk_page = press(teacher, reference)
    assert desk_page.request.path == f"/concerns/drafts/{draft}"
    assert send(teacher, desk_page).status_code == 303
    assert state(reference) == "concern"


def test_H7_the_consultant_does_not_see_whether_a_draft_is_being_written(visit):
    teacher, consultant = visit("teacher"), visit("consultant")
    reference = ask(teacher)
    before = re.sub(r'value="[^"]*"|nonce="[^"]*"', "", consultant.get(f"/consultations/{reference}").text)
    press(teacher, reference)
    after = re.sub(r'value="[^"]*"|nonce="[^"]*"', "", consultant.get(f"/consultations/{reference}").text)
    assert re.sub(r'content="[0-9a-f]+"', "", before) == re.sub(r'content="[0-9a-f]+"', "", after)


def test_H7_both_sides_pressing_make_one_draft(visit):
    teacher, consultant = visit("teacher"), visit("consultant")
    reference = ask(teacher)
    press(teacher, reference)
    press(teacher, reference)
    consultant.follow(say(consultant, reference, "concern", "Skriv den."))
    press(teacher, reference)
    assert Draft.select().count() == 1


def test_H7_a_draft_thrown_away_changes_nothing_and_a_new_one_can_be_made(visit):
    teacher = visit("teacher")
    reference = answered(teacher, visit("consultant"))
    press(teacher, reference)
    teacher.post(f"/drafts/{Draft.get().reference}/discard")
    assert (state(reference), running(), Concern.select().count()) == ("answered", [], 0)
    assert "Skriv den som en bekymring" in teacher.get(f"/consultations/{reference}").text
    assert fields(press(teacher, reference))["observation"] == FORM["situation"]


def test_H7_a_second_conversion_is_refused(visit):
    teacher, consultant = visit("teacher"), visit("consultant")
    reference = ask(teacher)
    send(teacher, press(teacher, reference))
    for person in (teacher, consultant):
        page = person.get(f"/consultations/{reference}").text
        assert f"/consultations/{reference}/concern" not in page
        assert person.post(f"/consultations/{reference}/concern", {"why": "Igen."}).status_code == 403
    assert Concern.select().count() == 1


def test_H7_a_page_left_open_sends_a_concern_of_its_own(visit):
    """What somebody wrote is never held back; the question stays with the concern it became first."""
    teacher = visit("teacher")
    reference = ask(teacher)
    page = press(teacher, reference)
    stale = desk(page)
    send(teacher, page)
    first = Consultation.get().concern_id
    assert teacher.post("/concerns", {**stale, **NAMED, "key": "en anden side"}).status_code == 303
    assert Concern.select().count() == 2
    assert Consultation.get().concern_id == first


def test_H7_pressing_send_twice_makes_one_concern(visit):
    teacher = visit("teacher")
    page = press(teacher, ask(teacher))
    form = {**desk(page), **NAMED}
    assert {teacher.post("/concerns", form).status_code for _ in range(3)} == {303}
    assert Concern.select().count() == 1


@pytest.mark.parametrize("name", ["colleague", "other_teacher", "consultant"])
def test_H7_nobody_ties_a_concern_to_a_question_of_somebody_else(visit, name):
    reference = ask(visit("teacher"))
    person = visit(name)
    page = person.get("/concerns/new")
    form = {**desk(page), **NAMED, "observation": "Noget andet.", "consultation": reference}
    assert person.post("/concerns", form).status_code == 303, "the concern itself is never held up"
    assert state(reference) == "asked"
    assert Consultation.get().concern_id is None


def test_H7_a_closed_question_can_still_become_a_concern(visit):
    teacher = visit("teacher")
    reference = ask(teacher)
    teacher.post(f"/consultations/{reference}/close")
    assert send(teacher, press(teacher, reference)).status_code == 303
    assert state(reference) == "concern"


def test_H7_the_concern_is_shown_to_those_who_may_read_it(visit):
    teacher, consultant = visit("teacher"), visit("consultant")
    reference = ask(teacher)
    concern = send(teacher, press(teacher, reference)).location.split("/concerns/")[1].split("?")[0]
    of_concern = Matter.get(Matter.reference == concern).id
    Participation.update(ends_at=Participation.starts_at).where(
        (Participation.matter == of_concern) & (Participation.capacity == "consultant")
    ).execute()
    page = consultant.get(f"/consultations/{reference}").text
    assert "Det blev til en bekymring." in page
    assert concern not in page
    assert concern in teacher.get(f"/consultations/{reference}").text


@pytest.mark.parametrize("tried", ["a" * 201, "Talt med ham.\r\nTalt med forældrene.", "b" * 200])
def test_H7_what_was_tried_comes_along_whole(visit, tried):
    teacher = visit("teacher")
    page = press(teacher, ask(teacher, tried=tried))
    carried = fields(page)["observation"] + fields(page)["done_text"]
    assert " ".join(tried.split()) in " ".join(carried.split())
    sent = send(teacher, page)
    assert sent.status_code == 303, "nothing is too long for the field it was put in"


def test_H7_asking_for_a_concern_is_one_message_until_somebody_speaks(visit):
    teacher, consultant = visit("teacher"), visit("consultant")
    reference = ask(teacher)
    consultant.follow(say(consultant, reference, "concern", ""))
    assert "Du har bedt om en bekymring" in consultant.get(f"/consultations/{reference}").text
    teacher.follow(say(teacher, reference, "replies", "Det vil jeg helst vente med."))
    assert "Bed om en bekymring" in consultant.get(f"/consultations/{reference}").text
    assert [row.kind for row in Message.select().order_by(Message.id)] == ["notice", "reply"]
    assert Clock.select().where(Clock.stopped_at.is_null()).count() == 1
