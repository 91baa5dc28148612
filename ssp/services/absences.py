"""Unlawful absence: reporting it, and the leader's task that only a notification or a correction closes (E4)."""

from dataclasses import asdict, dataclass

from ssp.models import Absence, Matter, Person
from ssp.policy import duties, parties
from ssp.policy.register import limit
from ssp.services import clocks, participating
from ssp.services.absence_views import AbsenceLine, AbsenceView, leaders_part, lines, view_of
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.known_persons import on_the_roll
from ssp.services.persons import Pupil, find
from ssp.services.references import ABSENCE
from ssp.services.standing import today
from ssp.services.writing import Made, advance, already, new_matter, pressed_before, remember, seal, tell
from ssp.terms import AbsenceState, Action, Capacity, Channel, ClockKind, MatterKind

PAGE_SIZE = 30


class UnknownChild(Exception):
    """The child is not a pupil of the writer's own unit."""


class StillOverTheLimit(Exception):
    """A correction that leaves the absence at the limit corrects nothing."""


@dataclass(frozen=True, slots=True)
class Report:
    """One pupil's unlawful absence in one quarter, in whole percent."""

    child: str
    quarter: str
    percent: int


@dataclass(frozen=True, slots=True)
class Desk:
    """The page an absence is reported on: pupils to choose from, and the limit in percent."""

    chosen: list[Pupil]
    found: list[Pupil]
    limit: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of lines; `next` is the reference to continue after, or None."""

    lines: list[AbsenceLine]
    next: str | None


def quarters_now() -> tuple[str, str]:
    """The quarters an absence can be reported for: this one and the last, as stored."""
    return duties.quarters(today())


def desk(actor: Actor, query: str = "", chosen: tuple[str, ...] = (), channel: Channel = Channel.PAGE) -> Desk:
    """The page an absence is reported on, with the pupils of one's own school that match."""
    with door(actor, channel) as d:
        d.require_general(Action.ABSENCE_REPORT)
        if query:
            d.searched(query)
        picked, found = find(d, query, list(chosen))
        return Desk(picked, found, limit("absence_percent"))


def report(actor: Actor, said: Report, key: str) -> str:
    """Report a pupil's unlawful absence. Returns the reference of the leader's task, "" below the limit.

    The same form sent twice makes one. Raises UnknownChild.
    """
    with door(actor) as d:
        d.require_general(Action.ABSENCE_REPORT)
        payload = asdict(said)
        made_before = already(d, key, payload)
        if made_before:
            d.show(made_before)
            return made_before
        known = _own_pupils(d, (said.child,))
        if not duties.must_notify(said.percent):
            return ""
        made = open_for(d, known[said.child], said.quarter, said.percent)
        d.show(said.child)
        remember(d, key, payload, made.reference)
        return made.reference


def index(actor: Actor, after: str | None = None) -> Listing:
    """The absences this person takes part in, newest first; a leader's open ones carry their clock."""
    with door(actor) as d:
        d.require_general(Action.ABSENCE_LIST)
        before = participating.position(d.standing, after, d.now)
        rows = participating.newest(d.standing, MatterKind.ABSENCE, d.now, before, PAGE_SIZE + 1)
        ids = [id_ for (id_,) in rows.tuples()]
        found = lines(d, ids[:PAGE_SIZE])
        d.show(*(reference for line in found for reference in (line.reference, line.child)))
        return Listing(found, found[-1].reference if len(ids) > PAGE_SIZE else None)


def show(actor: Actor, reference: str) -> AbsenceView:
    """One absence as this person may see it. Raises Denied."""
    with door(actor) as d:
        return view_of(d, d.require(Action.ABSENCE_READ, reference, d.facts(reference)))


def correct(actor: Actor, reference: str, percent: int, correction: str, key: str) -> None:
    """The leader states what was wrong with the figure, and the right one, which is below the limit (E4).

    Pressed twice, it is done once. Raises StillOverTheLimit.
    """
    with door(actor) as d:
        facts, payload = d.facts(reference), {"percent": percent, "correction": correction, "about": reference}
        if pressed_before(d, facts, Action.ABSENCE_CORRECT, key, payload):
            d.require(Action.ABSENCE_READ, reference, facts)
            return
        facts = d.require(Action.ABSENCE_CORRECT, reference, facts)
        if duties.must_notify(percent):
            raise StillOverTheLimit
        sealed = seal(facts.key, "absences", reference, correction=correction)
        Absence.update(corrected_percent=percent, **sealed).where(Absence.matter == facts.id).execute()
        remember(d, key, payload, reference)
        _close(d, facts, AbsenceState.CORRECTED)


def dismiss(actor: Actor, reference: str) -> None:
    """Refused for everybody, always, and logged: it is never just 'not relevant' (E4). Raises Denied."""
    with door(actor) as d:
        d.require(Action.ABSENCE_DISMISS, reference, d.facts(reference))


def open_for(d: Door, person_id: int, quarter: str, percent: int) -> Made:
    """The task of the school's leader to notify of this pupil, with its clock."""
    made = new_matter(d, MatterKind.ABSENCE, ABSENCE, AbsenceState.REPORTED, d.standing.unit_id, None)
    Absence.insert(matter=made.id, person=person_id, author=d.actor.user_id, quarter=quarter, percent=percent).execute()
    grants = parties.of_absence(d.actor.user_id, d.standing.unit_id, d.now)
    participating.store(made.id, MatterKind.ABSENCE, grants)
    clocks.start(d, made.id, ClockKind.ABSENCE, Capacity.LEADER)
    tell(d, [id_ for id_ in _leader_ids(d, grants) if id_ != d.actor.user_id], made.reference)
    d.show(made.reference)
    return made


def report_children(d: Door, children: tuple[str, ...], percent: int | None) -> None:
    """What a concern says of its listed children's unlawful absence, passed on when it reaches the limit (E4)."""
    if percent is None or not children or not duties.must_notify(percent):
        return
    for person_id in _own_pupils(d, children).values():
        open_for(d, person_id, duties.quarter_of(d.today), percent)


def discharge(d: Door, facts: Facts, notification_id: int) -> None:
    """The leader has notified: every open task about the same pupil in the same quarter is done.

    Whoever else notifies does so on their own account; the leader's duty stays.
    """
    if Action.ABSENCE_CORRECT not in d.may(facts):
        return
    person, quarter = Absence.select(Absence.person, Absence.quarter).where(Absence.matter == facts.id).tuples().get()
    open_ones = (
        Matter.select(Matter.reference)
        .join(Absence, on=(Absence.matter == Matter.id))
        .where((Absence.person == person) & (Absence.quarter == quarter) & (Matter.state == AbsenceState.REPORTED))
        .order_by(Matter.id)
        .tuples()
    )
    for (reference,) in list(open_ones):
        same = d.facts(reference)
        if Action.ABSENCE_CORRECT in d.may(same):
            Absence.update(notification=notification_id).where(Absence.matter == same.id).execute()
            d.show(reference)
            _close(d, same, AbsenceState.NOTIFIED)


def _close(d: Door, facts: Facts, state: AbsenceState) -> None:
    clocks.stop(d, facts.id, ClockKind.ABSENCE)
    advance(d, facts, state)
    authors = [g.user_id for g in facts.matter.grants if g.capacity is Capacity.AUTHOR]
    tell(d, [id_ for id_ in authors if id_ != d.actor.user_id], facts.reference)


def _own_pupils(d: Door, children: tuple[str, ...]) -> dict[str, int]:
    rows = Person.select(Person.reference, Person.id).where((Person.reference << list(children)) & on_the_roll(d))
    known = dict(rows.tuples())
    if len(known) != len(set(children)):
        raise UnknownChild
    return known


def _leader_ids(d: Door, grants) -> list[int]:
    return participating.audience_ids(leaders_part(grants), Action.ABSENCE_CORRECT, d.now)
