"""Commitments as read: the room of a case, one of them, and a person's own across the cases they take part in."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ssp.models import Case, Commitment, User
from ssp.policy import commitments as policy
from ssp.policy.commitments import Hand
from ssp.policy.permits import PERMITS
from ssp.policy.register import limit
from ssp.services import commitment_steps as steps
from ssp.services import participating
from ssp.services.case_children import Child, children
from ssp.services.case_heads import CaseHead, head
from ssp.services.commitment_rows import OPEN_STATES, CommitmentLine, TurnLine, opened, query, turns_of
from ssp.services.commitment_steps import Company
from ssp.services.commitments import ACTION_OF, find
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.participating import Reader
from ssp.terms import Action, CommitmentState, Turn

PAGE_SIZE = 30


class Mine(StrEnum):
    """The three lists of what somebody has to do with, across cases."""

    MINE = "mine"
    UNIT = "unit"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """One commitment with its history, and the turns that are open to the reader."""

    line: CommitmentLine
    turns: tuple[TurnLine, ...]
    may: frozenset[Turn]
    abandoned: bool
    asks_me: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Room:
    """The commitments of a case: what waits for the reader, what they do themselves, what others do, what is done."""

    head: CaseHead
    asked: tuple[CommitmentView, ...]
    mine: tuple[CommitmentView, ...]
    others: tuple[CommitmentView, ...]
    settled: tuple[CommitmentView, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Desk:
    """What proposing takes: who takes part now, the children the case is about, and a day to begin from."""

    head: CaseHead
    people: tuple[Reader, ...]
    children: tuple[Child, ...]
    by: date


@dataclass(frozen=True, slots=True)
class Page:
    """One commitment on its own page, with those it could be given to."""

    head: CaseHead
    commitment: CommitmentView
    people: tuple[Reader, ...]
    by: date


@dataclass(frozen=True, slots=True)
class Listing:
    view: Mine
    lines: list[CommitmentLine]
    next: str | None


def room(actor: Actor, case: str, after: str | None = None) -> Room:
    """The commitments of a case, the open ones all, the settled ones newest first. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.COMMITMENT_LIST, case, d.facts(case))
        top, present = head(d, facts), steps.company(d, facts)
        running, done = _of_room(d, facts, after)
        shown = running + done[:PAGE_SIZE]
        views = _views(d, facts, top, present, shown)
        rest = [view for view in views if view.line.open and not view.asks_me]
        return Room(
            top, tuple(view for view in views if view.asks_me), tuple(view for view in rest if view.mine),
            tuple(view for view in rest if not view.mine), tuple(view for view in views if not view.line.open),
            done[PAGE_SIZE - 1].reference if len(done) > PAGE_SIZE else None,
        )  # fmt: skip


def show(actor: Actor, case: str, reference: str) -> Page:
    """One commitment of a case. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.COMMITMENT_LIST, case, d.facts(case))
        line = find(d, facts, Action.COMMITMENT_LIST, reference)
        top, present = head(d, facts), steps.company(d, facts)
        [view] = _views(d, facts, top, present, [line])
        return Page(top, view, _people(d, present), _by(d))


def desk(actor: Actor, case: str) -> Desk:
    """The page a commitment is proposed on. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.COMMITMENT_PROPOSE, case, d.facts(case))
        about = children(d, facts)
        d.show(*(child.reference for child in about))
        return Desk(head(d, facts), _people(d, steps.company(d, facts)), about, _by(d))


def index(actor: Actor, view: Mine, after: str | None = None) -> Listing:
    """The open commitments of one list, the first to be done first; never of a case this person takes no part in."""
    with door(actor) as d:
        d.require_general(Action.COMMITMENT_READ)
        known = participating.takes_part(
            d.standing, Commitment.matter, d.now, PERMITS[Action.COMMITMENT_LIST].capacities
        )
        condition = known & (Commitment.state << OPEN_STATES) & _LISTS[view](d)
        if after:
            condition &= _past(after, known)
        rows = query(condition).order_by(Commitment.due_on, Commitment.id).limit(PAGE_SIZE + 1)
        lines = [opened(d, row) for row in rows]
        shown = lines[:PAGE_SIZE]
        d.show(*(line.case for line in shown))
        return Listing(view, shown, shown[-1].reference if len(lines) > PAGE_SIZE else None)


def _of_room(d: Door, facts: Facts, after: str | None) -> tuple[list[CommitmentLine], list[CommitmentLine]]:
    """The open ones, the first to be done first; and one more than a page of the settled ones, newest first."""
    ours = Commitment.matter == facts.id
    done = ours & Commitment.state.not_in(OPEN_STATES)
    if after:
        done &= Commitment.id < Commitment.select(Commitment.id).where(ours & (Commitment.reference == after))
    newest = Commitment.select(Commitment.id).where(done).order_by(Commitment.id.desc()).limit(PAGE_SIZE + 1)
    running = ours & (Commitment.state << OPEN_STATES)
    lines = [opened(d, row) for row in query(running | (Commitment.id << newest))]
    open_first = sorted((line for line in lines if line.open), key=lambda line: (line.due_on, line.id))
    return open_first, sorted((line for line in lines if not line.open), key=lambda line: -line.id)


def _views(d: Door, facts: Facts, top: CaseHead, present: Company, lines: list[CommitmentLine]):
    keeper = policy.keeps(d.standing, facts.matter.grants, d.now)
    history = turns_of(facts.key, [line.id for line in lines])
    return [_view(d, top, present, keeper, line, tuple(history[line.id])) for line in lines]


def _view(d: Door, top: CaseHead, present: Company, keeper: bool, line: CommitmentLine, turns) -> CommitmentView:
    promise = present.promise(line)
    held = policy.hands(promise, d.actor.user_id, keeper)
    may = frozenset(
        turn for turn in policy.turns(promise, d.actor.user_id, keeper) if ACTION_OF[turn] in top.may
    )  # fmt: skip
    return CommitmentView(
        line, turns, may, promise.abandoned, line.open and bool(held & {Hand.ASKED, Hand.GIVER}),
        line.owner_id == d.actor.user_id,
    )  # fmt: skip


def _people(d: Door, present: Company) -> tuple[Reader, ...]:
    """Who takes part, the person in the door first."""
    return tuple(
        reader
        for id_, (_, reader) in sorted(
            present.people.items(), key=lambda item: (item[0] != d.actor.user_id, item[1][1].unit, item[1][1].name)
        )
    )


def _by(d: Door) -> date:
    return d.today + timedelta(days=limit("commitment_days"))


def _mine(d: Door):
    return (Commitment.owner == d.actor.user_id) | (Commitment.waits_for == d.actor.user_id)


def _of_unit(d: Door):
    colleagues = User.select(User.id).where((User.unit == d.standing.unit_id) & (User.id != d.actor.user_id))
    return Commitment.owner << colleagues


def _waiting(d: Door):
    """What this person proposed, or what there is in a case they hold, that somebody else is to act on."""
    me = d.actor.user_id
    asked = (Commitment.state == CommitmentState.PROPOSED) & (Commitment.waits_for != me)
    doing = (Commitment.state == CommitmentState.ACCEPTED) & (Commitment.owner.is_null() | (Commitment.owner != me))
    return ((Commitment.proposed_by == me) | (Case.holder == me)) & (asked | doing)


_LISTS = {Mine.MINE: _mine, Mine.UNIT: _of_unit, Mine.WAITING: _waiting}


def _past(after: str, known):
    """What comes after this one in the order of the lists; everything, for one this person does not know."""
    row = (
        Commitment.select(Commitment.due_on, Commitment.id).where((Commitment.reference == after) & known).tuples()
    ).first()  # fmt: skip
    if row is None:
        return Commitment.id > 0
    return (Commitment.due_on > row[0]) | ((Commitment.due_on == row[0]) & (Commitment.id > row[1]))
