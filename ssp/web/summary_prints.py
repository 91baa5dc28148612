"""The short account of a case as PDF: two pages at most, and on each who printed it and when."""

import re
import time

from flask import current_app
from flask_babel import gettext
from flask_login import current_user

from ssp.services.summaries import Summary
from ssp.web.clocks import shown
from ssp.web.format import day, moment
from ssp.web.labels import label
from ssp.web.printing import Document, document

PAGES = 2
STEPS = ((12, 700), (12, 300), (9, 200), (6, 140), (4, 90), (2, 60))
"""How much goes in, tried until it fits: so many lines of the chronology, so many characters of each text."""


def fitted(summary: Summary, language: str) -> bytes:
    """The PDF, with as much of the chronology and of each text as two pages hold. Raises PrintingFailed."""
    for lines, characters in STEPS:
        made = document(_document(summary, lines, characters), language)
        if pages_of(made) <= PAGES:
            break
    return made


def pages_of(made: bytes) -> int:
    """How many pages a PDF of ours has."""
    return len(re.findall(rb"/Type\s*/Page\b", made))


def _document(summary: Summary, lines: int, characters: int) -> Document:
    sections = _sections(summary, lines, characters)
    return Document(
        sender=(current_app.config["SAMSPIL"].municipality,),
        title=gettext("Resumé til den, der tager over"),
        reference=gettext("Reference: %(reference)s", reference=summary.head.reference),
        facts=tuple((term, _short(text, characters)) for term, text in _facts(summary, lines) if text),
        sections=tuple((heading, text) for heading, text in sections if text),
        watermark=gettext("Udskrevet af %(name)s den %(moment)s", name=current_user.name, moment=moment(_now())),
        pages=gettext("Side %(page)s af %(pages)s", page="{page}", pages="{pages}"),
    )


def _now() -> int:
    return int(time.time())


def _facts(summary: Summary, most: int):
    head = summary.head
    yield gettext("Forløb"), head.title
    yield gettext("Handler om"), ", ".join(name or gettext("en med beskyttet navn") for name in summary.children[:most])
    yield gettext("Niveau"), str(label(head.level, "level"))
    yield gettext("Status"), str(label(head.state, "case"))
    yield gettext("Tovholder"), head.holder_name
    yield gettext("Formål"), head.purpose


def _sections(summary: Summary, lines: int, characters: int):
    yield gettext("Det ønsker familien"), _list(summary.aims, lines, characters, _aim)
    yield gettext("Det vigtige og det seneste"), _list(summary.lines, lines, characters, _line)
    yield gettext("Aftaler, der løber"), _list(summary.commitments, lines, characters, _commitment)
    yield gettext("Frister"), _list(summary.clocks, lines, characters, _clock)
    yield gettext("Hvem der er med"), _list(summary.people, 2 * lines, characters, _person)


def _list(found, most: int, characters: int, words) -> str:
    """One line for each, so many at most, and how many more there are."""
    told = [words(one, characters) for one in found[:most]]
    if len(found) > most:
        told.append(gettext("Og %(more)s mere i Samspil.", more=len(found) - most))
    return "\n".join(told)


def _aim(aim, characters: int) -> str:
    return "– " + ". ".join(_short(text, characters) for text in (aim.words, aim.help) if text)


def _line(entry, characters: int) -> str:
    """A line of the chronology; what somebody has stated about it stays with it (H4)."""
    said = [f"{day(entry.day)}: {label(entry.kind, 'entry')}. {_short(entry.text, characters)}"]
    statements = (one for one in entry.statements if one.struck_at is None)
    said += [gettext("Udtalelse hertil: %(text)s", text=_short(one.text, characters)) for one in statements]
    return "\n".join(said)


def _commitment(line, characters: int) -> str:
    who = line.who or gettext("Familien")
    state = label(line.state, "commitment")
    return f"{day(line.due_on)}: {who}: {_short(line.text, characters)} ({str(state).lower()})"


def _clock(clock, _characters: int) -> str:
    return f"{label(clock.kind, 'clock')}: {shown(clock).ends}"


def _person(reader, _characters: int) -> str:
    return f"{reader.name}, {label(reader.role, 'role')}, {reader.unit}"


def _short(text: str, characters: int) -> str:
    """The text on one line, cut at a word when it is longer."""
    words = " ".join(text.split())
    if len(words) <= characters:
        return words
    return words[:characters].rsplit(" ", 1)[0] + " …"
