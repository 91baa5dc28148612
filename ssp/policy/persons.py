"""Persons: what is masked and for whom (A13), and which records may be of the same person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from ssp.policy.name_sounds import sound
from ssp.policy.spelling import bare
from ssp.terms import Action, PersonKind

HIDDEN = "••••"
MOST_CANDIDATES = 8
ALIKE, NEARLY_ALIKE, STRANGERS = 0.9, 0.8, 0.55
"""How alike two names are to be one person's; the lower one is enough when the days of birth agree.
Two words below the lowest share next to no letters."""


class Wanted(NamedTuple):
    """Who is looked for."""

    name: str
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """Two records somebody wants to put together, as far as a decision may know them."""

    kinds: tuple[PersonKind, PersonKind]
    units: tuple[int, int]
    numbers: tuple[str, str]
    related: bool = False


def masked_cpr(cpr: str) -> str:
    """A CPR number with its last four hidden: 010203-••••; "" for none (A13)."""
    return cpr[:7] + HIDDEN if cpr else ""


def sees_identity(may: Iterable[Action]) -> bool:
    """Whether somebody is shown protected names, masked numbers and plain addresses of a matter's persons.

    Those who could ask for the whole number: who keeps the case, and social workers. Police, schools and others see a
    child's name, unless it is protected, and age (A13).
    """
    return Action.PERSON_UNMASK in may


def name_shown(name: str, protected: bool, close: bool) -> str:
    """The name, or "" where it is protected and the one who looks is not close to the work."""
    return "" if protected and not close else name


def likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1: word by word, however each is spelled; the shorter one decides."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return 0.0
    few, many = sorted((first, second), key=len)
    found = _among(few, many)
    return min(found, _among(many, few)) if len(few) == len(many) else found


def near(one: date, other: date) -> bool:
    """Whether two days of birth may be one, mistyped: the same, day and month swapped, or one part of three wrong."""
    parts, others = (one.day, one.month, one.year), (other.day, other.month, other.year)
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return True
    return sum(part == against for part, against in zip(parts, others, strict=True)) >= 2


def fits(wanted: Wanted, name: str, born: date | None) -> float:
    """How well a record fits who is looked for, 0 when it does not at all."""
    alike = likeness(wanted.name, name)
    if wanted.born is None or born is None:
        return alike if alike >= ALIKE else 0.0
    if not near(wanted.born, born):
        return 0.0
    return alike + 1.0 if alike >= NEARLY_ALIKE else 0.0


def why_apart(sides: Sides) -> str:
    """Why two records are never put together, as a code; "" when they can be.

    Two numbers are two people, and so are two who are related. Each school keeps its own roll.
    """
    first, second = sides.kinds
    if all(sides.numbers) and sides.numbers[0] != sides.numbers[1]:
        return "two_numbers"
    if sides.related:
        return "related"
    if (first is PersonKind.ADULT) is not (second is PersonKind.ADULT):
        return "two_kinds"
    if first is second is PersonKind.PUPIL and sides.units[0] != sides.units[1]:
        return "two_rolls"
    return ""


def kept_first(sides: Sides) -> bool:
    """Whether the first of two records can be the one that is kept: a pupil stays on the roll of the school."""
    return sides.kinds[0] is PersonKind.PUPIL or sides.kinds[1] is not PersonKind.PUPIL


def _words(name: str) -> list[str]:
    return bare(name).replace("-", " ").replace("'", "").split()


def _among(words: list[str], others: list[str]) -> float:
    return sum(max(_alike(word, against) for against in others) for word in words) / len(words)


def _alike(one: str, other: str) -> float:
    """How alike two words are, written or heard; two that share next to no letters are not listened to."""
    written = JaroWinkler.similarity(one, other)
    if written == 1.0 or written < STRANGERS:
        return written
    return max(written, 0.98 * JaroWinkler.similarity(sound(one), sound(other)))
