"""The family page and its changes: three readers see three things, one number leaks nothing (H5, H6)."""

import re

import pytest

from ssp.models import Audit, Case, Entry, Family, Household, Matter, Person, Relation
from ssp.services import families, family_members, family_views
from ssp.services.families import HomeText
from ssp.services.family_members import Contradiction, Place, TieText
from ssp.services.person_records import NewPerson
from ssp.terms import CaseState, Custody, Kin, PersonKind
from tests.support.answers import once
from tests.support.case_load import log, open_case
from tests.support.family_load import edit, halves, newest
from tests.support.notifying import send
from tests.support.sharing_load import admit

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOTH = pytest.mark.parametrize("headers", [{}, HX], ids=["plain", "htmx"])


@pytest.fixture
def written_in(world):
    return halves(world)


@pytest.fixture
def case(written_in) -> str:
    return written_in[0]


@pytest.fixture
def kin(written_in):
    return written_in[1]


def text_of(visitor, case: str) -> str:
    """What somebody reads on the family page: the region itself."""
    page = visitor.get(f"/cases/{case}/family")
    assert page.status_code == 200, page.status_code
    return page.text[page.text.index('<div id="family">') : page.text.index("</main>")]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_H6_three_readers_of_one_page_see_three_things(visit, world, case, kin):
    for guest in ("teacher", "social_worker", "liaison"):
        admit(world, "consultant", case, guest)
    notified = send(visit("colleague"), children=[kin.people["brother"]])
    keeper, teacher, social, police = [
        text_of(visit(who), case) for who in ("consultant", "teacher", "social_worker", "liaison")
    ]
    for text in (keeper, teacher, social, police):
        assert all(name in text for name in ("Carla Nygaard", "Mia Mor", "Finn Far", "Hos mor", "Hos far"))
    for text in (keeper, social):
        assert all(name in text for name in ("Bo Nielsen", "Ole Andenfar", "Morvej 1", "Bor et andet sted"))
        assert "vises ikke" not in text
    for text in (teacher, police):
        assert "2 linjer vises ikke." in plain(text)
        assert not any(name in text for name in ("Bo Nielsen", "Ole Andenfar", "Morvej", "Farvej"))
    assert "/concerns/B-" in teacher
    assert "/concerns/B-" not in police
    assert notified in social
    assert not any(notified in text for text in (keeper, teacher, police))


def test_H5_each_adult_says_whom_they_may_be_told_about(visit, case):
    lines = plain(text_of(visit("consultant"), case))
    for said in (
        "Bo Nielsen : Nej: barnet har en anden far",
        "Carla Nygaard : Ja Far · Fælles forældremyndighed",
        "Bo Nielsen : Nej: ikke forældremyndighed Far",
        "Bo Nielsen : Ja Mor · Forældremyndighed alene",
    ):
        assert said in lines, said


def test_H5_a_protected_name_and_address_are_never_in_the_clear(visit, world, case, kin):
    actor = world.actor("consultant")
    aunt = NewPerson("Hemmelig Person", PersonKind.ADULT, protected=True, protected_name=True)
    tie = TieText(kin.people["child"], Kin.OTHER, Custody.NONE)
    family_members.add_new(actor, case, aunt, Place((kin.homes["hers"],), (tie,)), edit(case))
    admit(world, "consultant", case, "social_worker")
    for who in ("consultant", "social_worker"):
        text = text_of(visit(who), case)
        assert "Navn beskyttet" in text
        assert "Beskyttet adresse" in text
        assert "Hemmelig" not in text
        assert "Morvej" not in text
        assert "Farvej 2" in text


def stripped(text: str) -> str:
    return re.sub(r'(value|content|hx-nonce|nonce)="[^"]*"', "", text)


def test_H6_matters_and_members_a_reader_may_not_see_leave_the_page_as_it_was(visit, world, case, kin):
    admit(world, "consultant", case, "liaison")
    police = visit("liaison")
    before = stripped(police.get(f"/cases/{case}/family").text)
    for child in (kin.people["brother"], kin.people["child"]):
        hidden = log(world, "colleague", child)
        open_case(world, "consultant", hidden)
        send(visit("colleague"), children=[child])
    assert stripped(police.get(f"/cases/{case}/family").text) == before
    sibling = NewPerson("Ny Søster", PersonKind.CHILD)
    family_members.add_new(world.actor("consultant"), case, sibling, Place((kin.homes["hers"],)), edit(case))
    after = stripped(police.get(f"/cases/{case}/family").text)
    assert after == before.replace("2 linjer vises ikke", "3 linjer vises ikke") != before


def test_the_page_costs_ten_statements_however_many_members_and_matters(visit, world, case, kin, queries):
    admit(world, "consultant", case, "social_worker")
    actor, everywhere = world.actor("consultant"), Place(tuple(kin.homes.values()))
    visitors = visit("consultant"), visit("social_worker")
    for number in range(6):
        family_members.add_new(actor, case, NewPerson(f"Barn {number}"), everywhere, edit(case))
        log(world, "teacher", kin.people["child"])
    for visitor in visitors:
        visitor.get(f"/cases/{case}/family")
        queries.clear()
        visitor.get(f"/cases/{case}/family")
        assert len(queries) <= 10, queries


@BOTH
def test_a_family_is_made_and_changed_by_its_keepers(visit, world, headers):
    child = world.pupils["north"][2]
    case = open_case(world, "consultant", log(world, "teacher", child))
    keeper, path = visit("second_consultant"), f"/cases/{case}/family"
    assert "Skriv familien ind" in keeper.get(path).text
    assert keeper.post(path, {"name": ""}, headers=headers).status_code == 422
    first = {"name": "Hos mor", "address": "Vej 1", "children": child, "key": "a" * 24}
    for _ in range(2):
        keeper.follow(keeper.post(path, first, headers=headers))
    assert (Family.select().count(), Household.select().count()) == (1, 1)
    home = newest(Household)
    for _ in range(2):
        posted = {"version": "1", "name": "Hos far", "flags": "protected", "key": "b" * 24}
        assert keeper.post(f"{path}/homes", posted, headers=headers).status_code == 303
    assert Household.select().where(Household.protected).count() == 1
    keeper.get(f"{path}/members/new?kind=adult&home={home}")
    adult = {"version": "2", "kind": "adult", "name": "Mia Mor", "homes": home}
    halves = adult | {f"custody_{child}": "joint"}
    assert "Vælg, hvad den voksne er til barnet" in keeper.post(f"{path}/members", halves, headers=headers).text
    whole = halves | {f"kin_{child}": "mother", "key": "c" * 24}
    for _ in range(2):
        assert keeper.post(f"{path}/members", whole, headers=headers).status_code == 303
    assert [(r.kin, r.custody) for r in Relation.select()] == [("mother", "joint")]
    mother = newest(Person)
    page = keeper.get(f"{path}/members/{mother}").text
    assert re.search(r'<option value="joint" selected', page)
    moved = {
        "version": "3",
        "kind": "adult",
        "homes": newest(Household),
        f"kin_{child}": "mother",
        f"custody_{child}": "sole",
    }
    keeper.follow(keeper.post(f"{path}/members/{mother}", moved | {"key": once()}, headers=headers))
    assert Relation.get().custody == "sole"
    keeper.follow(keeper.post(f"{path}/members/{mother}/end", {"version": "4", "key": once()}, headers=headers))
    keeper.follow(
        keeper.post(f"{path}/homes/{newest(Household)}/end", {"version": "5", "key": once()}, headers=headers)
    )
    assert (Relation.select().count(), Household.select().count(), Family.get().version) == (0, 1, 6)
    assert Person.select().where(Person.reference == mother).exists()


def test_the_chronology_says_that_the_family_was_changed_once_for_a_sitting(world, case):
    said = Entry.select().where(Entry.kind << ("family", "family_made"))
    assert said.count() == 1
    Entry.update(at=0).where(Entry.kind << ("family", "family_made")).execute()
    families.add_home(world.actor("consultant"), case, HomeText("Hos moster"), edit(case))
    assert said.count() == 2


def test_a_page_made_from_an_older_family_is_a_clash_that_keeps_the_text(visit, world, case, kin):
    keeper, home = visit("consultant"), kin.homes["hers"]
    keeper.get(f"/cases/{case}/family/homes/{home}")
    answer = keeper.post(f"/cases/{case}/family/homes/{home}", {"version": "1", "name": "Et andet navn"})
    assert answer.status_code == 409
    assert "Et andet navn" in answer.text
    assert "En anden har ændret noget" in answer.text
    member = {"version": "1", "kind": "adult", "homes": home}
    mother = kin.people["mother"]
    answer = keeper.post(f"/cases/{case}/family/members/{mother}", member)
    assert answer.status_code == 409
    assert Relation.select().where(Relation.adult == Person.get(Person.reference == mother).id).count() == 2
    version = str(Family.get().version)
    answer = keeper.post(f"/cases/{case}/family/members/{mother}", member | {"version": version, "key": once()})
    assert answer.status_code == 303


def test_H5_custody_alone_and_anothers_custody_do_not_go_together(visit, world, case, kin):
    child, brother = kin.people["child"], kin.people["brother"]
    posted = {
        "version": str(Family.get().version), "kind": "adult", "homes": kin.homes["his"],
        f"kin_{child}": "father", f"custody_{child}": "sole",
    }  # fmt: skip
    keeper = visit("consultant")
    keeper.get(f"/cases/{case}/family")
    answer = keeper.post(f"/cases/{case}/family/members/{kin.people['father']}", posted)
    assert answer.status_code == 422
    assert "Det passer ikke med en anden voksens" in answer.text
    with pytest.raises(Contradiction):
        family_members.add_new(
            world.actor("consultant"), case, NewPerson("Ny Far", PersonKind.ADULT),
            Place((), (TieText(brother, Kin.FATHER, Custody.JOINT),)), edit(case),
        )  # fmt: skip
    assert not Person.select().where(Person.id > Person.get(Person.reference == kin.people["other_father"]).id).exists()


def test_somebody_new_is_looked_for_before_a_record_is_made(visit, world, case, kin):
    keeper = visit("consultant")
    keeper.get(f"/cases/{case}/family/members/new?kind=adult")
    count = Person.select().count()
    posted = {"version": str(Family.get().version), "kind": "adult", "name": "Finn Far"}
    answer = keeper.post(f"/cases/{case}/family/members", posted)
    assert answer.status_code == 422
    assert kin.people["father"] in answer.text
    assert "det er en ny person" in answer.text
    assert keeper.post(f"/cases/{case}/family/members", posted | {"person": "new"}).status_code == 422
    posted |= {"person": "new", "homes": kin.homes["hers"], "key": once()}
    keeper.follow(keeper.post(f"/cases/{case}/family/members", posted))
    assert Person.select().count() == count + 1


def test_H5_who_is_taken_in_a_second_time_keeps_the_custody_that_was_written(world, case, kin):
    father, hers = kin.people["father"], Place((kin.homes["hers"],))
    family_members.add_member(world.actor("consultant"), case, father, hers, edit(case))
    [row] = Relation.select().join(Person, on=Relation.adult).where(Person.reference == father)
    assert (row.kin, row.custody) == (Kin.FATHER, Custody.JOINT)
    homes = family_views.show(world.actor("consultant"), case).family.homes
    assert sum(father in {adult.reference for adult in home.adults} for home in homes) == 2


def test_a_home_somebody_lives_in_is_not_removed(visit, case, kin):
    keeper = visit("consultant")
    keeper.get(f"/cases/{case}/family")
    posted = {"version": str(Family.get().version), "key": once()}
    answer = keeper.post(f"/cases/{case}/family/homes/{kin.homes['hers']}/end", posted)
    assert answer.status_code == 422
    assert "Der bor nogen i hjemmet" in answer.text


def test_H6_a_second_case_opens_the_same_family_for_who_keeps_both(visit, world, case, kin):
    concern = log(world, "colleague", kin.people["brother"])
    other = open_case(world, "consultant", concern)
    keeper = visit("consultant")
    assert "Brug den samme familie" in keeper.get(f"/cases/{other}/family").text
    keeper.follow(keeper.post(f"/cases/{other}/family/links", {"family": kin.family, "key": once()}))
    assert {row.family_id for row in Case.select(Case.family)} == {Family.get().id}
    admit(world, "consultant", other, "liaison")
    text = text_of(visit("liaison"), other)
    assert "Bo Nielsen" in text
    assert "Carla" not in text
    assert "Hos far" not in text
    assert "2 linjer vises ikke." in plain(text)
    stranger = open_case(world, "other_consultant", log(world, "other_teacher", world.pupils["south"][0]))
    outside = visit("other_consultant")
    outside.get(f"/cases/{stranger}/family")
    assert outside.post(f"/cases/{stranger}/family/links", {"family": kin.family, "key": once()}).status_code == 404


def test_H6_who_is_let_in_reads_and_does_not_change_and_strangers_know_nothing(visit, world, case, kin):
    admit(world, "consultant", case, "social_worker")
    guest, stranger, path = visit("social_worker"), visit("street_worker"), f"/cases/{case}/family"
    assert "Ret hjemmet" not in guest.get(path).text
    places = ("homes/new", f"homes/{kin.homes['hers']}", "members/new", f"members/{kin.people['mother']}")
    for where in places:
        assert guest.get(f"{path}/{where}").status_code == 403
        assert stranger.get(f"{path}/{where}").status_code == 404
    for where in ("", "/links", "/homes", f"/homes/{kin.homes['hers']}/end", f"/members/{kin.people['mother']}/end"):
        assert guest.post(path + where, {"version": "1", "key": once()}).status_code == 403
        assert stranger.post(path + where, {"version": "1", "key": once()}).status_code == 404
    assert stranger.get(path).status_code == 404
    assert visit("consultant").get(f"{path}/members/{world.pupils['south'][0]}").status_code == 404


def test_H6_a_closed_case_still_shows_its_family_to_its_keepers_and_changes_nothing(visit, world, case):
    Matter.update(state=CaseState.CLOSED).where(Matter.reference == case).execute()
    keeper = visit("consultant")
    text = keeper.get(f"/cases/{case}/family").text
    assert "Ole Andenfar" in text
    assert "Ret hjemmet" not in text
    assert keeper.get(f"/cases/{case}/family/homes/new").status_code == 403


def test_everything_shown_stands_in_the_log(visit, world, case, kin):
    visit("consultant").get(f"/cases/{case}/family")
    line = Audit.select().where(Audit.action == "family.read").order_by(Audit.seq.desc()).get()
    shown = set(line.objects.split())
    assert {case, kin.family, *kin.homes.values(), *kin.people.values()} <= shown
    assert any(reference.startswith("B-") for reference in shown)
