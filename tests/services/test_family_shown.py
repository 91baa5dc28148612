"""What the family page shows, on a real database, against the one question that guards reading (H6)."""

import random

import pytest

from ssp.models import Family, Household, HouseholdMember, Matter, Person, Relation
from ssp.policy.access import decide
from ssp.policy.families import OPEN
from ssp.services import families, family_members, family_views
from ssp.services.door import Denied, door
from ssp.services.families import HomeText
from ssp.services.family_members import Place
from ssp.services.known_persons import NAMED_IN
from ssp.services.standing import today
from ssp.terms import Action
from tests.support.answers import once
from tests.support.births import pupil, turning
from tests.support.case_load import log, open_case
from tests.support.family_load import edit, halves
from tests.support.sharing_load import admit

KEEPERS = ("consultant", "second_consultant")
GUESTS = ("teacher", "colleague", "social_worker", "liaison")


@pytest.mark.parametrize("seed", [4, 5, 6])
def test_H6_what_is_shown_of_everybody_is_what_the_reader_may_read_of_their_matters(world, seed):
    """Matters at random about three children of a family, readers at random; the page of each against every matter."""
    case, kin = halves(world)
    chance = random.Random(seed)
    children = [kin.people["child"], kin.people["brother"], world.pupils["north"][0]]
    log(world, "colleague", children[2])
    at_his = Place((kin.homes["his"],))
    family_members.add_member(world.actor("consultant"), case, children[2], at_his, edit(case))
    for guest in chance.sample(GUESTS, 3):
        admit(world, "consultant", case, guest)
    for _ in range(6):
        concern = log(world, chance.choice(("teacher", "colleague")), *chance.sample(children, chance.randint(1, 2)))
        if chance.random() < 0.5:
            admit(world, "consultant", open_case(world, "consultant", concern), chance.choice(GUESTS))
    others = [id_ for (id_,) in Matter.select(Matter.id).where(Matter.reference != case).tuples()]
    Matter.update(state="closed").where(Matter.id << chance.sample(others, 3)).execute()
    seen = {who: shown_to(world, who, case) for who in (*GUESTS, *KEEPERS)}
    assert seen == {who: allowed_to(world, who, case, kin.family) for who in seen}
    assert len({repr(page) for page in seen.values()}) >= 4, "the readers differ, or there is nothing to tell"


def shown_to(world, who: str, case: str):
    """By child, the references beside the name, and the number of hidden lines; None where the page is closed."""
    try:
        view = family_views.show(world.actor(who), case).family
    except Denied:
        return None
    seen = [child for home in view.homes for child in home.children if not child.again]
    return {child.reference: {line.reference for line in child.matters} for child in seen}, view.hidden


def allowed_to(world, who: str, case: str, family: str):
    """The same, put together from the tables and from `decide`, asked about every matter there is."""
    readable = readable_by(world, who)
    if case not in {row.reference for row in readable.values()}:
        return None
    named: dict[int, set[int]] = {}
    for matter, person in NAMED_IN.values():
        for matter_id, person_id in person.model.select(matter, person).where(person.is_null(False)).tuples():
            if matter_id in readable:
                named.setdefault(person_id, set()).add(matter_id)
    members, ties = recorded(family)
    rows = Person.select(Person.id, Person.reference).where((Person.id << members) & (Person.kind != "adult"))
    children = dict(rows.tuples())
    keeps = who in KEEPERS
    shown = {id_ for id_ in children if keeps or id_ in named}
    adults = {adult for adult, child in ties if child in shown}
    lines = {children[id_]: {readable[m] for m in named.get(id_, ())} for id_ in shown}
    open_lines = {
        child: {row.reference for row in rows if row.state in OPEN.get(row.kind, ())} for child, rows in lines.items()
    }
    return open_lines, 0 if keeps else len(members) - len(shown) - len(adults)


def readable_by(world, who: str) -> dict:
    with door(world.actor(who)) as d:
        d.require_general(Action.HOME_SHOW)
        rows = [(row, d.facts(row.reference).matter) for row in Matter.select()]
        return {
            row.id: row for row, facts in rows if decide(Action(f"{row.kind}.read"), d.standing, facts, d.now).allowed
        }


def recorded(family: str) -> tuple[set[int], list[tuple[int, int]]]:
    """The ids of a family's members, and its ties."""
    id_ = Family.get(Family.reference == family).id
    homes = Household.select(Household.id).where(Household.family == id_)
    living = HouseholdMember.select(HouseholdMember.person).where(HouseholdMember.household << homes)
    ties = list(Relation.select(Relation.adult, Relation.child).where(Relation.family == id_).tuples())
    return {person for (person,) in living.tuples()} | {one for tie in ties for one in tie}, ties


def test_H5_the_page_says_when_a_young_person_is_old_enough_to_be_asked(world):
    children = [pupil(world, turning(years, today()), name) for years, name in ((15, "Stor"), (14, "Lille"))]
    case = open_case(world, "consultant", log(world, "teacher", *children))
    families.make(world.actor("consultant"), case, HomeText("Hos mor"), tuple(children), once())
    [home] = family_views.show(world.actor("consultant"), case).family.homes
    assert {child.name: (child.age, child.own_word) for child in home.children} == {
        "Stor": (15, True),
        "Lille": (14, False),
    }
