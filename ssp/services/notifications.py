"""Statutory notifications: sending one, registering one that came from outside, and what the section does (E1-E9)."""

from dataclasses import asdict, dataclass

from peewee import fn

from ssp.models import Draft, Notification, NotificationPerson, Person, Unit
from ssp.policy import duties, parties
from ssp.policy.access import MatterFacts
from ssp.policy.duties import OUTSIDE
from ssp.services import absences, clocks, participating
from ssp.services.concerns import put_mark
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.known_persons import on_the_roll
from ssp.services.notification_sources import people_of, readable_source
from ssp.services.notification_views import NotificationView, view_of
from ssp.services.references import NOTIFICATION, ROW, new_reference
from ssp.services.sections import section_id
from ssp.services.writing import Made, advance, already, new_matter, remember, seal, tell
from ssp.terms import (
    Action,
    Assessment,
    CameFrom,
    Capacity,
    ClockKind,
    DutyMark,
    Feedback,
    Ground,
    MatterKind,
    NotificationState,
    NotInformed,
    Sector,
)


class NoSection(Exception):
    """No social section has anybody in post: there is nobody to send it to."""


class UnknownChild(Exception):
    """A ticked child is neither a pupil of the writer's own unit nor in what it is written from."""


class NotYet(Exception):
    """A notification cannot have arrived in the future."""


@dataclass(frozen=True, slots=True)
class NotificationContent:
    """What somebody notifies of. `source` is the concern or the absence it was written from, or ""."""

    ground: Ground
    acute: bool
    observation: str
    parents_informed: bool
    children: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    words: str = ""
    strengths: str = ""
    tried: str = ""
    absence_percent: int | None = None
    not_informed: NotInformed | None = None
    not_informed_reason: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who notified from outside, and the second it reached the municipality."""

    came_from: CameFrom
    notifier: str
    at: int


@dataclass(frozen=True, slots=True)
class Page:
    """The page something was sent from: its form's key, and the draft it kept."""

    key: str
    draft: str = ""
    version: int = 0


def send(actor: Actor, content: NotificationContent, page: Page) -> str:
    """Notify the social section under one's own name. Returns the reference; the same form sent twice makes one.

    The mark on the concern it came from is set, an absence it was due for is closed. Raises NoSection, UnknownChild.
    """
    with door(actor) as d:
        d.require_general(Action.NOTIFICATION_WRITE)
        return _once(d, asdict(content), page, lambda: _sent(d, content))


def register(actor: Actor, content: NotificationContent, arrival: Arrival, page: Page) -> str:
    """Register one that reached the section by phone, letter or in person; the clocks run from when it did.

    Raises NotYet, NoSection, UnknownChild.
    """
    if arrival.came_from not in OUTSIDE:
        raise ValueError(arrival.came_from)
    with door(actor) as d:
        d.require_general(Action.NOTIFICATION_REGISTER)
        if arrival.at > d.now:
            raise NotYet
        return _once(d, asdict(content) | asdict(arrival), page, lambda: _registered(d, content, arrival))


def show(actor: Actor, reference: str) -> NotificationView:
    """One notification as this person may see it. Raises Denied."""
    with door(actor) as d:
        return view_of(d, d.require(Action.NOTIFICATION_READ, reference, d.facts(reference)))


def print_out(actor: Actor, reference: str) -> NotificationView:
    """What is printed of a notification: what its reader may see, and an act of its own in the log."""
    with door(actor) as d:
        return view_of(d, d.require(Action.NOTIFICATION_PRINT, reference, d.facts(reference)))


def receive(actor: Actor, reference: str) -> None:
    """The section takes it: whoever notified can see that it has arrived with somebody."""
    with door(actor) as d:
        facts = d.require(Action.NOTIFICATION_RECEIVE, reference, d.facts(reference))
        _change(facts, received_at=d.now, received_by=actor.user_id)
        advance(d, facts, NotificationState.RECEIVED)
        _tell_reporter(d, facts)


def assess(actor: Actor, reference: str, outcome: Assessment, reason: str, key: str) -> None:
    """Decide whether acute measures are needed (E5); the reason is the section's. Pressed twice, it is done once."""
    with door(actor) as d:
        facts, payload = d.facts(reference), {"assessment": outcome, "reason": reason, "about": reference}
        if already(d, key, payload):
            d.require(Action.NOTIFICATION_READ, reference, facts)
            return
        facts = d.require(Action.NOTIFICATION_ASSESS, reference, facts)
        _change(
            facts, assessed_at=d.now, assessed_by=actor.user_id, assessment=outcome,
            received_at=fn.COALESCE(Notification.received_at, d.now),
            received_by=fn.COALESCE(Notification.received_by, actor.user_id),
            **seal(facts.key, "notifications", reference, assessment_reason=reason),
        )  # fmt: skip
        clocks.stop(d, facts.id, ClockKind.ASSESSMENT)
        remember(d, key, payload, reference)
        advance(d, facts, NotificationState.ASSESSED)
        _tell_reporter(d, facts)


def give_receipt(actor: Actor, reference: str, text: str, key: str) -> None:
    """Give whoever notified their receipt (E6). Pressed twice, it is given once."""
    with door(actor) as d:
        facts, payload = d.facts(reference), {"receipt": text, "about": reference}
        if already(d, key, payload):
            d.require(Action.NOTIFICATION_READ, reference, facts)
            return
        facts = d.require(Action.NOTIFICATION_RECEIPT, reference, facts)
        d.require_decision(Action.NOTIFICATION_RECEIPT, duties.decide_receipt(_came_from(facts)), reference)
        _change(facts, receipted_at=d.now, **seal(facts.key, "notifications", reference, receipt=text))
        clocks.stop(d, facts.id, ClockKind.RECEIPT)
        remember(d, key, payload, reference)
        advance(d, facts, NotificationState.RECEIPTED)
        _tell_reporter(d, facts)


def give_feedback(actor: Actor, reference: str, feedback: Feedback) -> None:
    """Tell a professional whether something was started, and nothing else (E7)."""
    with door(actor) as d:
        facts = d.require(Action.NOTIFICATION_FEEDBACK, reference, d.facts(reference))
        d.require_decision(Action.NOTIFICATION_FEEDBACK, duties.decide_feedback(_came_from(facts)), reference)
        _change(facts, feedback=feedback, feedback_at=d.now)
        advance(d, facts)
        _tell_reporter(d, facts)


def file(actor: Actor, reference: str, place: str, version: int | None = None) -> None:
    """Note where it is filed: the municipality's own system, and the number there.

    Raises Clash when somebody changed it since `version`, the one the page was made from.
    """
    with door(actor) as d:
        facts = d.require(Action.NOTIFICATION_FILE, reference, d.facts(reference))
        _change(facts, filed_at=d.now, **seal(facts.key, "notifications", reference, filed_in=place))
        advance(d, facts, version=version)


def block(actor: Actor, reference: str) -> None:
    """Refused for everybody, always, and logged: no one stops, removes or sends back a notification (E2)."""
    with door(actor) as d:
        d.require(Action.NOTIFICATION_BLOCK, reference, d.facts(reference))


def _once(d: Door, payload: dict, page: Page, make) -> str:
    made_before = already(d, page.key, payload)
    if made_before:
        d.show(made_before)
        return made_before
    made = make()
    remember(d, page.key, payload, made.reference)
    same = (Draft.page == page.key) | (Draft.version == page.version)
    Draft.delete().where((Draft.reference == page.draft) & (Draft.user == d.actor.user_id) & same).execute()
    d.show(made.reference)
    return made.reference


def _sent(d: Door, content: NotificationContent) -> Made:
    source = readable_source(d, content.source)
    section = section_id(d)
    grants = parties.of_notification(d.actor.user_id, section or 0, d.now)
    made = _make(d, content, Arrival(CameFrom.STAFF, "", d.now), section, grants, source)
    if source is not None and Action.CONCERN_MARK_DUTY in d.may(source):
        put_mark(d, source, DutyMark.SENT, "")
    if source is not None and source.matter.kind is MatterKind.ABSENCE:
        absences.discharge(d, source, made.id)
    return made


def _registered(d: Door, content: NotificationContent, arrival: Arrival) -> Made:
    section = d.standing.unit_id if d.standing.sector is Sector.SOCIAL else section_id(d)
    grants = parties.of_notification(d.actor.user_id, section or 0, d.now, d.standing.role)
    return _make(d, content, arrival, section, grants, None)


def _make(d: Door, content: NotificationContent, arrival: Arrival, section: int | None, grants, source) -> Made:
    if section is None:
        raise NoSection
    network_id = Unit.select(Unit.network).where(Unit.id == d.standing.unit_id).scalar()
    made = new_matter(d, MatterKind.NOTIFICATION, NOTIFICATION, NotificationState.SENT, d.standing.unit_id, network_id)
    _insert(made, d.actor.user_id, section, content, arrival, source)
    _insert_children(d, made, content, source)
    participating.store(made.id, MatterKind.NOTIFICATION, grants)
    for kind in duties.clocks_of(arrival.came_from):
        clocks.start(d, made.id, kind, Capacity.SECTION, at=arrival.at)
    tell(d, [id_ for id_ in _section_ids(d, grants) if id_ != d.actor.user_id], made.reference)
    return made


def _insert(made: Made, author: int, section: int, content: NotificationContent, arrival: Arrival, source) -> None:
    Notification.insert(
        matter=made.id, author=author, section=section, source=source.id if source else None,
        came_from=arrival.came_from, ground=content.ground, acute=content.acute, arrived_at=arrival.at,
        absence_percent=content.absence_percent, parents_informed=content.parents_informed,
        not_informed=content.not_informed,
        **seal(
            made.key, "notifications", made.reference, notifier=arrival.notifier, observation=content.observation,
            words=content.words, strengths=content.strengths, tried=content.tried,
            not_informed_reason=content.not_informed_reason,
        ),
    ).execute()  # fmt: skip


def _insert_children(d: Door, made: Made, content: NotificationContent, source: Facts | None) -> None:
    wanted = list(dict.fromkeys(content.children))
    allowed = on_the_roll(d) | (Person.id << people_of(source))
    known = dict(
        Person.select(Person.reference, Person.id).where((Person.reference << wanted) & allowed).tuples()
    )  # fmt: skip
    if len(known) != len(wanted):
        raise UnknownChild
    rows = [
        {"reference": new_reference(ROW), "notification": made.id, "person": known[r], "named": None} for r in wanted
    ]
    for name in content.unlisted:
        row = new_reference(ROW)
        sealed = seal(made.key, "notification_persons", row, named=name)
        rows.append({"reference": row, "notification": made.id, "person": None, **sealed})
    NotificationPerson.insert_many(rows).execute()


def _change(facts: Facts, **values) -> None:
    Notification.update(**values).where(Notification.matter == facts.id).execute()


def _came_from(facts: Facts) -> CameFrom:
    return CameFrom(Notification.select(Notification.came_from).where(Notification.matter == facts.id).scalar())


def _section_ids(d: Door, grants) -> list[int]:
    own = tuple(g for g in grants if g.capacity is Capacity.SECTION)
    facts = MatterFacts(MatterKind.NOTIFICATION, NotificationState.SENT, 0, own)
    return participating.audience_ids(facts, Action.NOTIFICATION_RECEIVE, d.now)


def _tell_reporter(d: Door, facts: Facts) -> None:
    """Staff who notified hear that there is news; whoever notified from outside has no account to read it with."""
    if _came_from(facts) is CameFrom.STAFF:
        authors = [g.user_id for g in facts.matter.grants if g.capacity is Capacity.AUTHOR]
        tell(d, [id_ for id_ in authors if id_ != d.actor.user_id], facts.reference)
