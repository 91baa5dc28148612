"""The views J holds, made once by our own services from the sealed database."""

from dataclasses import replace

from bench.pages import CONSULTANT_IDS, TEACHER_IDS, Plan
from bench.stores import token_of
from ssp.db import connect
from ssp.models import Person, User
from ssp.services import accounts, concerns, triage
from ssp.services.accounts import Limits
from ssp.services.door import Actor

LIMITS = Limits(10**6, 10**6)


def views_of() -> tuple[dict, Plan]:
    """Everything J answers with, and what the clients ask for."""
    connect()
    held = {"people": {}, "listings": {}, "concerns": {}, "queues": {}}
    references, pupils = {}, {}
    for user in TEACHER_IDS:
        person = _person(held, user)
        listing = concerns.index(person)
        held["listings"][user] = listing
        references[user] = [line.reference for line in listing.lines]
        held["concerns"] |= {ref: concerns.show(person, ref) for ref in references[user]}
        unit = User.select(User.unit).where(User.id == user).scalar()
        pupils[user] = Person.select(Person.reference).where(Person.unit == unit).order_by(Person.id).scalar()
    for user in dict.fromkeys(CONSULTANT_IDS):
        held["queues"][user] = triage.queue(_person(held, user))
    return held, Plan(references, pupils)


def _person(held: dict, user: int) -> Actor:
    token = token_of(user)
    found = accounts.session_of(token, LIMITS, prolong=False)
    held["people"][token] = replace(found, ends_at=0)
    return Actor(user, found.session, "bench")
