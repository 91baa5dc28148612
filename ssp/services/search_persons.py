"""The persons a search can find: those the one who searches knows already, and no others."""

from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import NamedTuple

from ssp.models import Person
from ssp.policy.finding import FINDS_NUMBERS, Finder
from ssp.policy.persons import name_shown
from ssp.services import known_persons
from ssp.services.door import Door
from ssp.services.prepared import numbered, prepared, slot, slots
from ssp.services.writing import DataKey
from ssp.terms import MatterKind, PersonKind, Role

MOST = 8


class Known(NamedTuple):
    """Somebody the one who searches knows, with the name opened."""

    id: int
    reference: str
    name: str
    kind: PersonKind
    key: DataKey
    school_class: bytes | None
    cpr_index: str | None


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A person in the answer, and the matters that name them the one who searches may read: kind, reference, state."""

    reference: str
    name: tuple[tuple[str, bool], ...]
    kind: PersonKind
    school_class: str
    matters: tuple[tuple[MatterKind, str, str], ...]


def known(d: Door) -> dict[int, Known]:
    """By id, everybody this person knows, with their names; a protected one only for who is close to the work."""
    who, found = d.standing, {}
    given = {"user": who.user_id, "unit": who.unit_id, "now": d.now}
    for row in _rows(who.role, len(who.networks), **given, **numbered("network", sorted(who.networks))):
        id_, reference, wrapped, name, kind, group, index, protected, unit = row
        key = d.unwrap(reference, wrapped)
        shown = key.open("persons.name", reference, name)
        if protected:
            own = kind == PersonKind.PUPIL and unit == who.unit_id
            shown = name_shown(shown, True, own or who.role in FINDS_NUMBERS)
        if shown:
            found[id_] = Known(id_, reference, shown, kind, key, group, index)
    return found


@partial(prepared, plain=True)
def _rows(role: Role, networks: int):
    """Everybody somebody in this role knows."""
    places = slots("network", networks)
    who = SimpleNamespace(
        user_id=slot("user"), unit_id=slot("unit"), role=role, networks=places, sector=None, active=True
    )
    return (
        Person.select(
            Person.id, Person.reference, Person.wrapped_key, Person.name, Person.kind, Person.school_class,
            Person.cpr_index, Person.protected_name, Person.unit,
        )
        .where(known_persons.condition(SimpleNamespace(standing=who, now=slot("now"))))
        .tuples()
    )  # fmt: skip


def whose(d: Door, known: dict[int, Known], numbers: tuple[str, ...]) -> tuple[frozenset[int], ...]:
    """For each number, whose it is among the persons somebody knows."""
    wanted = [d.blind_index(number) for number in numbers]
    return tuple(frozenset(id_ for id_, person in known.items() if person.cpr_index == index) for index in wanted)


def hits(d: Door, finder: Finder, known: dict[int, Known]) -> list[PersonHit]:
    """The persons whose name fits, or whose number was typed, by name; they go into the log's line."""
    numbers = whose(d, known, finder.query.numbers)
    if numbers and d.standing.role not in FINDS_NUMBERS:
        return []
    fitting = [
        person
        for id_, person in known.items()
        if all(id_ in theirs for theirs in numbers) and finder.fits_name(person.name)
    ]
    fitting = sorted(fitting, key=lambda person: person.name)[:MOST]
    matters = known_persons.through(d, [person.id for person in fitting]) if fitting else {}
    d.show(*(person.reference for person in fitting))
    d.show(*(reference for found in matters.values() for _, reference, _ in found[:MOST]))
    return [_hit(finder, person, matters[person.id][:MOST]) for person in fitting]


def _hit(finder: Finder, person: Known, matters) -> PersonHit:
    group = person.school_class
    shown = person.key.open("persons.school_class", person.reference, group) if group else ""
    return PersonHit(person.reference, finder.pieces(person.name, True), PersonKind(person.kind), shown, matters)
