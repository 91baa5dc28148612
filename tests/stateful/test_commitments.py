"""Commitments along random histories: an open one always has one who is to act and one clock; a settled one has none."""

import contextlib
import os
from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from ssp import db
from ssp.models import Clock, Commitment, CommitmentTurn, Entry, Participation
from ssp.policy.commitments import OPEN, STATE_AFTER
from ssp.services import clocks, commitment_steps, commitment_views, commitments
from ssp.services.commitments import Change, Proposal, UnfitCommitment
from ssp.services.door import Denied
from ssp.services.standing import today
from ssp.terms import Capacity, ClockKind, CommitmentState, Side, Turn
from tests.support.answers import once, reference_of
from tests.support.case_load import log, open_case
from tests.support.sharing_load import admit

GUESTS = ("teacher", "social_worker", "street_worker")
PEOPLE = (*GUESTS, "consultant", "second_consultant")
KINDS = [ClockKind.COMMITMENT, ClockKind.ANSWER]
DAY = timedelta(days=1)
ACTS = ("propose", "anything", "what is offered", "what is offered", "comes or goes", "time passes")


class Agreeing(RuleBasedStateMachine):
    """A case at work: people come and go, propose, answer, settle; the model is who takes part and nothing else."""

    world: object

    @initialize()
    def begin(self):
        self.undo = contextlib.ExitStack()
        outer = self.undo.enter_context(db.handle.atomic())
        self.undo.callback(outer.rollback)
        self.moment = db.now() + 60
        self.made: list[str] = []
        self.turns: dict[str, int] = {}
        self.here = set(PEOPLE)
        with self.then():
            self.case = open_case(self.world, "consultant", log(self.world, "teacher", self.world.pupils["north"][1]))
            for guest in GUESTS:
                admit(self.world, "consultant", self.case, guest)
        for by, to in (("teacher", "social_worker"), ("consultant", "teacher"), ("social_worker", "consultant")):
            self.propose(by, to, Side.AGENCY, 9)

    def teardown(self):
        if hasattr(self, "undo"):
            self.undo.close()

    @rule(
        act=st.sampled_from(ACTS), who=st.sampled_from(PEOPLE), to=st.sampled_from(PEOPLE), side=st.sampled_from(Side),
        turn=st.sampled_from(Turn), pick=st.integers(0, 9), choices=st.lists(st.integers(0, 99), min_size=2, max_size=5),
    )  # fmt: skip
    def happens(self, act, who, to, side, turn, pick, choices):
        """One rule for everything, so that no history leaves out a part of it."""
        reference = self.made[pick % len(self.made)]
        if act == "propose":
            self.propose(who, to, side, pick)
        elif act == "anything":
            self.take(reference, who, turn, to, pick == 0)
        elif act == "what is offered":
            self.go_on(reference, choices, to)
        elif act == "comes or goes":
            self.comes_or_goes(GUESTS[pick % len(GUESTS)])
        else:
            self.moment += (pick + 1) * 24 * 60 * 60

    def propose(self, by, to, side, days):
        wanted = Proposal(side, "Ringe til klubben", today(self.moment) + days * DAY, reference_of(self.world, to))
        if side is Side.FAMILY:
            wanted = Proposal(side, "Komme til tiden", wanted.due_on)
        possible = by in self.here and (to in self.here or side is Side.FAMILY)
        with self.then():
            try:
                made = commitments.propose(self.world.actor(by), self.case, wanted, once())
            except (Denied, UnfitCommitment):
                assert not possible
                return
        assert possible
        self.made.append(made)
        self.turns[made] = 1

    def go_on(self, reference, choices, to):
        """Somebody who can go on does; there always is somebody while it is open, and not only to give it up."""
        for choice in choices:
            found = [(who, turn) for who in sorted(self.here) for turn in sorted(self.may(who, reference))]
            assert any(turn is not Turn.DROPPED for _, turn in found) == (self.stored(reference).state in OPEN)
            on = [each for each in found if each[1] is not Turn.DROPPED]
            if on:
                self.take(reference, *on[choice % len(on)], to, False)

    def take(self, reference, who, turn, to, stale):
        version = self.stored(reference).version - stale
        change = Change(
            turn, version, "Derfor.", "Ringe i morgen", today(self.moment) + 30 * DAY, reference_of(self.world, to)
        )
        allowed = turn in self.may(who, reference)
        with self.then():
            try:
                commitments.take_turn(self.world.actor(who), self.case, reference, change, once())
            except (Denied, UnfitCommitment, db.Clash):
                unfit = turn in {Turn.PROPOSED, Turn.ACCEPTED}
                assert not allowed or version != self.stored(reference).version or unfit
                return
        assert allowed, "what is done was offered"
        assert version + 1 == self.stored(reference).version, "what is done was done to what was seen"
        assert turn in {Turn.PROPOSED, Turn.RENEGOTIATED} or self.stored(reference).state == STATE_AFTER[turn]
        self.turns[reference] += 1

    def comes_or_goes(self, who):
        if who in self.here:
            self.here.remove(who)
            theirs = (Participation.user == self.world.users[who]) & (Participation.capacity == Capacity.PARTICIPANT)
            running = Participation.ends_at.is_null() | (Participation.ends_at > self.moment)
            Participation.update(ends_at=self.moment).where(theirs & running).execute()
        else:
            self.here.add(who)
            with self.then():
                admit(self.world, "consultant", self.case, who)
        self.moment += 1

    @invariant()
    def an_open_one_has_one_who_acts_and_one_clock_and_a_settled_one_none(self):
        for reference in getattr(self, "made", ()):
            row = self.stored(reference)
            running = list(Clock.select().where((Clock.about == reference) & Clock.stopped_at.is_null()))
            assert [clock.kind for clock in running] == self.kinds_of(row)
            if row.state not in OPEN:
                assert row.waits_for_id is None
                continue
            acting = row.waits_for_id if row.state == CommitmentState.PROPOSED else row.owner_id
            assert (acting is None) == (row.side == Side.FAMILY), "somebody is to act, and it is one person"
            assert row.state == CommitmentState.PROPOSED or row.waits_for_id is None
            assert running[0].user_id in {acting, None}
            if acting is not None and running[0].user_id is None:
                assert running[0].capacity == Capacity.HOLDER

    @invariant()
    def every_turn_is_kept_and_stands_in_the_chronology(self):
        for reference in getattr(self, "made", ()):
            row = self.stored(reference)
            assert CommitmentTurn.select().where(CommitmentTurn.commitment == row.id).count() == self.turns[reference]
        if getattr(self, "made", ()):
            assert Entry.select().where(Entry.kind.startswith("commitment")).count() == sum(self.turns.values())

    def kinds_of(self, row: Commitment) -> list[str]:
        return {CommitmentState.PROPOSED: ["answer"], CommitmentState.ACCEPTED: ["commitment"]}.get(row.state, [])

    def may(self, who: str, reference: str) -> frozenset[Turn]:
        """What their page offers; nothing to somebody it is closed to."""
        with self.then(), contextlib.suppress(Denied):
            return commitment_views.show(self.world.actor(who), self.case, reference).commitment.may
        return frozenset()

    def stored(self, reference: str) -> Commitment:
        return Commitment.get(Commitment.reference == reference)

    def then(self):
        return db.at(self.moment)


@pytest.fixture
def machine(world):
    return type("Agreeing", (Agreeing,), {"world": world})


def run(machine, examples: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=25, deadline=None, derandomize=True, database=None,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_an_open_commitment_always_has_one_who_is_to_act(machine, engine):
    run(machine, 60 if os.environ.get("SAMSPIL_SOAK") else 6 if engine == "sqlite" else 2)


FAULTS = {
    "a clock is never stopped": {**vars(clocks), "stop": lambda *_, **__: None},
    "no clock is set": {**vars(clocks), "start_until": lambda *_, **__: None},
}


@pytest.mark.any_engine
@pytest.mark.parametrize("fault", FAULTS)
def test_the_machine_sees_a_clock_that_does_not_follow(machine, monkeypatch, fault):
    monkeypatch.setattr(commitment_steps, "clocks", SimpleNamespace(**FAULTS[fault]))
    with pytest.raises(AssertionError):
        run(machine, 8)
