"""The same histories with nameless questions, notifications and meetings in them, against plain sets."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from ssp.services import consultations
from ssp.services.meetings import Unsettled
from tests.stateful.test_reading import CONSULTANTS, NEVER, WRITERS, Reading, nth
from tests.support import duty_load
from tests.support.case_load import once

NOTIFIERS = (*WRITERS, "liaison")
LEADS = {"teacher": "north", "head": "north", "other_teacher": "south"}
GUESTS = ("colleague", "social_worker", "club_worker")


class Duties(Reading):
    """The town with duties; a question is its asker's and the consultants', a notification the section's."""

    @initialize()
    def begin(self):
        super().begin()
        self.asker: dict[str, str] = {}
        self.notifier: dict[str, str] = {}
        self.met: dict[str, set[str]] = {}

    @rule(who=st.sampled_from(WRITERS))
    def ask(self, who):
        if who in self.left:
            return
        network = self.network_of(who)
        staffed = any(self.consults(name, network) for name in CONSULTANTS)
        with self.then():
            made = duty_load.ask(self.world, who)
        self.asker[made], self.desk[made] = who, network if staffed else "ssp unit"

    @precondition(lambda self: self.asker)
    @rule(pick=st.integers(0, 99), who=st.sampled_from(CONSULTANTS))
    def answer(self, pick, who):
        question = nth(self.asker, pick)
        if self.consults(who, self.desk[question]):
            with self.then():
                consultations.answer(self.world.actor(who), question, "Prøv en aftale.", frozenset(), once())

    @rule(who=st.sampled_from(NOTIFIERS))
    def notify(self, who):
        if who in self.left or "social_worker" in self.left:
            return  # with nobody in post in the section there is nobody to send it to
        with self.then():
            self.notifier[duty_load.notify(self.world, who, unlisted=("Et barn",))] = who

    @precondition(lambda self: self.author)
    @rule(pick=st.integers(0, 99), guest=st.sampled_from(GUESTS))
    def meet(self, pick, guest):
        concern = nth(self.author, pick)
        lead = self.author[concern]
        if lead not in LEADS or {lead, guest} & self.left:
            return
        with self.then():
            try:
                child = self.world.pupils[LEADS[lead]][0]
                made = duty_load.plan(self.world, lead, concern, child, guest, reason=duty_load.SPECIAL)
            except Unsettled:
                return  # the third about the same child (D3)
        self.met[made] = {lead, guest}

    def everything(self) -> set[str]:
        return super().everything() | self.asker.keys() | self.notifier.keys() | self.met.keys()

    def reads(self, who: str, reference: str) -> bool:
        if who in self.left or who in NEVER:
            return False
        if reference in self.asker:
            return who == self.asker[reference] or self.consults(who, self.desk[reference])
        if reference in self.notifier:
            return who in {self.notifier[reference], "social_worker"}
        if reference in self.met:
            return who in self.met[reference]
        return super().reads(who, reference)


@pytest.mark.parametrize("length", [14])
def test_reading_is_the_model_with_duties_along_random_histories(world, engine, length):
    machine = type("Duties", (Duties,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12 if os.environ.get("SAMSPIL_SOAK") else 3 if engine == "sqlite" else 2, stateful_step_count=length, deadline=None, derandomize=True,
            database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
