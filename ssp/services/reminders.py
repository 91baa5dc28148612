"""Clocks that speak up: a reminder while there is time left, another word when it has run out (E5, H1, H2, C9, G10).

No matter is opened here. Who is reminded is asked with the question that guards reading, of those who take part in
the capacity the clock is for; a leader who is told learns a reference and nothing else.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from ssp.db import lock_log, now, transaction
from ssp.models import Clock, Mail, Matter, User
from ssp.policy.access import MatterFacts
from ssp.policy.register import number
from ssp.services import numbers, participating
from ssp.services.references import MAIL, new_reference
from ssp.services.standing import grant_of, matter_with_grants, standings, today
from ssp.terms import Action, Capacity, MatterKind, Role

BATCH = 50


class Stage(StrEnum):
    """The two times a clock speaks up, by the template of the mail."""

    REMINDER = "reminder"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Told:
    """What a round did: clocks that reminded, clocks that ran out, mails written, clocks with nobody to tell."""

    reminded: int = 0
    overdue: int = 0
    mails: int = 0
    nobody: int = 0

    def __add__(self, other: "Told") -> "Told":
        return Told(
            self.reminded + other.reminded, self.overdue + other.overdue, self.mails + other.mails,
            self.nobody + other.nobody,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ringing:
    """A clock whose time to speak up has come."""

    id: int
    reference: str
    capacity: Capacity
    matter: str
    user: int | None


def run() -> Told:
    """Let every clock speak up whose time has come, each once at each stage, whoever else does the same just now."""
    told = Told()
    for stage in Stage:
        more = True
        while more:
            batch, more = _batch(stage)
            told += batch
    return told


def _batch(stage: Stage) -> tuple[Told, bool]:
    """One transaction: the mails of these clocks and the mark that they were written. Says whether there is more."""
    with transaction():
        lock_log()
        at = now()
        numbers.enforce(numbers.stamp().scalar(), today(at))
        found = _ringing(stage, at)
        told = sum((_tell(clock, stage, at) for clock in found), Told())
        if found:
            column = {Stage.REMINDER: Clock.reminded_at, Stage.OVERDUE: Clock.escalated_at}[stage]
            Clock.update({column: at}).where(Clock.id << [clock.id for clock in found]).execute()
    return told, len(found) == BATCH


def _ringing(stage: Stage, at: int) -> list[_Ringing]:
    condition = Clock.stopped_at.is_null() & (Clock.starts_at <= at)
    if stage is Stage.OVERDUE:
        condition &= Clock.escalated_at.is_null() & (Clock.due_at <= at)
    else:
        condition &= Clock.reminded_at.is_null() & (Clock.due_at > at) & _near(at)
    rows = (
        Clock.select(Clock.id, Clock.reference, Clock.capacity, Matter.reference, Clock.user)
        .join(Matter, on=(Matter.id == Clock.matter))
        .where(condition)
        .order_by(Clock.due_at, Clock.id)
        .limit(BATCH)
        .tuples()
    )
    return [_Ringing(id_, ref, Capacity(capacity), *rest) for id_, ref, capacity, *rest in rows]


def _near(at: int):
    """Whether policy.clocks.remind_at has come, as the database can say it: so much of the time has passed."""
    left = int(number("clock_reminder_percent").value)
    return (at - Clock.starts_at) * 100 >= (Clock.due_at - Clock.starts_at) * (100 - left)


def _tell(clock: _Ringing, stage: Stage, at: int) -> Told:
    facts = _facts(clock.matter)
    people = set(_responsible(facts, clock, at))
    if stage is Stage.OVERDUE and facts.kind is MatterKind.NOTIFICATION and clock.capacity is Capacity.SECTION:
        people |= _leaders(facts, at)
    mails = _write(clock, stage, people, at)
    kind = Told(overdue=1) if stage is Stage.OVERDUE else Told(reminded=1)
    return kind + Told(mails=mails, nobody=int(not people))


def _facts(reference: str) -> MatterFacts:
    rows = matter_with_grants(reference=reference)
    kind, state, unit_id = rows[0][5:8]
    return MatterFacts(MatterKind(kind), state, unit_id, tuple(grant_of(row[8:]) for row in rows if row[8] is not None))


def _responsible(facts: MatterFacts, clock: _Ringing, at: int) -> list[int]:
    """Those who can read the matter because they take part in the clock's capacity; of them the one it is for.

    What nobody there can act on any more goes to the holder of the case, and then to its consultants (A10).
    """
    people = _acting(facts, clock.capacity, at)
    if clock.user is not None:
        people = [id_ for id_ in people if id_ == clock.user]
    passed_on = () if clock.user is None and clock.capacity is not Capacity.HOLDER else _LINE
    for capacity in passed_on:
        people = people or _acting(facts, capacity, at)
    return people


def _acting(facts: MatterFacts, capacity: Capacity, at: int) -> list[int]:
    acting = replace(facts, grants=tuple(grant for grant in facts.grants if grant.capacity is capacity))
    return participating.audience_ids(acting, Action(f"{facts.kind}.read"), at)


_LINE = (Capacity.HOLDER, Capacity.CONSULTANT)
"""Who is next when somebody has left; only a case has them both, and a matter without them has nobody next."""


def _leaders(facts: MatterFacts, at: int) -> set[int]:
    """E5: the leaders in the unit of the section, while their post and their account last."""
    sections = [grant.unit_id for grant in facts.grants if grant.capacity is Capacity.SECTION and grant.unit_id]
    people = standings((User.role == Role.LEADER) & (User.unit << sections), today(at))
    return {id_ for id_, standing in people.items() if standing.active}


def _write(clock: _Ringing, stage: Stage, people: set[int], at: int) -> int:
    """A mail for each, at most one for the occasion. Returns how many were written."""
    addresses = User.select(User.id, User.email).where((User.id << people) & (User.email != "")).order_by(User.id)
    rows = [
        {
            "reference": new_reference(MAIL), "recipient": email, "template": stage, "about": clock.reference,
            "occasion": f"{clock.reference}:{stage}:{id_}", "created_at": at, "next_at": at,
        }
        for id_, email in addresses.tuples()
    ]  # fmt: skip
    if rows:
        Mail.insert_many(rows).on_conflict_ignore().execute()
    return len(rows)
