"""Closing a case, following it up and opening it again; who reported hears where it stands (I2, G7)."""

import re
from datetime import timedelta

import pytest

from ssp.models import Baton, Case, Clock, Commitment, Concern, Entry, Filing, Mail, Matter, Message, Participation
from ssp.policy.register import limit
from ssp.services import cases, closing, filings, linking
from ssp.services.closing import Closing, Hindered
from ssp.services.door import Denied
from ssp.services.filings import Mark
from ssp.services.references import ROW, new_reference
from ssp.services.standing import today
from ssp.terms import Action, Outcome
from tests.support.answers import once
from tests.support.case_load import log, open_case
from tests.support.sharing_load import admit, consent
from tests.support.told import told

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOTH = pytest.mark.parametrize("headers", [{}, HX], ids=["plain", "htmx"])
DAY = timedelta(days=1)
ENDED = {
    "outcome": "partly", "happened": "Bo kommer i skole.", "learned": "Begynd hos familien.", "filed_in": "ESDH 26/77",
    "followed": "yes", "message": "Arbejdet er afsluttet.",
}  # fmt: skip


@pytest.fixture
def concern(world) -> str:
    return log(world, "teacher", world.pupils["north"][1])


@pytest.fixture
def case(world, concern) -> str:
    return open_case(world, "consultant", concern)


def version(page: str) -> str:
    return re.search(r'name="version" value="(\d+)"', page)[1]


def now_of(reference: str) -> int:
    return Matter.get(Matter.reference == reference).version


def state_of(reference: str) -> str:
    return Matter.get(Matter.reference == reference).state


def close(world, case: str, *finished: str, follow_up: bool = False, who: str = "consultant") -> None:
    wanted = Closing(
        Outcome.REACHED, "Bo kommer i skole.", "Begynd hos familien.", "ESDH 26/77",
        today() + DAY if follow_up else None, "" if follow_up else "Familien flytter.", finished, "Det er afsluttet.",
    )  # fmt: skip
    closing.close(world.actor(who), case, wanted, now_of(case), once())


def running(kind: str) -> int:
    return Clock.select().where((Clock.kind == kind) & Clock.stopped_at.is_null()).count()


@BOTH
def test_I2_closing_asks_how_it_went_and_waits_for_the_day_of_follow_up(visit, world, concern, case, headers):
    consultant, path = visit("consultant"), f"/cases/{case}/closing"
    page = consultant.get(path).text
    usual = today() + limit("follow_up_days") * DAY
    assert f'value="{usual}"' in page
    assert f'value="{concern}" checked' in page
    sent = {**ENDED, "version": version(page), "follow_up_on": str(usual), "key": "c" * 24}
    unfit = [{name: ""} for name in ("outcome", "happened", "learned", "filed_in", "follow_up_on", "followed")]
    for wrong in (*unfit, {"follow_up_on": str(today())}, {"followed": "no"}, {"finished": concern, "message": " "}):
        assert consultant.post(path, {**sent, **wrong}, headers=headers).status_code == 422, wrong
    assert state_of(case) == "open"
    for _ in range(2):
        page = consultant.follow(consultant.post(path, sent, headers=headers)).text
    assert "Begynd hos familien." in page
    assert (state_of(case), state_of(concern)) == ("follow_up", "under_way")
    assert (Case.get().outcome, Case.get().follow_up_on) == ("partly", usual)
    clock = Clock.get(Clock.kind == "follow_up")
    assert (clock.capacity, today(clock.due_at - 1)) == ("holder", usual)
    assert f"/cases/{case}/follow-up" in consultant.get("/clocks").text
    assert told(world, "consultant", case, "closed") == ["Bo kommer i skole.\n\nBegynd hos familien."]
    assert "ESDH 26/77" in consultant.get(f"/cases/{case}/filings").text


@BOTH
def test_I2_a_case_does_not_close_while_something_is_not_filed(visit, world, case, headers):
    filing = filings.add(world.actor("consultant"), case, Mark("Referat", today()), once())
    consultant, path = visit("consultant"), f"/cases/{case}/closing"
    page = consultant.get(path).text
    assert f"/cases/{case}/filings/{filing}" in page
    sent = {**ENDED, "version": version(page), "follow_up_on": str(today() + DAY)}
    held = consultant.post(path, sent, headers=headers)
    assert held.status_code == 422
    assert "Begynd hos familien." in held.text
    assert f"/cases/{case}/filings/{filing}" in held.text
    assert (state_of(case), Entry.select().where(Entry.kind == "closed").count()) == ("open", 0)
    filings.done(world.actor("consultant"), case, filing, "ESDH 1")
    sent["version"] = str(now_of(case))
    consultant.follow(consultant.post(path, sent, headers=headers))
    assert state_of(case) == "follow_up"


@pytest.mark.parametrize("state", ["proposed", "accepted"])
def test_I2_a_case_does_not_close_while_a_commitment_waits_for_a_decision(visit, world, case, state):
    row = new_reference(ROW)
    matter, who = Matter.get(Matter.reference == case).id, world.users["consultant"]
    Commitment.insert(
        reference=row, matter=matter, side="ours", state=state, owner=who, body=b"x", due_on=today(), proposed_by=who,
        proposed_at=0,
    ).execute()  # fmt: skip
    assert f"/cases/{case}/commitments/{row}" in visit("consultant").get(f"/cases/{case}/closing").text
    with pytest.raises(Hindered):
        close(world, case)
    Commitment.update(state="dropped").execute()
    close(world, case)
    assert state_of(case) == "closed"


def test_I2_neither_follow_up_closes_for_good_over_something_unfiled(visit, world, case):
    close(world, case, follow_up=True)
    filing = filings.add(world.actor("consultant"), case, Mark("Referat", today()), once())
    consultant, path = visit("consultant"), f"/cases/{case}/follow-up"
    page = consultant.get(path).text
    assert filing in page
    sent = {"found": "Det går godt.", "then": "close", "version": version(page), "message": ""}
    held = consultant.post(path, sent)
    assert (held.status_code, "Det går godt." in held.text) == (422, True)
    assert state_of(case) == "follow_up"


@BOTH
def test_I2_the_follow_up_closes_for_good_or_opens_again(visit, world, case, headers):
    close(world, case, follow_up=True)
    consultant, path = visit("consultant"), f"/cases/{case}/follow-up"
    page = consultant.get(path).text
    sent = {"found": "Han er stadig glad for det.", "then": "close", "version": version(page), "key": "u" * 24}
    for wrong in ({"found": ""}, {"then": ""}):
        assert consultant.post(path, {**sent, **wrong}, headers=headers).status_code == 422, wrong
    for _ in range(2):
        consultant.follow(consultant.post(path, sent, headers=headers))
    assert (state_of(case), running("follow_up")) == ("closed", 0)
    assert told(world, "consultant", case, "followed_up") == ["Han er stadig glad for det."]
    assert consultant.get(path).status_code == 403


def test_a_follow_up_that_finds_more_to_do_opens_the_case_again(visit, world, concern, case):
    close(world, case, concern, follow_up=True)
    consultant, path = visit("consultant"), f"/cases/{case}/follow-up"
    sent = {"found": "Det er svært igen.", "then": "reopen", "message": "Vi er i gang igen."}
    consultant.follow(consultant.post(path, {**sent, "version": version(consultant.get(path).text)}))
    assert (state_of(case), state_of(concern), running("follow_up")) == ("open", "under_way", 0)
    assert told(world, "consultant", case, "reopened") == ["Det er svært igen."]


@BOTH
def test_G7_who_reported_hears_that_it_is_over_and_nothing_of_the_content(visit, world, concern, case, headers):
    other = log(world, "colleague", world.pupils["north"][1])
    link_also(world, case, other)
    mails = Mail.select().count()
    consultant, path = visit("consultant"), f"/cases/{case}/closing"
    sent = {**ENDED, "version": version(consultant.get(path).text), "follow_up_on": str(today() + DAY)}
    consultant.follow(consultant.post(path, {**sent, "finished": concern}, headers=headers))
    assert (state_of(concern), state_of(other)) == ("closed", "under_way")
    teacher = visit("teacher")
    page = teacher.get(f"/concerns/{concern}").text
    assert "Arbejdet er afsluttet." in page
    assert "Afsluttet" in page
    for secret in ("Bo kommer i skole.", "Begynd hos familien.", "Hjælp i skolen", case):
        assert secret not in page, secret
    assert teacher.get(path).status_code == 404
    assert Mail.select().count() == mails + 1
    assert told(world, "consultant", case, "status")[-1] == concern
    assert Concern.select().where(Concern.closed_at.is_null(False)).count() == 1


def link_also(world, case: str, concern: str) -> None:
    linking.link(world.actor("consultant"), case, linking.Link(concern, "serious", "Vi er i gang."), once())


@BOTH
def test_G7_opened_again_the_concerns_that_ended_with_it_are_under_way_and_their_reporters_hear_it(
    visit, world, concern, case, headers
):
    close(world, case, concern)
    consultant, path = visit("consultant"), f"/cases/{case}/closing"
    sent = {"reason": "Skolen ringer igen.", "message": "Vi ser på det igen.", "key": "r" * 24}
    sent["version"] = version(consultant.get(path).text)
    held = consultant.post(f"/cases/{case}/reopening", {**sent, "reason": " "}, headers=headers)
    assert held.status_code == 422
    for _ in range(2):
        consultant.follow(consultant.post(f"/cases/{case}/reopening", sent, headers=headers))
    assert (state_of(case), state_of(concern), Case.get().closed_at) == ("open", "under_way", None)
    page = visit("teacher").get(f"/concerns/{concern}").text
    assert "Vi ser på det igen." in page
    assert "Skolen ringer igen." not in page
    assert told(world, "consultant", case, "reopened") == ["Skolen ringer igen."]
    assert len(told(world, "consultant", case, "status")) == 3


def test_G7_a_concern_of_another_case_is_not_closed_by_the_way(world, concern, case):
    apart = log(world, "colleague", world.pupils["north"][2])
    open_case(world, "consultant", apart)
    close(world, case, apart)
    assert (state_of(case), state_of(apart)) == ("closed", "under_way")
    assert Message.select().count() == 2, "each was told when its case was opened, and nothing since"


def test_a_closed_case_is_read_by_its_parties_and_takes_nothing_new(visit, world, case):
    admit(world, "consultant", case, "social_worker")
    close(world, case)
    guest, consultant = visit("social_worker"), visit("consultant")
    assert guest.get(f"/cases/{case}").status_code == 200
    page = guest.get(f"/cases/{case}/closing").text
    assert "Målene er nået" in page
    assert "Familien flytter." in page
    assert "reopening" not in page
    may = cases.show(world.actor("consultant"), case).head.may
    assert {Action.CASE_REOPEN, Action.FILING_DONE} <= may
    closed = {
        Action.CASE_NOTE, Action.CASE_PLAN, Action.COMMITMENT_PROPOSE, Action.FILING_ADD, Action.FACTORS_RECORD,
        Action.ATTACHMENT_ADD, Action.CASE_CLOSE, Action.BATON_OFFER,
    }  # fmt: skip
    assert not may & closed
    assert consultant.post(f"/cases/{case}/plan/goals", {"words": "Mere."}).status_code == 403


def test_closing_ends_an_offer_of_the_baton_and_the_clocks_that_wait_for_nothing_more(world, case):
    matter, who = Matter.get(Matter.reference == case).id, world.users
    Baton.insert(
        reference=new_reference(ROW), case=matter, state="offered", offered_by=who["consultant"],
        offered_to=who["second_consultant"], offered_at=0,
    ).execute()  # fmt: skip
    consent(world, "consultant", case)
    close(world, case, follow_up=True)
    assert (Baton.get().state, Baton.get().running) == ("withdrawn", None)
    assert (running("consent"), running("follow_up")) == (1, 1)
    found = closing.FollowUp("Alt er godt.", False)
    closing.follow_up(world.actor("consultant"), case, found, now_of(case), once())
    assert running("consent") == 0
    closing.reopen(world.actor("consultant"), case, "Igen.", "Vi ser på det.", now_of(case), once())
    assert running("consent") == 1, "a consent that can be renewed again is watched again"


def test_only_the_holder_closes_and_a_stale_page_does_not(visit, world, case):
    with pytest.raises(Denied):
        close(world, case, who="second_consultant")
    second = visit("second_consultant")
    assert "Forløbet er åbent" in second.get(f"/cases/{case}/closing").text
    sent = {**ENDED, "follow_up_on": str(today() + DAY), "version": "0"}
    assert second.post(f"/cases/{case}/closing", sent).status_code == 403
    stale = visit("consultant").post(f"/cases/{case}/closing", sent)
    assert (stale.status_code, "Begynd hos familien." in stale.text) == (409, True)
    assert (state_of(case), Filing.select().count()) == ("open", 0)
    assert visit("other_teacher").get(f"/cases/{case}/closing").status_code == 404
    assert Participation.select().where(Participation.capacity == "holder").count() == 1
