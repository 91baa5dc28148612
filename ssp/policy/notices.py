"""The duty to inform: who is told about a child, from when, and how long it can wait (H1-H3)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ssp.policy.ages import age, birthday
from ssp.policy.register import limit
from ssp.terms import Giver


class NoticeState(StrEnum):
    """How it stands with telling somebody; `ahead` is not to be done before a birthday."""

    AHEAD = "ahead"
    DUE = "due"
    DEFERRED = "deferred"
    BACK = "back"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class ToTell:
    """Somebody who is to be told; `begins` is the day their clock starts when that is not at once."""

    to_whom: Giver
    begins: date | None = None


def to_tell(born: date | None, on: date) -> tuple[ToTell, ...]:
    """Who is to be told when a child is named in a record on a day (H1, H3).

    An unknown age is taken for a child's, so that the custody holders hear of it. A child who is not old enough for
    a letter of their own gets one on the birthday, should the record still stand.
    """
    if born is None:
        return (ToTell(Giver.CUSTODY_HOLDER),)
    years = age(born, on)
    if years >= limit("adult_age"):
        return (ToTell(Giver.YOUNG_PERSON),)
    begins = None if years >= limit("letter_age") else birthday(born, limit("letter_age"))
    return ToTell(Giver.CUSTODY_HOLDER), ToTell(Giver.YOUNG_PERSON, begins)


def last_review(on: date) -> date:
    """The last day a deferral made on a day can run to (H2)."""
    return on + timedelta(days=limit("notice_review_days"))


def can_be_reviewed(day: date, on: date) -> bool:
    """Whether a deferral made on a day can run to another one: later, and not too late (H2)."""
    return on < day <= last_review(on)


def state(told_on: date | None, review_on: date | None, begins: date | None, on: date) -> NoticeState:
    """How it stands on a day; a deferral comes back on its own day (H2)."""
    if told_on is not None:
        return NoticeState.TOLD
    if review_on is not None:
        return NoticeState.DEFERRED if on < review_on else NoticeState.BACK
    return NoticeState.AHEAD if begins is not None and on < begins else NoticeState.DUE
