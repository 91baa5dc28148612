"""The library: answered questions made general, for the network that they came from (H7)."""

import pytest

from ssp.models import Lesson, Unit, User
from ssp.services.door import door
from ssp.services.keyring import BrokenSeal
from tests.support.sparring import LESSON, WAYS, answered, ask, marked, seen
from tests.support.typing import fields


def publish(consultant, reference: str, headers=None, **more) -> str:
    """Publish a lesson from a question, and return its reference."""
    consultant.get(f"/consultations/{reference}/lesson")
    response = consultant.post(f"/consultations/{reference}/lesson", {**LESSON, **more}, headers=headers or {})
    assert response.status_code == 303, response.text
    return response.location.split("/library/")[1].split("?")[0]


@pytest.fixture
def published(visit) -> str:
    return publish(visit("consultant"), answered(visit("teacher"), visit("consultant")))


@pytest.mark.parametrize("headers", WAYS.values(), ids=WAYS)
def test_H7_a_lesson_is_written_from_the_thread_and_stands_in_the_library(visit, headers):
    consultant = visit("consultant")
    reference = answered(visit("teacher"), consultant)
    form = consultant.get(f"/consultations/{reference}/lesson")
    assert fields(form)["situation"] == "Han sidder alene hver dag."
    assert fields(form)["advice"] == "Tal med ham i ro."
    assert 'value="ten_to_twelve" checked' in form.text
    lesson = publish(consultant, reference, headers)
    page = visit("colleague").get(f"/library/{lesson}").text
    for text in (LESSON["title"], LESSON["situation"], LESSON["advice"], "10-12 år"):
        assert text in page
    assert lesson in consultant.get(f"/consultations/{reference}").text


def test_H7_a_lesson_says_nothing_of_who_asked_or_where(visit, published):
    colleague = visit("street_worker")
    for path in ("/library", f"/library/{published}"):
        main = colleague.get(path).text.split('<main id="main"')[1]
        for told in ("Teacher", "Consultant", "Nordskolen", "Netværk Nord", "/S-", " S-", ">S-"):
            assert told not in main, (path, told)


def test_H7_the_askers_own_words_are_not_published(visit):
    consultant = visit("consultant")
    reference = answered(visit("teacher"), consultant)
    form = {**LESSON, "situation": "Han sidder  alene hver dag.\r\n"}
    response = consultant.post(f"/consultations/{reference}/lesson", form)
    assert response.status_code == 422
    assert "Skriv situationen om" in response.text
    assert Lesson.select().count() == 0


def test_H7_a_lesson_is_read_through_before_it_is_published(visit):
    consultant = visit("consultant")
    reference = answered(visit("teacher"), consultant)
    form = {**LESSON, "advice": "Ring på 20 12 34 56."}
    response = consultant.post(f"/consultations/{reference}/lesson", form)
    assert response.status_code == 422
    assert marked(response) == ["20 12 34 56"]
    assert fields(response)["title"] == LESSON["title"]
    publish(consultant, reference, **{**form, "seen": seen(response), "read_through": "y"})


@pytest.mark.parametrize("missing", ["title", "situation", "advice", "age_band", "place_kind"])
def test_a_lesson_without_what_it_needs_keeps_the_rest(visit, missing):
    consultant = visit("consultant")
    reference = answered(visit("teacher"), consultant)
    response = consultant.post(f"/consultations/{reference}/lesson", {**LESSON, missing: " "})
    assert response.status_code == 422
    kept = "title" if missing != "title" else "advice"
    assert fields(response)[kept] == LESSON[kept]
    assert Lesson.select().count() == 0


def test_H7_a_question_without_an_answer_cannot_be_published(visit):
    reference = ask(visit("teacher"))
    consultant = visit("consultant")
    assert consultant.get(f"/consultations/{reference}/lesson").status_code == 403
    assert consultant.post(f"/consultations/{reference}/lesson", LESSON).status_code == 403


def test_H7_the_one_who_asked_does_not_publish(visit):
    reference = answered(visit("teacher"), visit("consultant"))
    teacher = visit("teacher")
    assert teacher.post(f"/consultations/{reference}/lesson", LESSON).status_code == 403
    assert "Skriv et eksempel" not in teacher.get(f"/consultations/{reference}").text


@pytest.mark.parametrize("name", ["teacher", "colleague", "head", "street_worker", "consultant", "second_consultant"])
def test_H7_reporters_of_the_network_read_it(visit, published, name):
    person = visit(name)
    assert published in person.get("/library").text
    assert person.get(f"/library/{published}").status_code == 200


@pytest.mark.parametrize("name", ["other_teacher", "club_worker", "other_consultant", "social_worker"])
def test_H7_reporters_of_another_network_do_not(visit, published, name):
    person = visit(name)
    assert published not in person.get("/library").text
    assert person.get(f"/library/{published}").status_code == 404


@pytest.mark.parametrize("name", ["liaison", "leader", "partner", "administrator", "dpo"])
def test_H7_the_library_is_for_those_who_can_ask(visit, published, name):
    person = visit(name)
    assert person.get("/library").status_code == 404
    assert person.get(f"/library/{published}").status_code == 404


def test_H7_units_without_a_network_share_among_themselves(visit, world):
    consultant = visit("other_consultant")
    lesson = publish(consultant, answered(visit("social_worker"), consultant))
    for name, found in (("social_worker", 200), ("consultant", 200), ("teacher", 404), ("club_worker", 404)):
        assert visit(name).get(f"/library/{lesson}").status_code == found, name
    Unit.update(network=None).where(Unit.id == world.units["north"]).execute()
    assert visit("teacher").get(f"/library/{lesson}").status_code == 200


@pytest.mark.parametrize("name", ["teacher", "other_consultant", "liaison", "dpo"])
def test_H7_only_the_networks_consultants_withdraw_it(visit, published, name):
    person = visit(name)
    assert person.post(f"/library/{published}/withdraw").status_code == 404
    assert Lesson.get().withdrawn_at is None


def test_H7_what_is_withdrawn_is_gone_for_good(visit, world, published):
    consultant = visit("second_consultant")
    consultant.get(f"/library/{published}")
    pressed = [consultant.post(f"/library/{published}/withdraw").status_code for _ in range(2)]
    assert pressed == [303, 303]
    assert "Eksemplet er trukket tilbage" in consultant.get("/library?done=lesson_withdrawn").text
    for name in ("teacher", "consultant", "second_consultant"):
        assert visit(name).get(f"/library/{published}").status_code == 404
        assert published not in visit(name).get("/library").text
    row = Lesson.get()
    with pytest.raises((BrokenSeal, ValueError)):
        _open(world, row)


def test_the_list_is_narrowed_by_age_and_place_in_the_address(visit):
    consultant = visit("consultant")
    reference = answered(visit("teacher"), consultant)
    young = publish(consultant, reference, age_band="six_to_nine", place_kind="school")
    online = publish(consultant, reference, title="På nettet", place_kind="online")
    found = {
        "": {young, online},
        "?age_band=six_to_nine": {young},
        "?place_kind=online": {online},
        "?age_band=six_to_nine&place_kind=online": set(),
        "?age_band=nonsense": {young, online},
    }
    teacher = visit("teacher")
    for query, expected in found.items():
        page = teacher.get(f"/library{query}").text
        assert {lesson for lesson in (young, online) if lesson in page} == expected, query
    assert "Ingen eksempler passer" in teacher.get("/library?age_band=six_to_nine&place_kind=online").text


def test_a_long_shelf_goes_on(visit, monkeypatch):
    monkeypatch.setattr("ssp.services.library.PAGE_SIZE", 2)
    consultant = visit("consultant")
    reference = answered(visit("teacher"), consultant)
    lessons = [publish(consultant, reference, title=f"Nummer {n}") for n in (1, 2, 3)]
    page = visit("teacher").get("/library").text
    assert lessons[0] not in page
    assert f"after={lessons[1]}" in page
    rest = visit("teacher").get(f"/library?after={lessons[1]}").text
    assert [lesson for lesson in lessons if lesson in rest] == lessons[:1]


def test_pressing_publish_twice_makes_one_lesson(visit):
    consultant = visit("consultant")
    reference = answered(visit("teacher"), consultant)
    assert len({publish(consultant, reference, key="udgivet") for _ in range(3)}) == 1
    assert Lesson.select().count() == 1


@pytest.mark.parametrize(
    ("name", "words"), [("teacher", "Du kan spørge med det samme"), ("consultant", "Skriv et eksempel")]
)
def test_an_empty_library_says_what_to_do(visit, name, words):
    assert words in visit(name).get("/library").text


def test_H7_each_lesson_has_a_key_of_its_own(visit, world):
    consultant = visit("consultant")
    reference = answered(visit("teacher"), consultant)
    publish(consultant, reference)
    publish(consultant, reference, title="En til")
    first, second = Lesson.select().order_by(Lesson.id)
    assert _open(world, first) == LESSON["title"]
    first.wrapped_key = second.wrapped_key
    with pytest.raises(BrokenSeal):
        _open(world, first)


def _open(world, row) -> str:
    actor = world.actor("consultant")
    assert User.get_by_id(actor.user_id)
    with door(actor) as d:
        d.require_general("library.read")
        return d.unwrap(row.reference, row.wrapped_key).open("lessons.title", row.reference, row.title)
