"""Nameless questions to the consultant: asking, answering, and making a concern of one (H7)."""

from dataclasses import asdict, dataclass
from datetime import date

from ssp.models import Consultation, Draft, Matter
from ssp.policy.clocks import term
from ssp.services import clocks, participating, routing
from ssp.services.consultation_views import ConsultationLine, ConsultationView, lines, view_of
from ssp.services.conversion import draft_of
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.drafts import DraftView, own
from ssp.services.namelessness import Held, held
from ssp.services.participating import Reader
from ssp.services.references import CONSULTATION
from ssp.services.routing import route
from ssp.services.standing import today
from ssp.services.writing import Made, add_message, advance, already, new_matter, pressed_before, remember, seal, tell
from ssp.terms import (
    Action,
    AgeBand,
    Capacity,
    ClockKind,
    ConsultationState,
    MatterKind,
    MessageKind,
    PlaceKind,
    Role,
)

CONSULTATION_FORM = "consultation"
PAGE_SIZE = 30
MOST_WAITING = 100


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks: no name, no number, no class, and no field for any of them."""

    age_band: AgeBand
    place_kind: PlaceKind
    situation: str
    tried: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """The page a question is written on: the draft, who will read it, and when there is an answer at the latest."""

    draft: DraftView | None
    readers: list[Reader]
    answer_by: date


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of lines; `waiting` are those a consultant has to answer, `next` is where the rest goes on."""

    waiting: list[ConsultationLine]
    more_waiting: bool
    lines: list[ConsultationLine]
    next: str | None
    drafts: list[DraftView]
    advising: bool


def desk(actor: Actor, draft_reference: str | None) -> Desk | None:
    """The desk a question is written on, empty or with one of the writer's drafts; None when there is no such draft."""
    with door(actor) as d:
        d.require_general(Action.CONSULTATION_ASK)
        draft = None
        if draft_reference is not None:
            found = own(d, Draft.reference == draft_reference, CONSULTATION_FORM)
            if not found:
                return None
            draft = found[0]
            d.show(draft.reference)
        due = term(ClockKind.CONSULTATION, clocks.local(d.now)).due
        return Desk(draft, routing.readers(d, MatterKind.CONSULTATION), today(int(due.timestamp()) - 1))


def ask(
    actor: Actor, question: Question, accepted: frozenset[str], key: str, draft_reference: str = "", version: int = 0
) -> str | Held:
    """Send a question to the consultants of the writer's network. Returns its reference, or what holds it back.

    The same form sent twice makes one question. Its draft goes, unless another window wrote in it since.
    Raises Reused.
    """
    payload = asdict(question)
    with door(actor) as d:
        d.require_general(Action.CONSULTATION_ASK)
        made_before = already(d, key, payload)
        if made_before:
            d.show(made_before)
            return made_before
        kept = held(d, {"situation": question.situation, "tried": question.tried}, accepted)
        if kept:
            return kept
        made = _insert(d, question)
        remember(d, key, payload, made.reference)
        same = (Draft.page == key) | (Draft.version == version)
        Draft.delete().where((Draft.reference == draft_reference) & (Draft.user == actor.user_id) & same).execute()
        d.show(made.reference)
        return made.reference


def index(actor: Actor, after: str | None = None) -> Listing:
    """The questions this person takes part in, newest first; before them those that wait for them to answer."""
    with door(actor) as d:
        d.require_general(Action.CONSULTATION_LIST)
        advising = d.standing.role is Role.SSP_CONSULTANT
        before = participating.position(d.standing, after, d.now)
        found = lines(d, _answered(d, before) if advising else _newest(d, before), timed=not advising)
        waiting = lines(d, _waiting(d), oldest_first=True) if advising and after is None else []
        drafts = own(d, Draft.user == actor.user_id, CONSULTATION_FORM) if after is None else []
        shown, first = found[:PAGE_SIZE], waiting[:MOST_WAITING]
        d.show(*(one.reference for one in [*first, *shown, *drafts]))
        following = shown[-1].reference if len(found) > PAGE_SIZE else None
        return Listing(first, len(waiting) > MOST_WAITING, shown, following, drafts, advising)


def show(actor: Actor, reference: str) -> ConsultationView:
    """One question as this person may see it, with the acts open next. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CONSULTATION_READ, reference, d.facts(reference))
        return view_of(d, facts)


def answer(actor: Actor, reference: str, text: str, accepted: frozenset[str], key: str) -> Held | None:
    """A consultant answers: the clock stops and the one who asked is told. Returns what holds the answer back."""
    with door(actor) as d:
        facts, payload = _enter(d, Action.CONSULTATION_ANSWER, reference, key, answer=text)
        if payload is None:
            return None
        kept = held(d, {"text": text}, accepted)
        if kept:
            return kept
        _advise(d, facts, MessageKind.ANSWER, text)
        remember(d, key, payload, reference)
        return None


def reply(actor: Actor, reference: str, text: str, accepted: frozenset[str], key: str) -> Held | None:
    """The one who asked writes again: an answered question waits for an answer once more, on a new clock."""
    with door(actor) as d:
        facts, payload = _enter(d, Action.CONSULTATION_REPLY, reference, key, reply=text)
        if payload is None:
            return None
        kept = held(d, {"text": text}, accepted)
        if kept:
            return kept
        add_message(d, facts, MessageKind.REPLY, text)
        if facts.matter.state == ConsultationState.ANSWERED:
            clocks.start(d, facts.id, ClockKind.CONSULTATION, Capacity.CONSULTANT)
        advance(d, facts, ConsultationState.ASKED)
        tell(d, _others(d, routing.consultants(d, MatterKind.CONSULTATION, facts.matter.grants)), reference)
        remember(d, key, payload, reference)
        return None


def convert(actor: Actor, reference: str, why: str, accepted: frozenset[str], key: str) -> str | Held:
    """Make a question ready to become a concern. The one who asked gets the draft's reference, to write on it.

    Anybody else asks them to: the same draft waits for them, `why` stands on the thread and they are told, and "" is
    returned. Nothing has become a concern before it is sent: names, notices and clocks begin only then.
    """
    with door(actor) as d:
        facts, payload = _enter(d, Action.CONSULTATION_CONVERT, reference, key, convert=why)
        if actor.user_id in routing.author(facts.matter.grants):
            draft = draft_of(d, facts)
            d.show(draft)
            return draft
        if payload is None:
            return ""
        kept = held(d, {"why": why}, accepted)
        if kept:
            return kept
        draft_of(d, facts)
        _advise(d, facts, MessageKind.NOTICE, why)
        remember(d, key, payload, reference)
        return ""


def close(actor: Actor, reference: str, key: str) -> None:
    """Either side ends the conversation; the one who asked is told when it was not them."""
    with door(actor) as d:
        facts, payload = _enter(d, Action.CONSULTATION_CLOSE, reference, key, close=reference)
        if payload is None:
            return
        clocks.stop(d, facts.id)
        advance(d, facts, ConsultationState.CLOSED)
        tell(d, _others(d, routing.author(facts.matter.grants)), reference)
        remember(d, key, payload, reference)


def _enter(d: Door, action: Action, reference: str, key: str, **said: str) -> tuple[Facts, dict | None]:
    """The question, when this may be done to it; and what to remember, or None when the same form has done it before.

    A second press finds the question in its new state: it takes no more than reading.
    """
    payload = said | {"about": reference}
    facts = d.facts(reference)
    if pressed_before(d, facts, action, key, payload):
        return d.require(Action.CONSULTATION_READ, reference, facts), None
    facts = d.require(action, reference, facts)
    return facts, None if already(d, key, payload) else payload


def _insert(d: Door, question: Question) -> Made:
    way = route(d, MatterKind.CONSULTATION)
    made = new_matter(d, MatterKind.CONSULTATION, CONSULTATION, ConsultationState.ASKED, way.unit_id, way.network_id)
    texts = seal(made.key, "consultations", made.reference, situation=question.situation, tried=question.tried)
    Consultation.insert(
        matter=made.id, author=d.actor.user_id, age_band=question.age_band, place_kind=question.place_kind, **texts
    ).execute()
    participating.store(made.id, MatterKind.CONSULTATION, way.grants)
    clocks.start(d, made.id, ClockKind.CONSULTATION, Capacity.CONSULTANT)
    tell(d, _others(d, routing.consultants(d, MatterKind.CONSULTATION, way.grants)), made.reference)
    return made


def _advise(d: Door, facts: Facts, kind: MessageKind, text: str) -> None:
    """A consultant's word: it answers what was asked."""
    add_message(d, facts, kind, text)
    clocks.stop(d, facts.id)
    advance(d, facts, ConsultationState.ANSWERED)
    tell(d, _others(d, routing.author(facts.matter.grants)), facts.reference)


def _others(d: Door, users: list[int]) -> list[int]:
    """Nobody is told of what they did themselves."""
    return [user for user in users if user != d.actor.user_id]


def _newest(d: Door, before: int | None):
    return participating.newest(d.standing, MatterKind.CONSULTATION, d.now, before, PAGE_SIZE + 1)


def _waiting(d: Door):
    condition = _advised(d) & (Matter.state == ConsultationState.ASKED)
    return Matter.select(Matter.id).where(condition).order_by(Matter.id).limit(MOST_WAITING + 1)


def _answered(d: Door, before: int | None):
    rows = Matter.select(Matter.id).where(_advised(d) & (Matter.state != ConsultationState.ASKED))
    if before is not None:
        rows = rows.where(Matter.id < before)
    return rows.order_by(Matter.id.desc()).limit(PAGE_SIZE + 1)


def _advised(d: Door):
    """Questions the person in the door takes part in; a consultant's own, if they asked one, among them."""
    return (Matter.kind == MatterKind.CONSULTATION) & participating.takes_part(d.standing, Matter.id, d.now)
