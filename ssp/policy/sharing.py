"""When an extract may cross an organisational boundary; one pure question per basis."""

from dataclasses import dataclass

from ssp.policy.register import BASES
from ssp.terms import Basis, Part, Purpose, Role, Sector


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a sender wants to do: the facts a sharing rule may know."""

    basis: Basis | None
    purpose: Purpose | None
    parts: frozenset[Part]
    necessity: str
    other_law: str
    sender_sector: Sector
    recipient_sector: Sector | None
    recipient_role: Role | None


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a proposal cannot be shared yet: the field to mend, the reason and the rule."""

    field: str
    reason: str
    rule: str


ROLES_OF_AUTHORITY = frozenset(
    {Role.SSP_CONSULTANT, Role.POLICE_LIAISON, Role.SOCIAL_WORKER, Role.SCHOOL_LEADER, Role.SCHOOL_STAFF,
     Role.STREET_WORKER, Role.CLUB_STAFF}
)  # fmt: skip
OFFERED_BASES = tuple(Basis(name) for name in BASES)
PURPOSES = tuple(Purpose)
SHORTEST_NECESSITY = 15


def objections(proposal: Proposal) -> tuple[Objection, ...]:
    """Everything that stands in the way of sharing; empty when nothing does. Support, not decision."""
    found = []
    if not proposal.parts:
        found.append(Objection("parts", "nothing_ticked", "C5"))
    if proposal.purpose is None:
        found.append(Objection("purpose", "missing", "C1"))
    if len(proposal.necessity.strip()) < SHORTEST_NECESSITY:
        found.append(Objection("necessity", "missing", "C1"))
    if proposal.recipient_sector is None:
        found.append(Objection("recipient", "missing", "C1"))
    elif proposal.recipient_role not in ROLES_OF_AUTHORITY:
        found.append(Objection("recipient", "outside_authority", "A7"))
    found.extend(_of_basis(proposal))
    return tuple(found)


def _of_basis(proposal: Proposal) -> list[Objection]:
    if proposal.basis is None or proposal.basis.value not in BASES:
        return [Objection("basis", "missing", "C1")]
    if proposal.basis is Basis.OTHER_LAW and not proposal.other_law.strip():
        return [Objection("other_law", "missing", "C1")]
    sectors = BASES[proposal.basis]["sectors"]
    outside = [s for s in (proposal.sender_sector, proposal.recipient_sector) if s is not None and s not in sectors]
    if outside:
        return [Objection("basis", "sector_outside_basis", "C1")]
    return []
