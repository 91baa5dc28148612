"""The desk a notification is written on: the draft, the children to choose from, and who will read it."""

from dataclasses import dataclass, field

from ssp.models import Draft
from ssp.policy import parties
from ssp.policy.access import MatterFacts
from ssp.services import participating
from ssp.services.door import Actor, Door, door
from ssp.services.drafts import DraftView, own
from ssp.services.notification_sources import Beginning, beginning, pupils_of, readable_source, required_source
from ssp.services.participating import Reader
from ssp.services.persons import Pupil, find
from ssp.services.sections import section_of
from ssp.terms import Action, Capacity, Channel, MatterKind, NotificationState

FORM = "notification"


@dataclass(frozen=True, slots=True)
class Desk:
    """`section` is the name of the unit it goes to, "" when there is none; `readers` are those in it."""

    chosen: list[Pupil]
    found: list[Pupil]
    may_search: bool
    may_register: bool = False
    section: str = ""
    readers: list[Reader] = field(default_factory=list)
    draft: DraftView | None = None
    start: Beginning = Beginning()


def desk(
    actor: Actor, query: str = "", chosen: tuple[str, ...] = (), source: str = "", registering: bool = False
) -> Desk:
    """The desk, empty or with what was typed so far; `registering` what somebody outside notified of."""
    with door(actor) as d:
        d.require_general(Action.NOTIFICATION_REGISTER if registering else Action.NOTIFICATION_WRITE)
        return _desk(d, query, chosen, source)


def from_source(actor: Actor, source: str) -> Desk:
    """The desk with what a concern or an absence says already laid out on it. Raises Denied."""
    with door(actor) as d:
        d.require_general(Action.NOTIFICATION_WRITE)
        facts = required_source(d, source)
        children = pupils_of(d, facts)
        return _desk(d, "", (), source, beginning(d, facts, children), children)


def from_draft(actor: Actor, reference: str) -> Desk | None:
    """The desk with one of the writer's own drafts on it; None when there is no such draft."""
    with door(actor) as d:
        d.require_general(Action.NOTIFICATION_WRITE)
        drafts = own(d, Draft.reference == reference, FORM)
        if not drafts:
            return None
        d.show(reference)
        body = drafts[0].body
        return _desk(d, body.get("q", ""), tuple(body.get("children", ())), body.get("source", ""), draft=drafts[0])


def children(actor: Actor, query: str, chosen: tuple[str, ...], source: str) -> Desk:
    """The children part of the desk: those chosen, and pupils of the writer's own unit that match the query."""
    with door(actor, Channel.PARTIAL) as d:
        d.require_general(Action.NOTIFICATION_WRITE)
        d.searched(query)
        picked, found = _children(d, query, chosen, _of_source(d, source))
        return Desk(picked, found, d.may_general(Action.PERSON_SEARCH))


def _desk(d: Door, query, chosen, source: str, start: Beginning = Beginning(), known=None, draft=None) -> Desk:
    if query:
        d.searched(query)
    known = _of_source(d, source) if known is None else known
    picked, found = _children(d, query, chosen or start.children, known)
    section, readers = _readers(d)
    return Desk(
        picked, found, d.may_general(Action.PERSON_SEARCH), d.may_general(Action.NOTIFICATION_REGISTER), section,
        readers, draft, start,
    )  # fmt: skip


def _of_source(d: Door, source: str) -> list[Pupil]:
    facts = readable_source(d, source)
    if facts is not None:
        d.show(facts.reference)
    return pupils_of(d, facts) if facts is not None else []


def _children(d: Door, query: str, chosen: tuple[str, ...], known: list[Pupil]) -> tuple[list[Pupil], list[Pupil]]:
    """Those ticked, and those to choose from: of the source, and of the writer's own school."""
    listed = {pupil.reference for pupil in known}
    mine = [reference for reference in chosen if reference not in listed]
    picked, found = find(d, query, mine) if d.may_general(Action.PERSON_SEARCH) else ([], [])
    ticked = [pupil for pupil in known if pupil.reference in chosen]
    rest = [pupil for pupil in known if pupil.reference not in chosen]
    return ticked + picked, rest + [pupil for pupil in found if pupil.reference not in listed]


def _readers(d: Door) -> tuple[str, list[Reader]]:
    """The section a notification written now goes to, and everybody who can read it there, and its writer."""
    section = section_of(d)
    if section is None:
        return "", []
    grants = parties.of_notification(d.actor.user_id, section[0], d.now)
    facts = MatterFacts(
        MatterKind.NOTIFICATION, NotificationState.SENT, d.standing.unit_id,
        tuple(grant for grant in grants if grant.capacity is Capacity.SECTION),
    )  # fmt: skip
    return section[1], participating.audience(facts, Action.NOTIFICATION_READ, d.now)
