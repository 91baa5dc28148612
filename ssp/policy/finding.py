"""Finding: what somebody typed to search with, and whether a text or a name fits it."""

import re
from dataclasses import dataclass, field
from itertools import takewhile

from snowballstemmer.danish_stemmer import DanishStemmer

from ssp.policy.name_sounds import may_be_one
from ssp.policy.permits import CONSULTANTS, REPORTERS, SOCIAL_WORKERS
from ssp.policy.spelling import bare, run_of, surely_danish
from ssp.terms import AbsenceState, CaseState, ConcernState, ConsultationState, DisclosureState, MeetingState

FINDS_PERSONS = REPORTERS
"""Whose search finds persons they know. The police find matters alone, by the text that was shared with them (A3)."""
FINDS_NUMBERS = CONSULTANTS | SOCIAL_WORKERS
"""Whose search finds a person they know by the whole CPR number; nobody else's reads a number at all (A13)."""
ENDED = frozenset(
    {
        ConcernState.CLOSED, CaseState.CLOSED, ConsultationState.CLOSED, ConsultationState.CONCERN,
        DisclosureState.DECLINED, DisclosureState.RECALLED, MeetingState.HELD, MeetingState.CANCELLED,
        AbsenceState.NOTIFIED, AbsenceState.CORRECTED,
    }
)  # fmt: skip
"""The states in which nothing more is to happen; a notification has none."""

AROUND = 70
"""How many letters of a text stand on either side of what was found in it."""

_WORD = re.compile(r"[^\W_]+")
_PHRASE = re.compile(r"[\"“”„»«]([^\"“”„»«]*)[\"“”„»«]")
_NUMBER = re.compile(r"(?<!\d)(\d{6})[- ]?(\d{4})(?!\d)")
_REFERENCE = re.compile(r"\s*([a-z])[-\s]*([0-9a-z]{4})[-\s]*([0-9a-z]{4})\s*", re.IGNORECASE)
_MISREAD = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is looked for; every form of it begins with its stem. Of the last only the beginning may be typed."""

    text: str
    stem: str
    last: bool


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: every word and every phrase, and every number as a person's own.

    `reference` is the whole of it read as the reference of a matter, or "". A CPR number is never a word of a text.
    """

    words: tuple[Word, ...] = ()
    phrases: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    reference: str = ""

    @property
    def empty(self) -> bool:
        return not (self.words or self.phrases or self.numbers)


def analysed(typed: str) -> Query:
    """What was typed, as it is looked for."""
    numbers = tuple(f"{day}-{rest}" for day, rest in _NUMBER.findall(typed))
    rest = _NUMBER.sub(" ", typed)
    phrases = [" ".join(bare(found).split()) for found in _PHRASE.findall(rest)]
    plain = bare(_PHRASE.sub(" ", rest))
    words: list[str] = []
    for token in plain.split():
        parts = _WORD.findall(token)
        if len(parts) > 1 and min(map(len, parts)) < 3:
            phrases.append(token.strip("-.,;:!?()[]/"))  # "8.b" is one thing, "Lise-Lotte" is two names
        else:
            words += parts
    stemmer = DanishStemmer()
    ending = bool(words) and plain.rstrip().endswith(words[-1])
    looked_for = tuple(
        Word(word, _stem(stemmer, word), ending and number == len(words)) for number, word in enumerate(words, 1)
    )
    return Query(looked_for, tuple(filter(None, phrases)), numbers, reference_in(typed))


def reference_in(typed: str) -> str:
    """A reference as it is written, however it was typed or heard on the phone; "" for anything else."""
    found = _REFERENCE.fullmatch(typed)
    if found is None:
        return ""
    letter, first, second = (part.upper() for part in found.groups())
    first, second = first.translate(_MISREAD), second.translate(_MISREAD)
    return "" if "U" in first + second else f"{letter}-{first}-{second}"


def without_numbers(typed: str) -> str:
    """What was typed, with no CPR number in it: as it may be shown again."""
    return " ".join(_NUMBER.sub(" ", typed).split()) if _NUMBER.search(typed) else typed


@dataclass(slots=True)
class Finder:
    """Compares texts with one query; what it remembers of words and names lives as long as one search."""

    query: Query
    _stemmer: DanishStemmer = field(default_factory=DanishStemmer)
    _stems: dict[str, str] = field(default_factory=dict)
    _words_named: dict[str, int] = field(default_factory=dict)
    _names: dict[str, int] = field(default_factory=dict)
    _runs: tuple[bytes, ...] = ()
    _phrase_runs: tuple[bytes, ...] = ()

    def __post_init__(self):
        self._runs = tuple(run_of(word.stem) for word in self.query.words)
        self._phrase_runs = tuple(run_of(phrase) for phrase in self.query.phrases)

    def may_fit(self, text: bytes, names: tuple[str, ...] = ()) -> bool:
        """Whether a text is worth reading, by a quick look at its bytes; no text that fits is ever passed over."""
        lowered = text.lower()
        if not all(run in lowered for run in self._phrase_runs):
            return not surely_danish(text)
        for number, run in enumerate(self._runs):
            if run not in lowered and not self._named(names) >> number & 1:
                return not surely_danish(text)
        return True

    def fits(self, text: str, names: tuple[str, ...] = ()) -> bool:
        """Whether every phrase stands in the text, which is `bare`, and every word there or nearly so in a name."""
        for phrase in self.query.phrases:
            if phrase not in text:
                return False
        named = -1
        for number, word in enumerate(self.query.words):
            if word.stem in text and self._stands_in(word, text):
                continue
            if named < 0:
                named = self._named(names)
            if not named >> number & 1:
                return False
        return True

    def fits_name(self, name: str) -> bool:
        """Whether every word is nearly one of the words of this name; a phrase stands in it as it is."""
        everything = (1 << len(self.query.words)) - 1
        plain = bare(name)
        return self._named((name,)) == everything and all(phrase in plain for phrase in self.query.phrases)

    def pieces(self, text: str, near_names: bool = False) -> tuple[tuple[str, bool], ...]:
        """The text in pieces, each with whether it is what was looked for."""
        spans = self._spans(text, near_names)
        found, at = [], 0
        for start, end in spans:
            found += [(text[at:start], False), (text[start:end], True)]
            at = end
        return tuple((piece, hit) for piece, hit in [*found, (text[at:], False)] if piece)

    def excerpt(self, texts: list[str], near_names: bool = False) -> tuple[tuple[str, bool], ...]:
        """A few words around the hit, out of the text that holds most of what was looked for; () when none does."""
        best = max(texts, key=lambda text: self._held(text, near_names), default="")
        spans = self._spans(best, near_names)
        if not spans:
            return ()
        start, end = _window(best, *spans[0])
        cut = " ".join(best[start:end].split())
        before, after = "… " if start else "", " …" if end < len(best) else ""
        return self.pieces(f"{before}{cut}{after}", near_names)

    def _stands_in(self, word: Word, text: str) -> bool:
        at = text.find(word.stem)
        while at >= 0:
            if not at or not text[at - 1].isalnum():
                end = at + sum(1 for _ in takewhile(str.isalnum, text[at : at + 60]))
                if self._is(word, text[at:end]):
                    return True
            at = text.find(word.stem, at + 1)
        return False

    def _is(self, word: Word, found: str) -> bool:
        """Whether a word of a text is the one looked for, or another form of it."""
        if found == word.text or (word.last and found.startswith(word.text)):
            return True
        if word.stem == word.text and len(word.text) <= 3:
            return False
        if found not in self._stems:
            self._stems[found] = _stem(self._stemmer, found)
        return self._stems[found] == word.stem

    def _named(self, names: tuple[str, ...]) -> int:
        """Which words are nearly a word of one of the names, as bits."""
        mask = 0
        for name in names:
            if name not in self._names:
                self._names[name] = self._mask(_WORD.findall(bare(name)))
            mask |= self._names[name]
        return mask

    def _mask(self, written: list[str]) -> int:
        mask = 0
        for one in written:
            if one not in self._words_named:
                near = (1 << n for n, word in enumerate(self.query.words) if _nearly(word, one))
                self._words_named[one] = sum(near)
            mask |= self._words_named[one]
        return mask

    def _spans(self, text: str, near_names: bool) -> list[tuple[int, int]]:
        written = [(found.start(), found.end(), bare(found[0])) for found in _WORD.finditer(text)]
        spans = {
            (start, end)
            for start, end, plain in written
            for word in self.query.words
            if self._is(word, plain) or (near_names and _nearly(word, plain))
        }
        for phrase in self.query.phrases:
            wanted = _WORD.findall(phrase)
            for at in range(len(written) - len(wanted) + 1):
                if wanted and [plain for *_, plain in written[at : at + len(wanted)]] == wanted:
                    spans.add((written[at][0], written[at + len(wanted) - 1][1]))
        return _apart(sorted(spans))

    def _held(self, text: str, near_names: bool) -> int:
        return len({bare(text[start:end]) for start, end in self._spans(text, near_names)})


def _stem(stemmer: DanishStemmer, word: str) -> str:
    """A word without its endings; short ones are left whole, and so are those that would have nothing left."""
    stem = stemmer.stemWord(word) if len(word) > 3 else word
    return stem if len(stem) >= 3 and word.startswith(stem) else word


def _nearly(word: Word, name: str) -> bool:
    """Whether a word of a name is the one looked for: its beginning, if it was typed last, or another spelling."""
    return name == word.text or (word.last and name.startswith(word.text)) or may_be_one(word.text, name)


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """Where an excerpt around a hit begins and ends, between words."""
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    if first:
        first = text.find(" ", first, start) + 1 or start
    if last < len(text):
        last = text.rfind(" ", end, last)
        last = last if last >= 0 else end
    return first, last


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap put together."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
