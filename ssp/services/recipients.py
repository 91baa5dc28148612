"""Who an extract can be shared with: people who act for an authority and hold their post today."""

from dataclasses import dataclass
from datetime import date

from ssp.models import Unit, User
from ssp.policy.appointments import confirmed_since
from ssp.policy.sharing import ROLES_OF_AUTHORITY
from ssp.services.door import Door
from ssp.services.participating import Reader
from ssp.terms import Role, Sector


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person an extract is meant for."""

    user_id: int
    unit_id: int
    role: Role
    sector: Sector
    self_governing: bool = False


def recipient(condition, on: date) -> Recipient | None:
    """The person the condition on User holds for, when they hold their post on that day."""
    row = (
        User.select(User.id, User.unit, User.role, Unit.sector, Unit.self_governing)
        .join(Unit, on=(Unit.id == User.unit))
        .where(condition & _in_post(on))
        .tuples()
        .first()
    )
    return Recipient(row[0], row[1], Role(row[2]), Sector(row[3]), bool(row[4])) if row else None


def recipients(d: Door, roles=ROLES_OF_AUTHORITY, colleagues: bool = False) -> tuple[Reader, ...]:
    """Everybody in these roles who can be chosen, by unit; those of the sender's own unit only as `colleagues`."""
    others = User.id != d.actor.user_id if colleagues else Unit.id != d.standing.unit_id
    rows = (
        User.select(User.reference, User.name, User.role, Unit.name)
        .join(Unit, on=(Unit.id == User.unit))
        .where((User.role << sorted(roles)) & _in_post(d.today) & others)
        .order_by(Unit.sector, Unit.name, User.name)
        .limit(500)
        .tuples()
    )
    return tuple(Reader(reference, name, Role(role), unit) for reference, name, role, unit in rows)


def _in_post(on: date):
    in_time = User.confirmed_on >= confirmed_since(on)
    return Unit.active & (User.ends_on.is_null() | (User.ends_on >= on)) & in_time
