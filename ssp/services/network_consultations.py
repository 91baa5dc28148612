"""The network consultation: the police's documentation of serious crime starts its clock, holding it stops it (G10)."""

from datetime import date

from ssp.models import Clock, Disclosure, Unit, User
from ssp.policy.access import Decision
from ssp.services import clocks
from ssp.services.door import Actor, Facts, door
from ssp.services.writing import add_message, advance, already, remember, tell
from ssp.terms import Action, Capacity, ClockKind, MessageKind, Sector


class NotYetHeld(Exception):
    """The day it was held has not come."""


def document_crime(actor: Actor, reference: str) -> None:
    """The recipient marks an extract from the police as their documentation of serious crime; the clock starts once.

    Raises Denied, also for an extract that is not from the police.
    """
    with door(actor) as d:
        facts = d.require(Action.DISCLOSURE_DOCUMENT_CRIME, reference, d.facts(reference))
        if not from_police(facts.id):
            refusal = Decision(False, True, "not_from_police", "G10")
            d.require_decision(Action.DISCLOSURE_DOCUMENT_CRIME, refusal, reference)
        if not _clocks(facts.id).exists():
            clocks.start(d, facts.id, ClockKind.NETWORK_CONSULTATION, Capacity.RECIPIENT)
            advance(d, facts)


def hold(actor: Actor, reference: str, held_on: date, outcome: str, key: str) -> None:
    """Note that the network consultation was held, and what came of it; the clock stops and the sender is told.

    Raises Denied, NotYetHeld.
    """
    with door(actor) as d:
        facts = d.require(Action.DISCLOSURE_HOLD_CONSULTATION, reference, d.facts(reference))
        payload = {"held_on": held_on, "outcome": outcome, "about": reference}
        if already(d, key, payload):
            return
        if held_on > d.today:
            raise NotYetHeld
        add_message(d, facts, MessageKind.NETWORK_CONSULTATION, f"{held_on.isoformat()}\n{outcome}")
        clocks.stop(d, facts.id, ClockKind.NETWORK_CONSULTATION)
        remember(d, key, payload, reference)
        advance(d, facts)
        tell(d, _senders(facts), reference)


def from_police(disclosure_id: int) -> bool:
    """Whether somebody of the police shared it."""
    senders = User.select(Unit.sector).join(Unit, on=(Unit.id == User.unit))
    return (
        senders.join(Disclosure, on=(Disclosure.sender == User.id)).where(Disclosure.matter == disclosure_id).scalar()
        == Sector.POLICE
    )


def documented(disclosure_id: int) -> bool:
    """Whether an extract has been marked, held or not."""
    return _clocks(disclosure_id).exists()


def _clocks(disclosure_id: int):
    return Clock.select().where((Clock.matter == disclosure_id) & (Clock.kind == ClockKind.NETWORK_CONSULTATION))


def _senders(facts: Facts) -> list[int]:
    return [g.user_id for g in facts.matter.grants if g.capacity is Capacity.SENDER and g.user_id is not None]
