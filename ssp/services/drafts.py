"""Drafts: saved while typing, sealed, theirs alone, and saved even when the log is down."""

import json
from dataclasses import dataclass, replace

from ssp.models import Draft, Submission
from ssp.policy.retention import retention_until
from ssp.services.door import Actor, Letterbox, door, letterbox
from ssp.services.references import DRAFT, new_reference
from ssp.terms import Action, RetentionClass

CONCERN_FORM = "concern"


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a draft is now. `forked` says that it had been changed in another window and was kept beside."""

    reference: str
    version: int
    forked: bool


@dataclass(frozen=True, slots=True)
class DraftView:
    reference: str
    version: int
    updated_at: int
    body: dict
    form: str = CONCERN_FORM


def new_draft_reference() -> str:
    """A reference for a draft that is stored once something has been typed."""
    return new_reference(DRAFT)


def save(user_id: int, reference: str, version: int, body: dict, form: str = CONCERN_FORM) -> Saved:
    """Keep what was typed on one page (`body["key"]` tells pages apart) of the desk that writes `form`.

    A draft that another page changed since `version` is left alone and this text kept as a new one. Once the
    page's form has been sent there is nothing left to keep.
    """
    text, page = json.dumps(body, ensure_ascii=False), body.get("key", "")[:40]
    with letterbox() as box:
        if page and Submission.get_or_none((Submission.user == user_id) & (Submission.key == page)):
            return Saved(reference, version, False)
        stored = (
            Draft.select(Draft.user, Draft.version, Draft.page, Draft.wrapped_key)
            .where(Draft.reference == reference)
            .tuples()
            .first()
        )
        if stored is None:
            return _insert(box, user_id, form, reference, page, text)
        owner, latest, last_page, wrapped = stored
        if owner != user_id or (latest != version and last_page != page):
            return replace(_insert(box, user_id, form, new_draft_reference(), page, text), forked=True)
        _update(box, reference, page, wrapped, latest + 1, text)
        return Saved(reference, latest + 1, False)


def index(actor: Actor) -> list[DraftView]:
    """The writer's own drafts, newest first."""
    with door(actor) as d:
        d.require_general(Action.DRAFT_LIST)
        found = own(d, Draft.user == actor.user_id)
        d.show(*(draft.reference for draft in found))
        return found


def read(actor: Actor, reference: str) -> DraftView | None:
    """One of the writer's own drafts, or None."""
    with door(actor) as d:
        d.require_general(Action.DRAFT_READ)
        found = own(d, Draft.reference == reference)
        d.show(*(draft.reference for draft in found))
        return found[0] if found else None


def discard(actor: Actor, reference: str) -> None:
    """Throw one of the writer's own drafts away."""
    with door(actor) as d:
        d.require_general(Action.DRAFT_DISCARD)
        if Draft.delete().where((Draft.reference == reference) & (Draft.user == actor.user_id)).execute():
            d.show(reference)


def own(d, condition, form: str = "") -> list[DraftView]:
    """The drafts of the person in the door, opened; those of one desk, or of every desk."""
    rows = (
        Draft.select(Draft.reference, Draft.version, Draft.updated_at, Draft.wrapped_key, Draft.body, Draft.form)
        .where((Draft.user == d.actor.user_id) & (Draft.form == form if form else True) & condition)
        .order_by(Draft.updated_at.desc(), Draft.id.desc())
        .limit(20)
        .tuples()
    )
    return [
        DraftView(ref, version, at, json.loads(d.unwrap(ref, wrapped).open("drafts.body", ref, body)), form)
        for ref, version, at, wrapped, body, form in rows
    ]


def _insert(box: Letterbox, user_id: int, form: str, reference: str, page: str, text: str) -> Saved:
    wrapped, key = box.key_for(reference, None)
    Draft.insert(
        reference=reference, user=user_id, form=form, page=page, version=1, wrapped_key=wrapped,
        body=key.seal("drafts.body", reference, text), updated_at=box.now, retention_class=RetentionClass.DRAFT,
        retention_until=retention_until(RetentionClass.DRAFT, box.today),
    ).execute()  # fmt: skip
    return Saved(reference, 1, False)


def _update(box: Letterbox, reference: str, page: str, wrapped: bytes, version: int, text: str) -> None:
    _, key = box.key_for(reference, wrapped)
    Draft.update(
        page=page,
        version=version,
        body=key.seal("drafts.body", reference, text),
        updated_at=box.now,
        retention_until=retention_until(RetentionClass.DRAFT, box.today),
    ).where(Draft.reference == reference).execute()
