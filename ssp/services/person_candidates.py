"""Search before create: the records of the persons somebody may know that may be of the one they are about to add."""

from dataclasses import dataclass
from datetime import date

from ssp.models import Person
from ssp.policy.ages import birth_date
from ssp.policy.persons import MOST_CANDIDATES, NEARLY_ALIKE, Wanted, fits, likeness
from ssp.services import known_persons
from ssp.services.door import Door
from ssp.services.person_records import COLUMNS, PersonView, masked
from ssp.terms import MatterKind, PersonKind

CHILDREN = frozenset({PersonKind.PUPIL, PersonKind.CHILD})


@dataclass(frozen=True, slots=True)
class Criterion:
    """Who is looked for. `cpr` is "ddmmyy-nnnn" or ""; the day of birth follows from it."""

    name: str
    cpr: str = ""
    born_on: date | None = None

    def words(self) -> str:
        """The criterion as the log keeps it, sealed."""
        return " ".join(filter(None, (self.name, self.cpr, self.born_on.isoformat() if self.born_on else "")))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be of the same person: `exact` by its number, `through` the reader's own matters naming it."""

    person: PersonView
    exact: bool
    through: tuple[tuple[MatterKind, str, str], ...]


def candidates(d: Door, wanted: Criterion, kinds=CHILDREN, among=None, besides: int = 0) -> tuple[Candidate, ...]:
    """Those that fit, the best first; only records the person in the door may know are looked at at all (A1-A3).

    What is shown goes into the log's line. `among` narrows it further, and `besides` leaves one record out.
    """
    asked = known_persons.condition(d) & (Person.kind << sorted(kinds)) & (Person.id != besides)
    if among is not None:
        asked &= among
    index = d.blind_index(wanted.cpr) if wanted.cpr else None
    whom = Wanted(wanted.name, birth_date(wanted.cpr) or wanted.born_on)
    found = []
    for row in Person.select(*COLUMNS, Person.cpr_index).where(asked).tuples():
        exact = index is not None and row[-1] == index
        score = _score(d, whom, row)
        if exact or score:
            found.append((exact, score, row[:-1]))
    found.sort(key=lambda one: (not one[0], -one[1], one[2][0]))
    return _shown(d, found[:MOST_CANDIDATES])


def _score(d: Door, whom: Wanted, row: tuple) -> float:
    """How well a row fits; the day of birth is opened only where the name is alike."""
    reference, key = row[1], d.unwrap(row[1], row[2])
    name = key.open("persons.name", reference, row[4])
    if likeness(whom.name, name) < NEARLY_ALIKE:
        return 0.0
    return fits(whom, name, _born(key, reference, row))


def _born(key, reference: str, row: tuple) -> date | None:
    if row[6] is not None:
        return date.fromisoformat(key.open("persons.born_on", reference, row[6]))
    return birth_date(key.open("persons.cpr", reference, row[5])) if row[5] is not None else None


def _shown(d: Door, found: list) -> tuple[Candidate, ...]:
    ids = [row[0] for *_, row in found]
    matters = known_persons.through(d, ids)
    people = [(exact, masked(d, row, close=True)) for exact, _, row in found]
    d.show(*(person.reference for _, person in people))
    d.show(*(reference for lines in matters.values() for _, reference, _ in lines))
    return tuple(Candidate(person, exact, matters[person.id]) for exact, person in people)
