"""Children as their own school knows them: type-ahead, and showing a CPR number on purpose."""

from dataclasses import dataclass
from itertools import islice

from ssp.models import ConcernPerson, NotificationPerson, Person
from ssp.policy.access import Decision
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.known_persons import in_case, on_the_roll
from ssp.services.names import matches
from ssp.terms import Action, MatterKind

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


def find(d: Door, query: str, chosen: list[str]) -> tuple[list[Pupil], list[Pupil]]:
    """Pupils of the actor's own unit: those already chosen, and those whose name matches the query.

    At most MOST_MATCHES of the latter, and none for a query shorter than two letters.
    """
    searching = len(query.strip()) >= 2
    known = pupils(d, True if searching else Person.reference << chosen) if searching or chosen else []
    picked = [pupil for pupil in known if pupil.reference in chosen]
    others = (pupil for pupil in known if pupil.reference not in chosen and matches(query, pupil.name))
    found = list(islice(others, MOST_MATCHES)) if searching else []
    d.show(*(p.reference for p in picked + found))
    return picked, found


def pupils(d: Door, condition) -> list[Pupil]:
    """Opened pupils on the roll of the actor's own unit, and of no other (A2), by name."""
    rows = (
        Person.select(Person.reference, Person.wrapped_key, Person.name, Person.school_class)
        .where(on_the_roll(d) & condition)
        .tuples()
    )
    found = []
    for reference, wrapped, name, school_class in rows:
        key = d.unwrap(reference, wrapped)
        group = key.open("persons.school_class", reference, school_class) if school_class else ""
        found.append(Pupil(reference, key.open("persons.name", reference, name), group))
    return sorted(found, key=lambda pupil: pupil.name)


def ask(actor: Actor, matter: str) -> None:
    """Whether this person may unmask at all; the page that asks for the reason shows nothing yet. Raises Denied."""
    with door(actor) as d:
        facts = d.facts(matter)
        facts = d.require(_reading(facts), matter, facts)
        if Action.PERSON_UNMASK not in d.may(facts):
            d.require(Action.PERSON_UNMASK, matter, facts)


def unmask(actor: Actor, matter: str, person: str, reason: str) -> Unmasked:
    """The CPR number and address of somebody in a concern, a notification or a case, in full: its own act (A13).

    In a case also of its family, as far as the actor sees it. Raises Denied, also for anybody else.
    """
    with door(actor) as d:
        facts = d.require(Action.PERSON_UNMASK, matter, d.facts(matter))
        d.searched(reason)
        row = (
            Person.select(Person.reference, Person.wrapped_key, Person.cpr, Person.address)
            .where(_about(d, facts) & (Person.reference == person))
            .tuples()
            .first()
        )
        if row is None:
            d.require_decision(Action.PERSON_UNMASK, Decision(False, False, "unknown", "A13"), matter)
        reference, wrapped, cpr, address = row
        d.show(reference)
        key = d.unwrap(reference, wrapped)
        return Unmasked(
            reference,
            key.open("persons.cpr", reference, cpr) if cpr else "",
            key.open("persons.address", reference, address) if address else "",
        )


def _reading(facts: Facts | None) -> Action:
    kind = MatterKind.CONCERN if facts is None else facts.matter.kind
    return {MatterKind.NOTIFICATION: Action.NOTIFICATION_READ, MatterKind.CASE: Action.CASE_READ}.get(
        kind, Action.CONCERN_READ
    )


def _about(d: Door, facts: Facts):
    """A condition: a listed child of the concern or the notification, or somebody of the case."""
    if facts.matter.kind is MatterKind.CASE:
        return in_case(d, facts.id)
    if facts.matter.kind is MatterKind.NOTIFICATION:
        rows = NotificationPerson.select(NotificationPerson.person).where(NotificationPerson.notification == facts.id)
    else:
        rows = ConcernPerson.select(ConcernPerson.person).where(ConcernPerson.concern == facts.id)
    return Person.id << rows
