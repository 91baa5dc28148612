"""The outbox: a mail is taken for a while, tried, and marked; what dies in between comes back by itself.

Taking a mail moves its next attempt ahead, in a transaction of its own. A worker that is killed therefore loses
nothing: when the time it took the mail for has passed, the next one takes it up.
"""

from dataclasses import dataclass

from peewee import fn

from ssp.db import lock_log, now, transaction
from ssp.models import Clock, Mail, Matter, Meeting, User
from ssp.services.standing import standings, today
from ssp.terms import MeetingState

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60
LONGEST_PAUSE = HOUR
LEAST_ATTEMPTS = 10
LEAST_AGE = 3 * DAY
"""A mail is given up after so many attempts, and never before it is so old: a server can be away over a weekend."""

NO_LONGER = "no_longer"
"""Why a mail is not sent that has nothing to say any more: the deadline was met, the meeting is off, they have left."""
UNSENDABLE = "address"
"""The class of problem that no later attempt can mend."""

MEETING_STATES = {"invitation": MeetingState.PLANNED, "cancellation": MeetingState.CANCELLED}
DEADLINES = frozenset({"reminder", "overdue"})


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in somebody's hands: to whom, in which language, about which reference, and the moment it speaks of."""

    id: int
    reference: str
    recipient: str
    template: str
    language: str
    about: str
    moment: int | None
    written_at: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Outbox:
    """How the outbox stands: how many wait, since when the oldest has, and how many were given up."""

    waiting: int
    oldest: int | None
    given_up: int


def take(seconds: int) -> Letter | None:
    """The mail that has been due the longest, taken for so many seconds; None when nothing is due.

    A mail that has nothing to say any more is put aside on the way.
    """
    while _due(now()).exists():
        with transaction():
            lock_log()
            at = now()
            mail = _due(at).order_by(Mail.next_at, Mail.id).first()
            if mail is None:
                return None
            said = None if _has_left(mail.recipient, at) else _said(mail, at)
            if said is None:
                _put_aside(mail.id, NO_LONGER, at)
                continue
            Mail.update(next_at=at + seconds, attempts=Mail.attempts + 1).where(Mail.id == mail.id).execute()
            return Letter(
                mail.id, mail.reference, mail.recipient, mail.template, _language(mail.recipient), *said,
                mail.created_at, mail.attempts + 1,
            )  # fmt: skip
    return None


def sent(letter: Letter) -> None:
    """The server has taken the mail."""
    with transaction():
        lock_log()
        Mail.update(sent_at=now(), problem="").where(Mail.id == letter.id).execute()


def failed(letter: Letter, problem: str, pause: int) -> bool:
    """Keep the class of what went wrong, and when to try again. Returns whether the mail was given up.

    `pause` is the wait after the first attempt in seconds; it doubles with each, up to an hour.
    """
    with transaction():
        lock_log()
        at = now()
        enough = letter.attempts >= LEAST_ATTEMPTS and at - letter.written_at >= LEAST_AGE
        if problem == UNSENDABLE or enough:
            _put_aside(letter.id, problem, at)
            return True
        wait = min(pause * 2 ** min(letter.attempts - 1, 20), LONGEST_PAUSE)
        Mail.update(next_at=at + wait, problem=problem).where(Mail.id == letter.id).execute()
    return False


def look() -> Outbox:
    """How the outbox stands."""
    waiting = Mail.sent_at.is_null() & Mail.given_up_at.is_null()
    count, oldest = Mail.select(fn.COUNT(Mail.id), fn.MIN(Mail.created_at)).where(waiting).tuples().get()
    return Outbox(count, oldest, Mail.select().where(_given_up()).count())


def retry() -> int:
    """Put every mail that was given up back in line, as if it were new. Returns how many."""
    with transaction():
        lock_log()
        return (
            Mail.update(given_up_at=None, attempts=0, problem="", created_at=now(), next_at=now())
            .where(_given_up())
            .execute()
        )


def _due(at: int):
    return Mail.select().where(Mail.sent_at.is_null() & Mail.given_up_at.is_null() & (Mail.next_at <= at))


def _given_up():
    return Mail.given_up_at.is_null(False) & (Mail.problem != NO_LONGER)


def _put_aside(id_: int, problem: str, at: int) -> None:
    Mail.update(given_up_at=at, problem=problem).where(Mail.id == id_).execute()


def _said(mail: Mail, at: int) -> tuple[str, int | None] | None:
    """The reference and the moment a mail speaks of, as they are now; None when there is nothing to say any more."""
    if mail.template in DEADLINES:
        return _deadline(mail, at)
    if mail.template in MEETING_STATES:
        return _meeting(mail)
    return mail.about, None


def _deadline(mail: Mail, at: int) -> tuple[str, int] | None:
    """A clock's matter and its end, while it runs; a reminder of an end that has come is overtaken by the next mail."""
    running = (Clock.reference == mail.about) & Clock.stopped_at.is_null()
    if mail.template == "reminder":
        running &= Clock.due_at > at
    return (
        Clock.select(Matter.reference, Clock.due_at)
        .join(Matter, on=(Matter.id == Clock.matter))
        .where(running)
        .tuples()
        .first()
    )


def _meeting(mail: Mail) -> tuple[str, int] | None:
    state = MEETING_STATES[mail.template]
    return (
        Meeting.select(Matter.reference, Meeting.starts_at)
        .join(Matter, on=(Matter.id == Meeting.matter))
        .where((Matter.reference == mail.about) & (Matter.state == state))
        .tuples()
        .first()
    )


def _has_left(recipient: str, at: int) -> bool:
    """Whether whoever has this address can no longer sign in: then there is nothing to tell them (A10)."""
    people = standings(User.email == recipient, today(at)).values()
    return bool(people) and not any(person.active for person in people)


def _language(recipient: str) -> str:
    """The language of whoever has this address; Danish when nobody has it any more."""
    return User.select(User.language).where(User.email == recipient).limit(1).scalar() or "da"
