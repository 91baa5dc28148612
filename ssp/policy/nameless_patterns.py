"""Where numbers, addresses, classes and initials stand in a Danish text; each function gives the places it found."""

import re
from collections.abc import Iterator
from datetime import date

Span = tuple[int, int]

# What stands between the parts of a number as people type and paste it: blanks, hyphens and dashes of every kind.
_BLANK = " \t\u00a0\u00ad\u2000-\u200b\u202f\u2060\ufeff"
_DASH = "\\-\u2010-\u2015\u2212"
_PART = f"[{_BLANK}{_DASH}./]"

_CPR = re.compile(
    rf"(?<![0-9])(?=((0[1-9]|[12][0-9]|3[01]){_PART}?(0[1-9]|1[0-2]){_PART}?((?:19|20)?[0-9]{{2}})"
    rf"{_PART}{{0,3}}[0-9]{{4}}(?![0-9])))"
)

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

_GAP = "[ \u00a0.-]"
_PHONE = re.compile(
    r"(?<![0-9])(?<![0-9][.,])(?P<land>(?:\(?\+|00)45\)?[ \u00a0-]?|45[ \u00a0-])?(?P<number>"
    rf"[2-9][0-9](?P<gap>{_GAP}?)[0-9]{{2}}(?P=gap)[0-9]{{2}}(?P=gap)[0-9]{{2}}"
    r"|[2-9][0-9]{3}[ \u00a0-][0-9]{4}|[2-9][0-9]{3}[ \u00a0][0-9]{2}[ \u00a0][0-9]{2}"
    r"|[2-9][0-9]{2}[ \u00a0][0-9]{2}[ \u00a0][0-9]{3}|[2-9][0-9][ \u00a0][0-9]{3}[ \u00a0][0-9]{3}"
    r")(?![0-9])(?![.,][0-9])"
)
_FOREIGN_PHONE = re.compile(r"(?<![0-9])\+(?!45)[1-9][0-9]{0,2}(?:[ \u00a0-]?[0-9]{2,4}){2,4}(?![0-9])")
_MONEY_AFTER = re.compile(r"\s?(?:kr\b|kroner|dkk|euro|,-|%|€)", re.IGNORECASE)
_MONEY_BEFORE = re.compile(r"(?:kr\.?|dkk|€|£|\$)\s?$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")

_GRADE = r"(?<![0-9])(?<![0-9][.,:])(?<!\w)(?:10|[0-9])"
# Without "i" and "I": "den 7. i måneden", and "den 7. I går …" begins a sentence.
_CLASS = re.compile(
    rf"{_GRADE}(?:\.[A-Za-hj-zÆØÅæøå]|\.\s[A-HJ-Za-hj-z]|[A-Fa-f]|\s[A-F]"
    r"|\.?\s?klasse\s[A-HJ-Z])(?![\w)])"
    r"|\b(?:nulte|første|anden|tredje|fjerde|femte|sjette|syvende|ottende|niende|tiende)\s[A-Fa-f](?![\w.)-])"
)
# "3D-print", "2 A-vitaminer", "3. A-kasse".
_OTHER_COMPOUND = re.compile("-(?!klasse|elev|dreng|pige)", re.IGNORECASE)
_NO_CLASS_BEFORE = re.compile(r"(?:§|stk\.|litra|nr\.|kap\.|bilag|version|vitamin)\s?$", re.IGNORECASE)

_INITIALS = re.compile(r"(?<![\w.])[A-ZÆØÅ]\.\s?[A-ZÆØÅ]\.(?:\s?[A-ZÆØÅ]\.)?(?!\w)")
_NO_INITIALS = frozenset({"PS", "NB", "NN", "SU", "HC", "BT", "TV"})


def cpr_numbers(text: str) -> Iterator[Span]:
    """Ten digits that begin with a day of the calendar, however they are parted; the places may overlap."""
    for found in _CPR.finditer(text):
        if _is_a_day(found[2], found[3], found[4]):
            yield found.span(1)


def _is_a_day(day: str, month: str, year: str) -> bool:
    # Two digits of a year may mean either century; 2000 was a leap year and 1900 was not, so 20xx admits every day.
    try:
        date(int(year if len(year) == 4 else f"20{year}"), int(month), int(day))
    except ValueError:
        return False
    return True


def emails(text: str) -> Iterator[Span]:
    """Electronic mail addresses."""
    return (found.span() for found in _EMAIL.finditer(text))


def phones(text: str) -> Iterator[Span]:
    """Danish numbers of eight digits in the usual groups, foreign ones with their country; no money, years or dates."""
    for found in _PHONE.finditer(text):
        if found["land"] or not (_is_money(text, *found.span()) or _is_dated(found["number"])):
            yield found.span()
    for found in _FOREIGN_PHONE.finditer(text):
        if sum(map(str.isdigit, found[0])) >= 8 and not _is_money(text, *found.span()):
            yield found.span()


def _is_money(text: str, start: int, end: int) -> bool:
    return bool(_MONEY_AFTER.match(text, end) or _MONEY_BEFORE.search(text[max(0, start - 5) : start]))


def _is_dated(number: str) -> bool:
    """Whether eight digits are two years ("2024-2025") or a day with its year, in either order."""
    digits = "".join(filter(str.isdigit, number))
    head, tail = digits[:4], digits[4:]
    if _YEAR.fullmatch(head) and (_YEAR.fullmatch(tail) or _is_a_day(tail[2:], tail[:2], head)):
        return True
    return bool(_YEAR.fullmatch(tail)) and _is_a_day(head[:2], head[2:], tail)


def school_classes(text: str) -> Iterator[Span]:
    """A grade with the letter of a class ("7.b", "7. B", "7b"). A grade alone is an age, and not pointed out."""
    for found in _CLASS.finditer(text):
        upper_secondary = found[0].casefold() in ("1.g", "2.g", "3.g")
        compound = found[0][-2] != "." and _OTHER_COMPOUND.match(text, found.end())
        law = _NO_CLASS_BEFORE.search(text[max(0, found.start() - 9) : found.start()])
        if not (upper_secondary or compound or law):
            yield found.span()


def initials(text: str) -> Iterator[Span]:
    """Two or three capitals with full stops ("M.K.")."""
    for found in _INITIALS.finditer(text):
        if "".join(filter(str.isalpha, found[0])) not in _NO_INITIALS:
            yield found.span()
