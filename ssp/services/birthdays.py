"""What birthdays do to a record: who is too old for a new one, when it closes to the network, when it is reviewed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from peewee import JOIN, fn

from ssp.models import CaseConcern, ConcernPerson, Person, Plus
from ssp.policy import ages
from ssp.policy.ages import Cooperation
from ssp.policy.register import limit
from ssp.services import clocks
from ssp.services.door import Door, Facts
from ssp.services.prepared import prepared, slot
from ssp.services.standing import DANISH_TIME
from ssp.services.writing import Made
from ssp.terms import Capacity, ClockKind


class GrownUp(Exception):
    """SSP is over for these young people, and no SSP+ basis runs (C8); `names` are theirs, `age` is the limit."""

    def __init__(self, names: tuple[str, ...], age: int):
        super().__init__(f"{len(names)} over {age}")
        self.names, self.age = names, age


@dataclass(frozen=True, slots=True)
class Named:
    """A child a record names; `row` is the child's place in it. No school's roll, no CPR: no day of birth."""

    id: int
    row: str
    name: str
    born: date | None
    cooperation: Cooperation


def children_of(d: Door, concern_id: int) -> tuple[Named, ...]:
    """The children of a concern, with what their age means for the cooperation today."""
    found = []
    for id_, row, person_id, reference, wrapped, name, cpr, born_on in _rows(concern=concern_id):
        texts = _opened(d, reference, wrapped, name=name, cpr=cpr, born_on=born_on) if person_id else {}
        born = _born(texts)
        found.append(Named(id_, row, texts.get("name", ""), born, _cooperation(born, d.today, person_id)))
    return tuple(found)


def newcomer(d: Door, case_id: int, person_id: int, row: str, name: str, born: date | None) -> Named:
    """Somebody who comes into a case by themselves; an SSP+ basis noted in the case carries them too."""
    found = _cooperation(born, d.today, person_id)
    if not found.open:
        running = (Plus.matter == case_id) & (Plus.starts_on <= d.today)
        found = ages.cooperation(born, d.today, Plus.select(fn.MAX(Plus.ends_on)).where(running).scalar())
    return Named(person_id, row, name, born, found)


def refuse_adults(children: Sequence[Named]) -> None:
    """Nothing goes to the network about somebody SSP is over for (C8). Raises GrownUp."""
    grown = tuple(child.name for child in children if not child.cooperation.open)
    if grown:
        raise GrownUp(grown, limit("adult_age"))


def closing_moment(children: Sequence[Named]) -> int | None:
    """When a record on these children closes to the network by itself: local midnight, after the last day (I6)."""
    last = ages.last_day(child.cooperation for child in children)
    return None if last is None else midnight(last + timedelta(days=1))


def start_reviews(d: Door, matter_id: int, capacity: Capacity, children: Sequence[Named]) -> None:
    """A clock for each child who is not grown up yet: it shows some time before that birthday, and ends with the day
    before it (I6)."""
    for child in children:
        if child.born is not None and not child.cooperation.plus:
            last = ages.birthday(child.born, limit("adult_age")) - timedelta(days=1)
            shows = max(d.now, midnight(ages.review_from(child.born)))
            clocks.start_until(d, matter_id, ClockKind.ADULT, capacity, last, about=child.row, at=shows)


def follow(d: Door, case: Made, concern: Facts) -> None:
    """A case opened from a concern is reviewed when the concern is, by its holder (I6)."""
    start_reviews(d, case.id, Capacity.HOLDER, children_of(d, concern.id))


def midnight(day: date) -> int:
    """The moment a day begins in Denmark."""
    return int(datetime.combine(day, time.min, DANISH_TIME).timestamp())


def _cooperation(born: date | None, on: date, person_id: int | None) -> Cooperation:
    found = ages.cooperation(born, on, None)
    return found if found.open else ages.cooperation(born, on, _plus_until(person_id, on))


def _plus_until(person_id: int | None, on: date) -> date | None:
    """The last day of an SSP+ basis that has begun in any matter on this person."""
    concerns = ConcernPerson.select(ConcernPerson.concern).where(ConcernPerson.person == person_id)
    cases = CaseConcern.select(CaseConcern.case).where(CaseConcern.concern << concerns)
    there = (Plus.matter << concerns) | (Plus.matter << cases)
    return Plus.select(fn.MAX(Plus.ends_on)).where(there & (Plus.starts_on <= on)).scalar()


def _opened(d: Door, reference: str, wrapped: bytes, **sealed) -> dict[str, str]:
    key = d.unwrap(reference, wrapped)
    return {name: key.open(f"persons.{name}", reference, value) for name, value in sealed.items() if value}


def _born(texts: dict[str, str]) -> date | None:
    """The day of birth the number says, or else the one that was written down."""
    said = texts.get("born_on")
    return ages.birth_date(texts.get("cpr", "")) or (date.fromisoformat(said) if said else None)


@prepared
def _rows():
    return (
        ConcernPerson.select(
            ConcernPerson.id, ConcernPerson.reference, Person.id, Person.reference, Person.wrapped_key, Person.name,
            Person.cpr, Person.born_on,
        )
        .join(Person, JOIN.LEFT_OUTER, on=(Person.id == ConcernPerson.person))
        .where(ConcernPerson.concern == slot("concern"))
        .order_by(ConcernPerson.id)
        .tuples()
    )  # fmt: skip
