"""Matters with clocks in them, laid straight into the tables: what the worker finds, whoever made it."""

from datetime import date, datetime, timedelta

from ssp.models import Clock, Mail, Matter, Membership, Network, User
from ssp.policy import parties
from ssp.policy.access import Grant
from ssp.policy.clocks import term
from ssp.services import participating
from ssp.services.keyring import Keyring
from ssp.services.references import MAIL, ROW, new_reference
from ssp.services.standing import DANISH_TIME, today
from ssp.terms import Basis, Capacity, ClockKind, MatterKind, Role

LETTERS = dict(zip(MatterKind, "BFVUAST", strict=True))

SETTINGS: dict[ClockKind, tuple[MatterKind, Capacity]] = {
    ClockKind.ASSESSMENT: (MatterKind.NOTIFICATION, Capacity.SECTION),
    ClockKind.RECEIPT: (MatterKind.NOTIFICATION, Capacity.SECTION),
    ClockKind.ABSENCE: (MatterKind.ABSENCE, Capacity.LEADER),
    ClockKind.NOTICE: (MatterKind.CONCERN, Capacity.AUTHOR),
    ClockKind.NOTICE_REVIEW: (MatterKind.CONCERN, Capacity.CONSULTANT),
    ClockKind.CONSENT: (MatterKind.CASE, Capacity.HOLDER),
    ClockKind.CONSULTATION: (MatterKind.CONSULTATION, Capacity.CONSULTANT),
    ClockKind.NETWORK_CONSULTATION: (MatterKind.DISCLOSURE, Capacity.RECIPIENT),
    ClockKind.ADULT: (MatterKind.CASE, Capacity.CONSULTANT),
    ClockKind.COMMITMENT: (MatterKind.CASE, Capacity.HOLDER),
    ClockKind.ANSWER: (MatterKind.CASE, Capacity.HOLDER),
    ClockKind.FILING: (MatterKind.CASE, Capacity.HOLDER),
    ClockKind.FOLLOW_UP: (MatterKind.CASE, Capacity.HOLDER),
    ClockKind.BATON: (MatterKind.CASE, Capacity.CONSULTANT),
}
"""A matter each kind of clock runs in, and the capacity that acts."""

ACTS = {
    ClockKind.ASSESSMENT: {"social_worker"},
    ClockKind.RECEIPT: {"social_worker"},
    ClockKind.ABSENCE: {"head"},
    ClockKind.NOTICE: {"teacher"},
    ClockKind.NOTICE_REVIEW: {"consultant", "second_consultant"},
    ClockKind.CONSENT: {"consultant"},
    ClockKind.CONSULTATION: {"consultant", "second_consultant"},
    ClockKind.NETWORK_CONSULTATION: {"social_worker"},
    ClockKind.ADULT: {"consultant", "second_consultant"},
    ClockKind.COMMITMENT: {"consultant"},
    ClockKind.ANSWER: {"consultant"},
    ClockKind.FILING: {"consultant"},
    ClockKind.FOLLOW_UP: {"consultant"},
    ClockKind.BATON: {"consultant", "second_consultant"},
}
"""Who is to act on it in the small world, written by hand."""


def grants_of(world, kind: MatterKind) -> tuple[Grant, ...]:
    """Who takes part, as the policy has it for a new matter."""
    users, units, north = world.users, world.units, world.networks["north"]
    if kind is MatterKind.NOTIFICATION:
        return parties.of_notification(users["teacher"], units["social"], 0)
    if kind is MatterKind.ABSENCE:
        return parties.of_absence(users["teacher"], units["north"], 0)
    if kind is MatterKind.CASE:
        return parties.of_case(users["consultant"], north, None, 0)
    of_concern = parties.of_concern(users["teacher"], north, None, 0)
    if kind is MatterKind.DISCLOSURE:
        to = (users["social_worker"], units["social"], Role.SOCIAL_WORKER)
        return parties.of_disclosure(users["consultant"], *to, Basis.RPL115_SSP, of_concern, 0, 2**40)
    if kind is MatterKind.MEETING:
        others = ((users["social_worker"], Role.SOCIAL_WORKER),)
        return parties.of_meeting((users["teacher"], Role.SCHOOL_STAFF), others, 0)
    return of_concern


def matter(world, keyring: Keyring, kind: MatterKind, state: str = "sent") -> tuple[int, str]:
    """A matter of a kind with its participations. Returns its id and reference."""
    reference = new_reference(LETTERS[kind])
    wrapped, _ = keyring.new_key(reference)
    id_ = Matter.insert(
        reference=reference, kind=kind, state=state, unit=world.units["north"], network=world.networks["north"],
        created_at=1, changed_at=1, wrapped_key=wrapped, retention_class=kind.value, retention_until=today(),
    ).execute()  # fmt: skip
    participating.store(id_, kind, grants_of(world, kind))
    return id_, reference


def move_to(day: date) -> None:
    """Let everybody be in their post, and every network running, from this day and a year on."""
    User.update(confirmed_on=day + timedelta(days=365)).execute()
    Membership.update(starts_on=day).execute()
    Network.update(ends_on=day + timedelta(days=365)).execute()


def clock(matter_id: int, kind: ClockKind, start: datetime, capacity: Capacity | None = None) -> Clock:
    """A clock the register sets from a Danish local time."""
    start = start.replace(tzinfo=DANISH_TIME)
    found = term(kind, start)
    id_ = Clock.insert(
        reference=new_reference(ROW), matter=matter_id, kind=kind, capacity=capacity or SETTINGS[kind][1],
        rule=found.rule, rule_version=found.version, starts_at=int(start.timestamp()),
        due_at=int(found.due.timestamp()),
    ).execute()  # fmt: skip
    return Clock.get_by_id(id_)


def mail(recipient: str, at: int, template: str = "news", about: str = "B-0000-0000") -> Mail:
    """A mail in the outbox, due at once."""
    id_ = Mail.insert(
        reference=new_reference(MAIL), recipient=recipient, template=template, about=about, created_at=at, next_at=at
    ).execute()
    return Mail.get_by_id(id_)
