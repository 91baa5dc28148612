"""The early cross-sector exchange: cases with the verdict the rule's text gives (D1-D4, C1, A4, A7)."""

from datetime import date

import pytest

from ssp.terms import Basis, Crossing, Role, Sector
from tests.policy.verdicts import (
    CASEWORKER,
    CLUB,
    CONSULTANT,
    COUNCILLOR,
    FAR_OFF,
    GREEN,
    NO,
    NOBODY,
    NURSE,
    OFFICER,
    PROBATION,
    REASON,
    STOP,
    STREET,
    TEACHER,
    UNKNOWN,
    UNSURE,
    VOLUNTEER,
    YES,
    Table,
    aged,
    born,
)

table = Table(Basis.SSD, sender=Sector.SCHOOL, **CASEWORKER, **aged(9))


def row(words, verdict, *remarks, crossing=Crossing.AGENDA_ITEM, **facts):
    """A row of the table; what is said at the meeting, where nothing else stands."""
    table.row(words, verdict, *remarks, crossing=crossing, **facts)


# School, SFO, leisure homes, the health service and the authority for vulnerable children, at a meeting.
row("the school invites the social section", GREEN)
row("the school invites the health visitor", GREEN, **NURSE)
row("the social section invites the school", GREEN, sender=Sector.SOCIAL, **TEACHER)
row("the health visitor invites the school", GREEN, sender=Sector.HEALTH, **TEACHER)
row("the leisure home invites the social section", GREEN, sender=Sector.CLUB)
row("the school invites the leisure home", GREEN, **CLUB)
row("a free school takes part", GREEN, **TEACHER, sender=Sector.SOCIAL, recipient_self_governing=True)
row("a self-governing leisure home takes part", GREEN, **CLUB, recipient_self_governing=True)
row("an extract is sent: it is for a meeting, once", STOP, "only_at_a_meeting", crossing=Crossing.DISCLOSURE)
# An invitation is into a matter, to read in it from then on: that is no meeting.
row("somebody is invited into the case", STOP, "only_at_a_meeting", crossing=Crossing.INVITATION)
row("somebody is invited into the case after a meeting", STOP, "only_at_a_meeting", "D2 follow_up",
    crossing=Crossing.INVITATION, rounds=1)  # fmt: skip
row("an extract after two meetings", STOP, "only_at_a_meeting", "D3 never_a_third", crossing=Crossing.DISCLOSURE,
    rounds=2)  # fmt: skip

# Never the police (D1), and nobody the rule does not name.
row("an officer is invited", STOP, "D1 never_police", "sector_outside_basis", **OFFICER)
row("the police invite", STOP, "D1 never_police", "sector_outside_basis", sender=Sector.POLICE)
row("an officer in a post at the social section", STOP, "D1 never_police", recipient=Sector.SOCIAL,
    recipient_role=Role.POLICE_LIAISON)  # fmt: skip
row("an officer, to whom an extract is sent", STOP, "D1 never_police", "sector_outside_basis", "only_at_a_meeting", **OFFICER,
    crossing=Crossing.DISCLOSURE)  # fmt: skip
row("the consultant: SSP is no party", STOP, "sector_outside_basis", **CONSULTANT)
row("the street workers are no party", STOP, "sector_outside_basis", **STREET)
row("probation is no party", STOP, "sector_outside_basis", **PROBATION)
row("the consultant invites", STOP, "sector_outside_basis", sender=Sector.SSP)
row("a volunteer", STOP, "A7 sector_outside_basis", **VOLUNTEER)
row("a politician", STOP, "sector_outside_basis", **COUNCILLOR)
row("the head of the social section, who sees numbers and no persons", STOP, "A4 sector_outside_basis",
    recipient=Sector.SOCIAL, recipient_role=Role.LEADER)  # fmt: skip
row("nobody is chosen", STOP, "C1 no_recipient", **NOBODY)

# One meeting about a particular child, exceptionally a second with a special reason, never a third (D2, D3).
row("a second meeting needs the special reason", REASON, "D2 follow_up", rounds=1)
row("a third meeting", STOP, "D3 never_a_third", rounds=2)
row("a fourth meeting", STOP, "D3 never_a_third", rounds=3)
row("a tenth meeting", STOP, "D3 never_a_third", rounds=9)

# Violence asks for a notification before the meeting, or without it; reason to assume is enough (D4, § 133).
row("the child may be beaten: notify first", REASON, "D4 notify_first", says={"violence": YES})
row("perhaps beaten: doubt is enough", REASON, "D4 notify_first", says={"violence": UNSURE})
row("beaten, at a second meeting", REASON, "D4 notify_first", "D2 follow_up", says={"violence": YES}, rounds=1)
row("beaten, at a third meeting", STOP, "D4 notify_first", "D3 never_a_third", says={"violence": YES}, rounds=2)

# Necessary, for early and preventive work, about children.
row("it is a case by now", STOP, "not_early", says={"early": NO})
row("perhaps a case by now", REASON, "unsure_early", says={"early": UNSURE})
row("not needed", STOP, "not_necessary", says={"necessary": NO})
row("perhaps not needed", REASON, "unsure_necessary", says={"necessary": UNSURE})
row("no word about violence", STOP, "C1 unanswered", says={"violence": None})
row("no word of whether it is early", STOP, "C1 unanswered", says={"early": None})
for years in (3, 10, 13, 15, 17):
    row(f"{years} years old", GREEN, **aged(years))
row("17, 18 tomorrow", GREEN, **born(date(2008, 3, 3)))
row("18: the law is about children", STOP, "grown_up", **aged(18))
row("18 with SSP+, which is SSP's and not this law's", STOP, "grown_up", **aged(18, FAR_OFF))
row("a brother of 19 among children", STOP, "grown_up", **aged(19) | {"youngest": 8})
row("of unknown age", GREEN, **UNKNOWN)


@pytest.mark.parametrize("case", table.rows, ids=lambda case: case.words)
def test_the_verdict_is_the_rules_own(case):
    table.check(case)
