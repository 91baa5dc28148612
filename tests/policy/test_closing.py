"""What stands in the way of closing a case (I2)."""

from datetime import date

import pytest

from ssp.policy.closing import Blocker, Obstacle, blockers, state_after_closing
from ssp.terms import CaseState, CommitmentState


def test_I2_nothing_stands_in_the_way_when_all_is_filed_and_decided():
    decided = [CommitmentState.KEPT, CommitmentState.DROPPED, CommitmentState.DECLINED]
    assert blockers([("R-1", True), ("R-2", True)], [(f"R-{state}", state) for state in decided]) == ()
    assert blockers([], []) == ()


@pytest.mark.parametrize("state", [CommitmentState.PROPOSED, CommitmentState.ACCEPTED])
def test_I2_each_open_filing_and_each_undecided_commitment_is_named(state):
    found = blockers([("R-1", True), ("R-2", False)], [("R-3", CommitmentState.KEPT), ("R-4", state)])
    assert found == (Blocker(Obstacle.FILING, "R-2"), Blocker(Obstacle.COMMITMENT, "R-4"))


def test_I2_every_state_of_a_commitment_is_read():
    asked = {state: blockers([], [("R-1", state)]) == () for state in CommitmentState}
    assert [state for state, free in asked.items() if not free] == [CommitmentState.PROPOSED, CommitmentState.ACCEPTED]


def test_a_case_with_a_day_of_follow_up_waits_for_it():
    assert state_after_closing(date(2027, 2, 1)) is CaseState.FOLLOW_UP
    assert state_after_closing(None) is CaseState.CLOSED
