"""Cases as what somebody holds: each with its holder as things are today, and the offer that runs, if one does."""

from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from ssp.models import Baton, Case, Matter, Unit, User
from ssp.policy import batons as rules
from ssp.policy.batons import Post
from ssp.services import participating
from ssp.services.door import Door
from ssp.services.leaving import in_post
from ssp.services.writing import unseal
from ssp.terms import Capacity, CaseState, Role

MOST = 200
LIVE = [CaseState.OPEN.value, CaseState.FOLLOW_UP.value]


@dataclass(frozen=True, slots=True)
class HeldCase:
    """A case in somebody's hands; `holder` is a user's reference, `offered_by` and `offered_to` are names.

    `mine` says that the reader holds it, `to_me` that it is offered to the reader.
    """

    id: int
    reference: str
    version: int
    title: str
    state: CaseState
    level: str
    holder_id: int
    holder: str
    holder_name: str
    left: bool
    away: date | None
    mine: bool
    offered_by: str
    offered_to: str
    offered_at: int | None
    to_me: bool


def held(d: Door, condition, count: int = MOST) -> list[HeldCase]:
    """The running cases this person takes part in that a condition holds for, the newest first. One statement."""
    giver, receiver = User.alias(), User.alias()
    rows = (
        Matter.select(
            Matter.id, Matter.reference, Matter.version, Matter.wrapped_key, Matter.state, Case.title,
            Case.prevention_level, User.id, User.reference, User.name, giver.name, receiver.name, Baton.offered_at,
            Baton.offered_to, User.role, User.ends_on, User.confirmed_on, Unit.active, User.away_until,
        )
        .join(Case, on=(Case.matter == Matter.id))
        .join(User, on=(User.id == Case.holder))
        .join(Unit, on=(Unit.id == User.unit))
        .join(Baton, JOIN.LEFT_OUTER, on=((Baton.case == Matter.id) & Baton.running.is_null(False)))
        .join(giver, JOIN.LEFT_OUTER, on=(giver.id == Baton.offered_by))
        .join(receiver, JOIN.LEFT_OUTER, on=(receiver.id == Baton.offered_to))
        .where((Matter.state << LIVE) & condition & participating.takes_part(d.standing, Matter.id, d.now))
        .order_by(Matter.id.desc())
        .limit(count)
        .tuples()
    )  # fmt: skip
    return [_case(d, *row) for row in rows]


def held_by(user_id: int):
    """A condition: this person holds the case."""
    return Matter.id << Case.select(Case.matter).where(Case.holder == user_id)


def offered_to(user_id: int):
    """A condition: the case is offered to this person."""
    ids = Baton.select(Baton.case).where((Baton.offered_to == user_id) & Baton.running.is_null(False))
    return Matter.id << ids


def without_holder(d: Door, away: bool = False):
    """A condition: the holder has left the post, or, when asked for, is away; of cases this person coordinates."""
    person, unit = User.alias(), Unit.alias()
    gone = ~in_post(d.today, person, unit) | (person.role != Role.SSP_CONSULTANT)
    if away:
        gone |= person.away_until >= d.today
    ids = (
        Case.select(Case.matter)
        .join(person, on=(person.id == Case.holder))
        .join(unit, on=(unit.id == person.unit))
        .where(gone & (person.id != d.actor.user_id))
    )
    coordinates = participating.takes_part(d.standing, Matter.id, d.now, {Capacity.CONSULTANT})
    return (Matter.id << ids) & coordinates


def _case(d: Door, id_, reference, version, wrapped, state, title, level, holder_id, holder, name, by, to, at, to_id,
          role, *post) -> HeldCase:  # fmt: skip
    texts = unseal(d.unwrap(reference, wrapped), "cases", reference, title=title)
    holding, me = Post(Role(role), *post), d.actor.user_id
    return HeldCase(
        id_, reference, version, texts["title"], CaseState(state), level, holder_id, holder, name,
        rules.has_left(holding, d.today), rules.away(holding.away_until, d.today), holder_id == me, by or "", to or "",
        at, to_id == me,
    )  # fmt: skip
