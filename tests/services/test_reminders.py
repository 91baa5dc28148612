"""Clocks that speak up: whom they tell, when on Danish local time, and that they do it once."""

from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ssp import db
from ssp.models import Clock, Mail, Membership, Participation, RuleSignature, RuleVersion, User
from ssp.policy import clocks, register
from ssp.services import reminders
from ssp.services.keyring import Keyring
from ssp.services.reminders import Told
from ssp.services.standing import DANISH_TIME
from ssp.terms import Capacity, ClockKind, MatterKind, Role
from tests.support import deadlines
from tests.support import world as worlds
from tests.support.deadlines import ACTS, SETTINGS

FRIDAY = datetime(2026, 11, 20, 15, 0)


@pytest.fixture
def wall(world, config):
    """Set a clock in a matter of its own, in a world that has stood since October."""
    deadlines.move_to(date(2026, 10, 1))
    keyring = Keyring.from_file(config.master_key_file)

    def put_up(kind: ClockKind, start: datetime = FRIDAY) -> Clock:
        id_, _ = deadlines.matter(world, keyring, SETTINGS[kind][0])
        return deadlines.clock(id_, kind, start)

    return put_up


def moment(*local: int) -> int:
    return int(datetime(*local, tzinfo=DANISH_TIME).timestamp())


def run_at(at: int) -> Told:
    with db.at(at):
        return reminders.run()


def told(template: str) -> set[str]:
    """Who has a mail from this template waiting, by name; each of them once."""
    found = [mail.recipient.split("@")[0] for mail in Mail.select().where(Mail.template == template)]
    assert len(found) == len(set(found))
    return set(found)


@pytest.mark.parametrize("kind", ClockKind)
def test_each_kind_reminds_once_and_speaks_up_once_when_it_has_run_out(wall, kind):
    clock = wall(kind)
    reminds_at = clocks.remind_at(clock.starts_at, clock.due_at)
    assert run_at(reminds_at - 1) == Told()
    assert run_at(reminds_at).reminded == 1
    assert told("reminder") == ACTS[kind]
    assert run_at(reminds_at) == run_at(clock.due_at - 1) == Told()
    assert told("overdue") == set()
    assert run_at(clock.due_at).overdue == 1
    assert told("overdue") == ACTS[kind]
    assert run_at(clock.due_at) == run_at(clock.due_at + 10**6) == Told()
    stored = Clock.get_by_id(clock.id)
    assert (stored.reminded_at, stored.escalated_at) == (reminds_at, clock.due_at)


REMINDED = {
    # Three quarters of the time, counted by hand: (the clock starts, it reminds, it has run out).
    "over a weekend": (ClockKind.ASSESSMENT, FRIDAY, (2026, 11, 21, 9, 0), (2026, 11, 21, 15, 0)),
    "the night the clocks go back": (
        ClockKind.ASSESSMENT, datetime(2026, 10, 24, 12, 0), (2026, 10, 25, 5, 0), (2026, 10, 25, 11, 0),
    ),
    "the night the clocks go forward": (
        ClockKind.ASSESSMENT, datetime(2027, 3, 27, 12, 0), (2027, 3, 28, 7, 0), (2027, 3, 28, 13, 0),
    ),
    "a working day over a weekend": (
        ClockKind.ABSENCE, datetime(2026, 11, 20, 12, 0), (2026, 11, 23, 3, 0), (2026, 11, 24, 0, 0),
    ),
    "a working day over Christmas": (
        ClockKind.ABSENCE, datetime(2026, 12, 24, 0, 0), (2026, 12, 27, 18, 0), (2026, 12, 29, 0, 0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REMINDED)
def test_E5_reminders_and_escalations_keep_danish_time(wall, name):
    kind, start, reminds, ends = REMINDED[name]
    clock = wall(kind, start)
    assert clock.due_at == moment(*ends)
    assert run_at(moment(*reminds) - 1) == Told()
    assert run_at(moment(*reminds)).reminded == 1
    assert run_at(moment(*ends) - 1).overdue == 0
    assert run_at(moment(*ends)).overdue == 1


def test_E5_an_overdue_assessment_is_told_the_leaders_of_the_section(world, wall):
    worlds.make_user("section_leader", world.units["social"], Role.LEADER)
    worlds.make_user("gone_leader", world.units["social"], Role.LEADER)
    deadlines.move_to(date(2026, 10, 1))
    User.update(ends_on=date(2026, 11, 1)).where(User.username == "gone_leader").execute()
    clock = wall(ClockKind.ASSESSMENT)
    run_at(clock.due_at - 1)
    assert told("reminder") == {"social_worker"}, "the leader is told when it is late, not before"
    run_at(clock.due_at)
    assert told("overdue") == {"social_worker", "section_leader"}


@pytest.mark.parametrize("kind", sorted(set(ClockKind) - {ClockKind.ASSESSMENT, ClockKind.RECEIPT}))
def test_no_leader_is_told_of_any_other_clock(world, wall, kind):
    for unit in set(world.units) - {"town_hall"}:
        worlds.make_user(f"leader_of_{unit}", world.units[unit], Role.LEADER)
    deadlines.move_to(date(2026, 10, 1))
    clock = wall(kind)
    run_at(clock.due_at)
    assert told("overdue") == ACTS[kind]


def test_E4_a_late_absence_is_told_the_school_leader_again(wall):
    clock = wall(ClockKind.ABSENCE)
    run_at(clock.due_at - 1)
    run_at(clock.due_at)
    assert (told("reminder"), told("overdue")) == ({"head"}, {"head"})


def test_a_clock_that_has_stopped_says_nothing_more(wall):
    clock = wall(ClockKind.ASSESSMENT)
    assert run_at(clock.due_at - 60).reminded == 1
    Clock.update(stopped_at=clock.due_at - 30).execute()
    assert run_at(clock.due_at) == Told()


def test_H2_a_review_that_begins_later_says_nothing_before(wall):
    clock = wall(ClockKind.NOTICE_REVIEW)
    Clock.update(starts_at=clock.due_at + 10, due_at=clock.due_at + 1010).execute()
    assert run_at(clock.due_at) == Told()
    assert run_at(clock.due_at + 10 + 750).reminded == 1
    assert told("reminder") == ACTS[ClockKind.NOTICE_REVIEW]


def _post_ended(world):
    User.update(ends_on=date(2026, 11, 1)).where(User.username == "consultant").execute()


def _account_unconfirmed(world):
    User.update(confirmed_on=date(2026, 1, 1)).where(User.username == "consultant").execute()


def _left_the_network(world):
    Membership.update(ends_on=date(2026, 11, 1)).where(Membership.user == world.users["consultant"]).execute()


def _other_role(world):
    User.update(role=Role.ADMINISTRATOR).where(User.username == "consultant").execute()


def _no_address(world):
    User.update(email="").where(User.username == "consultant").execute()


@pytest.mark.parametrize("change", [_post_ended, _account_unconfirmed, _left_the_network, _other_role, _no_address])
def test_A10_who_no_longer_acts_is_told_nothing(world, wall, change):
    clock = wall(ClockKind.CONSULTATION)
    change(world)
    run_at(clock.due_at - 1)
    run_at(clock.due_at)
    assert (told("reminder"), told("overdue")) == ({"second_consultant"}, {"second_consultant"})


def test_a_participation_that_was_closed_tells_nobody_and_is_counted(wall):
    clock = wall(ClockKind.NETWORK_CONSULTATION)
    Participation.update(ends_at=clock.starts_at + 5).where(
        Participation.capacity == Capacity.RECIPIENT
    ).execute()  # fmt: skip
    assert run_at(clock.due_at) == Told(overdue=1, nobody=1)
    assert run_at(clock.due_at) == Told(), "it is counted once"


def test_a_worker_that_was_away_speaks_of_what_is_late_and_not_of_what_would_have_been(wall):
    clock = wall(ClockKind.ASSESSMENT)
    assert run_at(clock.due_at + 3600) == Told(overdue=1, mails=1)


def test_many_clocks_are_told_in_batches(wall, monkeypatch):
    monkeypatch.setattr(reminders, "BATCH", 3)
    made = [wall(ClockKind.ABSENCE) for _ in range(7)]
    assert run_at(made[0].due_at) == Told(overdue=7, mails=7)
    assert Mail.select(Mail.about).distinct().count() == 7


def test_what_fails_halfway_is_told_as_a_whole_later(wall, monkeypatch):
    made = [wall(ClockKind.ABSENCE) for _ in range(3)]
    write, written = reminders._write, []

    def failing(clock, *rest):
        if len(written) == 2:
            raise RuntimeError
        written.append(clock)
        return write(clock, *rest)

    monkeypatch.setattr(reminders, "_write", failing)
    with pytest.raises(RuntimeError):
        run_at(made[0].due_at)
    assert (Mail.select().count(), Clock.select().where(Clock.escalated_at.is_null()).count()) == (0, 3)
    monkeypatch.undo()
    assert run_at(made[0].due_at).mails == 3


def test_the_part_of_the_time_is_a_value_of_the_register(world, wall):
    clock = wall(ClockKind.ASSESSMENT)
    RuleVersion.insert(
        reference="R-0000-0001", name="clock_reminder_percent", version=2, value="50", reason="Mere tid.",
        valid_from=date(2026, 11, 1), made_by=world.users["administrator"], made_at=1,
    ).execute()  # fmt: skip
    RuleSignature.insert(
        reference="R-0000-0002",
        name="clock_reminder_percent",
        version=2,
        signed_by=world.users["dpo"],
        signed_at=1,
        review_on=date(2027, 11, 1),
    ).execute()
    try:
        assert run_at(clock.starts_at + 12 * 3600 - 1) == Told()
        assert run_at(clock.starts_at + 12 * 3600).reminded == 1
    finally:
        register.enforce(register.LIMITS)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(starts=st.integers(10**9, 2 * 10**9), span=st.integers(1, 10**7), data=st.data())
def test_the_database_and_the_policy_agree_on_when_to_remind(wall, starts, span, data):
    clock = Clock.select().first() or wall(ClockKind.ABSENCE)
    Clock.update(starts_at=starts, due_at=starts + span).execute()
    reminds = clocks.remind_at(starts, starts + span)
    at = data.draw(st.one_of(st.integers(starts, starts + span), st.sampled_from([reminds - 1, reminds, reminds + 1])))
    found = Clock.select().where((Clock.id == clock.id) & reminders._near(at)).exists()
    assert found == (reminds <= at)


def test_the_capacities_cover_every_kind_of_clock():
    assert SETTINGS.keys() == ACTS.keys() == set(ClockKind)
    assert {kind for kind, _ in SETTINGS.values()} == set(MatterKind) - {MatterKind.MEETING}
