"""Consents as shown: who gave what to whom and until when, whether it still opens anything, and what rests on it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ssp.models import Consent, ConsentUnit, Unit, User
from ssp.services.door import Door, Facts
from ssp.services.resting import Resting, resting_on
from ssp.services.writing import unseal
from ssp.terms import Giver


class ConsentState(StrEnum):
    """Whether a consent opens anything today; `renewed` when a newer one stands in its place."""

    RUNNING = "running"
    RENEWED = "renewed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ConsentChoice:
    """A running consent something can be shared on."""

    reference: str
    scope: str
    units: tuple[str, ...]
    expires_on: date


@dataclass(frozen=True, slots=True)
class ConsentView:
    """One consent. `missing` are those who must give one too before it opens anything."""

    reference: str
    state: ConsentState
    givers: tuple[Giver, ...]
    missing: tuple[Giver, ...]
    named: str
    scope: str
    units: tuple[str, ...]
    given_on: date
    given_how: str
    expires_on: date
    withdrawn_at: int | None
    recorded_by: str
    resting: tuple[Resting, ...]


def running_consents(d: Door, facts: Facts) -> tuple[ConsentChoice, ...]:
    """The consents of a matter that open something today, the newest first; an extract that is passed on has none."""
    rows = _rows(facts.id)
    superseded = {row["renews"] for row in rows}
    running = [row for row in rows if state_of(row, d.today, superseded) is ConsentState.RUNNING]
    units = _units([row["id"] for row in running]) if running else {}
    return tuple(
        ConsentChoice(row["reference"], _opened(facts, row)["scope"], units.get(row["id"], ()), row["expires_on"])
        for row in running
    )


def views(d: Door, facts: Facts, missing) -> tuple[ConsentView, ...]:
    """Every consent of a matter, the newest first; `missing` says of a consent's givers who else must give one."""
    rows = _rows(facts.id)
    units = _units([row["id"] for row in rows]) if rows else {}
    renews = {row["id"]: row["renews"] for row in rows}
    rests = resting_on(d, facts, list(renews)) if rows else {}
    superseded = set(renews.values())
    found = []
    for row in rows:
        resting = () if row["id"] in superseded else _along(row["id"], renews, rests)
        found.append(_view(d, facts, row, units.get(row["id"], ()), superseded, missing, resting))
    return tuple(found)


def _along(consent_id: int, renews: dict[int, int | None], rests: dict[int, list[Resting]]) -> tuple[Resting, ...]:
    """What rests on a consent and on those it renews, the newest first."""
    found: list[Resting] = []
    at: int | None = consent_id
    while at is not None:
        found += rests.get(at, [])
        at = renews.get(at)
    return tuple(found)


def state_of(row: dict, today: date, superseded: set) -> ConsentState:
    """What a consent is worth on a day."""
    if row["withdrawn_at"] is not None:
        return ConsentState.WITHDRAWN
    if row["id"] in superseded:
        return ConsentState.RENEWED
    return ConsentState.EXPIRED if row["expires_on"] < today else ConsentState.RUNNING


def chain(consent_id: int) -> list[int]:
    """A consent and those it renews, the newest first: what rests on any of them rests on it."""
    found: list[int] = []
    at: int | None = consent_id
    while at is not None:
        found.append(at)
        at = Consent.select(Consent.renews).where(Consent.id == at).scalar()
    return found


def _view(d: Door, facts: Facts, row: dict, units, superseded: set, missing, resting) -> ConsentView:
    texts = _opened(facts, row)
    givers = tuple(Giver(giver) for giver in row["givers"].split())
    state = state_of(row, d.today, superseded)
    return ConsentView(
        reference=row["reference"], state=state, givers=givers, missing=tuple(missing(frozenset(givers))),
        named=texts["named"], scope=texts["scope"], units=units, given_on=row["given_on"], given_how=row["given_how"],
        expires_on=row["expires_on"], withdrawn_at=row["withdrawn_at"], recorded_by=row["by"], resting=resting,
    )  # fmt: skip


def _rows(matter_id: int) -> list[dict]:
    return list(
        Consent.select(Consent, User.name.alias("by"))
        .join(User, on=(User.id == Consent.recorded_by))
        .where(Consent.matter == matter_id)
        .order_by(Consent.id.desc())
        .limit(50)
        .dicts()
    )


def _opened(facts: Facts, row: dict) -> dict[str, str]:
    return unseal(facts.key, "consents", row["reference"], named=row["named"], scope=row["scope"])


def _units(ids: list[int]) -> dict[int, tuple[str, ...]]:
    rows = (
        ConsentUnit.select(ConsentUnit.consent, Unit.name)
        .join(Unit, on=(Unit.id == ConsentUnit.unit))
        .where(ConsentUnit.consent << ids)
        .order_by(Unit.sector, Unit.name)
        .tuples()
    )
    found: dict[int, tuple[str, ...]] = {}
    for consent_id, name in rows:
        found[consent_id] = (*found.get(consent_id, ()), name)
    return found
