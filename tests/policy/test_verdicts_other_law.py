"""Another law, cited: cases with the verdict the rule's text gives (C1, C3, A4, A7)."""

import pytest

from ssp.terms import Basis, Crossing, Role, Sector
from tests.policy.verdicts import (
    CASEWORKER,
    CLUB,
    CONSULTANT,
    COUNCILLOR,
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

table = Table(Basis.OTHER_LAW, sender=Sector.SOCIAL, **OFFICER, **aged(16), other_law="Sundhedsloven § 43, stk. 2")
KNOWN_NOWHERE = "law_not_known_here"


def row(words, verdict, *remarks, **facts):
    table.row(words, verdict, *remarks, **facts)


def cited(words, verdict, *remarks, **facts):
    """A law is cited; Samspil knows none but its own, so the reason is the sharer's."""
    table.row(words, verdict, KNOWN_NOWHERE, *remarks, **facts)


# C1: other law + text. It is never green: the check is no judge of a law it does not know.
cited("a law is cited", REASON)
row("no law is cited", STOP, "C1 law_not_cited", other_law="")
row("blanks for a law", STOP, "C1 law_not_cited", other_law="   ")
row("a line feed for a law", STOP, "C1 law_not_cited", other_law="\n\t")
row("no law and no answers", STOP, "C1 law_not_cited", "C1 unanswered", other_law="",
    says={"factual": None, "necessary": None, "investigation": None})  # fmt: skip

# Any two authorities; outsiders never (A4, A7).
for who in (CASEWORKER, TEACHER, CLUB, STREET, CONSULTANT, NURSE, PROBATION):
    cited(f"to the {who['recipient']} sector", REASON, **who)
cited("from the police", REASON, sender=Sector.POLICE, **CASEWORKER)
cited("at a meeting", REASON, crossing=Crossing.AGENDA_ITEM)
cited("by an invitation", REASON, crossing=Crossing.INVITATION)
cited("to a free school", REASON, **TEACHER, recipient_self_governing=True)
cited("a volunteer", STOP, "A7 sector_outside_basis", **VOLUNTEER)
cited("a volunteer would tell", STOP, "A7 sector_outside_basis", sender=Sector.PARTNER)
cited("a politician", STOP, "sector_outside_basis", **COUNCILLOR)
cited("the head of the social section, who sees numbers and no persons", STOP, "A4 sector_outside_basis",
      recipient=Sector.SOCIAL, recipient_role=Role.LEADER)  # fmt: skip
cited("nobody is chosen", STOP, "C1 no_recipient", **NOBODY)

# The questions.
cited("rumours", STOP, "not_factual", says={"factual": NO})
cited("perhaps rumours", REASON, "unsure_factual", says={"factual": UNSURE})
cited("not needed", STOP, "C1 not_necessary", says={"necessary": NO})
cited("perhaps not needed", REASON, "C1 unsure_necessary", says={"necessary": UNSURE})
cited("wanted for a criminal case: the ordinary route", STOP, "C3 investigation", says={"investigation": YES})
cited("perhaps wanted for a criminal case", STOP, "C3 investigation", says={"investigation": UNSURE})
cited("no word about investigation", STOP, "C1 unanswered", says={"investigation": None})

# The end at 18 is SSP's own (C8).
for years in (9, 17, 18, 19, 25, 26):
    cited(f"{years} years old", REASON, **aged(years))
cited("of unknown age", REASON, **UNKNOWN)


@pytest.mark.parametrize("case", table.rows, ids=lambda case: case.words)
def test_the_verdict_is_the_rules_own(case):
    table.check(case)
