"""A school's roll from its own system's file: judged line by line, sealed as it enters, never read back."""

import re
from dataclasses import dataclass

from ssp.models import Person, Unit
from ssp.services.directory import Objection, text_problem
from ssp.services.directory_csv import Line, Sheet, Unreadable, decode, read
from ssp.services.door import letterbox
from ssp.services.pupils import NewPupil, enrol
from ssp.terms import Sector

HEADINGS = {
    "navn": "name", "name": "name", "klasse": "school_class", "class": "school_class", "cpr": "cpr",
    "cpr-nummer": "cpr", "adresse": "address", "address": "address", "beskyttet": "protected", "protected": "protected",
}  # fmt: skip
REQUIRED = ("name",)
CPR = re.compile(r"(\d{6})-?(\d{4})")
YES, NO = frozenset({"ja", "j", "yes", "x", "1", "true"}), frozenset({"", "nej", "n", "no", "0", "false"})


@dataclass(frozen=True, slots=True)
class Roll:
    """What a file would put on a school's roll; `problems` are (line number, column, reason), and name nobody."""

    unit_id: int | None
    pupils: tuple[NewPupil, ...]
    problems: tuple[tuple[int, str, str], ...]


def examine(content: bytes, unit_name: str) -> Roll:
    """The pupils in a file and every line's problems; stores nothing."""
    unit = Unit.select(Unit.id).where((Unit.name == unit_name) & (Unit.sector == Sector.SCHOOL) & Unit.active)
    unit_id = unit.scalar()
    if unit_id is None:
        return Roll(None, (), ((0, "unit", "school_unknown"),))
    try:
        sheet = read(decode(content), HEADINGS, REQUIRED)
    except Unreadable as error:
        return Roll(unit_id, (), ((0, "", error.reason),))
    if sheet.missing:
        return Roll(unit_id, (), tuple((1, column, "column_missing") for column in sheet.missing))
    return _judged(sheet, unit_id)


def store(roll: Roll) -> int:
    """Put the pupils on the roll when nothing is wrong with the file. Returns how many; 0 when something is."""
    if roll.problems or roll.unit_id is None:
        return 0
    return len(enrol(roll.unit_id, list(roll.pupils)))


def _judged(sheet: Sheet, unit_id: int) -> Roll:
    listed = _listed(unit_id)
    pupils, problems = [], []
    with letterbox() as box:
        for line in sheet.lines:
            pupil, found = _pupil(line)
            index = box.blind_index(pupil.cpr) if pupil.cpr else ""
            if index and index in listed:
                found.append(Objection("cpr", "on_the_roll"))
            listed.add(index)
            pupils.append(pupil)
            problems += [(line.number, problem.field, problem.reason) for problem in found]
    return Roll(unit_id, tuple(pupils), tuple(problems))


def _listed(unit_id: int) -> set[str]:
    known = Person.select(Person.cpr_index).where((Person.unit == unit_id) & Person.cpr_index.is_null(False))
    return {index for (index,) in known.tuples()}


def _pupil(line: Line) -> tuple[NewPupil, list[Objection]]:
    texts = {column: line.cells.get(column, "") for column in ("name", "school_class", "address")}
    problems = [*line.problems]
    problems += [Objection(column, why) for column, text in texts.items() if (why := text_problem(text))]
    if not texts["name"]:
        problems.append(Objection("name", "name_missing"))
    cpr = CPR.fullmatch(line.cells.get("cpr", ""))
    if line.cells.get("cpr") and not cpr:
        problems.append(Objection("cpr", "cpr_bad"))
    protected = line.cells.get("protected", "").casefold()
    if protected not in YES | NO:
        problems.append(Objection("protected", "yes_or_no"))
    number = f"{cpr[1]}-{cpr[2]}" if cpr else ""
    return NewPupil(texts["name"], texts["school_class"], number, texts["address"], protected in YES), problems
