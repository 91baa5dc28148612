"""Who gets a notification, which clocks run, what is refused: the policy's own cases (E4-E9)."""

from datetime import date

import pytest

from ssp.policy import duties, parties
from ssp.policy.access import Grant, MatterFacts, Standing, decide
from ssp.policy.duties import Section
from ssp.policy.register import limit
from ssp.terms import (
    Action,
    Basis,
    CameFrom,
    Capacity,
    ClockKind,
    Ground,
    MatterKind,
    NotificationState,
    NotInformed,
    Role,
    Sector,
)

NOW = 1_000
FIRST, NEAR, LAST = Section(1, None), Section(2, 7), Section(3, 8)


@pytest.mark.parametrize(
    ("sections", "networks", "expected"),
    [
        ((), frozenset(), None),
        ((), frozenset({7}), None),
        ((FIRST,), frozenset(), 1),
        ((FIRST, NEAR, LAST), frozenset(), 1),
        ((FIRST, NEAR, LAST), frozenset({7}), 2),
        ((FIRST, NEAR, LAST), frozenset({8}), 3),
        ((FIRST, NEAR, LAST), frozenset({7, 8}), 2),
        ((FIRST, NEAR, LAST), frozenset({9}), 1),
        ((LAST, NEAR), frozenset({7}), 2),
    ],
)
def test_E1_the_section_of_the_writers_network_or_the_first(sections, networks, expected):
    assert duties.section_for(sections, networks) == expected


def test_E2_nobody_stands_between_the_writer_and_the_section():
    author, section = parties.of_notification(11, 22, NOW)
    assert author == Grant(Capacity.AUTHOR, Basis.OWN, user_id=11, starts_at=NOW)
    assert section == Grant(Capacity.SECTION, Basis.NOTIFICATION, unit_id=22, role=Role.SOCIAL_WORKER, starts_at=NOW)


@pytest.mark.parametrize("state", list(NotificationState))
@pytest.mark.parametrize("user", [11, 12])
def test_E2_blocking_is_refused_in_every_state_to_everybody(state, user):
    standing = Standing(user, 22, Role.SOCIAL_WORKER, Sector.SOCIAL)
    facts = MatterFacts(MatterKind.NOTIFICATION, state, 1, parties.of_notification(11, 22, NOW))
    verdict = decide(Action.NOTIFICATION_BLOCK, standing, facts, NOW)
    assert (verdict.allowed, verdict.may_know, verdict.rule) == (False, True, "E2")


def test_E8_what_was_registered_for_a_post_is_left_with_the_post():
    author, _ = parties.of_notification(11, 22, NOW, Role.SOCIAL_WORKER)
    facts = MatterFacts(MatterKind.NOTIFICATION, NotificationState.SENT, 1, (author,))
    there = Standing(11, 22, Role.SOCIAL_WORKER, Sector.SOCIAL)
    elsewhere = Standing(11, 33, Role.SCHOOL_STAFF, Sector.SCHOOL)
    assert decide(Action.NOTIFICATION_READ, there, facts, NOW).allowed
    assert not decide(Action.NOTIFICATION_READ, elsewhere, facts, NOW).may_know


def test_E8_staff_are_not_among_those_who_notify_from_outside():
    assert duties.OUTSIDE == (CameFrom.PROFESSIONAL, CameFrom.PRIVATE, CameFrom.ANONYMOUS)


@pytest.mark.parametrize(
    ("came_from", "expected"),
    [
        (CameFrom.STAFF, (ClockKind.ASSESSMENT, ClockKind.RECEIPT)),
        (CameFrom.PROFESSIONAL, (ClockKind.ASSESSMENT, ClockKind.RECEIPT)),
        (CameFrom.PRIVATE, (ClockKind.ASSESSMENT, ClockKind.RECEIPT)),
        (CameFrom.ANONYMOUS, (ClockKind.ASSESSMENT,)),
    ],
)
def test_E5_E6_which_clocks_run(came_from, expected):
    assert duties.clocks_of(came_from) == expected


@pytest.mark.parametrize(
    ("came_from", "allowed"),
    [(CameFrom.STAFF, True), (CameFrom.PROFESSIONAL, True), (CameFrom.PRIVATE, True), (CameFrom.ANONYMOUS, False)],
)
def test_E6_a_receipt_takes_somebody_to_give_it_to(came_from, allowed):
    verdict = duties.decide_receipt(came_from)
    assert (verdict.allowed, verdict.may_know, verdict.rule) == (allowed, True, "E6")
    assert (verdict.reason, verdict.basis) == (
        ("participation", Basis.NOTIFICATION) if allowed else ("nobody_to_receipt", "")
    )


@pytest.mark.parametrize(
    ("came_from", "allowed"),
    [(CameFrom.STAFF, True), (CameFrom.PROFESSIONAL, True), (CameFrom.PRIVATE, False), (CameFrom.ANONYMOUS, False)],
)
def test_E7_feedback_is_for_professionals(came_from, allowed):
    verdict = duties.decide_feedback(came_from)
    assert (verdict.allowed, verdict.may_know, verdict.rule) == (allowed, True, "E7")
    assert (verdict.reason, verdict.basis) == (
        ("participation", Basis.NOTIFICATION) if allowed else ("feedback_for_professionals", "")
    )


@pytest.mark.parametrize("ground", list(Ground))
@pytest.mark.parametrize("why", [None, *NotInformed])
def test_E9_parents_are_not_told_where_abuse_is_suspected(ground, why):
    assert duties.keep_from_parents(ground, why) == (ground is Ground.ABUSE or why is NotInformed.ABUSE)


@pytest.mark.parametrize(("off", "expected"), [(-15, False), (-1, False), (0, True), (1, True), (85, True)])
def test_E4_the_limit_itself_counts(off, expected):
    assert duties.must_notify(limit("absence_percent") + off) is expected


@pytest.mark.parametrize(
    ("day", "now", "before"),
    [
        (date(2026, 1, 1), "2026-Q1", "2025-Q4"),
        (date(2026, 3, 31), "2026-Q1", "2025-Q4"),
        (date(2026, 4, 1), "2026-Q2", "2026-Q1"),
        (date(2026, 6, 30), "2026-Q2", "2026-Q1"),
        (date(2026, 7, 1), "2026-Q3", "2026-Q2"),
        (date(2026, 9, 30), "2026-Q3", "2026-Q2"),
        (date(2026, 10, 1), "2026-Q4", "2026-Q3"),
        (date(2026, 12, 31), "2026-Q4", "2026-Q3"),
    ],
)
def test_E4_the_quarter_of_a_day(day, now, before):
    assert duties.quarter_of(day) == now
    assert duties.quarters(day) == (now, before)
