"""The baton as rows: the offer that runs, ending it, and passing the case on; for services that stand in the door."""

from dataclasses import dataclass

from ssp.db import Clash
from ssp.models import Baton, Case, Unit, User
from ssp.policy import parties
from ssp.policy.access import Grant
from ssp.policy.batons import Offer, Post
from ssp.services import clocks, participating
from ssp.services.casework import add_entry
from ssp.services.door import Door, Facts
from ssp.services.writing import tell
from ssp.terms import Basis, BatonState, Capacity, ClockKind, EntryKind, MatterKind, Role


@dataclass(frozen=True, slots=True)
class Running:
    """The offer of a case that runs now."""

    id: int
    reference: str
    offer: Offer


def running(facts: Facts) -> Running | None:
    """The running offer of a case."""
    row = (
        Baton.select(Baton.id, Baton.reference, Baton.offered_by, Baton.offered_to)
        .where((Baton.case == facts.id) & Baton.running.is_null(False))
        .tuples()
        .first()
    )
    return Running(row[0], row[1], Offer(row[2], row[3])) if row else None


def named(facts: Facts, reference: str) -> Running:
    """The running offer of a case, which must be the one with this reference. Raises Clash when it runs no more."""
    found = running(facts)
    if found is None or found.reference != reference:
        raise Clash
    return found


def end(d: Door, facts: Facts, found: Running, state: BatonState, **written) -> None:
    """End a running offer and the clock of whoever it was made to; `written` is what else its row says."""
    ended = (
        Baton.update(state=state, running=None, ended_at=d.now, **written)
        .where((Baton.id == found.id) & Baton.running.is_null(False))
        .execute()
    )
    if not ended:
        raise Clash
    clocks.stop(d, facts.id, ClockKind.BATON, about=found.reference)


def end_running(d: Door, facts: Facts) -> None:
    """Take back the offer that runs, if one does: for a case that closes, or that another has taken over."""
    found = running(facts)
    if found is not None:
        end(d, facts, found, BatonState.WITHDRAWN)
        tell(d, _others(d, found.offer.to), facts.reference)


def pass_on(d: Door, facts: Facts) -> None:
    """Make the person in the door the holder, and nobody else: the case, the participation and a line that says so."""
    before, user_id = holder_id(facts), d.actor.user_id
    participating.end(facts.id, Capacity.HOLDER, d.now)
    grant = Grant(Capacity.HOLDER, Basis.COORDINATION, user_id=user_id, role=d.standing.role, starts_at=d.now)
    # Somebody who comes in takes part no longer than the network does (I6).
    at = parties.closes_at(facts.matter.grants)
    participating.store(facts.id, MatterKind.CASE, parties.closing((grant,), at))
    Case.update(holder=user_id).where(Case.matter == facts.id).execute()
    name = User.select(User.name).where(User.id == user_id).scalar()
    add_entry(d, facts, EntryKind.HOLDER, name)
    tell(d, _others(d, before), facts.reference)


def holder_id(facts: Facts) -> int:
    """Who holds a case."""
    return Case.select(Case.holder).where(Case.matter == facts.id).scalar()


def holder_post(facts: Facts) -> Post:
    """The post of whoever holds a case."""
    role, *rest = (
        Case.select(User.role, User.ends_on, User.confirmed_on, Unit.active, User.away_until)
        .join(User, on=(User.id == Case.holder))
        .join(Unit, on=(Unit.id == User.unit))
        .where(Case.matter == facts.id)
        .tuples()
        .get()
    )
    return Post(Role(role), *rest)


def _others(d: Door, user_id: int) -> list[int]:
    return [] if user_id == d.actor.user_id else [user_id]
