"""The review before a young person grows up: noted in the matter, and the clocks that wait for it stop (I6)."""

from dataclasses import dataclass

from ssp.services import casework, clocks
from ssp.services.clocks import ClockView
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.writing import add_message, advance, already, remember
from ssp.terms import Action, ClockKind, EntryKind, MatterKind, MessageKind


@dataclass(frozen=True, slots=True)
class Review:
    """What the page of a review shows: which matter, its version, and the clocks that wait."""

    reference: str
    kind: MatterKind
    version: int
    clocks: list[ClockView]


def show(actor: Actor, reference: str) -> Review:
    """The page on which a review is noted; it names nobody. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.AGE_REVIEW, reference, d.facts(reference))
        return Review(reference, facts.matter.kind, facts.version, _waiting(d, facts))


def note(actor: Actor, reference: str, outcome: str, version: int, key: str) -> MatterKind:
    """Note that a matter has been gone through, and what came of it; the clocks that wait for it stop.

    Returns the kind of matter. Raises Clash when somebody else changed it first.
    """
    with door(actor) as d:
        facts = d.require(Action.AGE_REVIEW, reference, d.facts(reference))
        payload = {"review": outcome, "about": reference}
        if not already(d, key, payload):
            _keep(d, facts, outcome)
            for clock in _waiting(d, facts):
                clocks.stop(d, facts.id, ClockKind.ADULT, about=clock.about)
            remember(d, key, payload, reference)
            advance(d, facts, version=version)
        return facts.matter.kind


def _waiting(d: Door, facts: Facts) -> list[ClockView]:
    return [clock for clock in clocks.of_matter(d, facts.id) if clock.kind is ClockKind.ADULT]


def _keep(d: Door, facts: Facts, outcome: str) -> None:
    if facts.matter.kind is MatterKind.CASE:
        casework.add_entry(d, facts, EntryKind.REVIEW, outcome)
    else:
        add_message(d, facts, MessageKind.REVIEW, outcome)
