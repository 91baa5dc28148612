"""A long chronology, written as it would be over a year: notes, contacts, and statements against some of them."""

from datetime import timedelta

from ssp.models import Entry
from ssp.services.door import door
from ssp.services.references import ROW, new_reference
from ssp.services.standing import today
from ssp.terms import Action, EntryKind, Source
from tests.support.world import World

TEXT = "Samtale nr. %s på skolen: æblegrød på Ærø, og en aftale om blåbær. "


def fill(world: World, case: str, count: int, writers: tuple[str, ...] = ("consultant", "social_worker")) -> list[str]:
    """`count` lines through a year, each tenth of them a contact, each twentieth answered. Returns their references."""
    with door(world.actor("consultant")) as d:
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        return [_line(world, d, facts, number, count, writers[number % len(writers)]) for number in range(count)]


def _line(world: World, d, facts, number: int, count: int, writer: str) -> str:
    kind = EntryKind.CONTACT if number % 10 == 0 else EntryKind.NOTE
    day = today() - timedelta(days=360 - 360 * number // count)
    row = _insert(world, d, facts, writer, kind, TEXT % number * 3, day)
    if number % 20 == 0:
        answered = Entry.select(Entry.id).where(Entry.reference == row).scalar()
        _insert(world, d, facts, writer, EntryKind.STATEMENT, f"Sådan var det ikke, nr. {number}.", day, answered)
    return row


def _insert(world: World, d, facts, writer: str, kind: EntryKind, text: str, day, answers=None) -> str:
    row = new_reference(ROW)
    unit = {"consultant": "ssp", "social_worker": "social", "liaison": "police"}[writer]
    Entry.insert(
        reference=row, case=facts.id, author=world.users[writer], unit=world.units[unit], kind=kind, at=d.now,
        happened_on=day, source=Source.OWN if answers is None else Source.PARENT, fact=kind is EntryKind.CONTACT,
        answers=answers, body=facts.key.seal("entries.body", row, text),
    ).execute()  # fmt: skip
    return row
