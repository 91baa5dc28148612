"""Letters and documents as tagged PDF (PDF/UA-1): plain words in, the same bytes for the same words."""

import json
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass

from flask import make_response

from ssp.config import ROOT
from ssp.web import press
from ssp.web.glyphs import FOLDERS, drawable

SHEETS = ROOT / "templates" / "print"
STANDARD = "ua-1"
PATIENCE = 25
"""Seconds we wait for the press, which stops by itself before, and the server after."""

RTL = frozenset({"R", "AL"})
LONG_WORD = re.compile(r"[^\s\u200b]{31,}")
STEP = 10


class PrintingFailed(Exception):
    """The sheet could not be made; the message holds nothing of what stood on it."""


@dataclass(frozen=True)
class Letter:
    """A letter to one recipient, every word in the letter's own language.

    `sender` is the municipality's name and below it whatever places it; `recipient` may have several lines;
    `reference` is the line shown, with its own word for it. A line break in a text is a line break on paper, an empty
    line begins a paragraph. The first line of `contact` is its heading. `pages` says "Side {page} af {pages}".
    """

    sender: tuple[str, ...]
    recipient: str
    date: str
    heading: str
    paragraphs: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    contact: tuple[str, ...]
    reference: str
    pages: str


@dataclass(frozen=True)
class Document:
    """A document about a matter: facts as (term, text), then sections as (heading, text).

    `watermark` says who printed it and when, and stands on every page; the rest is as in a letter.
    """

    sender: tuple[str, ...]
    title: str
    reference: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, str], ...]
    watermark: str
    pages: str


@dataclass(frozen=True)
class Line:
    """One line of a chronology on paper: `head` says what and when, `meta` by whom, `note` that it is struck and why.

    `fingerprint` is printed as it is; what answers the line stands below it.
    """

    number: str
    head: str
    meta: str
    text: str
    struck: bool = False
    note: str = ""
    fingerprint: str = ""
    answers: tuple["Line", ...] = ()


@dataclass(frozen=True)
class Chronicle:
    """A chronology: facts as in a document, then every line in full, or with `columns` as rows below these headings."""

    sender: tuple[str, ...]
    title: str
    reference: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    columns: tuple[str, ...]
    fingerprint: tuple[str, str]
    watermark: str
    pages: str


def letter(content: Letter, language: str) -> bytes:
    """The letter as PDF in the language ("da", "en", "ar": a code of BCP 47); PrintingFailed when it cannot be made."""
    return _sheet(
        "letter.typ",
        language,
        title=_line(content.heading),
        sender=_lines(content.sender),
        recipient=_lines(content.recipient.splitlines()),
        date=_line(content.date),
        reference=_line(content.reference),
        pages=_line(content.pages),
        sections=[("", _texts(content.paragraphs))] + [(_line(head), _texts(body)) for head, body in content.sections],
        contact=_lines(content.contact),
    )


def document(content: Document, language: str) -> bytes:
    """The document as PDF in the language; PrintingFailed when it cannot be made."""
    return _sheet(
        "document.typ",
        language,
        title=_line(content.title),
        sender=_lines(content.sender),
        reference=_line(content.reference),
        pages=_line(content.pages),
        facts=[(_line(term), _texts((text,))) for term, text in content.facts],
        sections=[(_line(head), _texts((text,))) for head, text in content.sections],
        watermark=_line(content.watermark),
    )


def chronicle(content: Chronicle, language: str) -> bytes:
    """The chronology as PDF in the language; PrintingFailed when it cannot be made."""
    return _sheet(
        "chronology.typ",
        language,
        title=_line(content.title),
        sender=_lines(content.sender),
        reference=_line(content.reference),
        pages=_line(content.pages),
        facts=[(_line(term), _texts((text,))) for term, text in content.facts],
        lines=[_printed(line) for line in content.lines],
        columns=_lines(content.columns),
        fingerprint=content.fingerprint,
        watermark=_line(content.watermark),
    )


def pdf(data: bytes, name: str):
    """The answer that hands the PDF over to be saved as `name`.pdf; `name` is a reference, never a person's name.

    What every answer carries besides (no-store, nosniff) the guard adds.
    """
    if not re.fullmatch(r"[A-Za-z0-9-]+", name):
        raise ValueError("a file is named by a reference")
    response = make_response(data)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def _sheet(template: str, language: str, **content) -> bytes:
    """The template filled in. Content goes in as JSON, so that nothing in it is markup."""
    order = {
        "template": str(SHEETS / template),
        "root": str(SHEETS),
        "fonts": [str(folder) for folder in FOLDERS],
        "standard": STANDARD,
        "content": json.dumps({"language": re.split("[-_]", language)[0], **content}),
    }
    command = [sys.executable, "-I", press.__file__]
    try:
        done = subprocess.run(  # noqa: S603 - our own file; the words travel on standard input
            command, input=json.dumps(order).encode(), capture_output=True, timeout=PATIENCE, env={}, cwd=SHEETS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PrintingFailed(f"{template}: {type(error).__name__}") from None
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise PrintingFailed(f"{template}: the press ended with {done.returncode}")
    return done.stdout


def _printed(line: Line) -> dict:
    return {
        "number": _line(line.number), "head": _line(line.head), "meta": _line(line.meta),
        "blocks": _texts((line.text,)), "struck": line.struck, "note": _line(line.note),
        "fingerprint": line.fingerprint, "answers": [_printed(answer) for answer in line.answers],
    }  # fmt: skip


def _texts(texts) -> list[dict]:
    """Paragraphs as lists of lines, each with the direction its first letter asks for."""
    blocks = [_lines(block.split("\n")) for text in texts for block in re.split(r"\n\s*\n", _breaks(text))]
    return [{"lines": lines, "rtl": _is_rtl("".join(lines))} for lines in blocks if lines]


def _breaks(text: str) -> str:
    return "\n".join(text.splitlines())


def _lines(lines) -> list[str]:
    return [line for line in map(_line, lines) if line]


def _line(text: str) -> str:
    """One line that can be drawn; a word too long for a line may break within."""
    return LONG_WORD.sub(_breakable, drawable(text)).strip()


def _breakable(word: re.Match) -> str:
    """The word with places to break, none of them between a letter and its accent."""
    parts = []
    for number, character in enumerate(word[0]):
        if number and number % STEP == 0 and not unicodedata.combining(character):
            parts.append("\u200b")
        parts.append(character)
    return "".join(parts)


def _is_rtl(text: str) -> bool:
    strong = (kind for kind in map(unicodedata.bidirectional, text) if kind in RTL or kind == "L")
    return next(strong, "L") in RTL
