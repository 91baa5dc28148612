"""What a second pair of eyes found: each stays mended."""

from datetime import timedelta

from ssp.models import Draft, Network, Unit, User
from ssp.services import concerns, disclosures
from ssp.services.standing import today
from ssp.terms import Role
from tests.support.answers import answered
from tests.web.test_drafts import FIELDS, place
from tests.web.test_home import decide
from tests.web.test_loop import log_concern


def end_network(world, name: str) -> None:
    yesterday = today() - timedelta(days=1)
    Network.update(ends_on=yesterday).where(Network.id == world.networks[name]).execute()


def share(consultant, concern: str, username: str) -> str:
    """The consultant shares the observation; returns the disclosure's reference."""
    recipient = User.select(User.reference).where(User.username == username).scalar()
    consultant.get(f"/concerns/{concern}/disclosures/new")
    offer = {
        "parts": "observation", "recipient": recipient, "basis": "rpl115_ssp", "purpose": "prevent_crime",
        "necessity": "Kender gruppen og kan tale med dem.", **answered(),
    }  # fmt: skip
    response = consultant.post(f"/concerns/{concern}/disclosures", offer)
    return response.location.split("/disclosures/")[1].split("?")[0]


def test_a_concern_from_an_ended_network_reaches_the_ssp_unit(visit, world):
    end_network(world, "north")
    teacher = visit("teacher")
    concern = log_concern(teacher, world.pupils["north"][0])
    readers = {reader.name for reader in concerns.readers(world.actor("teacher"), concern)}
    assert {"Consultant", "Other_Consultant"} <= readers
    assert concern in visit("other_consultant").get("/triage").text


def test_a_changed_post_ends_what_the_old_one_opened(visit, world):
    concern = log_concern(visit("teacher"), world.pupils["north"][0])
    reference = share(visit("consultant"), concern, "liaison")
    assert visit("liaison").get(f"/disclosures/{reference}").status_code == 200
    club = Unit.select(Unit.id).where(Unit.id == world.units["club"]).scalar()
    User.update(role=Role.CLUB_STAFF, unit=club).where(User.id == world.users["liaison"]).execute()
    moved = visit("liaison")
    assert moved.get(f"/disclosures/{reference}").status_code == 404
    assert [item.reference for item in disclosures.index(world.actor("liaison"))] == []


def test_sending_leaves_a_draft_another_window_wrote_in_since(visit, world):
    desktop, phone = visit("teacher"), visit("teacher")
    page = desktop.follow(
        desktop.post("/drafts", {**FIELDS, **place(desktop.get("/concerns/new")), "observation": "Først."})
    )
    on, key = place(page), desktop.key
    phone.get(f"/concerns/drafts/{on['draft']}")
    phone.post("/drafts", {**FIELDS, **on, "observation": "Mere fra telefonen."})
    sent = desktop.post("/concerns", {**FIELDS, **on, "observation": "Først.", "key": key})
    assert sent.status_code == 303
    assert Draft.select().count() == 1
    assert "Mere fra telefonen." in phone.get("/concerns").text


def test_an_answer_that_comes_too_late_stays_on_the_page(visit, world):
    teacher, consultant = visit("teacher"), visit("consultant")
    concern = log_concern(teacher, world.pupils["north"][0])
    teacher.get(f"/concerns/{concern}")
    decide(consultant, concern, "not_ssp", "nothing_needed", "Tak.")
    late = teacher.post(f"/concerns/{concern}/answers", {"text": "Det her nåede jeg ikke."})
    assert late.status_code == 403
    assert "Det her nåede jeg ikke." in late.text


def test_the_reporter_is_sent_from_the_pane_to_their_own_page(visit, world):
    teacher = visit("teacher")
    concern = log_concern(teacher, world.pupils["north"][0])
    reference = share(visit("consultant"), concern, "liaison")
    assert teacher.get(f"/triage/{concern}").location == f"/concerns/{concern}"
    assert reference not in teacher.get(f"/concerns/{concern}").text


def test_marks_and_versions_that_are_no_numbers_are_not_errors(visit, world):
    teacher, consultant = visit("teacher"), visit("consultant")
    on = place(teacher.get("/concerns/new"))
    many = {**FIELDS, **on, "version": "²", "done": ["called"] * 30, "observation": "Ringet mange gange."}
    assert teacher.post("/concerns", many).status_code == 303
    concern = log_concern(teacher, world.pupils["north"][0])
    consultant.get(f"/triage/{concern}")
    fields = {"verdict": "ask", "reason_code": "clarify", "message": "Hvornår?", "version": "²"}
    assert consultant.post(f"/triage/{concern}/decisions", fields).status_code == 409
