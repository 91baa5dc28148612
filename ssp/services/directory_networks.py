"""Networks and their members: a collaboration has a purpose, a basis, an owner and an end (J5)."""

from dataclasses import dataclass
from datetime import date, timedelta

from peewee import JOIN, Case, fn

from ssp.db import Clash
from ssp.models import Membership, Network, Unit, User
from ssp.services.directory import OWNER_ROLES, Objection, Refused, fingerprint, require_known, running, text_problem
from ssp.services.door import Actor, Door, door
from ssp.services.references import NETWORK, new_reference
from ssp.services.writing import already, remember
from ssp.terms import Action, Basis, Role, Sector

NETWORK_BASES = (Basis.RPL115_SSP, Basis.RPL115_PSP, Basis.RPL115_KSP, Basis.COORDINATION, Basis.OTHER_LAW)
MOST = 300


@dataclass(frozen=True, slots=True)
class NetworkFields:
    """A network as the form knows it; `owner` is the reference of a user."""

    name: str
    purpose: str
    legal_basis: Basis
    owner: str
    ends_on: date


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """A network in the list."""

    reference: str
    name: str
    legal_basis: str
    owner: str
    ends_on: date
    members: int
    ended: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to choose as owner or member."""

    reference: str
    username: str
    name: str
    role: Role
    unit: str


@dataclass(frozen=True, slots=True)
class Member:
    """A membership as the network's page shows it; `ended` ones stay for the record."""

    reference: str
    name: str
    role: Role
    unit: str
    starts_on: date
    ends_on: date | None
    ended: bool


@dataclass(frozen=True, slots=True)
class NetworkView:
    """A network to edit, its members, and who could own or join it."""

    reference: str
    fields: NetworkFields
    version: str
    ended: bool
    members: list[Member]
    owners: list[Candidate]
    joinable: list[Candidate]


def index(actor: Actor) -> list[NetworkLine]:
    """Every network, the running ones first."""
    with door(actor) as d:
        d.require_general(Action.DIRECTORY_READ)
        members = Membership.select(fn.COUNT(Membership.user.distinct())).where(
            (Membership.network == Network.id) & _live(d.today)
        )
        rows = (
            Network.select(
                Network.reference, Network.name, Network.legal_basis, fn.COALESCE(User.name, ""), Network.ends_on,
                members,
            )
            .join(User, JOIN.LEFT_OUTER, on=(User.id == Network.owner_id))
            .order_by(Network.ends_on < d.today, Network.name)
            .limit(MOST)
            .tuples()
        )  # fmt: skip
        found = [NetworkLine(*row, row[4] < d.today) for row in rows]
        d.show(*(line.reference for line in found))
        return found


def owners(actor: Actor) -> list[Candidate]:
    """Who could own a new network."""
    with door(actor) as d:
        d.require_general(Action.DIRECTORY_READ)
        return _owners(d, "")


def show(actor: Actor, reference: str) -> NetworkView:
    """A network to edit, with its members. Raises Denied."""
    with door(actor) as d:
        d.require_general(Action.DIRECTORY_READ)
        id_, fields = require_known(d, Action.DIRECTORY_READ, _stored(reference))
        members = _members(d, id_)
        d.show(reference, *(member.reference for member in members))
        outside = (Unit.sector != Sector.SCHOOL) & (User.id.not_in(_live_users(id_, d.today)))
        return NetworkView(
            reference, fields, version_of(fields), fields.ends_on < d.today, members, _owners(d, fields.owner),
            _candidates(d, outside),
        )  # fmt: skip


def create(actor: Actor, fields: NetworkFields, key: str) -> str:
    """A new network's reference. Raises Refused."""
    with door(actor) as d:
        d.require_general(Action.NETWORK_MANAGE)
        payload = {"network": fields.name, "purpose": fields.purpose, "ends_on": fields.ends_on}
        made = already(d, key, payload)
        if made:
            return made
        owner = _owner_id(fields.owner)
        past = [Objection("ends_on", "ends_past")] if fields.ends_on < d.today else []
        _refuse([*_objections(None, fields, owner), *past])
        reference = new_reference(NETWORK)
        Network.insert(reference=reference, **_columns(fields, owner)).execute()
        remember(d, key, payload, reference)
        d.show(reference)
        return reference


def update(actor: Actor, reference: str, fields: NetworkFields, version: str) -> None:
    """Correct a network; past its end date its members have no access through it. Raises Refused, Clash, Denied."""
    with door(actor) as d:
        d.require_general(Action.NETWORK_MANAGE)
        id_, stored = require_known(d, Action.NETWORK_MANAGE, _stored(reference))
        d.show(reference)
        if version_of(stored) != version:
            raise Clash
        owner = _owner_id(fields.owner)
        _refuse(_objections(id_, fields, owner))
        Network.update(**_columns(fields, owner)).where(Network.id == id_).execute()


def admit(actor: Actor, reference: str, username: str, starts_on: date | None, ends_on: date | None) -> None:
    """Make somebody a member from a day (default today) to a day or for good. Raises Refused, Denied."""
    with door(actor) as d:
        d.require_general(Action.NETWORK_MANAGE)
        id_, _ = require_known(d, Action.NETWORK_MANAGE, _stored(reference))
        starts_on = starts_on or d.today
        row = User.select(User.id, User.reference).where(User.username == username.casefold()).tuples().first()
        if row is None:
            raise Refused((Objection("username", "user_unknown"),))
        if ends_on is not None and ends_on < max(starts_on, d.today):
            raise Refused((Objection("leaves_on", "ends_before_start"),))
        d.show(reference, row[1])
        if _overlaps(id_, row[0], starts_on, ends_on):
            raise Refused((Objection("username", "member_already"),))
        Membership.insert(network=id_, user=row[0], starts_on=starts_on, ends_on=ends_on).execute()


def end(actor: Actor, reference: str, user: str) -> None:
    """End somebody's membership now: the last day becomes yesterday, so the next request is already without it.

    A membership that began today, or has yet to begin, never ran a day and is taken away. Raises Denied.
    """
    with door(actor) as d:
        d.require_general(Action.NETWORK_MANAGE)
        id_, _ = require_known(d, Action.NETWORK_MANAGE, _stored(reference))
        found = User.select(User.id).where(User.reference == user).scalar()
        user_id = require_known(d, Action.NETWORK_MANAGE, found)
        d.show(reference, user)
        theirs = (Membership.network == id_) & (Membership.user == user_id)
        Membership.delete().where(theirs & (Membership.starts_on >= d.today)).execute()
        running_now = Membership.ends_on.is_null() | (Membership.ends_on >= d.today)
        Membership.update(ends_on=d.today - timedelta(days=1)).where(theirs & running_now).execute()


def version_of(fields: NetworkFields) -> str:
    return fingerprint(fields.name, fields.purpose, fields.legal_basis, fields.owner, fields.ends_on)


def _stored(reference: str) -> tuple[int, NetworkFields] | None:
    row = (
        Network.select(
            Network.id, Network.name, Network.purpose, Network.legal_basis, fn.COALESCE(User.reference, ""),
            Network.ends_on,
        )
        .join(User, JOIN.LEFT_OUTER, on=(User.id == Network.owner_id))
        .where(Network.reference == reference)
        .tuples()
        .first()
    )  # fmt: skip
    if row is None:
        return None
    id_, name, purpose, basis, owner, ends_on = row
    return id_, NetworkFields(name, purpose, Basis(basis), owner, ends_on)


def _live(today: date):
    return Membership.ends_on.is_null() | (Membership.ends_on >= today)


def _live_users(id_: int, today: date):
    return Membership.select(Membership.user).where((Membership.network == id_) & _live(today))


def _members(d: Door, id_: int) -> list[Member]:
    rows = (
        Membership.select(User.reference, User.name, User.role, Unit.name, Membership.starts_on, Membership.ends_on)
        .join(User, on=(User.id == Membership.user))
        .join(Unit, on=(Unit.id == User.unit))
        .where(Membership.network == id_)
        .order_by(Case(None, ((_live(d.today), 0),), 1), User.name, Membership.starts_on.desc())
        .limit(MOST)
        .tuples()
    )
    return [
        Member(ref, name, Role(role), unit, start, stop, stop is not None and stop < d.today)
        for ref, name, role, unit, start, stop in rows
    ]


def _owners(d: Door, also: str) -> list[Candidate]:
    return _candidates(d, (User.role << list(OWNER_ROLES)) | (User.reference == also))


def _candidates(d: Door, condition) -> list[Candidate]:
    rows = (
        User.select(User.reference, User.username, User.name, User.role, Unit.name)
        .join(Unit, on=(Unit.id == User.unit))
        .where(condition & running(d.today) & Unit.active)
        .order_by(User.name)
        .limit(MOST)
        .tuples()
    )
    return [Candidate(ref, username, name, Role(role), unit) for ref, username, name, role, unit in rows]


def _owner_id(reference: str) -> int | None:
    return User.select(User.id).where(User.reference == reference).scalar()


def _columns(fields: NetworkFields, owner: int | None) -> dict:
    return {
        "name": fields.name, "purpose": fields.purpose, "legal_basis": fields.legal_basis, "owner_id": owner,
        "ends_on": fields.ends_on,
    }  # fmt: skip


def _objections(id_: int | None, fields: NetworkFields, owner: int | None) -> list[Objection]:
    found = [Objection("name", problem)] if (problem := text_problem(fields.name)) else []
    others = Network.select(Network.id, Network.name).tuples()
    if any(name.casefold() == fields.name.casefold() and other != id_ for other, name in others):
        found.append(Objection("name", "network_taken"))
    if owner is None:
        found.append(Objection("owner", "owner_missing"))
    return found


def _overlaps(id_: int, user_id: int, starts_on: date, ends_on: date | None) -> bool:
    theirs = (Membership.network == id_) & (Membership.user == user_id)
    still = Membership.ends_on.is_null() | (Membership.ends_on >= starts_on)
    begun = (Membership.starts_on <= ends_on) if ends_on is not None else Membership.id.is_null(False)
    return Membership.select(Membership.id).where(theirs & still & begun).exists()


def _refuse(objections: list[Objection]) -> None:
    if objections:
        raise Refused(tuple(objections))
