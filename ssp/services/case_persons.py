"""The persons of a case: the children it is about, finding before adding, and keeping what is known of them right."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from ssp.db import Clash
from ssp.models import CaseConcern, CasePerson, ConcernPerson, Participation, Person
from ssp.policy import parties
from ssp.policy.access import Decision
from ssp.policy.ages import birth_date
from ssp.policy.persons import sees_identity
from ssp.services import birthdays, clocks, known_persons
from ssp.services.case_heads import CaseHead, head
from ssp.services.casework import add_entry
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.merges import MergeLine, merges_of
from ssp.services.person_candidates import CHILDREN, Candidate, Criterion, candidates
from ssp.services.person_records import COLUMNS, NewPerson, PersonView, insert_person, masked, opened, stored
from ssp.services.references import ROW, new_reference
from ssp.services.writing import advance, already, remember
from ssp.terms import Action, Capacity, ClockKind, EntryKind, PersonKind


class LikelyKnown(Exception):
    """There are records that may be of the same person, and no reason is given why none of them is."""


class Unfit(Exception):
    """What was typed cannot be right; `field` says what to mend, `reason` why."""

    def __init__(self, field: str, reason: str):
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


@dataclass(frozen=True, slots=True)
class Room:
    """The children a case is about; `others` of its family and what was put together, for those close to the work."""

    head: CaseHead
    children: tuple[PersonView, ...]
    others: tuple[PersonView, ...]
    merges: tuple[MergeLine, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search before adding found; `here` are the references of the children the case is about already."""

    head: CaseHead
    candidates: tuple[Candidate, ...]
    here: frozenset[str]


@dataclass(frozen=True, slots=True)
class Change:
    """What is known of a person now; a number or a protected address left empty stays, unless it is to go."""

    known: NewPerson
    forget_cpr: bool = False
    forget_address: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One person of a case; `child` when the case is about them."""

    head: CaseHead
    person: PersonView
    child: bool


def index(actor: Actor, case: str) -> Room:
    """The children a case is about, each as far as this person may see them. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        top = head(d, facts)
        close = sees_identity(top.may)
        children = tuple(masked(d, row, close) for row in _children(facts).order_by(CasePerson.id).tuples())
        others = _others(d, facts) if close else ()
        d.show(*(person.reference for person in children + others))
        return Room(top, children, others, merges_of(d, facts) if Action.PERSON_UNMERGE in top.may else ())


def desk(actor: Actor, case: str) -> CaseHead:
    """The page somebody is looked for on before they are added. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        return head(d, d.require(Action.PERSON_ADD, case, facts))


def find(actor: Actor, case: str, wanted: Criterion) -> Found:
    """The records that may be of a child somebody is about to add, among those they may know. Raises Denied, Unfit."""
    with door(actor) as d:
        facts = d.require(Action.PERSON_FIND, case, d.facts(case))
        _check(d, NewPerson(wanted.name, cpr=wanted.cpr, born_on=wanted.born_on))
        d.searched(wanted.words())
        here = frozenset(row[1] for row in _children(facts).tuples())
        return Found(head(d, facts), candidates(d, wanted), here)


def add_known(actor: Actor, case: str, person: str, key: str) -> None:
    """The case is about this child too, whose record was there. Raises Denied, GrownUp."""
    with door(actor) as d:
        facts = d.require(Action.PERSON_ADD, case, d.facts(case))
        payload = {"about": case, "person": person}
        if already(d, key, payload):
            return
        known = known_persons.condition(d) & (Person.kind << sorted(CHILDREN))
        row = _row(d, facts, Action.PERSON_ADD, known, person)
        if not _children(facts).where(CasePerson.person == row[0]).exists():
            found = opened(d, row)
            _take_in(d, facts, row[0], found)
            advance(d, facts)
        remember(d, key, payload, person)
        d.show(person)


def create(actor: Actor, case: str, new: NewPerson, reason: str, key: str) -> str:
    """A new record of a child, whom the case is about. Returns its reference; a second press makes no second.

    Raises Denied, LikelyKnown, Unfit, GrownUp.
    """
    with door(actor) as d:
        facts = d.require(Action.PERSON_ADD, case, d.facts(case))
        payload = asdict(new) | {"about": case, "reason": reason}
        made_before = already(d, key, payload)
        if made_before:
            d.show(made_before)
            return made_before
        _check(d, new)
        if not reason and candidates(d, Criterion(new.name, new.cpr, new.born_on)):
            raise LikelyKnown
        d.searched(reason)
        id_, reference, _ = insert_person(d, new)
        _take_in(d, facts, id_, new)
        remember(d, key, payload, reference)
        d.show(reference)
        advance(d, facts)
        return reference


def record(actor: Actor, case: str, person: str) -> Record:
    """What is known of one person of a case, to correct it. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        d.require(Action.PERSON_EDIT, case, facts)
        row = _row(d, facts, Action.PERSON_EDIT, known_persons.in_case(d, facts.id), person)
        d.show(person)
        child = _children(facts).where(CasePerson.person == row[0]).exists()
        top = head(d, facts)
        return Record(top, masked(d, row, sees_identity(top.may)), child)


def edit(actor: Actor, case: str, person: str, change: Change, version: int) -> None:
    """Correct what is known of a person. Raises Denied, Unfit, and Clash when somebody else was first."""
    with door(actor) as d:
        facts = d.require(Action.PERSON_EDIT, case, d.facts(case))
        row = _row(d, facts, Action.PERSON_EDIT, known_persons.in_case(d, facts.id), person)
        d.show(person)
        before = opened(d, row)
        now_known = _kept(change, before)
        _check(d, now_known)
        columns = stored(d, d.unwrap(row[1], row[2]), person, now_known)
        same = (Person.id == row[0]) & (Person.version == version)
        if not Person.update(version=Person.version + 1, **columns).where(same).execute():
            raise Clash
        if _born(now_known) != _born(before):
            _follow_birthday(d, facts, row[0], now_known)


def remove(actor: Actor, case: str, person: str, key: str) -> None:
    """The case is no longer about this child; the record and what was written stay. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.PERSON_EDIT, case, d.facts(case))
        payload = {"about": case, "remove": person}
        if already(d, key, payload):
            return
        row = _children(facts).where(Person.reference == person).select_extend(CasePerson.reference).tuples().first()
        if row is None:
            d.require_decision(Action.PERSON_EDIT, Decision(False, False, "unknown", "A1"), case)
        _stop_reviews(d, facts, row[0], row[-1])
        CasePerson.delete().where(CasePerson.reference == row[-1]).execute()
        add_entry(d, facts, EntryKind.CHILD_REMOVED, "", person=row[0])
        remember(d, key, payload, person)
        d.show(person)
        advance(d, facts)


def _children(facts: Facts):
    """A query for the children a case is about, as rows of COLUMNS."""
    return (
        Person.select(*COLUMNS)
        .join(CasePerson, on=(CasePerson.person == Person.id))
        .where((CasePerson.case == facts.id) & Person.merged_into.is_null())
    )


def _others(d: Door, facts: Facts) -> tuple[PersonView, ...]:
    """The rest of the family, as far as somebody close to the work sees it, by name."""
    children = CasePerson.select(CasePerson.person).where(CasePerson.case == facts.id)
    rows = Person.select(*COLUMNS).where(known_persons.in_case(d, facts.id) & Person.id.not_in(children)).tuples()
    return tuple(sorted((masked(d, row, close=True) for row in rows), key=lambda person: person.name))


def _row(d: Door, facts: Facts, action: Action, condition, person: str) -> tuple:
    """The person with this reference, among those the condition holds for; anybody else does not exist (A1)."""
    row = Person.select(*COLUMNS).where(condition & (Person.reference == person)).tuples().first()
    if row is None:
        d.require_decision(action, Decision(False, False, "unknown", "A1"), facts.reference)
    return row


def _take_in(d: Door, facts: Facts, person_id: int, known: NewPerson) -> None:
    """One more child in the case: its line in the chronology, the review before it is grown up, and time to work."""
    row = new_reference(ROW)
    child = birthdays.newcomer(d, facts.id, person_id, row, known.name, _born(known))
    birthdays.refuse_adults([child])
    CasePerson.insert(
        reference=row, case=facts.id, person=person_id, added_by=d.actor.user_id, added_at=d.now
    ).execute()
    birthdays.start_reviews(d, facts.id, Capacity.HOLDER, [child])
    _stay_open(facts, birthdays.closing_moment([child]))
    add_entry(d, facts, EntryKind.CHILD_ADDED, "", person=person_id)


def _stay_open(facts: Facts, until: int | None) -> None:
    """A case closes to its keepers with its youngest child's childhood; a younger one keeps it open longer (I6)."""
    closes = parties.closes_at(facts.matter.grants)
    if closes is None or (until is not None and until <= closes):
        return
    Participation.update(ends_at=until).where(
        (Participation.matter == facts.id)
        & (Participation.capacity << [Capacity.HOLDER, Capacity.CONSULTANT])
        & (Participation.ends_at == closes)
    ).execute()


def _follow_birthday(d: Door, facts: Facts, person_id: int, known: NewPerson) -> None:
    """Another day of birth moves the review before the child is grown up, and may keep the case open longer (I6)."""
    here = (CasePerson.case == facts.id) & (CasePerson.person == person_id)
    row = CasePerson.select(CasePerson.reference).where(here).scalar()
    if row is None:
        return
    child = birthdays.newcomer(d, facts.id, person_id, row, known.name, _born(known))
    _stop_reviews(d, facts, person_id, row)
    birthdays.start_reviews(d, facts.id, Capacity.HOLDER, [child])
    if child.cooperation.open:
        _stay_open(facts, birthdays.closing_moment([child]))


def _born(known: NewPerson) -> date | None:
    """The day of birth: what the number says, or what was written."""
    return birth_date(known.cpr) or known.born_on


def _stop_reviews(d: Door, facts: Facts, person_id: int, row: str) -> None:
    """The reviews that waited for this child's birthday: set when it was added, or when its concern became the case."""
    concerns = CaseConcern.select(CaseConcern.concern).where(CaseConcern.case == facts.id)
    named = ConcernPerson.select(ConcernPerson.reference).where(
        (ConcernPerson.person == person_id) & (ConcernPerson.concern << concerns)
    )
    for about in (row, *(reference for (reference,) in named.tuples())):
        clocks.stop(d, facts.id, ClockKind.ADULT, about=about)


def _kept(change: Change, before: NewPerson) -> NewPerson:
    """What is known after a change: what a page never showed is not lost by leaving its field empty."""
    cpr = change.known.cpr or ("" if change.forget_cpr else before.cpr)
    hidden = before.address if before.protected and not change.forget_address else ""
    school = before.school if before.kind is PersonKind.PUPIL else change.known.school
    return replace(change.known, cpr=cpr, address=change.known.address or hidden, kind=before.kind, school=school)


def _check(d: Door, new: NewPerson) -> None:
    """Raises Unfit for a number with no date in it, and for a day of birth that is another, or has not been yet."""
    born = birth_date(new.cpr)
    if new.cpr and born is None:
        raise Unfit("cpr", "no_date")
    if born is not None and new.born_on not in (None, born):
        raise Unfit("born_on", "other_date")
    if (born or new.born_on or d.today) > d.today:
        raise Unfit("born_on", "not_yet")
