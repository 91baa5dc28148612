"""Searching: everybody finds what they may read and nothing else, and what was looked for stays out of sight."""

import logging
import re
from datetime import timedelta

import pytest

from ssp.models import Audit, Entry, Matter, Message
from ssp.services import disclosures, entries, search
from ssp.services.door import Denied
from ssp.services.entries import Words
from ssp.services.keyring import Keyring
from ssp.services.search import Asked
from ssp.services.search_sources import CODED, EVERYTHING, SOURCES
from ssp.services.standing import today
from ssp.terms import Action, MatterKind, Role
from tests.support import case_load, markers, oracle
from tests.support.answers import once
from tests.support.case_load import log, open_case, share
from tests.support.world import PEOPLE

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOTH = pytest.mark.parametrize("headers", [{}, HX], ids=["plain", "htmx"])
KINDS = ("concerns", "cases", "disclosures", "notifications", "absences", "consultations", "meetings")
HIT = re.compile(r'class="row-main" href="/[a-z]+/([A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4})"')
NUMBER = "010212-4002"  # Bo Nielsen's, who is on the roll of the northern school


def found(world, who: str, text: str, **narrowed) -> list[str]:
    """The references of all somebody finds, page after page, newest first."""
    references, after = [], None
    while True:
        answer = search.find(world.actor(who), Asked(text, **narrowed, after=after))
        references += [hit.reference for hit in answer.hits]
        if (after := answer.next) is None:
            return references


def readable(load, who: str) -> set[str]:
    """Every matter the hand-written sets let somebody read."""
    return {
        load_kind[name]
        for kind in KINDS
        for name, people in oracle.READERS[kind].items()
        if who in people and name in (load_kind := getattr(load, kind))
    }


def note(world, case: str, text: str) -> None:
    entries.write(world.actor("consultant"), case, Words(text), once())


@pytest.fixture
def planted(app, world):
    """The full desk with a marker of its own in every sealed field, and the same words beside each."""
    load = case_load.fill(world)
    return load, markers.plant(Keyring.from_file(app.config["SAMSPIL"].master_key_file))


def test_A1_A2_A3_everybody_finds_exactly_what_they_may_read(world, planted, monkeypatch):
    load, _ = planted
    for who in world.users:
        may = readable(load, who)
        try:
            references = found(world, who, "skrevet fundet")
        except Denied:
            assert not may, who
            continue
        assert set(references) == may, who
        ids = dict(Matter.select(Matter.reference, Matter.id).tuples())
        assert [ids[r] for r in references] == sorted((ids[r] for r in references), reverse=True), who
    whole = found(world, "consultant", "skrevet fundet")
    for steps in ((1, 2, 3, EVERYTHING), (5, EVERYTHING), (EVERYTHING,)):  # however it is read, nothing is lost
        monkeypatch.setattr(search, "STEPS", steps)
        assert found(world, "consultant", "skrevet fundet") == whole


def test_A1_each_searched_text_is_found_by_its_readers_and_by_nobody_else(world, planted):
    load, plants = planted
    searched = {(source.table, column) for source in SOURCES for column in source.columns}
    asked, tables = ("consultant", "other_consultant", "liaison", "social_worker", "teacher"), set()
    for text, where in plants.items():
        if (where.table, where.column) in searched and (where.table, where.column) not in tables:
            readers = [who for who in asked if where.record in readable(load, who)]
            if not readers or _about_a_concern(where) or _coded(where):
                continue
            tables.add((where.table, where.column))
            for who in asked:
                assert found(world, who, text) == ([where.record] if who in readers else []), (who, where)
    assert searched - tables <= {("absences", "correction"), ("meetings", "special_reason"), ("meetings", "outcome")}
    aside = {(at.table, at.column): text for text, at in plants.items() if (at.table, at.column) not in searched}
    for place, text in aside.items():
        if place != ("persons", "name"):
            assert found(world, "consultant", text) == found(world, "social_worker", text) == [], place


def _about_a_concern(where) -> bool:
    return where.table == "entries" and Entry.get(Entry.reference == where.row).about_id is not None


def _coded(where) -> bool:
    return where.table == "messages" and Message.get(Message.reference == where.row).kind in CODED


def test_A2_a_strangers_matter_is_like_one_that_does_not_exist(visit, world):
    theirs = log(world, "teacher", world.pupils["north"][1], observation="Stod ved kvadratroden.")
    stranger, pages = visit("other_teacher"), set()
    for text in (theirs, theirs.lower().replace("-", ""), "kvadratroden", "Bo Nielsen", NUMBER, "B-0000-0000", "xyzzy"):
        page = stranger.post("/search", {"q": text})
        assert page.status_code == 200
        seen = page.text.split('id="results"')[1].split("</main>")[0]
        pages.add(" ".join(re.sub(r"<details.*?</details>", "", seen, flags=re.S).split()))
    assert len(pages) == 1
    assert "Ingenting fundet" in pages.pop()
    assert found(world, "teacher", "kvadratroden") == [theirs]


def test_A3_police_find_what_was_shared_with_them_and_no_person(visit, world):
    child = world.pupils["north"][1]
    concern = log(world, "teacher", child, observation="Set ved kiosken i går.", words="Jeg gider ikke.")
    case = open_case(world, "consultant", concern)
    shared = share(world, "consultant", concern, "liaison")
    officer = visit("liaison")
    page = officer.post("/search", {"q": "kiosken"}).text
    assert HIT.findall(page) == [shared]
    for text in ("Bo Nielsen", "Nilsen", NUMBER, "gider", concern, case, '"hjælp i skolen"'):
        page = officer.post("/search", {"q": text}).text
        assert not HIT.findall(page), text
        assert child not in page
        assert "Personer, du kender" not in page
    case_load.sharing_load.admit(world, "consultant", case, "liaison")
    assert found(world, "liaison", "hjælp skolen") == [case]
    assert found(world, "liaison", concern) == []  # the chronology tells of it, to those who take part in it
    assert found(world, "second_consultant", concern) == [concern]
    assert found(world, "liaison", "Nielsen") == []
    disclosures.recall(world.actor("consultant"), shared)
    assert found(world, "liaison", "kiosken") == []


def test_A13_a_number_finds_a_person_one_knows_and_is_never_said_back(visit, world):
    child = world.pupils["north"][1]
    concern = log(world, "teacher", child, observation=f"Hans nummer er {NUMBER}.")
    page = visit("consultant").post("/search", {"q": f"{NUMBER.replace('-', '')} nielsen"}).text
    assert HIT.findall(page) == [concern]
    assert child in page
    assert NUMBER not in page
    assert NUMBER.replace("-", "") not in page
    for who in ("other_consultant", "teacher", "social_worker", "liaison"):
        answer = search.find(world.actor(who), Asked(NUMBER))
        assert (answer.hits, answer.persons) == ([], []), who
    assert found(world, "consultant", "010213-4003") == []


def test_A2_persons_are_those_one_knows_however_their_names_are_spelled(world):
    log(world, "teacher", world.pupils["north"][0])
    for text in ("Aase Noergaard", "åse", "ÅSE NØRGÅRD", "aase norgaard"):
        for who, known in (
            ("teacher", True),
            ("consultant", True),
            ("other_teacher", False),
            ("other_consultant", False),
        ):
            persons = search.find(world.actor(who), Asked(text)).persons
            assert [person.reference for person in persons] == ([world.pupils["north"][0]] if known else []), (
                who,
                text,
            )
    [pupil] = search.find(world.actor("colleague"), Asked("carla")).persons
    assert pupil.matters == ()


def test_B1_B2_the_log_holds_the_hits_and_the_criterion_sealed(visit, world, caplog):
    concern = log(world, "teacher", world.pupils["north"][1], observation="Set ved kvadratroden.")
    consultant = visit("consultant")
    logger = logging.getLogger("ssp")
    logger.addHandler(caplog.handler)
    try:
        consultant.post("/search?kind=concern", {"q": "kvadratroden nielsen"})
    finally:
        logger.removeHandler(caplog.handler)
    row = Audit.select().order_by(Audit.seq.desc()).first()
    assert (row.action, row.decision) == (Action.SEARCH, "allowed")
    assert set(row.objects.split()) == {concern, world.pupils["north"][1]}
    assert row.criterion
    assert b"kvadratroden" not in bytes(row.criterion)
    written = " ".join(str(value) for name, value in row.__data__.items() if name not in {"criterion", "salt", "mac"})
    assert "kvadrat" not in written
    spoken = caplog.text + " ".join(str(getattr(record, "fields", "")) for record in caplog.records)
    assert "request" in spoken
    assert "kvadrat" not in spoken
    assert "nielsen" not in spoken.casefold()


def test_J2_words_never_come_from_the_address_and_never_go_there(visit, world):
    consultant = visit("consultant")
    page = consultant.get("/search?q=Nielsen&kind=case")
    assert "Nielsen" not in page.text
    assert '<option value="case" selected>' in page.text
    narrowed = consultant.post("/search", {"q": "Nielsen", "kind": "case", "since": "2026-01-02", "state": "open"})
    assert narrowed.status_code == 307
    assert narrowed.location == "/search?kind=case&state=open&since=2026-01-02"
    assert consultant.post(narrowed.location, {"q": "Nielsen"}).status_code == 200


def test_what_a_search_is_narrowed_by(world):
    first = log(world, "teacher", world.pupils["north"][1], observation="Set ved kiosken.")
    second = log(world, "street_worker", observation="Set ved kiosken.", unlisted=("Mohammed Holm",))
    case = open_case(world, "consultant", first)
    note(world, case, "Talte om kiosken.")
    north = search.desk(world.actor("consultant")).units
    unit = {place.name: place.reference for place in north}
    day = timedelta(days=1)
    look = lambda **narrowed: found(world, "consultant", "kiosken", **narrowed)  # noqa: E731
    assert look() == [case, second, first]
    assert look(kind=MatterKind.CONCERN) == [second, first]
    assert look(kind=MatterKind.MEETING) == []
    assert look(unit=unit["Gadeplan"]) == [second]
    assert found(world, "street_worker", "muhamad holm") == [second]
    assert look(unit="E-0000-0000") == []
    assert look(since=today(), until=today()) == [case, second, first]
    assert look(since=today() + day) == []
    assert look(until=today() - day) == []
    Matter.update(state="closed").where(Matter.reference == first).execute()
    assert look(state="open") == [case, second]
    assert look(state="ended") == [first]


def test_I1_words_that_were_struck_through_are_found_and_so_are_all_the_words_of_a_case(world):
    case = open_case(world, "consultant", log(world, "teacher", world.pupils["north"][1]))
    note(world, case, "Mødte kvadratroden.")
    note(world, case, "Og hypotenusen.")
    Entry.update(struck_at=1).where(Entry.kind == "note").execute()
    assert found(world, "second_consultant", "kvadratroden hypotenusen") == [case]
    [hit] = search.find(world.actor("consultant"), Asked("hypotenuse")).hits
    assert [text for text, marked in hit.excerpt if marked] == ["hypotenusen"]


@BOTH
def test_more_is_shown_by_place_and_the_newest_first(visit, world, headers):
    child = world.pupils["north"][1]
    made = [log(world, "teacher", child, observation="Set ved kiosken.") for _ in range(33)]
    teacher = visit("teacher")
    first = teacher.post("/search", {"q": "kiosken"}, headers=headers)
    assert HIT.findall(first.text) == made[:2:-1]
    assert "Vis flere" in first.text
    rest = teacher.post("/search", {"q": "kiosken", "after": made[3]}, headers=headers)
    assert HIT.findall(rest.text) == made[2::-1]
    assert "Vis flere" not in rest.text
    assert rest.text.lstrip().startswith("<!doctype") is (not headers)


def test_a_search_costs_no_more_statements_for_more_matters(visit, world, queries, monkeypatch):
    consultant, child = visit("consultant"), world.pupils["north"][1]

    def cost(text: str) -> int:
        consultant.get("/search")
        queries.clear()
        assert consultant.post("/search?kind=concern&state=open", {"q": text}).status_code == 200
        return len(queries)

    log(world, "teacher", child, observation="Set ved kiosken.")
    few = [cost(text) for text in ("kiosken", "nilsen", "xyzzy", NUMBER)]
    for _ in range(40):
        log(world, "teacher", child, observation="Set ved kiosken.")
    assert [cost(text) for text in ("kiosken", "nilsen", "xyzzy", NUMBER)] == few
    monkeypatch.setattr(search, "STEPS", (10, 10, 10, EVERYTHING))
    assert max(cost(text) for text in ("kiosken", "nilsen", "xyzzy", "en dreng")) <= 12


def test_nothing_to_look_for_is_said_kindly(visit):
    teacher = visit("teacher")
    teacher.get("/search")
    for text in ("", "   ", " - ", "x" * 201):
        page = teacher.post("/search", {"q": text})
        assert page.status_code == 422, text
        assert "Der mangler noget" in page.text
        assert text.strip() in page.text
    page = teacher.post("/search", {"q": "kiosken", "since": "i går"})
    assert page.status_code == 422
    assert 'value="kiosken"' in page.text
    assert 'value="i går"' in page.text


def test_the_field_stands_on_every_page_of_whoever_may_search_and_of_nobody_else(visit):
    for who, (_, role, _) in PEOPLE.items():
        visitor = visit(who)
        field = 'id="top-search"' in visitor.get("/").text
        assert visitor.get("/search").status_code == (200 if field else 404), who
        assert visitor.post("/search", {"q": "x"}).status_code == (200 if field else 404), who
        assert field is (role not in {Role.LEADER, Role.PARTNER, Role.ADMINISTRATOR, Role.DPO}), who
