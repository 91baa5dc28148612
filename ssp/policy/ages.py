"""What a birthday does: hints at 10 and 13, a letter of one's own at 15, the end of SSP at 18 (C8, H3, I6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ssp.policy.register import limit


class Hint(StrEnum):
    """What whoever works with a child of that age is told."""

    PARTY = "party"
    JOB = "job"
    LETTER = "letter"
    ADULT_SOON = "adult_soon"
    ADULT = "adult"


@dataclass(frozen=True, slots=True)
class Cooperation:
    """Whether SSP may go on about a person: until when, and whether an SSP+ basis carries it now."""

    open: bool
    until: date | None
    plus: bool = False


def birth_date(cpr: str) -> date | None:
    """The day of birth in a CPR number "ddmmyy-nnnn", or None when it holds no date.

    The seventh digit says which century: https://cpr.dk (personnummerets opbygning).
    """
    digits = [int(character) for character in cpr if character.isdigit()]
    if len(digits) != 10:
        return None
    day, month, short, seventh = digits[0] * 10 + digits[1], digits[2] * 10 + digits[3], _two(digits), digits[6]
    try:
        return date(_century(short, seventh) + short, month, day)
    except ValueError:
        return None


def age(born: date, on: date) -> int:
    """Whole years on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def birthday(born: date, years: int) -> date:
    """The day somebody turns `years`; the 1st of March for who was born on a 29th of February, in common years."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def hints(born: date | None, on: date) -> tuple[Hint, ...]:
    """What the register says of a child of this age on this day; nothing for an unknown one (H3, I6)."""
    if born is None:
        return ()
    years = age(born, on)
    if years >= limit("adult_age"):
        return (Hint.ADULT,)
    reached = (
        (Hint.PARTY, "party_age"),
        (Hint.JOB, "job_age"),
        (Hint.LETTER, "letter_age"),
    )
    found = [hint for hint, name in reached if years >= limit(name)]
    if on >= review_from(born):
        found.append(Hint.ADULT_SOON)
    return tuple(found)


def review_from(born: date) -> date:
    """The day from which the review before the 18th birthday waits to be done (I6)."""
    return birthday(born, limit("adult_age")) - timedelta(days=limit("adult_review_days"))


def cooperation(born: date | None, on: date, plus_until: date | None) -> Cooperation:
    """Whether SSP may go on about somebody on a day, and the last day it may (C8, I6).

    `plus_until` is the last day of a documented SSP+ basis, or None. An unknown age closes nothing.
    """
    if born is None:
        return Cooperation(True, None)
    grown = birthday(born, limit("adult_age"))
    last = grown - timedelta(days=1)
    if plus_until is not None:
        oldest = birthday(born, limit("plus_age") + 1) - timedelta(days=1)
        last = max(last, min(plus_until, oldest))
    return Cooperation(on <= last, last, on >= grown and on <= last)


def last_day(everybody: Iterable[Cooperation]) -> date | None:
    """The last day SSP may go on about a record on all of these: the youngest one's; None when an age is not known."""
    ends = [one.until for one in everybody]
    return None if not ends or None in ends else max(ends)


def _two(digits: list[int]) -> int:
    return digits[4] * 10 + digits[5]


def _century(short: int, seventh: int) -> int:
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if short <= 36 else 1900
    return 2000 if short <= 57 else 1800
