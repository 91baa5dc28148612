"""Deadlines in Danish working days: weekends and public holidays are not counted."""

from datetime import date, timedelta

import holidays

from ssp.policy.register import limit

_DANISH = holidays.Denmark()


def working_days_after(day: date, count: int) -> date:
    """The `count`-th working day after `day`."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in _DANISH:
            count -= 1
    return day


def decide_by(sent: date) -> date:
    """The day triage should have decided on a concern."""
    return working_days_after(sent, limit("triage_decision"))


def answer_by(sent: date) -> date:
    """The day the reporter should have had a status at the latest (G7)."""
    return working_days_after(sent, limit("status_to_reporter"))
