"""Signing in and out: sessions end when they should, and strangers cannot lock anybody out (A10, A12)."""

from datetime import timedelta

import pytest

from ssp import db
from ssp.models import Attempt, Audit, Session, Unit, User
from ssp.services import accounts
from ssp.services.standing import today
from tests.support.world import PASSWORD

MINUTE, HOUR = 60, 3600
WRONG = "Brugernavn og adgangskode passer ikke sammen."


@pytest.fixture
def clock():
    """clock(seconds) moves what the application takes for the present moment; set back afterwards."""
    start, token = db.now(), db._moment.set(None)

    def forward(seconds: int) -> None:
        db._moment.set(start + seconds)

    yield forward
    db._moment.reset(token)


def is_in(visitor) -> bool:
    response = visitor.client.get("/")
    assert response.status_code == 200 or response.location.startswith("/sign-in")
    return response.status_code == 200


def try_to_sign_in(visitor, username="teacher", password="forkert adgangskode"):
    visitor.get("/sign-in")
    return visitor.post("/sign-in", {"username": username, "password": password})


def test_A12_a_session_ends_after_fifteen_idle_minutes(visit, clock):
    teacher, other = visit("teacher"), visit("colleague")
    clock(15 * MINUTE - 1)
    assert is_in(other)
    clock(15 * MINUTE + 5)  # signing in may have taken some of the first seconds
    assert not is_in(teacher)
    assert is_in(other), "using it prolongs it"


def test_A12_a_session_ends_after_ten_hours_however_busy(visit, clock):
    teacher = visit("teacher")
    for minutes in range(10, 600, 10):
        clock(minutes * MINUTE)
        assert is_in(teacher), minutes
    clock(10 * HOUR + MINUTE)  # the clock counts from the test's beginning, the session from the sign-in
    assert not is_in(teacher)


def test_signing_out_ends_the_session_on_the_server(visit, app):
    teacher = visit("teacher")
    stolen = teacher.client.get_cookie("ssp").value
    response = teacher.post("/sign-out")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    thief = visit()
    thief.client.set_cookie("ssp", stolen)
    assert not is_in(thief)
    assert not is_in(teacher)


def test_the_token_is_new_at_each_sign_in_and_the_old_one_is_dead(visit):
    teacher = visit("teacher")
    first = teacher.client.get_cookie("ssp").value
    teacher.post("/sign-out")
    teacher.sign_in("teacher")
    second = teacher.client.get_cookie("ssp").value
    assert first != second
    assert len(second) >= 43
    thief = visit()
    thief.client.set_cookie("ssp", first)
    assert not is_in(thief)


def test_a_token_set_before_signing_in_is_not_taken_over(visit):
    visitor = visit()
    visitor.client.set_cookie("ssp", "chosen-by-somebody-else")
    visitor.sign_in("teacher")
    assert visitor.client.get_cookie("ssp").value != "chosen-by-somebody-else"


def test_the_token_itself_is_not_stored(visit):
    token = visit("teacher").client.get_cookie("ssp").value
    assert token not in repr(list(Session.select().tuples()))


def _expired():
    return User.update(ends_on=today() - timedelta(days=1)).where(User.username == "teacher")


def _unconfirmed():
    return User.update(confirmed_on=today() - timedelta(days=400)).where(User.username == "teacher")


def _unit_closed():
    return Unit.update(active=False).where(Unit.name == "Nordskolen")


@pytest.mark.parametrize("change", [_expired, _unconfirmed, _unit_closed])
def test_A10_an_account_that_ended_is_out_at_the_next_request_and_stays_out(visit, change):
    teacher = visit("teacher")
    assert is_in(teacher)
    change().execute()
    assert not is_in(teacher)
    assert WRONG in try_to_sign_in(visit(), password=PASSWORD).text


def test_ending_every_session_of_a_user_works_at_the_next_request(visit, world):
    first, second, other = visit("teacher"), visit("teacher"), visit("colleague")
    accounts.end_sessions_of(world.users["teacher"])
    assert [is_in(first), is_in(second), is_in(other)] == [False, False, True]


def test_changing_the_password_ends_the_other_sessions(visit):
    here, there = visit("teacher"), visit("teacher")
    here.get("/password")
    fields = {"old_password": PASSWORD, "new_password": "en helt anden lang sætning"}
    here.follow(here.post("/password", fields))
    assert [is_in(here), is_in(there)] == [True, False]
    assert WRONG in try_to_sign_in(visit(), password=PASSWORD).text
    assert visit().sign_in("teacher", "en helt anden lang sætning")


@pytest.mark.parametrize("username", ["teacher", "nobody", "TEACHER ", "' OR 1=1 --", "å" * 500])
def test_the_answer_is_the_same_whoever_is_asked_for(visit, username):
    """ASVS 6.3.8: nobody can find out here who works in the municipality."""
    known, asked = try_to_sign_in(visit()), try_to_sign_in(visit(), username)
    assert (known.status_code, asked.status_code) == (422, 422)
    assert _without_the_name(known, "teacher") == _without_the_name(asked, username)


def _without_the_name(response, username: str) -> str:
    main = response.text.split("<main")[1]
    start, rest = main.split('id="username"')
    return start.split('name="csrf_token"')[0] + rest.split("autocomplete", 1)[1]


def test_five_failures_are_free_and_then_it_takes_longer_each_time(visit, clock):
    clock(0)
    visitor = visit()
    assert [try_to_sign_in(visitor).status_code for _ in range(5)] == [422] * 5
    blocked = try_to_sign_in(visitor, password=PASSWORD)
    assert blocked.status_code == 429, "the right password has to wait too"
    assert WRONG not in blocked.text
    waits, moment = [], 0
    for _ in range(12):
        waits.append(Attempt.select(Attempt.until_at).scalar() - db.now())
        moment += waits[-1]
        clock(moment + 1)
        assert try_to_sign_in(visitor).status_code == 422
    assert waits == sorted(waits)
    assert waits[0] <= 2
    assert waits[-1] == 15 * MINUTE


def test_nobody_learns_from_the_wait_whether_a_name_exists(visit, clock):
    clock(0)
    visitor = visit()
    for username in ("teacher", "nobody"):
        assert [try_to_sign_in(visitor, username).status_code for _ in range(6)] == [422] * 5 + [429]


def test_strangers_cannot_lock_the_owner_out_of_a_known_device(visit, clock):
    owner = visit().sign_in("teacher")
    owner.post("/sign-out")
    for number in range(30):
        clock(number * 16 * MINUTE)
        try_to_sign_in(visit())
    Attempt.update(failures=10_000).execute()
    try_to_sign_in(visit())
    assert try_to_sign_in(visit(), password=PASSWORD).status_code == 429
    assert try_to_sign_in(owner, password=PASSWORD).status_code == 303


def test_a_known_device_is_known_for_its_own_user_only(visit, clock):
    clock(0)
    device = visit().sign_in("teacher")
    device.post("/sign-out")
    for _ in range(5):
        try_to_sign_in(visit(), "colleague")
    assert try_to_sign_in(device, "colleague", PASSWORD).status_code == 429


def test_a_device_mark_of_one_s_own_making_counts_for_nothing(visit, clock):
    clock(0)
    for _ in range(5):
        try_to_sign_in(visit())
    forger = visit()
    forger.client.set_cookie("ssp-device", '["teacher","mine"].forged')
    assert try_to_sign_in(forger, password=PASSWORD).status_code == 429


def test_signing_in_and_out_and_failing_are_logged_without_the_name(visit):
    visitor = visit()
    try_to_sign_in(visitor)
    visitor.sign_in("teacher")
    visitor.post("/sign-out")
    lines = Audit.select(Audit.action, Audit.decision).where(Audit.action.startswith("session")).order_by(Audit.seq)
    assert list(lines.tuples()) == [
        ("session.sign_in", "denied"), ("session.sign_in", "allowed"), ("session.sign_out", "allowed"),
    ]  # fmt: skip
    assert "teacher" not in repr(list(Audit.select().tuples()))


def test_each_session_is_its_own(visit):
    teacher, consultant = visit("teacher"), visit("consultant")
    assert "Teacher" in teacher.get("/").text
    assert "Consultant" in consultant.get("/").text
