"""Reading a spreadsheet's CSV file as Danish offices make them: semicolons or commas, Windows-1252 or UTF-8."""

import csv
from dataclasses import dataclass
from datetime import date, datetime

from ssp.services.directory import Objection

MOST_LINES = 5000
LONGEST_TEXT = 1_000_000
DELIMITERS = (";", ",", "\t")
DATE_FORMS = ("%d-%m-%Y", "%d/%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d")


class Unreadable(Exception):
    """The file is no table; `reason` says why."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: its number as the spreadsheet shows it, its cells by column, what is wrong with its shape."""

    number: int
    cells: dict[str, str]
    problems: tuple[Objection, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as a table; `unknown` are headings nobody asked for, `missing` the columns that are not there."""

    lines: tuple[Line, ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]


def decode(content: bytes) -> str:
    """The text of a file in UTF-8 (with or without its mark), UTF-16 with its mark, or Windows-1252.

    Raises Unreadable.
    """
    encodings = ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("file_unreadable")


def read(text: str, headings: dict[str, str], required: tuple[str, ...]) -> Sheet:
    """The table in a text. `headings` gives the column behind each heading, written small. Raises Unreadable."""
    if len(text) > LONGEST_TEXT:
        raise Unreadable("too_many")
    rows = _rows(text, headings)
    if len(rows) < 2:
        raise Unreadable("empty")
    if len(rows) - 1 > MOST_LINES:
        raise Unreadable("too_many")
    names = [heading.strip() for heading in rows[0][1]]
    columns = [headings.get(name.casefold(), "") for name in names]
    unknown = tuple(name for name, column in zip(names, columns, strict=True) if name and not column)
    missing = tuple(column for column in required if column not in columns)
    return Sheet(tuple(_line(number, cells, columns) for number, cells in rows[1:]), unknown, missing)


def read_date(text: str) -> date | None:
    """A date as people write it in Denmark; None for an empty cell. Raises ValueError."""
    if not text:
        return None
    for form in DATE_FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError(text)


def _rows(text: str, headings: dict[str, str]) -> list[tuple[int, list[str]]]:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    marked = lines[0].casefold().startswith("sep=")
    first = next((line for line in lines[marked:] if line.strip()), "")
    delimiter = max(DELIMITERS, key=lambda mark: sum(h.strip(' "').casefold() in headings for h in first.split(mark)))
    reader = csv.reader((f"{line}\n" for line in lines[marked:]), delimiter=delimiter)
    try:
        return [(reader.line_num + marked, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Unreadable("file_unreadable") from error


def _line(number: int, row: list[str], columns: list[str]) -> Line:
    cells = {column: cell.strip() for column, cell in zip(columns, row, strict=False) if column}
    extra = any(cell.strip() for cell in row[len(columns) :])
    return Line(number, cells, (Objection("", "cells_extra"),) if extra else ())
