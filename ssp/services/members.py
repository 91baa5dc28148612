"""Who was let into a case: on which basis, and until when."""

from dataclasses import dataclass

from ssp.models import Participation, Unit, User
from ssp.services.door import Facts
from ssp.terms import Capacity


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who was let into the case and takes part now."""

    reference: str
    name: str
    unit: str
    basis: str
    ends_at: int | None


def members(facts: Facts, now: int) -> tuple[Member, ...]:
    """Those let into a case who take part now, by name."""
    rows = (
        Participation.select(User.reference, User.name, Unit.name, Participation.basis, Participation.ends_at)
        .join(User, on=(User.id == Participation.user))
        .join(Unit, on=(Unit.id == User.unit))
        .where(running(facts, now))
        .order_by(User.name)
        .tuples()
    )
    return tuple(Member(*row) for row in rows)


def running(facts: Facts, now: int):
    """A condition: a participation of somebody let into the case that has not ended."""
    return (
        (Participation.matter == facts.id)
        & (Participation.capacity == Capacity.PARTICIPANT)
        & (Participation.ends_at.is_null() | (Participation.ends_at > now))
    )
