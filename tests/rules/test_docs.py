"""Every act, setting and command stands in the documents."""

import re

import pytest

from app import app as composed
from ssp.config import ROOT
from ssp.terms import Action

OPERATION = "\n".join((ROOT / name).read_text("utf-8") for name in ("README.md", "docs/operate.md"))
PERMISSIONS = (ROOT / "docs" / "permissions.md").read_text("utf-8")
NOT_SETTINGS = frozenset({"SSP_ENV_FILE"})


def settings() -> list[str]:
    """Every environment variable the configuration reads."""
    text = (ROOT / "ssp" / "config.py").read_text("utf-8")
    return sorted(set(re.findall(r"\b(?:SSP_[A-Z0-9_]+|DATABASE_URL)\b", text)))


def commands(group=composed.cli, before: str = "flask") -> list[str]:
    """Every command of ours, as it is typed."""
    found = []
    for name, command in sorted(group.commands.items()):
        if group is composed.cli and command.callback is not None and "ssp" not in command.callback.__module__:
            continue
        typed = f"{before} {name}"
        found += commands(command, typed) if hasattr(command, "commands") else [typed]
    return found


@pytest.mark.parametrize("action", Action)
def test_every_act_is_in_the_table_of_permissions(action):
    assert f"| {action} |" in PERMISSIONS


@pytest.mark.parametrize("name", settings())
def test_every_setting_is_documented(name):
    assert name in OPERATION


@pytest.mark.parametrize("typed", commands())
def test_every_command_is_documented(typed):
    assert typed in OPERATION
