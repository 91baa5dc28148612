"""What rests on a consent: extracts that were shared on it, and people who take part in the case on it."""

from dataclasses import dataclass

from peewee import JOIN

from ssp.models import Check, Disclosure, Matter, Participation, Unit, User
from ssp.policy import access
from ssp.policy.access import MatterFacts
from ssp.services.door import Door, Facts
from ssp.services.standing import GRANT_COLUMNS, grant_of
from ssp.terms import Action, Crossing, MatterKind

MOST = 200


@dataclass(frozen=True, slots=True)
class Resting:
    """Something that was shared on a consent: an extract, or somebody's taking part in the case.

    `reference` is the extract's, and empty for who may not open it; `open` says that the recipient can still read.
    """

    crossing: Crossing
    reference: str
    to: str
    user: str
    at: int
    state: str
    open: bool
    may_end: bool


def resting_on(d: Door, facts: Facts, consents: list[int]) -> dict[int, list[Resting]]:
    """What rests on each of these consents of a matter, the newest first; two queries, however many."""
    rows = _rows(consents)
    acts = _acts(d, [row["matter"] for row in rows if row["crossing"] == Crossing.DISCLOSURE])
    found: dict[int, list[Resting]] = {}
    for row in rows:
        shared = row["crossing"] == Crossing.DISCLOSURE
        one = _extract(d, row, acts[row["matter"]]) if shared else _guest(d, facts, row)
        found.setdefault(row["consent"], []).append(one)
    return found


def _rows(consents: list[int]) -> list[dict]:
    return list(
        Check.select(
            Check.consent, Check.crossing, Check.at, Check.matter, Matter.reference, Matter.state,
            User.id.alias("user_id"), User.name, User.reference.alias("user"), Unit.name.alias("unit"),
            Disclosure.ended_at, Disclosure.expires_at,
        )
        .join(Matter, on=(Matter.id == Check.matter))
        .join(User, on=(User.id == Check.about))
        .join(Unit, on=(Unit.id == User.unit))
        .join(Disclosure, JOIN.LEFT_OUTER, on=(Disclosure.matter == Check.matter))
        .where(Check.consent << consents)
        .order_by(Check.id.desc())
        .limit(MOST)
        .dicts()
    )  # fmt: skip


def _acts(d: Door, extracts: list[int]) -> dict[int, frozenset[Action]]:
    """The acts that are open to the person in the door on each of these extracts."""
    if not extracts:
        return {}
    rows = (
        Matter.select(Matter.id, Matter.state, Matter.unit, *GRANT_COLUMNS)
        .join(Participation, on=(Participation.matter == Matter.id))
        .where(Matter.id << extracts)
        .tuples()
    )
    known: dict[int, tuple[str, int, list]] = {}
    for id_, state, unit, *grant in rows:
        known.setdefault(id_, (state, unit, []))[2].append(grant_of(tuple(grant)))
    return {
        id_: access.may(d.standing, MatterFacts(MatterKind.DISCLOSURE, state, unit, tuple(grants)), d.now)
        for id_, (state, unit, grants) in known.items()
    }


def _extract(d: Door, row: dict, may: frozenset[Action]) -> Resting:
    known = row["reference"] if Action.DISCLOSURE_READ in may else ""
    d.show(*([known] if known else []))
    still = row["ended_at"] is None and row["expires_at"] > d.now
    return Resting(
        Crossing.DISCLOSURE, known, f"{row['name']}, {row['unit']}", row["user"], row["at"], row["state"], still,
        Action.DISCLOSURE_RECALL in may,
    )  # fmt: skip


def _guest(d: Door, facts: Facts, row: dict) -> Resting:
    here = [grant for grant in facts.matter.grants if grant.user_id == row["user_id"]]
    still = any(grant.ends_at is None or grant.ends_at > d.now for grant in here)
    may_end = facts.matter.kind is MatterKind.CASE and Action.CASE_DISMISS in d.may(facts)
    return Resting(
        Crossing(row["crossing"]), "", f"{row['name']}, {row['unit']}", row["user"], row["at"], "", still, may_end
    )
