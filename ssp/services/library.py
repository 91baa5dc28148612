"""The library: answered questions made general by a consultant, for a network to learn from (H7)."""

from dataclasses import dataclass

from ssp.models import Lesson, Network, Unit
from ssp.policy.access import Decision
from ssp.services.concern_views import thread_of
from ssp.services.consultation_views import kinds_of, texts_of
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.namelessness import Held, held
from ssp.services.references import LESSON, new_reference
from ssp.services.writing import already, remember, seal, unseal
from ssp.terms import Action, AgeBand, MessageKind, PlaceKind

PAGE_SIZE = 30
SEALED = ("title", "situation", "advice")


class NotGeneral(Exception):
    """The situation stands as the one who asked wrote it: it has not been made general."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a consultant publishes: told so that it could be many places."""

    age_band: AgeBand
    place_kind: PlaceKind
    title: str
    situation: str
    advice: str


@dataclass(frozen=True, slots=True)
class LessonView:
    """A lesson as its readers see it: nothing says who asked, or where."""

    reference: str
    age_band: str
    place_kind: str
    title: str
    situation: str
    advice: str
    published_at: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of lessons, newest first; `next` is where it goes on."""

    lessons: list[LessonView]
    next: str | None
    may_publish: bool


@dataclass(frozen=True, slots=True)
class Page:
    lesson: LessonView
    may_withdraw: bool


def index(actor: Actor, age_band: str = "", place_kind: str = "", after: str | None = None) -> Shelf:
    """The lessons of the reader's networks, perhaps of one age and one kind of place."""
    with door(actor) as d:
        d.require_general(Action.LIBRARY_READ)
        standing = _on_the_shelf(d)
        if age_band:
            standing &= Lesson.age_band == AgeBand(age_band)
        if place_kind:
            standing &= Lesson.place_kind == PlaceKind(place_kind)
        last = (
            Lesson.select(Lesson.id).where(_on_the_shelf(d) & (Lesson.reference == after)).scalar() if after else None
        )
        found = _opened(d, standing & (Lesson.id < last) if last else standing)
        shown = found[:PAGE_SIZE]
        d.show(*(lesson.reference for lesson in shown))
        following = shown[-1].reference if len(found) > PAGE_SIZE else None
        return Shelf(shown, following, d.may_general(Action.LIBRARY_WITHDRAW))


def show(actor: Actor, reference: str) -> Page:
    """One lesson. Raises Denied for one outside the reader's networks, or withdrawn."""
    with door(actor) as d:
        d.require_general(Action.LIBRARY_READ)
        found = _opened(d, _on_the_shelf(d) & (Lesson.reference == reference))
        if not found:
            d.require_decision(Action.LIBRARY_READ, Decision(False, False, "unknown", "H7"))
        d.show(reference)
        return Page(found[0], d.may_general(Action.LIBRARY_WITHDRAW))


def outline(actor: Actor, consultation: str) -> Case:
    """What a lesson can be written from: the question, and everything that was answered. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CONSULTATION_PUBLISH, consultation, d.facts(consultation))
        messages, _ = thread_of(facts, False)
        advice = "\n\n".join(message.text for message in messages if message.kind is MessageKind.ANSWER)
        age_band, place_kind = kinds_of(facts)
        return Case(AgeBand(age_band), PlaceKind(place_kind), "", texts_of(facts)["situation"], advice)


def publish(actor: Actor, consultation: str, case: Case, accepted: frozenset[str], key: str) -> str | Held:
    """Put a case on the network's shelf, sealed with a key of its own. Returns its reference, or what holds it back.

    Raises NotGeneral.
    """
    with door(actor) as d:
        facts = d.require(Action.CONSULTATION_PUBLISH, consultation, d.facts(consultation))
        payload = {"lesson": [case.title, case.situation, case.advice], "about": consultation}
        made_before = already(d, key, payload)
        if made_before:
            d.show(made_before)
            return made_before
        if _words(case.situation) == _words(texts_of(facts)["situation"]):
            raise NotGeneral
        kept = held(d, {name: getattr(case, name) for name in SEALED}, accepted)
        if kept:
            return kept
        reference = _insert(d, facts, case)
        remember(d, key, payload, reference)
        d.show(reference)
        return reference


def withdraw(actor: Actor, reference: str) -> None:
    """Take a lesson off the shelf for good: its key is thrown away with it. Raises Denied."""
    with door(actor) as d:
        d.require_general(Action.LIBRARY_WITHDRAW)
        if not Lesson.select(Lesson.id).where(_in_reach(d) & (Lesson.reference == reference)).scalar():
            d.require_decision(Action.LIBRARY_WITHDRAW, Decision(False, False, "unknown", "H7"))
        d.show(reference)
        Lesson.update(withdrawn_at=d.now, wrapped_key=b"").where(
            (Lesson.reference == reference) & Lesson.withdrawn_at.is_null()
        ).execute()


def _insert(d: Door, facts: Facts, case: Case) -> str:
    reference = new_reference(LESSON)
    wrapped, key = d.new_key(reference)
    texts = seal(key, "lessons", reference, title=case.title, situation=case.situation, advice=case.advice)
    Lesson.insert(
        reference=reference, network=facts.network_id, consultation=facts.id, wrapped_key=wrapped,
        age_band=case.age_band, place_kind=case.place_kind, published_by=d.actor.user_id, published_at=d.now, **texts,
    ).execute()  # fmt: skip
    return reference


def _opened(d: Door, condition) -> list[LessonView]:
    rows = (
        Lesson.select(
            Lesson.reference, Lesson.wrapped_key, Lesson.age_band, Lesson.place_kind, Lesson.published_at,
            Lesson.title, Lesson.situation, Lesson.advice,
        )
        .where(condition)
        .order_by(Lesson.id.desc())
        .limit(PAGE_SIZE + 1)
        .tuples()
    )  # fmt: skip
    found = []
    for ref, wrapped, age, place, at, *sealed in rows:
        texts = unseal(d.unwrap(ref, wrapped), "lessons", ref, **dict(zip(SEALED, sealed, strict=True)))
        found.append(LessonView(ref, age, place, published_at=at, **texts))
    return found


def _on_the_shelf(d: Door):
    return _in_reach(d) & Lesson.withdrawn_at.is_null()


def _in_reach(d: Door):
    """The lessons of every network the reader is a member of, and of the one their unit belongs to.

    A unit outside every running network shares with the others outside, as its questions all fall to the SSP unit.
    """
    mine = (
        Unit.select(Unit.network)
        .join(Network, on=(Network.id == Unit.network))
        .where((Unit.id == d.standing.unit_id) & (Network.ends_on >= d.today))
        .scalar()
    )
    reached = Lesson.network << [*d.standing.networks, *([mine] if mine else [])]
    return reached if mine else reached | Lesson.network.is_null()


def _words(text: str) -> str:
    return " ".join(text.split())
