"""Disclosures: compose an extract, share it on a stated basis, review, answer, decline, bring back, pass on, recall."""

import hashlib
import json
from dataclasses import asdict, dataclass, field

from ssp.models import Disclosure, User
from ssp.policy import parties
from ssp.policy.checks import Advice
from ssp.policy.register import limit
from ssp.policy.sharing import OFFERED_BASES, Objection, Proposal, objections
from ssp.services import clocks, participating
from ssp.services.checking import (
    Replies,
    Unsettled,
    Verdict,
    advise_on,
    consent_id_of,
    settle,
    store_check,
    verdict_on,
)
from ssp.services.consent_views import ConsentChoice, running_consents
from ssp.services.disclosure_views import DisclosureItem, DisclosureView, items, view_of
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.extracts import Excerpt, excerpts
from ssp.services.participating import Reader
from ssp.services.recipients import Recipient, recipient, recipients
from ssp.services.references import DISCLOSURE
from ssp.services.writing import Made, add_message, advance, already, new_matter, remember, seal, tell
from ssp.terms import (
    Action,
    Basis,
    Capacity,
    Crossing,
    DisclosureState,
    MatterKind,
    MessageKind,
    Part,
    Purpose,
)

DAY = 24 * 60 * 60


class Objected(Exception):
    """The proposal cannot be shared yet; `objections` says which fields to mend."""

    def __init__(self, found: tuple[Objection, ...]):
        super().__init__(", ".join(o.field for o in found))
        self.objections = found


@dataclass(frozen=True, slots=True)
class Offer:
    """What a sender proposes: which parts, to whom, on what, for what and why it is necessary.

    `recipient` is a user's reference, `consent` that of one of the source's consents. `replies` answer the questions
    of the basis, `reason` is the sender's own when the check asks for one.
    """

    parts: tuple[Part, ...]
    recipient: str
    basis: Basis | None
    purpose: Purpose | None
    necessity: str
    other_law: str = ""
    statement: str = ""
    consent: str = ""
    replies: Replies = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Composer:
    """The page an extract is composed on; `verdict` is what the check says of what was typed so far."""

    source: str
    excerpts: tuple[Excerpt, ...]
    recipients: tuple[Reader, ...]
    passing_on: bool
    consents: tuple[ConsentChoice, ...]
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class ReturnDesk:
    """The page something is brought back on."""

    disclosure: DisclosureView
    verdict: Verdict | None


def composer(actor: Actor, source: str, offer: Offer | None = None) -> Composer:
    """The parts of a concern, or of an extract that is passed on, that can be ticked; nothing is ticked (C5).

    With an `offer` also what the check says of it; nothing is shared.
    """
    with door(actor) as d:
        facts = d.facts(source)
        passing_on = facts is not None and facts.matter.kind is MatterKind.DISCLOSURE
        facts = d.require(Action.DISCLOSURE_READ if passing_on else Action.DISCLOSURE_COMPOSE, source, facts)
        if passing_on:
            d.require(Action.DISCLOSURE_PASS_ON, source, facts)
        to = recipient(User.reference == offer.recipient, d.today) if offer else None
        return Composer(
            source, tuple(excerpts(d, facts)), recipients(d), passing_on, running_consents(d, facts),
            _verdict(d, facts, offer, to),
        )  # fmt: skip


def share(actor: Actor, source: str, offer: Offer, key: str) -> str:
    """Freeze the ticked parts and share them with one recipient. Returns the disclosure's reference.

    Passing on what one has received is a disclosure of its own, and the first sender is told (C7).
    The check's verdict is kept with it. Raises Denied, Objected, Unsettled.
    """
    with door(actor) as d:
        facts = d.facts(source)
        facts = d.require(_action_for(facts), source, facts, purpose=offer.purpose or "")
        made_before = already(d, key, asdict(offer) | {"about": source})
        if made_before:
            return made_before
        to = recipient(User.reference == offer.recipient, d.today)
        chosen = [asdict(e) for e in excerpts(d, facts) if e.part in offer.parts]
        advice = _check(d, facts, offer, to, chosen)
        reference = _freeze(d, facts, offer, to, chosen, advice, key)
        if facts.matter.kind is MatterKind.DISCLOSURE:
            add_message(d, facts, MessageKind.NOTICE, reference)
            tell(d, _senders(facts), source)
        return reference


def bring_back(actor: Actor, source: str, offer: Offer, key: str) -> str:
    """The recipient brings something in return: the recipient's own disclosure to the one who shared (C1)."""
    with door(actor) as d:
        facts = d.require(Action.DISCLOSURE_BRING_BACK, source, d.facts(source), purpose=offer.purpose or "")
        made_before = already(d, key, asdict(offer) | {"about": source})
        if made_before:
            return made_before
        to = recipient(User.id << _senders(facts), d.today)
        chosen = [asdict(Excerpt(Part.STATEMENT, offer.statement))]
        advice = _check(d, facts, offer, to, chosen)
        return _freeze(d, facts, offer, to, chosen, advice, key)


def return_desk(actor: Actor, reference: str, offer: Offer | None = None) -> ReturnDesk:
    """The extract something is brought back for, and what the check says of what was typed so far. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.DISCLOSURE_READ, reference, d.facts(reference))
        d.require(Action.DISCLOSURE_BRING_BACK, reference, facts)
        to = recipient(User.id << _senders(facts), d.today)
        return ReturnDesk(view_of(d, facts), _verdict(d, facts, offer, to))


def index(actor: Actor) -> list[DisclosureItem]:
    """What was shared with this person and what this person shared, newest first."""
    with door(actor) as d:
        d.require_general(Action.DISCLOSURE_LIST)
        ids = participating.newest(d.standing, MatterKind.DISCLOSURE, d.now, None, 50)
        found = items(d, ids)
        d.show(*(item.reference for item in found))
        return found


def show(actor: Actor, reference: str) -> DisclosureView:
    """One extract exactly as it was frozen, with the acts open next. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.DISCLOSURE_READ, reference, d.facts(reference))
        return view_of(d, facts)


def answer(actor: Actor, reference: str, text: str, key: str) -> None:
    """The recipient answers the sender."""
    with door(actor) as d:
        facts = d.require(Action.DISCLOSURE_ANSWER, reference, d.facts(reference))
        payload = {"reply": text, "about": reference}
        if already(d, key, payload):
            return
        add_message(d, facts, MessageKind.REPLY, text)
        remember(d, key, payload, reference)
        Disclosure.update(answered_at=d.now).where(Disclosure.matter == facts.id).execute()
        advance(d, facts, DisclosureState.ANSWERED)
        tell(d, _senders(facts), reference)


def decline(actor: Actor, reference: str) -> None:
    """The recipient declines: always possible, no reason asked, and the extract closes to them (C4)."""
    with door(actor) as d:
        facts = d.require(Action.DISCLOSURE_DECLINE, reference, d.facts(reference))
        _end(d, facts, DisclosureState.DECLINED)
        tell(d, _senders(facts), reference)


def recall(actor: Actor, reference: str) -> None:
    """The sender recalls: the extract closes to the recipient at once; the register keeps the row (C6)."""
    with door(actor) as d:
        facts = d.require(Action.DISCLOSURE_RECALL, reference, d.facts(reference))
        _end(d, facts, DisclosureState.RECALLED)


def want_for_investigation(actor: Actor, reference: str) -> None:
    """Refused for everybody and logged: the ordinary investigation route is another (C3). Raises Denied."""
    with door(actor) as d:
        d.require(Action.DISCLOSURE_INVESTIGATE, reference, d.facts(reference))


def _action_for(facts: Facts | None) -> Action:
    passing_on = facts is not None and facts.matter.kind is MatterKind.DISCLOSURE
    return Action.DISCLOSURE_PASS_ON if passing_on else Action.DISCLOSURE_SHARE


def _end(d: Door, facts: Facts, state: DisclosureState) -> None:
    participating.end(facts.id, Capacity.RECIPIENT, d.now)
    Disclosure.update(ended_at=d.now).where(Disclosure.matter == facts.id).execute()
    clocks.stop(d, facts.id)
    advance(d, facts, state)


def _check(d: Door, source: Facts, offer: Offer, to: Recipient | None, chosen: list[dict]) -> Advice:
    """What stands with the share when nothing stands in its way. Raises Objected, Unsettled."""
    proposal = Proposal(
        basis=offer.basis,
        purpose=offer.purpose,
        parts=frozenset(Part(item["part"]) for item in chosen),
        necessity=offer.necessity,
        other_law=offer.other_law,
        sender_sector=d.standing.sector,
        recipient_sector=to.sector if to else None,
        recipient_role=to.role if to else None,
    )
    found = objections(proposal)
    if found:
        raise Objected(found)
    advice = _advice(d, source, offer, to)
    settle(advice, offer.reason)
    return advice


def _advice(d: Door, source: Facts, offer: Offer, to: Recipient | None) -> Advice:
    return advise_on(d, source, offer.basis, to, offer.replies, Crossing.DISCLOSURE, offer.consent, offer.other_law)


def _verdict(d: Door, source: Facts, offer: Offer | None, to: Recipient | None) -> Verdict | None:
    if offer is None or offer.basis is None:
        return None
    return verdict_on(d, source, offer.basis, _advice(d, source, offer, to), offer.reason)


def _freeze(d: Door, source: Facts, offer: Offer, to: Recipient, chosen: list[dict], advice: Advice, key: str) -> str:
    closes_at = parties.closes_at(source.matter.grants) if offer.basis is Basis.RPL115_SSP else None
    expires_at = d.now + limit("disclosure_days") * DAY
    expires_at = expires_at if closes_at is None else min(expires_at, closes_at)
    made = new_matter(
        d, MatterKind.DISCLOSURE, DISCLOSURE, DisclosureState.SHARED, source.matter.unit_id, source.network_id
    )
    _insert(d, made, source, offer, to, chosen, expires_at)
    grants = parties.of_disclosure(
        d.actor.user_id, to.user_id, to.unit_id, to.role, offer.basis, source.matter.grants, d.now, expires_at
    )
    participating.store(made.id, MatterKind.DISCLOSURE, parties.closing(grants, closes_at))
    consent_id = consent_id_of(source.id, offer.consent) if offer.basis is Basis.CONSENT else None
    store_check(d, made, Crossing.DISCLOSURE, offer.basis, advice, offer.replies, offer.reason, consent_id, to.user_id)
    remember(d, key, asdict(offer) | {"about": source.reference}, made.reference)
    tell(d, [to.user_id], made.reference)
    d.show(made.reference)
    return made.reference


def _insert(d: Door, made: Made, source: Facts, offer: Offer, to: Recipient, chosen: list[dict], expires_at) -> None:
    text = json.dumps(chosen, ensure_ascii=False)
    Disclosure.insert(
        matter=made.id, source=source.id, sender=d.actor.user_id, recipient=to.user_id, recipient_unit=to.unit_id,
        basis=offer.basis, purpose=offer.purpose, parts=" ".join(item["part"] for item in chosen),
        extract_hash=hashlib.sha256(text.encode()).hexdigest(), shared_at=d.now, expires_at=expires_at,
        **seal(made.key, "disclosures", made.reference, necessity=offer.necessity, other_law=offer.other_law,
               extract=text),
    ).execute()  # fmt: skip


def _senders(facts: Facts) -> list[int]:
    return [g.user_id for g in facts.matter.grants if g.capacity is Capacity.SENDER and g.user_id is not None]


__all__ = [
    "OFFERED_BASES", "Objected", "Offer", "Unsettled", "answer", "bring_back", "composer", "decline", "index", "recall",
    "return_desk", "share", "show", "want_for_investigation",
]  # fmt: skip
