"""Until when SSP may go on about somebody, to the day, and what carries it (C8, I6)."""

from datetime import date

import pytest

from ssp.policy.ages import Cooperation, cooperation

BORN = date(2008, 6, 1)
LAST_OF_CHILDHOOD, LAST_OF_PLUS = date(2026, 5, 31), date(2034, 5, 31)


@pytest.mark.parametrize(
    ("on", "plus_until", "expected"),
    [
        (date(2026, 5, 30), None, Cooperation(True, LAST_OF_CHILDHOOD, False)),
        (date(2026, 5, 31), None, Cooperation(True, LAST_OF_CHILDHOOD, False)),
        (date(2026, 6, 1), None, Cooperation(False, LAST_OF_CHILDHOOD, False)),
        (date(2026, 5, 31), date(2027, 1, 1), Cooperation(True, date(2027, 1, 1), False)),
        (date(2026, 6, 1), date(2027, 1, 1), Cooperation(True, date(2027, 1, 1), True)),
        (date(2027, 1, 1), date(2027, 1, 1), Cooperation(True, date(2027, 1, 1), True)),
        (date(2027, 1, 2), date(2027, 1, 1), Cooperation(False, date(2027, 1, 1), False)),
        # An SSP+ basis that ends before the 18th birthday takes nothing of childhood away.
        (date(2026, 5, 31), date(2026, 1, 1), Cooperation(True, LAST_OF_CHILDHOOD, False)),
        # It reaches until the day before the 26th birthday, however far it is written.
        (date(2034, 5, 31), date(2050, 1, 1), Cooperation(True, LAST_OF_PLUS, True)),
        (date(2034, 6, 1), date(2050, 1, 1), Cooperation(False, LAST_OF_PLUS, False)),
    ],
)
def test_C8_it_ends_on_a_day_and_says_which(on, plus_until, expected):
    assert cooperation(BORN, on, plus_until) == expected


@pytest.mark.parametrize("plus_until", [None, date(2020, 1, 1), date(2050, 1, 1)])
def test_C8_an_unknown_age_closes_nothing(plus_until):
    assert cooperation(None, date(2026, 3, 2), plus_until) == Cooperation(True, None, False)
