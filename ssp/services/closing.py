"""Closing a case, following it up and opening it again; those who reported hear where their concern stands (I2, G7)."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from ssp.models import Case, CaseConcern, Commitment, Concern, Filing, Matter
from ssp.policy.closing import Blocker, blockers, state_after_closing
from ssp.policy.register import limit
from ssp.services import clocks, participating
from ssp.services.baton_rows import end_running
from ssp.services.case_heads import CaseHead, head
from ssp.services.casework import add_entry
from ssp.services.consent_views import running_consents
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.filings import file_as_a_whole
from ssp.services.statuses import finish, resume
from ssp.services.writing import advance, pressed_before, remember, seal, unseal
from ssp.terms import (
    Action,
    Capacity,
    CaseState,
    ClockKind,
    CommitmentState,
    ConcernState,
    EntryKind,
    Outcome,
)

PAST = (ClockKind.COMMITMENT, ClockKind.ANSWER, ClockKind.BATON, ClockKind.FILING, ClockKind.FOLLOW_UP)
"""Clocks that wait for nothing more once a case closes; consents are watched until it is closed for good."""


class Hindered(Exception):
    """The case cannot close yet (I2); the page shows what stands in the way."""


@dataclass(frozen=True, slots=True)
class Closing:
    """How a case ends. `finished` are the linked concerns that end with it, whose reporters get the `message`.

    Without `follow_up_on` there is a reason why nobody follows up.
    """

    outcome: Outcome
    happened: str
    learned: str
    filed_in: str
    follow_up_on: date | None
    no_follow_up: str
    finished: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What was found when a closed case was looked at again, and whether it opens again."""

    found: str
    reopen: bool
    message: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a case was closed."""

    outcome: str
    happened: str
    learned: str
    closed_at: int | None
    follow_up_on: date | None
    no_follow_up: str


@dataclass(frozen=True, slots=True)
class OpenConcern:
    """A linked concern that can end with the case."""

    reference: str
    sent_at: int


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """The end of a case: what stands in its way and ends with it, or how it ended. `usual` is a day to follow up."""

    head: CaseHead
    ending: Ending | None
    blockers: tuple[Blocker, ...]
    concerns: tuple[OpenConcern, ...]
    usual: date


def show(actor: Actor, case: str) -> ClosingPage:
    """The page a case is closed on, or how it was closed. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        top = head(d, facts)
        closing = Action.CASE_CLOSE in top.may
        found = _concerns(d, facts) if closing else ()
        d.show(*(concern.reference for concern in found))
        waiting = _blockers(facts.id) if closing else ()
        return ClosingPage(top, _ending(facts), waiting, found, d.today + timedelta(days=limit("follow_up_days")))


def follow_up_desk(actor: Actor, case: str) -> ClosingPage:
    """The page a case is followed up on. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        d.require(Action.CASE_FOLLOW_UP, case, facts)
        return ClosingPage(head(d, facts), _ending(facts), _blockers(facts.id), (), d.today)


def close(actor: Actor, case: str, closing: Closing, version: int, key: str) -> None:
    """Close a case: it waits for its day of follow-up, or is closed for good. Pressed twice, it closes once.

    Concerns that end with it are closed, and their reporters told, in the same breath (G7). Raises Denied, Clash, and
    Hindered while something is not filed or a commitment waits for a decision (I2).
    """
    with door(actor) as d:
        facts, payload = d.facts(case), asdict(closing) | {"about": case}
        if pressed_before(d, facts, Action.CASE_CLOSE, key, payload):
            d.require(Action.CASE_READ, case, facts)
            return
        facts = d.require(Action.CASE_CLOSE, case, facts, purpose=closing.outcome)
        _see_that_nothing_waits(facts)
        _keep(d, facts, closing)
        file_as_a_whole(d, facts, head(d, facts).title, closing.filed_in)
        add_entry(d, facts, EntryKind.CLOSED, f"{closing.happened}\n\n{closing.learned}")
        _end_what_runs(d, facts)
        state = state_after_closing(closing.follow_up_on)
        if state is CaseState.FOLLOW_UP:
            clocks.start_until(d, facts.id, ClockKind.FOLLOW_UP, Capacity.HOLDER, closing.follow_up_on)
        else:
            clocks.stop(d, facts.id, ClockKind.CONSENT)
        _finish_concerns(d, facts, closing)
        remember(d, key, payload, case)
        advance(d, facts, state, version)


def follow_up(actor: Actor, case: str, found: FollowUp, version: int, key: str) -> None:
    """Note what the follow-up found; the case is closed for good, or opens again.

    Raises Denied, Clash, and Hindered when it cannot be closed for good yet (I2).
    """
    with door(actor) as d:
        facts, payload = d.facts(case), asdict(found) | {"about": case}
        if pressed_before(d, facts, Action.CASE_FOLLOW_UP, key, payload):
            d.require(Action.CASE_READ, case, facts)
            return
        facts = d.require(Action.CASE_FOLLOW_UP, case, facts)
        remember(d, key, payload, case)
        if found.reopen:
            _open_again(d, facts, found.found, found.message, version)
            return
        _see_that_nothing_waits(facts)
        add_entry(d, facts, EntryKind.FOLLOWED_UP, found.found)
        _end_what_runs(d, facts)
        clocks.stop(d, facts.id, ClockKind.CONSENT)
        advance(d, facts, CaseState.CLOSED, version)


def reopen(actor: Actor, case: str, reason: str, message: str, version: int, key: str) -> None:
    """Open a closed case again; the concerns that ended with it are under way again, and their reporters hear it.

    Raises Denied, Clash.
    """
    with door(actor) as d:
        facts, payload = d.facts(case), {"reopen": reason, "message": message, "about": case}
        if pressed_before(d, facts, Action.CASE_REOPEN, key, payload):
            d.require(Action.CASE_READ, case, facts)
            return
        facts = d.require(Action.CASE_REOPEN, case, facts)
        remember(d, key, payload, case)
        _open_again(d, facts, reason, message, version)


def _open_again(d: Door, facts: Facts, reason: str, message: str, version: int) -> None:
    closed_at = Case.select(Case.closed_at).where(Case.matter == facts.id).scalar()
    add_entry(d, facts, EntryKind.REOPENED, reason)
    clocks.stop(d, facts.id, ClockKind.FOLLOW_UP)
    if facts.matter.state == CaseState.CLOSED:
        _watch_consents(d, facts)
    ended = Concern.select(Concern.matter).where(Concern.closed_at == closed_at)
    for reference in _linked(d, facts, (Matter.state == ConcernState.CLOSED) & (Matter.id << ended)):
        concern = d.facts(reference)
        resume(d, concern, message)
        d.show(reference)
        add_entry(d, facts, EntryKind.STATUS, reference, about=concern.id)
    Case.update(closed_at=None, follow_up_on=None).where(Case.matter == facts.id).execute()
    advance(d, facts, CaseState.OPEN, version)


def _watch_consents(d: Door, facts: Facts) -> None:
    """Somebody is reminded again before a consent runs out, now that it can be renewed."""
    for consent in running_consents(d, facts):
        clocks.start_until(d, facts.id, ClockKind.CONSENT, Capacity.HOLDER, consent.expires_on, about=consent.reference)


def _keep(d: Door, facts: Facts, closing: Closing) -> None:
    texts = seal(
        facts.key, "cases", facts.reference, outcome_text=closing.happened, learned=closing.learned,
        no_follow_up=closing.no_follow_up,
    )  # fmt: skip
    Case.update(outcome=closing.outcome, closed_at=d.now, follow_up_on=closing.follow_up_on, **texts).where(
        Case.matter == facts.id
    ).execute()


def _end_what_runs(d: Door, facts: Facts) -> None:
    """An offer of the baton ends with the case, and so do the clocks that wait for nothing more."""
    end_running(d, facts)
    clocks.stop(d, facts.id, *PAST)


def _finish_concerns(d: Door, facts: Facts, closing: Closing) -> None:
    """Close the chosen concerns this person can close; one that somebody else closed meanwhile stays as it is."""
    linked = {concern.reference for concern in _concerns(d, facts)}
    for reference in closing.finished:
        concern = d.facts(reference) if reference in linked else None
        if concern is not None and Action.CONCERN_CLOSE in d.may(concern):
            finish(d, concern, closing.message)
            d.show(reference)
            add_entry(d, facts, EntryKind.STATUS, reference, about=concern.id)


def _see_that_nothing_waits(facts: Facts) -> None:
    if _blockers(facts.id):
        raise Hindered


def _blockers(case_id: int) -> tuple[Blocker, ...]:
    filings = Filing.select(Filing.reference, Filing.filed_at).where(Filing.case == case_id).order_by(Filing.due_on)
    rows = Commitment.select(Commitment.reference, Commitment.state).where(Commitment.matter == case_id)
    return blockers(
        ((reference, filed_at is not None) for reference, filed_at in filings.tuples()),
        ((reference, CommitmentState(state)) for reference, state in rows.order_by(Commitment.due_on).tuples()),
    )


def _concerns(d: Door, facts: Facts) -> tuple[OpenConcern, ...]:
    """The linked concerns this consultant coordinates and can close."""
    return tuple(
        OpenConcern(*row) for row in _rows(d, facts, Matter.state << [ConcernState.ASSESSED, ConcernState.UNDER_WAY])
    )


def _linked(d: Door, facts: Facts, condition) -> list[str]:
    return [reference for reference, _ in _rows(d, facts, condition)]


def _rows(d: Door, facts: Facts, condition) -> list[tuple[str, int]]:
    return list(
        Matter.select(Matter.reference, Matter.created_at)
        .join(CaseConcern, on=(CaseConcern.concern == Matter.id))
        .where(
            (CaseConcern.case == facts.id)
            & condition
            & participating.takes_part(d.standing, Matter.id, d.now, (Capacity.CONSULTANT,))
        )
        .order_by(Matter.id)
        .tuples()
    )


def _ending(facts: Facts) -> Ending | None:
    """How the case was closed; None while it is open."""
    if facts.matter.state == CaseState.OPEN:
        return None
    row = Case.select().where(Case.matter == facts.id).dicts().get()
    texts = unseal(
        facts.key, "cases", facts.reference, outcome_text=row["outcome_text"], learned=row["learned"],
        no_follow_up=row["no_follow_up"],
    )  # fmt: skip
    return Ending(
        row["outcome"] or "", texts["outcome_text"], texts["learned"], row["closed_at"], row["follow_up_on"],
        texts["no_follow_up"],
    )  # fmt: skip
