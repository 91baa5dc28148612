"""The factors of the conversation sheet: balanced, in six domains, and with no way to count them (G5)."""

import ast
import inspect

import pytest

from ssp.policy import factors
from ssp.policy.factors import DOMAINS, FACTORS, PROTECTIVE, Said, speaks_of_strength
from ssp.terms import Answer
from ssp.web.labels import LABELS

RISK = [factor for factor in FACTORS if factor not in PROTECTIVE]


def test_G5_six_domains_each_begin_with_what_protects():
    assert (len(DOMAINS), len(RISK), len(PROTECTIVE)) == (6, 20, 12)
    assert len(FACTORS) == len(frozenset(FACTORS))
    for domain in DOMAINS:
        assert domain.protective
        assert domain.risk
        assert domain.factors[: len(domain.protective)] == domain.protective


def test_G5_every_factor_has_its_own_calm_words_and_none_asks_for_origin_or_faith():
    words = {factor: str(LABELS["factor"][factor]) for factor in FACTORS}
    assert len(frozenset(words.values())) == len(FACTORS)
    assert LABELS["factor"].keys() == words.keys()
    assert LABELS["factor_domain"].keys() == {domain.name for domain in DOMAINS}
    for text in words.values():
        assert not any(
            word in text.lower() for word in ("etnisk", "religion", "tro på gud", "indvandr", "muslim", "risiko")
        )


@pytest.mark.parametrize("answer", [None, *Answer])
def test_G5_a_sheet_takes_something_that_protects(answer):
    assert not speaks_of_strength({factor: Said(answer, "Det er svært.") for factor in RISK})
    for factor in sorted(PROTECTIVE):
        assert speaks_of_strength({factor: Said(answer)}) == (answer is Answer.YES)
        assert speaks_of_strength({factor: Said(answer, "Spiller bold.")})
        assert not speaks_of_strength({factor: Said(answer, "  ")}) or answer is Answer.YES
    assert not speaks_of_strength({})


def test_G5_the_policy_has_no_arithmetic():
    """No adding, counting, comparing sizes or sorting: the only thing said of a sheet is whether something good is."""
    tree = ast.parse(inspect.getsource(factors))
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert called <= {"dataclass", "Domain", "Said", "tuple", "frozenset", "any", "_is_strength", "bool"}
    operators = {type(node.op) for node in ast.walk(tree) if isinstance(node, ast.BinOp)}
    assert operators <= {ast.Add, ast.BitOr}, "tuples are joined and types are united"
    compared = {type(op) for node in ast.walk(tree) if isinstance(node, ast.Compare) for op in node.ops}
    assert compared <= {ast.Is}
