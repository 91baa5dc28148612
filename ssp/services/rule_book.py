"""The register as a book: every entry with its versions, and who stands behind each."""

from dataclasses import dataclass
from datetime import date, timedelta

from ssp.models import RuleSignature, RuleVersion, User
from ssp.policy.checks import QUESTIONS
from ssp.policy.register import BASES, LIMITS, Number
from ssp.services import numbers
from ssp.services.door import Door
from ssp.terms import Basis

REVIEW_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who stands behind a version, since when, and the day it is to be looked at again."""

    by: str
    at: int
    review_on: date


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an entry; the first came with the product and has no reference and nobody who made it.

    `state` is in_force, proposed (waits for a signature), coming (signed, not begun) or past.
    """

    version: int
    value: int | str
    valid_from: date
    state: str
    reference: str = ""
    reason: str = ""
    made_by: str = ""
    made_at: int | None = None
    signature: Signature | None = None
    review: bool = False

    @property
    def signable(self) -> bool:
        """Whether the data protection officer is asked to stand behind it now."""
        return self.state != "past" and (self.signature is None or self.review)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the register with every version of it, the newest first."""

    name: str
    group: str
    unit: str
    says: str
    source: str
    confidence: str
    law: str
    now: Version
    versions: tuple[Version, ...]

    @property
    def signable(self) -> tuple[Version, ...]:
        return tuple(version for version in self.versions if version.signable)


@dataclass(frozen=True, slots=True)
class Foundation:
    """A legal basis a share can rest on: its name, whom it lets information pass between, and where it stands."""

    name: str
    sectors: tuple[str, ...]
    questions: tuple[str, ...]
    source: str
    law: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the data protection officer: versions nobody signed, proposals, and signatures to renew."""

    unsigned: int
    proposed: int
    reviews: int


def waiting(d: Door) -> Waiting:
    """What waits for the data protection officer; two queries."""
    found = [version for entry in entries(d.today) for version in entry.signable]
    unsigned = [version for version in found if version.signature is None]
    proposed = [version for version in unsigned if version.state != "in_force"]
    return Waiting(len(unsigned) - len(proposed), len(proposed), len(found) - len(unsigned))


def entries(today: date, only: str | None = None) -> tuple[Entry, ...]:
    """The register as it stands on a day, one entry or all; two queries."""
    names = [only] if only else list(LIMITS)
    signatures = _signatures(names)
    own: dict[str, list[tuple]] = {name: [] for name in names}
    for name, *stored in _own(names):
        own[name].append(tuple(stored))
    return tuple(_entry(LIMITS[name], own[name], signatures, today) for name in names)


def _own(names: list[str]):
    return (
        RuleVersion.select(
            RuleVersion.name, RuleVersion.version, RuleVersion.value, RuleVersion.valid_from, RuleVersion.reference,
            RuleVersion.reason, User.name, RuleVersion.made_at,
        )
        .join(User, on=(User.id == RuleVersion.made_by))
        .where(RuleVersion.name << names)
        .order_by(RuleVersion.version)
        .tuples()
    )  # fmt: skip


def _signatures(names: list[str]) -> dict[tuple[str, int], Signature]:
    """The newest signature of every version that has one."""
    rows = (
        RuleSignature.select(
            RuleSignature.name, RuleSignature.version, User.name, RuleSignature.signed_at, RuleSignature.review_on
        )
        .join(User, on=(User.id == RuleSignature.signed_by))
        .where(RuleSignature.name << names)
        .order_by(RuleSignature.id)
        .tuples()
    )
    return {(name, version): Signature(by, at, review_on) for name, version, by, at, review_on in rows}


def _entry(base: Number, own: list[tuple], signatures: dict, today: date) -> Entry:
    stored = [(base.version, base.value, base.valid_from, "", "", "", None), *own]
    signed = [version for version, *_ in own if (base.name, version) in signatures]
    begun = [version for version, _, begins, *_ in own if version in signed and begins <= today]
    in_force = max(begun, default=base.version)
    found = [_version(base, row, signatures.get((base.name, row[0])), in_force, today) for row in reversed(stored)]
    current = next(version for version in found if version.version == in_force)
    return Entry(
        base.name, base.group, base.unit, base.says, base.source, base.confidence, numbers.cited(base.name), current,
        tuple(found),
    )  # fmt: skip


def _version(base: Number, row: tuple, signature: Signature | None, in_force: int, today: date) -> Version:
    version, value, valid_from, reference, reason, made_by, made_at = row
    typed = numbers.version_of(base, version, str(value), valid_from).value
    review = signature is not None and signature.review_on <= today + REVIEW_SOON
    state = _state(version, in_force, signature is not None)
    return Version(version, typed, valid_from, state, reference, reason, made_by, made_at, signature, review)


def _state(version: int, in_force: int, signed: bool) -> str:
    if version == in_force:
        return "in_force"
    if version < in_force:
        return "past"
    return "coming" if signed else "proposed"


def foundations() -> tuple[Foundation, ...]:
    """Every basis a share can rest on, in the register's order."""
    return tuple(
        Foundation(
            name, tuple(basis["sectors"]), QUESTIONS[Basis(name)], basis["source"],
            numbers.law(basis["law"]) if basis["law"] else "", basis["confidence"],
        )
        for name, basis in BASES.items()
    )  # fmt: skip
