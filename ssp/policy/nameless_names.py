"""Names of persons in a Danish text: those of known children, and first names given in Denmark."""

from collections.abc import Collection, Iterator

from ssp.policy.first_names import first_names
from ssp.policy.name_words import NO_NAMES, ORDINARY, PARTICLES
from ssp.policy.nameless_patterns import Span
from ssp.policy.running_words import Word, words

_SURNAMES_AT_MOST = 3


def known_names(row: list[Word], names: Collection[str]) -> Iterator[Span]:
    """Each whole or part of the names handed in, typed in any case, also in the genitive.

    A part that is an everyday word counts only with a capital inside a sentence, or in the whole name.
    """
    wholes: dict[str, set[tuple[str, ...]]] = {}
    parts: set[str] = set()
    for name in names:
        keys = tuple(word.key for word in words(name))
        parts.update(keys)
        for whole in {keys, (*keys[:1], *keys[-1:])}:
            if len(whole) > 1:
                wholes.setdefault(whole[0], set()).add(whole)
    parts -= PARTICLES
    for at, word in enumerate(row):
        yield from _wholes_at(row, at, wholes.get(word.key, ()))
        if len(word.key) > 1 and _is_name(row, at, parts, any_case=True):
            yield word.start, word.end


def _wholes_at(row: list[Word], at: int, wholes: Collection[tuple[str, ...]]) -> Iterator[Span]:
    for length in sorted({len(whole) for whole in wholes}):
        run = row[at : at + length]
        if len(run) == length and all(word.joined for word in run[1:]):
            typed = tuple(word.key for word in run)
            if typed in wholes or (typed[-1].endswith("s") and (*typed[:-1], typed[-1][:-1]) in wholes):
                yield run[0].start, run[-1].end


def given_names(row: list[Word]) -> Iterator[Span]:
    """Each first name of the lists written with a capital, with the surnames that follow it."""
    known = first_names()
    for at, word in enumerate(row):
        if word.key not in NO_NAMES and _is_name(row, at, known) and not _is_saint(row, at):
            yield word.start, row[_last_of(row, at)].end


def _is_saint(row: list[Word], at: int) -> bool:
    return at > 0 and row[at - 1].key in ("sankt", "skt", "sct")


def _is_name(row: list[Word], at: int, names: Collection[str], any_case: bool = False) -> bool:
    """Whether the word is one of the names, or its genitive, and its place does not say that it is an everyday word."""
    word = row[at]
    for key in (word.key, word.key.removesuffix("s")):
        if key in names:
            if key in ORDINARY or word.key in ORDINARY:
                return word.capital and (not word.opens or _leads_a_name(row, at, names))
            # Two small letters are too little to go by, and two or three capitals are rather an abbreviation.
            return (any_case and len(key) > 2) or (word.capital and not (word.shouted and len(key) < 4))
    return False


def _leads_a_name(row: list[Word], at: int, names: Collection[str]) -> bool:
    """Whether a first word, which has its capital anyway, is followed by what can only be a name ("Bo Jensen")."""
    following = row[at + 1] if at + 1 < len(row) else None
    if following is None or not (following.joined and following.capital) or following.key in NO_NAMES:
        return False
    return following.key in names or following.key.removesuffix("s").endswith("sen")


def _last_of(row: list[Word], at: int) -> int:
    """Where the name ends that begins at `at`: the words with a capital that follow directly belong to it."""
    last = at
    while last + 1 < len(row) and last - at < _SURNAMES_AT_MOST:
        following = row[last + 1]
        if not (following.joined and following.capital) or following.shouted or following.key in NO_NAMES:
            break
        last += 1
    return last
