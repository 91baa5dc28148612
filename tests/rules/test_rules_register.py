"""Every rule that is built has a test of its number; every other number stands in the list of what is not built."""

import ast
import re
from pathlib import Path

from ssp.policy.permits import GENERAL, PERMITS
from ssp.policy.register import RULES

TESTS = Path(__file__).resolve().parents[1]
RULE = re.compile(r"^test_([A-J]\d{1,2})_")

COUNTS = {"A": 13, "B": 5, "C": 9, "D": 4, "E": 9, "F": 10, "G": 11, "H": 7, "I": 8, "J": 11}
"""How many rules each part of the register has."""

LATER = """
A9 A11 B3 B4 B5 F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 G1 G2 G3 G4 G8 G9 G11 I4 I5 I7 I8 J3 J4 J6 J7
"""
NOT_BUILT = set(LATER.split())
"""What later pieces of work bring."""


def numbers_tested() -> set[str]:
    """The numbers that have a test."""
    found = set()
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and (number := RULE.match(node.name)):
                found.add(number[1])
    return found


def test_every_number_is_built_or_said_not_to_be():
    every = {f"{letter}{number}" for letter, count in COUNTS.items() for number in range(1, count + 1)}
    assert len(every) == 87
    assert RULES.keys() | NOT_BUILT == every
    assert not RULES.keys() & NOT_BUILT


def test_every_rule_in_force_has_a_test_of_its_number():
    assert RULES.keys() - numbers_tested() == set(), "write test_<number>_… for each"


def test_no_test_claims_a_rule_that_is_not_in_force():
    assert numbers_tested() - RULES.keys() == set()


def test_every_permit_names_a_rule_in_force():
    cited = {permit.rule for permit in (PERMITS | GENERAL).values()}
    assert cited <= RULES.keys()
