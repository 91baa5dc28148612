"""What goes on when somebody has left: their clocks are shown to and remind whoever is next (A10)."""

import pytest

from ssp import db
from ssp.models import Clock, Mail, Participation, User
from ssp.services import clocks, reminders
from ssp.services.door import door
from ssp.terms import Action, Capacity, ClockKind
from tests.support.case_load import log, open_case
from tests.support.sharing_load import admit
from tests.web.test_batons import go_away, leave
from tests.web.test_handovers import DAY, id_of, shown, to_file, today


@pytest.fixture
def case(world) -> str:
    return open_case(world, "consultant", log(world, "teacher", world.pupils["north"][1]))


def set_clock(world, case: str, user: str, capacity: Capacity = Capacity.PARTICIPANT) -> Clock:
    with door(world.actor("consultant")) as d:
        d.require_general(Action.HOME_SHOW)
        clocks.start_until(d, id_of(case), ClockKind.COMMITMENT, capacity, today() + 2 * DAY, user=world.users[user])
    return Clock.select().order_by(Clock.id.desc()).first()


def told_of(clock: Clock) -> set[str]:
    with db.at(clock.due_at + 1):
        reminders.run()
    return {mail.recipient.split("@")[0] for mail in Mail.select().where(Mail.about == clock.reference)}


def seen_by(visit, case: str) -> set[str]:
    names = ("consultant", "second_consultant", "other_consultant", "social_worker")
    in_post = [name for name in names if User.get(User.username == name).ends_on is None]
    return {name for name in in_post if case in shown(visit, name)}


def test_A10_a_clock_of_somebody_in_post_is_theirs_alone(visit, world, case):
    admit(world, "consultant", case, "social_worker")
    clock = set_clock(world, case, "social_worker")
    assert seen_by(visit, case) == {"social_worker"}
    assert told_of(clock) == {"social_worker"}


@pytest.mark.parametrize("gone", ["post", "participation", "role"])
def test_A10_the_clock_of_somebody_who_left_goes_to_the_holder(visit, world, case, gone):
    admit(world, "consultant", case, "social_worker")
    clock = set_clock(world, case, "social_worker")
    them = world.users["social_worker"]
    if gone == "post":
        leave(world, "social_worker")
    elif gone == "role":
        User.update(role="club_staff").where(User.id == them).execute()
    else:
        Participation.update(ends_at=db.now()).where(Participation.user == them).execute()
    assert seen_by(visit, case) == {"consultant"}
    assert told_of(clock) == {"consultant"}


@pytest.mark.parametrize("whose", ["the holder's", "somebody's"])
def test_A10_what_a_holder_who_left_was_to_do_goes_to_the_consultants(visit, world, case, whose):
    admit(world, "consultant", case, "social_worker")
    if whose == "somebody's":
        clock = set_clock(world, case, "social_worker")
        leave(world, "social_worker")
    else:
        to_file(world, case)
        clock = Clock.get(Clock.kind == ClockKind.FILING)
    leave(world, "consultant")
    assert seen_by(visit, case) == {"second_consultant"}
    assert told_of(clock) == {"second_consultant"}
    assert "Forløb uden aktiv tovholder" in shown(visit, "second_consultant", "/")


def test_A10_an_absence_passes_no_clock_on(visit, world, case):
    to_file(world, case)
    go_away(world, "consultant")
    assert seen_by(visit, case) == {"consultant"}
