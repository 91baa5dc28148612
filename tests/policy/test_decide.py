"""decide(), two-sided: every role, capacity, state and act against a table written from the rules' own words."""

import itertools

import pytest

from ssp.policy.access import Grant, MatterFacts, Standing, decide, decide_general, may, readable_kinds
from ssp.terms import Action, Basis, Capacity, CaseState, ConcernState, DisclosureState, MatterKind, Role, Sector

NOW = 1_000_000
STATES = {MatterKind.CONCERN: ConcernState, MatterKind.CASE: CaseState, MatterKind.DISCLOSURE: DisclosureState}

SEE_CONCERNS = {"school_staff", "school_leader", "ssp_consultant", "social_worker", "street_worker", "club_staff"}
SEE_OTHERS = SEE_CONCERNS | {"police_liaison"}
NEVER = {"leader": "A4", "administrator": "A5", "dpo": "A6", "partner": "A7"}

OPEN = {"sent", "received", "assessed", "under_way"}
ANY_CONCERN = OPEN | {"closed"}
LIVE = {"shared", "answered"}
ANY_DISCLOSURE = LIVE | {"declined", "recalled"}
OPEN_CASE = {"open", "follow_up"}
ANY_CASE = OPEN_CASE | {"closed"}
CONSULTANT = {"ssp_consultant"}

ALLOWED = {
    # act: (kind, capacities, states, roles)
    "concern.read": ("concern", {"author", "consultant"}, ANY_CONCERN, SEE_CONCERNS),
    "concern.receive": ("concern", {"consultant"}, {"sent"}, CONSULTANT),
    "concern.ask": ("concern", {"consultant"}, OPEN, CONSULTANT),
    "concern.answer": ("concern", {"author"}, OPEN, SEE_CONCERNS),
    "concern.decide": ("concern", {"consultant"}, OPEN, CONSULTANT),
    "concern.close": ("concern", {"consultant"}, {"assessed", "under_way"}, CONSULTANT),
    "concern.mark_duty": ("concern", {"author"}, ANY_CONCERN, SEE_CONCERNS),
    "person.unmask": ("concern", {"consultant"}, ANY_CONCERN, CONSULTANT),
    "disclosure.compose": ("concern", {"consultant"}, ANY_CONCERN, CONSULTANT),
    "disclosure.share": ("concern", {"consultant"}, ANY_CONCERN, CONSULTANT),
    "disclosure.read": ("disclosure", {"sender", "recipient", "consultant"}, ANY_DISCLOSURE, SEE_OTHERS),
    "disclosure.answer": ("disclosure", {"recipient"}, LIVE, SEE_OTHERS),
    "disclosure.decline": ("disclosure", {"recipient"}, LIVE, SEE_OTHERS),
    "disclosure.bring_back": ("disclosure", {"recipient"}, LIVE, SEE_OTHERS),
    "disclosure.pass_on": ("disclosure", {"recipient"}, LIVE, SEE_OTHERS),
    "disclosure.recall": ("disclosure", {"sender", "consultant"}, LIVE, SEE_OTHERS),
    "case.read": ("case", {"holder", "consultant", "participant"}, ANY_CASE, SEE_OTHERS),
    "case.note": ("case", {"holder", "consultant", "participant"}, OPEN_CASE, SEE_OTHERS),
    "case.take": ("case", {"consultant"}, OPEN_CASE, CONSULTANT),
    "case.admit": ("case", {"consultant", "holder"}, OPEN_CASE, CONSULTANT),
}
"""Everything that is ever allowed on a matter. What does not stand here is refused."""

REFUSED_FOR_ALL = {"concern.remove_duty", "disclosure.investigate"}

IN_GENERAL = {
    "concern.log": SEE_CONCERNS, "concern.list": SEE_CONCERNS, "concern.triage": CONSULTANT,
    "draft.list": SEE_CONCERNS, "draft.read": SEE_CONCERNS, "draft.discard": SEE_CONCERNS,
    "person.search": {"school_staff", "school_leader"}, "case.open": CONSULTANT, "case.list": SEE_OTHERS,
    "disclosure.list": SEE_OTHERS, "register.read": {"dpo"}, "log.read": {"dpo"}, "home.show": set(Role),
    "directory.read": {"administrator"}, "unit.manage": {"administrator"}, "user.manage": {"administrator"},
    "network.manage": {"administrator"}, "directory.import": {"administrator"}, "session.sign_in": set(Role),
    "session.sign_out": set(Role), "password.change": set(Role),
}  # fmt: skip

ACTS = sorted(ALLOWED.keys() | REFUSED_FOR_ALL)


def grants(capacity: Capacity) -> dict[str, tuple[Grant, bool]]:
    """Every way a participation can stand to user 1 of unit 1 in network 1, and whether it reaches them."""
    base = {"capacity": capacity, "basis": Basis.COORDINATION}
    return {
        "mine": (Grant(**base, user_id=1), True),
        "another's": (Grant(**base, user_id=2), False),
        "ends now": (Grant(**base, user_id=1, ends_at=NOW), False),
        "ends in a second": (Grant(**base, user_id=1, ends_at=NOW + 1), True),
        "starts now": (Grant(**base, user_id=1, starts_at=NOW), True),
        "starts in a second": (Grant(**base, user_id=1, starts_at=NOW + 1), False),
    }


def party_grants(capacity: Capacity, role: Role) -> dict[str, tuple[Grant, bool]]:
    base = {"capacity": capacity, "basis": Basis.COORDINATION}
    other = Role.CLUB_STAFF if role is not Role.CLUB_STAFF else Role.STREET_WORKER
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
    return role in (SEE_CONCERNS if kind == "concern" else SEE_OTHERS)


def expected(act: str, role: str, kind: str, capacity: str, state: str) -> bool:
    if act not in ALLOWED:
        return False
    of_kind, capacities, states, roles = ALLOWED[act]
    return kind == of_kind and capacity in capacities and state in states and role in roles


EVERYTHING = [
    (kind, state, role, capacity)
    for kind in MatterKind
    for state, role, capacity in itertools.product(STATES[kind], Role, Capacity)
]


def test_every_act_stands_in_the_table():
    assert {str(action) for action in Action} == ALLOWED.keys() | REFUSED_FOR_ALL | IN_GENERAL.keys()


@pytest.mark.parametrize("act", ACTS)
def test_decide_is_the_table(act):
    asked = 0
    for kind, state, role, capacity in EVERYTHING:
        for how, (grant, reached) in (grants(capacity) | party_grants(capacity, role)).items():
            facts = MatterFacts(kind, state, 9, (grant,))
            for active in (True, False):
                decision = decide(Action(act), standing(role, active), facts, NOW)
                told = (act, kind, state, role, capacity, how, active)
                known = active and reached and seen(role, kind)
                assert decision.may_know == known, told
                assert decision.allowed == (known and expected(act, role, kind, capacity, state)), told
                assert decision.reason, told
                assert decision.rule, told
                asked += 1
    assert asked == len(EVERYTHING) * 24


@pytest.mark.parametrize("act", ACTS)
def test_without_a_participation_nothing_is_known(act):
    for kind, state, role, _ in EVERYTHING:
        for sector in (Sector.SCHOOL, Sector.SSP):
            decision = decide(Action(act), standing(role, sector=sector), MatterFacts(kind, state, 1), NOW)
            assert not decision.allowed
            assert not decision.may_know
            rule = NEVER.get(role) or ("A3" if not seen(role, kind) else "A2" if sector is Sector.SCHOOL else "A1")
            assert decision.rule == rule, (act, kind, role, sector)


def test_what_does_not_exist_is_refused_like_what_is_not_ones_own():
    for act, role in itertools.product(ACTS, Role):
        nothing = decide(Action(act), standing(role), None, NOW)
        assert (nothing.allowed, nothing.may_know) == (False, False)


@pytest.mark.parametrize("act", sorted(IN_GENERAL))
def test_acts_without_a_matter_are_the_table(act):
    for role in Role:
        for active in (True, False):
            decision = decide_general(Action(act), standing(role, active))
            assert decision.allowed == (active and role in IN_GENERAL[act]), (act, role, active)
            assert decision.reason
            assert decision.rule


def test_a_second_participation_never_takes_a_right_away():
    for kind, state, role, capacity in EVERYTHING:
        own = Grant(capacity, Basis.OWN, user_id=1)
        alone = may(standing(role), MatterFacts(kind, state, 9, (own,)), NOW)
        for more in Capacity:
            both = MatterFacts(kind, state, 9, (Grant(more, Basis.COORDINATION, user_id=1), own))
            assert alone <= may(standing(role), both, NOW)


def test_may_is_decide_act_by_act():
    for kind, state, role, capacity in EVERYTHING:
        facts = MatterFacts(kind, state, 9, (Grant(capacity, Basis.OWN, user_id=1),))
        told = {act for act in ACTS if expected(act, role, kind, capacity, state)}
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
    for kind, state, role, capacity in EVERYTHING:
        for act in ACTS:
            for grant in (Grant(capacity, Basis.OWN, user_id=1), Grant(capacity, Basis.OWN, user_id=2)):
                for active in (True, False):
                    facts = MatterFacts(kind, state, 9, (grant,))
                    reasons.add(decide(Action(act), standing(role, active), facts, NOW).reason)
    assert reasons == {
        "inactive", "role_without_content", "kind_closed_to_role", "no_participation", "duty_mark_stays",
        "use_ordinary_investigation", "wrong_kind", "role", "capacity", "state", "participation",
    }  # fmt: skip
