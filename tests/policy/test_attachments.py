"""Which file may be fetched, and who may take one away (A1)."""

import pytest

from ssp.policy.access import Grant, MatterFacts, Standing
from ssp.policy.attachments import decide_fetch, decide_removal, may_remove
from ssp.terms import AttachmentState, Basis, Capacity, CaseState, MatterKind, Role, Sector

NOW = 1_000
SENDER, OTHER = 1, 2


def somebody(user_id: int) -> Standing:
    return Standing(user_id, 1, Role.SOCIAL_WORKER, Sector.SOCIAL)


def case(capacity: Capacity, **more) -> MatterFacts:
    grant = Grant(capacity, Basis.COORDINATION, user_id=OTHER, **more)
    return MatterFacts(MatterKind.CASE, CaseState.OPEN, 1, (grant,))


def test_A1_a_file_that_is_ready_is_fetched_by_whoever_reads_the_matter():
    for user in (SENDER, OTHER):
        decision = decide_fetch(somebody(user), SENDER, AttachmentState.READY)
        assert (decision.allowed, decision.may_know, decision.rule) == (True, True, "A1")


@pytest.mark.parametrize("state", [AttachmentState.PENDING, AttachmentState.REFUSED])
def test_A1_a_file_that_is_not_ready_is_fetched_by_nobody_and_known_to_its_sender(state):
    own, others = (decide_fetch(somebody(user), SENDER, state) for user in (SENDER, OTHER))
    assert (own.allowed, own.may_know, own.reason, own.rule) == (False, True, f"file_{state}", "A1")
    assert (others.allowed, others.may_know) == (False, False)


@pytest.mark.parametrize(
    ("capacity", "allowed"),
    [(Capacity.HOLDER, True), (Capacity.CONSULTANT, True), (Capacity.PARTICIPANT, False), (Capacity.AUTHOR, False)],
)
def test_A1_the_keepers_of_a_matter_remove_a_file(capacity, allowed):
    decision = decide_removal(somebody(OTHER), case(capacity), SENDER, NOW)
    assert (decision.allowed, decision.may_know, decision.rule) == (allowed, True, "A1")
    assert decision.reason == ("participation" if allowed else "capacity")
    assert may_remove(somebody(OTHER), case(capacity), SENDER, NOW) is allowed


def test_A1_its_sender_removes_a_file_in_whatever_capacity():
    assert decide_removal(somebody(OTHER), case(Capacity.PARTICIPANT), OTHER, NOW).allowed


def test_A1_who_kept_a_matter_once_keeps_it_no_longer():
    assert not may_remove(somebody(OTHER), case(Capacity.HOLDER, ends_at=NOW), SENDER, NOW)
    assert not may_remove(somebody(SENDER), case(Capacity.HOLDER), OTHER, NOW)
