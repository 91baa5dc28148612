"""What the duties add to a measured concern: who is to be told, which clocks run, and when it closes."""

from dataclasses import dataclass
from datetime import date, timedelta

from ssp.policy import ages
from ssp.policy.clocks import Term, term, term_until
from ssp.policy.notices import to_tell
from ssp.policy.register import limit
from ssp.services.birthdays import Named, closing_moment, midnight
from ssp.services.clocks import local
from ssp.terms import ClockKind, Given


@dataclass(slots=True)
class Telling:
    """Somebody who is to be told about a child, and how they were, once the concern has been decided on."""

    reference: str
    child: int
    to_whom: str
    told_on: date | None
    told_how: str | None
    told_by: int | None


@dataclass(slots=True)
class Timer:
    """One clock; it has stopped when somebody was told."""

    reference: str
    about: str
    term: Term
    starts_at: int
    stopped_at: int | None


def children_of(concern, sent: date) -> tuple[Named, ...]:
    """The children of a concern as the application has them while it stores one."""
    named = [(concern.pupil.name, ages.birth_date(concern.pupil.cpr))]
    named += [(concern.unlisted, None)] if concern.unlisted else []
    return tuple(
        Named(id_, row, name, born, ages.cooperation(born, sent, None))
        for id_, row, (name, born) in zip(concern.child_ids, concern.child_references, named, strict=False)
    )


def fulfil(concern, sent: date, decided_on: date | None, decided_at: int, reference) -> None:
    """Put the notices, the clocks and the closing day on a concern; `reference` makes references.

    Whoever could be told had been when a concern was decided on; a letter to a child waits for the birthday.
    """
    children = children_of(concern, sent)
    concern.closes_at = closing_moment(children)
    for child in children:
        for to in to_tell(child.born, sent):
            told_on = decided_on if to.begins is None else None
            how, by = (Given.PHONE, concern.author) if told_on else (None, None)
            row, starts_at = reference("R"), midnight(to.begins) if to.begins else concern.created_at
            concern.tellings.append(Telling(row, child.id, to.to_whom, told_on, how, by))
            due = term(ClockKind.NOTICE, local(starts_at))
            concern.timers.append(Timer(reference("R"), row, due, starts_at, decided_at if told_on else None))
        if child.born is not None:
            concern.timers.append(_review(concern, child, reference))


def _review(concern, child: Named, reference) -> Timer:
    last = ages.birthday(child.born, limit("adult_age")) - timedelta(days=1)
    shows = max(concern.created_at, midnight(ages.review_from(child.born)))
    return Timer(reference("R"), child.row, term_until(ClockKind.ADULT, last, local(shows)), shows, None)
