"""Units: an administrator adds them, corrects them and closes them."""

from dataclasses import dataclass

from peewee import JOIN, fn

from ssp.db import Clash
from ssp.models import Network, Unit, User
from ssp.policy.appointments import fits
from ssp.services.directory import (
    Objection,
    Option,
    Refused,
    fingerprint,
    network_options,
    require_known,
    running,
    text_problem,
)
from ssp.services.door import Actor, Door, door
from ssp.services.references import UNIT, new_reference
from ssp.services.writing import already, remember
from ssp.terms import Action, Role, Sector

MOST = 1000


@dataclass(frozen=True, slots=True)
class UnitFields:
    """A unit as the form knows it; `network` is a reference or ""."""

    name: str
    sector: Sector
    network: str = ""
    self_governing: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the list, with how many users stand in it."""

    reference: str
    name: str
    sector: Sector
    network: str
    active: bool
    users: int


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit to edit; `version` goes back with the form."""

    reference: str
    fields: UnitFields
    version: str
    networks: tuple[Option, ...]


def index(actor: Actor) -> list[UnitLine]:
    """Every unit by name, at most MOST."""
    with door(actor) as d:
        d.require_general(Action.DIRECTORY_READ)
        users = User.select(fn.COUNT(User.id)).where((User.unit == Unit.id) & running(d.today))
        rows = (
            Unit.select(Unit.reference, Unit.name, Unit.sector, fn.COALESCE(Network.name, ""), Unit.active, users)
            .join(Network, JOIN.LEFT_OUTER, on=(Network.id == Unit.network))
            .order_by(Unit.active.desc(), Unit.name)
            .limit(MOST)
            .tuples()
        )
        found = [UnitLine(ref, name, Sector(sector), net, bool(on), n) for ref, name, sector, net, on, n in rows]
        d.show(*(line.reference for line in found))
        return found


def networks(actor: Actor) -> tuple[Option, ...]:
    """The networks a new unit can belong to."""
    with door(actor) as d:
        d.require_general(Action.DIRECTORY_READ)
        return network_options()


def show(actor: Actor, reference: str) -> UnitView:
    """A unit to edit. Raises Denied."""
    with door(actor) as d:
        d.require_general(Action.DIRECTORY_READ)
        _, fields = require_known(d, Action.DIRECTORY_READ, _stored(reference))
        d.show(reference)
        return UnitView(reference, fields, version_of(fields), network_options())


def create(actor: Actor, fields: UnitFields, key: str) -> str:
    """A new unit's reference. Raises Refused."""
    with door(actor) as d:
        d.require_general(Action.UNIT_MANAGE)
        payload = {"unit": fields.name, "sector": fields.sector, "network": fields.network}
        made = already(d, key, payload)
        if made:
            return made
        _refuse(_objections(d, None, fields))
        reference = new_reference(UNIT)
        Unit.insert(reference=reference, **_columns(fields)).execute()
        remember(d, key, payload, reference)
        d.show(reference)
        return reference


def update(actor: Actor, reference: str, fields: UnitFields, version: str) -> None:
    """Correct a unit; closing it shuts everybody in it out at their next request. Raises Refused, Clash, Denied."""
    with door(actor) as d:
        d.require_general(Action.UNIT_MANAGE)
        id_, stored = require_known(d, Action.UNIT_MANAGE, _stored(reference))
        d.show(reference)
        if version_of(stored) != version:
            raise Clash
        _refuse(_objections(d, id_, fields))
        Unit.update(**_columns(fields)).where(Unit.id == id_).execute()


def version_of(fields: UnitFields) -> str:
    return fingerprint(fields.name, fields.sector, fields.network, fields.self_governing, fields.active)


def _stored(reference: str) -> tuple[int, UnitFields] | None:
    row = (
        Unit.select(
            Unit.id, Unit.name, Unit.sector, fn.COALESCE(Network.reference, ""), Unit.self_governing, Unit.active
        )
        .join(Network, JOIN.LEFT_OUTER, on=(Network.id == Unit.network))
        .where(Unit.reference == reference)
        .tuples()
        .first()
    )
    if row is None:
        return None
    id_, name, sector, network, self_governing, active = row
    return id_, UnitFields(name, Sector(sector), network, bool(self_governing), bool(active))


def _columns(fields: UnitFields) -> dict:
    network = Network.select(Network.id).where(Network.reference == fields.network).scalar() if fields.network else None
    return {
        "name": fields.name, "sector": fields.sector, "network": network,
        "self_governing": fields.self_governing, "active": fields.active,
    }  # fmt: skip


def _objections(d: Door, id_: int | None, fields: UnitFields) -> list[Objection]:
    found = [Objection("name", problem)] if (problem := text_problem(fields.name)) else []
    others = Unit.select(Unit.id, Unit.name).tuples()
    if any(name.casefold() == fields.name.casefold() and other != id_ for other, name in others):
        found.append(Objection("name", "unit_taken"))
    if fields.network and not Network.select(Network.id).where(Network.reference == fields.network).exists():
        found.append(Objection("network", "network_unknown"))
    if id_ is not None:
        here = User.select(User.role).where((User.unit == id_) & running(d.today)).distinct().tuples()
        if not all(fits(Role(role), fields.sector) for (role,) in here):
            found.append(Objection("sector", "sector_outside_roles"))
        if id_ == d.standing.unit_id and not fields.active:
            found.append(Objection("active", "own_unit"))
    return found


def _refuse(objections: list[Objection]) -> None:
    if objections:
        raise Refused(tuple(objections))
