"""Persons of a case, made and read through the services."""

from ssp.models import CasePerson, Person
from ssp.services import case_persons, person_records
from ssp.services.door import door
from ssp.services.person_records import NewPerson
from ssp.terms import Action
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
