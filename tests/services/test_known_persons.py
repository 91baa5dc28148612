"""Whom somebody may know: exactly the persons named in what they may read, asked of the policy one by one (A1-A3)."""

import pytest

from ssp.models import Case, Household, HouseholdMember, Matter, Person, Relation
from ssp.policy.access import decide
from ssp.policy.families import keeps
from ssp.policy.permits import PUPIL_ROLES
from ssp.services import known_persons, pupils
from ssp.services.door import door
from ssp.services.known_persons import NAMED_IN
from ssp.services.pupils import NewPupil
from ssp.terms import Action, PersonKind
from tests.support.case_load import fill, log, open_case
from tests.support.people import give_family, id_of
from tests.support.sharing_load import admit


def known(world, who: str) -> set[int]:
    with door(world.actor(who)) as d:
        d.require_general(Action.HOME_SHOW)
        return {id_ for (id_,) in Person.select(Person.id).where(known_persons.condition(d)).tuples()}


def matters_of(world, who: str, persons: list[int]) -> dict:
    with door(world.actor(who)) as d:
        d.require_general(Action.HOME_SHOW)
        return known_persons.through(d, persons)


def may_read(d, reference: str, kind: str) -> bool:
    return decide(Action(f"{kind}.read"), d.standing, d.facts(reference).matter, d.now).allowed


def counted_one_by_one(world, who: str) -> set[int]:
    """The same, matter by matter, by the question that guards each page."""
    with door(world.actor(who)) as d:
        d.require_general(Action.HOME_SHOW)
        found = set()
        for kind, (matter, person) in NAMED_IN.items():
            named = person.model.select(person, Matter.reference).join(Matter, on=(Matter.id == matter))
            found |= {id_ for id_, ref in named.where(person.is_null(False)).tuples() if may_read(d, ref, kind)}
        for reference, family in Case.select(Matter.reference, Case.family).join(Matter).tuples():
            if family is not None and keeps(d.standing, d.facts(reference).matter, d.now):
                found |= family_of(family)
        if d.standing.role in PUPIL_ROLES:
            own = Person.select(Person.id).where((Person.unit == d.standing.unit_id) & (Person.kind == "pupil"))
            found |= {id_ for (id_,) in own.tuples()}
        return found


def family_of(family: int) -> set[int]:
    members = HouseholdMember.select(HouseholdMember.person).join(Household).where(Household.family == family)
    tied = Relation.select(Relation.adult, Relation.child).where(Relation.family == family)
    return {id_ for row in (*members.tuples(), *tied.tuples()) for id_ in row}


@pytest.fixture
def load(world):
    return fill(world)


@pytest.fixture
def case(world) -> str:
    return open_case(world, "consultant", log(world, "teacher", world.pupils["north"][1]))


def with_family(world, case: str) -> tuple[int, int]:
    """A family on the case with a member, and an adult who lives nowhere in it. Returns their ids."""
    people = pupils.enrol(world.units["club"], [NewPupil("Mor Prøve"), NewPupil("Far Prøve")])
    Person.update(kind=PersonKind.ADULT).where(Person.reference << people).execute()
    mother, father = (id_of(person) for person in people)
    give_family(world, case, members=(mother,), ties=((father, mother),))
    return mother, father


EVERYBODY = (
    "teacher", "colleague", "head", "other_teacher", "consultant", "second_consultant", "other_consultant",
    "former_consultant", "liaison", "other_liaison", "social_worker", "street_worker", "club_worker", "leader",
    "partner", "administrator", "dpo",
)  # fmt: skip


def test_A1_everybody_knows_those_named_in_what_they_may_read_and_nobody_else(world, load):
    for who in EVERYBODY:
        assert known(world, who) == counted_one_by_one(world, who), who


def test_A2_a_school_knows_its_own_roll_and_no_other_schools(world):
    north, south = ({id_of(ref) for ref in world.pupils[school]} for school in ("north", "south"))
    assert known(world, "teacher") == north
    assert known(world, "other_teacher") == south
    assert known(world, "consultant") == known(world, "social_worker") == known(world, "dpo") == set()


def test_A3_the_police_know_nobody_by_what_was_shared_with_them(world, load):
    assert Matter.select().where(Matter.kind == "disclosure").count() > 0
    assert known(world, "other_liaison") == set()


def test_H6_who_keeps_the_case_knows_the_family_and_who_was_let_in_knows_the_child(world, case):
    child = id_of(world.pupils["north"][1])
    mother, father = with_family(world, case)
    admit(world, "consultant", case, "social_worker")
    assert known(world, "second_consultant") == {child, mother, father}
    assert known(world, "social_worker") == {child}
    assert known(world, "other_consultant") == set()


def test_A1_a_record_that_was_merged_into_another_is_nobodys(world, case):
    child, other = (id_of(ref) for ref in world.pupils["north"][1:3])
    Person.update(merged_into=other).where(Person.id == child).execute()
    assert child not in known(world, "teacher") | known(world, "consultant")


def test_A1_what_somebody_is_known_through_is_ones_own_matters_alone(world, case, queries):
    child, nobody = (id_of(ref) for ref in world.pupils["north"][1:3])
    concern = Matter.get(Matter.kind == "concern").reference
    queries.clear()
    assert matters_of(world, "colleague", [child, nobody]) == {child: (), nobody: ()}
    few = len(queries)
    assert matters_of(world, "consultant", [child, nobody]) == {
        child: (("case", case, "open"), ("concern", concern, "under_way")), nobody: ()
    }  # fmt: skip
    for _ in range(3):
        open_case(world, "consultant", log(world, "teacher", world.pupils["north"][2]))
    queries.clear()
    assert len(matters_of(world, "consultant", [child, nobody])[nobody]) == 6
    assert len(queries) == few
