"""A marker in every sealed field of every table, so that whatever leaves the building can be recognised."""

import hashlib
import json
import re
import secrets
from dataclasses import dataclass

from peewee import BlobField

from ssp.models import (
    MODELS,
    Attachment,
    AttachmentPiece,
    Audit,
    Commitment,
    ConcernPerson,
    Disclosure,
    Family,
    Matter,
    NotificationPerson,
    Person,
)
from ssp.services.factors import FACTORS
from ssp.services.keyring import Keyring
from ssp.terms import DutyMark, Exemption, MatterKind, MessageKind

MARKER = re.compile(r"zq[0-9a-f]{14}")
LETTERS = str.maketrans("0123456789", "abcdefabcd")
NOT_CONTENT = frozenset({"wrapped_key", "salt", "mac"})
KEY_LINKS = {
    "wrapped_key": None, "kept": Person, "matter": Matter, "concern": Matter, "notification": Matter, "case": Matter,
    "family": Family,
}  # fmt: skip
"""The column by which a row is sealed with the key of another, and whose key that is."""
MOVED = {"rows": {}, "dropped": [], "rounds": [], "filled": [], "flags": [], "version": 0}
"""What a merge remembers when there was nothing to move."""
UNMARKED = frozenset({"persons.born_on"})
"""A sealed day holds a day and nothing else."""
DRAFT_TEXTS = (
    "observation", "words", "assessment", "protective", "unlisted", "described_as", "place", "done_text", "q",
    "strengths", "tried", "not_informed_reason", "notifier", "situation", "text",
)  # fmt: skip
EXTRACT_TEXTS = ("children", "subject", "observation", "words", "assessment", "protective", "reporter", "statement")


@dataclass(frozen=True, slots=True)
class Planted:
    """Where a marker stands: the table and column, the record whose line the log must carry, and the row."""

    table: str
    column: str
    record: str
    row: str


def sealed_columns() -> dict:
    """Every column that holds ciphertext of content, found by looking at the models."""
    return {
        model: [f.name for f in model._meta.sorted_fields if isinstance(f, BlobField) and f.name not in NOT_CONTENT]
        for model in MODELS
    }


def plant(keyring: Keyring) -> dict[str, Planted]:
    """Overwrite every sealed field of every row with a text that holds a marker of its own.

    The log cannot be overwritten; what was searched for is marked where the search is made.
    """
    planted: dict[str, Planted] = {}
    for model, columns in sealed_columns().items():
        if columns and model is not Audit:
            for row in list(model.select()):
                _plant_row(keyring, model, columns, row, planted)
    return planted


def unplanted(planted: dict[str, Planted]) -> set[str]:
    """The sealed columns no marker stands in."""
    wanted = {f"{m._meta.table_name}.{c}" for m, columns in sealed_columns().items() for c in columns}
    return wanted - UNMARKED - {f"{p.table}.{p.column}" for p in planted.values()}


def marker() -> str:
    return "zq" + secrets.token_hex(7).translate(LETTERS)


def _plant_row(keyring, model, columns, row, planted) -> None:
    owner, wrapped = _key_of(row)
    if not wrapped:
        return  # a lesson that was withdrawn: its key is gone
    key = keyring.unwrap(owner, bytes(wrapped))
    reference = getattr(row, "reference", None) or _piece_of(row) or owner
    table, changed = model._meta.table_name, {}
    for column in columns:
        if model in (ConcernPerson, NotificationPerson) and row.person_id is not None:
            continue  # a child on the roll is not named a second time

        def new(column=column):
            made = marker()
            planted[made] = Planted(table, column, owner, reference)
            return made

        text = _text(table, column, row, new)
        changed[column] = key.seal(f"{table}.{column}", reference, text)
        if (model, column) == (Disclosure, "extract"):
            changed["extract_hash"] = hashlib.sha256(text.encode()).hexdigest()
    if changed:
        model.update(changed).where(row._pk_expr()).execute()


def _key_of(row) -> tuple[str, bytes]:
    """Whose key a row is sealed with, and that key."""
    if hasattr(row, "commitment_id"):
        row = Commitment.get_by_id(row.commitment_id)
    if hasattr(row, "attachment_id"):
        row = Attachment.get_by_id(row.attachment_id)
    link = next(name for name in KEY_LINKS if name in row._meta.fields)
    owner = row if KEY_LINKS[link] is None else KEY_LINKS[link].get_by_id(getattr(row, f"{link}_id"))
    return owner.reference, owner.wrapped_key


def _piece_of(row) -> str:
    """What the seal of a file's only piece is bound to."""
    if not isinstance(row, AttachmentPiece):
        return ""
    return f"{Attachment.get_by_id(row.attachment_id).reference}|{row.number}|last"


def _text(table: str, column: str, row, new) -> str:
    if table == "messages" and row.kind == MessageKind.DUTY:
        return f"{DutyMark.SENT}\n{new()}"
    if table == "messages" and row.kind == MessageKind.DEFERRAL:
        return f"{Exemption.CHILDS_INTEREST}\n{new()}"
    if table == "messages" and row.kind == MessageKind.NETWORK_CONSULTATION:
        return f"2026-01-05\n{new()}"
    if (table, column) == ("drafts", "body"):
        body = {name: new() for name in DRAFT_TEXTS}
        return json.dumps(body | {"subject": "child", "children": [], "done": [], "key": "k" * 20})
    if (table, column) == ("disclosures", "extract"):
        parts = [{"part": part, "text": new()} for part in EXTRACT_TEXTS]
        return json.dumps([*parts, {"part": "when_where", "text": f"2026-01-05 {new()}"}])
    if (table, column) == ("factor_sheets", "body"):
        return json.dumps({factor: ["yes", new()] for factor in FACTORS})
    if (table, column) == ("merges", "moved"):
        case = Matter.get((Matter.kind == MatterKind.CASE) & (Matter.network == 1)).reference
        return json.dumps({**MOVED, "case": case, "x": new()})
    if (table, column) == ("saved_searches", "query"):
        return json.dumps({"text": new()})
    if (table, column) == ("persons", "born_on"):
        return "2011-02-01"
    if (table, column) == ("persons", "cpr"):
        return f"010211-4002 {new()}"
    return f"{new()} skrevet for at blive fundet"
