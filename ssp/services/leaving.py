"""What somebody who leaves was left with: conditions that say, in the database, whether they can still do it (A10)."""

from datetime import date

from peewee import fn

from ssp.models import Clock, Membership, Network, Participation, Unit, User
from ssp.policy.appointments import confirmed_since
from ssp.services import participating
from ssp.services.door import Door
from ssp.terms import Capacity, Role


def in_post(on: date, user=User, unit=Unit):
    """A condition on a user and their unit: the post lasts on that day, and the account is confirmed."""
    in_time = (user.ends_on.is_null() | (user.ends_on >= on)) & (user.confirmed_on >= confirmed_since(on))
    return unit.active & in_time


def passed_on(d: Door):
    """A condition on Clock: whoever it was left with can no longer act on it, and this person is next.

    What is one person's alone goes to the holder of the case, and what the holder can no longer act on to the
    consultants who take part in it.
    """
    # The columns of the clock come first in each condition: for most clocks they settle it, and no row is looked up.
    somebodys = Clock.user.is_null(False)
    holders = Clock.user.is_null() & (Clock.capacity == Capacity.HOLDER)
    gone = ~fn.EXISTS(acting(d, Clock.user, Clock.matter, Clock.capacity))
    holding = participating.takes_part(d.standing, Clock.matter, d.now, {Capacity.HOLDER})
    coordinating = participating.takes_part(d.standing, Clock.matter, d.now, {Capacity.CONSULTANT})
    nobody_holds = ~fn.EXISTS(_holder(d))
    return (somebodys & holding & gone) | (
        (somebodys | holders) & coordinating & nobody_holds & (Clock.user.is_null() | gone)
    )


def acting(d: Door, user, matter, capacity=None):
    """A query that finds something while the user in one column takes part in the matter in another, and is in post.

    With a column for the capacity, in that one alone.
    """
    person, unit = User.alias(), Unit.alias()
    theirs = (
        (Participation.user == person.id) & (Participation.role.is_null() | (Participation.role == person.role))
    ) | (
        (Participation.role == person.role)
        & ((Participation.unit == person.unit) | (Participation.network << _networks(person, d.today)))
    )
    found = (
        Participation.select(Participation.id)
        .join(person, on=(person.id == user))
        .join(unit, on=(unit.id == person.unit))
        .where((Participation.matter == matter) & _running(d.now) & theirs & in_post(d.today, person, unit))
    )
    return found if capacity is None else found.where(Participation.capacity == capacity)


def _holder(d: Door):
    """The holder of a clock's case, in the post it is held in."""
    person, unit = User.alias(), Unit.alias()
    return (
        Participation.select(Participation.id)
        .join(person, on=(person.id == Participation.user))
        .join(unit, on=(unit.id == person.unit))
        .where(
            (Participation.matter == Clock.matter)
            & (Participation.capacity == Capacity.HOLDER)
            & _running(d.now)
            & (person.role == Role.SSP_CONSULTANT)
            & in_post(d.today, person, unit)
        )
    )


def _running(now: int):
    return (Participation.starts_at <= now) & (Participation.ends_at.is_null() | (Participation.ends_at > now))


def _networks(person, on: date):
    """The networks a person is a member of on a day, as the standing counts them."""
    return (
        Membership.select(Membership.network)
        .join(Network, on=(Network.id == Membership.network))
        .where(
            (Membership.user == person.id)
            & (Membership.starts_on <= on)
            & (Membership.ends_on.is_null() | (Membership.ends_on >= on))
            & (Network.ends_on >= on)
        )
    )
