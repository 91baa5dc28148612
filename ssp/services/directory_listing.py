"""The list of users: by name, filtered, a page at a time."""

from dataclasses import dataclass
from datetime import date

from ssp.models import Unit, User
from ssp.policy.appointments import confirm_by
from ssp.services.directory import Option, lapsed, lapsing, running, unit_options
from ssp.services.directory_people import state_of
from ssp.services.door import Actor, Door, door
from ssp.services.names import matches
from ssp.terms import Action, Role

PAGE_SIZE = 50
VIEWS = ("", "unconfirmed", "lapsing", "waiting", "ended")


@dataclass(frozen=True, slots=True)
class UserFilter:
    """Which users to list: words of the name or username, a unit's reference, a role, one of VIEWS."""

    words: str = ""
    unit: str = ""
    role: str = ""
    view: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class UserLine:
    """A user in the list; `state` is active, unconfirmed, ended or closed (the unit is)."""

    reference: str
    username: str
    name: str
    unit: str
    role: Role
    ends_on: date | None
    confirm_by: date
    state: str
    has_password: bool


@dataclass(frozen=True, slots=True)
class UserList:
    """A page of users by name; `next` continues."""

    lines: list[UserLine]
    next: str
    filter: UserFilter
    units: tuple[Option, ...]


_LINE = (
    User.reference, User.username, User.name, Unit.name, User.role, User.ends_on, User.confirmed_on, Unit.active,
    User.password_hash,
)  # fmt: skip


def index(actor: Actor, filter: UserFilter) -> UserList:
    """The users a filter finds, a page at a time, by name."""
    with door(actor) as d:
        d.require_general(Action.DIRECTORY_READ)
        rows = User.select(*_LINE).join(Unit, on=(Unit.id == User.unit)).where(_view(d, filter.view))
        if filter.unit:
            rows = rows.where(Unit.reference == filter.unit)
        if filter.role:
            rows = rows.where(User.role == filter.role)
        if filter.words:
            rows = rows.where(User.id << _named(filter.words))
        if filter.after:
            rows = rows.where(_beyond(filter.after))
        found = [_line(d, row) for row in rows.order_by(User.name, User.reference).limit(PAGE_SIZE + 1).tuples()]
        lines = found[:PAGE_SIZE]
        d.show(*(line.reference for line in lines))
        return UserList(lines, lines[-1].reference if len(found) > PAGE_SIZE else "", filter, unit_options())


def _view(d: Door, view: str):
    if view == "unconfirmed":
        return lapsed(d.today)
    if view == "lapsing":
        return lapsing(d.today)
    if view == "waiting":
        return running(d.today) & (User.password_hash == "")
    return User.ends_on < d.today if view == "ended" else running(d.today)


def _named(words: str) -> list[int]:
    """The ids of up to 500 users whose name or username the words begin; compared as Danish, alike on both engines."""
    rows = User.select(User.id, User.name, User.username).tuples()
    return [id_ for id_, name, username in rows if matches(words, f"{name} {username}")][:500]


def _beyond(reference: str):
    name = User.select(User.name).where(User.reference == reference).scalar() or ""
    return (User.name > name) | ((User.name == name) & (User.reference > reference))


def _line(d: Door, row: tuple) -> UserLine:
    reference, username, name, unit, role, ends_on, confirmed_on, active, secret = row
    state = state_of(ends_on, confirmed_on, bool(active), d.today)
    return UserLine(reference, username, name, unit, Role(role), ends_on, confirm_by(confirmed_on), state, bool(secret))
