"""The rows behind a merge: which tables name persons, moving what they say to one record, and moving it back."""

from dataclasses import asdict, dataclass

from peewee import Field, fn

from ssp.models import (
    Absence,
    CasePerson,
    Commitment,
    ConcernPerson,
    Entry,
    FactorSheet,
    HouseholdMember,
    Meeting,
    NotificationPerson,
    Person,
    Relation,
)
from ssp.services.door import Door
from ssp.services.person_records import opened
from ssp.services.writing import seal


@dataclass(frozen=True, slots=True)
class Link:
    """A column that names a person; `together` are those with which it is unique, so that no row is said twice."""

    field: Field
    together: tuple[Field, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.field.model._meta.table_name}.{self.field.column_name}"


LINKS = (
    Link(ConcernPerson.person), Link(NotificationPerson.person), Link(Absence.person), Link(Meeting.person),
    Link(Entry.person), Link(FactorSheet.person), Link(Commitment.person), Link(CasePerson.person, (CasePerson.case,)),
    Link(HouseholdMember.person, (HouseholdMember.household,)),
    Link(Relation.adult, (Relation.family, Relation.child)), Link(Relation.child, (Relation.family, Relation.adult)),
)  # fmt: skip
"""Every column of every table that names a person in the work; a test compares them with the models."""

FILLED = ("cpr", "born_on", "school", "school_class", "speaks", "address")
FLAGS = ("interpreter", "protected", "protected_name")


def move(kept: int, gone: int) -> dict:
    """What names the one that goes names the one that stays. Returns what moved, for `back`.

    A row that would say a thing twice is taken out and remembered whole. A meeting takes the next number that is free,
    so that nobody is met about more often because they had two records (D1).
    """
    moved: dict = {"rows": {}, "dropped": [], "rounds": _renumber(kept, gone)}
    for link in LINKS:
        moved["dropped"] += _drop_doubles(link, kept, gone)
        key = link.field.model._meta.primary_key
        ids = [id_ for (id_,) in link.field.model.select(key).where(link.field == gone).tuples()]
        if ids:
            link.field.model.update({link.field: kept}).where(key << ids).execute()
            moved["rows"][link.name] = ids
    return moved


def back(kept: int, gone: int, moved: dict) -> None:
    """Everything that went over goes back, except what was taken away since."""
    for link in LINKS:
        ids = moved["rows"].get(link.name, [])
        key = link.field.model._meta.primary_key
        if ids:
            link.field.model.update({link.field: gone}).where((key << ids) & (link.field == kept)).execute()
    for table, row in moved["dropped"]:
        _put_back(_TABLES[table], row)
    for meeting, was, became in moved["rounds"]:
        Meeting.update(round=was).where((Meeting.matter == meeting) & (Meeting.round == became)).execute()


def fill(d: Door, kept: tuple, gone: tuple) -> dict:
    """What only the record that goes knew is known of the one that stays, and what either protected is protected.

    Both are rows of COLUMNS. Returns what was filled in, for `empty`.
    """
    ours, theirs = asdict(opened(d, kept)), asdict(opened(d, gone))
    filled = [name for name in FILLED if theirs[name] and not ours[name]]
    flags = [name for name in FLAGS if theirs[name] and not ours[name]]
    texts = {name: str(theirs[name]) for name in filled}
    columns = seal(d.unwrap(kept[1], kept[2]), "persons", kept[1], **texts) | dict.fromkeys(flags, True)
    if "cpr" in filled:
        columns["cpr_index"] = d.blind_index(theirs["cpr"])
    Person.update(version=Person.version + 1, **columns).where(Person.id == kept[0]).execute()
    return {"filled": filled, "flags": flags, "version": kept[14] + 1}


def empty(d: Door, kept: tuple, gone: tuple, moved: dict) -> None:
    """What was filled in is taken out again where nobody has corrected it since; protection stays where they have."""
    ours, theirs = asdict(opened(d, kept)), asdict(opened(d, gone))
    columns = {name: None for name in moved["filled"] if ours[name] == theirs[name]}
    if "cpr" in columns:
        columns["cpr_index"] = None
    if kept[14] == moved["version"]:
        columns |= dict.fromkeys(moved["flags"], False)
    Person.update(version=Person.version + 1, **columns).where(Person.id == kept[0]).execute()


def _drop_doubles(link: Link, kept: int, gone: int) -> list:
    """Take out the rows of the one that goes that the other has too. Returns them whole, with their tables."""
    if not link.together:
        return []
    model = link.field.model
    same = model.alias()
    twin = same.select(same.id).where(
        (getattr(same, link.field.name) == kept),
        *(getattr(same, field.name) == field for field in link.together),
    )
    rows = list(model.select().where((link.field == gone) & fn.EXISTS(twin)).dicts())
    if rows:
        model.delete().where(model.id << [row["id"] for row in rows]).execute()
    return [[model._meta.table_name, row] for row in rows]


def _put_back(model, row: dict) -> None:
    """Insert a row that was taken out, when what it belongs to is still there."""
    for field in (model._meta.fields[name] for name in row):
        target = getattr(field, "rel_model", None)
        if target is not None and not target.select().where(target._meta.primary_key == row[field.name]).exists():
            return
    model.insert(row).execute()


def _renumber(kept: int, gone: int) -> list[list[int]]:
    """Meetings about the one that goes get numbers the other's do not have: [meeting, number it had, number it has]."""
    held = Meeting.select(Meeting.matter, Meeting.person, Meeting.round).where(
        (Meeting.person << [kept, gone]) & Meeting.round.is_null(False)
    )
    rows = sorted(held.tuples(), key=lambda row: row[2], reverse=True)
    taken = {number for _, person, number in rows if person == kept}
    highest, changed = max((number for *_, number in rows), default=0), []
    for meeting, person, number in rows:
        if person == gone and number in taken:
            highest += 1
            Meeting.update(round=highest).where(Meeting.matter == meeting).execute()
            changed.append([meeting, number, highest])
    return changed


_TABLES = {link.field.model._meta.table_name: link.field.model for link in LINKS}
