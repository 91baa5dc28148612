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
from ssp.services.persons import on_the_roll
from ssp.terms import Action, MatterKind

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
    keepers = PERMITS[Action.FAMILY_EDIT].capacities
    kept = Case.select(Case.family).where(
        Case.family.is_null(False)
        & (Case.matter << participating.taken_part_in(d.standing, MatterKind.CASE, d.now, keepers))
    )
    members = HouseholdMember.select(HouseholdMember.person).join(Household).where(Household.family << kept)
    return [
        members,
        *(Relation.select(side).where(Relation.family << kept) for side in (Relation.adult, Relation.child)),
    ]


def _readable(d: Door, kind: MatterKind):
    """The ids of the matters of a kind this person can read: the capacities are those the permit to read names."""
    return participating.taken_part_in(d.standing, kind, d.now, PERMITS[Action(f"{kind}.read")].capacities)
