"""Who may do what: facts in, a decision with its reason out.

There is one question, `decide`, and one reading of who a participation reaches, `reaches`.
Lists, pages, counts and the audience preview all stand on these two.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ssp.policy.permits import GENERAL, PERMITS, READABLE, Permit
from ssp.policy.register import limit
from ssp.terms import Action, Basis, Capacity, MatterKind, Role, Sector


@dataclass(frozen=True, slots=True)
class Standing:
    """Who somebody is at this moment; all a decision may know about a person."""

    user_id: int
    unit_id: int
    role: Role
    sector: Sector
    networks: frozenset[int] = frozenset()
    active: bool = True
    self_governing: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """One participation: a party, in a capacity, on a basis, from and until a moment."""

    capacity: Capacity
    basis: Basis
    user_id: int | None = None
    unit_id: int | None = None
    network_id: int | None = None
    role: Role | None = None
    starts_at: int = 0
    ends_at: int | None = None


@dataclass(frozen=True, slots=True)
class MatterFacts:
    """What a decision may know about a matter."""

    kind: MatterKind
    state: str
    unit_id: int
    grants: tuple[Grant, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict that carries its reasons, refusals too.

    `may_know` says whether the person may learn that the thing exists: it decides between 403 and 404.
    """

    allowed: bool
    may_know: bool
    reason: str
    rule: str
    basis: str = ""


def is_active(ends_on: date | None, confirmed_on: date, today: date) -> bool:
    """A10: a post that has ended, or an account nobody confirmed lately, opens nothing."""
    if ends_on is not None and ends_on < today:
        return False
    return confirmed_on + timedelta(days=limit("membership_confirm_days")) >= today


def reaches(standing: Standing, grant: Grant, now: int) -> bool:
    """Whether this participation is this person's, at this moment.

    One given to a person for the post they hold carries its role, and ends when they change to another (A10).
    """
    if grant.starts_at > now or (grant.ends_at is not None and grant.ends_at <= now):
        return False
    if grant.user_id is not None:
        return grant.user_id == standing.user_id and grant.role in (None, standing.role)
    if grant.role != standing.role:
        return False
    if grant.unit_id is not None:
        return grant.unit_id == standing.unit_id
    return grant.network_id in standing.networks


def readable_kinds(standing: Standing) -> frozenset[MatterKind]:
    """The kinds of matter this role can ever read; empty for those who never see a child."""
    return READABLE[standing.role] if standing.active else frozenset()


def decide(action: Action, standing: Standing, facts: MatterFacts | None, now: int) -> Decision:
    """Whether this person may do this to this matter, and why."""
    if not standing.active:
        return _hidden("inactive", "A10")
    if standing.role in RULE_OF_CONTENT_FREE_ROLE:
        return _hidden("role_without_content", RULE_OF_CONTENT_FREE_ROLE[standing.role])
    if facts is None:
        return _hidden("unknown", "A1")
    if facts.kind not in READABLE[standing.role]:
        return _hidden("kind_closed_to_role", "A3" if standing.role is Role.POLICE_LIAISON else "A1")
    reaching = [grant for grant in facts.grants if reaches(standing, grant, now)]
    if not reaching:
        return _hidden("no_participation", "A2" if standing.sector is Sector.SCHOOL else "A1")
    return _permitted(PERMITS[action], facts, standing, reaching)


def decide_general(action: Action, standing: Standing) -> Decision:
    """Whether this person may do this at all, where no single matter is asked about."""
    if not standing.active:
        return _hidden("inactive", "A10")
    general = GENERAL[action]
    if standing.role not in general.roles:
        rule = RULE_OF_CONTENT_FREE_ROLE.get(standing.role, general.rule)
        return _hidden("role", rule)
    return Decision(True, True, "role", general.rule, Basis.OWN)


def may(standing: Standing, facts: MatterFacts, now: int) -> frozenset[Action]:
    """Every act this person could do to this matter next; buttons show these and no others."""
    return frozenset(action for action in PERMITS if decide(action, standing, facts, now).allowed)


RULE_OF_CONTENT_FREE_ROLE = {
    Role.LEADER: "A4",
    Role.ADMINISTRATOR: "A5",
    Role.DPO: "A6",
    Role.PARTNER: "A7",
}
"""Roles that never open a named child's matter, whatever rows stand in participations."""


def _permitted(permit: Permit, facts: MatterFacts, standing: Standing, reaching: list[Grant]) -> Decision:
    if permit.refused:
        return Decision(False, True, permit.refused, permit.rule)
    if facts.kind not in permit.kinds:
        return Decision(False, True, "wrong_kind", permit.rule)
    if permit.roles and standing.role not in permit.roles:
        return Decision(False, True, "role", permit.rule)
    fitting = [grant for grant in reaching if grant.capacity in permit.capacities]
    if not fitting:
        return Decision(False, True, "capacity", permit.rule)
    if permit.states and facts.state not in permit.states:
        return Decision(False, True, "state", permit.rule)
    return Decision(True, True, "participation", permit.rule, fitting[0].basis)


def _hidden(reason: str, rule: str) -> Decision:
    return Decision(False, False, reason, rule)
