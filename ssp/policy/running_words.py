"""A text as a row of words, each with what its place says about it."""

import re
from dataclasses import dataclass

from ssp.policy.name_words import ABBREVIATIONS
from ssp.policy.spelling import folded

# Letters, each with the accents typed after it.
_WORD = re.compile("(?:[^\\W\\d_][\u0300-\u036f]*)+")
_OPENS = re.compile("[!?:…\\n\r\"“”„»«*•]|\\.\\s|\\s[-–—]\\s|[\\s(]['‘’(]|^['‘’(]")
_JOINED = frozenset((" ", "\u00a0", "-", "\u2010", "\u2011"))


@dataclass(frozen=True, slots=True)
class Word:
    """A word, folded in `key`; `opens` if a sentence begins with it, `joined` if only a blank or hyphen parts it."""

    start: int
    end: int
    key: str
    capital: bool
    shouted: bool
    opens: bool
    joined: bool


def words(text: str) -> list[Word]:
    """The words of the text in order; a hyphen parts words, so that "Emil-sagen" is two."""
    row: list[Word] = []
    for found in _WORD.finditer(text):
        before = text[row[-1].end : found.start()] if row else text[: found.start()]
        typed = found[0]
        row.append(
            Word(
                *found.span(),
                key=folded(typed),
                capital=typed[0].isupper(),
                shouted=len(typed) > 1 and typed.isupper(),
                opens=not row or _opens(row[-1].key, before),
                joined=before in _JOINED,
            )
        )
    return row


def _opens(previous: str, between: str) -> bool:
    """Whether a sentence, a line, a quotation or a remark in brackets begins after what stands between two words."""
    if previous in ABBREVIATIONS and between == ". ":
        return False
    return bool(_OPENS.search(between))
