"""Who may hold which post (A5, A10)."""

from datetime import date

import pytest

from ssp.policy.access import Decision, Standing
from ssp.policy.appointments import UNKNOWN, confirm_by, confirmed_since, decide_appointment, fits
from ssp.terms import Role, Sector

ADMINISTRATOR = Standing(1, 1, Role.ADMINISTRATOR, Sector.LEADERSHIP)

POSTS = {
    "school_staff": {"school"}, "school_leader": {"school"}, "ssp_consultant": {"ssp"}, "police_liaison": {"police"},
    "social_worker": {"social", "health", "probation"}, "street_worker": {"street"}, "club_staff": {"club"},
    "leader": {"leadership", "police", "social"}, "partner": {"partner"}, "administrator": {"leadership", "ssp"},
    "dpo": {"leadership"},
}  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_A5_a_role_stands_in_its_own_sectors_and_in_no_other(role):
    assert {sector for sector in Sector if fits(role, sector)} == POSTS[role]


@pytest.mark.parametrize("given", Role)
def test_A5_nobody_gives_themself_another_role(given):
    decision = decide_appointment(ADMINISTRATOR, 1, Role.ADMINISTRATOR, given)
    if given is Role.ADMINISTRATOR:
        assert decision == Decision(True, True, "role", "A5", "own")
    else:
        assert decision == Decision(False, True, "own_role", "A5", "")


@pytest.mark.parametrize("given", Role)
def test_A5_somebody_else_can_be_given_any_role(given):
    assert decide_appointment(ADMINISTRATOR, 2, Role.PARTNER, given) == Decision(True, True, "role", "A5", "own")


def test_A5_who_does_not_exist_is_not_known():
    assert Decision(False, False, "unknown", "A5", "") == UNKNOWN


def test_A10_ninety_days_from_the_confirmation_both_ways():
    assert confirm_by(date(2026, 3, 2)) == date(2026, 5, 31)
    assert confirmed_since(date(2026, 5, 31)) == date(2026, 3, 2)
