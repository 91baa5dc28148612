"""Participations as rows: storing them, listing by them, and asking whom they reach."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from peewee import Field, fn

from ssp.models import Matter, Participation, User
from ssp.policy.access import Grant, MatterFacts, Standing, decide
from ssp.services.standing import named_standings, standings_of, today
from ssp.terms import Action, MatterKind, Role


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can read a matter: their name, role and unit."""

    reference: str
    name: str
    role: Role
    unit: str


def store(matter_id: int, kind: MatterKind, grants: tuple[Grant, ...]) -> None:
    """Write the participations of a matter."""
    Participation.insert_many(
        [
            {
                "matter": matter_id, "kind": kind, "user": g.user_id, "unit": g.unit_id, "network": g.network_id,
                "role": g.role, "capacity": g.capacity, "basis": g.basis, "starts_at": g.starts_at,
                "ends_at": g.ends_at,
            }
            for g in grants
        ]
    ).execute()  # fmt: skip


def end(matter_id: int, capacity, at: int) -> None:
    """End every running participation of a matter in one capacity, from this moment."""
    Participation.update(ends_at=at).where(
        (Participation.matter == matter_id)
        & (Participation.capacity == capacity)
        & (Participation.ends_at.is_null() | (Participation.ends_at > at))
    ).execute()


def newest(standing: Standing, kind: MatterKind, now: int, before: int | None, count: int, capacities=None):
    """A query for the ids of the newest matters this person takes part in, newest first.

    One short index walk for each way of being a party, merged: it costs the same at a thousand matters and a million.
    """
    arms = [_arm(party, kind, now, before, count, capacities) for party in _parties(standing)]
    merged = arms[0]
    for arm in arms[1:]:
        merged = merged | arm
    ids = merged.alias("ids")
    return Participation.select(ids.c.matter_id).from_(ids).order_by(ids.c.matter_id.desc()).limit(count)


def position(standing: Standing, reference: str | None, now: int) -> int | None:
    """Where a list goes on after this reference; None, its beginning, for one this person takes no part in."""
    if reference is None:
        return None
    known = (Matter.reference == reference) & takes_part(standing, Matter.id, now)
    return Matter.select(Matter.id).where(known).scalar()


def takes_part(standing: Standing, matter_id_column, now: int, capacities=None):
    """A condition: this person takes part in the matter in that column. For queries that start from the matter.

    `capacities` are those that count, or a column that holds the one that does.
    """
    rows = Participation.select(Participation.id).where(
        (Participation.matter == matter_id_column) & _any_party(standing) & _running(now)
    )
    if isinstance(capacities, Field):
        rows = rows.where(Participation.capacity == capacities)
    elif capacities:
        rows = rows.where(Participation.capacity << list(capacities))
    return fn.EXISTS(rows)


def taken_part_in(standing: Standing, kind: MatterKind, now: int, capacities):
    """A query for the ids of every matter of a kind this person takes part in, in one of the capacities.

    For queries that start from the person, and have many matters to go through.
    """
    return Participation.select(Participation.matter).where(
        _any_party(standing)
        & (Participation.kind == kind)
        & (Participation.capacity << sorted(capacities))
        & _running(now)
    )


def audience(facts: MatterFacts, action: Action, now: int) -> list[Reader]:
    """Everybody who can read this matter, found by asking the same question that guards reading."""
    return sorted((reader for _, reader in people(facts, action, now).values()), key=lambda reader: reader.name)


def people(facts: MatterFacts, action: Action, now: int) -> dict[int, tuple[Standing, Reader]]:
    """By id, everybody this act is open to: their standing, and how they are named."""
    users, roles = _candidates(facts.grants)
    found = named_standings((User.id << users) | (User.role << roles), today(now))
    return {
        id_: (who, Reader(reference, name, who.role, unit))
        for id_, (who, (reference, name, unit)) in found.items()
        if decide(action, who, facts, now).allowed
    }


def audience_ids(facts: MatterFacts, action: Action, now: int) -> list[int]:
    """The ids of everybody this act is open to."""
    people = standings_of(*_candidates(facts.grants), today(now))
    return [id_ for id_, standing in people.items() if decide(action, standing, facts, now).allowed]


def _candidates(grants: tuple[Grant, ...]) -> tuple[list[int], list[Role]]:
    users = [g.user_id for g in grants if g.user_id is not None]
    roles = {g.role for g in grants if g.role is not None and g.user_id is None}
    return users, list(roles)


def _parties(standing: Standing) -> list:
    parties = [
        (Participation.user == standing.user_id)
        & (Participation.role.is_null() | (Participation.role == standing.role)),
        (Participation.unit == standing.unit_id) & (Participation.role == standing.role),
    ]
    for network_id in sorted(standing.networks):
        parties.append((Participation.network == network_id) & (Participation.role == standing.role))
    return parties


def _any_party(standing: Standing):
    return reduce(or_, _parties(standing))


def _running(now: int):
    return (Participation.starts_at <= now) & (Participation.ends_at.is_null() | (Participation.ends_at > now))


def _arm(party, kind: MatterKind, now: int, before: int | None, count: int, capacities):
    rows = Participation.select(Participation.matter).where(party & (Participation.kind == kind) & _running(now))
    if before is not None:
        rows = rows.where(Participation.matter < before)
    if capacities:
        rows = rows.where(Participation.capacity << list(capacities))
    short = rows.order_by(Participation.matter.desc()).limit(count).alias("short")
    return Participation.select(short.c.matter_id).from_(short)
