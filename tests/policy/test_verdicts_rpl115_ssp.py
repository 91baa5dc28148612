"""Retsplejeloven § 115, SSP: cases with the verdict the rule's text gives (C1-C3, C8, A4, A7, A8)."""

from datetime import date, timedelta

import pytest

from ssp.terms import Basis, Crossing, Role, Sector
from tests.policy.verdicts import (
    CASEWORKER,
    CLUB,
    CONSULTANT,
    COUNCILLOR,
    DAY,
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

table = Table(Basis.RPL115_SSP, sender=Sector.SSP, **OFFICER, **aged(14))
row = table.row

# § 115, stk. 1-2: the police and the other authorities of the cooperation, to each other, when it is necessary.
row("the consultant tells the police what is needed to prevent crime", GREEN)
row("the police tell the consultant", GREEN, sender=Sector.POLICE, **CONSULTANT)
row("the police tell the social section", GREEN, sender=Sector.POLICE, **CASEWORKER)
row("the school tells the consultant", GREEN, sender=Sector.SCHOOL, **CONSULTANT)
row("the social section tells the school", GREEN, sender=Sector.SOCIAL, **TEACHER)
row("the street workers tell the club", GREEN, sender=Sector.STREET, **CLUB)
row("the club tells the street workers", GREEN, sender=Sector.CLUB, **STREET)
row("it is said at a meeting", GREEN, crossing=Crossing.AGENDA_ITEM)
row("somebody is invited", GREEN, crossing=Crossing.INVITATION)

# Only who acts for an authority of the cooperation; volunteers, landlords and politicians never (A4, A7).
row("a volunteer", STOP, "A7 sector_outside_basis", **VOLUNTEER)
row("a volunteer who would tell", STOP, "A7 sector_outside_basis", sender=Sector.PARTNER)
row("a politician", STOP, "sector_outside_basis", **COUNCILLOR)
row("somebody of the municipality's leadership who would tell", STOP, "sector_outside_basis", sender=Sector.LEADERSHIP)
row("the head of the social section, who sees numbers and no persons", STOP, "A4 sector_outside_basis",
    recipient=Sector.SOCIAL, recipient_role=Role.LEADER)  # fmt: skip
row("the health service, which is no party of SSP", STOP, "C1 sector_outside_basis", **NURSE)
row("the probation service, which is no party of SSP", STOP, "C1 sector_outside_basis", **PROBATION)
row("the health service would tell", STOP, "C1 sector_outside_basis", sender=Sector.HEALTH)
row("nobody is chosen", STOP, "C1 no_recipient", **NOBODY)

# § 115, stk. 3: self-governing institutions in the social or education field or psychiatry (A8).
row("a free school", GREEN, **TEACHER, recipient_self_governing=True)
row("a self-governing social institution", GREEN, **CASEWORKER, recipient_self_governing=True)
row("a self-governing club: leisure is none of the fields", STOP, "A8 sector_outside_basis", **CLUB,
    recipient_self_governing=True)  # fmt: skip
row("self-governing street workers", STOP, "A8 sector_outside_basis", **STREET, recipient_self_governing=True)

# Three cumulative questions: part of the work, factual, necessary. No investigation (C2, C3).
row("it is no part of preventing crime", STOP, "C2 not_part_of_work", says={"part_of_work": NO})
row("perhaps no part of preventing crime", REASON, "C2 unsure_part_of_work", says={"part_of_work": UNSURE})
row("rumours", STOP, "not_factual", says={"factual": NO})
row("perhaps rumours", REASON, "unsure_factual", says={"factual": UNSURE})
row("the recipient can do without", STOP, "C1 not_necessary", says={"necessary": NO})
row("perhaps the recipient can do without", REASON, "C1 unsure_necessary", says={"necessary": UNSURE})
row("rumours the recipient can do without", STOP, "not_factual", "C1 not_necessary",
    says={"factual": NO, "necessary": NO})  # fmt: skip
row("rumours, perhaps needed", STOP, "not_factual", "unsure_necessary", says={"factual": NO, "necessary": UNSURE})
row("wanted for a criminal case", STOP, "C3 investigation", says={"investigation": YES})
row("perhaps wanted for a criminal case: what is forbidden is not done in doubt", STOP, "C3 investigation",
    says={"investigation": UNSURE})  # fmt: skip
row("doubt about everything that may be doubted", REASON, "unsure_part_of_work", "unsure_factual", "unsure_necessary",
    says={"part_of_work": UNSURE, "factual": UNSURE, "necessary": UNSURE})  # fmt: skip
row("no word about investigation", STOP, "C1 unanswered", says={"investigation": None})
row("no word about necessity", STOP, "C1 unanswered", says={"necessary": None})
row("no answers at all", STOP, "C1 unanswered",
    says={"part_of_work": None, "factual": None, "necessary": None, "investigation": None})  # fmt: skip

# C8: SSP ends at 18, but for a documented SSP+ from 18 to 25.
for years in range(9, 18):
    row(f"{years} years old", GREEN, **aged(years))
row("17, 18 tomorrow", GREEN, **born(date(2008, 3, 3)))
row("18 today", STOP, "C8 grown_up", **aged(18))
row("18 since yesterday", STOP, "C8 grown_up", **born(date(2008, 3, 1)))
row("19", STOP, "C8 grown_up", **aged(19))
row("25 without SSP+", STOP, "C8 grown_up", **aged(25))
row("26", STOP, "C8 grown_up", **aged(26))
for years in (18, 19, 21, 25):
    row(f"{years} with SSP+", REASON, "C8 plus", **aged(years, FAR_OFF))
row("19, whose SSP+ has its last day today", REASON, "C8 plus", **aged(19, DAY))
row("19, whose SSP+ had its last day yesterday", STOP, "C8 grown_up", **aged(19, DAY - timedelta(days=1)))
row("25, 26 tomorrow, with SSP+", REASON, "C8 plus", **born(date(2000, 3, 3), FAR_OFF))
row("26 today: no SSP+ reaches so far", STOP, "C8 grown_up", **aged(26, FAR_OFF))
row("17 with SSP+ made ready: still a child", GREEN, **aged(17, FAR_OFF))
row("a brother of 18 among children of 12", STOP, "C8 grown_up", **aged(18) | {"youngest": 12})
row("a brother of 18 with SSP+ among children of 12", REASON, "C8 plus", **aged(18, FAR_OFF) | {"youngest": 12})
row("nobody is named, so nobody is 18", GREEN, **UNKNOWN)
row("one of several is not known, the eldest known is 17", GREEN, **aged(17) | {"youngest": None})
row("one of several is not known, one is 18", STOP, "C8 grown_up", **aged(18) | {"youngest": None})
row("18 and wanted for a criminal case", STOP, "C8 grown_up", "C3 investigation", **aged(18),
    says={"investigation": YES})  # fmt: skip
row("SSP+ and doubt", REASON, "C8 plus", "unsure_necessary", **aged(18, FAR_OFF), says={"necessary": UNSURE})


def test_A8_a_self_governing_institution_takes_part_only_in_the_fields_the_law_names():
    fields = {row.share.recipient: row.verdict for row in table.rows if row.share.recipient_self_governing}
    assert fields == {Sector.SCHOOL: GREEN, Sector.SOCIAL: GREEN, Sector.CLUB: STOP, Sector.STREET: STOP}


@pytest.mark.parametrize("case", table.rows, ids=lambda case: case.words)
def test_the_verdict_is_the_rules_own(case):
    table.check(case)
