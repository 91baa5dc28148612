"""Clocks as rows: setting one, stopping it, and showing a person the ones they are to act on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ssp.models import Clock, Matter
from ssp.policy.access import readable_kinds
from ssp.policy.clocks import Term, term, term_until
from ssp.services import leaving, participating
from ssp.services.door import Door
from ssp.services.references import ROW, new_reference
from ssp.services.standing import DANISH_TIME
from ssp.terms import Capacity, ClockKind, MatterKind, Role

FEW = 30


@dataclass(frozen=True, slots=True)
class ClockView:
    """A running clock: what it waits for, when it ends, in which matter, and the version of the rule it is set by."""

    reference: str
    kind: ClockKind
    matter: str
    matter_kind: MatterKind
    about: str
    due_at: int
    late: bool
    rule: str
    rule_version: int


def start(d: Door, matter_id: int, kind: ClockKind, capacity: Capacity, about: str = "", at: int | None = None,
          user: int | None = None) -> None:  # fmt: skip
    """Set the clock the register has for this, running from `at` (default: now), for those who act in `capacity`.

    With a `user` it is that person's alone, of those who act in it.
    """
    start_all(d, matter_id, kind, capacity, [(about, at)], user)


def start_all(d: Door, matter_id: int, kind: ClockKind, capacity: Capacity, about: Iterable,
              user: int | None = None) -> None:  # fmt: skip
    """The same for several rows of a matter, given as (about, at), in one statement."""
    moments = [(row, d.now if at is None else at) for row, at in about]
    _insert([_row(matter_id, term(kind, local(at)), capacity, row, at, user) for row, at in moments])


def start_until(d: Door, matter_id: int, kind: ClockKind, capacity: Capacity, last_day: date, about: str = "",
                at: int | None = None, user: int | None = None) -> None:  # fmt: skip
    """Set a clock that runs to the end of a chosen day, showing from `at` (default: now)."""
    moment = d.now if at is None else at
    _insert([_row(matter_id, term_until(kind, last_day, local(moment)), capacity, about, moment, user)])


def stop(d: Door, matter_id: int, *kinds: ClockKind, about: str | None = None) -> None:
    """Stop the running clocks of these kinds in a matter; of every kind when none is named."""
    running = (Clock.matter == matter_id) & Clock.stopped_at.is_null()
    if kinds:
        running &= Clock.kind << list(kinds)
    if about is not None:
        running &= Clock.about == about
    Clock.update(stopped_at=d.now).where(running).execute()


def mine(d: Door, count: int = FEW) -> list[ClockView]:
    """The running clocks this person is to act on, the first to end first; none in a kind closed to their role.

    A consultant's are also those whose own person has left (A10).
    """
    kinds = readable_kinds(d.standing)
    theirs = participating.takes_part(d.standing, Clock.matter, d.now, Clock.capacity)
    theirs &= Clock.user.is_null() | (Clock.user == d.actor.user_id)
    if d.standing.role is Role.SSP_CONSULTANT:
        theirs |= leaving.passed_on(d)
    found = running(d, theirs & (Matter.kind << sorted(kinds)), count) if kinds else []
    d.show(*(clock.matter for clock in found))
    return found


def of_matter(d: Door, matter_id: int) -> list[ClockView]:
    """The running clocks of a matter somebody has been let into; what is one person's alone is shown to them alone."""
    return running(d, (Clock.matter == matter_id) & (Clock.user.is_null() | (Clock.user == d.actor.user_id)))


def running(d: Door, condition, count: int = FEW) -> list[ClockView]:
    """The running clocks a condition holds for, the first to end first. The caller answers for who may see them."""
    rows = (
        Clock.select(
            Clock.reference, Clock.kind, Matter.reference, Matter.kind, Clock.about, Clock.due_at, Clock.rule,
            Clock.rule_version,
        )
        .join(Matter, on=(Matter.id == Clock.matter))
        .where(Clock.stopped_at.is_null() & (Clock.starts_at <= d.now) & condition)
        .order_by(Clock.due_at, Clock.id)
        .limit(count)
        .tuples()
    )  # fmt: skip
    return [
        ClockView(ref, ClockKind(kind), matter, MatterKind(of), about, due_at, due_at <= d.now, rule, version)
        for ref, kind, matter, of, about, due_at, rule, version in rows
    ]


def local(moment: int) -> datetime:
    """A moment as Danish local time."""
    return datetime.fromtimestamp(moment, DANISH_TIME)


def _row(matter_id: int, found: Term, capacity: Capacity, about: str, starts_at: int,
         user: int | None) -> dict:  # fmt: skip
    return {
        "reference": new_reference(ROW), "matter": matter_id, "kind": found.kind, "capacity": capacity, "about": about,
        "user": user, "rule": found.rule, "rule_version": found.version, "starts_at": starts_at,
        "due_at": int(found.due.timestamp()),
    }  # fmt: skip


def _insert(rows: list[dict]) -> None:
    if rows:
        Clock.insert_many(rows).execute()
