"""Cases: the list, and one case with its chronology."""

from dataclasses import dataclass

from ssp.models import Case, Matter, Unit, User
from ssp.policy.access import is_active
from ssp.services import chronology, clocks, participating
from ssp.services.case_heads import CaseHead, head
from ssp.services.chronology import Chronology, Filter
from ssp.services.clocks import ClockView
from ssp.services.door import Actor, Door, door
from ssp.services.members import Member, members
from ssp.services.participating import Reader
from ssp.services.writing import unseal
from ssp.terms import Action, MatterKind

PAGE_SIZE = 30
NEWEST = Filter()


@dataclass(frozen=True, slots=True)
class CaseLine:
    reference: str
    title: str
    state: str
    level: str
    holder: str
    holder_left: bool
    changed_at: int


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as one person may see it."""

    head: CaseHead
    chronology: Chronology
    readers: tuple[Reader, ...]
    members: tuple[Member, ...]
    clocks: list[ClockView]


@dataclass(frozen=True, slots=True)
class Listing:
    lines: list[CaseLine]
    next: str | None


def index(actor: Actor, after: str | None = None) -> Listing:
    """The cases this person takes part in, newest first."""
    with door(actor) as d:
        d.require_general(Action.CASE_LIST)
        before = participating.position(d.standing, after, d.now)
        ids = participating.newest(d.standing, MatterKind.CASE, d.now, before, PAGE_SIZE + 1)
        found = lines(d, Matter.id << ids)
        shown = found[:PAGE_SIZE]
        d.show(*(line.reference for line in shown))
        return Listing(shown, shown[-1].reference if len(found) > PAGE_SIZE else None)


def show(actor: Actor, reference: str, wanted: Filter = NEWEST, after: str | None = None) -> CaseView:
    """One case with a page of its chronology, newest first. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_READ, reference, d.facts(reference))
        top = head(d, facts)
        running = clocks.of_matter(d, facts.id) if Action.CONSENT_LIST in top.may else []
        people = participating.people(facts.matter, Action.CASE_READ, d.now)
        readers = tuple(sorted((reader for _, reader in people.values()), key=lambda reader: reader.name))
        return CaseView(top, chronology.read(d, facts, wanted, after), readers, members(facts, people, d.now), running)


def lines(d: Door, condition) -> list[CaseLine]:
    """Cases as lines, newest first."""
    return [_line(d, row) for row in _rows(condition)]


def _rows(condition) -> list[tuple]:
    return list(
        Matter.select(
            Matter.reference, Matter.wrapped_key, Matter.state, Matter.changed_at, Case.title, Case.prevention_level,
            User.name, User.ends_on, User.confirmed_on, Unit.active,
        )
        .join(Case, on=(Case.matter == Matter.id))
        .join(User, on=(User.id == Case.holder))
        .join(Unit, on=(Unit.id == User.unit))
        .where(condition)
        .order_by(Matter.id.desc())
        .tuples()
    )  # fmt: skip


def _line(d: Door, row: tuple) -> CaseLine:
    reference, wrapped, state, changed_at, title, level, holder, ends_on, confirmed_on, unit_active = row
    texts = unseal(d.unwrap(reference, wrapped), "cases", reference, title=title)
    left = not (unit_active and is_active(ends_on, confirmed_on, d.today))
    return CaseLine(reference, texts["title"], state, level, holder, left, changed_at)
