"""What in a question for sparring may tell who a child is, before the question is sent (rule H7)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ssp.policy import nameless_names, nameless_patterns
from ssp.policy.nameless_addresses import addresses
from ssp.policy.running_words import words


class FindingKind(StrEnum):
    """What may tell who a child is, the most telling first."""

    CPR = "cpr"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    KNOWN_NAME = "known_name"
    SCHOOL_CLASS = "school_class"
    INITIALS = "initials"
    FIRST_NAME = "first_name"


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in the text that may tell who a child is: `text` as it was typed, from `start` up to `end`."""

    kind: FindingKind
    text: str
    start: int
    end: int


_GRAVITY = {kind: rank for rank, kind in enumerate(FindingKind)}
_NAMES = frozenset((FindingKind.KNOWN_NAME, FindingKind.FIRST_NAME, FindingKind.INITIALS))

_Place = tuple[int, int, FindingKind]


def findings(text: str, known_names: Collection[str] = ()) -> tuple[Finding, ...]:
    """Everything in the text that may tell who a child is, in order, no character in two findings.

    `known_names` are the full names of children the writer may mean. It is a help, not a proof: it knows patterns
    and lists, not meaning. Where two finds overlap they are one, of the more telling kind.
    """
    return tuple(
        Finding(kind, text[start:end], start, end) for start, end, kind in _merged(text, _places(text, known_names))
    )


def refused(found: Collection[Finding]) -> bool:
    """Whether the text may not be sent: a CPR number never goes into sparring, the rest is only pointed out (H7)."""
    return any(finding.kind is FindingKind.CPR for finding in found)


def _places(text: str, known_names: Collection[str]) -> Iterator[_Place]:
    row = words(text)
    found = {
        FindingKind.CPR: nameless_patterns.cpr_numbers(text),
        FindingKind.EMAIL: nameless_patterns.emails(text),
        FindingKind.PHONE: nameless_patterns.phones(text),
        FindingKind.ADDRESS: addresses(text, row),
        FindingKind.KNOWN_NAME: nameless_names.known_names(row, known_names),
        FindingKind.SCHOOL_CLASS: nameless_patterns.school_classes(text),
        FindingKind.INITIALS: nameless_patterns.initials(text),
        FindingKind.FIRST_NAME: nameless_names.given_names(row),
    }
    for kind, spans in found.items():
        yield from ((start, end, kind) for start, end in spans)


def _merged(text: str, places: Iterator[_Place]) -> list[_Place]:
    """The places in order: what overlaps is one, and so are the parts of one person's name."""
    row: list[_Place] = []
    for start, end, kind in sorted(places):
        if row and (start < row[-1][1] or _is_one_name(text, row[-1], start, kind)):
            first, last, other = row[-1]
            row[-1] = (first, max(last, end), min(other, kind, key=_GRAVITY.__getitem__))
        else:
            row.append((start, end, kind))
    return row


def _is_one_name(text: str, before: _Place, start: int, kind: FindingKind) -> bool:
    return kind in _NAMES and before[2] in _NAMES and text[before[1] : start] in (" ", "-")
