"""The day of birth in a CPR number, by the table of centuries the register of persons publishes."""

from datetime import date

import pytest

from ssp.policy.ages import birth_date


@pytest.mark.parametrize(
    ("seventh", "short", "year"),
    [
        # 0-3: the 1900s
        *((seventh, short, 1900 + short) for seventh in (0, 1, 2, 3) for short in (0, 7, 36, 37, 57, 58, 99)),
        # 4 and 9: 2000-2036 and 1937-1999
        *((seventh, short, 2000 + short) for seventh in (4, 9) for short in (0, 12, 36)),
        *((seventh, short, 1900 + short) for seventh in (4, 9) for short in (37, 57, 58, 99)),
        # 5-8: 2000-2057 and 1858-1899
        *((seventh, short, 2000 + short) for seventh in (5, 6, 7, 8) for short in (0, 36, 37, 57)),
        *((seventh, short, 1800 + short) for seventh in (5, 6, 7, 8) for short in (58, 99)),
    ],
)
def test_the_seventh_digit_says_the_century(seventh, short, year):
    assert birth_date(f"1911{short:02}-{seventh}003") == date(year, 11, 19)


@pytest.mark.parametrize("written", ["010211-4002", "0102114002", " 010211 4002 ", "01.02.11-4002"])
def test_it_is_read_however_it_is_written(written):
    assert birth_date(written) == date(2011, 2, 1)


@pytest.mark.parametrize(
    "written", ["", "010211", "010211-400", "010211-40021", "310211-4002", "001211-4002", "011311-4002", "ukendt"]
)
def test_what_holds_no_date_is_no_birth_date(written):
    assert birth_date(written) is None


def test_a_leap_day_is_one_only_in_a_leap_year():
    assert birth_date("290212-4002") == date(2012, 2, 29)
    assert birth_date("290211-4002") is None
    assert birth_date("290200-0002") is None, "1900 was none"
    assert birth_date("290200-4002") == date(2000, 2, 29)
