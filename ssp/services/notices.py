"""The duty to inform: who is to be told from the first named record, who was told, and who is told later (H1-H3)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from ssp.db import Clash
from ssp.models import ConcernPerson, Matter, Notice, User
from ssp.policy.access import Decision
from ssp.policy.notices import can_be_reviewed, last_review, to_tell
from ssp.services import clocks, participating
from ssp.services.birthdays import Named, midnight
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.references import ROW, new_reference
from ssp.services.writing import add_message, advance, already, remember, seal
from ssp.terms import Action, Capacity, ClockKind, Exemption, Given, Giver, MessageKind

NOTICE_CLOCKS = (ClockKind.NOTICE, ClockKind.NOTICE_REVIEW)


@dataclass(frozen=True, slots=True)
class Told:
    """How and when somebody was told, and by whom: a user's reference."""

    on: date
    how: Given
    by: str


@dataclass(frozen=True, slots=True)
class Deferral:
    """Why somebody is not told yet, and the day it is taken up again."""

    exemption: Exemption
    reason: str
    review_on: date


def plan(d: Door, concern_id: int, children: Sequence[Named]) -> None:
    """A notice and its clock for everybody who is to be told about a child in a new concern (H1, H3)."""
    planned = [(new_reference(ROW), child, to) for child in children for to in to_tell(child.born, d.today)]
    if not planned:
        return
    rows = [
        {"reference": row, "concern": concern_id, "child": child.id, "to_whom": to.to_whom, "made_at": d.now}
        for row, child, to in planned
    ]
    Notice.insert_many(rows).execute()
    moments = [(row, midnight(to.begins) if to.begins else None) for row, _, to in planned]
    clocks.start_all(d, concern_id, ClockKind.NOTICE, Capacity.CONSULTANT, moments)


def add(actor: Actor, concern: str, child: str, to_whom: Giver, named: str, key: str) -> str:
    """One more who is to be told, as another custody holder in another home; `child` is the child's row.

    The clock counts from the day the concern was written. Returns the notice's reference. Raises Denied.
    """
    with door(actor) as d:
        facts = d.require(Action.NOTICE_ADD, concern, d.facts(concern))
        payload = {"to_whom": to_whom, "named": named, "child": child, "about": concern}
        made_before = already(d, key, payload)
        if made_before:
            return made_before
        here = (ConcernPerson.concern == facts.id) & (ConcernPerson.reference == child)
        child_id = ConcernPerson.select(ConcernPerson.id).where(here).scalar()
        if child_id is None:
            unknown(d, Action.NOTICE_ADD, concern)
        row = new_reference(ROW)
        Notice.insert(reference=row, concern=facts.id, child=child_id, to_whom=to_whom, made_at=d.now,
                      **seal(facts.key, "notices", row, named=named)).execute()  # fmt: skip
        written = Matter.select(Matter.created_at).where(Matter.id == facts.id).scalar()
        clocks.start(d, facts.id, ClockKind.NOTICE, Capacity.CONSULTANT, about=row, at=written)
        remember(d, key, payload, row)
        advance(d, facts)
        return row


def give(actor: Actor, concern: str, notice: str, told: Told, version: int, key: str) -> None:
    """Note that somebody has been told, when, how and by whom; its clocks stop (H1). Raises Denied, Clash."""
    with door(actor) as d:
        facts = d.require(Action.NOTICE_GIVE, concern, d.facts(concern))
        untold = _untold(d, Action.NOTICE_GIVE, facts, notice)
        payload = asdict(told) | {"about": notice}
        if already(d, key, payload):
            return
        by = User.select(User.id).where((User.reference == told.by) & (User.id << tellers(d, facts))).scalar()
        if by is None:
            unknown(d, Action.NOTICE_GIVE, concern)
        _change(untold, told_on=told.on, told_how=told.how, told_by=by)
        clocks.stop(d, facts.id, *NOTICE_CLOCKS, about=notice)
        remember(d, key, payload, notice)
        advance(d, facts, version=version)


def defer(actor: Actor, concern: str, notice: str, deferral: Deferral, version: int, key: str) -> None:
    """Put off telling somebody, on an exemption, with a reason and a day it comes back (H2).

    The first clock stops, and another runs until that day. Every reason stays on the thread. Raises Denied, Clash.
    """
    with door(actor) as d:
        facts = d.require(Action.NOTICE_DEFER, concern, d.facts(concern), purpose=deferral.exemption)
        untold = _untold(d, Action.NOTICE_DEFER, facts, notice)
        payload = asdict(deferral) | {"about": notice}
        if already(d, key, payload):
            return
        sealed = seal(facts.key, "notices", notice, reason=deferral.reason)
        _change(untold, exemption=deferral.exemption, review_on=deferral.review_on, deferred_by=actor.user_id, **sealed)
        clocks.stop(d, facts.id, *NOTICE_CLOCKS, about=notice)
        clocks.start_until(d, facts.id, ClockKind.NOTICE_REVIEW, Capacity.CONSULTANT, deferral.review_on, about=notice)
        add_message(d, facts, MessageKind.DEFERRAL, f"{deferral.exemption}\n{deferral.reason}")
        remember(d, key, payload, notice)
        advance(d, facts, version=version)


def tellers(d: Door, facts: Facts) -> list[int]:
    """The ids of those who can have told somebody: everybody who may note it."""
    return participating.audience_ids(facts.matter, Action.NOTICE_GIVE, d.now)


def unknown(d: Door, action: Action, concern: str) -> None:
    """Something the concern has not got: the same answer as for what does not exist. Raises Denied."""
    d.require_decision(action, Decision(False, False, "unknown", "H1"), concern)


def _untold(d: Door, action: Action, facts: Facts, notice: str):
    """The condition for a notice of this concern that nobody has been told of yet. Raises Denied."""
    here = (Notice.reference == notice) & (Notice.concern == facts.id)
    if not Notice.select().where(here).exists():
        unknown(d, action, facts.reference)
    return here & Notice.told_on.is_null()


def _change(condition, **values) -> None:
    if not Notice.update(**values).where(condition).execute():
        raise Clash


__all__ = ["Deferral", "Told", "add", "can_be_reviewed", "defer", "give", "last_review", "plan", "tellers", "unknown"]
