"""What a birthday does, from the rules' own text: tables of days around 10, 15 and 18, and the 29th of February."""

from dataclasses import replace
from datetime import date

import pytest

from ssp.policy import ages, notices, parties
from ssp.policy.access import Grant
from ssp.policy.ages import Cooperation, Hint
from ssp.policy.notices import NoticeState, ToTell
from ssp.terms import Basis, Capacity, Giver

BORN = date(2010, 6, 15)
LEAP = date(2012, 2, 29)
YOUNG, CUSTODY = Giver.YOUNG_PERSON, Giver.CUSTODY_HOLDER


@pytest.mark.parametrize(
    ("born", "years", "day"),
    [
        (BORN, 10, date(2020, 6, 15)),
        (BORN, 18, date(2028, 6, 15)),
        (LEAP, 18, date(2030, 3, 1)),  # 2030 has no 29th of February
        (LEAP, 16, date(2028, 2, 29)),  # 2028 has
        (LEAP, 15, date(2027, 3, 1)),
        (date(2008, 12, 31), 18, date(2026, 12, 31)),
        (date(2009, 1, 1), 18, date(2027, 1, 1)),
        (date(2008, 3, 29), 18, date(2026, 3, 29)),  # the day summer time begins
        (date(2008, 10, 25), 18, date(2026, 10, 25)),  # the day it ends
    ],
)
def test_I6_a_birthday_is_on_its_own_day(born, years, day):
    assert ages.birthday(born, years) == day
    assert ages.age(born, day) == years
    assert ages.age(born, date.fromordinal(day.toordinal() - 1)) == years - 1


@pytest.mark.parametrize(
    ("born", "on", "open_"),
    [
        (date(2008, 11, 23), date(2026, 11, 22), True),  # the day before
        (date(2008, 11, 22), date(2026, 11, 22), False),  # the birthday
        (date(2008, 11, 21), date(2026, 11, 22), False),  # the day after
        (date(2012, 2, 29), date(2030, 2, 28), True),
        (date(2012, 2, 29), date(2030, 3, 1), False),
        (date(2008, 2, 29), date(2026, 2, 28), True),
        (date(2008, 2, 29), date(2026, 3, 1), False),
        (date(2000, 1, 1), date(2026, 11, 22), False),
        (date(2026, 1, 1), date(2026, 11, 22), True),
        (None, date(2026, 11, 22), True),  # an unknown age closes nothing
    ],
)
def test_C8_the_cooperation_ends_on_the_birthday(born, on, open_):
    assert ages.cooperation(born, on, None).open is open_


@pytest.mark.parametrize(
    ("plus_until", "on", "open_"),
    [
        (None, date(2026, 11, 22), False),
        (date(2026, 11, 21), date(2026, 11, 22), False),  # ran out yesterday
        (date(2026, 11, 22), date(2026, 11, 22), True),  # its last day
        (date(2027, 5, 1), date(2026, 11, 22), True),
        (date(2040, 1, 1), date(2034, 5, 31), True),  # 25 years and a day short of 26
        (date(2040, 1, 1), date(2034, 6, 1), False),  # 26: no SSP+ reaches that far
    ],
)
def test_C8_an_ssp_plus_basis_carries_it_on_until_its_own_day(plus_until, on, open_):
    assert ages.cooperation(date(2008, 6, 1), on, plus_until).open is open_


@pytest.mark.parametrize(
    ("untils", "last"),
    [
        ((date(2028, 1, 1), date(2030, 1, 1)), date(2030, 1, 1)),  # the youngest child's day
        ((date(2028, 1, 1), None), None),  # somebody's age is not known
        ((date(2028, 1, 1),), date(2028, 1, 1)),
        ((), None),  # about a place: nobody's birthday
    ],
)
def test_I6_a_record_closes_when_the_youngest_grows_up(untils, last):
    assert ages.last_day(Cooperation(True, until) for until in untils) == last


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2020, 6, 14), ()),
        (date(2020, 6, 15), (Hint.PARTY,)),  # 10
        (date(2023, 6, 14), (Hint.PARTY,)),
        (date(2023, 6, 15), (Hint.PARTY, Hint.JOB)),  # 13
        (date(2025, 6, 14), (Hint.PARTY, Hint.JOB)),
        (date(2025, 6, 15), (Hint.PARTY, Hint.JOB, Hint.LETTER)),  # 15
        (date(2028, 3, 16), (Hint.PARTY, Hint.JOB, Hint.LETTER)),  # 91 days before 18
        (date(2028, 3, 17), (Hint.PARTY, Hint.JOB, Hint.LETTER, Hint.ADULT_SOON)),  # 90 days before
        (date(2028, 6, 14), (Hint.PARTY, Hint.JOB, Hint.LETTER, Hint.ADULT_SOON)),
        (date(2028, 6, 15), (Hint.ADULT,)),
    ],
)
def test_H3_each_age_says_what_it_brings(on, expected):
    assert ages.hints(BORN, on) == expected


def test_H3_an_unknown_age_says_nothing():
    assert ages.hints(None, date(2026, 1, 1)) == ()


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        (date(2020, 1, 1), date(2026, 11, 22), (ToTell(CUSTODY), ToTell(YOUNG, date(2035, 1, 1)))),
        (date(2011, 11, 23), date(2026, 11, 22), (ToTell(CUSTODY), ToTell(YOUNG, date(2026, 11, 23)))),
        (date(2011, 11, 22), date(2026, 11, 22), (ToTell(CUSTODY), ToTell(YOUNG))),  # 15 today
        (date(2008, 11, 23), date(2026, 11, 22), (ToTell(CUSTODY), ToTell(YOUNG))),  # 18 tomorrow
        (date(2008, 11, 22), date(2026, 11, 22), (ToTell(YOUNG),)),  # 18 today: nobody has custody
        (date(2012, 2, 29), date(2027, 2, 28), (ToTell(CUSTODY), ToTell(YOUNG, date(2027, 3, 1)))),
        (date(2012, 2, 29), date(2027, 3, 1), (ToTell(CUSTODY), ToTell(YOUNG))),
        (None, date(2026, 11, 22), (ToTell(CUSTODY),)),
    ],
)
def test_H3_who_is_told_follows_the_age(born, on, expected):
    assert notices.to_tell(born, on) == expected


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),  # the day itself puts nothing off
        (date(2026, 11, 23), True),
        (date(2027, 2, 20), True),  # 90 days
        (date(2027, 2, 21), False),
    ],
)
def test_H2_a_deferral_has_a_day_of_review_that_is_near(day, fits):
    assert notices.can_be_reviewed(day, date(2026, 11, 22)) is fits


@pytest.mark.parametrize(
    ("told_on", "review_on", "begins", "expected"),
    [
        (None, None, None, NoticeState.DUE),
        (None, None, date(2026, 11, 23), NoticeState.AHEAD),
        (None, None, date(2026, 11, 22), NoticeState.DUE),
        (None, date(2026, 11, 23), None, NoticeState.DEFERRED),
        (None, date(2026, 11, 22), None, NoticeState.BACK),  # it reappears on that date
        (date(2026, 11, 1), date(2026, 11, 22), None, NoticeState.TOLD),
    ],
)
def test_H2_a_deferral_comes_back_on_its_day(told_on, review_on, begins, expected):
    assert notices.state(told_on, review_on, begins, date(2026, 11, 22)) is expected


AUTHOR = Grant(Capacity.AUTHOR, Basis.OWN, user_id=1)
NETWORK = Grant(Capacity.CONSULTANT, Basis.COORDINATION, network_id=1)


def test_I6_the_network_leaves_and_the_author_stays():
    author, network = parties.closing((AUTHOR, NETWORK), 1000)
    assert (author.ends_at, network.ends_at) == (None, 1000)
    assert parties.closing((AUTHOR, NETWORK), None) == (AUTHOR, NETWORK)
    [invited] = parties.closing((replace(NETWORK, ends_at=500),), 1000)
    assert invited.ends_at == 500, "who leaves before the network still does"


def test_I6_whoever_comes_in_later_leaves_with_the_network():
    assert parties.closes_at(parties.closing((AUTHOR, NETWORK), 1000)) == 1000
    assert parties.closes_at((AUTHOR, NETWORK)) is None
    assert parties.closes_at((AUTHOR,)) is None
