"""What an import would do, line by line."""

from dataclasses import dataclass, field
from enum import StrEnum

from ssp.services.directory import Objection


class Fate(StrEnum):
    """What happens to a line: it becomes something new, changes something, changes nothing, or must be mended."""

    CREATE = "create"
    UPDATE = "update"
    SAME = "same"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Change:
    """A value that an update would replace; `field` names the column."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A judged line. `target` is the id of what it updates; `values` is what would be stored, for the service alone."""

    number: int
    shown: tuple[str, ...]
    fate: Fate
    problems: tuple[Objection, ...] = ()
    changes: tuple[Change, ...] = ()
    target: int | None = None
    moved: bool = False
    values: dict = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. It is `ready` when no line, and not the file itself, has a problem."""

    lines: tuple[PlanLine, ...] = ()
    problems: tuple[Objection, ...] = ()
    unknown: tuple[str, ...] = ()
    done: bool = False

    @property
    def ready(self) -> bool:
        return not self.problems and bool(self.lines) and not self.count(Fate.PROBLEM)

    def count(self, fate: str) -> int:
        return sum(line.fate == fate for line in self.lines)

    def having(self, fate: str) -> list[PlanLine]:
        return [line for line in self.lines if line.fate == fate]


def fate_of(problems: list[Objection], target: int | None, changes: list[Change]) -> Fate:
    """What becomes of a line with these problems, for something that exists (`target`) or does not."""
    if problems:
        return Fate.PROBLEM
    if target is None:
        return Fate.CREATE
    return Fate.UPDATE if changes else Fate.SAME


def legible(*cells: str) -> tuple[str, ...]:
    """Cells as a page can show them: what cannot be printed becomes a mark."""
    return tuple("".join(sign if sign.isprintable() else "\ufffd" for sign in cell) for cell in cells)
