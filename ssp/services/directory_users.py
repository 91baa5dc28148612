"""Users: an administrator opens accounts, moves them, confirms them and ends them."""

from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from ssp.db import Clash, transaction
from ssp.models import Membership, Network, Unit, User
from ssp.policy.appointments import confirm_by, decide_appointment, fits
from ssp.services import passwords
from ssp.services.accounts import end_sessions_of
from ssp.services.directory import (
    Objection,
    Option,
    Refused,
    require_known,
    running,
    unit_options,
)
from ssp.services.directory_people import (
    UserFields,
    Workplace,
    columns,
    role_objections,
    state_of,
    text_objections,
    username_taken,
    workplaces,
)
from ssp.services.door import Actor, door, record
from ssp.services.references import UNIT, USER, new_reference
from ssp.services.standing import today
from ssp.services.writing import already, remember
from ssp.terms import Action, Role, Sector

MOST_CONFIRMED_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class MembershipLine:
    network: str
    name: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class UserView:
    """A user to edit; `version` goes back with the form, `own` says it is the reader."""

    reference: str
    fields: UserFields
    unit_name: str
    version: int
    confirmed_on: date
    confirm_by: date
    state: str
    has_password: bool
    own: bool
    memberships: list[MembershipLine]
    units: tuple[Option, ...]


def units(actor: Actor) -> tuple[Option, ...]:
    """The units a new user can be placed in."""
    with door(actor) as d:
        d.require_general(Action.DIRECTORY_READ)
        return unit_options()


def show(actor: Actor, reference: str) -> UserView:
    """A user to edit. Raises Denied."""
    with door(actor) as d:
        d.require_general(Action.DIRECTORY_READ)
        stored = require_known(d, Action.DIRECTORY_READ, _stored(reference))
        d.show(reference)
        state = state_of(stored.fields.ends_on, stored.confirmed_on, stored.unit_active, d.today)
        return UserView(
            reference, stored.fields, stored.unit_name, stored.version, stored.confirmed_on,
            confirm_by(stored.confirmed_on), state,
            stored.has_password, stored.id == actor.user_id, _memberships(stored.id), unit_options(stored.unit_id),
        )  # fmt: skip


def create(actor: Actor, fields: UserFields, password: str, key: str) -> str:
    """Open an account, confirmed today; an empty password leaves it closed until one is given. Raises Refused."""
    with door(actor) as d:
        d.require_general(Action.USER_MANAGE)
        payload = {"username": fields.username, "unit": fields.unit, "role": fields.role}
        made = already(d, key, payload)
        if made:
            return made
        unit = next(iter(workplaces((Unit.reference == fields.unit) & Unit.active)), None)
        _refuse([*_objections(fields, unit, None), *_password_objections(fields, password)])
        reference = _insert(fields, unit, password, d.today)
        remember(d, key, payload, reference)
        d.show(reference)
        return reference


def update(actor: Actor, reference: str, fields: UserFields, password: str, version: int) -> None:
    """Change an account. A new unit, role, end date or password signs the person out everywhere.

    Raises Refused, Clash when somebody else changed it first, Denied; an own role is refused and logged (A5).
    """
    with door(actor) as d:
        d.require_general(Action.USER_MANAGE)
        stored = require_known(d, Action.USER_MANAGE, _stored(reference))
        d.require_decision(
            Action.USER_MANAGE, decide_appointment(d.standing, stored.id, stored.fields.role, fields.role), reference
        )
        allowed = (Unit.reference == fields.unit) & (Unit.active | (Unit.id == stored.unit_id))
        unit = next(iter(workplaces(allowed)), None)
        own = [Objection("password", "own_password")] if password and stored.id == actor.user_id else []
        _refuse([*_objections(fields, unit, stored.id), *_password_objections(fields, password), *own])
        changes = columns(fields, unit.id) | ({"password_hash": passwords.hash_password(password)} if password else {})
        same_version = (User.id == stored.id) & (User.version == version)
        if not User.update(version=User.version + 1, **changes).where(same_version).execute():
            raise Clash
        if password or _moved(stored.fields, fields):
            end_sessions_of(stored.id)


def confirm(actor: Actor, references: list[str]) -> int:
    """Say that these people still hold their posts; the accounts work for another period (A10). Returns how many."""
    with door(actor) as d:
        d.require_general(Action.USER_MANAGE)
        chosen = User.reference << references[:MOST_CONFIRMED_AT_ONCE]
        known = [reference for (reference,) in User.select(User.reference).where(chosen & running(d.today)).tuples()]
        d.show(*known)
        return User.update(confirmed_on=d.today).where(User.reference << known).execute() if known else 0


def install(name: str, username: str, unit_name: str, role: Role, password: str, sector: Sector | None = None) -> str:
    """Open an account from the command line, before there is an administrator. Raises Refused.

    A unit that does not exist is made when its sector is given: the first user of all has nowhere to stand.
    """
    with transaction():
        if (
            sector is not None
            and fits(role, sector)
            and not Unit.select(Unit.id).where(Unit.name == unit_name).exists()
        ):
            Unit.insert(reference=new_reference(UNIT), name=unit_name, sector=sector).execute()
        unit = next(iter(workplaces((Unit.name == unit_name) & Unit.active)), None)
        fields = UserFields(name, username, "", unit.reference if unit else "", role)
        _refuse([*_objections(fields, unit, None), *_password_objections(fields, password)])
        reference = _insert(fields, unit, password, today())
    record(Action.USER_MANAGE, None, "allowed", "A5", "command")
    return reference


@dataclass(frozen=True, slots=True)
class _Stored:
    id: int
    unit_id: int
    fields: UserFields
    unit_name: str
    version: int
    confirmed_on: date
    unit_active: bool
    has_password: bool


def _stored(reference: str) -> _Stored | None:
    row = (
        User.select(
            User.id, User.unit, User.name, User.username, User.email, Unit.reference, User.role, User.ends_on,
            Unit.name, User.version, User.confirmed_on, Unit.active, User.password_hash,
        )
        .join(Unit, on=(Unit.id == User.unit))
        .where(User.reference == reference)
        .tuples()
        .first()
    )  # fmt: skip
    if row is None:
        return None
    id_, unit_id, name, username, email, unit, role, ends_on, unit_name, version, confirmed_on, active, secret = row
    fields = UserFields(name, username, email, unit, Role(role), ends_on)
    return _Stored(id_, unit_id, fields, unit_name, version, confirmed_on, bool(active), bool(secret))


def _memberships(user_id: int) -> list[MembershipLine]:
    rows = (
        Membership.select(Network.reference, Network.name, Membership.starts_on, Membership.ends_on)
        .join(Network, JOIN.INNER, on=(Network.id == Membership.network))
        .where(Membership.user == user_id)
        .order_by(Membership.starts_on.desc())
        .limit(50)
        .tuples()
    )
    return [MembershipLine(*row) for row in rows]


def _insert(fields: UserFields, unit: Workplace, password: str, on: date) -> str:
    reference = new_reference(USER)
    secret = passwords.hash_password(password) if password else ""
    User.insert(reference=reference, password_hash=secret, confirmed_on=on, **columns(fields, unit.id)).execute()
    return reference


def _objections(fields: UserFields, unit: Workplace | None, id_: int | None) -> list[Objection]:
    found = [*text_objections(fields.name, fields.username, fields.email), *role_objections(fields.role, unit)]
    if username_taken(fields.username, id_):
        found.append(Objection("username", "username_taken"))
    return found


def _password_objections(fields: UserFields, password: str) -> list[Objection]:
    reason = passwords.objection(password, (fields.username, *fields.name.split())) if password else ""
    return [Objection("password", f"password_{reason}")] if reason else []


def _moved(before: UserFields, after: UserFields) -> bool:
    return (before.unit, before.role, before.ends_on) != (after.unit, after.role, after.ends_on)


def _refuse(objections: list[Objection]) -> None:
    if objections:
        raise Refused(tuple(objections))
