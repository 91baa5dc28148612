"""When a line of a chronology is locked, who may strike it, what silence is, and what is shown first; pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ssp.policy.access import Decision
from ssp.policy.register import limit
from ssp.terms import Basis, EntryKind

WRITTEN = frozenset({EntryKind.NOTE, EntryKind.CONTACT, EntryKind.STATEMENT})
"""The lines that are somebody's words; every other follows from an act and stays as it is."""

MINUTE = 60
_ALLOWED = Decision(True, True, "participation", "I1", Basis.OWN)


@dataclass(frozen=True, slots=True)
class Line:
    """What a decision may know about a line: what it is, whose, from when, and whether it is struck through."""

    kind: EntryKind
    author_id: int
    at: int
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch without contact with the family; `until` is None where it has not ended."""

    since: date
    until: date | None
    days: int


def locks_at(line: Line) -> int:
    """The moment from which nobody can amend the line."""
    return line.at + limit("note_open_minutes") * MINUTE


def amend(line: Line, actor_id: int, now: int) -> Decision:
    """I1: the author may amend their own words until they are locked; what was struck is never amended."""
    if line.kind not in WRITTEN:
        return _refused("line_of_an_act")
    if line.author_id != actor_id:
        return _refused("not_the_author")
    if line.struck:
        return _refused("struck")
    return _ALLOWED if now < locks_at(line) else _refused("locked")


def strike(line: Line, actor_id: int, keeper: bool) -> Decision:
    """I1: a correction strikes through, by the author or a keeper of the case, once; the text stays readable."""
    if line.kind not in WRITTEN:
        return _refused("line_of_an_act")
    if line.struck:
        return _refused("struck")
    return _ALLOWED if keeper or line.author_id == actor_id else _refused("not_the_author")


def silences(contacts: Iterable[tuple[str, date]], opened: date, today: date | None) -> dict[str, Silence]:
    """The stretches without contact longer than the register allows, by the contact that ended each.

    `contacts` are (reference, day), in any order; the first stretch runs from the day the case was opened, or from a
    contact before it. The one that has not ended stands under ""; with no `today` (a closed case) nobody waits for a
    contact, and there is none.
    """
    known = sorted(contacts, key=lambda contact: contact[1])
    found, since = {}, min(opened, known[0][1]) if known else opened
    for reference, day in known:
        found[reference] = Silence(since, day, (day - since).days)
        since = day
    if today is not None:
        found[""] = Silence(since, None, (today - since).days)
    return {reference: silence for reference, silence in found.items() if silence.days > limit("silence_days")}


def recent_from(today: date) -> date:
    """The first day of what a case shows besides what is starred."""
    return today - timedelta(days=limit("recent_days"))


def without(text: str, instead: Mapping[str, str]) -> str:
    """The text with every whole word or words of `instead` put aside for what stands there; the longest first.

    Upper and lower case are one, and a name with an -s of possession is the name.
    """
    if not instead:
        return text
    longest_first = sorted(instead, key=len, reverse=True)
    alternatives = "|".join(f"({re.escape(words)})" for words in longest_first)
    found = re.compile(rf"(?<!\w)(?:{alternatives})(?=s?(?!\w))", re.IGNORECASE)
    return found.sub(lambda match: instead[longest_first[match.lastindex - 1]], text)


def tells_all(about: frozenset[int], told_of: frozenset[int]) -> bool:
    """Whether somebody who may be told of these children may be told what concerns the whole case (H5).

    What is about the whole case is about every child of it; a case of no known child is told to nobody.
    """
    return bool(about) and about <= told_of


def told(lines: Iterable[tuple[str, int | None]], about: frozenset[int], told_of: frozenset[int]) -> frozenset[str]:
    """The lines, of (reference, child), that may stand in what an adult gets who may be told of some children (H5)."""
    whole = tells_all(about, told_of)
    return frozenset(reference for reference, child in lines if (whole if child is None else child in told_of))


def _refused(reason: str) -> Decision:
    return Decision(False, True, reason, "I1")
