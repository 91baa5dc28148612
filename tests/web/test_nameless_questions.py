"""No name goes into a sparring: what may tell who a child is, is pointed out before it is sent, and CPR refuses (H7)."""

import re
from types import SimpleNamespace

import pytest

from ssp.models import Consultation, Mail, Matter, Message
from ssp.services import namelessness, pupils
from ssp.services.pupils import NewPupil
from tests.support.sparring import CPR, FORM, WAYS, ask, marked, say, seen
from tests.support.typing import fields, same


def test_H7_the_form_has_no_field_for_a_name_a_number_or_a_class(visit):
    page = visit("teacher").get("/consultations/new").text
    form = page.split('id="consultation-form"')[1].split("</form>")[0]
    names = set(re.findall(r'<(?:input|textarea|select)[^>]*\sname="([^"]+)"', form))
    expected = {"csrf_token", "key", "form", "draft", "version", "situation", "tried", "age_band", "place_kind"}
    assert names == expected


@pytest.mark.parametrize("headers", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("ticked", [{}, {"read_through": "y", "seen": "010213-1234"}], ids=["sent", "ticked"])
@pytest.mark.parametrize("field", ["situation", "tried"])
def test_H7_a_cpr_number_is_refused_in_a_question(visit, field, ticked, headers):
    teacher = visit("teacher")
    teacher.get("/consultations/new")
    response = teacher.post("/consultations", {**FORM, field: CPR, **ticked}, headers=headers)
    assert response.status_code == 422
    assert f'href="#{field}"' in response.text, "it says which text"
    assert "Fjern CPR-nummeret" in response.text
    assert 'name="read_through"' not in response.text, "a CPR number cannot be ticked away"
    assert same(fields(response)[field], CPR)
    assert Consultation.select().count() == Matter.select().count() == 0


@pytest.mark.parametrize("headers", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(
    ("who", "what", "field"),
    [
        ("consultant", "answers", "text"), ("teacher", "replies", "text"), ("consultant", "concern", "why"),
        ("consultant", "lesson", "title"), ("consultant", "lesson", "situation"), ("consultant", "lesson", "advice"),
    ],
)  # fmt: skip
def test_H7_a_cpr_number_is_refused_in_every_text_that_is_sent(visit, who, what, field, headers):
    reference = ask(visit("teacher"))
    say(visit("consultant"), reference, "answers", "Tal med ham i ro.")
    person, before = visit(who), (Message.select().count(), Mail.select().count())
    person.get(f"/consultations/{reference}")
    form = {"title": "Alene", "situation": "En er alene.", "advice": "Tal.", "age_band": "under_six", "place_kind": "club",
            "read_through": "y", "seen": "010213-1234", field: CPR}  # fmt: skip
    response = person.post(f"/consultations/{reference}/{what}", form, headers=headers)
    assert response.status_code == 422
    assert f'href="#{field}"' in response.text
    assert same(fields(response)[field], CPR)
    assert marked(response) == ["010213-1234"]
    assert (Message.select().count(), Mail.select().count()) == before


def test_H7_the_refusal_is_what_keeps_a_cpr_number_out(visit, monkeypatch):
    """The guard guards: without it the number that was ticked goes through."""
    monkeypatch.setattr(
        namelessness, "nameless", SimpleNamespace(findings=namelessness.nameless.findings, refused=bool)
    )
    teacher = visit("teacher")
    teacher.get("/consultations/new")
    assert teacher.post("/consultations", {**FORM, "situation": CPR}).status_code == 422
    monkeypatch.setattr(namelessness.nameless, "refused", lambda found: False)
    ask(visit("teacher"), situation=CPR, read_through="y", seen="010213-1234")


@pytest.mark.parametrize("headers", WAYS.values(), ids=WAYS)
def test_H7_what_may_tell_who_it_is_is_pointed_out_before_it_is_sent(visit, headers):
    teacher = visit("teacher")
    teacher.get("/consultations/new")
    form = {**FORM, "situation": "bo nielsen i 7.b er ked af det.", "tried": "Ringet til mor på 20 12 34 56."}
    response = teacher.post("/consultations", form, headers=headers)
    assert response.status_code == 422
    assert marked(response) == ["bo nielsen", "7.b", "20 12 34 56"]
    assert "et navn på din skole" in response.text
    for name in ("situation", "tried"):
        assert same(fields(response)[name], form[name])
    assert 'value="ten_to_twelve" checked' in response.text
    assert Consultation.select().count() == 0
    sent = teacher.post("/consultations", {**form, "seen": seen(response), "read_through": "y"}, headers=headers)
    assert sent.status_code == 303, sent.text
    assert "bo nielsen" in visit("consultant").get(sent.location).text


def test_H7_the_tick_stands_for_what_was_shown_and_for_nothing_else(visit):
    teacher = visit("teacher")
    teacher.get("/consultations/new")
    response = teacher.post("/consultations", {**FORM, "situation": "Han hedder Bo Nielsen."})
    shown = {"seen": seen(response), "read_through": "y"}
    again = teacher.post("/consultations", {**FORM, "situation": "Han hedder Bo Nielsen og går i 7.B.", **shown})
    assert again.status_code == 422, "the class was not there when the tick was set"
    unticked = teacher.post("/consultations", {**FORM, "situation": "Han hedder Bo Nielsen.", "seen": shown["seen"]})
    assert unticked.status_code == 422
    assert teacher.post("/consultations", {**FORM, "situation": "Han er ked af det."}).status_code == 303


@pytest.mark.parametrize(("who", "what"), [("consultant", "answers"), ("teacher", "replies")])
def test_H7_a_message_is_read_through_as_well(visit, who, what):
    reference = ask(visit("teacher"))
    person = visit(who)
    response = say(person, reference, what, "Ring til mig på 20 12 34 56.")
    assert response.status_code == 422
    assert marked(response) == ["20 12 34 56"]
    assert fields(response)["text"] == "Ring til mig på 20 12 34 56."
    tick, button = re.findall(r'<(?:input|button)[^>]* form="message-form"[^>]*>', response.text)[:2]
    assert 'name="read_through"' in tick
    assert button.startswith("<button")
    form = {"seen": seen(response), "read_through": "y", "text": "Ring til mig på 20 12 34 56."}
    person.follow(person.post(f"/consultations/{reference}/{what}", form))
    assert Message.select().count() == 1


def test_H7_only_the_names_of_the_writers_own_school_are_known(visit, world):
    pupils.enrol(world.units["south"], [NewPupil("Xerxine Skærtang", "4.A")])
    ask(visit("teacher"), situation="Xerxine er ked af det.")
    other = visit("other_teacher")
    other.get("/consultations/new")
    response = other.post("/consultations", {**FORM, "situation": "Xerxine er ked af det."})
    assert marked(response) == ["Xerxine"]
    assert "Skærtang" not in response.text, "no more of the name than the writer typed"


def test_H7_somebody_who_cannot_search_a_school_is_not_told_who_goes_there(visit, world):
    pupils.enrol(world.units["street"], [NewPupil("Xerxine Skærtang", "4.A")])
    ask(visit("street_worker"), situation="Xerxine er ked af det.")
