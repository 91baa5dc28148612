"""Writing in a chronology: notes that lock, corrections that strike through, statements that stay (I1, H4)."""

import pytest

from ssp.db import at, now
from ssp.models import Draft, Entry
from ssp.services import entries
from ssp.services.entries import Words
from ssp.services.standing import today
from ssp.terms import EntryKind, Source
from tests.support.answers import once
from tests.support.case_load import log, open_case
from tests.support.sharing_load import DAY, admit

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOTH = pytest.mark.parametrize("headers", [{}, HX], ids=["plain", "htmx"])


@pytest.fixture
def case(world) -> str:
    made = open_case(world, "consultant", log(world, "teacher", *world.pupils["north"][:2]))
    admit(world, "consultant", made, "social_worker")
    admit(world, "consultant", made, "liaison")
    return made


def written(world, who: str, case: str, text: str = "Mor ringede i dag.", **more) -> str:
    return entries.write(world.actor(who), case, Words(text, **more), once())


def test_I1_a_note_keeps_its_day_source_writer_and_organisation(visit, world, case):
    worker, child = visit("social_worker"), world.pupils["north"][0]
    desk = worker.get(f"/cases/{case}/entries/new").text
    assert "Åse Nørgaard" in desk
    posted = {
        "kind": "contact", "text": "Far sagde ja til besøget.", "happened_on": str(today() - 2 * DAY), "source": "parent",
        "child": child, "fact": "y",
    }  # fmt: skip
    page = worker.follow(worker.post(f"/cases/{case}/notes", posted)).text
    assert "Far sagde ja til besøget." in page
    row = Entry.select().order_by(Entry.id.desc()).dicts().get()
    assert (row["kind"], row["source"], row["fact"]) == ("contact", "parent", True)
    assert (row["author"], row["unit"]) == (world.users["social_worker"], world.units["social"])
    assert row["happened_on"] == today() - 2 * DAY
    assert b"besoget" not in bytes(row["body"])
    shown = worker.get(f"/cases/{case}/entries/{row['reference']}").text
    for said in ("Om Åse Nørgaard", "En forælder fortalte det", "Konstatering", "Social_Worker, Børnecenteret"):
        assert said in shown
