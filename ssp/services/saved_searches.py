"""Saved searches: what somebody looks for again, sealed with a key of its own, theirs alone."""

import json
from dataclasses import asdict, dataclass
from datetime import date

from ssp.models import SavedSearch
from ssp.policy.access import Decision
from ssp.policy.finding import without_numbers
from ssp.services.door import Actor, Door, door
from ssp.services.references import SEARCH, new_reference
from ssp.services.writing import already, remember, seal, unseal
from ssp.terms import Action, MatterKind


class NotKept(Exception):
    """A CPR number is not kept outside the person's own record."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody searches for: their words, and what narrows them; `after` is the matter to go on after.

    `state` is "open", "ended" or "" for both, `unit` a unit's reference or "".
    """

    text: str
    kind: MatterKind | None = None
    since: date | None = None
    until: date | None = None
    state: str = ""
    unit: str = ""
    after: str | None = None

    def in_words(self) -> str:
        """The criterion, for the log."""
        narrowed = {"kind": self.kind, "since": self.since, "until": self.until, "state": self.state, "unit": self.unit}
        return " ".join([self.text, *(f"{name}={value}" for name, value in narrowed.items() if value)])


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved search as its owner sees it."""

    reference: str
    name: str
    asked: Asked


def save(actor: Actor, name: str, asked: Asked, key: str) -> str:
    """Keep a search under a name. Returns its reference; the same form pressed twice keeps one.

    Raises Denied, NotKept.
    """
    if without_numbers(asked.text + name) != asked.text + name:
        raise NotKept
    payload = asdict(asked) | {"name": name}
    with door(actor) as d:
        d.require_general(Action.SEARCH_SAVE)
        made_before = already(d, key, payload)
        if made_before:
            d.show(made_before)
            return made_before
        reference = new_reference(SEARCH)
        wrapped, own_key = d.new_key(reference)
        query = json.dumps(asdict(asked), default=str, ensure_ascii=False)
        SavedSearch.insert(
            reference=reference, user=actor.user_id, wrapped_key=wrapped, at=d.now,
            **seal(own_key, "saved_searches", reference, name=name, query=query),
        ).execute()  # fmt: skip
        remember(d, key, payload, reference)
        d.show(reference)
        return reference


def delete(actor: Actor, reference: str) -> None:
    """Delete one of one's own searches. Raises Denied for any other."""
    with door(actor) as d:
        d.require_general(Action.SEARCH_SAVE)
        opened(d, reference, Action.SEARCH_SAVE)
        SavedSearch.delete().where(_mine(d) & (SavedSearch.reference == reference)).execute()


def own(d: Door) -> list[Saved]:
    """The searches the person in the door has saved, by name."""
    return sorted((_opened(d, row) for row in _rows(_mine(d))), key=lambda saved: saved.name.casefold())


def opened(d: Door, reference: str, action: Action) -> Asked:
    """What one of one's own searches looks for. Raises Denied for any other."""
    row = next(iter(_rows(_mine(d) & (SavedSearch.reference == reference))), None)
    if row is None:
        d.require_decision(action, Decision(False, False, "unknown", "A1"))
    d.show(reference)
    return _opened(d, row).asked


def _mine(d: Door):
    return SavedSearch.user == d.actor.user_id


def _rows(condition) -> list[tuple]:
    columns = (SavedSearch.reference, SavedSearch.wrapped_key, SavedSearch.name, SavedSearch.query)
    return list(SavedSearch.select(*columns).where(condition).order_by(SavedSearch.id).tuples())


def _opened(d: Door, row: tuple) -> Saved:
    reference, wrapped, name, query = row
    texts = unseal(d.unwrap(reference, wrapped), "saved_searches", reference, name=name, query=query)
    asked = json.loads(texts["query"])
    days = {name: date.fromisoformat(asked[name]) if asked.get(name) else None for name in ("since", "until")}
    kind = MatterKind(asked["kind"]) if asked.get("kind") else None
    return Saved(reference, texts["name"], Asked(**(asked | days | {"kind": kind})))
