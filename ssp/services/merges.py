"""Putting two records of one person together, with a preview, and taking them apart again exactly as they were."""

import json
from dataclasses import dataclass

from ssp.models import Merge, Person, Relation, User
from ssp.policy.access import Decision
from ssp.policy.persons import Sides, kept_first, sees_identity, why_apart
from ssp.services import known_persons, merge_rows
from ssp.services.case_heads import CaseHead, head
from ssp.services.casework import add_entry
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.person_candidates import CHILDREN, Candidate, Criterion, candidates
from ssp.services.person_records import COLUMNS, PersonView, masked, opened
from ssp.services.references import ROW, new_reference
from ssp.services.writing import advance, already, remember, seal, unseal
from ssp.terms import Action, EntryKind, MatterKind, PersonKind


class CannotMerge(Exception):
    """The two records are not of one person, or not so that this one is kept; `reason` is a code."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class LaterMerge(Exception):
    """One of the two was put together with a third since; that is taken apart first."""


@dataclass(frozen=True, slots=True)
class MergeLine:
    """Two records that were put together: references of both, by whom and when."""

    reference: str
    kept: str
    gone: str
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of two records side by side: the person, the reader's own matters that name them, whether it can be kept."""

    person: PersonView
    through: tuple[tuple[MatterKind, str, str], ...]
    keepable: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What putting together would do. Without a second record, those that may be of the same person to choose from."""

    head: CaseHead
    person: PersonView
    sides: tuple[Side, ...]
    apart: str
    candidates: tuple[Candidate, ...]


def preview(actor: Actor, case: str, person: str, other: str = "") -> Preview:
    """Both records side by side, or whom to choose from; nothing is changed. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        d.require(Action.PERSON_MERGE, case, facts)
        top, row = head(d, facts), _first(d, facts, person)
        view = masked(d, row[:-1], sees_identity(top.may))
        d.show(person)
        if not other:
            return Preview(top, view, (), "", _alike(d, row))
        rows = (row, _second(d, facts, other))
        sides = _sides(rows, d)
        matters = known_persons.through(d, [row[0] for row in rows])
        views = tuple(masked(d, row[:-1], sees_identity(top.may)) for row in rows)
        d.show(other, *(reference for lines in matters.values() for _, reference, _ in lines))
        keepable = (kept_first(sides), kept_first(_turned(sides)))
        both = tuple(Side(found, matters[found.id], keep) for found, keep in zip(views, keepable, strict=True))
        return Preview(top, view, both, why_apart(sides), ())


def merge(actor: Actor, case: str, person: str, other: str, keep: str, reason: str, key: str) -> None:
    """Put two records together; `keep` is the reference of the one that stays. Pressed twice, it is done once.

    Both are persons of cases the actor keeps: nobody puts together what they do not know both of.
    Raises Denied, CannotMerge.
    """
    with door(actor) as d:
        facts = d.require(Action.PERSON_MERGE, case, d.facts(case))
        payload = {"about": case, "merge": sorted((person, other)), "keep": keep}
        if already(d, key, payload):
            return
        rows = _first(d, facts, person), _second(d, facts, other)
        kept, gone = rows if keep == person else rows[::-1]
        sides = _sides((kept, gone), d)
        apart = why_apart(sides) or ("" if kept_first(sides) else "keep_pupil")
        if apart or keep not in (person, other) or kept[0] == gone[0]:
            raise CannotMerge(apart or "same")
        _join(d, case, kept, gone, reason)
        d.searched(reason)
        d.show(person, other)
        add_entry(d, facts, EntryKind.MERGED, "", person=kept[0])
        remember(d, key, payload, case)
        advance(d, facts)


def undo(actor: Actor, case: str, merge_reference: str, key: str) -> None:
    """Take two records apart: what came after stays with the one that was kept. Raises Denied, LaterMerge."""
    with door(actor) as d:
        facts = d.require(Action.PERSON_UNMERGE, case, d.facts(case))
        payload = {"about": case, "undo": merge_reference}
        if already(d, key, payload):
            return
        found = _stored(d, facts, merge_reference)
        if found is None:
            d.require_decision(Action.PERSON_UNMERGE, Decision(False, False, "unknown", "A1"), case)
        id_, kept, gone, moved = found
        if _later(id_, kept[0], gone[0]):
            raise LaterMerge
        merge_rows.back(kept[0], gone[0], moved)
        merge_rows.empty(d, kept, gone, moved)
        Person.update(merged_into=None).where(Person.id == gone[0]).execute()
        Merge.update(undone_by=actor.user_id, undone_at=d.now).where(Merge.id == id_).execute()
        d.show(kept[1], gone[1])
        add_entry(d, facts, EntryKind.UNMERGED, "", person=kept[0])
        remember(d, key, payload, case)
        advance(d, facts)


def merges_of(d: Door, facts: Facts) -> tuple[MergeLine, ...]:
    """What was put together in a case and can be taken apart, newest first.

    Another case the person is in learns nothing of it: its keepers may never have known of the record that went (A1).
    """
    gone = Person.alias()
    rows = (
        Merge.select(
            Person.wrapped_key, Merge.moved, Merge.reference, Person.reference, gone.reference, User.name,
            Merge.merged_at,
        )
        .join(Person, on=(Person.id == Merge.kept))
        .join(gone, on=(gone.id == Merge.gone))
        .join(User, on=(User.id == Merge.merged_by))
        .where(Merge.undone_at.is_null() & known_persons.in_case(d, facts.id))
        .order_by(Merge.id.desc())
        .tuples()
    )  # fmt: skip
    found = tuple(
        MergeLine(*line)
        for wrapped, moved, *line in rows
        if _moved(d, line[1], wrapped, line[0], moved)["case"] == facts.reference
    )
    d.show(*(reference for line in found for reference in (line.kept, line.gone)))
    return found


def _first(d: Door, facts: Facts, person: str) -> tuple:
    return _row(d, facts, known_persons.in_case(d, facts.id), person)


def _second(d: Door, facts: Facts, person: str) -> tuple:
    return _row(d, facts, known_persons.kept(d), person)


def _row(d: Door, facts: Facts, condition, person: str) -> tuple:
    """A row of COLUMNS and the unit; a person the condition does not hold for does not exist (A1)."""
    row = Person.select(*COLUMNS, Person.unit).where(condition & (Person.reference == person)).tuples().first()
    if row is None:
        d.require_decision(Action.PERSON_MERGE, Decision(False, False, "unknown", "A1"), facts.reference)
    return row


def _alike(d: Door, row: tuple) -> tuple[Candidate, ...]:
    found = opened(d, row[:-1])
    wanted = Criterion(found.name, found.cpr, found.born_on)
    d.searched(wanted.words())
    kinds = CHILDREN if found.kind in CHILDREN else frozenset({PersonKind.ADULT})
    return candidates(d, wanted, kinds, known_persons.kept(d), besides=row[0])


def _sides(rows: tuple[tuple, tuple], d: Door) -> Sides:
    first, second = (opened(d, row[:-1]) for row in rows)
    ids = [row[0] for row in rows]
    related = Relation.select().where((Relation.adult << ids) & (Relation.child << ids)).exists()
    return Sides((first.kind, second.kind), (rows[0][-1], rows[1][-1]), (first.cpr, second.cpr), related)


def _turned(sides: Sides) -> Sides:
    return Sides(sides.kinds[::-1], sides.units[::-1], sides.numbers[::-1], sides.related)


def _join(d: Door, case: str, kept: tuple, gone: tuple, reason: str) -> None:
    reference, key = new_reference(ROW), d.unwrap(kept[1], kept[2])
    moved = merge_rows.move(kept[0], gone[0]) | merge_rows.fill(d, kept[:-1], gone[:-1]) | {"case": case}
    Person.update(merged_into=kept[0]).where(Person.id == gone[0]).execute()
    Merge.insert(
        reference=reference, kept=kept[0], gone=gone[0], merged_by=d.actor.user_id, merged_at=d.now,
        **seal(key, "merges", reference, moved=json.dumps(moved), reason=reason),
    ).execute()  # fmt: skip


def _stored(d: Door, facts: Facts, reference: str) -> tuple | None:
    """The merge, the record that was kept and the one that went, both as rows of COLUMNS; made in this case."""
    found = (
        Merge.select(Merge.id, Merge.gone, Merge.moved, *COLUMNS)
        .join(Person, on=(Person.id == Merge.kept))
        .where((Merge.reference == reference) & Merge.undone_at.is_null() & known_persons.in_case(d, facts.id))
        .tuples()
        .first()
    )
    if found is None:
        return None
    id_, gone_id, moved, *kept = found
    gone = Person.select(*COLUMNS).where(Person.id == gone_id).tuples().get()
    over = _moved(d, kept[1], kept[2], reference, moved)
    return (id_, tuple(kept), gone, over) if over["case"] == facts.reference else None


def _moved(d: Door, kept: str, wrapped: bytes, reference: str, sealed: bytes) -> dict:
    """What went over in a merge, and in which case it was made; sealed with the key of the record that was kept."""
    return json.loads(unseal(d.unwrap(kept, wrapped), "merges", reference, moved=sealed)["moved"])


def _later(id_: int, kept: int, gone: int) -> bool:
    both = [kept, gone]
    touches = (Merge.kept << both) | (Merge.gone << both)
    return Merge.select().where((Merge.id > id_) & Merge.undone_at.is_null() & touches).exists()
