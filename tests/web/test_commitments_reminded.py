"""Commitments that come back by themselves: who is reminded, of what, and who takes over from somebody who left."""

from dataclasses import replace
from threading import Event

import pytest

from ssp import db, worker
from ssp.models import Clock, Mail, User
from ssp.services import cases, commitments
from ssp.services.standing import today
from ssp.terms import Capacity, Side, Turn
from tests.support import markers
from tests.support.answers import once, reference_of
from tests.support.commitment_load import (
    WORDS,
    actions,
    agreed,
    case_of,
    leaves,
    path_of,
    propose,
    remind,
    running,
    stored,
    take,
    told,
    version_in,
)
from tests.support.postoffice import PostOffice
from tests.support.sharing_load import DAY


@pytest.fixture
def case(world) -> str:
    return case_of(world)


def test_an_agreed_one_reminds_its_owner_once_at_each_stage_and_a_kept_one_nobody(world, case):
    kept, open_one = agreed(world, case), agreed(world, case, by="consultant", to="teacher")
    take(world, case, "social_worker", kept, Turn.KEPT)
    told()
    remind(case)
    sent = [(mail.recipient.split("@")[0], mail.template) for mail in Mail.select().order_by(Mail.id)]
    assert sent == [("teacher", "reminder"), ("teacher", "overdue")]
    assert {mail.about for mail in Mail.select()} == {
        Clock.get(Clock.about == open_one, Clock.stopped_at.is_null()).reference
    }


def test_a_proposal_reminds_the_one_asked_and_stops_with_the_answer(world, case):
    propose(world, case, "teacher", "social_worker", days=60)
    told()
    remind(case)
    assert [who for who, _ in told()] == ["social_worker"] * 2
    answered = propose(world, case, "teacher", "social_worker")
    take(world, case, "social_worker", answered, Turn.DECLINED, word="Nej.")
    told()
    remind(case)
    assert told() == []


def test_a_cases_page_shows_the_clocks_of_its_reader_and_not_what_somebody_else_is_asked(visit, world, case):
    asked = propose(world, case, "consultant", "social_worker")
    family = propose(world, case, "teacher", "", text="Far ringer til skolen", side=Side.FAMILY)
    page = visit("consultant").get(f"/cases/{case}").text
    assert path_of(case, family) in page
    assert path_of(case, asked) not in page


def test_J1_no_mail_of_a_commitment_carries_more_than_a_reference(world, case, application, config):
    secret = markers.marker()
    made = propose(world, case, "teacher", "social_worker", text=f"Ringe til {secret}")
    take(world, case, "social_worker", made, Turn.RENEGOTIATED, text=f"Skrive til {secret}", due_on=today() + 9 * DAY)
    take(world, case, "teacher", made, Turn.ACCEPTED)
    take(world, case, "consultant", made, Turn.MOVED, word=f"{secret} er syg", due_on=today() + 20 * DAY)
    remind(case)
    told_in = {mail.template for mail in Mail.select()}
    assert told_in == {"news", "reminder", "overdue"}
    Mail.update(created_at=db.now(), next_at=db.now()).execute()
    with PostOffice() as office, application.app_context():
        worker.deliver(replace(config, base_url="https://ssp.fjordby.invalid", mail=office.config()), Event())
        said = [mail.everything.decode("utf-8", "replace") for mail in office.received]
    assert len(said) == Mail.select().where(Mail.sent_at.is_null(False)).count() >= 5
    assert not [text for text in said if secret in text or "Bo" in text.split()]


def test_A10_what_somebody_left_is_given_to_another_by_who_keeps_the_case(visit, world, case):
    made = agreed(world, case)
    teacher, consultant = visit("teacher"), visit("consultant")
    assert "owner" not in actions(consultant.get(path_of(case, made)).text)
    leaves(world, case, "social_worker")
    told()
    assert "Social_Worker deltager ikke længere" in consultant.get(f"/cases/{case}/commitments").text
    assert actions(teacher.get(path_of(case, made)).text) == set()
    page = consultant.get(path_of(case, made))
    given = {
        "proposed-owner": reference_of(world, "teacher"), "proposed-text": WORDS, "proposed-due_on": today() + 3 * DAY,
        "version": version_in(page),
    }  # fmt: skip
    gone = {**given, "proposed-owner": reference_of(world, "social_worker"), "key": once()}
    assert consultant.post(path_of(case, made, "owner"), gone).status_code == 422
    assert "Venter på svar fra Teacher" in consultant.follow(consultant.post(path_of(case, made, "owner"), given)).text
    assert told() == [("teacher", case)]
    assert running() == [("answer", made, Capacity.PARTICIPANT, world.users["teacher"])]
    assert stored(made).proposed_by_id == world.users["consultant"]


def test_A10_what_nobody_is_left_to_do_reminds_the_holder(world, case):
    agreed(world, case)
    leaves(world, case, "social_worker")
    told()
    remind(case)
    assert [who for who, _ in told()] == ["consultant"] * 2


def test_somebody_who_is_no_longer_active_is_asked_nothing(world, case):
    User.update(ends_on=today() - DAY).where(User.id == world.users["social_worker"]).execute()
    with pytest.raises(commitments.UnfitCommitment):
        propose(world, case, "teacher", "social_worker")
    assert cases.show(world.actor("teacher"), case)


def test_A10_a_keeper_answers_for_a_proposer_who_left(visit, world, case):
    made = propose(world, case, "teacher", "social_worker")
    take(world, case, "social_worker", made, Turn.RENEGOTIATED, text="Skrive til klubben", due_on=today() + DAY)
    leaves(world, case, "teacher")
    consultant = visit("consultant")
    assert "Venter på dig" in consultant.get(f"/cases/{case}/commitments").text
    page = consultant.get(path_of(case, made))
    assert "Teacher deltager ikke længere, så du svarer i stedet" in page.text
    consultant.follow(consultant.post(path_of(case, made, "acceptance"), {"version": version_in(page)}))
    assert running() == [("commitment", made, Capacity.PARTICIPANT, world.users["social_worker"])]
