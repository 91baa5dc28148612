"""A disclosure as shown: the frozen extract, its terms and its thread, never what lies behind it."""

import hashlib
import json
from dataclasses import dataclass

from peewee import JOIN

from ssp.models import Check, Disclosure, Matter, Message, Unit, User
from ssp.services import clocks, participating
from ssp.services.clocks import ClockView
from ssp.services.concern_views import MessageView
from ssp.services.door import Door, Facts
from ssp.services.network_consultations import documented, from_police
from ssp.services.register import DisclosureLine, register
from ssp.services.writing import unseal
from ssp.terms import Action, Capacity, Crossing, MessageKind


@dataclass(frozen=True, slots=True)
class DisclosureItem:
    """One disclosure in a list; `received` says it was shared with the reader."""

    reference: str
    state: str
    sender: str
    sender_unit: str
    recipient: str
    purpose: str
    shared_at: int
    received: bool


@dataclass(frozen=True, slots=True)
class CheckView:
    """What the guided check said when it was shared, for the sender and the consultants."""

    guidance: str
    answers: tuple[tuple[str, str], ...]
    reason: str
    versions: str


@dataclass(frozen=True, slots=True)
class DisclosureView:
    """One disclosure as sender, recipient or coordinating consultant sees it. `intact` compares text with hash."""

    reference: str
    state: str
    source: str
    sender: str
    sender_unit: str
    recipient: str
    basis: str
    purpose: str
    necessity: str
    other_law: str
    extract: tuple[tuple[str, str], ...]
    extract_hash: str
    intact: bool
    shared_at: int
    expires_at: int
    ended_at: int | None
    messages: tuple[MessageView, ...]
    returned: tuple[DisclosureLine, ...]
    received: bool
    checked: CheckView | None
    clocks: list[ClockView]
    may_document: bool
    may: frozenset[Action]


def items(d: Door, ids) -> list[DisclosureItem]:
    """Disclosures as lines, newest first."""
    sender, recipient, sender_unit, unit = User.alias(), User.alias(), Unit.alias(), Unit.alias()
    rows = (
        Disclosure.select(
            Matter.reference, Matter.state, sender.name, sender_unit.name, recipient.name, unit.name,
            Disclosure.purpose, Disclosure.shared_at, Disclosure.recipient,
        )
        .join(Matter, on=(Matter.id == Disclosure.matter))
        .join(sender, on=(sender.id == Disclosure.sender))
        .join(sender_unit, on=(sender_unit.id == sender.unit))
        .join(unit, on=(unit.id == Disclosure.recipient_unit))
        .join(recipient, JOIN.LEFT_OUTER, on=(recipient.id == Disclosure.recipient))
        .where(Matter.id << ids)
        .order_by(Matter.id.desc())
        .tuples()
    )  # fmt: skip
    return [
        DisclosureItem(ref, state, by, by_unit, f"{to}, {to_unit}" if to else to_unit, purpose, at,
                       recipient_id == d.actor.user_id)
        for ref, state, by, by_unit, to, to_unit, purpose, at, recipient_id in rows
    ]  # fmt: skip


def view_of(d: Door, facts: Facts) -> DisclosureView:
    """The disclosure composed for the person in the door."""
    row = _row_of(d, facts.id)
    texts = unseal(facts.key, "disclosures", facts.reference, necessity=row["necessity"], other_law=row["other_law"],
                   extract=row["extract"])  # fmt: skip
    received = any(g.capacity is Capacity.RECIPIENT and g.user_id == d.actor.user_id for g in facts.matter.grants)
    returned = register(Disclosure.source == facts.id, 20)
    may, running = d.may(facts), clocks.of_matter(d, facts.id)
    new = Action.DISCLOSURE_DOCUMENT_CRIME in may and from_police(facts.id) and not documented(facts.id)
    d.show(*(line.reference for line in returned), *((row["source_reference"],) if row["source_open"] else ()))
    return DisclosureView(
        reference=facts.reference, state=facts.matter.state,
        source=row["source_reference"] if row["source_open"] else "",
        sender=row["by"], sender_unit=row["by_unit"],
        recipient=f"{row['to']}, {row['to_unit']}" if row["to"] else row["to_unit"], basis=row["basis"],
        purpose=row["purpose"], necessity=texts["necessity"], other_law=texts["other_law"],
        extract=tuple((item["part"], item["text"]) for item in json.loads(texts["extract"])),
        extract_hash=row["extract_hash"],
        intact=hashlib.sha256(texts["extract"].encode()).hexdigest() == row["extract_hash"],
        shared_at=row["shared_at"], expires_at=row["expires_at"], ended_at=row["ended_at"],
        messages=_messages(facts), returned=returned, received=received,
        checked=None if received else _checked(facts), clocks=running, may_document=new, may=may,
    )  # fmt: skip


def _checked(facts: Facts) -> CheckView | None:
    row = Check.select().where((Check.matter == facts.id) & (Check.crossing == Crossing.DISCLOSURE)).dicts().first()
    if row is None:
        return None
    answers = tuple(tuple(answer.split("=")) for answer in row["answers"].split())
    reason = unseal(facts.key, "checks", row["reference"], reason=row["reason"])["reason"]
    return CheckView(row["guidance"], answers, reason, row["rule_versions"])


def _row_of(d: Door, matter_id: int) -> dict:
    sender, recipient, source = User.alias(), User.alias(), Matter.alias()
    sender_unit, unit = Unit.alias(), Unit.alias()
    return (
        Disclosure.select(
            Disclosure, sender.name.alias("by"), sender_unit.name.alias("by_unit"), recipient.name.alias("to"),
            unit.name.alias("to_unit"), source.reference.alias("source_reference"),
            participating.takes_part(d.standing, source.id, d.now).alias("source_open"),
        )
        .join(sender, on=(sender.id == Disclosure.sender))
        .join(sender_unit, on=(sender_unit.id == sender.unit))
        .join(unit, on=(unit.id == Disclosure.recipient_unit))
        .join(recipient, JOIN.LEFT_OUTER, on=(recipient.id == Disclosure.recipient))
        .join(source, on=(source.id == Disclosure.source))
        .where(Disclosure.matter == matter_id)
        .dicts()
        .get()
    )  # fmt: skip


def _messages(facts: Facts) -> tuple[MessageView, ...]:
    rows = (
        Message.select(Message.reference, Message.kind, Message.at, Message.body, User.name, User.role)
        .join(User, on=(User.id == Message.author))
        .where(Message.matter == facts.id)
        .order_by(Message.id)
        .tuples()
    )
    return tuple(
        MessageView(ref, MessageKind(kind), author, role, at, facts.key.open("messages.body", ref, body))
        for ref, kind, at, body, author, role in rows
    )
