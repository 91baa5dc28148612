"""Who lives in a family's homes, and what each adult is to each child (H5, H6)."""

from dataclasses import asdict, dataclass

from ssp.models import HouseholdMember, Person, Relation
from ssp.policy.families import Tie, contradicts
from ssp.services import known_persons
from ssp.services.door import Actor, Door, door
from ssp.services.family_edits import Edit, EditDesk, Unplaced, begin, finish, home_id, move_in, unknown
from ssp.services.family_views import Recorded
from ssp.services.person_records import NewPerson, insert_person
from ssp.services.references import ROW, new_reference
from ssp.terms import Action, Custody, Kin, PersonKind


class Contradiction(Exception):
    """Somebody would have custody alone of a child of whom another has custody; `children` are their references."""

    def __init__(self, children: frozenset[str]):
        super().__init__(len(children))
        self.children = children


@dataclass(frozen=True, slots=True)
class TieText:
    """What an adult is to a child, by the child's reference."""

    child: str
    kin: Kin
    custody: Custody


@dataclass(frozen=True, slots=True)
class Place:
    """Where a member lives, by the homes' references, and what an adult is to the children."""

    homes: tuple[str, ...]
    ties: tuple[TieText, ...] = ()


def add_member(actor: Actor, case: str, person: str, place: Place, edit: Edit) -> None:
    """Somebody the actor may know becomes a member; who is one already keeps what the place says nothing of.

    Raises Denied, Clash, Unplaced, Contradiction.
    """
    with door(actor) as d:
        desk = begin(d, case, edit, person=person, **asdict(place))
        if desk:
            member = _known(d, case, person)
            _settle(d, desk, member, place, tuple(tie for tie in desk.found.family.ties if tie.adult == member[0]))
            finish(d, desk)


def add_new(actor: Actor, case: str, new: NewPerson, place: Place, edit: Edit) -> None:
    """Somebody no record is of becomes a person and a member. Raises Denied, Clash, Unplaced, Contradiction."""
    with door(actor) as d:
        desk = begin(d, case, edit, new=asdict(new), **asdict(place))
        if desk:
            d.require(Action.PERSON_ADD, case, desk.facts)
            id_, reference, _ = insert_person(d, new)
            d.show(reference)
            _settle(d, desk, (id_, new.kind), place)
            finish(d, desk)


def change_member(actor: Actor, case: str, person: str, place: Place, edit: Edit) -> None:
    """Where a member lives and what they are to the children, from now on. Raises as `add_member`."""
    with door(actor) as d:
        desk = begin(d, case, edit, person=person, **asdict(place))
        if desk:
            member = _member(d, desk, person)
            _take_out(desk, member[0], keeping=member[1] is not PersonKind.ADULT)
            _settle(d, desk, member, place)
            finish(d, desk)


def remove_member(actor: Actor, case: str, person: str, edit: Edit) -> None:
    """Take a member out of every home and relation of the family; the record of the person stays."""
    with door(actor) as d:
        desk = begin(d, case, edit, left=person)
        if desk:
            _take_out(desk, _member(d, desk, person)[0])
            finish(d, desk)


def _member(d: Door, desk: EditDesk, reference: str) -> tuple[int, PersonKind]:
    person = next((p for p in desk.found.people.values() if p.reference == reference), None)
    if person is None:
        unknown(d, desk.facts.reference)
    d.show(reference)
    return person.id, person.kind


def _known(d: Door, case: str, reference: str) -> tuple[int, PersonKind]:
    row = Person.select(Person.id, Person.kind).where(known_persons.condition(d) & (Person.reference == reference))
    found = row.tuples().first()
    if found is None:
        unknown(d, case)
    d.show(reference)
    return found[0], PersonKind(found[1])


def _take_out(desk: EditDesk, person_id: int, keeping: bool = False) -> None:
    """Out of the homes, and of the relations too, unless a child only moves."""
    homes = HouseholdMember.household << (list(desk.found.homes) or [0])
    HouseholdMember.delete().where(homes & (HouseholdMember.person == person_id)).execute()
    if not keeping:
        either = (Relation.adult == person_id) | (Relation.child == person_id)
        Relation.delete().where((Relation.family == desk.found.id) & either).execute()


def _settle(d: Door, desk: EditDesk, member: tuple[int, PersonKind], place: Place, before: tuple[Tie, ...] = ()):
    """Into the homes and relations of `place`; of those `before`, the ones it says nothing of stay.

    Raises Unplaced, Contradiction.
    """
    id_, kind = member
    ids = {p.reference: p.id for p in desk.found.people.values() if p.kind is not PersonKind.ADULT}
    said = {ids[t.child]: Tie(id_, ids[t.child], t.kin, t.custody) for t in place.ties if t.child in ids}
    ties = list(({tie.child: tie for tie in before} | said).values()) if kind is PersonKind.ADULT else []
    others = tuple(tie for tie in desk.found.family.ties if tie.adult != id_)
    if not place.homes and not ties and not any(tie.child == id_ for tie in others):
        raise Unplaced
    unclear = {tie.child for tie in contradicts((*others, *ties))} & {tie.child for tie in ties}
    if unclear:
        raise Contradiction(frozenset(desk.found.people[child].reference for child in unclear))
    _tie(desk.found, id_, ties)
    for home in dict.fromkeys(place.homes):
        there = home_id(d, desk, home)
        living = (HouseholdMember.household == there) & (HouseholdMember.person == id_)
        if not HouseholdMember.select().where(living).exists():
            move_in(there, [id_])


def _tie(found: Recorded, adult: int, ties: list[Tie]) -> None:
    Relation.delete().where((Relation.family == found.id) & (Relation.adult == adult)).execute()
    rows = [
        {
            "reference": new_reference(ROW), "family": found.id, "adult": adult, "child": tie.child, "kin": tie.kin,
            "custody": tie.custody,
        }
        for tie in ties
    ]  # fmt: skip
    if rows:
        Relation.insert_many(rows).execute()


__all__ = [
    "Contradiction", "Edit", "Place", "TieText", "Unplaced", "add_member", "add_new", "change_member", "remove_member",
]  # fmt: skip
