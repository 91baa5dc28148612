"""Concerns: writing one, following it, and answering questions about it."""

from dataclasses import asdict, dataclass
from datetime import date

from ssp.models import Concern, ConcernPerson, Draft, Person
from ssp.policy import parties
from ssp.policy.deadlines import answer_by, decide_by
from ssp.services import absences, birthdays, notices, participating, routing
from ssp.services.concern_lines import ConcernLine, lines, references
from ssp.services.concern_views import ConcernView, view_of
from ssp.services.conversion import became
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.drafts import CONCERN_FORM, DraftView, own
from ssp.services.known_persons import on_the_roll
from ssp.services.participating import Reader
from ssp.services.persons import Pupil, find
from ssp.services.references import CONCERN, ROW, new_reference
from ssp.services.routing import route
from ssp.services.writing import add_message, advance, already, new_matter, remember, seal, tell, unseal
from ssp.terms import (
    Action,
    Capacity,
    Channel,
    ConcernState,
    DutyMark,
    MatterKind,
    MessageKind,
    Source,
    Subject,
    Theme,
    Worry,
)

PAGE_SIZE = 30


class UnknownChild(Exception):
    """A ticked child is not a pupil of the writer's own unit."""


@dataclass(frozen=True, slots=True)
class ConcernContent:
    """What a writer sends: dates are local, texts are plain, `children` are references of own pupils.

    `consultation` is the nameless question it began as, or "".
    """

    subject: Subject
    theme: Theme
    worry: Worry
    source: Source
    observed_on: date
    observation: str
    children: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    described_as: str = ""
    words: str = ""
    assessment: str = ""
    protective: str = ""
    place: str = ""
    done: tuple[str, ...] = ()
    done_text: str = ""
    absence_percent: int | None = None
    unlawful_percent: int | None = None
    consultation: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """The page a concern is written on: the draft, children to choose from, and who will read it."""

    draft: DraftView | None
    chosen: list[Pupil]
    found: list[Pupil]
    readers: list[Reader]
    may_search: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of lines; `next` is the reference to continue after, or None."""

    lines: list[ConcernLine]
    next: str | None
    drafts: list[DraftView]


def desk(actor: Actor, draft_reference: str | None) -> Desk | None:
    """The writing desk, empty or with one of the writer's drafts on it; None when there is no such draft."""
    with door(actor) as d:
        d.require_general(Action.CONCERN_LOG)
        draft = None
        if draft_reference is not None:
            drafts = own(d, Draft.reference == draft_reference, CONCERN_FORM)
            if not drafts:
                return None
            draft = drafts[0]
            d.show(draft.reference)
        body = draft.body if draft else {}
        may_search = d.may_general(Action.PERSON_SEARCH)
        if body.get("q"):
            d.searched(body["q"])
        chosen, found = find(d, body.get("q", ""), body.get("children", [])) if may_search else ([], [])
        return Desk(draft, chosen, found, routing.readers(d, MatterKind.CONCERN), may_search)


def children(actor: Actor, query: str, chosen: list[str]) -> Desk:
    """The children part of the desk: those chosen, and pupils of the writer's own unit that match the query."""
    with door(actor, Channel.PARTIAL) as d:
        d.require_general(Action.CONCERN_LOG)
        may_search = d.may_general(Action.PERSON_SEARCH)
        d.searched(query)
        picked, found = find(d, query, chosen) if may_search else ([], [])
        return Desk(None, picked, found, [], may_search)


def log(actor: Actor, content: ConcernContent, key: str, draft_reference: str = "", draft_version: int = 0) -> str:
    """Send a concern to the consultants of the writer's network. Returns its reference.

    The same form sent twice makes one concern. Its draft goes, unless another window wrote in it since.
    Raises UnknownChild, GrownUp (C8), Reused.
    """
    payload = asdict(content)
    with door(actor) as d:
        d.require_general(Action.CONCERN_LOG)
        made_before = already(d, key, payload)
        if made_before:
            d.show(made_before)
            return made_before
        way = route(d, MatterKind.CONCERN)
        made = new_matter(d, MatterKind.CONCERN, CONCERN, ConcernState.SENT, way.unit_id, way.network_id)
        _insert_concern(d, made, content)
        _insert_children(d, made, content)
        absences.report_children(d, content.children, content.unlawful_percent)
        _let_in(d, made, way.grants)
        if content.consultation:
            became(d, content.consultation, made.id)
        remember(d, key, payload, made.reference)
        same = (Draft.page == key) | (Draft.version == draft_version)
        Draft.delete().where((Draft.reference == draft_reference) & (Draft.user == actor.user_id) & same).execute()
        tell(d, routing.consultants(d, MatterKind.CONCERN, way.grants), made.reference)
        d.show(made.reference)
        return made.reference


def index(actor: Actor, after: str | None = None) -> Listing:
    """The concerns this person takes part in, newest first, and the drafts still being written."""
    with door(actor) as d:
        d.require_general(Action.CONCERN_LIST)
        before = participating.position(d.standing, after, d.now)
        ids = participating.newest(d.standing, MatterKind.CONCERN, d.now, before, PAGE_SIZE + 1)
        found = lines(d, ids, d.standing.user_id)
        drafts = own(d, Draft.user == actor.user_id, CONCERN_FORM) if after is None else []
        shown = found[:PAGE_SIZE]
        d.show(*references(shown), *(draft.reference for draft in drafts))
        return Listing(shown, shown[-1].reference if len(found) > PAGE_SIZE else None, drafts)


def show(actor: Actor, reference: str, channel: Channel = Channel.PAGE) -> ConcernView:
    """One concern as this person may see it, with the acts open next. Raises Denied."""
    with door(actor, channel) as d:
        facts = d.require(Action.CONCERN_READ, reference, d.facts(reference))
        return view_of(d, facts)


def readers(actor: Actor, reference: str) -> list[Reader]:
    """Everybody who can read this concern, by the question that guards reading it."""
    with door(actor, Channel.PARTIAL) as d:
        facts = d.require(Action.CONCERN_READ, reference, d.facts(reference))
        return participating.audience(facts.matter, Action.CONCERN_READ, d.now)


def answer(actor: Actor, reference: str, text: str, key: str) -> None:
    """The author adds an answer or more information; the consultants are told."""
    with door(actor) as d:
        facts = d.require(Action.CONCERN_ANSWER, reference, d.facts(reference))
        payload = {"answer": text, "about": reference}
        if already(d, key, payload):
            return
        add_message(d, facts, MessageKind.ANSWER, text)
        Concern.update(answered=True).where(Concern.matter == facts.id).execute()
        remember(d, key, payload, reference)
        advance(d, facts)
        tell(d, routing.consultants(d, MatterKind.CONCERN, facts.matter.grants), reference)


def mark_duty(actor: Actor, reference: str, mark: DutyMark, reason: str) -> None:
    """Record what the author says of the personal duty to notify (E1). Every mark is kept on the thread (E2)."""
    with door(actor) as d:
        facts = d.require(Action.CONCERN_MARK_DUTY, reference, d.facts(reference))
        if (mark, reason) != _duty_of(facts):
            put_mark(d, facts, mark, reason)


def remove_duty(actor: Actor, reference: str) -> None:
    """Refused for everybody, always, and logged: the mark is the author's own (E2). Raises Denied."""
    with door(actor) as d:
        d.require(Action.CONCERN_REMOVE_DUTY, reference, d.facts(reference))


def put_mark(d: Door, facts: Facts, mark: DutyMark, reason: str) -> None:
    """The author's mark as it is from now on, and on the thread."""
    sealed = seal(facts.key, "concerns", facts.reference, duty_reason=reason)
    Concern.update(duty_mark=mark, duty_at=d.now, **sealed).where(Concern.matter == facts.id).execute()
    add_message(d, facts, MessageKind.DUTY, f"{mark}\n{reason}")
    advance(d, facts)


def _let_in(d: Door, made, grants) -> None:
    """The parties of a new concern, and what follows from how old the children are: who is told, when it is over."""
    children = birthdays.children_of(d, made.id)
    birthdays.refuse_adults(children)
    closing = parties.closing(grants, birthdays.closing_moment(children))
    participating.store(made.id, MatterKind.CONCERN, closing)
    birthdays.start_reviews(d, made.id, Capacity.CONSULTANT, children)
    notices.plan(d, made.id, children)


def _duty_of(facts) -> tuple[str | None, str]:
    mark, sealed = (
        Concern.select(Concern.duty_mark, Concern.duty_reason).where(Concern.matter == facts.id).tuples().get()
    )
    return mark, unseal(facts.key, "concerns", facts.reference, duty_reason=sealed)["duty_reason"]


def _insert_concern(d: Door, made, content: ConcernContent) -> None:
    Concern.insert(
        matter=made.id, author=d.actor.user_id, subject=content.subject, theme=content.theme, worry=content.worry,
        source=content.source, done=" ".join(content.done), observed_on=content.observed_on,
        absence_percent=content.absence_percent, decide_by=decide_by(d.today), answer_by=answer_by(d.today),
        **seal(
            made.key, "concerns", made.reference, described_as=content.described_as, observation=content.observation,
            words=content.words, assessment=content.assessment, protective=content.protective, place=content.place,
            done_text=content.done_text,
        ),
    ).execute()  # fmt: skip


def _insert_children(d: Door, made, content: ConcernContent) -> None:
    wanted = list(dict.fromkeys(content.children))
    known = dict(
        Person.select(Person.reference, Person.id).where((Person.reference << wanted) & on_the_roll(d)).tuples()
    )
    if len(known) != len(wanted):
        raise UnknownChild
    rows = [{"reference": new_reference(ROW), "concern": made.id, "person": known[r], "named": None} for r in wanted]
    for name in content.unlisted:
        row = new_reference(ROW)
        sealed = seal(made.key, "concern_persons", row, named=name)
        rows.append({"reference": row, "concern": made.id, "person": None, **sealed})
    if rows:
        ConcernPerson.insert_many(rows).execute()
