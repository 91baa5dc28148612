"""What somebody needs before they change a family: its homes and members, and whom they can take in."""

from dataclasses import dataclass, replace

from ssp.models import Case, CasePerson, Family, Household, HouseholdMember, Matter, Person, Relation, Submission
from ssp.policy.families import Tie
from ssp.policy.permits import PERMITS
from ssp.services import participating
from ssp.services.case_heads import CaseHead, head
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.family_edits import closed_home, unknown
from ssp.services.family_views import HomeRow, Recorded, recorded
from ssp.services.person_candidates import Candidate, Criterion, candidates
from ssp.services.person_records import COLUMNS, PersonView, masked
from ssp.terms import Action, MatterKind, PersonKind


@dataclass(frozen=True, slots=True)
class Linkable:
    """A family of another case, which this case can open too; `case` is that case's reference."""

    id: int
    reference: str
    case: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The pages a family is changed on. `children` are the case's, `found` the family, None where none was made.

    `home` and `member` are those a page is about.
    """

    head: CaseHead
    children: tuple[PersonView, ...]
    linkable: tuple[Linkable, ...]
    found: Recorded | None
    home: HomeRow | None = None
    member: PersonView | None = None

    @property
    def version(self) -> int:
        return self.found.version if self.found else 0

    @property
    def closed(self) -> bool:
        """Whether the address of the home the page is about is protected, for whosever sake: then it is "" here."""
        return self.home is not None and closed_home(self.found, self.home.id)

    @property
    def homes(self) -> tuple[HomeRow, ...]:
        return tuple(self.found.homes.values()) if self.found else ()

    @property
    def members(self) -> tuple[PersonView, ...]:
        return tuple(self.found.people.values()) if self.found else ()

    @property
    def outside(self) -> tuple[PersonView, ...]:
        """The case's children who are no members yet."""
        inside = {person.id for person in self.members}
        return tuple(person for person in self.children if person.id not in inside)

    def lives_in(self, person: PersonView) -> list[str]:
        """The references of the homes a member lives in."""
        return [self.found.homes[h.id].reference for h in self.found.family.homes if person.id in h.members]

    def ties_of(self, person: PersonView) -> dict[str, Tie]:
        """What an adult is to each child, by the child's reference."""
        return {self.found.people[t.child].reference: t for t in self.found.family.ties if t.adult == person.id}


def desk(actor: Actor, case: str, home: str = "", member: str = "") -> Desk:
    """Everything a keeper of the case changes a family by; about a home or member when named. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.FAMILY_EDIT, case, d.facts(case))
        top = head(d, facts)
        found = recorded(d, top.family_id) if top.family_id else None
        made = Desk(top, _children(d, facts), () if found else linkable(d, facts), found)
        d.show(*(person.reference for person in (*made.children, *made.members)))
        d.show(*(one.reference for one in made.linkable), *(row.reference for row in made.homes))
        d.show(*([found.reference] if found else []))
        row = next((row for row in made.homes if row.reference == home), None)
        about = replace(
            made,
            home=replace(row, address="") if row and closed_home(found, row.id) else row,
            member=next((person for person in made.members if person.reference == member), None),
        )
        if (home and about.home is None) or (member and about.member is None):
            unknown(d, case)
        return about


def alike(actor: Actor, case: str, name: str, kind: PersonKind, key: str) -> tuple[Candidate, ...]:
    """Those somebody may know whose name is like this one's, before a record is made of somebody new.

    None when an earlier press of the same form made it. Raises Denied.
    """
    with door(actor) as d:
        d.require(Action.FAMILY_EDIT, case, d.facts(case))
        if Submission.select().where((Submission.user == actor.user_id) & (Submission.key == key)).exists():
            return ()
        wanted = Criterion(name)
        d.searched(wanted.words())
        adult = kind is PersonKind.ADULT
        return candidates(d, wanted, frozenset({kind} if adult else {PersonKind.PUPIL, PersonKind.CHILD}))


def linkable(d: Door, facts: Facts) -> tuple[Linkable, ...]:
    """The families of other cases this person keeps, in the same network, with a child this case is about."""
    here = CasePerson.select(CasePerson.person).where(CasePerson.case == facts.id)
    living = HouseholdMember.select(Household.family).join(Household).where(HouseholdMember.person << here)
    related = Relation.select(Relation.family).where(Relation.child << here)
    kept = participating.taken_part_in(d.standing, MatterKind.CASE, d.now, PERMITS[Action.FAMILY_EDIT].capacities)
    network = Matter.network.is_null() if facts.network_id is None else Matter.network == facts.network_id
    rows = (
        Case.select(Family.id, Family.reference, Matter.reference)
        .join(Family, on=(Family.id == Case.family))
        .join(Matter, on=(Matter.id == Case.matter))
        .where((Case.matter << kept) & network & ((Case.family << living) | (Case.family << related)))
        .order_by(Family.id, Matter.id)
        .tuples()
    )
    first = {id_: Linkable(id_, reference, case) for id_, reference, case in reversed(list(rows))}
    return tuple(first.values())


def _children(d: Door, facts: Facts) -> tuple[PersonView, ...]:
    rows = (
        Person.select(*COLUMNS)
        .join(CasePerson, on=(CasePerson.person == Person.id))
        .where((CasePerson.case == facts.id) & Person.merged_into.is_null())
        .tuples()
    )
    return tuple(sorted((masked(d, row, close=False) for row in rows), key=lambda person: person.name))
