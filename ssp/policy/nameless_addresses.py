"""Street addresses in a Danish text: a street with the number of a house."""

import re
from collections.abc import Iterator

from ssp.policy.name_words import word_set
from ssp.policy.nameless_patterns import Span
from ssp.policy.running_words import Word

# What the names of streets end with, and nearly nothing else does.
_STREETS = word_set("""
    vej vejen gade gaden alle allé alléen stræde strædet vænge vænget boulevard boulevarden torv torvet plads pladsen
    park parken sti stien kvarteret
""")
# What the names of many streets end with, and names of places and persons too: only with a capital.
_PLACES = word_set("""
    toft toften løkke løkken krog krogen bakke bakken vang vangen have haven lund lunden mark marken brink brinken eng
    engen dal dalen høj højen holm gård gården kær kæret bro broen skov skoven kaj kajen havn havnen svinget skrænten
    strand stranden skellet hegnet ager ageren
""")
# Roads and places that have no house numbers, or are no streets at all.
_NO_STREETS = word_set("""
    omvej genvej skolevej skolevejen motorvej motorvejen landevej landevejen hovedvej gågade gågaden sidegade sidevej
    cykelsti cykelstien gangsti gangstien legeplads legepladsen parkeringsplads parkeringspladsen arbejdsplads
    læreplads praktikplads fritidsplads boldplads danmark skolegård skolegården bondegård kolonihave skolehave
    forlystelsespark skatepark skateparken skaterparken børnehave børnehaven cykelvej kirkegård kirkegården skovsti
""")
_MONTHS = "jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec"
_COUNTED = (
    "gange?|uger?|dage?|timer?|år|måned(?:er)?|minut(?:ter)?|elev(?:er)?|barn|børn|unge?|drenge?|piger?|person(?:er)?"
    "|voksne?|km|m|meter|kr|kroner|klasser?|lektion(?:er)?|stk|aftener|nætter|andre|forskellige|af|til|eller|og|procent"
)
_NUMBER = re.compile(
    r"(?:,?\s(?:nr\.?|nummer)\s?|\s)(?P<house>[1-9][0-9]{0,2})(?![0-9])"
    r"(?![.:,][0-9])(?!\s?%)(?!-[0-9])"
    rf"(?!\.?\s(?:{_MONTHS})[a-zæøå]*\b)"
    rf"(?!\.?\s(?:{_COUNTED})\b)"
    r"(?:\s?[A-HJ-ZÆØÅ](?![\w-])|[a-zæøå](?!\w)|\s[a-h](?!\w))?"
)
_FLOOR = re.compile(
    r",?\s?(?:(?:[0-9]{1,2}|st|kl)\.?,?\s?(?:sal,?\s?)?(?:t\.?v|t\.?h|m\.?f)\b\.?|[0-9]{1,2}\.?\s?sal\b|st(?:uen)?\b\.?)",
    re.IGNORECASE,
)


def addresses(text: str, row: list[Word]) -> Iterator[Span]:
    """Streets with the number of a house ("Xvej nr. 4, 2. tv", "4 B"); a street alone is not pointed out."""
    for at, word in enumerate(row):
        number = _NUMBER.match(text, word.end)
        if number is None:
            continue
        floor = _FLOOR.match(text, number.end())
        start = _street(row, at, bool(floor))
        if start is not None:
            yield start, floor.end() if floor else number.end()


def _street(row: list[Word], at: int, has_floor: bool) -> int | None:
    """Where the street begins whose last word stands at `at`, or nothing if it is no street."""
    word = row[at]
    if word.key in _NO_STREETS:
        return None
    if word.key in _STREETS:
        # "Nørre Allé", "Gammel Torv": the ending is a word of its own, and on its own it would be no street.
        before = row[at - 1] if at and word.joined else None
        return before.start if before and before.capital and word.capital else None
    if _ends(word.key, _STREETS) or (word.capital and (has_floor or _ends(word.key, _PLACES))):
        return word.start
    return None


def _ends(key: str, endings: frozenset[str]) -> bool:
    """Whether the word is such an ending after at least three letters (which "Palle" is not)."""
    return any(key.endswith(ending) and len(key) >= len(ending) + 3 for ending in endings)
