"""A person's record for services that stand in the door: making one, and showing it masked (A13)."""

from dataclasses import dataclass
from datetime import date

from ssp.models import Person, Unit
from ssp.policy.ages import age, birth_date
from ssp.policy.persons import masked_cpr, name_shown
from ssp.policy.retention import retention_until
from ssp.services.door import Door
from ssp.services.references import PERSON, new_reference
from ssp.services.writing import seal, unseal
from ssp.terms import PersonKind, RetentionClass

COLUMNS = (
    Person.id, Person.reference, Person.wrapped_key, Person.kind, Person.name, Person.cpr, Person.born_on,
    Person.school, Person.school_class, Person.speaks, Person.address, Person.interpreter, Person.protected,
    Person.protected_name, Person.version, Unit.select(Unit.name).where(Unit.id == Person.unit),
)  # fmt: skip
"""What `masked` and `opened` take, in this order."""
TEXTS = ("name", "cpr", "born_on", "school", "school_class", "speaks", "address")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of a person. `cpr` is "ddmmyy-nnnn" or ""; it decides the day of birth when it is given."""

    name: str
    kind: PersonKind = PersonKind.CHILD
    cpr: str = ""
    born_on: date | None = None
    school: str = ""
    school_class: str = ""
    speaks: str = ""
    interpreter: bool = False
    protected: bool = False
    protected_name: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as one reader may see them.

    `name` is "" where it is protected from this reader. `cpr` is masked; it, `born` and `address` are for those close
    to the work, and a protected address is for nobody here.
    """

    id: int
    reference: str
    kind: PersonKind
    name: str
    cpr: str
    born: date | None
    age: int | None
    school: str
    school_class: str
    speaks: str
    interpreter: bool
    protected: bool
    protected_name: bool
    address: str
    version: int


def insert_person(d: Door, new: NewPerson) -> tuple:
    """Make a record, named by the unit of the person in the door. Returns its id, reference and key."""
    reference = new_reference(PERSON)
    wrapped, key = d.new_key(reference)
    id_ = Person.insert(
        reference=reference, kind=new.kind, unit=d.standing.unit_id, wrapped_key=wrapped,
        retention_class=RetentionClass.PERSON, retention_until=retention_until(RetentionClass.PERSON, d.today),
        **stored(d, key, reference, new),
    ).execute()  # fmt: skip
    return id_, reference, key


def stored(d: Door, key, reference: str, new: NewPerson) -> dict:
    """The columns that hold what is known of a person, sealed with the person's key."""
    born = birth_date(new.cpr) or new.born_on
    texts = {
        "name": new.name, "cpr": new.cpr, "born_on": born.isoformat() if born else "", "school": new.school,
        "school_class": new.school_class, "speaks": new.speaks, "address": new.address,
    }  # fmt: skip
    return {
        "cpr_index": d.blind_index(new.cpr) if new.cpr else None, "interpreter": new.interpreter,
        "protected": new.protected, "protected_name": new.protected_name, **seal(key, "persons", reference, **texts),
    }  # fmt: skip


def masked(d: Door, row: tuple, close: bool) -> PersonView:
    """A row of COLUMNS as somebody sees it who is `close` to the work (see policy.persons.sees_identity), or not.

    Whoever shows it puts the reference into the log's line.
    """
    found = opened(d, row)
    born = found.born_on
    return PersonView(
        id=row[0], reference=row[1], kind=found.kind, name=name_shown(found.name, found.protected_name, close),
        cpr=masked_cpr(found.cpr) if close else "", born=born if close else None,
        age=age(born, d.today) if born else None,
        school=row[15] if found.kind is PersonKind.PUPIL else found.school, school_class=found.school_class,
        speaks=found.speaks, interpreter=found.interpreter, protected=found.protected,
        protected_name=found.protected_name, address=found.address if close and not found.protected else "",
        version=row[14],
    )  # fmt: skip


def opened(d: Door, row: tuple) -> NewPerson:
    """Everything a row of COLUMNS says, unmasked: for deciding and changing, never for a page."""
    _, reference, wrapped, kind, *sealed, interpreter, protected, protected_name, _, _ = row
    texts = unseal(d.unwrap(reference, wrapped), "persons", reference, **dict(zip(TEXTS, sealed, strict=True)))
    born = texts.pop("born_on")
    return NewPerson(
        kind=PersonKind(kind), born_on=date.fromisoformat(born) if born else birth_date(texts["cpr"]),
        interpreter=bool(interpreter), protected=bool(protected), protected_name=bool(protected_name), **texts,
    )  # fmt: skip
