"""A case's page: one line per event, what it can be narrowed to, what is shown first, and silence."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from ssp.models import Entry, Matter, Person, Unit
from ssp.policy.register import limit
from ssp.services import entries
from ssp.services.entries import Words
from ssp.services.standing import today
from ssp.terms import CaseState, EntryKind, Source
from tests.support import chronicle
from tests.support.answers import once
from tests.support.case_load import log, open_case
from tests.support.sharing_load import DAY, admit

BUDGET, BYTES = 10, 130_000
LINE = re.compile(r'<li class="line[^"]*" id="(R-[0-9A-Z-]+)">')


@pytest.fixture
def case(world) -> str:
    made = open_case(world, "consultant", log(world, "teacher", *world.pupils["north"][:2]))
    admit(world, "consultant", made, "social_worker")
    admit(world, "consultant", made, "liaison")
    return made


def written(world, who: str, case: str, text: str = "Mor ringede i dag.", days: int = 0, **more) -> str:
    return entries.write(world.actor(who), case, Words(text, happened_on=today() - days * DAY, **more), once())


def long_ago(*rows: str) -> None:
    """Let lines have been written when they happened, and not today."""
    Entry.update(at=Entry.at - 400 * 86400).where(Entry.reference << rows).execute()


def shown(visitor, path: str) -> list[str]:
    return LINE.findall(visitor.get(path).text)


def test_the_page_costs_the_same_with_five_lines_and_with_two_hundred(visit, world, case, queries):
    consultant, paths = visit("consultant"), (f"/cases/{case}", f"/cases/{case}?view=all", f"/cases/{case}?facts=y")

    def costs() -> list[int]:
        found = []
        for path in paths:
            queries.clear()
            assert len(consultant.get(path).data) < BYTES
            found.append(len(queries))
        return found

    chronicle.fill(world, case, 5)
    few = costs()
    chronicle.fill(world, case, 200)
    assert costs() == few
    assert max(few) <= BUDGET


def test_pages_go_on_where_the_last_ended_and_show_every_line_once(visit, world, case):
    made = set(chronicle.fill(world, case, 120))
    consultant, path, found = visit("consultant"), f"/cases/{case}?view=all", []
    while path:
        page = consultant.get(path).text
        found += LINE.findall(page)
        onward = re.search(r'href="([^"]+)">Vis ældre', page)
        path = onward[1].replace("&amp;", "&") if onward else ""
    assert len(found) == len(set(found))
    assert made <= set(found)
    days = dict(Entry.select(Entry.reference, Entry.happened_on).tuples())
    assert [days[row] for row in found] == sorted((days[row] for row in found), reverse=True)
    other = open_case(world, "consultant", log(world, "teacher", world.pupils["north"][2]))
    assert shown(consultant, f"/cases/{other}?view=all&after={found[0]}") == []


def test_first_shown_are_the_starred_the_latest_and_what_was_written_lately(visit, world, case):
    recent = limit("recent_days")
    new, edge = written(world, "consultant", case, "Ny."), written(world, "consultant", case, "På kanten.", recent)
    old, starred = (
        written(world, "consultant", case, "Gammel.", recent + 1),
        written(world, "consultant", case, "Vigtig.", 300),
    )
    late = written(world, "consultant", case, "Skrevet nu om noget gammelt.", 200)
    long_ago(old, edge, starred)
    consultant = visit("consultant")
    consultant.get(f"/cases/{case}/entries/{starred}")
    consultant.follow(consultant.post(f"/cases/{case}/entries/{starred}/star", {"starred": "yes"}))
    first = shown(consultant, f"/cases/{case}")
    assert {new, edge, late, starred} <= set(first)
    assert old not in first
    assert old in shown(consultant, f"/cases/{case}?view=all")
    assert shown(consultant, f"/cases/{case}?starred=y") == [starred]
    consultant.post(f"/cases/{case}/entries/{starred}/star", {"starred": "no"})
    assert starred not in shown(consultant, f"/cases/{case}")


def test_it_is_narrowed_by_organisation_kind_child_and_facts_and_the_address_holds_no_name(visit, world, case):
    child = world.pupils["north"][0]
    mine = written(world, "consultant", case, "Samtale.", child=child, kind=EntryKind.CONTACT)
    police = written(world, "liaison", case, "Set ved stationen.", 300, fact=True)
    long_ago(police)
    consultant = visit("consultant")
    page = consultant.get(f"/cases/{case}").text
    unit = Unit.get_by_id(world.units["police"]).reference
    assert f'<option value="{unit}">Lokalpolitiet' in page
    assert f'<option value="{child}">Åse Nørgaard' in page
    assert shown(consultant, f"/cases/{case}?unit={unit}") == [police]
    assert shown(consultant, f"/cases/{case}?kind=contact") == [mine]
    assert shown(consultant, f"/cases/{case}?person={child}") == [mine]
    assert shown(consultant, f"/cases/{case}?facts=y") == [police]
    assert shown(consultant, f"/cases/{case}?facts=y&unit={unit}&kind=note") == [police]
    assert shown(consultant, f"/cases/{case}?person={world.pupils['south'][0]}") == []
    assert shown(consultant, f"/cases/{case}?kind=nonsense") == shown(consultant, f"/cases/{case}")
    chronicle.fill(world, case, 60, ("liaison",))
    onward = re.search(r'href="([^"]+)">Vis ældre', consultant.get(f"/cases/{case}?unit={unit}").text)[1]
    asked = parse_qs(urlsplit(onward.replace("&amp;", "&")).query)
    assert asked.keys() == {"unit", "after"}
    assert asked["unit"] == [unit]


def test_A13_a_protected_name_is_shown_to_those_close_to_the_work_only(visit, world, case):
    child = world.pupils["north"][0]
    Person.update(protected_name=True).where(Person.reference == child).execute()
    written(world, "consultant", case, "Samtale.", child=child)
    assert "Åse Nørgaard" in visit("consultant").get(f"/cases/{case}").text
    page = visit("liaison").get(f"/cases/{case}").text
    assert "Åse Nørgaard" not in page
    assert "en med beskyttet navn" in page


def test_silence_is_visible_where_it_was_and_where_it_is(visit, world, case):
    weeks = limit("silence_days") // 7 + 4
    first = written(world, "consultant", case, "Første samtale.", 7 * weeks * 2, kind=EntryKind.CONTACT)
    second = written(world, "consultant", case, "Anden samtale.", 7 * weeks, kind=EntryKind.CONTACT)
    consultant, bar = visit("consultant"), f"{weeks} uger uden kontakt"
    page = consultant.get(f"/cases/{case}?view=all").text
    assert page.count(bar) == 2
    assert page.index(bar) < page.index(second) < page.rindex(bar) < page.index(first)
    entries.strike(world.actor("consultant"), case, second, "Ingen tog telefonen.", "", once())
    assert f"{2 * weeks} uger uden kontakt" in consultant.get(f"/cases/{case}").text
    written(world, "consultant", case, "Talte i dag.", kind=EntryKind.CONTACT)
    page = consultant.get(f"/cases/{case}?view=all").text
    assert page.count("uger uden kontakt") == 1
    assert page.index("Talte i dag.") < page.index("uger uden kontakt")


def test_nobody_waits_for_contact_in_a_closed_case(visit, world, case):
    written(world, "consultant", case, "Samtale.", 200, kind=EntryKind.CONTACT)
    Matter.update(state=CaseState.CLOSED).where(Matter.reference == case).execute()
    page = visit("consultant").get(f"/cases/{case}").text
    assert "uden kontakt" not in page
    assert "Skriv i kronologien" not in page


def test_which_concern_a_line_tells_of_is_told_those_who_take_part_in_it(visit, world, case):
    concern = re.search(r"B-\w{4}-\w{4}", visit("consultant").get(f"/cases/{case}").text)[0]
    page = visit("liaison").get(f"/cases/{case}").text
    assert "Bekymring knyttet til" in page
    assert concern not in page


def test_a_long_text_is_told_in_short_and_opens_whole(visit, world, case):
    whole = "Først det ene. " * 20 + "\n\nOg så det sidste."
    written(world, "consultant", case, whole)
    page = visit("consultant").get(f"/cases/{case}").text
    assert " …</span>" in page
    assert "Og så det sidste." in page


def test_an_empty_view_says_what_to_do(visit, world, case):
    Entry.update(happened_on=today() - timedelta(days=400), at=0).execute()
    page = visit("consultant").get(f"/cases/{case}").text
    assert "intet har stjerne" in page
    assert "Vis alle" in page


def test_H4_a_search_shows_no_disputed_words_without_what_was_said_against_them(visit, world):
    case = open_case(world, "consultant", log(world, "teacher", world.pupils["north"][1]))
    who = world.actor("consultant")
    told, plain = (entries.write(who, case, Words(text), once()) for text in ("Stjal en knallert.", "Fik en kajak."))
    consultant = visit("consultant")

    def answer(words: str) -> str:
        page = consultant.post("/search", {"q": words}).text
        assert f'href="/cases/{case}"' in page, words
        return re.sub(r"<[^>]+>", "", page)

    consultant.get("/search")
    assert "Stjal en knallert." in answer("stjal")
    entries.state(who, case, told, "Jeg lånte den.", Source.CHILD, once())
    assert "en knallert" not in answer("stjal")
    assert "Fik en kajak." in answer("kajak")
    entries.strike(who, case, plain, "Det var en anden.", "", once())
    assert "Fik en" not in answer("kajak")
