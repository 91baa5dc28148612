"""How a name sounds, and which spellings may be of one name."""

import re

from rapidfuzz.distance import OSA

_VOWELS = "aeiouyæøå"
_ALIKE = (
    ("ph", "f"), ("schm", "sm"), ("sch", "sk"), ("ch", "k"), ("ck", "k"), ("kh", "k"), ("th", "t"), ("dt", "t"),
    ("gh", "g"), ("hj", "i"), ("kj", "k"), ("gj", "g"), ("dj", "i"), ("tz", "s"), ("q", "k"), ("x", "ks"), ("z", "s"),
    ("w", "v"), ("ou", "u"), ("y", "i"), ("j", "i"),
)  # fmt: skip
_SOFT_C = re.compile("c(?=[eiy])")
_DOUBLED = re.compile(r"(.)\1+")
_SILENT_END = re.compile(r"(?<=[aeiouæøå])h$|(?<=i)e$")
_MOHAMMED = re.compile(r"m[oua]h[ae]m[aeiu]?[dt]|mohd")
SHORTEST, LONG = 5, 8
"""How long two words are before one slip makes them no strangers, and before two do."""


def sound(word: str) -> str:
    """A word of a name without what differs between spellings of one name; the word is `bare`."""
    plain = _SOFT_C.sub("s", word)
    for written, heard in _ALIKE:
        plain = plain.replace(written, heard)
    plain = _SILENT_END.sub("", _DOUBLED.sub(r"\1", plain.replace("c", "k")))
    return "mohamed" if _MOHAMMED.fullmatch(plain) else plain


def may_be_one(one: str, other: str) -> bool:
    """Whether two words of names, both `bare`, may be one: heard alike, or a slip apart.

    A slip is a letter more, less or another, or two swapped. The first letter is heard alike: few mistype it, and
    Hansen is not Jansen.
    """
    heard, against = sound(one), sound(other)
    if heard == against:
        return True
    if not heard or not against or _beginning(heard) != _beginning(against):
        return False
    return _slip(one, other) or _slip(heard, against)


def _beginning(heard: str) -> str:
    return "a" if heard[0] in _VOWELS else heard[0]


def _slip(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    if shorter < SHORTEST:
        return False
    most = 2 if shorter >= LONG else 1
    return OSA.distance(one, other, score_cutoff=most) <= most
