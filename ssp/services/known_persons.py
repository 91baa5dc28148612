"""The persons somebody may know: their own school's pupils, and whoever is named in what they take part in."""

from functools import reduce
from operator import or_

from ssp.models import (
    Absence,
    Case,
    CasePerson,
    ConcernPerson,
    Household,
    HouseholdMember,
    Matter,
    Meeting,
    NotificationPerson,
    Person,
    Relation,
)
from ssp.policy.access import readable_kinds
from ssp.policy.permits import PERMITS, PUPIL_ROLES
from ssp.services import participating
from ssp.services.door import Door
from ssp.terms import Action, MatterKind, PersonKind

NAMED_IN = {
    MatterKind.CONCERN: (ConcernPerson.concern, ConcernPerson.person),
    MatterKind.NOTIFICATION: (NotificationPerson.notification, NotificationPerson.person),
    MatterKind.CASE: (CasePerson.case, CasePerson.person),
    MatterKind.MEETING: (Meeting.matter, Meeting.person),
    MatterKind.ABSENCE: (Absence.matter, Absence.person),
}
"""Where each kind of matter names persons: the column of the matter, and that of the person.

A disclosure names nobody by a row: its text is frozen, and whoever receives it knows no person by it.
"""


def condition(d: Door):
    """A condition on Person, for any query: the person in the door may know this one (A1, A2, A3).

    One that was merged into another is nobody's.
    """
    return Person.merged_into.is_null() & (Person.id << _ids(d))


def through(d: Door, person_ids: list[int]) -> dict[int, tuple[tuple[MatterKind, str, str], ...]]:
    """By person, the matters the person in the door may read that name them: kind, reference, state; newest first.

    One statement however many are asked about; every id asked for is a key. Whoever shows a reference puts it into
    the log's line.
    """
    found: dict[int, list] = {id_: [] for id_ in person_ids}
    arms = [_matters_naming(d, kind, person_ids) for kind in _kinds(d)]
    if arms and person_ids:
        for person_id, _, kind, reference, state in sorted(reduce(or_, arms).tuples(), key=lambda row: -row[1]):
            found[person_id].append((MatterKind(kind), reference, state))
    return {id_: tuple(lines) for id_, lines in found.items()}


def in_case(d: Door, case_id: int):
    """A condition on Person: of a case somebody was let into, as far as they see them.

    The children it is about, and the adults tied to these; who keeps the case sees everybody in its family (H6).
    """
    children = CasePerson.select(CasePerson.person).where(CasePerson.case == case_id)
    family = Case.select(Case.family).where((Case.matter == case_id) & Case.family.is_null(False))
    tied = Relation.select(Relation.adult).where((Relation.family << family) & (Relation.child << children))
    kept = family.where(Case.matter << _kept_cases(d))
    return Person.merged_into.is_null() & (Person.id << reduce(or_, [children, tied, *_in_families(kept)]))


def kept(d: Door):
    """A condition on Person: in a case the person in the door keeps, or in its family."""
    children = CasePerson.select(CasePerson.person).where(CasePerson.case << _kept_cases(d))
    return Person.merged_into.is_null() & (Person.id << reduce(or_, [children, *_in_kept_families(d)]))


def on_the_roll(d: Door):
    """A condition: this person stands on the roll of the actor's own unit."""
    return (Person.unit == d.standing.unit_id) & (Person.kind == PersonKind.PUPIL) & Person.merged_into.is_null()


def _ids(d: Door):
    arms = [_named_in(d, kind) for kind in _kinds(d)]
    if MatterKind.CASE in _kinds(d):
        arms += _in_kept_families(d)
    if d.standing.active and d.standing.role in PUPIL_ROLES:
        arms.append(Person.select(Person.id).where(on_the_roll(d)))
    return reduce(or_, arms) if arms else []


def _kinds(d: Door) -> list[MatterKind]:
    """The kinds that name persons and that this person can read at all, in one order."""
    return [kind for kind in NAMED_IN if kind in readable_kinds(d.standing)]


def _named_in(d: Door, kind: MatterKind):
    matter, person = NAMED_IN[kind]
    return person.model.select(person).where((matter << _readable(d, kind)) & person.is_null(False))


def _matters_naming(d: Door, kind: MatterKind, person_ids: list[int]):
    matter, person = NAMED_IN[kind]
    return (
        person.model.select(person, Matter.id, Matter.kind, Matter.reference, Matter.state)
        .join(Matter, on=(Matter.id == matter))
        .where((person << (person_ids or [0])) & (matter << _readable(d, kind)))
    )


def _in_kept_families(d: Door) -> list:
    """Who keeps a case knows everybody in its family; those let into it know the children it is about, no more (H6)."""
    return _in_families(Case.select(Case.family).where(Case.family.is_null(False) & (Case.matter << _kept_cases(d))))


def _in_families(families) -> list:
    members = HouseholdMember.select(HouseholdMember.person).join(Household).where(Household.family << families)
    tied = (Relation.select(side).where(Relation.family << families) for side in (Relation.adult, Relation.child))
    return [members, *tied]


def _kept_cases(d: Door):
    keepers = PERMITS[Action.FAMILY_EDIT].capacities
    return participating.taken_part_in(d.standing, MatterKind.CASE, d.now, keepers)


def _readable(d: Door, kind: MatterKind):
    """The ids of the matters of a kind this person can read: the capacities are those the permit to read names."""
    return participating.taken_part_in(d.standing, kind, d.now, PERMITS[Action(f"{kind}.read")].capacities)
