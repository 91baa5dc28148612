"""Sparring through the pages: the desk, who sees a question, the thread and its clock (H7)."""

from datetime import date, datetime, timedelta

import pytest

from ssp import db
from ssp.models import Consultation, Draft, Matter, Message, Participation, User
from ssp.services.standing import DANISH_TIME, today
from tests.support.sparring import CPR, FORM, ask, running, say, told
from tests.support.typing import everything_hidden, fields
from tests.support.world import PASSWORD

HOUR = 60 * 60
STRANGERS = (
    "colleague", "head", "other_teacher", "other_consultant", "liaison", "social_worker", "street_worker",
    "club_worker", "leader", "partner", "administrator", "dpo",
)  # fmt: skip


# The desk


@pytest.mark.parametrize("missing", ["situation", "age_band", "place_kind"])
def test_H7_a_question_without_what_it_needs_keeps_the_rest(visit, missing):
    teacher = visit("teacher")
    teacher.get("/consultations/new")
    response = teacher.post("/consultations", {**FORM, missing: ""})
    assert response.status_code == 422
    assert fields(response)["tried"] == FORM["tried"]
    assert 'class="alert alert-error error-summary"' in response.text


def test_what_is_typed_is_kept_and_goes_when_it_is_sent(visit):
    teacher = visit("teacher")
    place = fields(teacher.get("/consultations/new"))
    on = {"draft": place["draft"], "version": "0", "key": place["key"], "form": "consultation"}
    assert "Kladden er gemt." in teacher.fragment("/drafts", {**on, "situation": "Halvt fær"}).text
    assert "Halvt fær" in teacher.get("/consultations").text
    assert "Halvt fær" not in teacher.get("/concerns").text
    page = teacher.follow(teacher.get(f"/drafts/{on['draft']}"))
    assert fields(page)["situation"] == "Halvt fær"
    assert visit("colleague").get(f"/consultations/drafts/{on['draft']}").status_code == 404
    assert teacher.post("/consultations", {**FORM, **on}).status_code == 303
    teacher.fragment("/drafts", {**on, "situation": "Efternøler"})
    assert Draft.select().count() == 0


def test_a_refused_question_is_kept_as_a_draft_of_its_own_desk(visit):
    teacher = visit("teacher")
    teacher.get("/consultations/new")
    teacher.post("/consultations", {**FORM, "situation": CPR})
    assert [row.form for row in Draft.select()] == ["consultation"]


def test_a_question_sent_after_the_session_idled_out_waits_and_is_sent_once(visit):
    teacher = visit("teacher")
    place = fields(teacher.get("/consultations/new"))
    on = {"draft": place["draft"], "version": "0", "key": place["key"]}
    with db.at(db.now() + HOUR):
        lost = teacher.post("/consultations", {**FORM, **on, "situation": "Sendt for sent 🙂"})
        assert lost.status_code == 401
        assert "Sendt for sent" not in lost.text
        assert [row.form for row in Draft.select()] == ["consultation"]
        hidden = fields(lost)
        kept = {name: hidden[name] for name in ("csrf_token", "next", "carried")}
        again = teacher.post("/sign-in", {**kept, "username": "teacher", "password": PASSWORD})
        assert "Sendt for sent 🙂" in again.text
        response = teacher.post("/consultations", everything_hidden(again))
        assert response.status_code == 303, response.text
    assert Consultation.select().count() == 1
    assert Draft.select().count() == 0


def test_a_message_sent_after_the_session_idled_out_is_offered_again(visit):
    reference = ask(visit("teacher"))
    consultant = visit("consultant")
    consultant.get(f"/consultations/{reference}")
    with db.at(db.now() + HOUR):
        lost = consultant.post(f"/consultations/{reference}/answers", {"text": "svar for sent"})
        hidden = fields(lost)
        kept = {name: hidden[name] for name in ("csrf_token", "next", "carried")}
        again = consultant.post("/sign-in", {**kept, "username": "consultant", "password": PASSWORD})
        assert consultant.post(f"/consultations/{reference}/answers", everything_hidden(again)).status_code == 303
    assert Message.select().count() == 1


# Who sees it


def test_H7_a_question_reaches_the_writers_network_and_nobody_else(visit):
    reference = ask(visit("teacher"))
    for name in ("teacher", "consultant", "second_consultant"):
        person = visit(name)
        assert FORM["situation"] in person.get(f"/consultations/{reference}").text, name
        assert reference in person.get("/consultations").text, name
    assert told("consultant") == told("second_consultant") == [reference]
    assert told("other_consultant") == told("teacher") == []


@pytest.mark.parametrize("name", STRANGERS)
def test_H7_for_a_stranger_it_is_not_there(visit, name):
    reference = ask(visit("teacher"))
    stranger, before = visit(name), list(Matter.select(Matter.state, Matter.version).tuples())
    for path in ("", "/lesson"):
        assert stranger.get(f"/consultations/{reference}{path}").status_code == 404
    for path in ("answers", "replies", "concern", "close", "lesson"):
        form = {**FORM, "text": "Nysgerrig.", "title": "A", "advice": "B"}
        assert stranger.post(f"/consultations/{reference}/{path}", form).status_code == 404, path
    assert reference not in stranger.get("/consultations").text
    assert list(Matter.select(Matter.state, Matter.version).tuples()) == before
    assert Message.select().count() == Draft.select().count() == 0


@pytest.mark.parametrize("name", ["liaison", "leader", "partner", "administrator", "dpo"])
def test_H7_who_takes_no_part_in_concerns_cannot_ask_either(visit, name):
    person = visit(name)
    assert person.get("/consultations/new").status_code == 404
    assert person.post("/consultations", FORM).status_code == 404
    assert Consultation.select().count() == 0


def test_H7_the_one_who_asked_does_not_answer_and_a_consultant_does_not_reply(visit):
    teacher, consultant = visit("teacher"), visit("consultant")
    reference = ask(teacher)
    assert say(teacher, reference, "answers", "Mit eget svar.").status_code == 403
    assert say(consultant, reference, "replies", "Mit eget spørgsmål.").status_code == 403
    assert Message.select().count() == 0


def test_a_unit_without_a_network_asks_the_ssp_unit(visit):
    reference = ask(visit("social_worker"))
    for name in ("consultant", "other_consultant"):
        assert reference in visit(name).get("/consultations").text


# The thread and its clock


def test_H7_a_question_is_kept_for_as_long_as_the_register_says(visit):
    reference = ask(visit("teacher"))
    row = Matter.get(Matter.reference == reference)
    assert (row.retention_class, row.retention_until) == ("consultation", today() + timedelta(days=90))


def test_H7_an_answer_is_due_within_three_working_days_holidays_left_out(visit):
    """Asked on the Wednesday before Easter 2027: Thursday, Friday and Monday are holidays."""
    teacher = visit("teacher")
    teacher.get("/consultations/new")
    with db.at(int(datetime(2027, 3, 24, 12, tzinfo=DANISH_TIME).timestamp())):
        User.update(confirmed_on=date(2027, 3, 1)).execute()
        late = visit("teacher")
        reference = ask(late)
        [(kind, capacity, due)] = running()
        assert (kind, capacity) == ("consultation", "consultant")
        assert datetime.fromtimestamp(due, DANISH_TIME) == datetime(2027, 4, 2, tzinfo=DANISH_TIME)
        assert "Du får svar senest 1. april 2027" in late.get(f"/consultations/{reference}").text


def test_H7_the_clock_stops_with_the_answer_and_starts_again_with_a_reply(visit):
    teacher, consultant = visit("teacher"), visit("consultant")
    reference = ask(teacher)
    assert "Svar på spørgsmålet" in consultant.get(f"/consultations/{reference}").text
    consultant.follow(say(consultant, reference, "answers", "Tal med ham i ro."))
    assert running() == []
    assert told("teacher") == [reference]
    assert Matter.get().state == "answered"
    with db.at(db.now() + 60):
        teacher.follow(say(teacher, reference, "replies", "Det hjalp ikke."))
        assert Matter.get().state == "asked"
        first = running()
        assert len(first) == 1
        teacher.follow(say(teacher, reference, "replies", "Og hans ven er også ked af det."))
        assert running() == first, "more said while it waits changes no deadline"
    assert told("consultant") == [reference] * 3
    page = teacher.get(f"/consultations/{reference}").text
    assert page.index("Tal med ham i ro.") < page.index("Det hjalp ikke.") < page.index("Og hans ven")


@pytest.mark.parametrize("who", ["teacher", "consultant"])
def test_H7_either_side_closes_it(visit, who):
    teacher, consultant = visit("teacher"), visit("consultant")
    reference = ask(teacher)
    person = visit(who)
    person.get(f"/consultations/{reference}")
    once = {"key": "lukket"}
    assert [person.post(f"/consultations/{reference}/close", once).status_code for _ in range(2)] == [303, 303]
    assert (Matter.get().state, running()) == ("closed", [])
    assert told("teacher") == ([reference] if who == "consultant" else [])
    assert say(consultant, reference, "answers", "For sent.").status_code == 403
    assert say(teacher, reference, "replies", "For sent.").status_code == 403


def test_pressing_twice_makes_one_of_each(visit):
    teacher, consultant = visit("teacher"), visit("consultant")
    teacher.get("/consultations/new")
    asked = [teacher.post("/consultations", {**FORM, "key": "spurgt"}) for _ in range(3)]
    assert len({response.location for response in asked}) == 1
    reference = asked[0].location.split("/consultations/")[1].split("?")[0]
    consultant.get(f"/consultations/{reference}")
    for path, key in (("answers", "svaret"), ("concern", "bedt")):
        sent = [consultant.post(f"/consultations/{reference}/{path}", {"text": "Ja.", "key": key}) for _ in range(3)]
        assert {response.status_code for response in sent} == {303}
    assert Consultation.select().count() == 1
    assert [row.kind for row in Message.select().order_by(Message.id)] == ["answer", "notice"]
    assert told("teacher") == [reference] * 2


def test_the_same_form_sent_with_other_words_is_offered_as_a_new_question(visit):
    teacher = visit("teacher")
    ask(teacher, key="en og samme")
    response = teacher.post("/consultations", {**FORM, "situation": "Noget andet.", "key": "en og samme"})
    assert response.status_code == 409
    assert "Noget andet." in response.text


def test_a_consultants_list_has_those_that_wait_first_the_oldest_on_top(visit):
    teacher, consultant = visit("teacher"), visit("consultant")
    first, second, third = (ask(teacher, situation=f"Spørgsmål {n}.") for n in "ABC")
    say(consultant, second, "answers", "Råd.")
    page = consultant.get("/consultations").text
    assert page.index("Venter på svar") < page.index(first) < page.index(third) < page.index(second)
    assert "Teacher, Nordskolen" in page
    own = teacher.get("/consultations").text
    assert own.index(third) < own.index(second) < own.index(first)


def test_a_long_list_goes_on(visit, world, monkeypatch):
    monkeypatch.setattr("ssp.services.consultations.PAGE_SIZE", 2)
    teacher, consultant = visit("teacher"), visit("consultant")
    references = [ask(teacher, situation=f"Spørgsmål {n}.") for n in "ABC"]
    for reference in references:
        say(consultant, reference, "answers", "Råd.")
    for person in (teacher, consultant):
        page = person.get("/consultations").text
        assert references[0] not in page
        assert f"after={references[1]}" in page
        assert references[0] in person.get(f"/consultations?after={references[1]}").text


@pytest.mark.parametrize(
    ("name", "words"), [("teacher", "Er du i tvivl om et barn?"), ("consultant", "Ingen venter på svar")]
)
def test_an_empty_list_says_what_to_do(visit, name, words):
    assert words in visit(name).get("/consultations").text


def test_an_ended_participation_shows_nothing_more(visit):
    reference = ask(visit("teacher"))
    Participation.update(ends_at=db.now()).where(Participation.capacity == "consultant").execute()
    consultant = visit("consultant")
    assert consultant.get(f"/consultations/{reference}").status_code == 404
    assert reference not in consultant.get("/consultations").text
