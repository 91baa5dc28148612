"""The register of rules: reading it, proposing another version, and standing behind one."""

from dataclasses import asdict, dataclass
from datetime import date

from ssp.db import Clash
from ssp.models import RuleSignature, RuleVersion
from ssp.policy.access import Decision
from ssp.policy.register import BOUNDS, LIMITS, PARAGRAPH, Number
from ssp.services.door import Actor, Door, door
from ssp.services.references import ROW, new_reference
from ssp.services.rule_book import Entry, Foundation, Version, entries, foundations
from ssp.services.writing import already, remember
from ssp.terms import Action

UNKNOWN = Decision(False, False, "none", "unknown", "A6")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Book:
    """The whole register, and what the reader may do with it."""

    entries: tuple[Entry, ...]
    foundations: tuple[Foundation, ...]
    may_change: bool
    may_sign: bool

    @property
    def signable(self) -> list[tuple[Entry, Version]]:
        return [(entry, version) for entry in self.entries for version in entry.signable]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another value for an entry, the day it is to count from, and why. `value` is as it was typed."""

    value: str
    valid_from: date
    reason: str


class Refused(Exception):
    """The proposal cannot be stored; `field` and `reason` say what to mend."""

    def __init__(self, field: str, reason: str):
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


def index(actor: Actor) -> Book:
    """The whole register, for everybody."""
    with door(actor) as d:
        d.require_general(Action.RULE_READ)
        found = entries(d.today)
        d.show(*_references(found))
        return Book(found, foundations(), d.may_general(Action.RULE_CHANGE), d.may_general(Action.RULE_SIGN))


def show(actor: Actor, name: str) -> Book:
    """One entry with its history. Raises Denied for a name the register does not have."""
    with door(actor) as d:
        d.require_general(Action.RULE_READ, purpose=name if name in LIMITS else "")
        _require_known(d, Action.RULE_READ, name)
        found = entries(d.today, name)
        d.show(*_references(found))
        return Book(found, (), d.may_general(Action.RULE_CHANGE), d.may_general(Action.RULE_SIGN))


def propose(actor: Actor, name: str, proposal: Proposal, key: str) -> str:
    """Store another version of an entry; it counts once it is signed and its day has come. Returns its reference.

    Nothing is edited: the versions before it stay. Raises Denied, and Refused when the value or the day cannot be.
    """
    with door(actor) as d:
        d.require_general(Action.RULE_CHANGE, purpose=name if name in LIMITS else "")
        _require_known(d, Action.RULE_CHANGE, name)
        payload = asdict(proposal) | {"name": name}
        made = already(d, key, payload)
        if made:
            return made
        newest = entries(d.today, name)[0].versions[0]
        value = _value(LIMITS[name], proposal.value)
        if value == str(newest.value):
            raise Refused("value", "same_value")
        if proposal.valid_from < d.today:
            raise Refused("valid_from", "past_day")
        reference = new_reference(ROW)
        RuleVersion.insert(
            reference=reference, name=name, version=newest.version + 1, value=value, valid_from=proposal.valid_from,
            reason=proposal.reason, made_by=d.actor.user_id, made_at=d.now,
        ).execute()  # fmt: skip
        remember(d, key, payload, reference)
        d.show(reference)
        return reference


def sign(actor: Actor, chosen: list[tuple[str, int]], review_on: date, key: str) -> None:
    """Stand behind versions, until a day on which they are looked at again; an own version counts from now or its day.

    Raises Denied, Clash when one of them no longer waits for a signature, and Refused for a day that has passed.
    """
    with door(actor) as d:
        d.require_general(Action.RULE_SIGN)
        payload = {"chosen": sorted(chosen), "review_on": review_on}
        if already(d, key, payload):
            return
        if review_on <= d.today:
            raise Refused("review_on", "past_day")
        waiting_now = {(e.name, v.version) for e in entries(d.today) for v in e.signable}
        if not set(chosen) <= waiting_now:
            raise Clash
        rows = [
            {"reference": new_reference(ROW), "name": name, "version": version, "signed_by": d.actor.user_id,
             "signed_at": d.now, "review_on": review_on}
            for name, version in sorted(set(chosen))
        ]  # fmt: skip
        RuleSignature.insert_many(rows).execute()
        remember(d, key, payload, rows[0]["reference"])
        d.show(*(row["reference"] for row in rows))


def _references(found: tuple[Entry, ...]) -> list[str]:
    return [version.reference for entry in found for version in entry.versions if version.reference]


def _require_known(d: Door, action: Action, name: str) -> None:
    if name not in LIMITS:
        d.require_decision(action, UNKNOWN)


def _value(base: Number, typed: str) -> str:
    """What was typed, as it is stored. Raises Refused."""
    if base.unit == PARAGRAPH:
        if len(typed) > LONGEST:
            raise Refused("value", "too_long")
        return typed
    least, most = BOUNDS[base.unit]
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 10 and least <= int(typed) <= most):
        raise Refused("value", "out_of_bounds")
    return str(int(typed))
