"""What matters to a case is marked, gets a day, and is done when it says where it was filed (I2)."""

from datetime import timedelta

import pytest

from ssp.models import Audit, Clock, Entry, Filing
from ssp.policy.deadlines import working_days_after
from ssp.policy.register import limit
from ssp.services import filings
from ssp.services.filings import Mark
from ssp.services.standing import today
from tests.support.answers import once
from tests.support.case_load import log, open_case
from tests.support.sharing_load import admit
from tests.support.told import told

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOTH = pytest.mark.parametrize("headers", [{}, HX], ids=["plain", "htmx"])
DAY = timedelta(days=1)


@pytest.fixture
def case(world) -> str:
    return open_case(world, "consultant", log(world, "teacher", world.pupils["north"][1]))


def note(world, case: str) -> str:
    """A note in the chronology. Returns its reference."""
    row = Entry.select(Entry.reference).where(Entry.kind == "opened")
    return row.order_by(Entry.id.desc()).scalar()


@BOTH
def test_I2_what_is_marked_is_a_task_with_a_theme_and_a_day_for_the_holder(visit, world, case, headers):
    entry, path = note(world, case), f"/cases/{case}/filings"
    consultant = visit("consultant")
    page = consultant.get(f"{path}/new?entry={entry}").text
    usual = working_days_after(today(), limit("filing_days"))
    assert f'value="{usual}"' in page
    assert f"/cases/{case}#{entry}" in page
    sent = {"theme": "Referat af mødet", "due_on": str(usual), "entry": entry, "key": "f" * 24}
    for wrong in ({"theme": " "}, {"due_on": ""}, {"due_on": str(today() - DAY)}):
        assert consultant.post(path, {**sent, **wrong}, headers=headers).status_code == 422, wrong
    for _ in range(2):
        consultant.follow(consultant.post(path, sent, headers=headers))
    filing, clock = Filing.get(), Clock.get(Clock.kind == "filing")
    assert (filing.due_on, filing.filed_at) == (usual, None)
    assert (clock.capacity, clock.about, today(clock.due_at - 1)) == ("holder", filing.reference, usual)
    assert f"{path}/{filing.reference}" in consultant.get("/clocks").text
    again = consultant.get(f"{path}/new?entry={entry}")
    assert again.location.endswith(f"{path}/{filing.reference}")


@BOTH
def test_I2_it_is_done_when_it_says_where_it_was_filed(visit, world, case, headers):
    reference = filings.add(world.actor("consultant"), case, Mark("Referat af mødet", today()), once())
    consultant, path = visit("consultant"), f"/cases/{case}/filings/{reference}"
    consultant.get(path)
    assert consultant.post(path, {"filed_in": ""}, headers=headers).status_code == 422
    for _ in range(2):
        page = consultant.follow(consultant.post(path, {"filed_in": "ESDH 26/1234"}, headers=headers)).text
    assert "ESDH 26/1234" in page
    elsewhere = consultant.post(path, {"filed_in": "et andet sted"}, headers=headers)
    assert elsewhere.status_code == 409
    assert "et andet sted" in elsewhere.text
    assert Clock.get(Clock.kind == "filing").stopped_at is not None
    assert told(world, "consultant", case, "filed") == ["Referat af mødet\nESDH 26/1234"]


def test_I2_everybody_in_the_case_marks_and_files_but_the_police(visit, world, case):
    admit(world, "consultant", case, "social_worker")
    admit(world, "consultant", case, "liaison")
    reference = filings.add(world.actor("social_worker"), case, Mark("Notat om hjemmet", today()), once())
    path = f"/cases/{case}/filings"
    assert "Notat om hjemmet" in visit("consultant").get(path).text
    liaison = visit("liaison")
    assert path not in liaison.get(f"/cases/{case}").text
    for denied in (path, f"{path}/new", f"{path}/{reference}"):
        assert liaison.get(denied).status_code == 403, denied
    assert liaison.post(path, {"theme": "Noget", "due_on": str(today())}).status_code == 403
    assert visit("other_teacher").get(path).status_code == 404
    filings.done(world.actor("social_worker"), case, reference, "ESDH 1")
    assert Filing.get().filed_at is not None


def test_a_line_or_a_filing_of_another_case_is_not_found(visit, world, case):
    other = open_case(world, "consultant", log(world, "teacher", world.pupils["north"][2]))
    foreign, reference = (
        note(world, other),
        filings.add(world.actor("consultant"), other, Mark("Noget", today()), once()),
    )
    consultant, path = visit("consultant"), f"/cases/{case}/filings"
    assert consultant.get(f"{path}/new?entry={foreign}").status_code == 404
    sent = {"theme": "Noget andet", "due_on": str(today()), "entry": foreign}
    assert consultant.post(path, sent).status_code == 404
    assert consultant.get(f"{path}/{reference}").status_code == 404
    assert consultant.post(f"{path}/{reference}", {"filed_in": "ESDH"}).status_code == 404
    assert (Filing.select().count(), Filing.get().filed_at) == (1, None)
    line = Audit.select().order_by(Audit.seq.desc()).get()
    assert (line.decision, line.action) == ("denied", "filing.done")
