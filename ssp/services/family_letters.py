"""Whom a letter about a child can be addressed to: the adults recorded in a family the writer may see (H5)."""

from dataclasses import dataclass

from ssp.models import Case, ConcernPerson, Notice, Person, Relation
from ssp.policy.families import Family, Member, Tie, Told, may_be_told
from ssp.policy.permits import PERMITS
from ssp.policy.spelling import folded
from ssp.services import participating
from ssp.services.door import Door
from ssp.services.person_records import COLUMNS, masked
from ssp.terms import Action, Custody, Giver, Kin, MatterKind


class NotToBeTold(Exception):
    """The letter was to be addressed to an adult who may not be told about the child; `reason` says why not."""

    def __init__(self, name: str, reason: str):
        super().__init__(reason)
        self.name = name
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Addressee:
    """An adult of the child's family, and whether they may be told about the child."""

    reference: str
    name: str
    told: Told


def addressees(d: Door, notice: str) -> tuple[Addressee, ...]:
    """The adults recorded as something to the child a notice is about, where the custody holder is to be told.

    Of families a case opens that the person in the door may read; who keeps such a case sees its other adults too.
    One statement. None where the name is protected: such a letter names nobody.
    """
    rows = _rows(d, notice)
    child = next((row[2] for row in rows if row[5]), None)
    if child is None:
        return ()
    ties = tuple(dict.fromkeys(Tie(row[1], row[2], Kin(row[3]), Custody(row[4])) for row in rows))
    family = Family((*(Member(id_, True) for id_ in {tie.adult for tie in ties}), Member(child, False)), (), ties)
    seen = {row[1]: masked(d, row[7:], close=False) for row in rows if row[5] or row[6]}
    named = sorted((person for person in seen.values() if person.name), key=lambda person: person.name)
    d.show(*(person.reference for person in named))
    return tuple(Addressee(p.reference, p.name, may_be_told(family, p.id, child)) for p in named)


def addressed(found: tuple[Addressee, ...], chosen: str, written: str) -> str | None:
    """The name a letter is addressed to: that of the one `chosen` by reference, or the one `written` by hand.

    None for somebody who is not among those found. Raises NotToBeTold.
    """
    if chosen:
        one = next((one for one in found if one.reference == chosen), None)
    else:
        one = next((one for one in found if _written(one.name) == _written(written)), None)
    if one is None:
        return None if chosen else written
    if not one.told.allowed:
        raise NotToBeTold(one.name, one.told.reason)
    return one.name


def _written(name: str) -> str:
    """A name however it is written."""
    return " ".join(folded(name).split())


def _rows(d: Door, notice: str) -> list[tuple]:
    """Every tie of the families the child has one in: its five columns, whether it is the child's, whether the writer
    keeps a case with that family, and the adult."""
    child = (
        ConcernPerson.select(ConcernPerson.person)
        .join(Notice, on=(Notice.child == ConcernPerson.id))
        .where((Notice.reference == notice) & (Notice.to_whom == Giver.CUSTODY_HOLDER))
    )
    other = Relation.alias()
    with_child = other.select(other.family).where(other.child << child)
    return list(
        Relation.select(
            Relation.family, Relation.adult, Relation.child, Relation.kin, Relation.custody, Relation.child << child,
            Relation.family << _opened(d, Action.FAMILY_EDIT), *COLUMNS,
        )
        .join(Person, on=(Person.id == Relation.adult))
        .where(
            (Relation.family << _opened(d, Action.FAMILY_READ))
            & (Relation.family << with_child)
            & Person.merged_into.is_null()
        )
        .order_by(Relation.id)
        .tuples()
    )  # fmt: skip


def _opened(d: Door, action: Action):
    cases = participating.taken_part_in(d.standing, MatterKind.CASE, d.now, PERMITS[action].capacities)
    return Case.select(Case.family).where(Case.family.is_null(False) & (Case.matter << cases))
