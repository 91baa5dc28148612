"""One spelling for every way of typing the same Danish name."""

import unicodedata

_SPELLINGS = (("aa", "å"), ("ae", "æ"), ("oe", "ø"))


def folded(text: str) -> str:
    """One form for every way of typing the same name: case, composed letters, aa/å, ae/æ, oe/ø."""
    plain = unicodedata.normalize("NFC", text).casefold()
    for typed, letter in _SPELLINGS:
        plain = plain.replace(typed, letter)
    return plain
