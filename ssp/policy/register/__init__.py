"""The register of rules: numbers, paragraphs and bases as versioned data, with source and confidence."""

import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
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
    group: str
    value: int | str
    unit: str
    source: str
    confidence: str
    says: str
    valid_from: date
    version: int = 1
    law: str = ""


def _read(name: str) -> dict:
    return tomllib.loads((_HERE / name).read_bytes().decode())


def _entries(name: str) -> dict[str, Number]:
    return {key: Number(key, **entry) for key, entry in _read(name).items()}


LIMITS: Mapping[str, Number] = _entries("limits.toml") | _entries("paragraphs.toml")
BASES = _read("bases.toml")
RULES = _read("rules.toml")

PARAGRAPH = "paragraph"
"""The unit of an entry whose value is words."""

BOUNDS: Mapping[str, tuple[int, int]] = {
    "minutes": (1, 1440),
    "hours": (1, 168),
    "days": (1, 3650),
    "working days": (1, 60),
    "weekdays": (1, 60),
    "months": (1, 12),
    "percent": (1, 99),
    "years": (1, 99),
    "meetings": (0, 9),
    "megabytes": (1, 100),
    "files": (1, 500),
}
"""The least and the most a number can be, by its unit: what lies outside is a slip of the finger."""

_in_force: ContextVar[Mapping[str, Number]] = ContextVar("in_force", default=LIMITS)
"""A request keeps to one state of the register from its first look to its last, whatever others sign meanwhile."""


def with_own(own: Mapping[str, Number]) -> Mapping[str, Number]:
    """The whole register, with an installation's own versions over those that came with the product."""
    return LIMITS | own


def enforce(register: Mapping[str, Number]) -> None:
    """Put a whole register in force here.

    Whoever opens the door does this first, with what is stored; a rule only ever reads.
    """
    _in_force.set(register)


def number(name: str) -> Number:
    """The version of `name` in force."""
    return _in_force.get()[name]


def numbers() -> tuple[Number, ...]:
    """Everything in force, in the register's own order."""
    return tuple(number(name) for name in LIMITS)


def limit(name: str) -> int:
    """The number in force for `name`, in the unit the register states."""
    return int(number(name).value)


def law(name: str) -> str:
    """The paragraph in force for `name`, as it is cited."""
    return str(number(name).value)
