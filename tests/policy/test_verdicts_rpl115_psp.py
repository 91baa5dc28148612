"""Retsplejeloven § 115, PSP: cases with the verdict the rule's text gives (C1, C3, C8, A4, A7, A8)."""

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

table = Table(Basis.RPL115_PSP, sender=Sector.SOCIAL, **OFFICER, **aged(34))
row = table.row

# § 115, stk. 1, nr. 2: the police, the social authority and psychiatry about vulnerable persons.
row("the social section tells the police of a vulnerable person", GREEN)
row("the police tell the social section", GREEN, sender=Sector.POLICE, **CASEWORKER)
row("the police tell psychiatry", GREEN, sender=Sector.POLICE, **NURSE)
row("psychiatry tells the police", GREEN, sender=Sector.HEALTH)
row("psychiatry tells the social section", GREEN, sender=Sector.HEALTH, **CASEWORKER)
row("the consultant brings it to the police", GREEN, sender=Sector.SSP)
row("it is said at a meeting", GREEN, crossing=Crossing.AGENDA_ITEM)
row("somebody is invited", GREEN, crossing=Crossing.INVITATION, **CONSULTANT)

# Nobody else.
row("a school is no party", STOP, "C1 sector_outside_basis", **TEACHER)
row("a school would tell", STOP, "C1 sector_outside_basis", sender=Sector.SCHOOL)
row("a club is no party", STOP, "C1 sector_outside_basis", **CLUB)
row("street work is no party", STOP, "C1 sector_outside_basis", **STREET)
row("probation belongs to KSP", STOP, "C1 sector_outside_basis", **PROBATION)
row("a landlord", STOP, "A7 sector_outside_basis", **VOLUNTEER)
row("a landlord would tell", STOP, "A7 sector_outside_basis", sender=Sector.PARTNER)
row("a politician", STOP, "sector_outside_basis", **COUNCILLOR)
row("the chief of police, who sees numbers and no persons", STOP, "A4 sector_outside_basis",
    recipient=Sector.POLICE, recipient_role=Role.LEADER)  # fmt: skip
row("nobody is chosen", STOP, "C1 no_recipient", **NOBODY)

# § 115, stk. 3 (A8): the social field and psychiatry may be self-governing.
row("a self-governing institution in psychiatry", GREEN, **NURSE, recipient_self_governing=True)
row("a self-governing shelter", GREEN, **CASEWORKER, recipient_self_governing=True)
row("a free school is still a school", STOP, "sector_outside_basis", **TEACHER, recipient_self_governing=True)

# § 115 has no age limit of its own; the end at 18 is SSP's (C8).
for years in (9, 14, 17, 18, 19, 25, 26, 64):
    row(f"{years} years old", GREEN, **aged(years))
row("of unknown age", GREEN, **UNKNOWN)

# The questions.
row("the person is not a vulnerable one", STOP, "not_vulnerable", says={"vulnerable": NO})
row("perhaps not a vulnerable person", REASON, "unsure_vulnerable", says={"vulnerable": UNSURE})
row("rumours", STOP, "not_factual", says={"factual": NO})
row("perhaps rumours", REASON, "unsure_factual", says={"factual": UNSURE})
row("not needed", STOP, "C1 not_necessary", says={"necessary": NO})
row("perhaps not needed", REASON, "C1 unsure_necessary", says={"necessary": UNSURE})
row("wanted for a criminal case", STOP, "C3 investigation", says={"investigation": YES})
row("perhaps wanted for a criminal case", STOP, "C3 investigation", says={"investigation": UNSURE})
row("no word of whether the person is vulnerable", STOP, "C1 unanswered", says={"vulnerable": None})
row("no word about investigation", STOP, "C1 unanswered", says={"investigation": None})
row("a school, and not needed", STOP, "sector_outside_basis", "not_necessary", **TEACHER, says={"necessary": NO})


@pytest.mark.parametrize("case", table.rows, ids=lambda case: case.words)
def test_the_verdict_is_the_rules_own(case):
    table.check(case)
