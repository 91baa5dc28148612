"""Letting somebody into a case, on a basis and through the guided check; and ending it."""

from dataclasses import dataclass, field
from datetime import date

from ssp.models import Consent, Participation, User
from ssp.policy import parties
from ssp.policy.access import Grant
from ssp.policy.checks import Advice
from ssp.policy.clocks import end_of
from ssp.policy.sharing import OFFERED_BASES, ROLES_OF_AUTHORITY
from ssp.services import clocks, participating
from ssp.services.casework import add_entry
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
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.members import running
from ssp.services.participating import Reader
from ssp.services.recipients import Recipient, recipient, recipients
from ssp.services.writing import advance, tell
from ssp.terms import Action, Basis, Capacity, Crossing, EntryKind, MatterKind


class OutsideAuthority(Exception):
    """The person chosen does not act for an authority and cannot take part in a case (A7)."""


class Unfinished(Exception):
    """The invitation cannot be sent yet; `field` says what to mend."""

    def __init__(self, field: str):
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Invite:
    """Whom somebody wants to let into a case, on what, and until when. `user` and `consent` are references."""

    user: str
    basis: Basis | None
    replies: Replies = field(default_factory=dict)
    reason: str = ""
    consent: str = ""
    other_law: str = ""
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """The page somebody is invited on; `verdict` is what the check says of what was chosen so far."""

    case: str
    choices: tuple[Reader, ...]
    consents: tuple[ConsentChoice, ...]
    verdict: Verdict | None


def desk(actor: Actor, case: str, invite: Invite | None = None) -> Invitation:
    """Whom can be let into the case, and what the check says of an `invite`; nobody is let in. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        d.require(Action.CASE_ADMIT, case, facts)
        verdict = None
        if invite is not None and invite.basis is not None:
            advice = _advice(d, facts, invite, recipient(User.reference == invite.user, d.today))
            verdict = verdict_on(d, facts, invite.basis, advice, invite.reason)
        return Invitation(case, recipients(d, colleagues=True), running_consents(d, facts), verdict)


def admit(actor: Actor, case: str, invite: Invite) -> None:
    """Let a person who acts for an authority take part in the case; what the check said is kept with it.

    Raises Denied, OutsideAuthority (A7), Unfinished, Unsettled.
    """
    with door(actor) as d:
        facts = d.require(Action.CASE_ADMIT, case, d.facts(case))
        to = recipient(User.reference == invite.user, d.today)
        if to is None or to.role not in ROLES_OF_AUTHORITY:
            raise OutsideAuthority
        if _takes_part(facts, to.user_id, d.now):
            return
        _check_finished(d, invite)
        advice = _advice(d, facts, invite, to)
        settle(advice, invite.reason)
        _let_in(d, facts, invite, to, advice)


def dismiss(actor: Actor, case: str, user: str) -> None:
    """End somebody's taking part in the case from this moment; what they wrote stays. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_DISMISS, case, d.facts(case))
        row = User.select(User.id, User.name).where(User.reference == user).tuples().first()
        if row is None:
            return
        ending = Participation.update(ends_at=d.now).where(running(facts, d.now) & (Participation.user == row[0]))
        if ending.execute():
            add_entry(d, facts, EntryKind.LEFT, row[1])
            advance(d, facts)


def _check_finished(d: Door, invite: Invite) -> None:
    if invite.basis is None or invite.basis not in OFFERED_BASES:
        raise Unfinished("basis")
    if invite.ends_on is not None and invite.ends_on < d.today:
        raise Unfinished("ends_on")


def _advice(d: Door, facts: Facts, invite: Invite, to: Recipient | None) -> Advice:
    return advise_on(d, facts, invite.basis, to, invite.replies, Crossing.INVITATION, invite.consent, invite.other_law)


def _let_in(d: Door, facts: Facts, invite: Invite, to: Recipient, advice: Advice) -> None:
    consent_id = consent_id_of(facts.id, invite.consent) if invite.basis is Basis.CONSENT else None
    grant = Grant(
        Capacity.PARTICIPANT, invite.basis, user_id=to.user_id, role=to.role, starts_at=d.now,
        ends_at=_ends_at(d, facts, invite, consent_id),
    )  # fmt: skip
    participating.store(facts.id, MatterKind.CASE, (grant,))
    store_check(
        d, facts, Crossing.INVITATION, invite.basis, advice, invite.replies, invite.reason, consent_id, to.user_id
    )
    add_entry(d, facts, EntryKind.PARTICIPANT, User.select(User.name).where(User.id == to.user_id).scalar())
    advance(d, facts)
    tell(d, [to.user_id], facts.reference)


def _ends_at(d: Door, facts: Facts, invite: Invite, consent_id: int | None) -> int | None:
    """The first of: the day that was chosen, the last one of the consent, and the moment the case closes by itself."""
    days = [invite.ends_on]
    if consent_id is not None:
        days.append(Consent.select(Consent.expires_on).where(Consent.id == consent_id).scalar())
    ends = [int(end_of(day, clocks.local(d.now)).timestamp()) for day in days if day is not None]
    closes_at = parties.closes_at(facts.matter.grants)
    return min([*ends, *([closes_at] if closes_at is not None else [])], default=None)


def _takes_part(facts: Facts, user_id: int, now: int) -> bool:
    return any(g.user_id == user_id and (g.ends_at is None or g.ends_at > now) for g in facts.matter.grants)


__all__ = ["Invitation", "Invite", "OutsideAuthority", "Unfinished", "Unsettled", "admit", "desk", "dismiss"]
