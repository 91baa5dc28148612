"""The minimal case: read it, note in it, let somebody in, take it over when its holder has left."""

from dataclasses import dataclass

from peewee import JOIN
from peewee import Case as Switch

from ssp.models import Case, Entry, Matter, Unit, User
from ssp.policy import parties
from ssp.policy.access import Grant, is_active
from ssp.policy.sharing import ROLES_OF_AUTHORITY
from ssp.services import participating
from ssp.services.casework import add_entry
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.participating import Reader
from ssp.services.writing import advance, already, remember, tell, unseal
from ssp.terms import Action, Basis, Capacity, EntryKind, MatterKind, Role

PAGE_SIZE = 30


class OutsideAuthority(Exception):
    """The person chosen does not act for an authority and cannot take part in a case (A7)."""


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

    reference: str
    version: int
    title: str
    purpose: str
    state: str
    level: str
    holder: str
    holder_left: bool
    entries: tuple[EntryView, ...]
    readers: tuple[Reader, ...]
    choices: tuple[Reader, ...]
    may: frozenset[Action]


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
        [row] = _rows(Matter.id == facts.id)
        line, purpose = _line(d, row), row[-1]
        may = d.may(facts)
        return CaseView(
            reference, facts.version, line.title,
            unseal(facts.key, "cases", reference, purpose=purpose)["purpose"], line.state, line.level, line.holder,
            line.holder_left, _entries(d, facts), tuple(participating.audience(facts.matter, Action.CASE_READ, d.now)),
            _choices(d) if Action.CASE_ADMIT in may else (), may,
        )  # fmt: skip


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


def admit(actor: Actor, reference: str, user: str) -> None:
    """Let a person who acts for an authority take part in the case. Raises OutsideAuthority (A7)."""
    with door(actor) as d:
        facts = d.require(Action.CASE_ADMIT, reference, d.facts(reference))
        row = User.select(User.id, User.role, User.name).where(User.reference == user).tuples().first()
        if row is None or Role(row[1]) not in ROLES_OF_AUTHORITY:
            raise OutsideAuthority
        if _takes_part(facts, row[0], d.now):
            return
        grant = Grant(Capacity.PARTICIPANT, Basis.RPL115_SSP, user_id=row[0], role=Role(row[1]), starts_at=d.now)
        participating.store(facts.id, MatterKind.CASE, _until_it_closes(facts, grant))
        add_entry(d, facts, EntryKind.PARTICIPANT, row[2])
        advance(d, facts)
        tell(d, [row[0]], reference)


def lines(d: Door, condition) -> list[CaseLine]:
    """Cases as lines, newest first."""
    return [_line(d, row) for row in _rows(condition)]


def _rows(condition) -> list[tuple]:
    return list(
        Matter.select(
            Matter.reference, Matter.wrapped_key, Matter.state, Matter.changed_at, Case.title, Case.prevention_level,
            User.name, User.ends_on, User.confirmed_on, Unit.active, Case.purpose,
        )
        .join(Case, on=(Case.matter == Matter.id))
        .join(User, on=(User.id == Case.holder))
        .join(Unit, on=(Unit.id == User.unit))
        .where(condition)
        .order_by(Matter.id.desc())
        .tuples()
    )  # fmt: skip


def _line(d: Door, row: tuple) -> CaseLine:
    reference, wrapped, state, changed_at, title, level, holder, ends_on, confirmed_on, unit_active, _ = row
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


def _takes_part(facts: Facts, user_id: int, now: int) -> bool:
    return any(g.user_id == user_id and (g.ends_at is None or g.ends_at > now) for g in facts.matter.grants)


def _choices(d: Door) -> tuple[Reader, ...]:
    rows = (
        User.select(User.reference, User.name, User.role, Unit.name)
        .join(Unit, on=(Unit.id == User.unit))
        .where((User.role << sorted(ROLES_OF_AUTHORITY)) & Unit.active & (User.id != d.actor.user_id))
        .order_by(Unit.name, User.name)
        .limit(500)
        .tuples()
    )
    return tuple(Reader(reference, name, Role(role), unit) for reference, name, role, unit in rows)


def _name(user_id: int) -> str:
    return User.select(User.name).where(User.id == user_id).scalar()
