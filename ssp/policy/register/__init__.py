"""The register of rules: numbers and bases as data, with source and confidence."""

import tomllib
from pathlib import Path

_HERE = Path(__file__).parent


def _read(name: str) -> dict:
    return tomllib.loads((_HERE / name).read_text("utf-8"))


LIMITS = _read("limits.toml")
BASES = _read("bases.toml")
RULES = _read("rules.toml")


def limit(name: str) -> int:
    """The number in force for `name`, in the unit the register states."""
    return LIMITS[name]["value"]
