"""Triage: the queue of concerns that wait for a consultant, and the five decisions."""

from dataclasses import asdict, dataclass

from peewee import fn

from ssp.models import Concern, Matter, TriageDecision
from ssp.services import casework, participating
from ssp.services.concern_lines import ConcernLine, lines, references
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.references import ROW, new_reference
from ssp.services.statuses import finish, tell_reporter
from ssp.services.writing import add_message, advance, already, remember, seal
from ssp.terms import (
    REASONS,
    Action,
    Capacity,
    ConcernState,
    EntryKind,
    MatterKind,
    MessageKind,
    PreventionLevel,
    Theme,
    Verdict,
)

PAGE_SIZE = 30
WAITING = (ConcernState.SENT, ConcernState.RECEIVED)
UNDER_WAY = (ConcernState.ASSESSED, ConcernState.UNDER_WAY)

STATE_AFTER = {
    Verdict.ASK: ConcernState.RECEIVED,
    Verdict.CONSULTATION: ConcernState.ASSESSED,
    Verdict.CASE: ConcernState.UNDER_WAY,
    Verdict.MEETING: ConcernState.UNDER_WAY,
    Verdict.NOT_SSP: ConcernState.CLOSED,
}


@dataclass(frozen=True, slots=True)
class Queue:
    """The concerns that wait, the longest waiting first; `next` continues, `view` says which part is shown."""

    lines: list[ConcernLine]
    next: str | None
    view: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a consultant decides on a concern, and what the reporter is told.

    `reason` stays with the consultants of the network; `title` and `purpose` are read by everybody in the case.
    """

    verdict: Verdict
    reason_code: str
    reason: str = ""
    message: str = ""
    title: str = ""
    level: PreventionLevel = PreventionLevel.INDIVIDUAL
    purpose: str = ""

    @property
    def fits(self) -> bool:
        """Whether the reason belongs to the verdict."""
        return self.reason_code in REASONS[self.verdict]


def queue(actor: Actor, view: str = "waiting", theme: str = "", after: str | None = None) -> Queue:
    """The consultant's queue: `waiting`, `under_way` or `closed`, perhaps of one theme."""
    states = {"waiting": WAITING, "under_way": UNDER_WAY, "closed": (ConcernState.CLOSED,)}[view]
    with door(actor) as d:
        d.require_general(Action.CONCERN_TRIAGE)
        oldest_first = view == "waiting"
        found = lines(d, _ids(d, states, theme, after, oldest_first), actor.user_id, oldest_first)
        shown = found[:PAGE_SIZE]
        d.show(*references(shown))
        return Queue(shown, shown[-1].reference if len(found) > PAGE_SIZE else None, view)


def receive(actor: Actor, reference: str) -> None:
    """Tell the reporter that their concern has been received."""
    with door(actor) as d:
        facts = d.require(Action.CONCERN_RECEIVE, reference, d.facts(reference))
        Concern.update(received_at=d.now).where(Concern.matter == facts.id).execute()
        advance(d, facts, ConcernState.RECEIVED)
        tell_reporter(d, facts)


def decide(actor: Actor, reference: str, version: int, judgement: Judgement, key: str) -> str:
    """Store one of the five decisions with its reason. Returns the reference of the case it opened, or "".

    Raises Clash when somebody else decided first.
    """
    if not judgement.fits:
        raise ValueError(judgement.reason_code)
    with door(actor) as d:
        facts = d.require(Action.CONCERN_DECIDE, reference, d.facts(reference), purpose=judgement.verdict)
        payload = asdict(judgement) | {"about": reference}
        if already(d, key, payload):
            return ""
        case = None
        if judgement.verdict is Verdict.CASE:
            case = casework.open_for(d, facts, judgement.title, judgement.purpose, judgement.level)
            d.show(case.reference)
            casework.add_entry(d, case, EntryKind.STATUS, reference, about=facts.id)
        _store(d, facts, judgement, case.id if case else None)
        _tell_reporter(d, facts, judgement)
        remember(d, key, payload, reference)
        state = STATE_AFTER[judgement.verdict]
        if judgement.verdict is Verdict.ASK and facts.matter.state in UNDER_WAY:
            state = facts.matter.state
        advance(d, facts, state, version)
        return case.reference if case else ""


def close(actor: Actor, reference: str, version: int, message: str) -> None:
    """Close a concern that has been assessed; the reporter is told."""
    with door(actor) as d:
        facts = d.require(Action.CONCERN_CLOSE, reference, d.facts(reference))
        finish(d, facts, message, version)


def waiting_condition(d: Door, states=WAITING):
    """Concerns in these states that the person in the door takes part in as a consultant."""
    return (
        (Matter.kind == MatterKind.CONCERN)
        & (Matter.state << list(states))
        & participating.takes_part(d.standing, Matter.id, d.now, (Capacity.CONSULTANT,))
    )


def _ids(d: Door, states, theme: str, after: str | None, oldest_first: bool):
    rows = Matter.select(Matter.id).where(waiting_condition(d, states))
    if theme:
        themed = Concern.select(Concern.matter).where((Concern.matter == Matter.id) & (Concern.theme == Theme(theme)))
        rows = rows.where(Matter.id << themed)
    position = participating.position(d.standing, after, d.now)
    if position is not None:
        rows = rows.where(Matter.id > position if oldest_first else Matter.id < position)
    return rows.order_by(Matter.id.asc() if oldest_first else Matter.id.desc()).limit(PAGE_SIZE + 1)


def _store(d: Door, facts: Facts, judgement: Judgement, case_id: int | None) -> None:
    row = new_reference(ROW)
    TriageDecision.insert(
        reference=row, concern=facts.id, verdict=judgement.verdict, reason_code=judgement.reason_code,
        decided_by=d.actor.user_id, at=d.now, case=case_id,
        **seal(facts.key, "triage_decisions", row, reason=judgement.reason),
    ).execute()  # fmt: skip
    stamps = {"answered": False, "received_at": fn.COALESCE(Concern.received_at, d.now)}
    if judgement.verdict is not Verdict.ASK:
        stamps["decided_at"] = d.now
    if judgement.verdict is Verdict.NOT_SSP:
        stamps["closed_at"] = d.now
    Concern.update(**stamps).where(Concern.matter == facts.id).execute()


def _tell_reporter(d: Door, facts: Facts, judgement: Judgement) -> None:
    if judgement.message:
        add_message(d, facts, MESSAGE_AFTER.get(judgement.verdict, MessageKind.NOTICE), judgement.message)
    tell_reporter(d, facts)


MESSAGE_AFTER = {Verdict.ASK: MessageKind.QUESTION, Verdict.CONSULTATION: MessageKind.CONSULTATION}
