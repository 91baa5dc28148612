"""The log's chain: what a row commits to, and walking it from the first row to the last."""

import hashlib
import json
import secrets

from ssp.models import Audit
from ssp.services.keyring import Keyring
from ssp.services.prepared import prepared

COMMITTED = (
    "seq", "at", "request_id", "actor_id", "unit_id", "role", "session", "action", "decision", "rule", "reason",
    "basis", "purpose", "channel", "objects",
)  # fmt: skip


def commitment(row: dict) -> bytes:
    """The salted hash of everything a row says; the chain covers this, so a pruned row can still be walked past."""
    body = json.dumps([row[name] for name in COMMITTED], ensure_ascii=True, separators=(",", ":"))
    sealed = bytes(row["criterion"]) if row["criterion"] is not None else b""
    return hashlib.sha256(b"\x00" + bytes(row["salt"]) + body.encode() + sealed).digest()


def end() -> tuple[int, bytes]:
    """The number and the link of the last row; (0, b"") before the first."""
    rows = _last()
    return (rows[0][0], bytes(rows[0][1])) if rows else (0, b"")


def linked(keyring: Keyring, criterion: str, said: dict) -> dict:
    """The row that says this, numbered after the last one and chained to it."""
    last, previous = end()
    seq, salt = last + 1, secrets.token_bytes(16)
    row = {
        **said,
        "seq": seq,
        "salt": salt,
        "criterion": keyring.seal_criterion(criterion, salt) if criterion else None,
    }
    return row | {"mac": keyring.mac(previous, seq, commitment(row))}


@prepared
def _last():
    return Audit.select(Audit.seq, Audit.mac).order_by(Audit.seq.desc()).limit(1).tuples()


def verify(keyring: Keyring) -> tuple[int, int | None]:
    """Walk the whole chain. Returns (rows that hold, number of the first row that does not, or None)."""
    previous, expected = b"", 1
    for row in Audit.select().order_by(Audit.seq).dicts().iterator():
        if row["seq"] != expected or keyring.mac(previous, expected, commitment(row)) != bytes(row["mac"]):
            return expected - 1, expected
        previous, expected = bytes(row["mac"]), expected + 1
    return expected - 1, None
