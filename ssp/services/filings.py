"""Filing: what matters to a case is marked, gets a day, and is done when it says where it was filed (I2)."""

from dataclasses import asdict, dataclass
from datetime import date

from peewee import JOIN

from ssp.db import Clash
from ssp.models import Entry, Filing, User
from ssp.policy.access import Decision
from ssp.policy.clocks import term
from ssp.services import clocks
from ssp.services.case_heads import CaseHead, head
from ssp.services.casework import add_entry
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.references import ROW, new_reference
from ssp.services.standing import today
from ssp.services.writing import advance, already, remember, seal, unseal
from ssp.terms import Action, Capacity, ClockKind, EntryKind

MOST = 200


class NoSuchFiling(Exception):
    """The case has no such line to file."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody marks as important to the case. `entry` is the line it stands in, "" for none."""

    theme: str
    due_on: date
    entry: str = ""


@dataclass(frozen=True, slots=True)
class FilingView:
    """One filing. `filed_in` is empty while it is open; `entry` is the line of the chronology it is about."""

    reference: str
    theme: str
    due_on: date
    added_by: str
    entry: str
    filed_in: str
    filed_by: str
    filed_at: int | None


@dataclass(frozen=True, slots=True)
class FilingList:
    head: CaseHead
    filings: tuple[FilingView, ...]


@dataclass(frozen=True, slots=True)
class FilingDesk:
    """The page something is marked on: the line it is about, the usual day, and the filing there already is of it."""

    head: CaseHead
    entry: str
    usual: date
    known: str


@dataclass(frozen=True, slots=True)
class FilingPage:
    head: CaseHead
    filing: FilingView


def index(actor: Actor, case: str) -> FilingList:
    """Everything that is to be filed or has been, what is open first. Raises Denied."""
    with door(actor) as d:
        facts = _enter(d, case)
        return FilingList(head(d, facts), _views(d, facts))


def show(actor: Actor, case: str, reference: str) -> FilingPage:
    """One filing. Raises Denied."""
    with door(actor) as d:
        facts = _enter(d, case)
        return FilingPage(head(d, facts), _one(d, facts, reference))


def desk(actor: Actor, case: str, entry: str = "") -> FilingDesk:
    """The page something is marked on. Raises Denied, and NoSuchFiling for a line the case has not."""
    with door(actor) as d:
        facts = _enter(d, case)
        d.require(Action.FILING_ADD, case, facts)
        known = _filing_of(facts, entry) if entry else ""
        usual = today(int(term(ClockKind.FILING, clocks.local(d.now)).due.timestamp()) - 1)
        return FilingDesk(head(d, facts), entry, usual, known)


def add(actor: Actor, case: str, mark: Mark, key: str) -> str:
    """Mark something as important to the case: the holder is to see it filed by the day. Returns its reference.

    Raises Denied, and NoSuchFiling for a line the case has not.
    """
    with door(actor) as d:
        facts = d.require(Action.FILING_ADD, case, d.facts(case))
        payload = asdict(mark) | {"about": case}
        made_before = already(d, key, payload)
        if made_before:
            return made_before
        entry = _entry_id(facts, mark.entry) if mark.entry else None
        reference = new_reference(ROW)
        Filing.insert(
            reference=reference, case=facts.id, entry=entry, due_on=mark.due_on, added_by=d.actor.user_id,
            added_at=d.now, **seal(facts.key, "filings", reference, theme=mark.theme),
        ).execute()  # fmt: skip
        clocks.start_until(d, facts.id, ClockKind.FILING, Capacity.HOLDER, mark.due_on, about=reference)
        remember(d, key, payload, reference)
        advance(d, facts)
        return reference


def done(actor: Actor, case: str, reference: str, filed_in: str) -> None:
    """Say where it was filed; the clock stops and the chronology says so. Said once, it stands.

    Raises Denied, and Clash when somebody else has said that it was filed elsewhere.
    """
    with door(actor) as d:
        facts = d.require(Action.FILING_DONE, case, d.facts(case))
        filing = _one(d, facts, reference)
        if filing.filed_at is not None and filing.filed_in != filed_in:
            raise Clash
        if filing.filed_at is not None:
            return
        Filing.update(
            filed_by=d.actor.user_id, filed_at=d.now, **seal(facts.key, "filings", reference, filed_in=filed_in)
        ).where((Filing.reference == reference) & Filing.filed_at.is_null()).execute()
        clocks.stop(d, facts.id, ClockKind.FILING, about=reference)
        add_entry(d, facts, EntryKind.FILED, f"{filing.theme}\n{filed_in}")
        advance(d, facts)


def file_as_a_whole(d: Door, facts: Facts, theme: str, filed_in: str) -> None:
    """Keep where the case itself was filed, when it closes."""
    reference = new_reference(ROW)
    Filing.insert(
        reference=reference, case=facts.id, due_on=d.today, added_by=d.actor.user_id, added_at=d.now,
        filed_by=d.actor.user_id, filed_at=d.now,
        **seal(facts.key, "filings", reference, theme=theme, filed_in=filed_in),
    ).execute()  # fmt: skip


def _enter(d: Door, case: str) -> Facts:
    """Reading the filings takes reading the case, and being one of those who file (never the police)."""
    facts = d.require(Action.CASE_READ, case, d.facts(case))
    return d.require(Action.FILING_DONE, case, facts)


def _one(d: Door, facts: Facts, reference: str) -> FilingView:
    found = _views(d, facts, Filing.reference == reference)
    if not found:
        d.require_decision(Action.FILING_DONE, Decision(False, False, "unknown", "A1"), facts.reference)
    return found[0]


def _views(d: Door, facts: Facts, condition=True) -> tuple[FilingView, ...]:
    filer = User.alias()
    rows = (
        Filing.select(
            Filing.reference, Filing.theme, Filing.due_on, User.name, Entry.reference, Filing.filed_in, filer.name,
            Filing.filed_at,
        )
        .join(User, on=(User.id == Filing.added_by))
        .join(filer, JOIN.LEFT_OUTER, on=(filer.id == Filing.filed_by))
        .join(Entry, JOIN.LEFT_OUTER, on=(Entry.id == Filing.entry))
        .where((Filing.case == facts.id) & condition)
        .order_by(Filing.filed_at.is_null(False), Filing.due_on, Filing.id)
        .limit(MOST)
        .tuples()
    )  # fmt: skip
    found = []
    for reference, theme, due_on, by, entry, filed_in, filed_by, filed_at in rows:
        texts = unseal(facts.key, "filings", reference, theme=theme, filed_in=filed_in)
        found.append(
            FilingView(reference, texts["theme"], due_on, by, entry or "", texts["filed_in"], filed_by or "", filed_at)
        )
    return tuple(found)


def _filing_of(facts: Facts, entry: str) -> str:
    """The filing there is of a line of the chronology, or ""."""
    found = Filing.select(Filing.reference).where(Filing.entry == _entry_id(facts, entry)).order_by(Filing.id.desc())
    return found.limit(1).scalar() or ""


def _entry_id(facts: Facts, reference: str) -> int:
    id_ = Entry.select(Entry.id).where((Entry.case == facts.id) & (Entry.reference == reference)).scalar()
    if id_ is None:
        raise NoSuchFiling
    return id_
