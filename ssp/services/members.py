"""Who was let into a case: on which basis, and until when."""

from dataclasses import dataclass

from ssp.models import Participation
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


def members(facts: Facts, people: dict, now: int) -> tuple[Member, ...]:
    """Those let into a case who take part now, by name; `people` are those who can read it, by id."""
    found = []
    for grant in facts.matter.grants:
        running = grant.ends_at is None or grant.ends_at > now
        if grant.capacity is Capacity.PARTICIPANT and running and grant.user_id in people:
            reader = people[grant.user_id][1]
            found.append(Member(reader.reference, reader.name, reader.unit, grant.basis, grant.ends_at))
    return tuple(sorted(found, key=lambda member: member.name))


def running(facts: Facts, now: int):
    """A condition: a participation of somebody let into the case that has not ended."""
    return (
        (Participation.matter == facts.id)
        & (Participation.capacity == Capacity.PARTICIPANT)
        & (Participation.ends_at.is_null() | (Participation.ends_at > now))
    )
