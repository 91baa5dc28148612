"""What the tables of verdicts share: a share with nothing in its way, and how a row is compared."""

from dataclasses import dataclass, replace
from datetime import date

from ssp.policy.ages import age as age_on
from ssp.policy.ages import cooperation
from ssp.policy.checks import QUESTIONS, ConsentFacts, Share, advise
from ssp.terms import Basis, Crossing, Giver, Guidance, Question, Reply, Role, Sector

DAY = date(2026, 3, 2)
GREEN, REASON, STOP = Guidance
YES, NO, UNSURE = Reply
PARENTS, YOUNG = Giver.CUSTODY_HOLDER, Giver.YOUNG_PERSON
FAR_OFF = date(2099, 1, 1)

CALM = {Question.INVESTIGATION: NO, Question.VIOLENCE: NO}
"""The answers that stand in nobody's way; to every other question it is yes."""


@dataclass(frozen=True)
class Row:
    """One row: what happens in plain words, the verdict, every remark ("C8 grown_up", or "not_factual" where no
    rule gives it a number), and the facts of this share. The policy is asked when the row is, not before."""

    words: str
    verdict: Guidance
    remarks: tuple[str, ...]
    facts: dict

    @property
    def share(self) -> Share:
        facts = dict(self.facts)
        day, plus_until = facts.pop("born"), facts.pop("plus_until")
        years = None if day is None else age_on(day, DAY)
        return Share(**{"youngest": years, "oldest": years, "cooperation": cooperation(day, DAY, plus_until)} | facts)


def answers(basis: Basis, **replies: Reply | None) -> dict[Question, Reply]:
    """Calm answers to everything a basis asks, but those given; None leaves a question open."""
    given = {question: CALM.get(question, YES) for question in QUESTIONS[basis]}
    given |= {Question(name): reply for name, reply in replies.items()}
    return {question: reply for question, reply in given.items() if reply is not None}


def consent(**facts) -> ConsentFacts:
    """A running consent by a custody holder that names the recipient."""
    usual = ConsentFacts(frozenset({PARENTS}), True, date(2026, 1, 5), date(2027, 1, 5), False, True)
    return replace(usual, **facts)


def born(day: date | None, plus_until: date | None = None) -> dict:
    """The facts of a share about somebody born that day, with an SSP+ basis until a day, or without."""
    return {"born": day, "plus_until": plus_until}


def aged(years: int, plus_until: date | None = None) -> dict:
    """The facts of a share about somebody who has their birthday today."""
    return born(date(DAY.year - years, DAY.month, DAY.day), plus_until)


UNKNOWN = born(None)


class Table:
    """The rows of one basis; `usual` is a share with nothing in its way."""

    def __init__(self, basis: Basis, **usual):
        self.basis = basis
        self.usual = {"crossing": Crossing.DISCLOSURE, "on": DAY} | usual
        self.rows: list[Row] = []

    def row(self, words: str, verdict: Guidance, *remarks: str, says: dict | None = None, **facts) -> None:
        facts = self.usual | {"replies": answers(self.basis, **(says or {}))} | facts
        self.rows.append(Row(words, verdict, remarks, facts))

    def check(self, row: Row) -> None:
        """The verdict is the row's, and what stands behind it is the row's remarks, all of them and no others."""
        advice = advise(self.basis, row.share)
        found = {remark.reason: remark.rule for remark in advice.remarks}
        expected = dict(remark.split()[::-1] if " " in remark else (remark, None) for remark in row.remarks)
        assert advice.guidance is row.verdict, (row.words, found)
        assert found.keys() == expected.keys(), row.words
        for reason, rule in expected.items():
            assert found[reason], row.words
            assert rule in (None, found[reason]), row.words


OFFICER = {"recipient": Sector.POLICE, "recipient_role": Role.POLICE_LIAISON}
CASEWORKER = {"recipient": Sector.SOCIAL, "recipient_role": Role.SOCIAL_WORKER}
TEACHER = {"recipient": Sector.SCHOOL, "recipient_role": Role.SCHOOL_STAFF}
CLUB = {"recipient": Sector.CLUB, "recipient_role": Role.CLUB_STAFF}
STREET = {"recipient": Sector.STREET, "recipient_role": Role.STREET_WORKER}
CONSULTANT = {"recipient": Sector.SSP, "recipient_role": Role.SSP_CONSULTANT}
NURSE = {"recipient": Sector.HEALTH, "recipient_role": Role.SOCIAL_WORKER}
PROBATION = {"recipient": Sector.PROBATION, "recipient_role": Role.SOCIAL_WORKER}
VOLUNTEER = {"recipient": Sector.PARTNER, "recipient_role": Role.PARTNER}
COUNCILLOR = {"recipient": Sector.LEADERSHIP, "recipient_role": Role.LEADER}
NOBODY = {"recipient": None, "recipient_role": None}
