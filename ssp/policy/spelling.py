"""One spelling for every way of typing the same Danish name."""

import re
import unicodedata

_SPELLINGS = (("aa", "å"), ("ae", "æ"), ("oe", "ø"))

_PLAIN = bytes(range(128)) + "æøå".encode()
_RUNS = re.compile("[^0-9a-z]+")
_DANISH_BYTES = bytes(range(128)) + "æøåÆØÅ".encode()
_FOREIGN = re.compile("[^\x00-\x7fæøå]")
_LETTERS = {"ä": "æ", "ö": "ø", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i"}


def folded(text: str) -> str:
    """One form for every way of typing the same name: case, composed letters, aa/å, ae/æ, oe/ø."""
    return _danish(unicodedata.normalize("NFC", text).casefold())


def bare(text: str) -> str:
    """As `folded`, and without the accents and letters of other languages: Zoë is Zoe, and both are zø.

    Made for long texts: the slow way is taken only by those that hold a letter Danish does not have.
    """
    plain = unicodedata.normalize("NFC", text).casefold()
    if not plain.isascii() and plain.encode("utf-8", "replace").translate(None, _PLAIN):
        plain = _FOREIGN.sub(_danish_letter, plain)
    return _danish(plain)


def run_of(word: str) -> bytes:
    """The longest run of a bare word that every Danish spelling of it holds, whatever the case; b"" when none does."""
    return max(_RUNS.split(word), key=len, default="").encode()


def surely_danish(text: bytes) -> bool:
    """Whether a text in UTF-8 holds none but Danish letters, so that its runs stand in it as they are spoken of."""
    return not text.translate(None, _DANISH_BYTES)


def _danish(plain: str) -> str:
    for typed, letter in _SPELLINGS:
        plain = plain.replace(typed, letter)
    return plain


def _danish_letter(found: re.Match) -> str:
    letter = found[0]
    base = unicodedata.normalize("NFD", letter)[0]
    return _LETTERS.get(letter) or (base if base.isalpha() else letter)
