"""The start page: what needs this person today, in one visit to the door."""

from dataclasses import dataclass, field

from peewee import Case, fn

from ssp.models import Clock, Concern, Draft, Matter, Participation
from ssp.services import clocks, directory, participating, rule_book, triage
from ssp.services.clocks import ClockView
from ssp.services.concern_lines import ConcernLine, lines, references
from ssp.services.disclosure_views import DisclosureItem, items
from ssp.services.door import Actor, Door, door
from ssp.services.drafts import DraftView, own
from ssp.services.held_cases import HeldCase, held, offered_to, without_holder
from ssp.terms import Action, Capacity, DisclosureState, MatterKind, Role

CAP = 100
FEW = 5


@dataclass(frozen=True, slots=True)
class Home:
    """What a start page can say; each role's page uses its own part. Counts stop at CAP."""

    role: Role
    clocks: list[ClockView] = field(default_factory=list)
    concerns: list[ConcernLine] = field(default_factory=list)
    answered: list[ConcernLine] = field(default_factory=list)
    drafts: list[DraftView] = field(default_factory=list)
    received: list[DisclosureItem] = field(default_factory=list)
    more: int = 0
    replies: list[DisclosureItem] = field(default_factory=list)
    waiting: int = 0
    overdue: int = 0
    offered: list[HeldCase] = field(default_factory=list)
    abandoned: list[HeldCase] = field(default_factory=list)
    needs: directory.Needs | None = None
    unsigned: rule_book.Waiting | None = None
    may_log: bool = False


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The clocks somebody is to act on; `theirs` is False for a leader, who is shown only that they are overdue."""

    clocks: list[ClockView]
    theirs: bool
    more: bool


def show(actor: Actor) -> Home:
    """The start page of whoever asks."""
    with door(actor) as d:
        d.require_general(Action.HOME_SHOW)
        role = d.standing.role
        if role is Role.LEADER:
            return Home(role, clocks=_of_section(d, FEW))
        if role is Role.DPO:
            return Home(role, unsigned=rule_book.waiting(d))
        if role is Role.SSP_CONSULTANT:
            return _consultant(d)
        if role is Role.POLICE_LIAISON:
            return _liaison(d)
        if d.may_general(Action.CONCERN_LOG):
            return _reporter(d)
        if role is Role.ADMINISTRATOR:
            return Home(role, needs=directory.needs(d))
        return Home(role)


def deadlines(actor: Actor) -> Deadlines:
    """Every running clock this person is to act on, CAP at most; a leader's are those their section is late with."""
    with door(actor) as d:
        d.require_general(Action.HOME_SHOW)
        theirs = d.standing.role is not Role.LEADER
        found = clocks.mine(d, CAP + 1) if theirs else _of_section(d, CAP + 1)
        return Deadlines(found[:CAP], theirs, len(found) > CAP)


def _of_section(d: Door, count: int) -> list[ClockView]:
    """The overdue clocks of notifications that lie with the leader's own unit: no name, no content (A4, E5)."""
    theirs = Participation.select(Participation.id).where(
        (Participation.matter == Clock.matter)
        & (Participation.capacity == Capacity.SECTION)
        & (Participation.unit == d.standing.unit_id)
        & (Participation.ends_at.is_null() | (Participation.ends_at > d.now))
    )
    late = (Matter.kind == MatterKind.NOTIFICATION) & (Clock.due_at <= d.now) & fn.EXISTS(theirs)
    found = clocks.running(d, late, count)
    d.show(*(clock.matter for clock in found))
    return found


def _reporter(d: Door) -> Home:
    ids = participating.newest(d.standing, MatterKind.CONCERN, d.now, None, FEW)
    found = lines(d, ids, d.actor.user_id)
    drafts = own(d, Draft.user == d.actor.user_id)
    d.show(*references(found), *(draft.reference for draft in drafts))
    received = _disclosures(d) if d.standing.role is Role.SOCIAL_WORKER else []
    d.show(*(item.reference for item in received))
    return Home(
        d.standing.role,
        clocks=clocks.mine(d, FEW),
        concerns=found,
        drafts=drafts,
        received=received,
        may_log=True,
    )


def _liaison(d: Door) -> Home:
    everything = _disclosures(d)
    fresh = [item for item in everything if item.received and item.state == DisclosureState.SHARED]
    d.show(*(item.reference for item in fresh))
    return Home(d.standing.role, clocks=clocks.mine(d, FEW), received=fresh, more=len(everything) - len(fresh))


def _consultant(d: Door) -> Home:
    found = lines(d, _waiting_or_answered(d), d.actor.user_id, oldest_first=True, briefly=True)
    d.show(*references(found))
    answered = [line for line in found if line.waiting_for_me]
    waiting, overdue = _counts(d)
    replies = [item for item in _disclosures(d) if item.state == DisclosureState.ANSWERED or item.received][:FEW]
    handed = held(d, offered_to(d.actor.user_id) | without_holder(d), CAP)
    d.show(*(shown.reference for shown in replies + handed))
    return Home(
        d.standing.role,
        clocks=clocks.mine(d, FEW),
        concerns=[line for line in found if not line.waiting_for_me],
        answered=answered,
        replies=replies,
        waiting=waiting,
        overdue=overdue,
        offered=[case for case in handed if case.to_me],
        abandoned=[case for case in handed if case.left and not case.to_me],
        may_log=True,
    )


def _waiting_or_answered(d: Door):
    """The ids of the longest waiting concerns, and of open ones whose author had the last word."""
    first = Matter.select(Matter.id).where(triage.waiting_condition(d)).order_by(Matter.id).limit(FEW).alias("first")
    open_states = triage.WAITING + triage.UNDER_WAY
    answered = (
        Matter.select(Matter.id)
        .join(Concern, on=(Concern.matter == Matter.id))
        .where(Concern.answered & triage.waiting_condition(d, open_states))
        .order_by(Matter.id)
        .limit(FEW)
        .alias("answered")
    )
    return Matter.select(first.c.id).from_(first) | Matter.select(answered.c.id).from_(answered)


def _counts(d: Door) -> tuple[int, int]:
    """How many wait, and how many of those are past their deadline; counting stops at CAP."""
    capped = (
        Matter.select(Case(None, ((Concern.decide_by < d.today, 1),), 0).alias("late"))
        .join(Concern, on=(Concern.matter == Matter.id))
        .where(triage.waiting_condition(d))
        .limit(CAP)
    )
    waiting, overdue = Matter.select(fn.COUNT(capped.c.late), fn.SUM(capped.c.late)).from_(capped).tuples().get()
    return waiting, overdue or 0


def _disclosures(d: Door) -> list[DisclosureItem]:
    ids = participating.newest(d.standing, MatterKind.DISCLOSURE, d.now, None, 30)
    return items(d, ids)
