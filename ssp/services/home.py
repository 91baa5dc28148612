"""The start page: what needs this person today, in one visit to the door."""

from dataclasses import dataclass, field

from peewee import Case, fn

from ssp.models import Concern, Draft, Matter
from ssp.services import cases, directory, participating, triage
from ssp.services.concern_lines import ConcernLine, lines, references
from ssp.services.disclosure_views import DisclosureItem, items
from ssp.services.door import Actor, Door, door
from ssp.services.drafts import DraftView, own
from ssp.terms import Action, DisclosureState, MatterKind, Role

CAP = 100
FEW = 5


@dataclass(frozen=True, slots=True)
class Home:
    """What a start page can say; each role's page uses its own part. Counts stop at CAP."""

    role: Role
    concerns: list[ConcernLine] = field(default_factory=list)
    drafts: list[DraftView] = field(default_factory=list)
    received: list[DisclosureItem] = field(default_factory=list)
    replies: list[DisclosureItem] = field(default_factory=list)
    waiting: int = 0
    overdue: int = 0
    abandoned: list[cases.CaseLine] = field(default_factory=list)
    needs: directory.Needs | None = None
    may_log: bool = False


def show(actor: Actor) -> Home:
    """The start page of whoever asks."""
    with door(actor) as d:
        d.require_general(Action.HOME_SHOW)
        role = d.standing.role
        if role is Role.SSP_CONSULTANT:
            return _consultant(d)
        if role is Role.POLICE_LIAISON:
            return Home(role, received=_disclosures(d))
        if d.may_general(Action.CONCERN_LOG):
            return _reporter(d)
        if role is Role.ADMINISTRATOR:
            return Home(role, needs=directory.needs(d))
        return Home(role)


def _reporter(d: Door) -> Home:
    ids = participating.newest(d.standing, MatterKind.CONCERN, d.now, None, FEW)
    found = lines(d, ids, d.actor.user_id)
    drafts = own(d, Draft.user == d.actor.user_id)
    d.show(*references(found), *(draft.reference for draft in drafts))
    received = _disclosures(d) if d.standing.role is Role.SOCIAL_WORKER else []
    return Home(d.standing.role, concerns=found, drafts=drafts, received=received, may_log=True)


def _consultant(d: Door) -> Home:
    condition = triage.waiting_condition(d)
    first = Matter.select(Matter.id).where(condition).order_by(Matter.id).limit(FEW)
    found = lines(d, first, d.actor.user_id, oldest_first=True)
    d.show(*references(found))
    capped = (
        Matter.select(Case(None, ((Concern.decide_by < d.today, 1),), 0).alias("late"))
        .join(Concern, on=(Concern.matter == Matter.id))
        .where(condition)
        .limit(CAP)
    )
    waiting, overdue = Matter.select(fn.COUNT(capped.c.late), fn.SUM(capped.c.late)).from_(capped).tuples().get()
    replies = [item for item in _disclosures(d) if item.state == DisclosureState.ANSWERED or item.received]
    ids = participating.newest(d.standing, MatterKind.CASE, d.now, None, CAP)
    abandoned = [line for line in cases.lines(d, Matter.id << ids) if line.holder_left]
    d.show(*(line.reference for line in abandoned))
    return Home(d.standing.role, concerns=found, waiting=waiting, overdue=overdue or 0, replies=replies[:FEW],
                abandoned=abandoned, may_log=True)  # fmt: skip


def _disclosures(d: Door) -> list[DisclosureItem]:
    ids = participating.newest(d.standing, MatterKind.DISCLOSURE, d.now, None, 30)
    found = items(d, ids)
    d.show(*(item.reference for item in found))
    return found
