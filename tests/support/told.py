"""What a case's chronology says, read from its rows: whatever the page shows of it, this is what was written."""

from ssp.models import Entry
from ssp.services.door import door
from ssp.terms import Action
from tests.support.world import World


def told(world: World, who: str, case: str, kind: str = "") -> list[str]:
    """The texts of the chronology's lines, oldest first; of one kind or of all."""
    with door(world.actor(who)) as d:
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        rows = Entry.select().where((Entry.case == facts.id) & ((Entry.kind == kind) if kind else True))
        return [facts.key.open("entries.body", row.reference, row.body) for row in rows.order_by(Entry.id)]
