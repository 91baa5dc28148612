"""Who can really read what, on random worlds and along random histories, against plain sets."""

import contextlib
import os
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ssp import db
from ssp.models import Membership, Unit, User
from ssp.policy.register import limit
from ssp.services import batons, cases, concerns, disclosures
from ssp.services.door import Denied
from ssp.services.standing import today
from ssp.terms import Role, Verdict
from tests.support import case_load, sharing_load
from tests.support import world as worlds
from tests.support.case_load import reference_of
from tests.support.reading import can_read, listed, queued

DAY = 24 * 60 * 60
WRITERS = ("teacher", "other_teacher", "head", "social_worker", "street_worker", "club_worker")
CONSULTANTS = ("consultant", "second_consultant", "other_consultant")
RECIPIENTS = ("liaison", "other_liaison", "social_worker", "street_worker")
PEOPLE = sorted({*WRITERS, *CONSULTANTS, *RECIPIENTS, "colleague", "leader", "dpo"})
NEVER = {"leader", "partner", "administrator", "dpo"}


def nth(known: dict[str, str], pick: int) -> str:
    """One of what was made so far, by its place in the order it was made in: references are random."""
    return list(known)[pick % len(known)]


class Reading(RuleBasedStateMachine):
    """The town at work; the model is a handful of sets and knows nothing of participations."""

    world: worlds.World

    @initialize()
    def begin(self):
        self.moment = db.now() + 60
        self.undo = contextlib.ExitStack()
        outer = self.undo.enter_context(db.handle.atomic())
        self.undo.callback(outer.rollback)
        self.members = {"north": {"consultant", "second_consultant"}, "south": {"other_consultant"}}
        self.left: set[str] = set()
        self.home: dict[str, str] = {}
        self.author: dict[str, str] = {}
        self.desk: dict[str, str] = {}
        self.state: dict[str, str] = {}
        self.holder: dict[str, str] = {}
        self.admitted: dict[str, set[str]] = {}
        self.sender: dict[str, str] = {}
        self.recipient: dict[str, str] = {}
        self.until: dict[str, int] = {}

    def teardown(self):
        self.undo.close()

    # What happens

    @rule(who=st.sampled_from(WRITERS))
    def log(self, who):
        if who in self.left:
            return
        with self.then():
            child = {"teacher": "north", "head": "north", "other_teacher": "south"}.get(who)
            pupils = self.world.pupils[child][:1] if child else []
            preview = {r.reference for r in concerns.desk(self.world.actor(who), None).readers}
            made = case_load.log(self.world, who, *pupils) if child else case_load.log_place(self.world, who)
            after = {r.reference for r in concerns.readers(self.world.actor(who), made)}
        self.author[made], self.state[made] = who, "sent"
        self.desk[made] = self.network_of(who)
        can = {reference_of(self.world, name) for name in worlds.PEOPLE if self.reads(name, made)}
        assert preview == after == can

    @precondition(lambda self: self.author)
    @rule(
        pick=st.integers(0, 99),
        who=st.sampled_from(CONSULTANTS),
        verdict=st.sampled_from([Verdict.CASE, Verdict.NOT_SSP, Verdict.MEETING]),
    )
    def decide(self, pick, who, verdict):
        concern = nth(self.author, pick)
        if not self.consults(who, self.desk[concern]) or self.state[concern] == "closed":
            return
        code = {Verdict.CASE: "serious", Verdict.NOT_SSP: "nothing_needed", Verdict.MEETING: "pattern"}[verdict]
        with self.then():
            made = case_load.decide(
                self.world, who, concern, verdict, code, message="Hej", title="Titel", purpose="Formål"
            )
        self.state[concern] = "closed" if verdict is Verdict.NOT_SSP else "open"
        if made:
            self.holder[made], self.admitted[made], self.desk[made] = who, set(), self.desk[concern]

    @precondition(lambda self: self.holder)
    @rule(pick=st.integers(0, 99), guest=st.sampled_from(RECIPIENTS), who=st.sampled_from(CONSULTANTS))
    def admit(self, pick, guest, who):
        case = nth(self.holder, pick)
        if self.reads(who, case):
            with self.then():
                sharing_load.admit(self.world, who, case, guest)
            self.admitted[case].add(guest)

    @precondition(lambda self: self.holder)
    @rule(pick=st.integers(0, 99), who=st.sampled_from(CONSULTANTS))
    def take(self, pick, who):
        case = nth(self.holder, pick)
        if self.consults(who, self.desk[case]) and who != self.holder[case]:
            with self.then():
                version = cases.show(self.world.actor(who), case).head.version
                if self.holder[case] not in self.left:
                    with pytest.raises(Denied, match="holder_in_post"):
                        batons.take(self.world.actor(who), case, version)
                    return
                batons.take(self.world.actor(who), case, version)
            self.holder[case] = who

    @precondition(lambda self: self.holder)
    @rule(pick=st.integers(0, 99), to=st.sampled_from(CONSULTANTS))
    def hand_over(self, pick, to):
        case = nth(self.holder, pick)
        holder = self.holder[case]
        if holder in self.left or to == holder or not self.consults(to, self.desk[case]):
            return
        with self.then():
            batons.offer(self.world.actor(holder), case, reference_of(self.world, to), "", case_load.once())
            offered = batons.show(self.world.actor(to), case).running.reference
            batons.accept(self.world.actor(to), case, offered, case_load.once())
        self.holder[case] = to

    @precondition(lambda self: self.author)
    @rule(pick=st.integers(0, 99), who=st.sampled_from(CONSULTANTS), to=st.sampled_from(RECIPIENTS))
    def share(self, pick, who, to):
        concern = nth(self.author, pick)
        if not self.consults(who, self.desk[concern]):
            return
        with self.then():
            made = case_load.share(self.world, who, concern, to)
        self.sender[made], self.recipient[made], self.desk[made] = who, to, self.desk[concern]
        self.until[made] = self.moment + limit("disclosure_days") * DAY

    @precondition(lambda self: self.sender)
    @rule(pick=st.integers(0, 99), recalled=st.booleans())
    def close_extract(self, pick, recalled):
        extract = nth(self.sender, pick)
        who = (self.sender if recalled else self.recipient)[extract]
        if self.reads(who, extract) and self.until[extract] > self.moment:
            with self.then():
                (disclosures.recall if recalled else disclosures.decline)(self.world.actor(who), extract)
            self.until[extract] = 0

    @rule(who=st.sampled_from(CONSULTANTS), network=st.sampled_from(["north", "south"]), joining=st.booleans())
    def membership(self, who, network, joining):
        Membership.delete().where(
            (Membership.user == self.world.users[who]) & (Membership.network == self.world.networks[network])
        ).execute()
        self.members[network].discard(who)
        if joining:
            worlds.join(self.world.users[who], self.world.networks[network])
            self.members[network].add(who)

    @rule(who=st.sampled_from(WRITERS + CONSULTANTS + RECIPIENTS), leaving=st.booleans())
    def post_ends(self, who, leaving):
        ends_on = today() - timedelta(days=1) if leaving else None
        User.update(ends_on=ends_on).where(User.id == self.world.users[who]).execute()
        (self.left.add if leaving else self.left.discard)(who)

    @rule(unit=st.sampled_from(["ssp", "social"]))
    def consultant_moves(self, unit):
        User.update(unit=self.world.units[unit]).where(User.id == self.world.users["second_consultant"]).execute()
        self.home["second_consultant"] = unit

    @rule(days=st.integers(1, 40))
    def time_passes(self, days):
        self.moment += days * DAY
        day = today(self.moment)
        User.update(confirmed_on=day).execute()
        User.update(ends_on=day - timedelta(days=1)).where(User.ends_on.is_null(False)).execute()

    # What the sets say

    def network_of(self, who: str) -> str:
        return {"north": "north", "south": "south", "street": "north", "club": "south"}.get(
            worlds.PEOPLE[who][0], "ssp unit"
        )

    def consults(self, who: str, desk: str) -> bool:
        if who in self.left or who not in CONSULTANTS:
            return False
        return self.home.get(who, "ssp") == "ssp" if desk == "ssp unit" else who in self.members[desk]

    def reads(self, who: str, reference: str) -> bool:
        if who in self.left or who in NEVER:
            return False
        if self.consults(who, self.desk[reference]):
            return True
        if reference in self.sender:
            received = who == self.recipient[reference] and self.until[reference] > self.moment
            return who == self.sender[reference] or received
        if reference in self.holder:
            return who == self.holder[reference] or who in self.admitted[reference]
        return who == self.author[reference]

    # What must always hold

    @invariant()
    def reading_is_the_model_and_lists_are_what_can_be_read(self):
        if not hasattr(self, "moment"):
            return
        references = self.everything()
        with self.then():
            for who in PEOPLE:
                told = {reference for reference in references if self.reads(who, reference)}
                assert {reference for reference in references if can_read(self.world, who, reference)} == told, who
                assert listed(self.world, who) == told, who
            for who in CONSULTANTS:
                assert queued(self.world, who) == self.queue_of(who), who

    def everything(self) -> set[str]:
        """Every reference there is."""
        return self.author.keys() | self.holder.keys() | self.sender.keys()

    def queue_of(self, who: str) -> set[str]:
        return {concern for concern in self.author if self.consults(who, self.desk[concern])}

    def then(self):
        return db.at(self.moment)


@pytest.mark.parametrize("length", [12])
def test_reading_is_the_model_along_random_histories(world, engine, length):
    assert Unit.select().count() == len(world.units)
    machine = type("Reading", (Reading,), {"world": world})
    examples = 12 if os.environ.get("SAMSPIL_SOAK") else 3 if engine == "sqlite" else 2
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=length, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_the_roles_that_never_read_are_the_ones_named():
    assert {
        name
        for name, (_, role, _) in worlds.PEOPLE.items()
        if role in {Role.LEADER, Role.PARTNER, Role.ADMINISTRATOR, Role.DPO}
    } == NEVER
