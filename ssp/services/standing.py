"""Who somebody is today: loaded from the directory as the policy knows it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from peewee import JOIN

from ssp.db import now
from ssp.models import Matter, Membership, Network, Participation, Unit, User
from ssp.policy.access import Grant, Standing, is_active
from ssp.services import numbers
from ssp.services.prepared import numbered, prepared, slot, slots
from ssp.terms import Basis, Capacity, Role, Sector

DANISH_TIME = ZoneInfo("Europe/Copenhagen")

GRANT_COLUMNS = (
    Participation.capacity, Participation.basis, Participation.user, Participation.unit, Participation.network,
    Participation.role, Participation.starts_at, Participation.ends_at,
)  # fmt: skip


@prepared
def matter_with_grants():
    """The matter with a reference, a row for each participation in it: nine columns of its own, then GRANT_COLUMNS."""
    return (
        Matter.select(
            Matter.id, Matter.reference, Matter.version, Matter.network, Matter.wrapped_key, Matter.kind, Matter.state,
            Matter.unit, *GRANT_COLUMNS,
        )
        .join(Participation, JOIN.LEFT_OUTER, on=(Participation.matter == Matter.id))
        .where(Matter.reference == slot("reference"))
        .tuples()
    )  # fmt: skip


def today(at: int | None = None) -> date:
    """The calendar day in Denmark at a moment (default: now)."""
    return datetime.fromtimestamp(now() if at is None else at, DANISH_TIME).date()


def grant_of(row: tuple) -> Grant:
    """A participation as stored (GRANT_COLUMNS), as the policy knows it."""
    capacity, basis, user_id, unit_id, network_id, role, starts_at, ends_at = row
    return Grant(
        Capacity(capacity), Basis(basis), user_id, unit_id, network_id, Role(role) if role else None, starts_at, ends_at
    )


def standings(condition, on: date) -> dict[int, Standing]:
    """The standing, on a day, of every user the condition on User holds for; networks that have ended do not count."""
    return _by_user(_people(condition, on), on)


def standings_of(users: list[int], roles: list[Role], on: date) -> dict[int, Standing]:
    """As `standings`, of these users and of everybody in these roles."""
    values = numbered("user", users) | numbered("role", [role.value for role in roles])
    return _by_user(_in_post(len(users), len(roles), on=on, **values), on)


def named_standings(condition, on: date) -> dict[int, tuple[Standing, tuple[str, str, str]]]:
    """As `standings`, with everybody's reference, name and unit, in one query."""
    rows = list(_people(condition, on, User.reference, User.name, Unit.name))
    people = _by_user(rows, on)
    return {row[0]: (people[row[0]], row[10:]) for row in rows}


def standing_of(user_id: int, on: date) -> Standing:
    return _by_user(_person(user_id=user_id, on=on), on)[user_id]


@prepared
def _person():
    return _people(User.id == slot("user_id"), slot("on"))


@prepared
def _in_post(users: int, roles: int):
    return _people((User.id << slots("user", users)) | (User.role << slots("role", roles)), slot("on"))


def _people(condition, on, *named):
    running = (
        Membership.select(Membership.user, Membership.network)
        .join(Network, on=(Network.id == Membership.network))
        .where(
            (Membership.starts_on <= on)
            & (Membership.ends_on.is_null() | (Membership.ends_on >= on))
            & (Network.ends_on >= on)
        )
        .alias("running")
    )
    return (
        User.select(
            User.id, User.unit, User.role, User.ends_on, User.confirmed_on, Unit.sector, Unit.active,
            Unit.self_governing, running.c.network_id, numbers.stamp(), *named,
        )
        .join(Unit, on=(Unit.id == User.unit))
        .join(running, JOIN.LEFT_OUTER, on=(running.c.user_id == User.id))
        .where(condition)
        .tuples()
    )  # fmt: skip


def _by_user(rows, on: date) -> dict[int, Standing]:
    networks: dict[int, set[int]] = {}
    users: dict[int, tuple] = {}
    for row in rows:
        numbers.enforce(row[9], on)
        users[row[0]] = row
        networks.setdefault(row[0], set()).update({row[8]} - {None})
    return {id_: _standing(row, frozenset(networks[id_]), on) for id_, row in users.items()}


def _standing(row: tuple, networks: frozenset[int], on: date) -> Standing:
    id_, unit_id, role, ends_on, confirmed_on, sector, unit_active, self_governing, *_ = row
    active = bool(unit_active) and is_active(ends_on, confirmed_on, on)
    return Standing(id_, unit_id, Role(role), Sector(sector), networks, active, bool(self_governing))
