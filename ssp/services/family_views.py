"""The family page: the family composed for one reader, and whom an adult may be told about (H5, H6)."""

from dataclasses import dataclass
from itertools import groupby

from peewee import JOIN

from ssp.models import Family as FamilyRow
from ssp.models import Household, HouseholdMember, Person, Relation
from ssp.policy import families
from ssp.policy.families import Family, Home, Line, Member, SeenFamily, SeenMember, Tie, Told
from ssp.policy.persons import sees_identity
from ssp.policy.register import limit
from ssp.services import known_persons
from ssp.services.case_heads import CaseHead, head
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.person_records import COLUMNS, PersonView, masked
from ssp.services.prepared import numbered, prepared, slot, slots
from ssp.services.writing import DataKey, unseal
from ssp.terms import Action, Custody, Kin, PersonKind


@dataclass(frozen=True, slots=True)
class HomeRow:
    """A home as stored, opened."""

    id: int
    reference: str
    name: str
    address: str
    protected: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """A family as stored: what the policy composes from, and the words for it."""

    id: int
    reference: str
    version: int
    key: DataKey
    family: Family
    homes: dict[int, HomeRow]
    people: dict[int, PersonView]


@dataclass(frozen=True, slots=True)
class ToldLine:
    """What an adult is to a child, and whether they may be told about it; `kin` is None where nothing is recorded."""

    child: str
    kin: Kin | None
    custody: Custody | None
    told: Told


@dataclass(frozen=True, slots=True)
class ChildView:
    """A child as the reader sees it; `name` is "" where it is protected. `again` says it stood in a home above."""

    reference: str
    name: str
    age: int | None
    school_class: str
    own_word: bool
    matters: tuple[Line, ...]
    also_in: tuple[str, ...]
    again: bool


@dataclass(frozen=True, slots=True)
class AdultView:
    reference: str
    name: str
    told: tuple[ToldLine, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    """A home, or (reference "") those who live in none that is shown. `address` is "" where it is closed or unknown."""

    reference: str
    name: str
    address: str
    protected: bool
    children: tuple[ChildView, ...]
    adults: tuple[AdultView, ...]


@dataclass(frozen=True, slots=True)
class FamilyView:
    reference: str
    version: int
    homes: tuple[HomeView, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """The page: `family` is None where none was made yet; `edits` says the reader may change it."""

    head: CaseHead
    family: FamilyView | None
    edits: bool


def show(actor: Actor, case: str) -> FamilyPage:
    """The family of a case as this person may see it. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.FAMILY_READ, case, d.facts(case))
        top = head(d, facts)
        found = recorded(d, top.family_id) if top.family_id else None
        view = _view(found, seen(d, facts, found), sees_identity(top.may)) if found else None
        if view:
            d.show(view.reference, *_references(view))
        return FamilyPage(top, view, Action.FAMILY_EDIT in top.may)


def seen(d: Door, case: Facts, found: Recorded) -> SeenFamily:
    """The family as the person in the door may see it through this case. One statement."""
    named = known_persons.through(d, list(found.people))
    matters = {id_: tuple(Line(*line) for line in lines) for id_, lines in named.items()}
    return families.compose(found.family, families.keeps(d.standing, case.matter, d.now), matters)


def told_about(d: Door, family_id: int, adult_reference: str) -> frozenset[int]:
    """The ids of the children this adult may be told about; none for somebody who is no adult of the family (H5)."""
    found = recorded(d, family_id)
    adult = next((p.id for p in found.people.values() if p.reference == adult_reference), None)
    known = any(m.id == adult and m.adult for m in found.family.members)
    return families.told_about(found.family, adult) if known else frozenset()


def recorded(d: Door, family_id: int) -> Recorded:
    """Everything recorded of a family, opened. Three statements. The caller answers for what of it is shown."""
    rows = _homes(family=family_id)
    ties = tuple(
        Tie(adult, child, Kin(kin), Custody(custody)) for adult, child, kin, custody in _ties(family=family_id)
    )
    ids = {row[9] for row in rows if row[9]} | {id_ for tie in ties for id_ in (tie.adult, tie.child)}
    people = _people(d, sorted(ids))
    reference, version, wrapped = rows[0][1:4]
    key = d.unwrap(reference, wrapped)
    homes, stored = [], {}
    for id_, group in groupby((row for row in rows if row[4]), key=lambda row: row[4]):
        members = list(group)
        living = frozenset(row[9] for row in members if row[9] in people)
        stored[id_] = _home_row(key, members[0])
        homes.append(Home(id_, living, stored[id_].protected or any(people[one].protected for one in living)))
    known = tuple(tie for tie in ties if tie.adult in people and tie.child in people)
    members = tuple(Member(p.id, p.kind is PersonKind.ADULT, p.protected, p.protected_name) for p in people.values())
    return Recorded(rows[0][0], reference, version, key, Family(members, tuple(homes), known), stored, people)


def _home_row(key: DataKey, row: tuple) -> HomeRow:
    id_, reference, name, address, protected = row[4:9]
    texts = unseal(key, "households", reference, name=name, address=address)
    return HomeRow(id_, reference, texts["name"], texts["address"], bool(protected))


@prepared
def _homes():
    """The family, a row for each member of each home."""
    return (
        FamilyRow.select(
            FamilyRow.id, FamilyRow.reference, FamilyRow.version, FamilyRow.wrapped_key, Household.id,
            Household.reference, Household.name, Household.address, Household.protected, HouseholdMember.person,
        )
        .join(Household, JOIN.LEFT_OUTER, on=(Household.family == FamilyRow.id))
        .join(HouseholdMember, JOIN.LEFT_OUTER, on=(HouseholdMember.household == Household.id))
        .where(FamilyRow.id == slot("family"))
        .order_by(Household.id, HouseholdMember.id)
        .tuples()
    )  # fmt: skip


@prepared
def _ties():
    return (
        Relation.select(Relation.adult, Relation.child, Relation.kin, Relation.custody)
        .where(Relation.family == slot("family"))
        .order_by(Relation.id)
        .tuples()
    )


@prepared
def _persons(count: int):
    return Person.select(*COLUMNS).where((Person.id << slots("person", count)) & Person.merged_into.is_null()).tuples()


def _people(d: Door, ids: list[int]) -> dict[int, PersonView]:
    """The persons with these ids, by id: children first, then by name. A protected name is nobody's here."""
    rows = _persons(len(ids), **numbered("person", ids)) if ids else []
    found = [masked(d, row, close=False) for row in rows]
    return {p.id: p for p in sorted(found, key=lambda p: (p.kind is PersonKind.ADULT, p.name, p.reference))}


def _view(found: Recorded, shown: SeenFamily, close: bool) -> FamilyView:
    """The family in words; an address is for those close to the work, as everywhere (A13)."""
    views = []
    above: set[int] = set()
    for home in shown.homes:
        row = found.homes[home.id]
        address = row.address if home.address and close else ""
        views.append(_home_view(found, shown, row, address, not home.address, home.members, above))
        above |= set(home.members)
    if shown.elsewhere:
        nowhere = HomeRow(0, "", "", "", False)
        views.append(_home_view(found, shown, nowhere, "", False, shown.elsewhere, above))
    return FamilyView(found.reference, found.version, tuple(views), shown.hidden)


def _home_view(found, shown, row: HomeRow, address: str, protected: bool, ids, above: set[int]) -> HomeView:
    members = {member.id: member for member in shown.members}
    inside = [members[id_] for id_ in ids]
    children = (_child(found, shown, member, row.id, member.id in above) for member in inside if not member.adult)
    adults = (_adult(found, shown, member) for member in inside if member.adult)
    return HomeView(row.reference, row.name, address, protected, tuple(children), tuple(adults))


def _child(found: Recorded, shown: SeenFamily, member: SeenMember, here: int, again: bool) -> ChildView:
    person = found.people[member.id]
    others = tuple(found.homes[h.id].name for h in shown.homes if member.id in h.members and h.id != here)
    own_word = person.age is not None and person.age >= limit("own_consent_age")
    return ChildView(
        person.reference, person.name, person.age, person.school_class, own_word, member.matters, others, again
    )


def _adult(found: Recorded, shown: SeenFamily, member: SeenMember) -> AdultView:
    person = found.people[member.id]
    ties = {tie.child: tie for tie in shown.ties if tie.adult == member.id}
    lines = tuple(
        ToldLine(found.people[child].name, tie.kin if tie else None, tie.custody if tie else None, told)
        for adult, child, told in shown.told
        if adult == member.id
        for tie in [ties.get(child)]
    )
    return AdultView(person.reference, person.name, lines)


def _references(view: FamilyView) -> list[str]:
    """Everything the page shows, for the log: homes, members, and the matters beside them (B1)."""
    children = [child for home in view.homes for child in home.children]
    return [
        *(home.reference for home in view.homes if home.reference),
        *(child.reference for child in children),
        *(line.reference for child in children for line in child.matters),
        *(adult.reference for home in view.homes for adult in home.adults),
    ]
