"""Consent: cases with the verdict the rule's text gives (C9, C1, A4, A7; forvaltningsloven § 28, stk. 3-4)."""

from datetime import date, timedelta

import pytest

from ssp.terms import Basis, Crossing, Role, Sector
from tests.policy.verdicts import (
    CASEWORKER,
    CLUB,
    CONSULTANT,
    COUNCILLOR,
    DAY,
    GREEN,
    NO,
    NOBODY,
    NURSE,
    OFFICER,
    PARENTS,
    PROBATION,
    REASON,
    STOP,
    STREET,
    TEACHER,
    UNKNOWN,
    UNSURE,
    VOLUNTEER,
    YOUNG,
    Table,
    aged,
    consent,
)

table = Table(Basis.CONSENT, sender=Sector.SCHOOL, **CLUB, **aged(12), consent=consent())
row = table.row


def by(*givers):
    return consent(givers=frozenset(givers))


# Any two authorities; volunteers, landlords and politicians get no person's matter, whoever consents (A4, A7).
row("the school tells the club what the parents agreed to", GREEN)
for who in (CASEWORKER, STREET, CONSULTANT, NURSE, PROBATION, OFFICER):
    row(f"and the {who['recipient']} sector", GREEN, **who)
row("the police tell the school", GREEN, sender=Sector.POLICE, **TEACHER)
row("at a meeting", GREEN, crossing=Crossing.AGENDA_ITEM)
row("by an invitation", GREEN, crossing=Crossing.INVITATION)
row("a free school", GREEN, sender=Sector.CLUB, **TEACHER, recipient_self_governing=True)
row("a self-governing club", GREEN, recipient_self_governing=True)
row("a volunteer", STOP, "A7 sector_outside_basis", **VOLUNTEER)
row("a volunteer would tell", STOP, "A7 sector_outside_basis", sender=Sector.PARTNER)
row("a politician", STOP, "sector_outside_basis", **COUNCILLOR)
row("the head of the social section, who sees numbers and no persons", STOP, "A4 sector_outside_basis",
    recipient=Sector.SOCIAL, recipient_role=Role.LEADER)  # fmt: skip
row("nobody is chosen", STOP, "C1 no_recipient", **NOBODY)

# It is there, runs, and names the recipient's unit; the last day counts.
row("no consent", STOP, "C9 no_consent", consent=None)
row("withdrawn", STOP, "C9 consent_withdrawn", consent=consent(withdrawn=True))
row("expires today", GREEN, consent=consent(expires_on=DAY))
row("expired yesterday", STOP, "C9 consent_expired", consent=consent(expires_on=DAY - timedelta(days=1)))
row("expires tomorrow", GREEN, consent=consent(expires_on=DAY + timedelta(days=1)))
row("given today", GREEN, consent=consent(given_on=DAY))
row("to be given tomorrow", STOP, "C9 consent_not_begun", consent=consent(given_on=DAY + timedelta(days=1)))
row("another unit", STOP, "C9 consent_does_not_cover_recipient", consent=consent(covers=False))
row("withdrawn, and expired long ago", STOP, "C9 consent_withdrawn", "C9 consent_expired",
    consent=consent(withdrawn=True, expires_on=date(2026, 2, 1)))  # fmt: skip

# Voluntary, specific, and necessary all the same.
row("not voluntary when it was given", STOP, "C9 not_voluntary", consent=consent(voluntary=False))
row("not voluntary, says the one who shares", STOP, "C9 not_voluntary", says={"voluntary": NO})
row("perhaps not voluntary", REASON, "C9 unsure_voluntary", says={"voluntary": UNSURE})
row("not voluntary when given, and one is not sure", STOP, "C9 not_voluntary", "C9 unsure_voluntary",
    consent=consent(voluntary=False), says={"voluntary": UNSURE})  # fmt: skip
row("it speaks of something else", STOP, "C9 consent_does_not_cover_content", says={"covered": NO})
row("perhaps of something else", REASON, "C9 unsure_covered", says={"covered": UNSURE})
row("not needed", STOP, "C1 not_necessary", says={"necessary": NO})
row("perhaps not needed", REASON, "C1 unsure_necessary", says={"necessary": UNSURE})
row("no word of whether it is voluntary", STOP, "C1 unanswered", says={"voluntary": None})
row("no word of what it covers", STOP, "C1 unanswered", says={"covered": None})
row("no consent and no answers", STOP, "C9 no_consent", "C1 unanswered", consent=None,
    says={"covered": None, "voluntary": None, "necessary": None})  # fmt: skip

# Custody holders below 18, the young person too from 15, alone from 18.
for years in (9, 10, 13, 14):
    row(f"{years}: the parents", GREEN, **aged(years))
    row(f"{years}: the child alone", STOP, "C9 missing_custody_holder", **aged(years), consent=by(YOUNG))
for years in (15, 16, 17):
    row(f"{years}: the parents alone", STOP, "C9 missing_young_person", **aged(years))
    row(f"{years}: the young person alone", STOP, "C9 missing_custody_holder", **aged(years), consent=by(YOUNG))
    row(f"{years}: both", GREEN, **aged(years), consent=by(YOUNG, PARENTS))
    row(f"{years}: nobody", STOP, "missing_custody_holder", "missing_young_person", **aged(years), consent=by())
for years in (18, 19, 25, 26):
    row(f"{years}: the young person alone", GREEN, **aged(years), consent=by(YOUNG))
    row(f"{years}: the parents, whose part has ended", STOP, "C9 missing_young_person", **aged(years))
row("14 and 16: the parents alone", STOP, "C9 missing_young_person", **aged(16) | {"youngest": 14})
row("14 and 16: everybody", GREEN, **aged(16) | {"youngest": 14}, consent=by(YOUNG, PARENTS))
row(
    "14 and 18: the grown-up alone", STOP, "C9 missing_custody_holder", **aged(18) | {"youngest": 14}, consent=by(YOUNG)
)
row("14 and 18: the parents alone", STOP, "C9 missing_young_person", **aged(18) | {"youngest": 14})
row("17 and 18: everybody", GREEN, **aged(18) | {"youngest": 17}, consent=by(YOUNG, PARENTS))
row("10 and 14: the parents", GREEN, **aged(14) | {"youngest": 10})
# Nobody knows whether an unknown age is above 18, so the custody holders' consent is not done without.
row("of unknown age: the parents", REASON, "C9 age_unknown", **UNKNOWN)
row("of unknown age: everybody", REASON, "C9 age_unknown", **UNKNOWN, consent=by(YOUNG, PARENTS))
row("of unknown age: the young person", STOP, "C9 age_unknown", "C9 missing_custody_holder", **UNKNOWN,
    consent=by(YOUNG))  # fmt: skip
row("of unknown age: nobody", STOP, "C9 age_unknown", "C9 missing_custody_holder", **UNKNOWN, consent=by())
row("one is 16, one is not known: the parents", STOP, "C9 missing_young_person", "C9 age_unknown",
    **aged(16) | {"youngest": None})  # fmt: skip
row("one is 12, one is not known: the parents", REASON, "C9 age_unknown", **aged(12) | {"youngest": None})
row("one is 18, one is not known: the young person", STOP, "C9 age_unknown", "C9 missing_custody_holder",
    **aged(18) | {"youngest": None}, consent=by(YOUNG))  # fmt: skip


@pytest.mark.parametrize("case", table.rows, ids=lambda case: case.words)
def test_the_verdict_is_the_rules_own(case):
    table.check(case)
