"""Holding texts back that may tell who a child is, until their writer has read them through (rule H7)."""

from dataclasses import dataclass

from ssp.policy import nameless
from ssp.policy.nameless import Finding
from ssp.services import persons
from ssp.services.door import Door
from ssp.terms import Action


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `kind` says what it looks like, or is "" where nothing stands out."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """Texts that are not sent yet, by name, cut where something may tell who a child is; only those where it does.

    `refused` names the ones with a CPR number in them: those can never be sent.
    """

    texts: dict[str, tuple[Piece, ...]]
    refused: tuple[str, ...]

    @property
    def seen(self) -> tuple[str, ...]:
        """What the writer is shown, and may say of that nobody can be recognised by it."""
        return tuple(dict.fromkeys(_plain(p.text) for pieces in self.texts.values() for p in pieces if p.kind))


def held(d: Door, texts: dict[str, str], accepted: frozenset[str]) -> Held | None:
    """What holds these texts back, or None when they can be sent.

    `accepted` are the stretches the writer was shown and stands by; whatever else is found holds the text back, and
    a CPR number always does. The names of the writer's own school are compared with, and never given away.
    """
    known = _known_names(d)
    found = {name: nameless.findings(text, known) for name, text in texts.items() if text}
    refused = tuple(name for name, findings in found.items() if nameless.refused(findings))
    new = any(_plain(finding.text) not in accepted for findings in found.values() for finding in findings)
    if not refused and not new:
        return None
    return Held({name: _pieces(texts[name], findings) for name, findings in found.items() if findings}, refused)


def _known_names(d: Door) -> tuple[str, ...]:
    if not d.may_general(Action.PERSON_SEARCH):
        return ()
    return tuple(pupil.name for pupil in persons.pupils(d, True))


def _pieces(text: str, findings: tuple[Finding, ...]) -> tuple[Piece, ...]:
    pieces, last = [], 0
    for finding in findings:
        pieces += [Piece(text[last : finding.start]), Piece(finding.text, finding.kind)]
        last = finding.end
    return tuple(piece for piece in (*pieces, Piece(text[last:])) if piece.text)


def _plain(text: str) -> str:
    """A stretch as a form brings it back, whatever became of its line breaks."""
    return " ".join(text.split())
