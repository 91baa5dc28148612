"""Children as their own school knows them: type-ahead, and showing a CPR number on purpose."""

from dataclasses import dataclass

from ssp.models import ConcernPerson, Person
from ssp.services.door import Actor, Door, door
from ssp.services.names import matches
from ssp.terms import Action, Channel

MOST_MATCHES = 8


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child as shown to its own school's staff."""

    reference: str
    name: str
    school_class: str


@dataclass(frozen=True, slots=True)
class Unmasked:
    """What was hidden, shown once and logged."""

    reference: str
    cpr: str
    address: str


def search(actor: Actor, query: str, chosen: list[str]) -> tuple[list[Pupil], list[Pupil]]:
    """Pupils of the actor's own school: those already chosen, and those whose name matches the query.

    At most MOST_MATCHES of the latter, and none for a query shorter than two letters.
    """
    with door(actor, Channel.PARTIAL) as d:
        d.require_general(Action.PERSON_SEARCH)
        d.searched(query)
        return find(d, query, chosen)


def find(d: Door, query: str, chosen: list[str]) -> tuple[list[Pupil], list[Pupil]]:
    """As `search`, for somebody who stands in the door already."""
    picked = pupils(d, Person.reference << chosen) if chosen else []
    found = []
    if len(query.strip()) >= 2:
        everybody = pupils(d, Person.unit == d.standing.unit_id)
        found = [p for p in everybody if p.reference not in chosen and matches(query, p.name)][:MOST_MATCHES]
    d.show(*(p.reference for p in picked + found))
    return picked, found


def pupils(d: Door, condition) -> list[Pupil]:
    """Opened pupils of the actor's own unit, and of no other (A2), by name."""
    rows = (
        Person.select(Person.reference, Person.wrapped_key, Person.name, Person.school_class)
        .where((Person.unit == d.standing.unit_id) & condition)
        .tuples()
    )
    found = []
    for reference, wrapped, name, school_class in rows:
        key = d.unwrap(reference, wrapped)
        group = key.open("persons.school_class", reference, school_class) if school_class else ""
        found.append(Pupil(reference, key.open("persons.name", reference, name), group))
    return sorted(found, key=lambda pupil: pupil.name)


def unmask(actor: Actor, concern: str, person: str, reason: str) -> Unmasked | None:
    """The CPR number and address of a child in a concern, in full; its own act, logged with the reason (A13)."""
    with door(actor) as d:
        facts = d.require(Action.PERSON_UNMASK, concern, d.facts(concern))
        d.searched(reason)
        row = (
            Person.select(Person.reference, Person.wrapped_key, Person.cpr, Person.address)
            .join(ConcernPerson, on=(ConcernPerson.person == Person.id))
            .where((ConcernPerson.concern == facts.id) & (Person.reference == person))
            .tuples()
            .first()
        )
        if row is None:
            return None
        reference, wrapped, cpr, address = row
        d.show(reference)
        key = d.unwrap(reference, wrapped)
        return Unmasked(
            reference,
            key.open("persons.cpr", reference, cpr) if cpr else "",
            key.open("persons.address", reference, address) if address else "",
        )
