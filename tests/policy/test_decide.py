"""decide(), two-sided: every role, capacity, state and act against a table written from the rules' own words."""

import itertools

import pytest

from ssp.policy.access import Decision, Grant, MatterFacts, Standing, decide, decide_general, may, readable_kinds
from ssp.policy.permits import GENERAL
from ssp.terms import (
    AbsenceState,
    Action,
    Basis,
    Capacity,
    CaseState,
    ConcernState,
    ConsultationState,
    DisclosureState,
    MatterKind,
    MeetingState,
    NotificationState,
    Role,
    Sector,
)
from tests.policy.permitted import ALLOWED, IN_GENERAL, NEVER, REFUSED_FOR_ALL, SEE_OTHERS, SEEN_BY

NOW = 1_000_000
STATES = {
    MatterKind.CONCERN: ConcernState, MatterKind.CASE: CaseState, MatterKind.DISCLOSURE: DisclosureState,
    MatterKind.NOTIFICATION: NotificationState, MatterKind.ABSENCE: AbsenceState,
    MatterKind.CONSULTATION: ConsultationState, MatterKind.MEETING: MeetingState,
}  # fmt: skip

ACTS = sorted(ALLOWED.keys() | REFUSED_FOR_ALL.keys())


def other_than(role: Role) -> Role:
    return Role.CLUB_STAFF if role is not Role.CLUB_STAFF else Role.STREET_WORKER


def grants(capacity: Capacity, role: Role) -> dict[str, tuple[Grant, bool]]:
    """Every way a participation can stand to user 1 of unit 1 in network 1, and whether it reaches them."""
    base = {"capacity": capacity, "basis": Basis.COORDINATION}
    return {
        "mine": (Grant(**base, user_id=1), True),
        "another's": (Grant(**base, user_id=2), False),
        "ends now": (Grant(**base, user_id=1, ends_at=NOW), False),
        "ends in a second": (Grant(**base, user_id=1, ends_at=NOW + 1), True),
        "starts now": (Grant(**base, user_id=1, starts_at=NOW), True),
        "starts in a second": (Grant(**base, user_id=1, starts_at=NOW + 1), False),
        "for the post I hold": (Grant(**base, user_id=1, role=role), True),
        "for a post I left": (Grant(**base, user_id=1, role=other_than(role)), False),
    }


def party_grants(capacity: Capacity, role: Role) -> dict[str, tuple[Grant, bool]]:
    base = {"capacity": capacity, "basis": Basis.COORDINATION}
    other = other_than(role)
    return {
        "my role in my unit": (Grant(**base, unit_id=1, role=role), True),
        "my role in another unit": (Grant(**base, unit_id=2, role=role), False),
        "another role in my unit": (Grant(**base, unit_id=1, role=other), False),
        "my role in my network": (Grant(**base, network_id=1, role=role), True),
        "my role in another network": (Grant(**base, network_id=2, role=role), False),
        "another role in my network": (Grant(**base, network_id=1, role=other), False),
    }


def standing(role: Role, active: bool = True, sector: Sector = Sector.SSP) -> Standing:
    return Standing(1, 1, role, sector, frozenset({1}), active)


def seen(role: str, kind: str) -> bool:
    return role in SEEN_BY[kind]


def expected(act: str, role: str, kind: str, capacity: str, state: str) -> bool:
    if act not in ALLOWED:
        return False
    of_kinds, capacities, states, roles = ALLOWED[act]
    return (
        kind in ({of_kinds} if isinstance(of_kinds, str) else of_kinds)
        and capacity in capacities
        and state in states
        and role in roles
    )


EVERYTHING = [
    (kind, state, role, capacity)
    for kind in MatterKind
    for state, role, capacity in itertools.product(STATES[kind], Role, Capacity)
]


def test_every_act_stands_in_the_table():
    assert {str(action) for action in Action} == ALLOWED.keys() | REFUSED_FOR_ALL.keys() | IN_GENERAL.keys()


@pytest.mark.parametrize("act", ACTS)
def test_decide_is_the_table(act):
    for kind, state, role, capacity in EVERYTHING:
        for user_id in (1, 2):
            facts = MatterFacts(kind, state, 9, (Grant(capacity, Basis.OWN, user_id=user_id),))
            decision = decide(Action(act), standing(role), facts, NOW)
            told = (act, kind, state, role, capacity, user_id)
            known = user_id == 1 and seen(role, kind)
            assert decision.may_know == known, told
            assert decision.allowed == (known and expected(act, role, kind, capacity, state)), told
            assert decision.reason, told
            assert decision.rule, told


READS = {kind: f"{kind}.read" for kind in MatterKind}


def test_a_participation_reaches_whom_it_names_and_while_it_runs():
    asked = 0
    for kind, role, capacity in itertools.product(MatterKind, Role, Capacity):
        state = next(iter(STATES[kind]))
        allowed = expected(READS[kind], role, kind, capacity, state)
        for how, (grant, reached) in (grants(capacity, role) | party_grants(capacity, role)).items():
            for active in (True, False):
                decision = decide(
                    Action(READS[kind]), standing(role, active), MatterFacts(kind, state, 9, (grant,)), NOW
                )
                told = (kind, role, capacity, how, active)
                assert decision.may_know == (active and reached and seen(role, kind)), told
                assert decision.allowed == (decision.may_know and allowed), told
                assert active or decision == Decision(False, False, "inactive", "A10", ""), told
                asked += 1
    assert asked == 7 * 11 * 9 * 14 * 2


@pytest.mark.parametrize("act", ACTS)
def test_without_a_participation_nothing_is_known(act):
    for kind, role, sector in itertools.product(MatterKind, Role, (Sector.SCHOOL, Sector.SSP)):
        for state in STATES[kind]:
            decision = decide(Action(act), standing(role, sector=sector), MatterFacts(kind, state, 1), NOW)
            assert not decision.allowed
            assert not decision.may_know
            closed = "A3" if role == "police_liaison" else "A1"
            rule = NEVER.get(role) or (closed if not seen(role, kind) else "A2" if sector is Sector.SCHOOL else "A1")
            assert decision.rule == rule, (act, kind, role, sector)


@pytest.mark.parametrize("act", REFUSED_FOR_ALL)
def test_what_nobody_does_is_refused_with_words_and_a_rule(act):
    of_kind, reason, rule = REFUSED_FOR_ALL[act]
    for role, capacity in itertools.product(SEEN_BY[of_kind], Capacity):
        facts = MatterFacts(MatterKind(of_kind), next(iter(STATES[of_kind])), 9, (Grant(capacity, Basis.OWN, 1),))
        decision = decide(Action(act), standing(Role(role)), facts, NOW)
        assert (decision.allowed, decision.reason, decision.rule) == (False, reason, rule)


def test_what_does_not_exist_is_refused_like_what_is_not_ones_own():
    for act, role in itertools.product(ACTS, Role):
        nothing = decide(Action(act), standing(role), None, NOW)
        told = ("role_without_content", NEVER[role]) if role in NEVER else ("unknown", "A1")
        assert nothing == Decision(False, False, *told, "")


@pytest.mark.parametrize("act", sorted(IN_GENERAL))
def test_acts_without_a_matter_are_the_table(act):
    for role in Role:
        for active in (True, False):
            decision, rule = decide_general(Action(act), standing(role, active)), GENERAL[Action(act)].rule
            if not active:
                assert decision == Decision(False, False, "inactive", "A10", "")
            elif role in IN_GENERAL[act]:
                assert decision == Decision(True, True, "role", rule, "own")
            else:
                assert decision == Decision(False, False, "role", NEVER.get(role, rule), "")


def test_a_second_participation_never_takes_a_right_away():
    for kind, role, capacity in itertools.product(MatterKind, sorted(SEE_OTHERS), Capacity):
        state, own = next(iter(STATES[kind])), Grant(capacity, Basis.OWN, user_id=1)
        alone = may(standing(Role(role)), MatterFacts(kind, state, 9, (own,)), NOW)
        for more in Capacity:
            both = MatterFacts(kind, state, 9, (Grant(more, Basis.COORDINATION, user_id=1), own))
            assert alone <= may(standing(Role(role)), both, NOW)


def test_may_is_decide_act_by_act():
    for kind, state, role, capacity in EVERYTHING:
        facts = MatterFacts(kind, state, 9, (Grant(capacity, Basis.OWN, user_id=1),))
        told = {act for act in ACTS if seen(role, kind) and expected(act, role, kind, capacity, state)}
        assert {str(action) for action in may(standing(role), facts, NOW)} == told


def test_what_a_role_can_ever_read():
    for role in Role:
        assert readable_kinds(standing(role)) == {kind for kind in MatterKind if seen(role, kind)}
        assert readable_kinds(standing(role, active=False)) == frozenset()


def test_the_basis_of_a_decision_is_the_basis_of_the_participation():
    for basis in Basis:
        facts = MatterFacts(MatterKind.DISCLOSURE, "shared", 9, (Grant(Capacity.RECIPIENT, basis, user_id=1),))
        assert decide(Action.DISCLOSURE_READ, standing(Role.POLICE_LIAISON), facts, NOW).basis == basis


def test_every_reason_is_reached():
    reasons = set()
    for kind, role, capacity in itertools.product(MatterKind, Role, Capacity):
        for state in list(STATES[kind])[::2]:
            facts = MatterFacts(kind, state, 9, (Grant(capacity, Basis.OWN, user_id=1),))
            reasons |= {decide(Action(act), standing(role), facts, NOW).reason for act in ACTS}
    strangers = MatterFacts(MatterKind.CONCERN, "sent", 9, (Grant(Capacity.AUTHOR, Basis.OWN, user_id=2),))
    reasons |= {decide(Action.CONCERN_READ, standing(Role.SCHOOL_STAFF, on), strangers, NOW).reason for on in (0, 1)}
    assert decide(Action.CONCERN_READ, standing(Role.SCHOOL_STAFF), None, NOW).reason == "unknown"
    assert reasons == {
        "inactive", "role_without_content", "kind_closed_to_role", "no_participation", "duty_mark_stays",
        "use_ordinary_investigation", "duty_is_personal", "absence_must_be_notified", "wrong_kind", "role", "capacity",
        "state", "participation",
    }  # fmt: skip
