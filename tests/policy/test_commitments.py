"""Which turn a commitment can take from which state, and by whom: every state, every turn, everybody; written by hand."""

from dataclasses import replace
from datetime import date, datetime
from itertools import product

import pytest

from ssp.policy.access import Grant, Standing
from ssp.policy.commitments import (
    OPEN,
    STATE_AFTER,
    TURNS,
    Promise,
    acts_as,
    asked_next,
    decide_turn,
    holder_of,
    keeps,
    last_day_to_answer,
    turns,
)
from ssp.services.standing import DANISH_TIME
from ssp.terms import Basis, Capacity, CommitmentState, Role, Sector, Side, Turn

OWNER, PROPOSER, KEEPER, OTHER = 1, 2, 3, 4
PEOPLE = {"owner": OWNER, "proposer": PROPOSER, "keeper": KEEPER, "other": OTHER}
EVERYBODY = frozenset(PEOPLE.values())
ASKED = Promise(Side.AGENCY, CommitmentState.PROPOSED, OWNER, PROPOSER, OWNER, EVERYBODY)
COUNTERED = replace(ASKED, waits_for=PROPOSER)
AGREED = replace(ASKED, state=CommitmentState.ACCEPTED, waits_for=None)
FAMILY = Promise(Side.FAMILY, CommitmentState.ACCEPTED, None, PROPOSER, None, EVERYBODY)
ANSWERS = {Turn.ACCEPTED, Turn.DECLINED, Turn.RENEGOTIATED}
ENDS = {Turn.KEPT, Turn.MOVED, Turn.DROPPED}

ALLOWED = {
    # who may what, by the state of the promise; what does not stand here nobody may
    "asked": (ASKED, {"owner": ANSWERS, "proposer": {Turn.DROPPED}, "keeper": {Turn.DROPPED}}),
    "countered": (COUNTERED, {"proposer": ANSWERS | {Turn.DROPPED}, "keeper": {Turn.DROPPED}}),
    "agreed": (AGREED, {"owner": ENDS, "keeper": ENDS}),
    "a promise to the family": (replace(AGREED, side=Side.OURS), {"owner": ENDS, "keeper": ENDS}),
    "the family's own": (FAMILY, {"proposer": ENDS, "keeper": ENDS}),
    "asked, and the one asked has left": (
        replace(ASKED, here=EVERYBODY - {OWNER}),
        {"owner": ANSWERS, "proposer": {Turn.DROPPED}, "keeper": {Turn.DROPPED, Turn.PROPOSED}},
    ),
    "countered, and the one who did has left": (
        replace(COUNTERED, here=EVERYBODY - {OWNER}),
        {"proposer": ANSWERS | {Turn.DROPPED}, "keeper": {Turn.DROPPED, Turn.PROPOSED}},
    ),
    "countered, and the proposer has left": (
        replace(COUNTERED, here=EVERYBODY - {PROPOSER}),
        {"proposer": ANSWERS | {Turn.DROPPED}, "keeper": ANSWERS | {Turn.DROPPED}},
    ),
    "agreed, and the owner has left": (
        replace(AGREED, here=EVERYBODY - {OWNER}),
        {"owner": ENDS, "keeper": ENDS | {Turn.PROPOSED}},
    ),
    "the family's own, and who noted it has left": (
        replace(FAMILY, here=EVERYBODY - {PROPOSER}),
        {"proposer": ENDS, "keeper": ENDS},
    ),
    "declined": (replace(AGREED, state=CommitmentState.DECLINED), {}),
    "kept": (replace(AGREED, state=CommitmentState.KEPT), {}),
    "dropped": (replace(AGREED, state=CommitmentState.DROPPED), {}),
}
"""Somebody who has left is shut out at the door before this table is asked; it says what they had."""


@pytest.mark.parametrize("case", ALLOWED)
def test_each_turn_is_open_to_those_it_is_for_and_to_nobody_else(case):
    promise, allowed = ALLOWED[case]
    for name, turn in product(PEOPLE, Turn):
        decision = decide_turn(turn, promise, PEOPLE[name], name == "keeper")
        expected = turn in allowed.get(name, set())
        assert decision.allowed == expected, (name, turn)
        assert decision.may_know, "whoever is asked this may read the commitment"
        assert (turn in turns(promise, PEOPLE[name], name == "keeper")) == expected, "pages offer what is decided"
        if not expected:
            assert decision.reason == ("capacity" if (turn, promise.state) in TURNS else "state")


def test_every_state_is_looked_at_and_every_turn_leads_somewhere():
    assert {promise.state for promise, _ in ALLOWED.values()} == set(CommitmentState)
    assert STATE_AFTER.keys() == set(Turn) == {turn for turn, _ in TURNS}
    assert {state for _, state in TURNS} == OPEN, "nothing more happens to what is settled"


@pytest.mark.parametrize(
    ("promise", "by", "holder", "asked"),
    [
        (ASKED, OWNER, KEEPER, PROPOSER),
        (COUNTERED, PROPOSER, KEEPER, OWNER),
        (replace(ASKED, here=EVERYBODY - {PROPOSER}), OWNER, KEEPER, KEEPER),
        (replace(ASKED, here=EVERYBODY - {PROPOSER}), OWNER, OWNER, None),
        (replace(COUNTERED, here=EVERYBODY - {PROPOSER}), KEEPER, KEEPER, OWNER),
    ],
)
def test_another_wording_goes_back_to_the_other(promise, by, holder, asked):
    assert asked_next(promise, by, holder) == asked


def grant(capacity: Capacity, user: int | None = None, network: int | None = None, ends: int | None = None) -> Grant:
    role = Role.SSP_CONSULTANT if network else None
    return Grant(capacity, Basis.COORDINATION, user_id=user, network_id=network, role=role, starts_at=0, ends_at=ends)


CONSULTANT = Standing(KEEPER, 1, Role.SSP_CONSULTANT, Sector.SSP, frozenset({7}))
TEACHER = Standing(OWNER, 2, Role.SCHOOL_STAFF, Sector.SCHOOL)
GRANTS = (grant(Capacity.HOLDER, KEEPER), grant(Capacity.CONSULTANT, network=7), grant(Capacity.PARTICIPANT, OWNER))


def test_a_case_is_kept_by_its_holder_and_its_networks_consultants():
    assert keeps(CONSULTANT, GRANTS[:1], 5)
    assert keeps(CONSULTANT, GRANTS[1:], 5)
    assert not keeps(TEACHER, GRANTS, 5)
    assert not keeps(CONSULTANT, (grant(Capacity.HOLDER, KEEPER, ends=5),), 5)
    assert holder_of(GRANTS, 5) == KEEPER
    assert holder_of((grant(Capacity.HOLDER, OTHER, ends=3), *GRANTS), 5) == KEEPER
    assert holder_of((grant(Capacity.HOLDER, OTHER, ends=3),), 5) is None


def test_A10_a_clock_rests_on_what_lasts_when_the_case_changes_hands():
    assert acts_as(CONSULTANT, GRANTS, 5) is Capacity.CONSULTANT
    assert acts_as(CONSULTANT, GRANTS[:1], 5) is Capacity.HOLDER
    assert acts_as(TEACHER, GRANTS, 5) is Capacity.PARTICIPANT
    assert acts_as(TEACHER, GRANTS[:2], 5) is None


@pytest.mark.parametrize(
    ("due", "answer"),
    [
        (date(2026, 12, 20), date(2026, 11, 27)),  # five working days from Friday the 20th of November
        (date(2026, 11, 27), date(2026, 11, 27)),
        (date(2026, 11, 24), date(2026, 11, 24)),  # before the register's day: by the day it is to be done
    ],
)
def test_an_answer_is_due_by_the_register_and_no_later_than_the_thing_itself(due, answer):
    assert last_day_to_answer(due, datetime(2026, 11, 20, 15, 0, tzinfo=DANISH_TIME)) == answer
