"""The children a case is about, by name, as the person in the door may see them."""

from dataclasses import dataclass

from ssp.models import CasePerson, Person
from ssp.policy.persons import name_shown, sees_identity
from ssp.services.door import Door, Facts


@dataclass(frozen=True, slots=True)
class Child:
    """A child the case is about; `name` is "" where it is protected from this reader (A13)."""

    id: int
    reference: str
    name: str


def children(d: Door, facts: Facts) -> tuple[Child, ...]:
    """The children a case is about, in the order they came into it; showing them is logged by whoever does."""
    rows = (
        CasePerson.select(Person.id, Person.reference, Person.wrapped_key, Person.name, Person.protected_name)
        .join(Person, on=(Person.id == CasePerson.person))
        .where((CasePerson.case == facts.id) & Person.merged_into.is_null())
        .order_by(CasePerson.id)
        .tuples()
    )
    close, found = sees_identity(d.may(facts)), []
    for id_, reference, wrapped, name, protected in rows:
        opened = d.unwrap(reference, wrapped).open("persons.name", reference, name)
        found.append(Child(id_, reference, name_shown(opened, protected, close)))
    return tuple(found)
