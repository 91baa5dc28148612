"""Who may hold which post: the sectors a role fits, and what administrators cannot do to themselves (A5, A10)."""

from datetime import date, timedelta

from ssp.policy.access import Decision, Standing
from ssp.policy.register import limit
from ssp.terms import SECTORS_OF_ROLE, Basis, Role, Sector

UNKNOWN = Decision(False, False, "unknown", "A5")
"""The verdict on a unit, user or network that does not exist."""


def fits(role: Role, sector: Sector) -> bool:
    """Whether the role can stand in a unit of that sector."""
    return sector in SECTORS_OF_ROLE[role]


def decide_appointment(standing: Standing, user_id: int, held: Role, given: Role) -> Decision:
    """A5: an administrator gives nobody's role to themself, a content role least of all; it takes a second one."""
    if user_id == standing.user_id and given is not held:
        return Decision(False, True, "own_role", "A5")
    return Decision(True, True, "role", "A5", Basis.OWN)


def confirm_by(confirmed_on: date) -> date:
    """The last day an account works without being confirmed again (A10)."""
    return confirmed_on + timedelta(days=limit("membership_confirm_days"))


def confirmed_since(today: date) -> date:
    """The earliest day of confirmation that still counts on `today` (A10)."""
    return today - timedelta(days=limit("membership_confirm_days"))
