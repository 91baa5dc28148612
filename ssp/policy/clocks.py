"""When a clock runs out: hours by the clock, days to the end of the day, in the local time that is handed in."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ssp.policy.deadlines import months_after, weekdays_after, working_days_after
from ssp.policy.register import number
from ssp.terms import ClockKind

RULE_OF: dict[ClockKind, str] = {
    ClockKind.ASSESSMENT: "assessment_hours",
    ClockKind.RECEIPT: "receipt_days",
    ClockKind.ABSENCE: "absence_days",
    ClockKind.NOTICE: "notice_months",
    ClockKind.NOTICE_REVIEW: "notice_review_days",
    ClockKind.CONSENT: "consent_days",
    ClockKind.CONSULTATION: "consultation_answer",
    ClockKind.NETWORK_CONSULTATION: "network_consultation_days",
    ClockKind.ADULT: "adult_review_days",
    ClockKind.COMMITMENT: "commitment_days",
    ClockKind.ANSWER: "commitment_answer_days",
    ClockKind.FILING: "filing_days",
    ClockKind.FOLLOW_UP: "follow_up_days",
    ClockKind.BATON: "baton_days",
}
"""The entry of the register each kind of clock runs by."""


@dataclass(frozen=True, slots=True)
class Term:
    """When a clock runs out, and the version of the rule it was set by: it keeps to that one for good."""

    kind: ClockKind
    rule: str
    version: int
    due: datetime


def term(kind: ClockKind, start: datetime) -> Term:
    """The clock that starts at `start`, an aware local time. Days end with the day; hours pass by the clock."""
    entry = number(RULE_OF[kind])
    return Term(kind, entry.name, entry.version, _due(entry.unit, int(entry.value), start))


def term_until(kind: ClockKind, last_day: date, start: datetime) -> Term:
    """The clock that runs to the end of a day somebody chose, such as a review; by the rule in force at the start."""
    entry = number(RULE_OF[kind])
    return Term(kind, entry.name, entry.version, end_of(last_day, start))


def end_of(day: date, local: datetime) -> datetime:
    """The first moment after a day, in the same local time."""
    return datetime.combine(day + timedelta(days=1), time.min, local.tzinfo)


def remind_at(starts_at: int, due_at: int) -> int:
    """The moment to remind: when the set part of the time is left. Seconds since 1970."""
    return due_at - (due_at - starts_at) * int(number("clock_reminder_percent").value) // 100


def _due(unit: str, count: int, start: datetime) -> datetime:
    if unit == "hours":
        return datetime.fromtimestamp(start.timestamp() + count * 3600, start.tzinfo)
    return end_of(_DAYS[unit](start.date(), count), start)


_DAYS = {
    "days": lambda day, count: day + timedelta(days=count),
    "working days": working_days_after,
    "weekdays": weekdays_after,
    "months": months_after,
}
