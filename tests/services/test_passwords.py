"""Passwords: long enough, not common, taken exactly as written, hashed with today's cost."""

import pytest

from ssp.services import passwords


@pytest.fixture(autouse=True)
def cheap():
    passwords.configure(1024, 1, False)
    yield
    passwords.configure(1024, 1, False)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("fjorten tegn!!", "short"), ("femten tegn nu.", ""), ("x" * 129, "long"),
        ("en sætning på 128 tegn " + "æøå " * 26 + "!", ""), ("password12345678", "common"),
        ("Adgangskode12345", "common"), ("sommer2026sommer2026", "common"), ("aaaaaaaaaaaaaaaaaa", "common"),
        ("1234567890123456", "common"), ("👧🏽👦🏻🧒🏿👶🏾 fire børn her", ""), ("   mellemrum først", ""),
    ],
)  # fmt: skip
def test_what_will_do_and_what_will_not(password, reason):
    assert passwords.objection(password) == reason


def test_a_password_that_is_mostly_one_s_own_name_will_not_do():
    assert passwords.objection("margrethe-jensen", ("margrethe", "Jensen")) == "personal"


def test_no_rule_asks_for_signs_or_capitals():
    assert passwords.objection("hest batteri klamme") == ""


def test_the_demonstration_takes_short_ones_and_nobody_else():
    assert passwords.objection("demo") == "short"
    passwords.configure(1024, 1, True)
    assert passwords.objection("demo") == ""


@pytest.mark.parametrize(
    "password", ["æøå lang sætning her", "   mellemrum først og sidst   ", "x" * 128, "👧🏽 og en sætning"]
)
def test_it_is_taken_exactly_as_it_was_written(password):
    stored = passwords.hash_password(password)
    assert passwords.verify(stored, password)
    assert not passwords.verify(stored, password[:-1])
    assert not passwords.verify(stored, password.strip() if password != password.strip() else password + " ")
    assert password not in stored


def test_two_keyboards_spellings_of_the_same_letter_are_one():
    assert passwords.verify(passwords.hash_password("ålens lange sætning"), "a\u030alens lange sætning")


def test_nobody_s_password_is_never_right_and_no_broken_hash_opens():
    assert not passwords.verify("", "nobody's password")
    assert not passwords.verify("not a hash", "hvad som helst")


def test_the_stored_hash_says_its_cost_and_is_renewed_when_the_cost_rises():
    stored = passwords.hash_password("en lang sætning til prøver")
    assert stored.startswith("$argon2id$v=19$m=1024,t=1,p=")
    assert not passwords.outdated(stored)
    passwords.configure(2048, 1, False)
    assert passwords.outdated(stored)
    assert passwords.verify(stored, "en lang sætning til prøver")
