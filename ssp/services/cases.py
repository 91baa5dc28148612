"""The minimal case: read it, note in it, take it over when its holder has left."""

from dataclasses import dataclass

from peewee import JOIN
from peewee import Case as Switch

from ssp.models import Case, Entry, Matter, Unit, User
from ssp.policy import parties
from ssp.policy.access import Grant, is_active
from ssp.services import clocks, participating
from ssp.services.case_heads import CaseHead, head
from ssp.services.casework import add_entry
from ssp.services.clocks import ClockView
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.members import Member, members
from ssp.services.participating import Reader
from ssp.services.writing import advance, already, remember, unseal
from ssp.terms import Action, Basis, Capacity, EntryKind, MatterKind

PAGE_SIZE = 30


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
class EntryView:
    reference: str
    kind: str
    author: str
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as one person may see it."""

    head: CaseHead
    entries: tuple[EntryView, ...]
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


def show(actor: Actor, reference: str) -> CaseView:
    """One case with its chronology, newest first. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_READ, reference, d.facts(reference))
        top = head(d, facts)
        running = clocks.of_matter(d, facts.id) if Action.CONSENT_LIST in top.may else []
        readers = tuple(participating.audience(facts.matter, Action.CASE_READ, d.now))
        return CaseView(top, _entries(d, facts), readers, members(facts, d.now), running)


def note(actor: Actor, reference: str, text: str, key: str) -> None:
    """Add a note to the chronology; nothing in it is ever overwritten."""
    with door(actor) as d:
        facts = d.require(Action.CASE_NOTE, reference, d.facts(reference))
        payload = {"note": text, "about": reference}
        if already(d, key, payload):
            return
        add_entry(d, facts, EntryKind.NOTE, text)
        remember(d, key, payload, reference)
        advance(d, facts)


def take(actor: Actor, reference: str, version: int) -> None:
    """Become the holder; the one before stays in the chronology. Raises Clash when somebody else was first."""
    with door(actor) as d:
        facts = d.require(Action.CASE_TAKE, reference, d.facts(reference))
        participating.end(facts.id, Capacity.HOLDER, d.now)
        grant = Grant(Capacity.HOLDER, Basis.COORDINATION, user_id=actor.user_id, role=d.standing.role, starts_at=d.now)
        participating.store(facts.id, MatterKind.CASE, _until_it_closes(facts, grant))
        Case.update(holder=actor.user_id).where(Case.matter == facts.id).execute()
        add_entry(d, facts, EntryKind.HOLDER, _name(actor.user_id))
        advance(d, facts, version=version)


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


def _entries(d: Door, facts: Facts) -> tuple[EntryView, ...]:
    """The chronology; which concern a line is about is told those who take part in that concern."""
    about = Matter.alias()
    known = Switch(None, ((participating.takes_part(d.standing, Entry.about, d.now), about.reference),), "")
    rows = list(
        Entry.select(Entry.reference, Entry.kind, User.name, Entry.at, Entry.body, Entry.about, known)
        .join(User, on=(User.id == Entry.author))
        .join(about, JOIN.LEFT_OUTER, on=(about.id == Entry.about))
        .where(Entry.case == facts.id)
        .order_by(Entry.id.desc())
        .limit(200)
        .tuples()
    )
    d.show(*(shown for *_, shown in rows if shown))
    return tuple(
        EntryView(ref, kind, author, at, shown if about_id else facts.key.open("entries.body", ref, body))
        for ref, kind, author, at, body, about_id, shown in rows
    )


def _until_it_closes(facts: Facts, grant: Grant) -> tuple[Grant, ...]:
    """Somebody who comes in takes part no longer than the network does (I6)."""
    return parties.closing((grant,), parties.closes_at(facts.matter.grants))


def _name(user_id: int) -> str:
    return User.select(User.name).where(User.id == user_id).scalar()
