"""What every writing use case shares: a new matter, a new state, doing a thing once, telling somebody."""

import json
from dataclasses import dataclass

from ssp.db import Clash
from ssp.models import Mail, Matter, Message, Submission, User
from ssp.policy.retention import retention_until
from ssp.services.door import Door, Facts
from ssp.services.keyring import DataKey
from ssp.services.references import MAIL, ROW, new_reference
from ssp.terms import Action, MatterKind, MessageKind, RetentionClass


class Reused(Exception):
    """A form's key came back with other content: a second form, not a second press."""


@dataclass(frozen=True, slots=True)
class Made:
    """A matter that was just made."""

    id: int
    reference: str
    key: DataKey


def new_matter(d: Door, kind: MatterKind, letter: str, state: str, unit_id: int, network_id: int | None) -> Made:
    """Insert a matter with its own data key and its date of erasure (I3)."""
    reference = new_reference(letter)
    wrapped, key = d.new_key(reference)
    retention_class = RetentionClass(kind.value)
    id_ = Matter.insert(
        reference=reference, kind=kind, state=state, unit=unit_id, network=network_id, created_at=d.now,
        changed_at=d.now, wrapped_key=wrapped, retention_class=retention_class,
        retention_until=retention_until(retention_class, d.today),
    ).execute()  # fmt: skip
    return Made(id_, reference, key)


def advance(d: Door, facts: Facts, state: str | None = None, version: int | None = None) -> None:
    """Move a matter on: a new version, perhaps a new state, a new date of erasure.

    Raises Clash when `version`, the one the person's page was made from, is no longer the one stored.
    """
    expected = facts.version if version is None else version
    changed = (
        Matter.update(
            state=state or facts.matter.state,
            changed_at=d.now,
            version=Matter.version + 1,
            retention_until=retention_until(RetentionClass(facts.matter.kind.value), d.today),
        )
        .where((Matter.id == facts.id) & (Matter.version == expected))
        .execute()
    )
    if not changed:
        raise Clash


def already(d: Door, key: str, payload: dict) -> str | None:
    """The reference an earlier press of the same form made, or None. Raises Reused."""
    row = (
        Submission.select(Submission.payload_hash, Submission.reference)
        .where((Submission.user == d.actor.user_id) & (Submission.key == key))
        .tuples()
        .first()
    )
    if row is None:
        return None
    if row[0] != _fingerprint(d, payload):
        raise Reused
    return row[1]


def remember(d: Door, key: str, payload: dict, reference: str) -> None:
    """Keep what this form made, in the same transaction, so that a second press finds it."""
    Submission.insert(
        user=d.actor.user_id, key=key, payload_hash=_fingerprint(d, payload), reference=reference, at=d.now
    ).execute()


def pressed_before(d: Door, facts: Facts | None, action: Action, key: str, payload: dict) -> bool:
    """Whether an act is closed now only because an earlier press of the same form did it; the reader may still read."""
    if facts is None or action in (may := d.may(facts)) or Action(f"{facts.matter.kind}.read") not in may:
        return False
    try:
        return already(d, key, payload) is not None
    except Reused:
        return False


def add_message(d: Door, facts: Facts | Made, kind: MessageKind, text: str) -> None:
    """Put a message on a matter's thread, sealed with the matter's key."""
    reference = new_reference(ROW)
    Message.insert(
        reference=reference, matter=facts.id, author=d.actor.user_id, kind=kind, at=d.now,
        body=facts.key.seal("messages.body", reference, text),
    ).execute()  # fmt: skip


def tell(d: Door, users: list[int], about: str, template: str = "news") -> None:
    """Put a mail in the outbox for each user: a reference, 'noget nyt, log ind', and nothing else (J1)."""
    addresses = [email for (email,) in User.select(User.email).where((User.id << users) & (User.email != "")).tuples()]
    rows = [
        {
            "reference": new_reference(MAIL),
            "recipient": email,
            "template": template,
            "about": about,
            "created_at": d.now,
            "next_at": d.now,
        }
        for email in addresses
    ]
    if rows:
        Mail.insert_many(rows).execute()


def seal(key: DataKey, table: str, row: str, **texts: str | None) -> dict[str, bytes | None]:
    """Every text sealed for its own column of `table` in this row; an empty text is stored as nothing."""
    return {name: key.seal(f"{table}.{name}", row, text) if text else None for name, text in texts.items()}


def unseal(key: DataKey, table: str, row: str, **values) -> dict[str, str]:
    """The texts behind the sealed values, "" where nothing was stored."""
    return {
        name: key.open(f"{table}.{name}", row, value) if value is not None else "" for name, value in values.items()
    }


def _fingerprint(d: Door, payload: dict) -> str:
    return d.blind_index(json.dumps(payload, sort_keys=True, default=str))
