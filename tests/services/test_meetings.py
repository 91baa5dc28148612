"""Meetings in the early exchange: who calls them, how many there can be, and who never sees them."""

from dataclasses import replace

import pytest

from ssp.db import handle, now
from ssp.models import Audit, Check, Mail, Matter, Meeting
from ssp.services import meetings
from ssp.services.checking import Unsettled
from ssp.services.door import Denied
from ssp.services.meetings import ASKED, NobodyInvited, Plan, UnknownChild
from ssp.terms import Guidance, MatterKind, Question, Reply
from tests.support.case_load import log, once, reference_of

CLEAR = {Question.EARLY: Reply.YES, Question.NECESSARY: Reply.YES, Question.VIOLENCE: Reply.NO}
WHY = "Der er kommet nyt, som kun kan afklares sammen."


def plan_of(world, child: str, *invited: str, **more) -> Plan:
    people = tuple(reference_of(world, name) for name in invited or ("social_worker",))
    return Plan(**{"child": child, "starts_at": now() + 86400, "place": "Lokale 4", "purpose": "Finde hjælp",
                   "invited": people, "replies": CLEAR} | more)  # fmt: skip


@pytest.fixture
def case(world):
    """A teacher's concern about two listed children: (concern, first child, second child)."""
    first, second = world.pupils["north"][:2]
    return log(world, "teacher", first, second), first, second


def hold(world, meeting: str) -> None:
    actor = world.actor("teacher")
    meetings.hold(actor, meeting, meetings.show(actor, meeting).version, "Vi fulgte op.", once())


def test_D1_the_police_cannot_be_invited_and_see_nothing(world, case):
    concern, child, _ = case
    with pytest.raises(Unsettled) as refused:
        meetings.plan(world.actor("teacher"), concern, plan_of(world, child, "liaison"), once())
    assert refused.value.advice.guidance is Guidance.STOP
    assert "D1" in {remark.rule for remark in refused.value.advice.remarks}
    assert not Meeting.select().exists()
    meeting = meetings.plan(world.actor("teacher"), concern, plan_of(world, child), once())
    offered = {reader.role for reader in meetings.planner(world.actor("teacher"), concern).choices}
    assert "police_liaison" not in offered
    for name in ("liaison", "other_liaison"):
        with pytest.raises(Denied) as denied:
            meetings.show(world.actor(name), meeting)
        assert not denied.value.decision.may_know
        with pytest.raises(Denied):
            meetings.index(world.actor(name))


def test_D1_even_a_participation_opens_nothing_to_the_police(world, case):
    from ssp.policy.access import Grant
    from ssp.services import participating
    from ssp.terms import Basis, Capacity

    concern, child, _ = case
    meeting = meetings.plan(world.actor("teacher"), concern, plan_of(world, child), once())
    id_ = Matter.get(Matter.reference == meeting).id
    grant = Grant(Capacity.PARTICIPANT, Basis.SSD, user_id=world.users["liaison"])
    participating.store(id_, MatterKind.MEETING, (grant,))
    with pytest.raises(Denied) as denied:
        meetings.show(world.actor("liaison"), meeting)
    assert not denied.value.decision.may_know


def test_D2_the_second_is_a_follow_up_with_a_special_reason(world, case):
    concern, child, _ = case
    actor = world.actor("teacher")
    hold(world, meetings.plan(actor, concern, plan_of(world, child), once()))
    with pytest.raises(Unsettled) as asked:
        meetings.plan(actor, concern, plan_of(world, child), once())
    assert asked.value.advice.guidance is Guidance.REASON
    second = meetings.plan(actor, concern, plan_of(world, child, reason=WHY), once())
    shown = meetings.show(world.actor("social_worker"), second)
    assert shown.follow_up
    assert shown.round == 2
    assert shown.special_reason == WHY
    [check] = Check.select().join(Matter, on=(Matter.id == Check.matter)).where(Matter.reference == second)
    assert (check.guidance, check.basis, check.crossing) == ("reason", "ssd", "agenda_item")
    assert check.rule_versions.startswith("ssd@")


def test_D3_a_third_is_refused_whoever_calls_it_and_from_whatever(world, case):
    concern, child, _ = case
    for reason in ("", WHY):
        meetings.plan(world.actor("teacher"), concern, plan_of(world, child, reason=reason), once())
    other = log(world, "colleague", child)
    for actor, source in ((world.actor("teacher"), concern), (world.actor("colleague"), other)):
        with pytest.raises(Unsettled) as refused:
            meetings.plan(actor, source, plan_of(world, child, reason=WHY), once())
        assert refused.value.advice.guidance is Guidance.STOP
        assert "D3" in {remark.rule for remark in refused.value.advice.remarks}
    assert Meeting.select().count() == 2


def test_D3_not_even_the_database_takes_the_same_round_twice(world, case):
    concern, child, _ = case
    meeting = meetings.plan(world.actor("teacher"), concern, plan_of(world, child), once())
    row = Meeting.select().join(Matter, on=(Matter.id == Meeting.matter)).where(Matter.reference == meeting).get()
    cancelled = meetings.plan(world.actor("teacher"), concern, plan_of(world, child, reason=WHY), once())
    id_ = Matter.get(Matter.reference == cancelled).id
    with pytest.raises(Exception, match="(?i)unique"), handle.atomic():
        Meeting.update(round=row.round).where(Meeting.matter == id_).execute()


def test_D3_a_cancelled_meeting_and_another_child_do_not_count(world, case):
    concern, child, other = case
    actor = world.actor("teacher")
    first = meetings.plan(actor, concern, plan_of(world, child), once())
    meetings.cancel(actor, first, meetings.show(actor, first).version)
    assert meetings.show(actor, meetings.plan(actor, concern, plan_of(world, child), once())).round == 1
    assert meetings.show(actor, meetings.plan(actor, concern, plan_of(world, other), once())).round == 1
    mails = {(mail.template, mail.about) for mail in Mail.select().where(Mail.about == first)}
    assert mails == {("invitation", first), ("cancellation", first)}


@pytest.mark.parametrize("reply", [Reply.YES, Reply.UNSURE])
def test_D4_where_there_may_be_violence_the_notification_comes_first(world, case, reply):
    concern, child, _ = case
    wanted = plan_of(world, child, replies=CLEAR | {Question.VIOLENCE: reply})
    with pytest.raises(Unsettled) as asked:
        meetings.plan(world.actor("teacher"), concern, wanted, once())
    assert ("notify_first", "D4") in {(remark.reason, remark.rule) for remark in asked.value.advice.remarks}
    reason = "Underretningen er sendt i formiddags."
    assert meetings.plan(world.actor("teacher"), concern, replace(wanted, reason=reason), once())


def test_a_second_press_makes_one_meeting(world, case):
    concern, child, _ = case
    wanted, key = plan_of(world, child), once()
    pressed = {meetings.plan(world.actor("teacher"), concern, wanted, key) for _ in range(3)}
    assert len(pressed) == 1
    assert Meeting.select().count() == 1


def test_only_the_child_of_the_matter_and_somebody_who_can_be_asked(world, case):
    concern, child, _ = case
    actor = world.actor("teacher")
    with pytest.raises(UnknownChild):
        meetings.plan(actor, concern, plan_of(world, world.pupils["south"][0]), once())
    for invited in ((), ("M-0000-0000",)):
        with pytest.raises(NobodyInvited):
            meetings.plan(actor, concern, replace(plan_of(world, child), invited=invited), once())


def test_those_who_take_part_and_nobody_else(world, case):
    concern, child, _ = case
    meeting = meetings.plan(world.actor("teacher"), concern, plan_of(world, child, "social_worker", "head"), once())
    readers = {reader.reference for reader in meetings.show(world.actor("teacher"), meeting).readers}
    assert readers == {reference_of(world, name) for name in ("teacher", "social_worker", "head")}
    assert meetings.show(world.actor("head"), meeting).source == "", "the concern is not the head's to know of"
    assert meetings.show(world.actor("teacher"), meeting).source == concern
    for name in ("colleague", "consultant", "other_teacher", "leader", "administrator", "dpo", "partner"):
        with pytest.raises(Denied) as denied:
            meetings.show(world.actor(name), meeting)
        assert not denied.value.decision.may_know
    assert [line.reference for line in meetings.index(world.actor("social_worker"))[0]] == [meeting]
    assert child in Audit.select().order_by(Audit.seq.desc()).get().objects


def test_only_the_lead_closes_it(world, case):
    concern, child, _ = case
    meeting = meetings.plan(world.actor("teacher"), concern, plan_of(world, child), once())
    for act in (meetings.cancel, lambda *args: meetings.hold(*args, "Slut.", once())):
        with pytest.raises(Denied) as denied:
            act(world.actor("social_worker"), meeting, 1)
        assert denied.value.decision.may_know


def test_the_questions_are_those_of_the_early_exchange():
    assert ASKED == (Question.EARLY, Question.NECESSARY, Question.VIOLENCE)
