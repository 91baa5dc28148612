"""What a pupil's unlawful absence shows: a line in a list, and the page."""

from dataclasses import dataclass

from peewee import JOIN

from ssp.models import Absence, Clock, Matter, Person, User
from ssp.policy.access import MatterFacts
from ssp.policy.register import limit
from ssp.services import clocks, participating
from ssp.services.clocks import ClockView
from ssp.services.door import Door, Facts
from ssp.services.participating import Reader
from ssp.services.writing import unseal
from ssp.terms import AbsenceState, Action, Capacity, MatterKind


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    reference: str
    state: str
    who: str
    quarter: str
    percent: int
    reported_at: int
    clock: ClockView | None
    child: str


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """One pupil's absence. `leaders` are those whose task it is; `notification` is shown to who can read it."""

    reference: str
    state: str
    name: str
    school_class: str
    quarter: str
    percent: int
    limit: int
    author: str
    reported_at: int
    corrected_percent: int | None
    correction: str
    notification: str
    leaders: tuple[Reader, ...]
    clocks: tuple[ClockView, ...]
    mine: bool
    may: frozenset[Action]


def lines(d: Door, ids: list[int]) -> list[AbsenceLine]:
    """The absences with these ids, newest first; a clock is shown to the one who acts on it."""
    rows = (
        Matter.select(
            Matter.reference, Matter.state, Matter.created_at, Absence.quarter, Absence.percent, Person.reference,
            Person.wrapped_key, Person.name,
        )
        .join(Absence, on=(Absence.matter == Matter.id))
        .join(Person, on=(Person.id == Absence.person))
        .where(Matter.id << ids)
        .order_by(Matter.id.desc())
        .tuples()
    )  # fmt: skip
    acting = participating.takes_part(d.standing, Clock.matter, d.now, Clock.capacity)
    mine = {clock.matter: clock for clock in clocks.running(d, (Clock.matter << ids) & acting, len(ids) + 1)}
    return [
        AbsenceLine(ref, state, d.unwrap(child, wrapped).open("persons.name", child, name), quarter, percent, at,
                    mine.get(ref), child)
        for ref, state, at, quarter, percent, child, wrapped, name in rows
    ]  # fmt: skip


def view_of(d: Door, facts: Facts) -> AbsenceView:
    """The absence composed for the person in the door."""
    row = _row(d, facts.id)
    child = row["child_reference"]
    texts = unseal(d.unwrap(child, row["child_key"]), "persons", child, name=row["name"],
                   school_class=row["school_class"])  # fmt: skip
    said = unseal(facts.key, "absences", facts.reference, correction=row["correction"])
    notification = row["notification_reference"] if row["notification_open"] else ""
    may = d.may(facts)
    d.show(child, *([notification] if notification else []))
    return AbsenceView(
        reference=facts.reference, state=facts.matter.state, name=texts["name"], school_class=texts["school_class"],
        quarter=row["quarter"], percent=row["percent"], limit=limit("absence_percent"), author=row["author_name"],
        reported_at=row["created_at"], corrected_percent=row["corrected_percent"], correction=said["correction"],
        notification=notification,
        leaders=tuple(participating.audience(leaders_part(facts.matter.grants), Action.ABSENCE_CORRECT, d.now)),
        clocks=tuple(clocks.of_matter(d, facts.id)), mine=Action.ABSENCE_CORRECT in may, may=may,
    )  # fmt: skip


def leaders_part(grants) -> MatterFacts:
    """The absence as it stands with those whose task it is, and nobody else."""
    leaders = tuple(g for g in grants if g.capacity is Capacity.LEADER)
    return MatterFacts(MatterKind.ABSENCE, AbsenceState.REPORTED, 0, leaders)


def _row(d: Door, matter_id: int) -> dict:
    notification = Matter.alias()
    return (
        Absence.select(
            Absence, Matter.created_at, User.name.alias("author_name"), Person.reference.alias("child_reference"),
            Person.wrapped_key.alias("child_key"), Person.name, Person.school_class,
            notification.reference.alias("notification_reference"),
            participating.takes_part(d.standing, notification.id, d.now).alias("notification_open"),
        )
        .join(Matter, on=(Matter.id == Absence.matter))
        .join(User, on=(User.id == Absence.author))
        .join(Person, on=(Person.id == Absence.person))
        .join(notification, JOIN.LEFT_OUTER, on=(notification.id == Absence.notification))
        .where(Absence.matter == matter_id)
        .dicts()
        .get()
    )  # fmt: skip
