"""Notifications as lines: the section's inbox by the clock that ends first, and those somebody wrote."""

from dataclasses import dataclass
from itertools import groupby

from peewee import JOIN, fn

from ssp.models import Clock, Draft, Matter, Notification, NotificationPerson, Person, Unit, User
from ssp.services import clocks, participating
from ssp.services.clocks import ClockView
from ssp.services.door import Actor, Door, door
from ssp.services.drafts import DraftView, own
from ssp.services.notification_desk import FORM
from ssp.terms import Action, CameFrom, Capacity, Ground, MatterKind

PAGE_SIZE = 30
MOST_OPEN = 100


@dataclass(frozen=True, slots=True)
class NotificationLine:
    """One notification in a list; `clock` is the one that ends first, None when none runs or the reader is not
    the one who acts on it. `children` are the references of the pupils it names, for the log."""

    reference: str
    state: str
    who: str
    ground: Ground
    acute: bool
    came_from: CameFrom
    author: str
    unit: str
    arrived_at: int
    clock: ClockView | None
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page: `view` is open, all or mine; `next` is the reference to continue after, or None."""

    view: str
    views: tuple[str, ...]
    lines: list[NotificationLine]
    next: str | None
    drafts: list[DraftView]
    may_register: bool


def index(actor: Actor, view: str = "", after: str | None = None) -> Listing:
    """The section's inbox, everything it got, or what this person wrote; the last for everybody else."""
    with door(actor) as d:
        d.require_general(Action.NOTIFICATION_LIST)
        registers = d.may_general(Action.NOTIFICATION_REGISTER)
        views = ("open", "all", "mine") if registers else ("mine",)
        view = view if view in views else views[0]
        found, more = _open(d) if view == "open" else _newest(d, view, after)
        drafts = own(d, Draft.user == actor.user_id, FORM) if after is None else []
        d.show(
            *(reference for line in found for reference in (line.reference, *line.children)),
            *(draft.reference for draft in drafts),
        )
        return Listing(view, views, found, found[-1].reference if more else None, drafts, registers)


def _open(d: Door) -> tuple[list[NotificationLine], bool]:
    """Everything a clock of the section's runs in, the first to end first."""
    rows = (
        Clock.select(Clock.matter)
        .join(Matter, on=(Matter.id == Clock.matter))
        .where(
            Clock.stopped_at.is_null()
            & (Clock.starts_at <= d.now)
            & (Clock.capacity == Capacity.SECTION)
            & (Matter.kind == MatterKind.NOTIFICATION)
            & participating.takes_part(d.standing, Matter.id, d.now, (Capacity.SECTION,))
        )
        .group_by(Clock.matter)
        .order_by(fn.MIN(Clock.due_at), Clock.matter)
        .limit(MOST_OPEN)
        .tuples()
    )
    ids = [id_ for (id_,) in rows]
    found = dict(_lines(d, ids, True))
    return [found[id_] for id_ in ids], False


def _newest(d: Door, view: str, after: str | None) -> tuple[list[NotificationLine], bool]:
    capacity = Capacity.SECTION if view == "all" else Capacity.AUTHOR
    before = participating.position(d.standing, after, d.now)
    rows = participating.newest(d.standing, MatterKind.NOTIFICATION, d.now, before, PAGE_SIZE + 1, (capacity,))
    ids = [id_ for (id_,) in rows.tuples()]
    found = dict(_lines(d, ids[:PAGE_SIZE], view == "all"))
    return [found[id_] for id_ in ids[:PAGE_SIZE]], len(ids) > PAGE_SIZE


def _lines(d: Door, ids: list[int], acting: bool) -> list[tuple[int, NotificationLine]]:
    """The notifications with these ids; two queries, however many."""
    rows = list(
        Matter.select(
            Matter.id, Matter.reference, Matter.wrapped_key, Matter.state, Notification.ground, Notification.acute,
            Notification.came_from, User.name, Unit.name, Notification.arrived_at, NotificationPerson.reference,
            NotificationPerson.named, Person.reference, Person.wrapped_key, Person.name,
        )
        .join(Notification, on=(Notification.matter == Matter.id))
        .join(User, on=(User.id == Notification.author))
        .join(Unit, on=(Unit.id == Matter.unit))
        .join(NotificationPerson, JOIN.LEFT_OUTER, on=(NotificationPerson.notification == Matter.id))
        .join(Person, JOIN.LEFT_OUTER, on=(Person.id == NotificationPerson.person))
        .where(Matter.id << ids)
        .order_by(Matter.id, NotificationPerson.id)
        .tuples()
    )  # fmt: skip
    first = _first_clocks(d, ids) if acting else {}
    return [_line(d, id_, list(group), first) for id_, group in groupby(rows, key=lambda row: row[0])]


def _line(d: Door, id_: int, rows: list[tuple], first: dict[str, ClockView]) -> tuple[int, NotificationLine]:
    """One notification, from a row for each of its children."""
    _, reference, wrapped, state, ground, acute, came_from, author, unit, at, *_ = rows[0]
    key = d.unwrap(reference, wrapped)
    children = [row[10:] for row in rows if row[10] is not None]
    names = [_name(d, key, *child) for child in children]
    line = NotificationLine(
        reference, state, ", ".join(names), Ground(ground), acute, CameFrom(came_from), author, unit, at,
        first.get(reference), tuple(child for _, _, child, *_ in children if child),
    )  # fmt: skip
    return id_, line


def _name(d: Door, key, row: str, named: bytes | None, child: str | None, wrapped: bytes | None, name) -> str:
    """A child's name as the school's roll has it, or as it was written."""
    if child is None:
        return key.open("notification_persons.named", row, named)
    return d.unwrap(child, wrapped).open("persons.name", child, name)


def _first_clocks(d: Door, ids: list[int]) -> dict[str, ClockView]:
    found: dict[str, ClockView] = {}
    for clock in clocks.running(d, Clock.matter << ids, 3 * MOST_OPEN):
        found.setdefault(clock.matter, clock)
    return found
