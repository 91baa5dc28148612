"""The register of disclosures: who shared which parts with whom, when and on what; never what they say."""

from dataclasses import dataclass, replace

from peewee import JOIN

from ssp.models import Disclosure, Matter, Unit, User
from ssp.services.door import Actor, door
from ssp.services.prepared import prepared, slot
from ssp.terms import Action


@dataclass(frozen=True, slots=True)
class DisclosureLine:
    """A row of the register of disclosures."""

    reference: str
    state: str
    recipient: str
    sender: str
    basis: str
    purpose: str
    parts: tuple[str, ...]
    shared_at: int


def index(actor: Actor) -> tuple[DisclosureLine, ...]:
    """The newest disclosures of the whole installation, for the DPO (C6)."""
    with door(actor) as d:
        d.require_general(Action.REGISTER_READ)
        found = register(True, 200)
        d.show(*(line.reference for line in found))
        return found


def shared_from(source_id: int) -> tuple[DisclosureLine, ...]:
    """What was shared from a matter, for others than consultants: to whom, when and on what, newest first."""
    found = _as_lines(_of_source(source=source_id))
    return tuple(replace(line, reference="", state="", purpose="", parts=()) for line in found)


def register(condition, count: int) -> tuple[DisclosureLine, ...]:
    """Register rows, newest first: who, to whom, which parts, on what; never what they say."""
    return _as_lines(_rows(condition, count))


@prepared
def _of_source():
    return _rows(Disclosure.source == slot("source"), 50)


def _rows(condition, count: int):
    sender, recipient = User.alias(), User.alias()
    return (
        Disclosure.select(
            Matter.reference, Matter.state, Unit.name, recipient.name, sender.name, Disclosure.basis,
            Disclosure.purpose, Disclosure.parts, Disclosure.shared_at,
        )
        .join(Matter, on=(Matter.id == Disclosure.matter))
        .join(Unit, on=(Unit.id == Disclosure.recipient_unit))
        .join(sender, on=(sender.id == Disclosure.sender))
        .join(recipient, JOIN.LEFT_OUTER, on=(recipient.id == Disclosure.recipient))
        .where(condition)
        .order_by(Disclosure.matter.desc())
        .limit(count)
        .tuples()
    )  # fmt: skip


def _as_lines(rows) -> tuple[DisclosureLine, ...]:
    return tuple(as_line(row) for row in rows)


def as_line(row: tuple) -> DisclosureLine:
    """A row of reference, state, unit, recipient, sender, basis, purpose, parts and when, as the register shows it."""
    ref, state, unit, name, by, basis, purpose, parts, at = row
    to = f"{name}, {unit}" if name else unit
    return DisclosureLine(ref, state, to, by, basis, purpose, tuple(parts.split()), at)
