"""What a notification is written from: a concern or an absence the writer may read, and the children in it."""

from dataclasses import dataclass, field

from peewee import JOIN

from ssp.models import Absence, Concern, ConcernPerson, Person
from ssp.services.door import Door, Facts
from ssp.services.persons import Pupil
from ssp.services.writing import unseal
from ssp.terms import Action, Ground, MatterKind, Theme

READ = {MatterKind.CONCERN: Action.CONCERN_READ, MatterKind.ABSENCE: Action.ABSENCE_READ}
GROUNDS = {Theme.ABSENCE: Ground.ABSENCE}


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the desk starts with: words by field, the codes of what was done, and the children."""

    texts: dict[str, str] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    children: tuple[str, ...] = ()


def readable_source(d: Door, reference: str) -> Facts | None:
    """The matter behind a reference, when the person in the door may read it; whoever may not writes without one."""
    facts = d.facts(reference) if reference else None
    if facts is None or facts.matter.kind not in READ:
        return None
    return facts if READ[facts.matter.kind] in d.may(facts) else None


def required_source(d: Door, reference: str) -> Facts:
    """The same, where a page is about it. Raises Denied."""
    facts = d.facts(reference)
    action = READ.get(facts.matter.kind, Action.CONCERN_READ) if facts else Action.CONCERN_READ
    return d.require(action, reference, facts)


def people_of(source: Facts | None):
    """A query for the ids of the children of a school's roll in the source."""
    if source is None:
        return Person.select(Person.id).where(Person.id.is_null())
    if source.matter.kind is MatterKind.ABSENCE:
        return Absence.select(Absence.person).where(Absence.matter == source.id)
    return ConcernPerson.select(ConcernPerson.person).where(
        (ConcernPerson.concern == source.id) & ConcernPerson.person.is_null(False)
    )


def pupils_of(d: Door, source: Facts | None) -> list[Pupil]:
    """The children of a school's roll in the source, opened, in the order of the source."""
    rows = (
        Person.select(Person.reference, Person.wrapped_key, Person.name, Person.school_class)
        .where(Person.id << people_of(source))
        .order_by(Person.id)
        .tuples()
    )
    found = []
    for reference, wrapped, name, group in rows:
        texts = unseal(d.unwrap(reference, wrapped), "persons", reference, name=name, school_class=group)
        found.append(Pupil(reference, texts["name"], texts["school_class"]))
    d.show(*(pupil.reference for pupil in found))
    return found


def beginning(d: Door, source: Facts, children: list[Pupil]) -> Beginning:
    """What is known already, laid out on the desk; the ground is the writer's to choose, but for absence."""
    picked = tuple(pupil.reference for pupil in children)
    if source.matter.kind is MatterKind.ABSENCE:
        percent = Absence.select(Absence.percent).where(Absence.matter == source.id).scalar()
        return Beginning({"ground": Ground.ABSENCE, "absence_percent": str(percent)}, children=picked)
    row, unlisted = _concern(source)
    sealed = {name: row[name] for name in ("observation", "words", "protective", "done_text")}
    texts = unseal(source.key, "concerns", source.reference, **sealed)
    percent = row["absence_percent"]
    return Beginning(
        {
            "ground": GROUNDS.get(row["theme"], ""), "observation": texts["observation"], "words": texts["words"],
            "strengths": texts["protective"], "tried": texts["done_text"], "unlisted": unlisted,
            "absence_percent": "" if percent is None else str(percent),
        },
        tuple(row["done"].split()),
        picked,
    )  # fmt: skip


def _concern(source: Facts) -> tuple[dict, str]:
    """The concern, and the names in it that are on no school's roll."""
    unlisted = (ConcernPerson.concern == Concern.matter) & ConcernPerson.person.is_null()
    rows = list(
        Concern.select(Concern, ConcernPerson.reference.alias("row"), ConcernPerson.named)
        .join(ConcernPerson, JOIN.LEFT_OUTER, on=unlisted)
        .where(Concern.matter == source.id)
        .order_by(ConcernPerson.id)
        .dicts()
    )
    names = [source.key.open("concern_persons.named", row["row"], row["named"]) for row in rows if row["row"]]
    return rows[0], ", ".join(names)
