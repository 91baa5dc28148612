"""The printed tables: the files in docs/ are what the policy prints, word by word."""

from pathlib import Path

from ssp.policy import tables

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_printed_permissions_are_the_policys():
    assert tables.permissions() == (DOCS / "permissions.md").read_text("utf-8"), "make tables"


def test_the_printed_rules_are_the_policys():
    assert tables.rules() == (DOCS / "rules.md").read_text("utf-8"), "make tables"
