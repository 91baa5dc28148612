"""Linking another concern to a case: it comes under way there, its children too, and its reporter hears of it."""

from dataclasses import asdict, dataclass

from peewee import SQL

from ssp.models import CaseConcern, CasePerson, Concern, ConcernPerson, Matter, Participation, TriageDecision
from ssp.policy import parties
from ssp.policy.access import Decision
from ssp.services import birthdays, casework
from ssp.services.case_heads import CaseHead, head
from ssp.services.concern_lines import ConcernLine, lines, references
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.plus import concerns_of_case
from ssp.services.references import ROW, new_reference
from ssp.services.statuses import tell_reporter
from ssp.services.triage import UNDER_WAY, WAITING, waiting_condition
from ssp.services.writing import add_message, advance, already, remember
from ssp.terms import REASONS, Action, Capacity, ConcernState, EntryKind, MessageKind, Verdict

MOST = 50


@dataclass(frozen=True, slots=True)
class Link:
    """A concern to link, why it belongs here, and what its reporter is told."""

    concern: str
    reason_code: str
    message: str


@dataclass(frozen=True, slots=True)
class LinkDesk:
    """What can be linked: concerns on the same children first, then the network's others."""

    head: CaseHead
    same: tuple[ConcernLine, ...]
    others: tuple[ConcernLine, ...]


def desk(actor: Actor, case: str) -> LinkDesk:
    """The open concerns of the case's network that this consultant coordinates. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        d.require(Action.CASE_LINK, case, facts)
        same, others = _choices(d, facts)
        d.show(*references([*same, *others]))
        return LinkDesk(head(d, facts), same, others)


def link(actor: Actor, case: str, chosen: Link, key: str) -> None:
    """Take another concern into the case. Its children become the case's, and its reporter hears that it is under way.

    Raises Denied, also for a concern of another network or one this person does not coordinate.
    """
    if chosen.reason_code not in REASONS[Verdict.CASE]:
        raise ValueError(chosen.reason_code)
    with door(actor) as d:
        facts = d.require(Action.CASE_LINK, case, d.facts(case))
        payload = asdict(chosen) | {"about": case}
        if already(d, key, payload):
            return
        concern = d.require(Action.CONCERN_DECIDE, chosen.concern, d.facts(chosen.concern))
        if concern.network_id != facts.network_id:
            d.require_decision(Action.CASE_LINK, Decision(False, False, "unknown", "A1"), chosen.concern)
        if concern.id not in concerns_of_case(facts.id):
            _take_in(d, facts, concern, chosen)
        remember(d, key, payload, case)


def _take_in(d: Door, facts: Facts, concern: Facts, chosen: Link) -> None:
    CaseConcern.insert(case=facts.id, concern=concern.id).execute()
    _follow_birthdays(d, facts, concern)
    casework.take_up(d, facts, concern.id)
    TriageDecision.insert(
        reference=new_reference(ROW), concern=concern.id, verdict=Verdict.CASE, reason_code=chosen.reason_code,
        decided_by=d.actor.user_id, at=d.now, case=facts.id,
    ).execute()  # fmt: skip
    Concern.update(answered=False, decided_at=d.now).where(Concern.matter == concern.id).execute()
    Concern.update(received_at=d.now).where((Concern.matter == concern.id) & Concern.received_at.is_null()).execute()
    if chosen.message:
        add_message(d, concern, MessageKind.NOTICE, chosen.message)
    casework.add_entry(d, facts, EntryKind.CONCERN, concern.reference, about=concern.id)
    casework.add_entry(d, facts, EntryKind.STATUS, concern.reference, about=concern.id)
    advance(d, concern, ConcernState.UNDER_WAY)
    tell_reporter(d, concern)
    advance(d, facts)


def _follow_birthdays(d: Door, facts: Facts, concern: Facts) -> None:
    """The new children's birthdays are followed too; a case closes to the network with its youngest (I6)."""
    known = CasePerson.select(CasePerson.person).where(CasePerson.case == facts.id)
    here = (ConcernPerson.concern == concern.id) & (ConcernPerson.person << known)
    rows = {row for (row,) in ConcernPerson.select(ConcernPerson.reference).where(here).tuples()}
    children = birthdays.children_of(d, concern.id)
    birthdays.start_reviews(d, facts.id, Capacity.HOLDER, [child for child in children if child.row not in rows])
    closes_at, theirs = parties.closes_at(facts.matter.grants), parties.closes_at(concern.matter.grants)
    if closes_at is not None and (theirs is None or theirs > closes_at):
        Participation.update(ends_at=theirs).where(
            (Participation.matter == facts.id) & (Participation.ends_at == closes_at)
        ).execute()


def _choices(d: Door, facts: Facts) -> tuple[tuple[ConcernLine, ...], tuple[ConcernLine, ...]]:
    linked = CaseConcern.select(CaseConcern.concern).where(CaseConcern.case == facts.id)
    network = Matter.network.is_null() if facts.network_id is None else (Matter.network == facts.network_id)
    children = CasePerson.select(CasePerson.person).where(CasePerson.case == facts.id)
    about = ConcernPerson.select(ConcernPerson.concern).where(ConcernPerson.person << children)
    rows = list(
        Matter.select(Matter.id, Matter.reference, (Matter.id << about).alias("same"))
        .where(waiting_condition(d, WAITING + UNDER_WAY) & network & Matter.id.not_in(linked))
        .order_by(SQL("same").desc(), Matter.id.desc())
        .limit(MOST)
        .tuples()
    )
    same = {reference for _, reference, is_same in rows if is_same}
    found = lines(d, [id_ for id_, _, _ in rows], d.actor.user_id, briefly=True) if rows else []
    return (
        tuple(line for line in found if line.reference in same),
        tuple(line for line in found if line.reference not in same),
    )
