"""The parts of a matter that can be ticked, with exactly the text that would be shared."""

import json
from dataclasses import dataclass

from ssp.models import Concern, Disclosure, Unit, User
from ssp.services.concern_lines import child_names
from ssp.services.door import Door, Facts
from ssp.services.writing import unseal
from ssp.terms import MatterKind, Part


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part that can be ticked, with exactly the text that would be shared."""

    part: Part
    text: str


def excerpts(d: Door, facts: Facts) -> list[Excerpt]:
    """The parts of a concern that hold something, or those of an extract that was shared before."""
    if facts.matter.kind is MatterKind.DISCLOSURE:
        extract = Disclosure.select(Disclosure.extract).where(Disclosure.matter == facts.id).scalar()
        frozen = json.loads(facts.key.open("disclosures.extract", facts.reference, extract))
        return [Excerpt(Part(item["part"]), item["text"]) for item in frozen]
    return [excerpt for excerpt in _of_concern(d, facts) if excerpt.text]


_SEALED = ("described_as", "place", "observation", "words", "assessment", "protective", "done_text")


def _of_concern(d: Door, facts: Facts) -> list[Excerpt]:
    row = _row_of(facts)
    texts = unseal(facts.key, "concerns", facts.reference, **{name: row[name] for name in _SEALED})
    return [
        Excerpt(Part.CHILDREN, ", ".join(child_names(d, facts))),
        Excerpt(Part.SUBJECT, texts["described_as"]),
        Excerpt(Part.THEME, row["theme"]),
        Excerpt(Part.WHEN_WHERE, f"{row['observed_on'].isoformat()} {texts['place']}".strip()),
        Excerpt(Part.OBSERVATION, texts["observation"]),
        Excerpt(Part.WORDS, texts["words"]),
        Excerpt(Part.ASSESSMENT, texts["assessment"]),
        Excerpt(Part.PROTECTIVE, texts["protective"]),
        Excerpt(Part.DONE, f"{row['done']} {texts['done_text']}".strip()),
        Excerpt(Part.REPORTER, f"{row['author_name']}, {row['unit_name']}"),
    ]


def _row_of(facts: Facts) -> dict:
    columns = (Concern.theme, Concern.observed_on, Concern.done, *(getattr(Concern, name) for name in _SEALED))
    return (
        Concern.select(*columns, User.name.alias("author_name"), Unit.name.alias("unit_name"))
        .join(User, on=(User.id == Concern.author))
        .join(Unit, on=(Unit.id == User.unit))
        .where(Concern.matter == facts.id)
        .dicts()
        .get()
    )
