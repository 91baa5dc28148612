"""The list of who is to be told: what is due and what is put off, the soonest first (H1, H2)."""

from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from ssp.models import Clock, ConcernPerson, Matter, Network, Notice, Person
from ssp.services import participating
from ssp.services.clocks import ClockView
from ssp.services.door import Actor, Door, door
from ssp.services.notice_views import name_of
from ssp.services.notices import NOTICE_CLOCKS
from ssp.services.writing import unseal
from ssp.terms import Action, Capacity, ClockKind, Giver, MatterKind, Role

PAGE_SIZE = 30
VIEWS = ("due", "deferred")


@dataclass(frozen=True, slots=True)
class DueLine:
    """Somebody to be told, in the list. For the data protection officer `child` and `named` are "" (A6)."""

    reference: str
    concern: str
    to_whom: Giver
    child: str
    named: str
    network: str
    exemption: str
    review_on: date | None
    clock: ClockView


@dataclass(frozen=True, slots=True)
class DueList:
    """A page of the list, the soonest first. `nameless` when it is for somebody who reads no records."""

    lines: tuple[DueLine, ...]
    view: str
    next: str | None
    nameless: bool


def index(actor: Actor, view: str = "due", after: str | None = None) -> DueList:
    """Who is to be told in the records this person takes part in; `view` is one of VIEWS, `after` a notice shown.

    The data protection officer sees all of them, by reference and kind, and nobody's name (A6).
    """
    with door(actor) as d:
        d.require_general(Action.NOTICE_LIST)
        nameless = d.standing.role is Role.DPO
        mine = _mine(d, nameless)
        found = _rows(mine & _view_condition(d, view) & _beyond(mine, after))
        shown = found[:PAGE_SIZE]
        lines = tuple(_line(d, row, nameless) for row in shown)
        d.show(*(line.reference for line in lines))
        d.show(*(() if nameless else (line.concern for line in lines)))
        return DueList(lines, view, lines[-1].reference if len(found) > PAGE_SIZE else None, nameless)


def _mine(d: Door, everything: bool):
    running = Clock.stopped_at.is_null() & (Clock.starts_at <= d.now) & (Clock.kind << NOTICE_CLOCKS)
    if everything:
        return running
    capacities = (Capacity.AUTHOR, Capacity.CONSULTANT)
    return running & participating.takes_part(d.standing, Clock.matter, d.now, capacities)


def _view_condition(d: Door, view: str):
    """What is put off comes back on its own day (H2)."""
    deferred = (Clock.kind == ClockKind.NOTICE_REVIEW) & (Notice.review_on > d.today)
    return deferred if view == "deferred" else ~deferred


def _beyond(mine, after: str | None):
    """What comes after a notice in the list; everything, for one this person does not see."""
    last = Clock.select(Clock.due_at, Clock.id).where(mine & (Clock.about == (after or ""))).tuples().first()
    due_at, id_ = last or (0, 0)
    return (Clock.due_at > due_at) | ((Clock.due_at == due_at) & (Clock.id > id_))


def _rows(condition) -> list[tuple]:
    return list(
        Clock.select(
            Clock.reference, Clock.kind, Clock.due_at, Clock.rule, Clock.rule_version,
            Matter.id, Matter.reference, Matter.wrapped_key, Network.name,
            Notice.reference, Notice.to_whom, Notice.named, Notice.exemption, Notice.review_on,
            ConcernPerson.reference, ConcernPerson.named, Person.reference, Person.wrapped_key, Person.name,
        )
        .join(Notice, on=(Notice.reference == Clock.about))
        .join(Matter, on=(Matter.id == Clock.matter))
        .join(ConcernPerson, on=(ConcernPerson.id == Notice.child))
        .join(Person, JOIN.LEFT_OUTER, on=(Person.id == ConcernPerson.person))
        .join(Network, JOIN.LEFT_OUTER, on=(Network.id == Matter.network))
        .where(condition)
        .order_by(Clock.due_at, Clock.id)
        .limit(PAGE_SIZE + 1)
        .tuples()
    )  # fmt: skip


def _line(d: Door, row: tuple, nameless: bool) -> DueLine:
    (ref, kind, due_at, rule, version, _, concern, wrapped, network) = row[:9]
    notice, to_whom, named, exemption, review_on = row[9:14]
    clock = ClockView(ref, ClockKind(kind), concern, MatterKind.CONCERN, notice, due_at, due_at <= d.now, rule, version)
    child = told = ""
    if not nameless:
        key = d.unwrap(concern, wrapped)
        child = name_of(d, key, *row[14:])
        told = unseal(key, "notices", notice, named=named)["named"]
    return DueLine(notice, concern, Giver(to_whom), child, told, network or "", exemption or "", review_on, clock)
