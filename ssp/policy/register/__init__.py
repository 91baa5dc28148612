"""The register of rules: numbers, paragraphs and bases as versioned data, with source and confidence."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Number:
    """One entry of the register as it is in force: a whole number with its unit, or the words of a paragraph.

    Version 1 came with the product; an installation's own versions count from 2. `law` names the entry with the
    paragraph a number rests on, "" where it rests on a local agreement or on the product.
    """

    name: str
    value: int | str
    unit: str
    source: str
    confidence: str
    says: str
    valid_from: date
    version: int = 1
    law: str = ""


def _read(name: str) -> dict:
    return tomllib.loads((_HERE / name).read_text("utf-8"))


def _entries(name: str) -> dict[str, Number]:
    return {key: Number(key, **entry) for key, entry in _read(name).items()}


LIMITS: Mapping[str, Number] = _entries("limits.toml") | _entries("paragraphs.toml")
BASES = _read("bases.toml")
RULES = _read("rules.toml")

PARAGRAPH = "paragraph"
"""The unit of an entry whose value is words."""

_in_force: dict[str, Number] = dict(LIMITS)


def enforce(own: Mapping[str, Number]) -> None:
    """Put an installation's own versions in force over those that came with the product.

    Whoever opens the door does this first, with what is stored; a rule only ever reads.
    """
    _in_force.clear()
    _in_force.update(LIMITS | own)


def number(name: str) -> Number:
    """The version of `name` in force."""
    return _in_force[name]


def numbers() -> tuple[Number, ...]:
    """Everything in force, in the register's own order."""
    return tuple(_in_force[name] for name in LIMITS)


def limit(name: str) -> int:
    """The number in force for `name`, in the unit the register states."""
    return int(_in_force[name].value)


def law(name: str) -> str:
    """The paragraph in force for `name`, as it is cited."""
    return str(_in_force[name].value)
