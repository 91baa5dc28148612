"""The turns a commitment can take: which, from which state, and by whom; one table, and nothing outside it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ssp.policy.access import Decision, Grant, Standing, reaches
from ssp.policy.clocks import term
from ssp.terms import Basis, Capacity, ClockKind, CommitmentState, Side, Turn


class Hand(StrEnum):
    """In what way somebody has to do with a commitment; one person may have it in several.

    ASKED is the one whose answer is awaited, DOER the one who does it (of the family's own: who noted it), KEEPER
    one who keeps the case, GIVER a keeper while the one who was to do it takes part no more (A10).
    """

    ASKED = "asked"
    DOER = "doer"
    PROPOSER = "proposer"
    KEEPER = "keeper"
    GIVER = "giver"


@dataclass(frozen=True, slots=True)
class Promise:
    """What a decision may know about a commitment; people are user ids, `here` those who take part in the case now."""

    side: Side
    state: CommitmentState
    owner: int | None
    proposer: int
    waits_for: int | None
    here: frozenset[int]

    @property
    def abandoned(self) -> bool:
        """Whether the one who was to do it takes part no more; the family's own never is."""
        return self.owner is not None and self.owner not in self.here


_ASKED = frozenset({Hand.ASKED})
_GIVER = frozenset({Hand.GIVER})
_TO_WITHDRAW = frozenset({Hand.PROPOSER, Hand.KEEPER})
_TO_SETTLE = frozenset({Hand.DOER, Hand.KEEPER})

TURNS: dict[tuple[Turn, CommitmentState], frozenset[Hand]] = {
    (Turn.ACCEPTED, CommitmentState.PROPOSED): _ASKED,
    (Turn.DECLINED, CommitmentState.PROPOSED): _ASKED,
    (Turn.RENEGOTIATED, CommitmentState.PROPOSED): _ASKED,
    (Turn.DROPPED, CommitmentState.PROPOSED): _TO_WITHDRAW,
    (Turn.PROPOSED, CommitmentState.PROPOSED): _GIVER,
    (Turn.KEPT, CommitmentState.ACCEPTED): _TO_SETTLE,
    (Turn.MOVED, CommitmentState.ACCEPTED): _TO_SETTLE,
    (Turn.DROPPED, CommitmentState.ACCEPTED): _TO_SETTLE,
    (Turn.PROPOSED, CommitmentState.ACCEPTED): _GIVER,
}
"""Who can take a turn from a state; what is not here nobody can. PROPOSED again is to give it to somebody else."""

STATE_AFTER: dict[Turn, CommitmentState] = {
    Turn.PROPOSED: CommitmentState.PROPOSED,
    Turn.ACCEPTED: CommitmentState.ACCEPTED,
    Turn.DECLINED: CommitmentState.DECLINED,
    Turn.RENEGOTIATED: CommitmentState.PROPOSED,
    Turn.MOVED: CommitmentState.ACCEPTED,
    Turn.KEPT: CommitmentState.KEPT,
    Turn.DROPPED: CommitmentState.DROPPED,
}

OPEN = frozenset({CommitmentState.PROPOSED, CommitmentState.ACCEPTED})
"""The states in which somebody is still to act; a case is not closed over these without a word on them."""

KEEPERS = frozenset({Capacity.HOLDER, Capacity.CONSULTANT})


def hands(promise: Promise, user_id: int, keeper: bool) -> frozenset[Hand]:
    """Every way this person has to do with the commitment.

    A keeper answers for a proposer who has left, never for the one who is to do it: nobody promises for another.
    """
    found = {Hand.PROPOSER} if user_id == promise.proposer else set()
    if user_id == promise.waits_for or (keeper and _proposer_left(promise)):
        found.add(Hand.ASKED)
    if user_id == (promise.proposer if promise.side is Side.FAMILY else promise.owner):
        found.add(Hand.DOER)
    if keeper:
        found.add(Hand.KEEPER)
        if promise.abandoned:
            found.add(Hand.GIVER)
    return frozenset(found)


def turns(promise: Promise, user_id: int, keeper: bool) -> frozenset[Turn]:
    """Every turn that is open to this person next; pages offer these and no others."""
    held = hands(promise, user_id, keeper)
    return frozenset(turn for (turn, state), by in TURNS.items() if state is promise.state and by & held)


def decide_turn(turn: Turn, promise: Promise, user_id: int, keeper: bool) -> Decision:
    """Whether somebody who may read the commitment may take this turn with it, and why."""
    if (turn, promise.state) not in TURNS:
        return Decision(False, True, "state", "A1")
    if turn not in turns(promise, user_id, keeper):
        return Decision(False, True, "capacity", "A1")
    return Decision(True, True, "participation", "A1", Basis.COORDINATION)


def asked_next(promise: Promise, user_id: int, holder: int) -> int | None:
    """Whose answer is awaited when this person has proposed it differently; None when that is nobody but themselves.

    It goes from the one who does it to the proposer and back; to the case's holder for a proposer who has left.
    """
    if user_id != promise.owner:
        return promise.owner
    other = promise.proposer if promise.proposer in promise.here else holder
    return other if other != user_id else None


def keeps(standing: Standing, grants: tuple[Grant, ...], now: int) -> bool:
    """Whether somebody keeps the case: holds it, or coordinates it for its network."""
    return any(grant.capacity in KEEPERS and reaches(standing, grant, now) for grant in grants)


def holder_of(grants: tuple[Grant, ...], now: int) -> int | None:
    """Who holds the case now."""
    for grant in grants:
        if grant.capacity is Capacity.HOLDER and (grant.ends_at is None or grant.ends_at > now):
            return grant.user_id
    return None


def acts_as(standing: Standing, grants: tuple[Grant, ...], now: int) -> Capacity | None:
    """The capacity a clock of this person's rests on: first those that last when the case changes hands."""
    held = {grant.capacity for grant in grants if reaches(standing, grant, now)}
    return next((c for c in (Capacity.CONSULTANT, Capacity.PARTICIPANT, Capacity.HOLDER) if c in held), None)


def last_day_to_answer(due_on: date, start: datetime) -> date:
    """The last day to answer a proposal: as the register says, and no later than the day it is to be done."""
    return min(due_on, (term(ClockKind.ANSWER, start).due - timedelta(microseconds=1)).date())


def _proposer_left(promise: Promise) -> bool:
    left = promise.waits_for is not None and promise.waits_for not in promise.here
    return left and promise.waits_for != promise.owner
