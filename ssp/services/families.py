"""Making a family and its homes, and letting a second case open it (H5, H6)."""

from dataclasses import asdict, dataclass

from ssp.models import CasePerson, Family, Household, HouseholdMember, Person
from ssp.policy.retention import retention_until
from ssp.services.door import Actor, Facts, door
from ssp.services.family_desk import linkable
from ssp.services.family_edits import Edit, Unplaced, begin, closed_home, finish, home_id, move_in, take_in, unknown
from ssp.services.references import FAMILY, ROW, new_reference
from ssp.services.writing import already, remember, seal
from ssp.terms import Action, EntryKind, RetentionClass


class Occupied(Exception):
    """A home is removed when nobody lives in it any more."""


@dataclass(frozen=True, slots=True)
class HomeText:
    """What somebody writes of a home."""

    name: str
    address: str = ""
    protected: bool = False


def make(actor: Actor, case: str, home: HomeText, children: tuple[str, ...], key: str) -> None:
    """Make the family of a case from those of its children who live in a first home. Raises Denied, Clash."""
    with door(actor) as d:
        facts = d.require(Action.FAMILY_EDIT, case, d.facts(case))
        payload = asdict(home) | {"children": sorted(children), "case": case}
        if already(d, key, payload):
            return
        known = _children_of(facts, children)
        if not known:
            raise Unplaced
        reference = new_reference(FAMILY)
        wrapped, sealing = d.new_key(reference)
        id_ = Family.insert(
            reference=reference, unit=facts.matter.unit_id, network=facts.network_id, wrapped_key=wrapped,
            created_at=d.now, changed_at=d.now, retention_class=RetentionClass.FAMILY,
            retention_until=retention_until(RetentionClass.FAMILY, d.today),
        ).execute()  # fmt: skip
        take_in(d, facts, id_, reference, EntryKind.FAMILY_MADE)
        move_in(_insert_home(id_, sealing, home), known)
        remember(d, key, payload, reference)


def link(actor: Actor, case: str, family: str, key: str) -> None:
    """Let the case open a family another case the actor keeps has, in the same network. Raises Denied, Clash."""
    with door(actor) as d:
        facts = d.require(Action.FAMILY_EDIT, case, d.facts(case))
        payload = {"family": family, "case": case}
        if already(d, key, payload):
            return
        found = next((one for one in linkable(d, facts) if one.reference == family), None)
        if found is None:
            unknown(d, case)
        take_in(d, facts, found.id, family, EntryKind.FAMILY_LINKED)
        remember(d, key, payload, family)


def add_home(actor: Actor, case: str, home: HomeText, edit: Edit) -> None:
    """One more home. Raises Denied, Clash."""
    with door(actor) as d:
        desk = begin(d, case, edit, home="", **asdict(home))
        if desk:
            _insert_home(desk.found.id, desk.found.key, home)
            finish(d, desk)


def change_home(actor: Actor, case: str, home: str, text: HomeText, edit: Edit) -> None:
    """What a home is called, its address and whether that is protected. Raises Denied, Clash.

    A protected address that was not shown stays where nothing is written in its place (A13).
    """
    with door(actor) as d:
        desk = begin(d, case, edit, home=home, **asdict(text))
        if desk:
            id_ = home_id(d, desk, home)
            kept = desk.found.homes[id_].address if closed_home(desk.found, id_) else ""
            sealed = seal(desk.found.key, "households", home, name=text.name, address=text.address or kept)
            Household.update(protected=text.protected, **sealed).where(Household.id == id_).execute()
            finish(d, desk)


def remove_home(actor: Actor, case: str, home: str, edit: Edit) -> None:
    """Take out a home nobody lives in. Raises Denied, Clash, Occupied."""
    with door(actor) as d:
        desk = begin(d, case, edit, gone=home)
        if desk:
            id_ = home_id(d, desk, home)
            if HouseholdMember.select().where(HouseholdMember.household == id_).exists():
                raise Occupied
            Household.delete().where(Household.id == id_).execute()
            finish(d, desk)


def _children_of(facts: Facts, references: tuple[str, ...]) -> list[int]:
    chosen = CasePerson.select(CasePerson.person).join(Person, on=(Person.id == CasePerson.person))
    chosen = chosen.where((CasePerson.case == facts.id) & (Person.reference << list(references)))
    return [id_ for (id_,) in chosen.tuples()] if references else []


def _insert_home(family_id: int, key, home: HomeText) -> int:
    reference = new_reference(ROW)
    sealed = seal(key, "households", reference, name=home.name, address=home.address)
    return Household.insert(reference=reference, family=family_id, protected=home.protected, **sealed).execute()


__all__ = [
    "Edit", "HomeText", "Occupied", "Unplaced", "add_home", "change_home", "link", "make", "remove_home",
]  # fmt: skip
