"""What a search shows of a matter it found: how the lists name it, and a few words around the hit."""

from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from peewee import JOIN

from ssp.models import Absence, Concern, Consultation, Disclosure, Matter, Meeting, Notification, Unit, User
from ssp.policy.finding import FINDS_PERSONS, Finder
from ssp.services.door import Door
from ssp.services.prepared import numbered, prepared, slots
from ssp.services.search_persons import Known
from ssp.services.search_sources import DISPUTED
from ssp.terms import MatterKind

Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A matter that fits: what is searched in it, each text with its column, and the children on a roll it names."""

    id: int
    reference: str
    texts: list[tuple[str, str]] = field(repr=False)
    people: list[Known] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Hit:
    """One matter in the answer. `title` and `excerpt` are pieces of text, each with whether it was looked for.

    `about` is a code: a concern's theme, a notification's ground, an extract's purpose, a question's age band, the
    quarter of an absence. What a kind does not have is "" or None.
    """

    kind: MatterKind
    reference: str
    state: str
    created_at: int
    unit: str
    title: Pieces
    excerpt: Pieces
    about: str
    place_kind: str
    starts_at: int | None
    sender: str
    recipient: str


class _Line(NamedTuple):
    """What the lists say of a matter, whatever its kind."""

    id: int
    kind: str
    state: str
    created_at: int
    unit: str
    theme: str | None
    ground: str | None
    purpose: str | None
    age_band: str | None
    place_kind: str | None
    quarter: str | None
    starts_at: int | None
    sender: str | None
    recipient: str | None
    recipient_unit: str | None


def hits(d: Door, finder: Finder, found: list[Opened]) -> list[Hit]:
    """The matters as lines of the answer, in the same order; what they name goes into the log's line."""
    if not found:
        return []
    ids = [opened.id for opened in found]
    lines = {row[0]: _Line(*row) for row in _lines(len(ids), **numbered("matter", ids))}
    near = d.standing.role in FINDS_PERSONS
    d.show(*(ref for one in found for ref in (one.reference, *(person.reference for person in one.people))))
    return [_hit(finder, opened, lines[opened.id], near) for opened in found]


def _hit(finder: Finder, opened: Opened, line: _Line, near: bool) -> Hit:
    columns = _by_column(opened)
    names = [person.name for person in opened.people] + columns.pop("named", [])
    title = ", ".join(columns.pop("title", []) or ([] if line.kind == MatterKind.CASE else names))
    title = title or "".join(columns.pop("described_as", []))
    texts = [text for column, found in columns.items() if column != DISPUTED for text in found]
    aside = [", ".join(names)] if line.kind == MatterKind.CASE and names else []
    return Hit(
        MatterKind(line.kind), opened.reference, line.state, line.created_at, line.unit, finder.pieces(title, near),
        finder.excerpt(texts) or finder.excerpt(aside, near),
        line.theme or line.ground or line.purpose or line.age_band or line.quarter or "", line.place_kind or "",
        line.starts_at, line.sender or "", line.recipient or line.recipient_unit or "",
    )  # fmt: skip


def _by_column(opened: Opened) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for column, text in opened.texts:
        found.setdefault(column, []).append(text)
    return found


@partial(prepared, plain=True)
def _lines(count: int):
    sender, recipient, to = User.alias(), User.alias(), Unit.alias()
    return (
        Matter.select(
            Matter.id, Matter.kind, Matter.state, Matter.created_at, Unit.name, Concern.theme, Notification.ground,
            Disclosure.purpose, Consultation.age_band, Consultation.place_kind, Absence.quarter, Meeting.starts_at,
            sender.name, recipient.name, to.name,
        )
        .join(Unit, on=(Unit.id == Matter.unit))
        .join_from(Matter, Concern, JOIN.LEFT_OUTER, on=(Concern.matter == Matter.id))
        .join_from(Matter, Notification, JOIN.LEFT_OUTER, on=(Notification.matter == Matter.id))
        .join_from(Matter, Consultation, JOIN.LEFT_OUTER, on=(Consultation.matter == Matter.id))
        .join_from(Matter, Absence, JOIN.LEFT_OUTER, on=(Absence.matter == Matter.id))
        .join_from(Matter, Meeting, JOIN.LEFT_OUTER, on=(Meeting.matter == Matter.id))
        .join_from(Matter, Disclosure, JOIN.LEFT_OUTER, on=(Disclosure.matter == Matter.id))
        .join_from(Disclosure, sender, JOIN.LEFT_OUTER, on=(sender.id == Disclosure.sender))
        .join_from(Disclosure, recipient, JOIN.LEFT_OUTER, on=(recipient.id == Disclosure.recipient))
        .join_from(Disclosure, to, JOIN.LEFT_OUTER, on=(to.id == Disclosure.recipient_unit))
        .where(Matter.id << slots("matter", count))
        .tuples()
    )  # fmt: skip
