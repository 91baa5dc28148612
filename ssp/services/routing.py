"""Where something new goes: the unit, network and parties of a concern or a nameless question, and who is told."""

from dataclasses import dataclass

from ssp.models import Unit
from ssp.policy import parties
from ssp.policy.access import Grant, MatterFacts
from ssp.services import participating
from ssp.services.door import Door
from ssp.services.participating import Reader
from ssp.terms import Action, Capacity, ConcernState, ConsultationState, MatterKind, Sector

_NEW = {
    MatterKind.CONCERN: (ConcernState.SENT, Action.CONCERN_READ),
    MatterKind.CONSULTATION: (ConsultationState.ASKED, Action.CONSULTATION_READ),
}
"""The state each kind begins in, and the question that guards reading it."""


@dataclass(frozen=True, slots=True)
class Route:
    """The unit and network a new matter belongs to, and who takes part in it."""

    unit_id: int
    network_id: int | None
    grants: tuple[Grant, ...]


def route(d: Door, kind: MatterKind) -> Route:
    """The way for what the person in the door writes now.

    A network that has ended, or where no consultant is in post, would leave it lying: then the SSP unit gets it.
    """
    unit_id = d.standing.unit_id
    network_id = Unit.select(Unit.network).where(Unit.id == unit_id).scalar()
    if network_id is not None:
        grants = parties.of_concern(d.actor.user_id, network_id, None, d.now)
        if consultants(d, kind, grants):
            return Route(unit_id, network_id, grants)
    ssp_unit_id = Unit.select(Unit.id).where((Unit.sector == Sector.SSP) & Unit.active).order_by(Unit.id).scalar()
    return Route(unit_id, None, parties.of_concern(d.actor.user_id, None, ssp_unit_id, d.now))


def readers(d: Door, kind: MatterKind) -> list[Reader]:
    """Everybody who would read what the person in the door writes now."""
    found = route(d, kind)
    state, reading = _NEW[kind]
    return participating.audience(MatterFacts(kind, state, found.unit_id, found.grants), reading, d.now)


def consultants(d: Door, kind: MatterKind, grants: tuple[Grant, ...]) -> list[int]:
    """The ids of the consultants who take part."""
    state, reading = _NEW[kind]
    theirs = tuple(grant for grant in grants if grant.capacity is Capacity.CONSULTANT)
    return participating.audience_ids(MatterFacts(kind, state, 0, theirs), reading, d.now)


def author(grants: tuple[Grant, ...]) -> list[int]:
    """The id of the one who wrote it."""
    return [grant.user_id for grant in grants if grant.capacity is Capacity.AUTHOR and grant.user_id is not None]
