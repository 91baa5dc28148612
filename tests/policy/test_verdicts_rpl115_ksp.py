"""Retsplejeloven § 115, KSP: cases with the verdict the rule's text gives (C1, C3, C8, A4, A7, A8)."""

import pytest

from ssp.terms import Basis, Crossing, Role, Sector
from tests.policy.verdicts import (
    CASEWORKER,
    CLUB,
    CONSULTANT,
    COUNCILLOR,
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
)

table = Table(Basis.RPL115_KSP, sender=Sector.PROBATION, **CASEWORKER, **aged(22))
row = table.row

# § 115, stk. 1, nr. 3: prison and probation, the social authority and the police about somebody who is released.
row("probation tells the social section of a release", GREEN)
row("probation tells the police", GREEN, **OFFICER)
row("the police tell probation", GREEN, sender=Sector.POLICE, **PROBATION)
row("the social section tells probation", GREEN, sender=Sector.SOCIAL, **PROBATION)
row("the social section tells the police", GREEN, sender=Sector.SOCIAL, **OFFICER)
row("the consultant is told", GREEN, **CONSULTANT)
row("it is said at a meeting", GREEN, crossing=Crossing.AGENDA_ITEM)
row("somebody is invited", GREEN, crossing=Crossing.INVITATION)

# Nobody else.
row("a school is no party", STOP, "C1 sector_outside_basis", **TEACHER)
row("a school would tell", STOP, "C1 sector_outside_basis", sender=Sector.SCHOOL)
row("a club is no party", STOP, "C1 sector_outside_basis", **CLUB)
row("street work is no party", STOP, "C1 sector_outside_basis", **STREET)
row("psychiatry belongs to PSP", STOP, "C1 sector_outside_basis", **NURSE)
row("a mentor from an association", STOP, "A7 sector_outside_basis", **VOLUNTEER)
row("an association would tell", STOP, "A7 sector_outside_basis", sender=Sector.PARTNER)
row("a politician", STOP, "sector_outside_basis", **COUNCILLOR)
row("the head of the social section, who sees numbers and no persons", STOP, "A4 sector_outside_basis",
    recipient=Sector.SOCIAL, recipient_role=Role.LEADER)  # fmt: skip
row("nobody is chosen", STOP, "C1 no_recipient", **NOBODY)
row("a self-governing institution in the social field (A8)", GREEN, **CASEWORKER, recipient_self_governing=True)

# Under 18 after a placement outside prison, 18 and more after prison: no age limit (C8).
for years in (12, 15, 17):
    row(f"released from a placement at {years}", GREEN, **aged(years))
for years in (18, 19, 25, 26, 50):
    row(f"released at {years}", GREEN, **aged(years))
row("of unknown age", GREEN, **UNKNOWN)

# The questions.
row("no release that the cooperation covers", STOP, "not_release", says={"release": NO})
row("perhaps no release that it covers", REASON, "unsure_release", says={"release": UNSURE})
row("rumours", STOP, "not_factual", says={"factual": NO})
row("perhaps rumours", REASON, "unsure_factual", says={"factual": UNSURE})
row("not needed", STOP, "C1 not_necessary", says={"necessary": NO})
row("perhaps not needed", REASON, "C1 unsure_necessary", says={"necessary": UNSURE})
row("wanted for a criminal case", STOP, "C3 investigation", says={"investigation": YES})
row("perhaps wanted for a criminal case", STOP, "C3 investigation", says={"investigation": UNSURE})
row("no word of the release", STOP, "C1 unanswered", says={"release": None})
row("no word of facts", STOP, "C1 unanswered", says={"factual": None})
row("no release, and for a criminal case", STOP, "not_release", "investigation",
    says={"release": NO, "investigation": YES})  # fmt: skip


@pytest.mark.parametrize("case", table.rows, ids=lambda case: case.words)
def test_the_verdict_is_the_rules_own(case):
    table.check(case)
