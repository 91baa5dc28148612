"""What making and changing a case takes, for services that stand in the door."""

from ssp.models import Case, CaseConcern, CasePerson, ConcernPerson, Entry
from ssp.policy import parties
from ssp.services import birthdays, participating
from ssp.services.door import Door, Facts
from ssp.services.references import CASE, ROW, new_reference
from ssp.services.writing import Made, new_matter, seal
from ssp.terms import CaseState, EntryKind, MatterKind, PreventionLevel


def open_for(d: Door, concern: Facts, title: str, purpose: str, level: PreventionLevel) -> Made:
    """Open a case for a concern, held by the person in the door, with the first lines of its chronology.

    A case whose purpose was not spelled out has its title for purpose.
    """
    purpose = purpose or title
    made = new_matter(d, MatterKind.CASE, CASE, CaseState.OPEN, concern.matter.unit_id, concern.network_id)
    Case.insert(
        matter=made.id, holder=d.actor.user_id, prevention_level=level,
        **seal(made.key, "cases", made.reference, title=title, purpose=purpose),
    ).execute()  # fmt: skip
    grants = parties.of_case(d.actor.user_id, concern.network_id, d.standing.unit_id, d.now)
    closing = parties.closing(grants, parties.closes_at(concern.matter.grants))
    participating.store(made.id, MatterKind.CASE, closing)
    birthdays.follow(d, made, concern)
    CaseConcern.insert(case=made.id, concern=concern.id).execute()
    take_up(d, made, concern.id)
    add_entry(d, made, EntryKind.OPENED, purpose)
    add_entry(d, made, EntryKind.CONCERN, concern.reference, about=concern.id)
    return made


def take_up(d: Door, case: Facts | Made, concern_id: int) -> None:
    """The listed children of a concern become children the case is about, each once."""
    known = CasePerson.select(CasePerson.person).where(CasePerson.case == case.id)
    listed = (
        ConcernPerson.select(ConcernPerson.person)
        .where(
            (ConcernPerson.concern == concern_id)
            & ConcernPerson.person.is_null(False)
            & ConcernPerson.person.not_in(known)
        )
        .distinct()
        .tuples()
    )
    rows = [
        {
            "reference": new_reference(ROW),
            "case": case.id,
            "person": person,
            "added_by": d.actor.user_id,
            "added_at": d.now,
        }
        for (person,) in listed
    ]
    if rows:
        CasePerson.insert_many(rows).execute()


def add_entry(d: Door, case: Facts | Made, kind: EntryKind, text: str, about: int | None = None, **written) -> str:
    """Put one line in the chronology; `written` is what else the line says, by its columns. Returns its reference.

    What is not said to have happened on another day happened today: the chronology stands in the order of the days.
    """
    row = new_reference(ROW)
    written.setdefault("happened_on", d.today)
    Entry.insert(
        reference=row, case=case.id, author=d.actor.user_id, unit=d.standing.unit_id, kind=kind, about=about, at=d.now,
        **written, **seal(case.key, "entries", row, body=text or kind.value),
    ).execute()  # fmt: skip
    return row
