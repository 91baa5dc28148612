"""Which social section a notification goes to: one with somebody in post, of the writer's network if there is one."""

from ssp.models import Unit, User
from ssp.policy import duties
from ssp.policy.duties import Section
from ssp.services.door import Door
from ssp.services.standing import standings
from ssp.terms import Role, Sector


def section_of(d: Door) -> tuple[int, str] | None:
    """The unit a notification by the person in the door goes to, and its name; None when no section has anybody."""
    people = standings((User.role == Role.SOCIAL_WORKER) & (Unit.sector == Sector.SOCIAL), d.today)
    staffed = {standing.unit_id for standing in people.values() if standing.active}
    here = (Unit.id << sorted(staffed)) | (Unit.id == d.standing.unit_id)
    rows = Unit.select(Unit.id, Unit.network, Unit.name).where(here).order_by(Unit.id).tuples()
    units = {id_: (network_id, name) for id_, network_id, name in rows}
    sections = tuple(Section(id_, network_id) for id_, (network_id, _) in units.items() if id_ in staffed)
    mine = frozenset({units[d.standing.unit_id][0]} - {None})
    found = duties.section_for(sections, d.standing.networks | mine)
    return (found, units[found][1]) if found else None


def section_id(d: Door) -> int | None:
    """The same unit's id."""
    found = section_of(d)
    return found[0] if found else None
