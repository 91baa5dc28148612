"""What an adult may be told about a child, and what of a family is shown (H5, H6)."""

import pytest

from ssp.policy.access import Grant, MatterFacts, Standing
from ssp.policy.families import (
    OPEN,
    Family,
    Home,
    Line,
    Member,
    Tie,
    Told,
    Why,
    compose,
    contradicts,
    keeps,
    may_be_told,
    told_about,
)
from ssp.terms import (
    AbsenceState,
    Basis,
    Capacity,
    CaseState,
    ConcernState,
    Custody,
    Kin,
    MatterKind,
    MeetingState,
    NotificationState,
    Role,
    Sector,
)
from ssp.web.labels.casework import CASEWORK

MUM, DAD, HIS, STEP, GRAN, ASK, BO = range(1, 8)
HERS, FATHERS = 11, 12
STATES = {
    MatterKind.CONCERN: ConcernState,
    MatterKind.CASE: CaseState,
    MatterKind.NOTIFICATION: NotificationState,
    MatterKind.ABSENCE: AbsenceState,
    MatterKind.MEETING: MeetingState,
}
LINE = Line(MatterKind.CASE, "F-0000-0001", "open")
OVER = Line(MatterKind.CONCERN, "B-0000-0001", "closed")

TIES = (
    Tie(MUM, ASK, Kin.MOTHER, Custody.JOINT),
    Tie(DAD, ASK, Kin.FATHER, Custody.JOINT),
    Tie(MUM, BO, Kin.MOTHER, Custody.SOLE),
    Tie(HIS, BO, Kin.FATHER, Custody.NONE),
    Tie(STEP, ASK, Kin.STEP_PARENT, Custody.NONE),
    Tie(GRAN, ASK, Kin.GRANDPARENT, Custody.NONE),
)


def family(ties=TIES, protected=(), hers=False, his=False) -> Family:
    """A mother with two children, one of them in two homes; his half-brother has another father, who lives elsewhere."""
    members = tuple(Member(id_, id_ not in (ASK, BO), id_ in protected) for id_ in range(MUM, BO + 1))
    homes = Home(HERS, frozenset({MUM, STEP, ASK, BO}), hers), Home(FATHERS, frozenset({DAD, ASK}), his)
    return Family(members, homes, ties)


@pytest.mark.parametrize(
    ("adult", "child", "why"),
    [
        (MUM, ASK, Why.CUSTODY),
        (MUM, BO, Why.CUSTODY),
        (DAD, ASK, Why.CUSTODY),
        (DAD, BO, Why.OTHER_FATHER),
        (HIS, BO, Why.NO_CUSTODY),
        (HIS, ASK, Why.OTHER_FATHER),
        (STEP, ASK, Why.NO_CUSTODY),
        (STEP, BO, Why.UNRELATED),
        (GRAN, BO, Why.UNRELATED),
    ],
)
def test_H5_an_adult_is_told_about_the_children_they_have_custody_of(adult, child, why):
    told = may_be_told(family(), adult, child)
    assert (told.allowed, told.reason) == (why is Why.CUSTODY, why)


def test_H5_who_one_family_says_has_no_custody_is_not_told_because_another_says_so():
    for custodies in ((Custody.JOINT, Custody.NONE), (Custody.NONE, Custody.JOINT)):
        ties = tuple(Tie(DAD, ASK, Kin.FATHER, custody) for custody in custodies)
        assert not may_be_told(family(ties), DAD, ASK).allowed, custodies


def test_H5_the_other_mother_is_told_nothing():
    ties = (*TIES, Tie(20, 21, Kin.MOTHER, Custody.SOLE))
    assert may_be_told(family(ties), 20, ASK).reason is Why.OTHER_MOTHER


@pytest.mark.parametrize("held", [Custody.JOINT, Custody.OTHER, Custody.NONE])
def test_H5_nobody_else_is_told_while_another_has_custody_alone(held):
    ties = Tie(MUM, ASK, Kin.MOTHER, Custody.SOLE), Tie(DAD, ASK, Kin.FATHER, held)
    assert may_be_told(family(ties), MUM, ASK).allowed
    assert not may_be_told(family(ties), DAD, ASK).allowed


def test_H5_custody_given_to_one_who_is_no_parent_counts():
    ties = (Tie(GRAN, ASK, Kin.GRANDPARENT, Custody.OTHER),)
    assert may_be_told(family(ties), GRAN, ASK).allowed


def test_H5_two_who_each_have_custody_alone_are_told_nothing_before_it_is_clear():
    ties = Tie(MUM, ASK, Kin.MOTHER, Custody.SOLE), Tie(DAD, ASK, Kin.FATHER, Custody.SOLE)
    assert [may_be_told(family(ties), who, ASK).reason for who in (MUM, DAD)] == [Why.UNCLEAR] * 2
    assert set(contradicts(ties)) == set(ties)
    assert contradicts(TIES) == ()


def test_H5_an_address_is_told_only_to_who_lives_there_and_never_a_protected_one():
    assert may_be_told(family(), MUM, BO) == Told(True, Why.CUSTODY, address=True, other_home=True)
    assert may_be_told(family(), MUM, ASK) == Told(True, Why.CUSTODY, address=True, other_home=False)
    away = (Tie(HIS, BO, Kin.FATHER, Custody.JOINT), Tie(MUM, BO, Kin.MOTHER, Custody.JOINT))
    assert may_be_told(family(away), HIS, BO) == Told(True, Why.CUSTODY, address=False, other_home=False)
    for hidden in (family(hers=True), family(his=True), family(protected=(ASK,))):
        assert may_be_told(hidden, MUM, ASK).address is False


def test_H5_the_children_an_adult_may_be_told_about():
    assert told_about(family(), MUM) == {ASK, BO}
    assert told_about(family(), DAD) == {ASK}
    assert told_about(family(), HIS) == frozenset()


def test_H6_a_keeper_sees_everybody_and_only_the_matters_open_to_them():
    seen = compose(family(), True, {ASK: (LINE, OVER)})
    assert seen.hidden == 0
    assert [m.id for m in seen.members] == list(range(MUM, BO + 1))
    assert {m.id: m.matters for m in seen.members if m.matters} == {ASK: (LINE,)}
    assert seen.elsewhere == (HIS, GRAN)


def test_H6_anybody_else_sees_the_children_they_know_their_adults_and_their_homes():
    seen = compose(family(), False, {ASK: (OVER,)})
    assert [(home.id, home.members) for home in seen.homes] == [(HERS, (MUM, STEP, ASK)), (FATHERS, (DAD, ASK))]
    assert (seen.elsewhere, seen.hidden) == ((GRAN,), 2)
    other = compose(family(), False, {BO: (LINE,)})
    assert [(home.id, home.members) for home in other.homes] == [(HERS, (MUM, BO))]
    assert (other.elsewhere, other.hidden) == ((HIS,), 4)
    assert {(adult, child) for adult, child, _ in other.told} == {(MUM, BO), (HIS, BO)}


def test_H6_who_knows_nobody_sees_one_number():
    seen = compose(family(), False, {})
    assert (seen.members, seen.homes, seen.elsewhere, seen.told, seen.hidden) == ((), (), (), (), 7)


def test_H5_an_address_is_closed_for_the_sake_of_one_who_is_protected():
    assert [home.address for home in compose(family(), True, {}).homes] == [True, True]
    assert [home.address for home in compose(family(hers=True), True, {}).homes] == [False, True]
    assert [home.address for home in compose(family(protected=(DAD,)), False, {ASK: (LINE,)}).homes] == [True, False]


@pytest.mark.parametrize("state", ["open", "follow_up", "closed"])
def test_H6_who_keeps_a_case_keeps_it_also_when_it_is_closed(state):
    holder = Grant(Capacity.HOLDER, Basis.COORDINATION, user_id=1, role=Role.SSP_CONSULTANT)
    network = Grant(Capacity.CONSULTANT, Basis.COORDINATION, network_id=5, role=Role.SSP_CONSULTANT)
    guest = Grant(Capacity.PARTICIPANT, Basis.CONSENT, user_id=3, role=Role.SOCIAL_WORKER)
    case = MatterFacts(MatterKind.CASE, state, 1, (holder, network, guest))
    for user, expected in ((1, True), (2, True), (3, False), (4, False)):
        role = Role.SOCIAL_WORKER if user == 3 else Role.SSP_CONSULTANT
        standing = Standing(user, 1, role, Sector.SSP, frozenset({5} if user == 2 else ()))
        assert keeps(standing, case, 0) is expected


def test_H5_every_answer_has_its_words():
    assert set(CASEWORK["told"]) == set(Why)
    assert str(CASEWORK["told"][Why.CUSTODY]) == "Ja"
    assert all(str(words).startswith("Nej: ") for why, words in CASEWORK["told"].items() if why != Why.CUSTODY)


def test_every_kind_of_matter_that_names_a_child_says_when_it_is_over():
    assert all(OPEN[kind] < set(states) for kind, states in STATES.items())
    assert set(OPEN) == set(STATES)
