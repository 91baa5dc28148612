"""Deadlines in Danish days: working days, weekdays and months, with the public holidays left out."""

from calendar import monthrange
from datetime import date, timedelta

import holidays

from ssp.policy.register import limit

_DANISH = holidays.Denmark()
SATURDAY, SUNDAY = 5, 6


def working_days_after(day: date, count: int) -> date:
    """The `count`-th working day after `day`: weekends and public holidays are not counted."""
    return _after(day, count, SATURDAY)


def weekdays_after(day: date, count: int) -> date:
    """The `count`-th hverdag after `day`, read as early as it can be: Saturdays count, holidays do not (E6)."""
    return _after(day, count, SUNDAY)


def months_after(day: date, count: int) -> date:
    """The same day of the month `count` months on, or the last day of a month that is shorter."""
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _after(day: date, count: int, first_day_off: int) -> date:
    while count:
        day += timedelta(days=1)
        if day.weekday() < first_day_off and day not in _DANISH:
            count -= 1
    return day


def decide_by(sent: date) -> date:
    """The day triage should have decided on a concern."""
    return working_days_after(sent, limit("triage_decision"))


def answer_by(sent: date) -> date:
    """The day the reporter should have had a status at the latest (G7)."""
    return working_days_after(sent, limit("status_to_reporter"))
