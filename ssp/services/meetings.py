"""Meetings in the early cross-sector exchange: one about a child, exceptionally a follow-up, never a third (D1-D4)."""

from dataclasses import asdict, dataclass

from peewee import JOIN, fn

from ssp.models import ConcernPerson, Matter, Meeting, NotificationPerson, Person, User
from ssp.policy import parties
from ssp.policy.checks import QUESTIONS, Advice
from ssp.policy.permits import EARLY_PARTIES
from ssp.policy.register import limit
from ssp.services import participating
from ssp.services.checking import Unsettled, advise_on, settle, store_check
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.participating import Reader
from ssp.services.recipients import Recipient, recipient, recipients
from ssp.services.references import MEETING
from ssp.services.writing import Made, advance, already, new_matter, pressed_before, remember, seal, tell, unseal
from ssp.terms import Action, Basis, Capacity, Crossing, MatterKind, MeetingState, Question, Reply

PAGE_SIZE = 30
ASKED = QUESTIONS[Basis.SSD]


class UnknownChild(Exception):
    """The child chosen is not one the matter is about."""


class NobodyInvited(Exception):
    """A meeting takes somebody to meet, and each of them has to be someone who can be asked."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a lead plans. `child` is a person's reference, `invited` users' references, `starts_at` seconds since 1970.

    `reason` is the special reason of a follow-up, and whatever else the check asks a reason for.
    """

    child: str
    starts_at: int
    place: str
    purpose: str
    invited: tuple[str, ...]
    replies: dict[Question, Reply]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A child a meeting can be about; `rounds` counts the meetings there have been or are to be."""

    reference: str
    name: str
    rounds: int
    full: bool


@dataclass(frozen=True, slots=True)
class Planner:
    """The page a meeting is planned on."""

    source: str
    source_kind: MatterKind
    children: tuple[Subject, ...]
    choices: tuple[Reader, ...]


@dataclass(frozen=True, slots=True)
class MeetingLine:
    reference: str
    state: str
    child: str
    starts_at: int
    lead: str
    round: int | None


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting as those who take part in it see it."""

    reference: str
    version: int
    state: str
    source: str
    source_kind: str
    child: str
    round: int | None
    follow_up: bool
    starts_at: int
    place: str
    purpose: str
    special_reason: str
    outcome: str
    lead: str
    readers: tuple[Reader, ...]
    may: frozenset[Action]


def planner(actor: Actor, source: str) -> Planner:
    """The children of a matter, how many meetings there have been about each, and who can be invited. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.MEETING_PLAN, source, d.facts(source))
        found = _subjects(d, facts)
        d.show(*(child.reference for child in found))
        return Planner(source, facts.matter.kind, found, recipients(d, EARLY_PARTIES, colleagues=True))


def plan(actor: Actor, source: str, wanted: Plan, key: str) -> str:
    """Call a meeting about one child. Returns its reference.

    Raises Denied, UnknownChild, NobodyInvited, and Unsettled with the check's advice: for the police (D1), for a
    follow-up without its special reason (D2), and for a third (D3).
    """
    payload = asdict(wanted) | {"about": source}
    with door(actor) as d:
        facts = d.require(Action.MEETING_PLAN, source, d.facts(source))
        made_before = already(d, key, payload)
        if made_before:
            d.show(made_before)
            return made_before
        child = next((found for found in _subjects(d, facts) if found.reference == wanted.child), None)
        if child is None:
            raise UnknownChild
        invited = _invited(d, wanted)
        advice = _advice(d, facts, wanted, child, invited)
        made = _make(d, facts, wanted, child, invited)
        for to in invited:
            _keep(d, made, wanted, advice[to.user_id], to)
        remember(d, key, payload, made.reference)
        tell(d, [to.user_id for to in invited], made.reference, "invitation")
        d.show(made.reference, child.reference)
        return made.reference


def index(actor: Actor, after: str | None = None) -> tuple[list[MeetingLine], str | None]:
    """The meetings this person takes part in, the latest called first, and the reference to go on after, or None."""
    with door(actor) as d:
        d.require_general(Action.MEETING_LIST)
        before = participating.position(d.standing, after, d.now)
        ids = participating.newest(d.standing, MatterKind.MEETING, d.now, before, PAGE_SIZE + 1)
        rows = _rows(Matter.id << ids)
        found = [_line(d, row) for row in rows[:PAGE_SIZE]]
        d.show(*(line.reference for line in found))
        return found, found[-1].reference if len(rows) > PAGE_SIZE else None


def show(actor: Actor, reference: str) -> MeetingView:
    """One meeting. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.MEETING_READ, reference, d.facts(reference))
        [row] = _rows(Matter.id == facts.id)
        return _view(d, facts, row)


def hold(actor: Actor, reference: str, version: int, outcome: str, key: str) -> None:
    """The meeting was held; what came of it is read by those who took part. Pressed twice, it is noted once.

    Raises Denied, Clash.
    """
    with door(actor) as d:
        facts, payload = d.facts(reference), {"outcome": outcome, "about": reference}
        if pressed_before(d, facts, Action.MEETING_HOLD, key, payload):
            d.require(Action.MEETING_READ, reference, facts)
            return
        facts = d.require(Action.MEETING_HOLD, reference, facts)
        sealed = seal(facts.key, "meetings", reference, outcome=outcome)
        Meeting.update(held_at=d.now, **sealed).where(Meeting.matter == facts.id).execute()
        remember(d, key, payload, reference)
        advance(d, facts, MeetingState.HELD, version)


def cancel(actor: Actor, reference: str, version: int) -> None:
    """The meeting is called off: it no longer counts, and those invited are told. Raises Denied, Clash."""
    with door(actor) as d:
        facts = d.require(Action.MEETING_CANCEL, reference, d.facts(reference))
        Meeting.update(round=None).where(Meeting.matter == facts.id).execute()
        advance(d, facts, MeetingState.CANCELLED, version)
        tell(d, _invited_to(facts), reference, "cancellation")


def _subjects(d: Door, facts: Facts) -> tuple[Subject, ...]:
    """The listed children of the matter, with how many meetings count for each, whoever called them."""
    link = ConcernPerson if facts.matter.kind is MatterKind.CONCERN else NotificationPerson
    of_matter = link.concern if link is ConcernPerson else link.notification
    rows = (
        Person.select(Person.reference, Person.wrapped_key, Person.name, fn.COUNT(Meeting.round))
        .join(link, on=(link.person == Person.id))
        .join(Meeting, JOIN.LEFT_OUTER, on=(Meeting.person == Person.id))
        .where(of_matter == facts.id)
        .group_by(Person.id, Person.reference, Person.wrapped_key, Person.name)
        .order_by(Person.id)
        .tuples()
    )
    most = limit("ssd_meetings") + limit("ssd_follow_ups")
    return tuple(
        Subject(ref, d.unwrap(ref, wrapped).open("persons.name", ref, name), rounds, rounds >= most)
        for ref, wrapped, name, rounds in rows
    )


def _invited(d: Door, wanted: Plan) -> list[Recipient]:
    found = [recipient(User.reference == reference, d.today) for reference in dict.fromkeys(wanted.invited)]
    if not found or None in found:
        raise NobodyInvited
    return found


def _advice(d: Door, facts: Facts, wanted: Plan, child: Subject, invited: list[Recipient]) -> dict[int, Advice]:
    """What the check says of each of those invited, by user. Raises Unsettled with the first that does not settle."""
    found = {}
    for to in invited:
        advice = advise_on(d, facts, Basis.SSD, to, wanted.replies, Crossing.AGENDA_ITEM, rounds=child.rounds)
        settle(advice, wanted.reason)
        found[to.user_id] = advice
    return found


def _keep(d: Door, made: Made, wanted: Plan, advice: Advice, to: Recipient) -> None:
    store_check(d, made, Crossing.AGENDA_ITEM, Basis.SSD, advice, wanted.replies, wanted.reason, about=to.user_id)


def _make(d: Door, facts: Facts, wanted: Plan, child: Subject, invited: list[Recipient]) -> Made:
    made = new_matter(d, MatterKind.MEETING, MEETING, MeetingState.PLANNED, d.standing.unit_id, None)
    person = Person.select(Person.id).where(Person.reference == child.reference).scalar()
    Meeting.insert(
        matter=made.id, lead=d.actor.user_id, source=facts.id, round=_next_round(person), basis=Basis.SSD,
        person=person, starts_at=wanted.starts_at,
        **seal(made.key, "meetings", made.reference, place=wanted.place, purpose=wanted.purpose,
               special_reason=wanted.reason),
    ).execute()  # fmt: skip
    others = tuple((to.user_id, to.role) for to in invited)
    participating.store(
        made.id, MatterKind.MEETING, parties.of_meeting((d.actor.user_id, d.standing.role), others, d.now)
    )
    return made


def _next_round(person_id: int) -> int:
    """One more than the last there is: when the first of two was called off, the one that is left keeps its number."""
    return (Meeting.select(fn.MAX(Meeting.round)).where(Meeting.person == person_id).scalar() or 0) + 1


def _rows(condition) -> list[dict]:
    source = Matter.alias()
    return list(
        Meeting.select(
            Meeting, Matter.reference, Matter.state, Matter.wrapped_key, User.name.alias("lead_name"),
            Person.reference.alias("child"), Person.wrapped_key.alias("child_key"), Person.name.alias("child_name"),
            source.id.alias("source_id"), source.reference.alias("source_reference"), source.kind.alias("source_kind"),
        )
        .join(Matter, on=(Matter.id == Meeting.matter))
        .join(User, on=(User.id == Meeting.lead))
        .join(Person, on=(Person.id == Meeting.person))
        .join(source, on=(source.id == Meeting.source))
        .where(condition)
        .order_by(Matter.id.desc())
        .dicts()
    )  # fmt: skip


def _child(d: Door, row: dict) -> str:
    d.show(row["child"])
    return d.unwrap(row["child"], row["child_key"]).open("persons.name", row["child"], row["child_name"])


def _line(d: Door, row: dict) -> MeetingLine:
    return MeetingLine(row["reference"], row["state"], _child(d, row), row["starts_at"], row["lead_name"], row["round"])


def _view(d: Door, facts: Facts, row: dict) -> MeetingView:
    texts = unseal(facts.key, "meetings", facts.reference, place=row["place"], purpose=row["purpose"],
                   special_reason=row["special_reason"], outcome=row["outcome"])  # fmt: skip
    open_source = Matter.select(Matter.id).where(
        (Matter.id == row["source_id"]) & participating.takes_part(d.standing, Matter.id, d.now)
    )
    source = row["source_reference"] if open_source.exists() else ""
    d.show(*filter(None, (source,)))
    return MeetingView(
        reference=facts.reference, version=facts.version, state=facts.matter.state, source=source,
        source_kind=row["source_kind"], child=_child(d, row), round=row["round"],
        follow_up=(row["round"] or 0) > limit("ssd_meetings"), starts_at=row["starts_at"], lead=row["lead_name"],
        readers=tuple(participating.audience(facts.matter, Action.MEETING_READ, d.now)), may=d.may(facts), **texts,
    )  # fmt: skip


def _invited_to(facts: Facts) -> list[int]:
    return [g.user_id for g in facts.matter.grants if g.capacity is Capacity.PARTICIPANT and g.user_id is not None]


__all__ = ["ASKED", "NobodyInvited", "Plan",  "UnknownChild", "Unsettled", "cancel", "hold", "index", "plan",
           "planner", "show"]  # fmt: skip
