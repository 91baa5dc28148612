"""Which characters the printing fonts can draw, and what stands in for those they cannot."""

import re
import struct
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import fontpkg_ibm_plex_sans
import fontpkg_ibm_plex_sans_arabic

FOLDERS = tuple(package.ROOT / "files" for package in (fontpkg_ibm_plex_sans, fontpkg_ibm_plex_sans_arabic))
"""Where the fonts lie: they come with pip, so that every machine prints the same."""

UPRIGHT = (FOLDERS[0] / "IBMPlexSans[wdth,wght].ttf", FOLDERS[1] / "IBMPlexSansArabic-Regular.ttf")

UNSEEN = frozenset("\u200b\u200c\u200d")
"""Drawn by no glyph of their own: where a word may break, and how letters join."""

BLANK = re.compile(r"[^\S\u00a0]")
"""Any blank but the one that holds two words together."""

VARIANTS = frozenset(map(chr, range(0xFE00, 0xFE10)))
"""Which variant of the character before is meant; our fonts have one of each."""

TAKEN_OUT = frozenset(("Cc", "Cs", "Cf"))
"""Controls, halves of characters, and marks that turn the direction of what follows: nothing a reader sees."""


def drawable(text: str) -> str:
    """One line as it can be drawn: composed, without controls; a character no font knows is told by number and name."""
    drawn, base = [], frozenset()
    for character in unicodedata.normalize("NFC", BLANK.sub(" ", text)):
        if character in UNSEEN:
            drawn.append(character)
        elif unicodedata.category(character) not in TAKEN_OUT and character not in VARIANTS:
            fonts = _fonts_of(character)
            if unicodedata.combining(character):
                fonts &= base  # an accent stands on its letter only in a font that has both
            base = frozenset() if character.isspace() else fonts
            drawn.append(character if fonts else _told(character))
    return "".join(drawn)


def _told(character: str) -> str:
    name = unicodedata.name(character, "") if unicodedata.category(character) == "So" else ""
    return f"[U+{ord(character):04X}{' ' * bool(name)}{name.lower()}]"


@lru_cache(4096)
def _fonts_of(character: str) -> frozenset[int]:
    return frozenset(number for number, path in enumerate(UPRIGHT) if ord(character) in _coverage(path))


@cache
def _coverage(path: Path) -> frozenset[int]:
    """The characters of a font file: its `cmap` table in format 4, which is how both fonts keep it."""
    data = path.read_bytes()
    tables = {data[at : at + 4]: struct.unpack_from(">II", data, at + 8) for at in range(12, 12 + 16 * data[5], 16)}
    start = tables[b"cmap"][0]
    found = set()
    for number in range(struct.unpack_from(">H", data, start + 2)[0]):
        at = start + struct.unpack_from(">I", data, start + 8 + 8 * number)[0]
        if struct.unpack_from(">H", data, at)[0] == 4:
            found |= _segments(data, at)
    return frozenset(found)


def _segments(data: bytes, at: int) -> set[int]:
    """The characters of one format 4 table: runs of codes, each code with a glyph that is not the missing one."""
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", data, at + 14 + 2 * count * column + 2 * bool(column)) for column in range(4)
    )
    found = set()
    for number, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        where = at + 16 + 6 * count + 2 * number + offset
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = struct.unpack_from(">H", data, where + 2 * (code - first))[0] if offset else (code + delta) & 0xFFFF
            if glyph:
                found.add(code)
    return found
