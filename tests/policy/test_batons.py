"""Who may hold a case next, decided from facts alone (A10)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssp.policy import batons
from ssp.policy.batons import Offer, Post
from ssp.policy.register import limit
from ssp.terms import BatonState, Role

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
POST = Post(Role.SSP_CONSULTANT, None, TODAY, True)
GIVER, ASKED, THIRD = 1, 2, 3
OFFER = Offer(by=GIVER, to=ASKED)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, "holder_in_post"),
        ({"ends_on": TODAY}, "holder_in_post"),
        ({"ends_on": TODAY - DAY}, ""),
        ({"unit_active": False}, ""),
        ({"role": Role.SOCIAL_WORKER}, ""),
        ({"confirmed_on": TODAY - limit("membership_confirm_days") * DAY}, "holder_in_post"),
        ({"confirmed_on": TODAY - (limit("membership_confirm_days") + 1) * DAY}, ""),
        ({"away_until": TODAY}, ""),
        ({"away_until": TODAY + 30 * DAY}, ""),
        ({"away_until": TODAY - DAY}, "holder_in_post"),
    ],
)
def test_A10_a_case_is_taken_from_a_holder_who_cannot_hold_it_and_from_no_other(changed, reason):
    verdict = batons.take(replace(POST, **changed), TODAY)
    assert verdict.allowed is (reason == "")
    assert verdict.may_know, "whoever asks reads the case"
    assert (verdict.rule, verdict.reason) == ("A10", reason or "participation")


@given(st.sampled_from(Role), st.booleans(), st.integers(-400, 400), st.integers(-400, 400), st.integers(-400, 0))
def test_a_holder_is_at_the_desk_or_the_case_can_be_taken_and_never_both(role, active, ends, away, confirmed):
    post = Post(role, TODAY + ends * DAY, TODAY + confirmed * DAY, active, TODAY + away * DAY)
    assert batons.can_hold_on(post, TODAY) is not batons.take(post, TODAY).allowed
    assert batons.has_left(post, TODAY) or batons.away(post.away_until, TODAY) or batons.can_hold_on(post, TODAY)


def test_an_offer_is_answered_by_the_one_asked_and_taken_back_by_the_one_who_gave_it():
    assert [batons.answer(OFFER, user).allowed for user in (GIVER, ASKED, THIRD)] == [False, True, False]
    assert [batons.withdraw(OFFER, user).allowed for user in (GIVER, ASKED, THIRD)] == [True, False, False]
    assert batons.answer(OFFER, THIRD).reason == "offered_to_another"
    assert batons.withdraw(OFFER, ASKED).reason == "offered_by_another"


@pytest.mark.parametrize(
    ("state", "reads"),
    [
        (BatonState.OFFERED, [True, True, False]),
        (BatonState.ACCEPTED, [True, True, False]),
        (BatonState.DECLINED, [True, False, False]),
        (BatonState.WITHDRAWN, [True, False, False]),
    ],
)
def test_the_advice_is_between_the_two_while_the_case_is_coming_or_theirs(state, reads):
    assert [batons.advice_reaches(OFFER, state, user) for user in (GIVER, ASKED, THIRD)] == reads


def test_who_is_away_and_the_holder_are_not_asked():
    assert batons.can_be_asked(ASKED, GIVER, None, TODAY)
    assert batons.can_be_asked(ASKED, GIVER, TODAY - DAY, TODAY)
    assert not batons.can_be_asked(ASKED, GIVER, TODAY, TODAY)
    assert not batons.can_be_asked(GIVER, GIVER, None, TODAY)
