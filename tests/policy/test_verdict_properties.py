"""What holds for every verdict, whatever the facts: the strictest remark decides, and nothing is said without words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssp.policy.ages import Cooperation
from ssp.policy.checks import FUNCTIONS, QUESTIONS, ConsentFacts, Share, advise, missing_givers, settles
from ssp.terms import Basis, Crossing, Giver, Guidance, Question, Reply, Role, Sector
from ssp.web.labels.sharing import SHARING
from tests.policy.all_verdicts import SIX, TABLES
from tests.policy.verdicts import DAY

few = settings(max_examples=25, deadline=None, database=None)
"""Many facts for each of many properties: a few of each are many, and a busy machine takes its time."""
ORDER = ["green", "reason", "stop"]

bases = st.sampled_from([Basis(name) for name in SIX])
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
ages = st.none() | st.integers(9, 26)
consents = st.none() | st.builds(
    ConsentFacts, st.frozensets(st.sampled_from(Giver)), st.booleans(), days, days, st.booleans(), st.booleans()
)
shares = st.builds(
    Share, st.sampled_from(Crossing), st.just(DAY), st.sampled_from(Sector), st.none() | st.sampled_from(Sector),
    st.none() | st.sampled_from(Role), st.booleans(), ages, ages,
    st.sampled_from([Cooperation(True, None), Cooperation(True, DAY, True), Cooperation(False, DAY)]), consents,
    st.sampled_from(["", "  ", "Sundhedsloven § 43"]), st.integers(0, 4),
    st.dictionaries(st.sampled_from(Question), st.sampled_from(Reply)),
)  # fmt: skip


def strictness(basis: Basis, share: Share) -> int:
    return ORDER.index(advise(basis, share).guidance)


def test_the_tables_are_six_and_each_has_twenty_cases_and_more():
    assert [table.basis for table in TABLES] == SIX == list(QUESTIONS) == list(FUNCTIONS)
    for table in TABLES:
        words = [row.words for row in table.rows]
        assert len(set(words)) == len(words) >= 20, table.basis
        assert {row.verdict for row in table.rows} >= ({"reason", "stop"} if table.basis == "other_law" else set(ORDER))


def test_every_remark_the_tables_meet_has_words_and_no_words_are_for_nothing():
    met = {remark.reason for table in TABLES for row in table.rows for remark in advise(table.basis, row.share).remarks}
    assert met == SHARING["remark"].keys()
    assert SHARING["question"].keys() == set(Question) == {q for asked in QUESTIONS.values() for q in asked}
    assert SHARING["reply"].keys() == set(Reply)
    assert SHARING["guidance"].keys() == set(Guidance)


@few
@given(bases, shares)
def test_the_strictest_remark_decides(basis, share):
    advice = advise(basis, share)
    said = [ORDER.index(remark.guidance) for remark in advice.remarks]
    assert ORDER[max(said, default=0)] == advice.guidance
    assert "green" not in {remark.guidance for remark in advice.remarks}
    for remark in advice.remarks:
        assert remark.reason in SHARING["remark"]
        assert remark.rule
        assert remark.law


WORSE = {
    "not needed": lambda share: replace(share, replies={**share.replies, Question.NECESSARY: Reply.NO}),
    "for a criminal case": lambda share: replace(share, replies={**share.replies, Question.INVESTIGATION: Reply.YES}),
    "violence": lambda share: replace(share, replies={**share.replies, Question.VIOLENCE: Reply.YES}),
    "a question is not answered": lambda share: replace(share, replies={}),
    "one more meeting": lambda share: replace(share, rounds=share.rounds + 1),
    "grown up": lambda share: replace(share, oldest=26, cooperation=Cooperation(False, DAY)),
    "no consent": lambda share: replace(share, consent=None),
    "no law": lambda share: replace(share, other_law=""),
    "a volunteer": lambda share: replace(share, recipient=Sector.PARTNER, recipient_role=Role.PARTNER),
    "self-governing": lambda share: replace(share, recipient_self_governing=True),
}


@pytest.mark.parametrize("how", WORSE)
@few
@given(bases, shares)
def test_what_speaks_against_never_makes_it_greener(how, basis, share):
    assert strictness(basis, WORSE[how](share)) >= strictness(basis, share)


@pytest.mark.parametrize(
    ("basis", "against"),
    [
        ("ssd", {"sender": Sector.POLICE}), ("ssd", {"recipient": Sector.POLICE}),
        ("ssd", {"recipient_role": Role.POLICE_LIAISON}), ("ssd", {"rounds": 2}), ("ssd", {"rounds": 3}),
        ("ssd", {"crossing": Crossing.DISCLOSURE}), ("ssd", {"crossing": Crossing.INVITATION}),
        ("consent", {"consent": None}), ("rpl115_ssp", {"cooperation": Cooperation(False, None)}),
        *((name, {"recipient": None}) for name in SIX), *((name, {"sender": Sector.PARTNER}) for name in SIX),
        *((name, {"recipient": Sector.PARTNER}) for name in SIX), *((name, {"sender": Sector.LEADERSHIP}) for name in SIX),
        *((name, {"recipient": Sector.LEADERSHIP}) for name in SIX), *((name, {"replies": {}}) for name in SIX),
        *((name, {"recipient_role": role}) for name in SIX for role in ("leader", "administrator", "dpo", "partner")),
    ],
)  # fmt: skip
@few
@given(shares)
def test_what_always_stops(basis, against, share):
    assert advise(Basis(basis), replace(share, **against)).guidance == "stop"


@few
@given(shares, consents.filter(bool))
def test_a_withdrawn_or_expired_consent_always_stops(share, given_consent):
    withdrawn = replace(given_consent, withdrawn=True)
    expired = replace(given_consent, expires_on=share.on - timedelta(days=1))
    for consent in (withdrawn, expired):
        assert advise(Basis.CONSENT, replace(share, consent=consent)).guidance == "stop"


@few
@given(shares)
def test_a_law_the_check_does_not_know_is_never_green(share):
    assert advise(Basis.OTHER_LAW, share).guidance != "green"


@few
@given(bases, shares)
def test_what_a_basis_does_not_ask_makes_no_difference(basis, share):
    asked = {question: reply for question, reply in share.replies.items() if question in QUESTIONS[basis]}
    assert advise(basis, replace(share, replies=asked)) == advise(basis, share)


@few
@given(shares, st.frozensets(st.sampled_from(Giver)))
def test_who_is_missing_has_not_given(share, givers):
    missing = missing_givers(givers, share)
    assert not givers & set(missing)
    assert missing == sorted(missing)
    assert missing_givers(frozenset(Giver), share) == []


@pytest.mark.parametrize("written", ["", "femten bogstav", "  " + "a" * 14 + "  \n"])
def test_a_reason_of_fewer_than_fifteen_letters_settles_nothing(written):
    asks = next(row for row in TABLES[0].rows if row.verdict == "reason")
    assert not settles(advise(Basis.RPL115_SSP, asks.share), written)


def test_a_reason_settles_what_asks_for_one_and_nothing_else():
    for table in TABLES:
        for row in table.rows:
            advice = advise(table.basis, row.share)
            assert settles(advice, "femten bogstave") == (row.verdict != "stop"), row.words
            assert settles(advice, "") == (row.verdict == "green"), row.words
