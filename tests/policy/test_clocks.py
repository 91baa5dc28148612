"""When clocks run out, in Danish local time, with summer time beginning and ending and months of every length."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ssp.policy import register
from ssp.policy.clocks import RULE_OF, end_of, remind_at, term, term_until
from ssp.policy.register import LIMITS, with_own
from ssp.terms import ClockKind

DENMARK = ZoneInfo("Europe/Copenhagen")
HOUR = 3600


def local(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=DENMARK, fold=fold)


def utc(found: datetime) -> str:
    return found.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def enforced():
    """enforced(name, value, version) puts an own version in force; the register is as it came afterwards."""

    def put(name: str, value, version: int = 2):
        register.enforce(with_own({name: replace(LIMITS[name], value=value, version=version)}))

    yield put
    register.enforce(LIMITS)


HOURS = [
    # arrived (local), fold, due (local), due (UTC), why
    ("2026-11-22 13:20", 0, "2026-11-23 13:20", "2026-11-23 12:20", "winter, into a Monday"),
    ("2026-11-20 23:59", 0, "2026-11-21 23:59", "2026-11-21 22:59", "a Friday night: weekends run"),
    ("2026-12-24 18:00", 0, "2026-12-25 18:00", "2026-12-25 17:00", "Christmas runs too"),
    ("2026-07-01 09:00", 0, "2026-07-02 09:00", "2026-07-02 07:00", "summer"),
    (
        "2026-10-24 12:00",
        0,
        "2026-10-25 11:00",
        "2026-10-25 10:00",
        "the night is an hour longer: 24 hours are 24 hours",
    ),
    ("2026-10-25 00:30", 0, "2026-10-25 23:30", "2026-10-25 22:30", "the whole of the long day"),
    ("2026-10-25 02:30", 0, "2026-10-26 01:30", "2026-10-26 00:30", "the first half past two"),
    ("2026-10-25 02:30", 1, "2026-10-26 02:30", "2026-10-26 01:30", "the second half past two"),
    ("2026-03-28 12:00", 0, "2026-03-29 13:00", "2026-03-29 11:00", "the night is an hour shorter"),
    ("2026-03-28 02:30", 0, "2026-03-29 03:30", "2026-03-29 01:30", "half past two is not there the next day"),
    ("2026-03-29 01:59", 0, "2026-03-30 02:59", "2026-03-30 00:59", "the minute before it goes forward"),
    ("2026-12-31 23:00", 0, "2027-01-01 23:00", "2027-01-01 22:00", "over the turn of the year"),
    ("2028-02-28 08:00", 0, "2028-02-29 08:00", "2028-02-29 07:00", "into a leap day"),
]


@pytest.mark.parametrize(("arrived", "fold", "due", "due_utc", "why"), HOURS)
def test_E5_twenty_four_hours_pass_by_the_clock(arrived, fold, due, due_utc, why):
    found = term(ClockKind.ASSESSMENT, local(arrived, fold))
    assert found.due.strftime("%Y-%m-%d %H:%M") == due, why
    assert utc(found.due) == due_utc, why
    assert found.due.timestamp() - local(arrived, fold).timestamp() == 24 * HOUR
    assert (found.rule, found.version) == ("assessment_hours", 1)


DAYS = [
    # kind, starts (local), the first moment after its last day (UTC), why
    (ClockKind.RECEIPT, "2026-11-23 09:00", "2026-11-30 23:00", "six weekdays, to the end of Monday the 30th"),
    (ClockKind.RECEIPT, "2026-11-23 23:30", "2026-11-30 23:00", "late on the same local day"),
    (ClockKind.RECEIPT, "2026-11-24 00:30", "2026-12-01 23:00", "half past midnight is the next local day"),
    (ClockKind.RECEIPT, "2026-10-19 09:00", "2026-10-26 23:00", "begins in summer time, ends in winter time"),
    (ClockKind.RECEIPT, "2026-03-23 09:00", "2026-03-30 22:00", "begins in winter time, ends in summer time"),
    (ClockKind.ABSENCE, "2026-11-27 15:00", "2026-11-30 23:00", "one working day: Monday"),
    (ClockKind.NOTICE, "2026-09-30 12:00", "2026-10-30 23:00", "a month, over the end of summer time"),
    (ClockKind.NOTICE, "2026-01-31 12:00", "2026-02-28 23:00", "a month from the 31st"),
    (ClockKind.NOTICE_REVIEW, "2026-09-01 10:00", "2026-11-30 23:00", "ninety days"),
    (ClockKind.NETWORK_CONSULTATION, "2026-11-22 10:00", "2026-11-29 23:00", "seven days, a Sunday is a day"),
    (ClockKind.CONSULTATION, "2026-11-20 10:00", "2026-11-25 23:00", "three working days"),
    (ClockKind.CONSENT, "2026-11-22 10:00", "2027-11-22 23:00", "three hundred and sixty-five days"),
]


@pytest.mark.parametrize(("kind", "starts", "due_utc", "why"), DAYS)
def test_clocks_of_days_end_with_the_day_in_local_time(kind, starts, due_utc, why):
    found = term(kind, local(starts))
    assert utc(found.due) == due_utc, why
    assert found.due.strftime("%H:%M") == "00:00"


@pytest.mark.parametrize(
    ("last", "due_utc"),
    [
        ("2026-03-28", "2026-03-28 23:00"),
        ("2026-03-29", "2026-03-29 22:00"),
        ("2026-10-24", "2026-10-24 22:00"),
        ("2026-10-25", "2026-10-25 23:00"),
        ("2026-12-31", "2026-12-31 23:00"),
    ],
)
def test_a_chosen_day_ends_at_local_midnight(last, due_utc):
    chosen = date.fromisoformat(last)
    assert utc(end_of(chosen, local("2026-01-01 10:00"))) == due_utc
    found = term_until(ClockKind.NOTICE_REVIEW, chosen, local("2026-01-01 10:00"))
    assert utc(found.due) == due_utc
    assert (found.rule, found.version) == ("notice_review_days", 1)


def test_E5_another_value_of_the_register_sets_another_end_and_its_version(enforced):
    start = local("2026-11-22 13:20")
    assert term(ClockKind.ASSESSMENT, start).due == local("2026-11-23 13:20")
    enforced("assessment_hours", 12, 4)
    found = term(ClockKind.ASSESSMENT, start)
    assert found.due == local("2026-11-23 01:20")
    assert found.version == 4


def test_E6_another_value_of_the_register_counts_other_weekdays(enforced):
    enforced("receipt_days", 3)
    assert utc(term(ClockKind.RECEIPT, local("2026-11-26 09:00")).due) == "2026-11-30 23:00"


def test_every_kind_of_clock_has_its_number_and_knows_its_unit():
    assert RULE_OF.keys() == set(ClockKind)
    for kind in ClockKind:
        assert term(kind, local("2026-11-22 10:00")).due > local("2026-11-22 10:00")


def test_a_clock_says_which_it_is_and_by_which_rule_and_version():
    for kind in ClockKind:
        clock, until = (
            term(kind, local("2026-11-22 10:00")),
            term_until(kind, date(2026, 12, 1), local("2026-11-22 10:00")),
        )
        assert (clock.kind, clock.rule, clock.version) == (kind, RULE_OF[kind], 1)
        assert (until.kind, until.rule, until.version) == (kind, RULE_OF[kind], 1)


def test_the_reminder_comes_at_a_whole_second():
    assert [remind_at(0, seconds) for seconds in (1, 2, 3, 4, 5)] == [1, 2, 3, 3, 4]


def test_the_reminder_comes_when_the_set_part_of_the_time_is_left(enforced):
    assert remind_at(0, 24 * HOUR) == 18 * HOUR
    assert remind_at(1_000, 1_000 + 400) == 1_300
    enforced("clock_reminder_percent", 50)
    assert remind_at(0, 24 * HOUR) == 12 * HOUR


def test_a_clock_never_ends_before_it_starts():
    for kind in ClockKind:
        for hour in range(0, 24 * 400, 37):
            start = local("2026-01-01 00:00") + timedelta(hours=hour)
            assert term(kind, start).due.timestamp() > start.timestamp()
