"""What a nameless question shows: a line in a list, and the page, composed for the one who looks."""

from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from ssp.models import Clock, Consultation, Draft, Lesson, Matter, Unit, User
from ssp.services import clocks
from ssp.services.clocks import ClockView
from ssp.services.concern_views import MessageView, thread_of
from ssp.services.door import Door, Facts
from ssp.services.standing import today
from ssp.services.writing import unseal
from ssp.terms import Action, MessageKind

SEALED = ("situation", "tried")
MOST = 200
"""More lines than any list has."""


@dataclass(frozen=True, slots=True)
class ConsultationLine:
    """One question in a list."""

    reference: str
    state: str
    age_band: str
    place_kind: str
    situation: str
    author: str
    unit: str
    asked_at: int
    answer_by: date | None
    own: bool


@dataclass(frozen=True, slots=True)
class ConsultationView:
    """One question as one person may see it, and what that person may do next.

    `answer_by` is the day the one who asked hears at the latest, while they wait. `concern_asked` says that the last
    word is a consultant's wish for a concern; `draft` is the one it may become, for the one who asked alone;
    `concern` is what it became, for those who may read that.
    """

    reference: str
    state: str
    age_band: str
    place_kind: str
    situation: str
    tried: str
    author: str
    unit: str
    asked_at: int
    answer_by: date | None
    messages: tuple[MessageView, ...]
    clocks: list[ClockView]
    concern_asked: bool
    draft: str
    concern: str
    lessons: tuple[str, ...]
    own: bool
    may: frozenset[Action]


def view_of(d: Door, facts: Facts) -> ConsultationView:
    """The question composed for the person in the door."""
    row = _row(facts)
    own = row["author"] == d.actor.user_id
    may = d.may(facts)
    messages, _ = thread_of(facts, False)
    running = clocks.of_matter(d, facts.id)
    advising = Action.CONSULTATION_ANSWER in may or Action.CONSULTATION_PUBLISH in may
    return ConsultationView(
        reference=facts.reference, state=facts.matter.state, age_band=row["age_band"], place_kind=row["place_kind"],
        author=row["name"], unit=row["unit"], asked_at=row["created_at"],
        answer_by=today(running[0].due_at - 1) if running else None, messages=messages,
        clocks=running if advising else [],
        concern_asked=bool(messages) and messages[-1].kind is MessageKind.NOTICE,
        draft=row["draft"] if own else "", concern=_concern(d, row["concern"]),
        lessons=_lessons(facts) if advising else (), own=own, may=may, **texts_of(facts, row),
    )  # fmt: skip


def texts_of(facts: Facts, row: dict | None = None) -> dict[str, str]:
    """What was asked, opened: `situation` and `tried`."""
    found = row or _row(facts)
    return unseal(facts.key, "consultations", facts.reference, **{name: found[name] for name in SEALED})


def kinds_of(facts: Facts) -> tuple[str, str]:
    """How old the child is, and what kind of place it is about."""
    row = _row(facts)
    return row["age_band"], row["place_kind"]


def lines(d: Door, ids, oldest_first: bool = False, timed: bool = True) -> list[ConsultationLine]:
    """The questions with these ids (a query of ids), as lines; `timed` when some of them can wait for an answer."""
    order = Matter.id.asc() if oldest_first else Matter.id.desc()
    rows = (
        Matter.select(
            Matter.reference, Matter.wrapped_key, Matter.state, Consultation.age_band, Consultation.place_kind,
            Consultation.situation, User.name, Unit.name, Matter.created_at, Consultation.author,
        )
        .join(Consultation, on=(Consultation.matter == Matter.id))
        .join(User, on=(User.id == Consultation.author))
        .join(Unit, on=(Unit.id == Matter.unit))
        .where(Matter.id << ids)
        .order_by(order)
        .tuples()
    )  # fmt: skip
    running = clocks.running(d, Clock.matter << ids, MOST) if timed else []
    due = {clock.matter: today(clock.due_at - 1) for clock in running}
    found = []
    for ref, wrapped, state, age, place, sealed, author, unit, at, author_id in rows:
        text = unseal(d.unwrap(ref, wrapped), "consultations", ref, situation=sealed)["situation"]
        own = author_id == d.actor.user_id
        found.append(ConsultationLine(ref, state, age, place, text, author, unit, at, due.get(ref), own))
    return found


def _row(facts: Facts) -> dict:
    return (
        Consultation.select(
            Consultation.age_band, Consultation.place_kind, Consultation.situation, Consultation.tried,
            Consultation.author, Consultation.concern, Draft.reference.alias("draft"), User.name,
            Unit.name.alias("unit"), Matter.created_at,
        )
        .join(User, on=(User.id == Consultation.author))
        .switch(Consultation)
        .join(Matter, on=(Matter.id == Consultation.matter))
        .join(Unit, on=(Unit.id == Matter.unit))
        .switch(Consultation)
        .join(Draft, JOIN.LEFT_OUTER, on=(Draft.id == Consultation.draft))
        .where(Consultation.matter == facts.id)
        .dicts()
        .get()
    )  # fmt: skip


def _concern(d: Door, concern_id: int | None) -> str:
    """The reference of the concern it became, for somebody who may read that concern; else ""."""
    if concern_id is None:
        return ""
    reference = Matter.select(Matter.reference).where(Matter.id == concern_id).scalar()
    if Action.CONCERN_READ not in d.may(d.facts(reference)):
        return ""
    d.show(reference)
    return reference


def _lessons(facts: Facts) -> tuple[str, ...]:
    """The lessons that came of it and still stand, for its consultants."""
    rows = (
        Lesson.select(Lesson.reference)
        .where((Lesson.consultation == facts.id) & Lesson.withdrawn_at.is_null())
        .order_by(Lesson.id)
        .tuples()
    )
    return tuple(reference for (reference,) in rows)
