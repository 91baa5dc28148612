"""Comparing Danish names as people type them."""

import unicodedata

_SPELLINGS = (("aa", "å"), ("ae", "æ"), ("oe", "ø"))


def folded(text: str) -> str:
    """One form for every way of typing the same name: case, composed letters, aa/å, ae/æ, oe/ø."""
    plain = unicodedata.normalize("NFC", text).casefold()
    for typed, letter in _SPELLINGS:
        plain = plain.replace(typed, letter)
    return plain


def matches(query: str, name: str) -> bool:
    """Whether every word of the query begins a word of the name."""
    words = folded(name).replace("-", " ").split()
    return all(any(word.startswith(part) for word in words) for part in folded(query).replace("-", " ").split())
