"""Drafts as pages post them: which fields each desk keeps while somebody types, and where writing goes on."""

import json
import re
from dataclasses import dataclass

from flask import request

from ssp.services.drafts import new_draft_reference
from ssp.services.factors import BLOCK, FACTORS, SHEET_FORM
from ssp.web.forms import version_of

DRAFT_REFERENCE = re.compile(r"K-[0-9A-Z]{4}-[0-9A-Z]{4}")


@dataclass(frozen=True, slots=True)
class Desk:
    """A page something long is written on. `texts` are the fields that are worth keeping a draft for by themselves.

    A draft is filled up to whole blocks of `size` bytes where how much there is of it must not tell what it says.
    """

    form: str
    edit: str
    fields: tuple[str, ...]
    several: frozenset[str]
    texts: tuple[str, ...]
    size: int = 0


_CONCERN = Desk(
    "concern",
    "concerns.edit",
    (
        "subject", "q", "children", "unlisted", "described_as", "theme", "observation", "words", "done", "done_text",
        "worry", "observed_on", "place", "source", "assessment", "protective", "absence_percent", "unlawful_percent",
        "consultation", "key",
    ),
    frozenset({"children", "done"}),
    ("observation", "words", "assessment", "protective", "unlisted", "described_as", "done_text", "q"),
)  # fmt: skip
_NOTIFICATION = Desk(
    "notification",
    "notifications.edit",
    (
        "source", "q", "children", "unlisted", "ground", "acute", "observation", "words", "strengths", "tried",
        "absence_percent", "parents_informed", "not_informed", "not_informed_reason", "came_from", "notifier",
        "arrived_on", "arrived_at", "key",
    ),
    frozenset({"children"}),
    ("observation", "words", "strengths", "tried", "unlisted", "not_informed_reason", "notifier", "q"),
)  # fmt: skip
_CONSULTATION = Desk(
    "consultation",
    "consultations.edit",
    ("age_band", "place_kind", "situation", "tried", "key"),
    frozenset(),
    ("situation", "tried"),
)

_NOTE = Desk(
    "note",
    "entries.resume",
    ("case", "answers", "kind", "happened_on", "source", "child", "fact", "text", "key"),
    frozenset(),
    ("text",),
)

_ANSWERS = tuple(f"{what}_{factor}" for factor in FACTORS for what in ("answer", "comment"))
_SHEET = Desk(SHEET_FORM, "factors.resume", ("case", "child", *_ANSWERS, "key"), frozenset(), _ANSWERS, BLOCK)

DESKS = {desk.form: desk for desk in (_CONCERN, _NOTIFICATION, _CONSULTATION, _NOTE, _SHEET)}

WRITING = frozenset(
    {
        "drafts.save", "concerns.create", "concerns.children", "notifications.create", "notifications.register",
        "notifications.children", "consultations.create", "entries.create", "entries.state",
        "factors.create",
    }
)  # fmt: skip
"""The endpoints that are asked from a desk."""

FINDING = frozenset({"concerns.children", "notifications.children", "absences.children"})
"""Those of them that a desk asks by itself while somebody types a name."""


def posted_desk() -> Desk:
    """The desk the posted text was written on."""
    return DESKS.get(request.form.get("form", ""), _CONCERN)


def draft_place() -> tuple[str, int]:
    """Where the posted text belongs: the draft's reference and the version the page was made from."""
    draft = request.form.get("draft", "")
    known = draft if DRAFT_REFERENCE.fullmatch(draft) else new_draft_reference()
    return known, version_of(request.form.get("version"))


def draft_body() -> dict:
    """Everything typed so far, whether it is finished or not."""
    desk = posted_desk()
    body = {name: request.form.get(name, "") for name in desk.fields if name not in desk.several}
    return _filled(body | {name: request.form.getlist(name) for name in desk.several}, desk.size)


def _filled(body: dict, size: int) -> dict:
    """The body with the blanks that bring it, as it is stored, to whole blocks of `size` bytes (G5)."""
    if not size:
        return body
    bare = json.dumps(body | {"fill": ""}, ensure_ascii=False)
    return body | {"fill": " " * (-len(bare.encode()) % size)}


def has_text() -> bool:
    """Whether anything has been typed that is worth keeping."""
    desk = posted_desk()
    ticked = any(request.form.getlist(name) for name in desk.several & {"children"})
    return ticked or any(request.form.get(name, "").strip() for name in desk.texts)
