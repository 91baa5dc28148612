"""What the duty to inform shows: on a concern, on a page of its own, and in a letter."""

from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from ssp.models import Clock, Concern, ConcernPerson, Disclosure, Matter, Notice, Person, Unit, User
from ssp.policy.notices import NoticeState, last_review, state
from ssp.services.clocks import ClockView
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.family_letters import Addressee, addressed, addressees
from ssp.services.notices import tellers, unknown
from ssp.services.prepared import prepared, slot
from ssp.services.standing import today
from ssp.services.writing import unseal
from ssp.terms import Action, ClockKind, Giver, MatterKind, Role

KEPT_TEXTS = ("observation", "words", "assessment", "protective", "done_text")
"""The texts of a concern a letter tells of in kind, never what they say."""


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One who is to be told about one child, how it stands, and the clock that runs, if one does."""

    reference: str
    child: str
    to_whom: Giver
    named: str
    state: NoticeState
    begins: date | None
    told_on: date | None
    told_how: str
    told_by: str
    exemption: str
    reason: str
    review_on: date | None
    clock: ClockView | None


@dataclass(frozen=True, slots=True)
class Teller:
    reference: str
    name: str


@dataclass(frozen=True, slots=True)
class NoticePage:
    """One notice on the page where one acts on it. `children` are (row, name) of everybody the concern names."""

    concern: str
    version: int
    notice: NoticeView | None
    children: tuple[tuple[str, str], ...]
    tellers: tuple[Teller, ...]
    last_review: date
    me: str
    may: frozenset[Action]
    addressees: tuple[Addressee, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter says, and to whom: kinds of information, never the information; no address ever."""

    reference: str
    to_whom: Giver
    named: str
    child: str
    source: str
    written_on: date
    kinds: tuple[str, ...]
    receivers: tuple[str, ...]
    kept_until: date
    contact: tuple[str, Role, str, str]
    today: date


def of_concern(d: Door, facts: Facts, names: dict[str, str]) -> tuple[tuple[NoticeView, ...], tuple[ClockView, ...]]:
    """The notices of a concern somebody has been let into, and every clock that runs in it; `names` are the
    children's, by their rows.

    A notice that is ahead is left out as long as the record will be gone before its day.
    """
    notices: dict[str, tuple] = {}
    running = []
    for row in _rows(matter=facts.id):
        clock = _running(d, row)
        running += [clock] if clock else []
        if row[10] is not None:
            notices[row[10]] = (row, clock)
    found = (_view(d, facts, row, names, clock) for row, clock in sorted(notices.values(), key=lambda n: n[0][20:]))
    return tuple(view for view in found if view), tuple(sorted(running, key=lambda clock: clock.due_at))


def _running(d: Door, row: tuple) -> ClockView | None:
    ref, kind, about, due_at, rule, version, starts_at, stopped_at, matter = row[:9]
    if stopped_at is not None or starts_at > d.now:
        return None
    return ClockView(ref, ClockKind(kind), matter, MatterKind.CONCERN, about, due_at, due_at <= d.now, rule, version)


def _view(d: Door, facts: Facts, row: tuple, names: dict[str, str], clock: ClockView | None) -> NoticeView | None:
    starts_at, stopped_at, kept_until = row[6], row[7], row[9]
    ref, child, to_whom, named, told_on, how, by, exemption, reason, review_on = row[10:20]
    begins = today(starts_at) if stopped_at is None and starts_at > d.now else None
    if begins is not None and begins > kept_until:
        return None
    texts = unseal(facts.key, "notices", ref, named=named, reason=reason)
    return NoticeView(
        ref, names.get(child, ""), Giver(to_whom), texts["named"], state(told_on, review_on, begins, d.today), begins,
        told_on, how or "", by or "", exemption or "", texts["reason"], review_on, clock,
    )  # fmt: skip


@prepared
def _rows():
    """Every clock of a concern, oldest first, with the notice it is about: each notice has had one from the start."""
    return (
        Clock.select(
            Clock.reference, Clock.kind, Clock.about, Clock.due_at, Clock.rule, Clock.rule_version, Clock.starts_at,
            Clock.stopped_at, Matter.reference, Matter.retention_until,
            Notice.reference, ConcernPerson.reference, Notice.to_whom, Notice.named, Notice.told_on, Notice.told_how,
            User.name, Notice.exemption, Notice.reason, Notice.review_on, Notice.child, Notice.id,
        )
        .join(Matter, on=(Matter.id == Clock.matter))
        .join(Notice, JOIN.LEFT_OUTER, on=((Notice.reference == Clock.about) & (Notice.concern == Clock.matter)))
        .join(ConcernPerson, JOIN.LEFT_OUTER, on=(ConcernPerson.id == Notice.child))
        .join(User, JOIN.LEFT_OUTER, on=(User.id == Notice.told_by))
        .where(Clock.matter == slot("matter"))
        .order_by(Clock.id)
        .tuples()
    )  # fmt: skip


def page(actor: Actor, concern: str, notice: str | None = None) -> NoticePage:
    """The page on which one acts on a notice, or adds one (None). Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CONCERN_READ, concern, d.facts(concern))
        if notice is None:
            d.require(Action.NOTICE_ADD, concern, facts)
        names = names_of(d, facts)
        found = [view for view in of_concern(d, facts, names)[0] if view.reference == notice]
        if notice is not None and not found:
            unknown(d, Action.CONCERN_READ, concern)
        people = User.select(User.id, User.reference, User.name).where(User.id << tellers(d, facts)).order_by(User.name)
        people = list(people.tuples())
        return NoticePage(
            concern, facts.version, found[0] if found else None, tuple(names.items()),
            tuple(Teller(reference, name) for _, reference, name in people), last_review(d.today),
            next((reference for id_, reference, _ in people if id_ == d.actor.user_id), ""), d.may(facts),
            addressees(d, notice) if notice else (),
        )  # fmt: skip


def letter(actor: Actor, concern: str, notice: str, to: str = "") -> LetterFacts:
    """What the letter to somebody who is to be told says; that it was made stands in the log.

    `to` is the reference of an adult of the child's family. Raises Denied, NotToBeTold.
    """
    with door(actor) as d:
        facts = d.require(Action.NOTICE_PRINT, concern, d.facts(concern))
        found = [view for view in of_concern(d, facts, names_of(d, facts))[0] if view.reference == notice]
        if not found:
            unknown(d, Action.NOTICE_PRINT, concern)
        d.show(notice)
        named = addressed(addressees(d, notice), to, found[0].named)
        if named is None:
            unknown(d, Action.NOTICE_PRINT, concern)
        row = _written(facts)
        return LetterFacts(
            notice, found[0].to_whom, named, found[0].child, row["unit_name"], today(row["created_at"]),
            tuple(name for name in KEPT_TEXTS if row[name]), _receivers(facts), row["retention_until"], _contact(d),
            d.today,
        )  # fmt: skip


def names_of(d: Door, facts: Facts) -> dict[str, str]:
    """The names of the children a concern is about, by their rows; about to be shown."""
    rows = (
        ConcernPerson.select(
            ConcernPerson.reference, ConcernPerson.named, Person.reference, Person.wrapped_key, Person.name
        )
        .join(Person, JOIN.LEFT_OUTER, on=(Person.id == ConcernPerson.person))
        .where(ConcernPerson.concern == facts.id)
        .order_by(ConcernPerson.id)
        .tuples()
    )
    return {row: name_of(d, facts.key, row, *rest) for row, *rest in rows}


def name_of(d: Door, key, row: str, named: bytes | None, reference: str | None, wrapped, name) -> str:
    """A child's name as the school's roll has it, or as it was written; whose roll it is goes into the log's line."""
    if reference is None:
        return key.open("concern_persons.named", row, named)
    d.show(reference)
    return d.unwrap(reference, wrapped).open("persons.name", reference, name)


def _written(facts: Facts) -> dict:
    return (
        Concern.select(
            Unit.name.alias("unit_name"), Matter.created_at, Matter.retention_until,
            *(getattr(Concern, name) for name in KEPT_TEXTS),
        )
        .join(Matter, on=(Matter.id == Concern.matter))
        .join(Unit, on=(Unit.id == Matter.unit))
        .where(Concern.matter == facts.id)
        .dicts()
        .get()
    )  # fmt: skip


def _receivers(facts: Facts) -> tuple[str, ...]:
    """The authorities an extract of the concern has been shared with so far, by name."""
    rows = (
        Disclosure.select(Unit.name)
        .join(Unit, on=(Unit.id == Disclosure.recipient_unit))
        .where(Disclosure.source == facts.id)
        .distinct()
        .order_by(Unit.name)
    )
    return tuple(name for (name,) in rows.tuples())


def _contact(d: Door) -> tuple[str, Role, str, str]:
    """Whoever makes the letter: name, role, unit, and mail address or ""."""
    name, role, unit, email = (
        User.select(User.name, User.role, Unit.name, User.email)
        .join(Unit, on=(Unit.id == User.unit))
        .where(User.id == d.actor.user_id)
        .tuples()
        .get()
    )
    return name, Role(role), unit, email
