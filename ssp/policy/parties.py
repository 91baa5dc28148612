"""Who takes part in a new matter: the participations that follow from an act, before they are stored."""

from dataclasses import replace

from ssp.policy.access import Grant
from ssp.terms import Basis, Capacity, Role


def of_concern(author_id: int, network_id: int | None, ssp_unit_id: int | None, now: int) -> tuple[Grant, ...]:
    """The author, and the consultants of the network of the author's unit.

    A unit without a network falls to the consultants of the SSP unit, so that nothing is left lying.
    """
    author = Grant(Capacity.AUTHOR, Basis.OWN, user_id=author_id, starts_at=now)
    if network_id is None and ssp_unit_id is None:
        return (author,)
    return author, _consultants(network_id, ssp_unit_id, now)


def of_case(holder_id: int, network_id: int | None, unit_id: int, now: int) -> tuple[Grant, ...]:
    """The holder, and the consultants of the network, so that no case is orphaned when the holder leaves (A10)."""
    holder = Grant(Capacity.HOLDER, Basis.COORDINATION, user_id=holder_id, role=Role.SSP_CONSULTANT, starts_at=now)
    return holder, _consultants(network_id, unit_id, now)


def closing(grants: tuple[Grant, ...], at: int | None) -> tuple[Grant, ...]:
    """The same parties; all but the author leave at the latest at `at`, when the record closes (C8, I6)."""
    if at is None:
        return grants
    return tuple(grant if grant.capacity is Capacity.AUTHOR else _leaving(grant, at) for grant in grants)


def closes_at(grants: tuple[Grant, ...]) -> int | None:
    """The moment a record closes to the network: its consultants leave then, whoever comes in later leaves with them.

    None when it does not close by itself.
    """
    ends = [grant.ends_at for grant in grants if grant.capacity is Capacity.CONSULTANT]
    return None if not ends or None in ends else max(ends)


def of_disclosure(
    sender_id: int,
    recipient_id: int | None,
    recipient_unit_id: int,
    recipient_role: Role,
    basis: Basis,
    source: tuple[Grant, ...],
    now: int,
    expires_at: int,
) -> tuple[Grant, ...]:
    """The sender, exactly one recipient (a person, or the holders of a role in a unit), and the source's consultants.

    Whoever coordinates what something was shared from coordinates what was shared, also when the sender is away (A10).
    """
    sender = Grant(Capacity.SENDER, Basis.OWN, user_id=sender_id, starts_at=now)
    if recipient_id is not None:
        recipient = Grant(
            Capacity.RECIPIENT, basis, user_id=recipient_id, role=recipient_role, starts_at=now, ends_at=expires_at
        )
    else:
        recipient = Grant(
            Capacity.RECIPIENT, basis, unit_id=recipient_unit_id, role=recipient_role, starts_at=now, ends_at=expires_at
        )
    coordinators = (
        replace(grant, basis=Basis.COORDINATION, starts_at=now)
        for grant in source
        if grant.capacity is Capacity.CONSULTANT and (grant.ends_at is None or grant.ends_at > now)
    )
    return sender, recipient, *coordinators


def of_notification(author_id: int, section_id: int, now: int, role: Role | None = None) -> tuple[Grant, ...]:
    """Who notified, and the social section; nobody stands between them (E2).

    With a `role` the author did not notify, but registered for their post what came from outside (A10).
    """
    author = Grant(Capacity.AUTHOR, Basis.OWN, user_id=author_id, role=role, starts_at=now)
    section = Grant(Capacity.SECTION, Basis.NOTIFICATION, unit_id=section_id, role=Role.SOCIAL_WORKER, starts_at=now)
    return author, section


def of_absence(author_id: int, school_id: int, now: int) -> tuple[Grant, ...]:
    """Who registered the absence, and the school's leader, whose duty it is (E4)."""
    author = Grant(Capacity.AUTHOR, Basis.OWN, user_id=author_id, starts_at=now)
    leader = Grant(Capacity.LEADER, Basis.NOTIFICATION, unit_id=school_id, role=Role.SCHOOL_LEADER, starts_at=now)
    return author, leader


def of_meeting(lead: tuple[int, Role], others: tuple[tuple[int, Role], ...], now: int) -> tuple[Grant, ...]:
    """The lead and those invited, each for the post they hold; the police are never among them (D1)."""
    by = Grant(Capacity.LEAD, Basis.SSD, user_id=lead[0], role=lead[1], starts_at=now)
    invited = (Grant(Capacity.PARTICIPANT, Basis.SSD, user_id=id_, role=role, starts_at=now) for id_, role in others)
    return by, *invited


def _leaving(grant: Grant, at: int) -> Grant:
    return replace(grant, ends_at=at if grant.ends_at is None else min(grant.ends_at, at))


def _consultants(network_id: int | None, unit_id: int | None, now: int) -> Grant:
    if network_id is not None:
        return Grant(
            Capacity.CONSULTANT, Basis.COORDINATION, network_id=network_id, role=Role.SSP_CONSULTANT, starts_at=now
        )
    return Grant(Capacity.CONSULTANT, Basis.COORDINATION, unit_id=unit_id, role=Role.SSP_CONSULTANT, starts_at=now)
