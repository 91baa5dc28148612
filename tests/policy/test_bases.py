"""What each basis is made of: parties, questions, numbers, citations and versions, against the text of the rules."""

from dataclasses import replace

import pytest

from ssp.policy.checks import QUESTIONS, advise, rule_versions
from ssp.policy.register import BASES, LIMITS, enforce, with_own
from ssp.terms import Basis
from tests.policy.all_verdicts import SIX, TABLES


@pytest.mark.parametrize(
    ("basis", "rule", "law"),
    [
        ("rpl115_ssp", "C1", "retsplejeloven § 115, stk. 1, nr. 1"),
        ("rpl115_ssp", "C2", "retsplejeloven § 115, stk. 1, nr. 1"),
        ("rpl115_ssp", "C3", "retsplejeloven § 115, stk. 2"),
        ("rpl115_ssp", "C8", "Fælles ramme for SSP-samarbejdet"),
        ("rpl115_ssp", "A4", "GDPR art. 5, stk. 1"),
        ("rpl115_ssp", "A7", "retsplejeloven § 115, stk. 1, nr. 1"),
        ("rpl115_ssp", "A8", "retsplejeloven § 115, stk. 3"),
        ("rpl115_psp", "C1", "retsplejeloven § 115, stk. 1, nr. 2"),
        ("rpl115_ksp", "C1", "retsplejeloven § 115, stk. 1, nr. 3"),
        ("ssd", "D1", "barnets lov § 127"), ("ssd", "D2", "barnets lov § 127"), ("ssd", "D3", "barnets lov § 127"),
        ("ssd", "D4", "barnets lov § 133, stk. 1"), ("ssd", "C1", "barnets lov § 127"),
        ("consent", "C9", "forvaltningsloven § 28, stk. 3-4, og GDPR art. 7"),
        ("other_law", "C1", "GDPR art. 5, stk. 1"), ("other_law", "C3", "retsplejeloven § 115, stk. 2"),
    ],
)  # fmt: skip
def test_every_remark_cites_what_its_rule_rests_on(basis, rule, law):
    table = next(table for table in TABLES if table.basis == basis)
    cited = {
        remark.law for row in table.rows for remark in advise(table.basis, row.share).remarks if remark.rule == rule
    }
    assert cited == {law}


AUTHORITIES = {"school", "social", "police", "ssp", "street", "club", "health", "probation"}
PARTIES = {
    # § 115, stk. 1, nr. 1-3: SSP; police, social authority and psychiatry; probation, social authority and police.
    "rpl115_ssp": {"school", "social", "police", "ssp", "street", "club"},
    "rpl115_psp": {"social", "police", "ssp", "health"},
    "rpl115_ksp": {"social", "police", "ssp", "probation"},
    # School, leisure homes, the health service and the authority for vulnerable children; never the police.
    "ssd": {"school", "social", "health", "club"},
    "consent": AUTHORITIES,
    "other_law": AUTHORITIES,
}
SELF_GOVERNING = PARTIES | {
    # § 115, stk. 3: the social, education and employment fields and psychiatry.
    "rpl115_ssp": {"school", "social"}, "rpl115_psp": {"social", "health"}, "rpl115_ksp": {"social"},
}  # fmt: skip


@pytest.mark.parametrize("basis", SIX)
def test_the_parties_of_a_basis_are_those_the_law_names(basis):
    assert set(BASES[basis]["sectors"]) == PARTIES[basis]
    assert set(BASES[basis]["self_governing"]) == SELF_GOVERNING[basis]


@pytest.mark.parametrize("basis", SIX)
def test_every_question_of_a_basis_must_be_answered(basis):
    table = next(table for table in TABLES if table.basis == basis)
    share = table.rows[0].share
    assert 3 <= len(QUESTIONS[Basis(basis)]) <= 4
    for question in QUESTIONS[Basis(basis)]:
        others = {asked: reply for asked, reply in share.replies.items() if asked is not question}
        reasons = {remark.reason for remark in advise(Basis(basis), replace(share, replies=others)).remarks}
        assert reasons == {"unanswered"} | {remark.reason for remark in advise(Basis(basis), share).remarks}


ASKED = {
    # The three cumulative questions (Køge), and § 115, stk. 2.
    "rpl115_ssp": {"part_of_work", "factual", "necessary", "investigation"},
    "rpl115_psp": {"vulnerable", "factual", "necessary", "investigation"},
    "rpl115_ksp": {"release", "factual", "necessary", "investigation"},
    "ssd": {"early", "necessary", "violence"},
    "consent": {"covered", "voluntary", "necessary"},
    "other_law": {"factual", "necessary", "investigation"},
}


def test_what_each_basis_asks():
    assert {basis: set(asked) for basis, asked in QUESTIONS.items()} == ASKED


NUMBERS = {
    "A4": {"sector_outside_basis"}, "A7": {"sector_outside_basis"}, "A8": {"sector_outside_basis"},
    "C1": {
        "sector_outside_basis", "no_recipient", "unanswered", "not_factual", "unsure_factual", "not_necessary",
        "unsure_necessary", "law_not_cited", "law_not_known_here",
    },
    "C2": {
        "not_part_of_work", "unsure_part_of_work", "not_vulnerable", "unsure_vulnerable", "not_release",
        "unsure_release", "not_early", "unsure_early",
    },
    "C3": {"investigation"},
    "C8": {"grown_up", "plus"},
    "C9": {
        "no_consent", "consent_withdrawn", "consent_not_begun", "consent_expired", "consent_does_not_cover_recipient",
        "not_voluntary", "consent_does_not_cover_content", "missing_custody_holder", "missing_young_person",
        "unsure_covered", "unsure_voluntary", "age_unknown",
    },
    "D1": {"never_police"}, "D2": {"only_at_a_meeting", "follow_up"}, "D3": {"never_a_third"}, "D4": {"notify_first"},
}  # fmt: skip


def test_every_remark_keeps_its_number_also_where_the_rules_text_gives_none():
    found = {}
    for table in TABLES:
        for row in table.rows:
            for remark in advise(table.basis, row.share).remarks:
                found.setdefault(remark.rule, set()).add(remark.reason)
    assert found == NUMBERS


def test_the_verdict_says_which_version_of_the_basis_and_the_numbers_it_read():
    for table in TABLES:
        version = BASES[table.basis]["version"]
        assert {advise(table.basis, row.share).version for row in table.rows} == {f"{table.basis}@{version}"}
    assert {name: rule_versions(Basis(name)) for name in SIX} == {
        "rpl115_ssp": ("adult_age@1", "plus_age@1"),
        "rpl115_psp": (),
        "rpl115_ksp": (),
        "ssd": ("adult_age@1", "ssd_meetings@1", "ssd_follow_ups@1"),
        "consent": ("adult_age@1", "own_consent_age@1"),
        "other_law": (),
    }


@pytest.mark.parametrize(
    ("basis", "words", "name", "value", "verdict"),
    [
        ("ssd", "a second meeting needs the special reason", "ssd_meetings", 2, "green"),
        ("ssd", "a second meeting needs the special reason", "ssd_follow_ups", 0, "stop"),
        ("ssd", "a third meeting", "ssd_follow_ups", 2, "reason"),
        ("ssd", "17 years old", "adult_age", 17, "stop"),
        ("consent", "14: the parents", "own_consent_age", 14, "stop"),
        ("consent", "15: the parents alone", "own_consent_age", 16, "green"),
        ("consent", "17: the young person alone", "adult_age", 17, "green"),
    ],
)
def test_a_number_changed_in_the_register_changes_the_verdict(basis, words, name, value, verdict):
    row = next(row for table in TABLES if table.basis == basis for row in table.rows if row.words == words)
    assert advise(Basis(basis), row.share).guidance != verdict
    try:
        enforce(with_own({name: replace(LIMITS[name], value=value, version=2)}))
        assert advise(Basis(basis), row.share).guidance == verdict
        assert f"{name}@2" in rule_versions(Basis(basis))
    finally:
        enforce(LIMITS)
