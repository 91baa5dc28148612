"""Being away: one's own, until a day, so that others know whom to ask meanwhile."""

from datetime import date

from ssp.models import User
from ssp.policy.batons import away
from ssp.services.door import Actor, Door, door
from ssp.terms import Action


class AlreadyOver(Exception):
    """The last day of an absence has passed before it is noted."""


def show(actor: Actor) -> date | None:
    """The last day of one's own absence, when one runs."""
    with door(actor) as d:
        d.require_general(Action.HANDOVER_READ)
        return until(d)


def set_until(actor: Actor, last_day: date | None) -> None:
    """Be away to and with a day, or be back when none is given. Raises Denied, AlreadyOver."""
    with door(actor) as d:
        d.require_general(Action.AWAY_SET)
        if last_day is not None and last_day < d.today:
            raise AlreadyOver
        User.update(away_until=last_day).where(User.id == actor.user_id).execute()


def until(d: Door) -> date | None:
    """The last day of a running absence of the person in the door."""
    return away(User.select(User.away_until).where(User.id == d.actor.user_id).scalar(), d.today)
