"""What every change of a family shares: who may, a second press, the version, and one line in the chronology."""

from dataclasses import dataclass

from ssp.db import Clash
from ssp.models import Case, Entry, Family, HouseholdMember
from ssp.policy.access import Decision
from ssp.policy.register import limit
from ssp.policy.retention import retention_until
from ssp.services import family_views
from ssp.services.casework import add_entry
from ssp.services.door import Door, Facts
from ssp.services.family_views import Recorded
from ssp.services.references import ROW, new_reference
from ssp.services.writing import advance, already, remember
from ssp.terms import Action, EntryKind, RetentionClass


class Unplaced(Exception):
    """Nobody stands in a family who lives in none of its homes and is nothing to any of its children."""


@dataclass(frozen=True, slots=True)
class Edit:
    """The version of the family a page was made from, and the key of its form."""

    version: int
    key: str


@dataclass(frozen=True, slots=True)
class EditDesk:
    """What an edit stands on: the case, the family as it was, and what the form said."""

    facts: Facts
    found: Recorded
    edit: Edit
    payload: dict


def begin(d: Door, case: str, edit: Edit, **payload) -> EditDesk | None:
    """The desk of an edit; None when an earlier press of the same form did it. Raises Denied."""
    facts = d.require(Action.FAMILY_EDIT, case, d.facts(case))
    family_id = Case.select(Case.family).where(Case.matter == facts.id).scalar()
    if family_id is None:
        unknown(d, case)
    payload["case"] = case
    if already(d, edit.key, payload):
        return None
    return EditDesk(facts, family_views.recorded(d, family_id), edit, payload)


SITTING = (EntryKind.FAMILY, EntryKind.FAMILY_MADE, EntryKind.FAMILY_LINKED)


def finish(d: Door, desk: EditDesk) -> None:
    """The family moves on from the version the page was made from, and the chronology says so. Raises Clash."""
    moved = Family.update(
        version=Family.version + 1, changed_at=d.now, retention_until=retention_until(RetentionClass.FAMILY, d.today)
    ).where((Family.id == desk.found.id) & (Family.version == desk.edit.version))
    if not moved.execute():
        raise Clash
    d.show(desk.found.reference)
    remember(d, desk.edit.key, desk.payload, desk.found.reference)
    say(d, desk.facts, EntryKind.FAMILY)


def say(d: Door, facts: Facts, kind: EntryKind) -> None:
    """One line for a sitting: a family is written in many small steps, and each stands in the log."""
    lately = d.now - limit("note_open_minutes") * 60
    own = (Entry.case == facts.id) & (Entry.kind << SITTING) & (Entry.author == d.actor.user_id)
    if not Entry.select().where(own & (Entry.at > lately)).exists():
        add_entry(d, facts, kind, "")
    advance(d, facts)


def take_in(d: Door, facts: Facts, family_id: int, reference: str, kind: EntryKind) -> None:
    """The case opens this family from now on; it has only one. Raises Clash."""
    if not Case.update(family=family_id).where((Case.matter == facts.id) & Case.family.is_null()).execute():
        raise Clash
    d.show(reference)
    say(d, facts, kind)


def unknown(d: Door, case: str) -> None:
    """What the family has not got, and what the actor may not know: the same answer. Raises Denied."""
    d.require_decision(Action.FAMILY_EDIT, Decision(False, False, "unknown", "H6"), case)


def home_id(d: Door, desk: EditDesk, reference: str) -> int:
    """The id of one of the family's homes. Raises Denied."""
    id_ = next((home.id for home in desk.found.homes.values() if home.reference == reference), None)
    if id_ is None:
        unknown(d, desk.facts.reference)
    d.show(reference)
    return id_


def closed_home(found: Recorded, home: int) -> bool:
    """Whether a home's address is protected, for whosever sake: then no page of the family says it (A13, H5)."""
    return any(one.id == home and one.protected for one in found.family.homes)


def move_in(home: int, people: list[int]) -> None:
    """Let people live in a home they do not live in yet."""
    rows = [{"reference": new_reference(ROW), "household": home, "person": id_} for id_ in people]
    HouseholdMember.insert_many(rows).execute()
