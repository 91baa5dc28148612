"""The handover book: what somebody holds, for themself before they go, and for a colleague after."""

from dataclasses import dataclass
from datetime import date

from peewee import fn

from ssp.models import Clock, Commitment, Filing, Matter, Participation, User
from ssp.policy.access import Decision, readable_kinds
from ssp.services import absent, clocks, participating
from ssp.services.clocks import ClockView
from ssp.services.commitment_rows import CommitmentLine
from ssp.services.commitment_steps import open_ones
from ssp.services.door import Actor, Door, door
from ssp.services.held_cases import HeldCase, held, held_by, offered_to, without_holder
from ssp.services.leaving import acting
from ssp.terms import Action, Capacity, Role

MOST = 200


@dataclass(frozen=True, slots=True)
class FilingLine:
    """Something still to be filed in a case."""

    case: str
    theme: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody whose cases the reader coordinates and who cannot hold them now; `cases` is how many."""

    reference: str
    name: str
    left: bool
    away: date | None
    cases: int


@dataclass(frozen=True, slots=True)
class Book:
    """What somebody holds. `colleague` is None in one's own book; `orphaned` were promised by people who have left."""

    colleague: Colleague | None
    away_until: date | None
    offers: tuple[HeldCase, ...]
    cases: tuple[HeldCase, ...]
    commitments: tuple[CommitmentLine, ...]
    orphaned: tuple[CommitmentLine, ...]
    filings: tuple[FilingLine, ...]
    clocks: list[ClockView]
    colleagues: tuple[Colleague, ...]


def own(actor: Actor) -> Book:
    """What the person in the door holds, is offered, and has promised."""
    with door(actor) as d:
        d.require_general(Action.HANDOVER_READ)
        me, consultant = actor.user_id, d.standing.role is Role.SSP_CONSULTANT
        found = held(d, held_by(me) | offered_to(me)) if consultant else []
        mine = [case for case in found if case.mine]
        promised = _promised(d, me, [case.id for case in mine])
        others = held(d, without_holder(d, away=True)) if consultant else []
        book = Book(
            None, absent.until(d), tuple(case for case in found if case.to_me), tuple(mine),
            tuple(line for line in promised if line.owner_id == me),
            tuple(line for line in promised if line.owner_id != me),
            _filings(d, [case.id for case in mine]), _own_clocks(d), _colleagues(others),
        )  # fmt: skip
        _show(d, book)
        return book


def of_colleague(actor: Actor, user: str) -> Book:
    """What a colleague who has left or is away holds, of the cases the reader coordinates. Raises Denied."""
    with door(actor) as d:
        d.require_general(Action.HANDOVER_READ)
        theirs = (User.reference == user) & without_holder(d, away=True)
        found = held(d, theirs) if d.standing.role is Role.SSP_CONSULTANT else []
        if not found:
            d.require_decision(Action.HANDOVER_READ, Decision(False, False, "unknown", "A10"))
        ids, user_id = [case.id for case in found], found[0].holder_id
        [colleague] = _colleagues(found)
        book = Book(
            colleague, None, (), tuple(found), tuple(_of(d, user_id, ids)), (), _filings(d, ids),
            _clocks(d, user_id, ids), (),
        )  # fmt: skip
        _show(d, book)
        return book


def _promised(d: Door, me: int, held_ids: list[int]) -> list[CommitmentLine]:
    """What this person has promised where they take part, and what people who left promised in the cases they hold."""
    takes_part = participating.takes_part(d.standing, Commitment.matter, d.now)
    mine = (Commitment.owner == me) & takes_part
    gone = Commitment.owner.is_null(False) & ~fn.EXISTS(acting(d, Commitment.owner, Commitment.matter))
    return open_ones(d, mine | ((Commitment.matter << (held_ids or [0])) & gone))


def _of(d: Door, user_id: int, ids: list[int]) -> list[CommitmentLine]:
    return open_ones(d, (Commitment.owner == user_id) & (Commitment.matter << ids))


def _filings(d: Door, ids: list[int]) -> tuple[FilingLine, ...]:
    """What is still to be filed in these cases, the first due first."""
    if not ids:
        return ()
    rows = (
        Filing.select(Filing.reference, Filing.theme, Filing.due_on, Matter.reference, Matter.wrapped_key)
        .join(Matter, on=(Matter.id == Filing.case))
        .where((Filing.case << ids) & Filing.filed_at.is_null())
        .order_by(Filing.due_on, Filing.id)
        .limit(MOST)
        .tuples()
    )
    return tuple(
        FilingLine(case, d.unwrap(case, wrapped).open("filings.theme", reference, theme), due_on)
        for reference, theme, due_on, case, wrapped in rows
    )


def _own_clocks(d: Door) -> list[ClockView]:
    """The running clocks that hang on this person: not those a unit or a network keeps, whoever is there."""
    theirs = Participation.select(Participation.id).where(
        (Participation.matter == Clock.matter)
        & (Participation.capacity == Clock.capacity)
        & (Participation.user == d.actor.user_id)
        & (Participation.role.is_null() | (Participation.role == d.standing.role))
        & (Participation.ends_at.is_null() | (Participation.ends_at > d.now))
    )
    alone = (Clock.user == d.actor.user_id) & participating.takes_part(d.standing, Clock.matter, d.now, Clock.capacity)
    readable = Matter.kind << sorted(readable_kinds(d.standing))
    return clocks.running(d, readable & (alone | (Clock.user.is_null() & fn.EXISTS(theirs))), MOST)


def _clocks(d: Door, user_id: int, ids: list[int]) -> list[ClockView]:
    """The running clocks of these cases that are a colleague's: the holder's, and those that are theirs alone."""
    theirs = (Clock.user == user_id) | (Clock.user.is_null() & (Clock.capacity == Capacity.HOLDER))
    return clocks.running(d, (Clock.matter << ids) & theirs, MOST)


def _colleagues(found: list[HeldCase]) -> tuple[Colleague, ...]:
    """Whose the cases are, by name, each with how many."""
    by: dict[str, list[HeldCase]] = {}
    for case in found:
        by.setdefault(case.holder, []).append(case)
    people = (Colleague(ref, c[0].holder_name, c[0].left, c[0].away, len(c)) for ref, c in by.items())
    return tuple(sorted(people, key=lambda colleague: colleague.name))


def _show(d: Door, book: Book) -> None:
    d.show(*(case.reference for case in (*book.offers, *book.cases)))
    d.show(*(line.case for line in (*book.commitments, *book.orphaned, *book.filings)))
    d.show(*(clock.matter for clock in book.clocks))
