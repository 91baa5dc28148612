"""What a concern shows: a line in a list, and the page, composed for the one who looks."""

from dataclasses import dataclass
from datetime import date

from peewee import JOIN, Value, fn

from ssp.models import (
    Concern,
    ConcernPerson,
    Matter,
    Message,
    Notification,
    Person,
    TriageDecision,
    Unit,
    User,
)
from ssp.policy import ages
from ssp.services.clocks import ClockView
from ssp.services.concern_surroundings import EarlierLine, around
from ssp.services.door import Door, Facts
from ssp.services.notice_views import NoticeView, of_concern
from ssp.services.prepared import prepared, slot
from ssp.services.register import DisclosureLine, shared_from
from ssp.services.writing import unseal
from ssp.terms import DUTY_THEMES, Action, MessageKind


@dataclass(frozen=True, slots=True)
class ChildView:
    """A child in a concern; `cpr` is masked, `address` is hidden when protected; `row` is its place in the concern."""

    reference: str
    name: str
    school_class: str
    cpr: str
    address: str
    protected: bool
    row: str
    hints: tuple[ages.Hint, ...]


@dataclass(frozen=True, slots=True)
class MessageView:
    reference: str
    kind: MessageKind
    author: str
    role: str
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    verdict: str
    reason_code: str
    reason: str
    by: str
    at: int
    case: str


@dataclass(frozen=True, slots=True)
class ConcernView:
    """One concern as one person may see it, and what that person may do next."""

    reference: str
    version: int
    state: str
    subject: str
    theme: str
    worry: str
    source: str
    author: str
    author_role: str
    unit: str
    sent_at: int
    observed_on: date
    decide_by: date
    answer_by: date
    received_at: int | None
    decided_at: int | None
    closed_at: int | None
    done: tuple[str, ...]
    absence_percent: int | None
    texts: dict[str, str]
    duty_likely: bool
    duty_mark: str
    duty_at: int | None
    children: tuple[ChildView, ...]
    messages: tuple[MessageView, ...]
    decisions: tuple[DecisionView, ...]
    disclosures: tuple[DisclosureLine, ...]
    earlier: tuple[EarlierLine, ...]
    notices: tuple[NoticeView, ...]
    clocks: tuple[ClockView, ...]
    notified: str
    own: bool
    may: frozenset[Action]


SEALED = (
    "described_as", "observation", "words", "assessment", "protective", "place", "done_text", "duty_reason",
)  # fmt: skip


def view_of(d: Door, facts: Facts) -> ConcernView:
    """The concern composed for the person in the door."""
    [row] = _concern(matter=facts.id)
    may = d.may(facts)
    consulting = Action.CONCERN_DECIDE in may or Action.DISCLOSURE_COMPOSE in may
    children, person_ids = _children(d, facts, consulting)
    messages, decisions = thread_of(facts, consulting)
    earlier, shared = around(d, facts, person_ids) if consulting else ((), shared_from(facts.id))
    notices, running = of_concern(d, facts, {child.row: child.name for child in children})
    notified = (row["notified"] or "") if row["author"] == d.actor.user_id else ""
    d.show(*filter(None, (*(child.reference for child in children), notified)))
    return ConcernView(
        reference=facts.reference, version=facts.version, state=facts.matter.state, subject=row["subject"],
        theme=row["theme"], worry=row["worry"], source=row["source"], author=row["author_name"],
        author_role=row["author_role"], unit=row["unit_name"], sent_at=row["created_at"],
        observed_on=row["observed_on"], decide_by=row["decide_by"], answer_by=row["answer_by"],
        received_at=row["received_at"], decided_at=row["decided_at"], closed_at=row["closed_at"],
        done=tuple(row["done"].split()), absence_percent=row["absence_percent"],
        texts=unseal(facts.key, "concerns", facts.reference, **{name: row[name] for name in SEALED}),
        duty_likely=row["theme"] in DUTY_THEMES,
        duty_mark=row["duty_mark"] or "", duty_at=row["duty_at"], children=children, messages=messages,
        decisions=decisions, disclosures=shared,
        earlier=earlier, notices=notices, clocks=running, notified=notified,
        own=row["author"] == d.actor.user_id, may=may,
    )  # fmt: skip


@prepared
def _concern():
    """The concern, and the latest notification its author wrote from it."""
    notified = Matter.alias()
    latest = (
        notified.select(notified.reference)
        .join(Notification, on=(Notification.matter == notified.id))
        .where((Notification.source == Concern.matter) & (Notification.author == Concern.author))
        .order_by(notified.id.desc())
        .limit(1)
    )
    return (
        Concern.select(Concern, User.name.alias("author_name"), User.role.alias("author_role"),
                       Unit.name.alias("unit_name"), Matter.created_at, latest.alias("notified"))
        .join(User, on=(User.id == Concern.author))
        .switch(Concern)
        .join(Matter, on=(Matter.id == Concern.matter))
        .join(Unit, on=(Unit.id == Matter.unit))
        .where(Concern.matter == slot("matter"))
        .dicts()
    )  # fmt: skip


def thread_of(facts: Facts, consulting: bool) -> tuple[tuple[MessageView, ...], tuple[DecisionView, ...]]:
    """What was written and what was decided on a matter, each oldest first; reasons for consultants alone."""
    messages, decisions = [], []
    rows = sorted(_said_and_decided(matter=facts.id), key=lambda row: (row[5], row[9]))
    for table, ref, kind, code, sealed, at, by, role, case_reference, _ in rows:
        if table == "message":
            text = facts.key.open("messages.body", ref, sealed)
            messages.append(MessageView(ref, MessageKind(kind), by, role, at, text))
        elif consulting:
            reason = unseal(facts.key, "triage_decisions", ref, reason=sealed)["reason"]
            decisions.append(DecisionView(kind, code, reason, by, at, case_reference))
        else:
            decisions.append(DecisionView(kind, "", "", by, at, ""))
    return tuple(messages), tuple(decisions)


@prepared
def _said_and_decided():
    case = Matter.alias()
    said = (
        Message.select(
            Value("message"), Message.reference, Message.kind, Value(""), Message.body, Message.at, User.name,
            User.role, Value(""), Message.id,
        )
        .join(User, on=(User.id == Message.author))
        .where(Message.matter == slot("matter"))
    )  # fmt: skip
    decided = (
        TriageDecision.select(
            Value("decision"), TriageDecision.reference, TriageDecision.verdict, TriageDecision.reason_code,
            TriageDecision.reason, TriageDecision.at, User.name, User.role, fn.COALESCE(case.reference, ""),
            TriageDecision.id,
        )
        .join(User, on=(User.id == TriageDecision.decided_by))
        .join(case, JOIN.LEFT_OUTER, on=(case.id == TriageDecision.case))
        .where(TriageDecision.concern == slot("matter"))
    )  # fmt: skip
    return (said + decided).tuples()


def _children(d: Door, facts: Facts, consulting: bool) -> tuple[tuple[ChildView, ...], list[int]]:
    rows = _children_rows(concern=facts.id)
    children, ids = [], []
    for row, named, id_, reference, wrapped, name, group, cpr, address, protected in rows:
        if id_ is None:
            text = facts.key.open("concern_persons.named", row, named)
            children.append(ChildView("", text, "", "", "", False, row, ()))
            continue
        ids.append(id_)
        texts = unseal(d.unwrap(reference, wrapped), "persons", reference, name=name, school_class=group, cpr=cpr,
                       address=None if protected else address)  # fmt: skip
        masked = texts["cpr"][:7] + "••••" if texts["cpr"] else ""
        children.append(
            ChildView(reference, texts["name"], texts["school_class"], masked if consulting else "",
                      texts["address"] if consulting else "", bool(protected), row,
                      ages.hints(ages.birth_date(texts["cpr"]), d.today))
        )  # fmt: skip
    return tuple(children), ids


@prepared
def _children_rows():
    return (
        ConcernPerson.select(
            ConcernPerson.reference, ConcernPerson.named, Person.id, Person.reference, Person.wrapped_key, Person.name,
            Person.school_class, Person.cpr, Person.address, Person.protected,
        )
        .join(Person, JOIN.LEFT_OUTER, on=(Person.id == ConcernPerson.person))
        .where(ConcernPerson.concern == slot("concern"))
        .order_by(ConcernPerson.id)
        .tuples()
    )  # fmt: skip
