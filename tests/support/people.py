"""Persons of a case, made and read through the services, and a family as rows."""

from ssp.models import Case, CasePerson, Family, Household, HouseholdMember, Matter, Person, Relation
from ssp.services import case_persons, person_records
from ssp.services.door import door
from ssp.services.person_records import NewPerson
from ssp.services.references import FAMILY, ROW, new_reference
from ssp.services.standing import today
from ssp.terms import Action, RetentionClass
from tests.support.answers import once
from tests.support.world import World


def add_child(world: World, case: str, name: str = "Mohammed Prøve", reason: str = "Endnu en", **known) -> str:
    """A child the consultant adds to a case, though others are alike. Returns the reference."""
    return case_persons.create(world.actor("consultant"), case, NewPerson(name, **known), reason, once())


def known_of(world: World, case: str, reference: str) -> NewPerson:
    """Everything stored of a person, opened."""
    with door(world.actor("consultant")) as d:
        d.require(Action.CASE_READ, case, d.facts(case))
        rows = Person.select(*person_records.COLUMNS).where(Person.reference == reference).tuples()
        return person_records.opened(d, rows.get())


def id_of(reference: str) -> int:
    return Person.get(Person.reference == reference).id


def listed() -> int:
    """How many children the world's cases are about."""
    return CasePerson.select().count()


def give_family(world: World, case: str, members: tuple[int, ...], ties: tuple[tuple[int, int], ...] = ()) -> int:
    """A family on the case, with a home for `members`, and (adult, child) ties. Returns its id."""
    family = Family.insert(
        reference=new_reference(FAMILY), unit=world.units["ssp"], wrapped_key=b"", created_at=0, changed_at=0,
        retention_class=RetentionClass.FAMILY, retention_until=today(),
    ).execute()  # fmt: skip
    home = Household.insert(reference=new_reference(ROW), family=family, name=b"").execute()
    for person in members:
        HouseholdMember.insert(reference=new_reference(ROW), household=home, person=person).execute()
    for adult, child in ties:
        Relation.insert(
            reference=new_reference(ROW), family=family, adult=adult, child=child, kin="other", custody="none"
        ).execute()
    Case.update(family=family).where(Case.matter == Matter.get(Matter.reference == case).id).execute()
    return family
