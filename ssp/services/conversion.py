"""A nameless question on its way to becoming a concern: the draft it waits in, and what it became."""

import json

from ssp.models import Consultation, Draft
from ssp.policy.retention import retention_until
from ssp.services import clocks
from ssp.services.consultation_views import texts_of
from ssp.services.door import Door, Facts
from ssp.services.drafts import CONCERN_FORM
from ssp.services.references import DRAFT, new_reference
from ssp.services.writing import advance
from ssp.terms import Action, ConsultationState, MatterKind, RetentionClass

DONE_LENGTH = 200
"""As much as the line "what came of it" on the concern desk takes."""


def draft_of(d: Door, facts: Facts) -> str:
    """The reference of the concern draft that waits for the one who asked; made now when there is none.

    Nothing begins with it: no name, no notice, no clock, and throwing it away changes nothing.
    """
    waiting = (
        Draft.select(Draft.reference)
        .join(Consultation, on=(Consultation.draft == Draft.id))
        .where(Consultation.matter == facts.id)
        .scalar()
    )
    if waiting:
        return waiting
    author = Consultation.select(Consultation.author).where(Consultation.matter == facts.id).scalar()
    reference = new_reference(DRAFT)
    id_ = _insert(d, author, reference, _body(facts))
    Consultation.update(draft=id_).where(Consultation.matter == facts.id).execute()
    return reference


def became(d: Door, consultation: str, concern_id: int) -> None:
    """Tie a concern that was just sent to the question it began as, when that was the sender's own and still open.

    A concern is never held up by this: any other reference is passed over.
    """
    facts = d.facts(consultation)
    if facts is None or facts.matter.kind is not MatterKind.CONSULTATION:
        return
    own = Consultation.author == d.actor.user_id
    if Action.CONSULTATION_CONVERT not in d.may(facts):
        return
    if Consultation.update(concern=concern_id).where((Consultation.matter == facts.id) & own).execute():
        clocks.stop(d, facts.id)
        advance(d, facts, ConsultationState.CONCERN)
        d.show(consultation)


def _body(facts: Facts) -> dict:
    """The question as the concern desk has it: what was tried goes on its own line when it fits there."""
    texts = texts_of(facts)
    situation, tried = texts["situation"], texts["tried"]
    fits = len(tried) <= DONE_LENGTH and len(tried.splitlines()) < 2
    return {
        "observation": situation if fits else f"{situation}\n\n{tried}",
        "done_text": tried if fits else "",
        "consultation": facts.reference,
    }


def _insert(d: Door, user_id: int, reference: str, body: dict) -> int:
    wrapped, key = d.new_key(reference)
    return Draft.insert(
        reference=reference, user=user_id, form=CONCERN_FORM, wrapped_key=wrapped,
        body=key.seal("drafts.body", reference, json.dumps(body, ensure_ascii=False)), updated_at=d.now,
        retention_class=RetentionClass.DRAFT, retention_until=retention_until(RetentionClass.DRAFT, d.today),
    ).execute()  # fmt: skip
