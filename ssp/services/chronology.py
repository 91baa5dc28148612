"""The chronology of a case as one person may see it: its lines, what is attached to each, and its silences.

A statement is shown wherever the line it answers is shown, and is never a line of its own (H4).
"""

from dataclasses import dataclass, replace

from peewee import JOIN, fn

from ssp.models import Entry, Person, Unit
from ssp.policy.chronology import Silence, recent_from, silences
from ssp.services.birthdays import midnight
from ssp.services.door import Door, Facts
from ssp.services.entry_views import CHILD, STILL_HERE, EntryView, Named, names_of, rows, show, views
from ssp.services.prepared import prepared, slot
from ssp.terms import CaseState, EntryKind

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines somebody wants: of a unit, a kind, about a person (by reference), facts alone, starred alone.

    With nothing chosen they are the starred ones and the latest; `everything` is all there is.
    """

    unit: str = ""
    kind: str = ""
    person: str = ""
    facts: bool = False
    starred: bool = False
    everything: bool = False

    @property
    def narrows(self) -> bool:
        return bool(self.unit or self.kind or self.person or self.facts or self.starred)


@dataclass(frozen=True, slots=True)
class Chronology:
    """A page of lines, newest first; `next` is where the rest goes on, `total` how many lines the case has.

    `waiting` is the silence that has not ended; units, kinds and children are what the lines can be narrowed to.
    """

    lines: tuple[EntryView, ...]
    next: str | None
    total: int
    waiting: Silence | None
    units: tuple[Named, ...]
    kinds: tuple[EntryKind, ...]
    children: tuple[Named, ...]


def read(d: Door, facts: Facts, wanted: Filter, after: str | None = None, count: int = PAGE_SIZE) -> Chronology:
    """A page of the chronology as the person in the door may see it. Two statements, however many lines."""
    outline = _outline(case=facts.id)
    ids = _wanted(d, facts, wanted, after).limit(count + 1)
    found = views(d, facts, rows(d, facts, (Entry.id << ids) | (_is_statement(Entry) & (Entry.answers << ids))))
    lines, silent = found[:count], _silences(d, facts, outline)
    instead = {row.answers: row.reference for row in outline if row.answers and row.kind != EntryKind.STATEMENT}
    show(d, lines)
    return Chronology(
        tuple(
            replace(line, silence=silent.get(line.reference), corrected_by=instead.get(line.id, "")) for line in lines
        ),
        lines[-1].reference if len(found) > count else None,
        sum(row.kind != EntryKind.STATEMENT for row in outline),
        silent.get("") if after is None else None,
        _units(outline),
        tuple(kind for kind in EntryKind if any(row.kind == kind for row in outline)),
        _children(d, facts, outline),
    )


def everything(d: Door, facts: Facts) -> tuple[tuple[EntryView, ...], Silence | None]:
    """Every line with what is attached to it, the oldest first, and the silence that has not ended. Two statements."""
    outline = _outline(case=facts.id)
    found, silent = views(d, facts, rows(d, facts, Entry.id.is_null(False))), _silences(d, facts, outline)
    show(d, found)
    return tuple(replace(line, silence=silent.get(line.reference)) for line in reversed(found)), silent.get("")


def one(d: Door, facts: Facts, reference: str) -> EntryView | None:
    """One line of the case with what is attached to it, or None; a statement by its own reference stands alone."""
    ids = Entry.select(Entry.id).where((Entry.case == facts.id) & (Entry.reference == reference))
    near = rows(d, facts, (Entry.id << ids) | (Entry.answers << ids))
    found = {view.reference: view for view in views(d, facts, near, whole=True)}
    line = found.get(reference)
    if line is None:
        return None
    show(d, [line])
    instead = [
        other.reference
        for other in found.values()
        if other.corrects == reference and other.kind is not EntryKind.STATEMENT
    ]
    return replace(line, corrected_by=instead[0] if instead else "")


def _is_statement(entry):
    return entry.kind == EntryKind.STATEMENT


def _wanted(d: Door, facts: Facts, wanted: Filter, after: str | None):
    """A query for the ids of the lines wanted, newest first: those that match, by themselves or by what is attached."""
    attached = Entry.alias()
    theirs = attached.select(attached.id).where(
        (attached.answers == Entry.id) & _is_statement(attached) & _matching(d, attached, wanted)
    )
    lines = Entry.select(Entry.id).where(
        (Entry.case == facts.id)
        & (Entry.kind != EntryKind.STATEMENT)
        & (_matching(d, Entry, wanted) | fn.EXISTS(theirs))
    )
    if after is not None:
        lines = lines.where(_below(facts, after))
    return lines.order_by(Entry.happened_on.desc(), Entry.id.desc())


def _below(facts: Facts, after: str):
    """A condition: the line comes after this one, the way they are read; none does after one of another case."""
    cursor = Entry.alias()
    here = (cursor.case == facts.id) & (cursor.reference == after)
    day, id_ = cursor.select(cursor.happened_on).where(here), cursor.select(cursor.id).where(here)
    return (Entry.happened_on < day) | ((Entry.happened_on == day) & (Entry.id < id_))


def _matching(d: Door, entry, wanted: Filter):
    condition = entry.id.is_null(False)
    if wanted.unit:
        condition &= entry.unit << Unit.select(Unit.id).where(Unit.reference == wanted.unit)
    if wanted.kind:
        condition &= entry.kind == wanted.kind
    if wanted.person:
        condition &= entry.person << Person.select(Person.id).where(Person.reference == wanted.person)
    if wanted.facts:
        condition &= entry.fact == True  # noqa: E712 - a column
    if wanted.starred:
        condition &= entry.starred == True  # noqa: E712
    if not wanted.narrows and not wanted.everything:
        first = recent_from(d.today)
        condition &= (entry.starred == True) | (entry.happened_on >= first) | (entry.at >= midnight(first))  # noqa: E712
    return condition


@prepared
def _outline():
    """Every line of a case without its words: what can be chosen by, when there was contact, what corrects what."""
    return (
        Entry.select(
            Entry.reference, Entry.kind, Entry.happened_on, Entry.struck_at, Entry.answers.alias("answers"),
            Unit.reference.alias("unit_reference"), Unit.name.alias("unit_name"), *CHILD, STILL_HERE,
        )
        .join(Unit, JOIN.LEFT_OUTER, on=(Unit.id == Entry.unit))
        .join(Person, JOIN.LEFT_OUTER, on=((Person.id == Entry.person) & Person.merged_into.is_null()))
        .where(Entry.case == slot("case"))
        .order_by(Entry.id)
        .namedtuples()
    )  # fmt: skip


def _silences(d: Door, facts: Facts, outline: list) -> dict[str, Silence]:
    contacts = [(r.reference, r.happened_on) for r in outline if r.kind == EntryKind.CONTACT and r.struck_at is None]
    opened = min((row.happened_on for row in outline if row.kind == EntryKind.OPENED), default=d.today)
    return silences(contacts, opened, None if facts.matter.state == CaseState.CLOSED else d.today)


def _units(outline: list) -> tuple[Named, ...]:
    found = {row.unit_reference: row.unit_name for row in outline if row.unit_reference}
    return tuple(Named(*unit) for unit in sorted(found.items(), key=lambda unit: unit[1]))


def _children(d: Door, facts: Facts, outline: list) -> tuple[Named, ...]:
    names = names_of(d, facts, outline)
    d.show(*names)
    return tuple(Named(*child) for child in sorted(names.items(), key=lambda child: child[1]))
