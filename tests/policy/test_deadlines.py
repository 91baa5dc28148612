"""Days that count: hverdage with Saturdays, working days without, months; the tables come from the rules and a calendar.

Danish public holidays: 1 January, Maundy Thursday, Good Friday, Easter Sunday and Monday, Ascension Day, Whit Sunday and
Monday, 25 and 26 December; store bededag to 2023. 5 June, 24 and 31 December are none.
"""

from datetime import date, timedelta

import pytest

from ssp.policy.deadlines import answer_by, decide_by, months_after, weekdays_after, working_days_after


def day(text: str) -> date:
    return date.fromisoformat(text)


RECEIPT = [
    # arrived, the last of the six weekdays, why
    ("2026-11-23", "2026-11-30", "a Monday: Saturday the 28th counts, Sunday does not"),
    ("2026-11-24", "2026-12-01", "a Tuesday"),
    ("2026-11-27", "2026-12-04", "a Friday: counted from the Saturday"),
    ("2026-11-28", "2026-12-05", "a Saturday: the day itself never counts"),
    ("2026-11-29", "2026-12-05", "a Sunday ends with the Saturday after"),
    ("2026-04-01", "2026-04-11", "Maundy Thursday, Good Friday and Easter Monday out, Holy Saturday in"),
    ("2026-04-04", "2026-04-13", "Holy Saturday: Easter Sunday and Monday out"),
    ("2027-03-24", "2027-04-03", "Easter of another year"),
    ("2026-05-12", "2026-05-20", "Ascension Day out, the Friday after in"),
    ("2026-05-22", "2026-05-30", "Whit Sunday and Monday out"),
    ("2026-06-04", "2026-06-11", "5 June is no public holiday"),
    ("2026-12-23", "2027-01-02", "24 and 31 December in, both Christmas days and New Year's Day out"),
    ("2026-12-25", "2027-01-04", "Christmas Day: from the Monday, New Year's Day out"),
    ("2026-12-31", "2027-01-08", "over the turn of the year"),
    ("2024-04-25", "2024-05-02", "store bededag is abolished from 2024"),
    ("2023-05-04", "2023-05-12", "store bededag was a public holiday in 2023"),
    ("2028-02-28", "2028-03-06", "over a leap day"),
    ("2026-10-23", "2026-10-30", "over the night the clock goes back"),
    ("2026-03-27", "2026-04-07", "over the night it goes forward, and Easter"),
    ("2024-05-07", "2024-05-15", "Ascension Day of 2024"),
    ("2024-05-17", "2024-05-25", "Whitsun of 2024"),
    ("2025-12-30", "2026-01-07", "New Year's Day on a Thursday"),
]


@pytest.mark.parametrize(("arrived", "last", "why"), RECEIPT)
def test_E6_six_weekdays_count_saturdays_and_no_holidays(arrived, last, why):
    assert weekdays_after(day(arrived), 6) == day(last), why


WORKING = [
    # day, how many, the last one, why
    ("2026-11-23", 1, "2026-11-24", "tomorrow"),
    ("2026-11-27", 1, "2026-11-30", "Friday to Monday"),
    ("2026-11-28", 1, "2026-11-30", "Saturday to Monday"),
    ("2026-11-29", 1, "2026-11-30", "Sunday to Monday"),
    ("2026-11-23", 5, "2026-11-30", "a week"),
    ("2026-11-23", 10, "2026-12-07", "two weeks"),
    ("2026-04-01", 1, "2026-04-07", "over Easter"),
    ("2026-04-02", 3, "2026-04-09", "from Maundy Thursday"),
    ("2027-03-24", 1, "2027-03-30", "Easter of another year"),
    ("2026-05-13", 3, "2026-05-19", "Ascension Day"),
    ("2026-05-22", 1, "2026-05-26", "Whit Monday"),
    ("2026-06-04", 1, "2026-06-05", "5 June is no public holiday"),
    ("2026-12-23", 1, "2026-12-24", "24 December is no public holiday"),
    ("2026-12-24", 1, "2026-12-28", "Christmas on Friday and Saturday"),
    ("2026-12-31", 1, "2027-01-04", "New Year"),
    ("2024-04-25", 1, "2024-04-26", "no store bededag from 2024"),
    ("2023-05-04", 1, "2023-05-08", "store bededag in 2023"),
    ("2025-04-25", 1, "2025-04-28", "the Friday itself does not count"),
    ("2025-05-15", 1, "2025-05-16", "where store bededag of 2025 would have been"),
    ("2026-05-01", 0, "2026-05-01", "none is today"),
]


@pytest.mark.parametrize(("start", "count", "last", "why"), WORKING)
def test_working_days_leave_out_weekends_and_holidays(start, count, last, why):
    assert working_days_after(day(start), count) == day(last), why


MONTHS = [
    ("2026-11-22", 1, "2026-12-22"),
    ("2026-01-31", 1, "2026-02-28"),
    ("2028-01-31", 1, "2028-02-29"),
    ("2026-08-31", 1, "2026-09-30"),
    ("2026-02-28", 1, "2026-03-28"),
    ("2026-12-15", 1, "2027-01-15"),
    ("2026-12-31", 1, "2027-01-31"),
    ("2026-11-30", 3, "2027-02-28"),
    ("2028-02-29", 12, "2029-02-28"),
    ("2026-06-30", 12, "2027-06-30"),
    ("2026-05-05", 0, "2026-05-05"),
]


@pytest.mark.parametrize(("start", "count", "last"), MONTHS)
def test_H1_a_month_ends_on_its_day_or_the_last_of_a_shorter_month(start, count, last):
    assert months_after(day(start), count) == day(last)


def test_E6_no_later_arrival_has_an_earlier_end_and_it_is_never_a_holiday():
    before = None
    for number in range(3 * 366):
        arrived = day("2025-12-01") + timedelta(days=number)
        last = weekdays_after(arrived, 6)
        assert last.weekday() != 6
        assert arrived + timedelta(days=7) <= last <= arrived + timedelta(days=11) or last == arrived + timedelta(
            days=6
        )
        assert before is None or last >= before
        before = last


def test_G7_triage_and_the_answer_to_the_reporter_are_in_working_days():
    assert decide_by(day("2026-11-23")) == day("2026-11-30")
    assert answer_by(day("2026-11-23")) == day("2026-12-07")
    assert decide_by(day("2026-03-31")) == day("2026-04-10")
