"""The directory: what units, users and networks share, and what needs an administrator today."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from peewee import fn

from ssp.models import Membership, Network, Unit, User
from ssp.policy.appointments import UNKNOWN, confirm_by, confirmed_since
from ssp.services.door import Door
from ssp.terms import Action, Role, Sector

ENDING_SOON_DAYS = 30
LAPSING_SOON_DAYS = 14
FEW = 8
LONGEST_NAME = 120
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Objection:
    """Why something cannot be stored: the field to mend, and the reason."""

    field: str
    reason: str


class Refused(Exception):
    """Nothing was stored; `objections` says which fields to mend."""

    def __init__(self, objections: tuple[Objection, ...]):
        super().__init__(", ".join(f"{o.field}: {o.reason}" for o in objections))
        self.objections = objections


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose in a form."""

    reference: str
    name: str


@dataclass(frozen=True, slots=True)
class Ending:
    """A membership that ends soon."""

    user: str
    name: str
    network: str
    network_name: str
    ends_on: date


@dataclass(frozen=True, slots=True)
class NetworkEnding:
    """A network whose end date is near; on that day its members lose access (J5)."""

    reference: str
    name: str
    ends_on: date


@dataclass(frozen=True, slots=True)
class Lapsing:
    """An account that must be confirmed; from `confirm_by` on it opens nothing (A10)."""

    reference: str
    name: str
    unit: str
    confirm_by: date
    lapsed: bool


@dataclass(frozen=True, slots=True)
class Needs:
    """What needs an administrator today; the lists hold the first few, the counts all."""

    units: int
    users: int
    networks: int
    unconfirmed: int
    lapsing: int
    without_password: int
    accounts: list[Lapsing]
    endings: list[Ending]
    networks_ending: list[NetworkEnding]
    lonely_schools: list[Option]


def needs(d: Door) -> Needs:
    """What needs an administrator today, in five queries whatever the size of the directory."""
    accounts, endings, networks, schools = _accounts(d), _endings(d), _networks_ending(d), _lonely_schools()
    d.show(*(a.reference for a in accounts), *(e.user for e in endings), *(n.reference for n in networks))
    d.show(*(school.reference for school in schools))
    return Needs(*_counts(d), accounts, endings, networks, schools)


def running(today: date):
    """A condition on User: the post has not ended."""
    return User.ends_on.is_null() | (User.ends_on >= today)


def lapsed(today: date):
    """A condition on User: nobody confirmed the account in time, so it opens nothing (A10)."""
    return running(today) & (User.confirmed_on < confirmed_since(today))


def lapsing(today: date):
    """A condition on User: the account lapses within LAPSING_SOON_DAYS."""
    since = confirmed_since(today)
    soon = since + timedelta(days=LAPSING_SOON_DAYS)
    return running(today) & (User.confirmed_on >= since) & (User.confirmed_on < soon)


def require_known(d: Door, action: Action, row):
    """The row again; one that does not exist is answered like one that must not be known. Raises Denied."""
    if row is None:
        d.require_decision(action, UNKNOWN)
    return row


def text_problem(text: str, longest: int = LONGEST_NAME) -> str:
    """Why a text from a form or a file cannot be stored ("formula", "unreadable", "too_long"), or ""."""
    if text.startswith(FORMULA_STARTS):
        return "formula"
    if not text.isprintable():
        return "unreadable"
    return "too_long" if len(text) > longest else ""


def fingerprint(*values) -> str:
    """The version of a row without a version column: changed when any of its values is."""
    return hashlib.sha256("\0".join(str(value) for value in values).encode()).hexdigest()[:16]


def unit_options(also: int | None = None) -> tuple[Option, ...]:
    """The active units to choose among, by name, and one more that is already chosen."""
    condition = Unit.active | (Unit.id == also) if also is not None else Unit.active
    rows = Unit.select(Unit.reference, Unit.name).where(condition).order_by(Unit.name).limit(1000).tuples()
    return tuple(Option(*row) for row in rows)


def network_options() -> tuple[Option, ...]:
    rows = Network.select(Network.reference, Network.name).order_by(Network.name).limit(200).tuples()
    return tuple(Option(*row) for row in rows)


def _counts(d: Door) -> tuple[int, ...]:
    def counted(model, condition):
        return model.select(fn.COUNT(model.id)).where(condition)

    here = running(d.today)
    row = Network.select(
        counted(Unit, Unit.active),
        counted(User, here),
        counted(User, lapsed(d.today)),
        counted(User, lapsing(d.today)),
        counted(User, here & (User.password_hash == "")),
        fn.COUNT(Network.id),
    ).where(Network.ends_on >= d.today)
    units, users, unconfirmed, soon, waiting, networks = row.tuples().get()
    return units, users, networks, unconfirmed, soon, waiting


def _accounts(d: Door) -> list[Lapsing]:
    rows = (
        User.select(User.reference, User.name, Unit.name, User.confirmed_on)
        .join(Unit, on=(Unit.id == User.unit))
        .where(lapsed(d.today) | lapsing(d.today))
        .order_by(User.confirmed_on, User.id)
        .limit(FEW)
        .tuples()
    )
    return [
        Lapsing(reference, name, unit, confirm_by(on), confirm_by(on) < d.today) for reference, name, unit, on in rows
    ]


def _endings(d: Door) -> list[Ending]:
    rows = (
        Membership.select(User.reference, User.name, Network.reference, Network.name, Membership.ends_on)
        .join(User, on=(User.id == Membership.user))
        .join(Network, on=(Network.id == Membership.network))
        .where(
            (Membership.ends_on >= d.today)
            & (Membership.ends_on <= d.today + timedelta(days=ENDING_SOON_DAYS))
            & (Network.ends_on >= d.today)
        )
        .order_by(Membership.ends_on, Membership.id)
        .limit(FEW)
        .tuples()
    )
    return [Ending(*row) for row in rows]


def _networks_ending(d: Door) -> list[NetworkEnding]:
    soon = d.today + timedelta(days=ENDING_SOON_DAYS)
    rows = (
        Network.select(Network.reference, Network.name, Network.ends_on)
        .where((Network.ends_on >= d.today) & (Network.ends_on <= soon))
        .order_by(Network.ends_on, Network.id)
        .limit(FEW)
        .tuples()
    )
    return [NetworkEnding(*row) for row in rows]


def _lonely_schools() -> list[Option]:
    rows = (
        Unit.select(Unit.reference, Unit.name)
        .where((Unit.sector == Sector.SCHOOL) & Unit.active & Unit.network.is_null())
        .order_by(Unit.name)
        .limit(FEW)
        .tuples()
    )
    return [Option(*row) for row in rows]


OWNER_ROLES = (Role.SSP_CONSULTANT, Role.LEADER)
"""The roles that can own a network (J5)."""
