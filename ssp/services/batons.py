"""The baton: a holder offers a case to another consultant, and holds it until they accept."""

from dataclasses import dataclass

from peewee import JOIN

from ssp.db import Clash
from ssp.models import Baton, User
from ssp.policy import batons as rules
from ssp.services import baton_rows, clocks, participating
from ssp.services.baton_rows import end, holder_id, holder_post, named, pass_on
from ssp.services.case_heads import CaseHead, head
from ssp.services.casework import add_entry
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.participating import Reader
from ssp.services.references import ROW, new_reference
from ssp.services.writing import advance, already, remember, seal, tell, unseal
from ssp.terms import Action, BatonState, Capacity, ClockKind, EntryKind


class NotASuccessor(Exception):
    """The case cannot be offered to the person chosen: not a consultant of its network, not in post, or away."""


@dataclass(frozen=True, slots=True)
class OfferView:
    """An offer as one person may see it: `advice` and `word` are "" for everybody they were not between."""

    reference: str
    state: BatonState
    by: str
    to: str
    offered_at: int
    ended_at: int | None
    advice: str
    word: str
    mine: bool
    to_me: bool


@dataclass(frozen=True, slots=True)
class BatonView:
    """The room where a case changes hands: the offer that runs, the earlier ones, and who it can be offered to."""

    head: CaseHead
    running: OfferView | None
    earlier: tuple[OfferView, ...]
    choices: tuple[Reader, ...]


def show(actor: Actor, case: str) -> BatonView:
    """The offers of a case and whom it can be offered to. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        d.require(Action.CASE_PLAN, case, facts)
        top = head(d, facts)
        offers = _offers(d, facts)
        running = next((offer for offer in offers if offer.state is BatonState.OFFERED), None)
        choosing = running is None and Action.BATON_OFFER in top.may
        choices = tuple(reader for _, reader in _successors(d, facts)) if choosing else ()
        return BatonView(top, running, tuple(offer for offer in offers if offer is not running), choices)


def offer(actor: Actor, case: str, user: str, advice: str, key: str) -> None:
    """Offer the case to a consultant who takes part in it, with advice only they will read; the holder stays holder.

    Raises Denied, NotASuccessor, Clash when an offer runs already.
    """
    with door(actor) as d:
        facts = d.require(Action.BATON_OFFER, case, d.facts(case))
        payload = {"baton": case, "user": user, "advice": advice}
        if already(d, key, payload):
            return
        if baton_rows.running(facts) is not None:
            raise Clash
        to = next((id_ for id_, reader in _successors(d, facts) if reader.reference == user), None)
        if to is None:
            raise NotASuccessor
        remember(d, key, payload, _store(d, facts, to, advice))
        advance(d, facts)
        tell(d, [to], case)


def accept(actor: Actor, case: str, baton: str, key: str) -> None:
    """Become the holder of a case one was offered; from this moment, and nobody else from then on.

    Raises Denied, Clash when the offer runs no more.
    """
    with door(actor) as d:
        facts = d.require(Action.BATON_ACCEPT, case, d.facts(case))
        payload = {"accept": baton}
        if already(d, key, payload):
            return
        found = named(facts, baton)
        d.require_decision(Action.BATON_ACCEPT, rules.answer(found.offer, actor.user_id), case)
        end(d, facts, found, BatonState.ACCEPTED)
        pass_on(d, facts)
        remember(d, key, payload, baton)
        advance(d, facts)


def decline(actor: Actor, case: str, baton: str, word: str, key: str) -> None:
    """Say no to a case one was offered, with a word to whoever offered it. Raises Denied, Clash."""
    with door(actor) as d:
        facts = d.require(Action.BATON_DECLINE, case, d.facts(case))
        payload = {"decline": baton, "word": word}
        if already(d, key, payload):
            return
        found = named(facts, baton)
        d.require_decision(Action.BATON_DECLINE, rules.answer(found.offer, actor.user_id), case)
        end(d, facts, found, BatonState.DECLINED, **seal(facts.key, "batons", baton, word=word))
        tell(d, [found.offer.by], case)
        remember(d, key, payload, baton)
        advance(d, facts)


def withdraw(actor: Actor, case: str, baton: str, key: str) -> None:
    """Take back an offer nobody has answered. Raises Denied, Clash."""
    with door(actor) as d:
        facts = d.require(Action.BATON_WITHDRAW, case, d.facts(case))
        payload = {"withdraw": baton}
        if already(d, key, payload):
            return
        found = named(facts, baton)
        d.require_decision(Action.BATON_WITHDRAW, rules.withdraw(found.offer, actor.user_id), case)
        end(d, facts, found, BatonState.WITHDRAWN)
        tell(d, [found.offer.to], case)
        remember(d, key, payload, baton)
        advance(d, facts)


def take(actor: Actor, case: str, version: int) -> None:
    """Become the holder without an offer, of a case whose holder has left or is away; an offer that ran is taken back.

    Raises Denied while the holder is in post, Clash when somebody else was first.
    """
    with door(actor) as d:
        facts = d.require(Action.CASE_TAKE, case, d.facts(case))
        if holder_id(facts) == actor.user_id:
            return
        advance(d, facts, version=version)
        d.require_decision(Action.CASE_TAKE, rules.take(holder_post(facts), d.today), case)
        baton_rows.end_running(d, facts)
        pass_on(d, facts)


def _store(d: Door, facts: Facts, to: int, advice: str) -> str:
    """The offer, its clock, and the line that says to whom it was made."""
    row = new_reference(ROW)
    Baton.insert(
        reference=row, case=facts.id, state=BatonState.OFFERED, offered_by=d.actor.user_id, offered_to=to,
        offered_at=d.now, **seal(facts.key, "batons", row, advice=advice),
    ).execute()  # fmt: skip
    clocks.start(d, facts.id, ClockKind.BATON, Capacity.CONSULTANT, about=row, user=to)
    add_entry(d, facts, EntryKind.BATON, User.select(User.name).where(User.id == to).scalar())
    return row


def _successors(d: Door, facts: Facts) -> list[tuple[int, Reader]]:
    """Who the person in the door can offer a case to, by name: its consultants who are in post and not away."""
    people = participating.people(facts.matter, Action.BATON_ACCEPT, d.now)
    away = dict(User.select(User.id, User.away_until).where(User.id << (list(people) or [0])).tuples())
    found = [
        (id_, reader)
        for id_, (_, reader) in people.items()
        if rules.can_be_asked(id_, d.actor.user_id, away[id_], d.today)
    ]
    return sorted(found, key=lambda pair: pair[1].name)


def _offers(d: Door, facts: Facts) -> list[OfferView]:
    """Every offer of a case, the newest first."""
    giver, receiver = User.alias(), User.alias()
    rows = (
        Baton.select(
            Baton.reference, Baton.state, Baton.offered_by, Baton.offered_to, giver.name, receiver.name,
            Baton.offered_at, Baton.ended_at, Baton.advice, Baton.word,
        )
        .join(giver, JOIN.INNER, on=(giver.id == Baton.offered_by))
        .join(receiver, JOIN.INNER, on=(receiver.id == Baton.offered_to))
        .where(Baton.case == facts.id)
        .order_by(Baton.id.desc())
        .limit(50)
        .tuples()
    )  # fmt: skip
    return [_offer(d, facts, *row) for row in rows]


def _offer(d: Door, facts: Facts, reference, state, by, to, giver, receiver, offered_at, ended_at, advice, word):
    """An offer as the person in the door may see it."""
    between, me = rules.Offer(by, to), d.actor.user_id
    reads = rules.advice_reaches(between, BatonState(state), me)
    texts = unseal(
        facts.key, "batons", reference, advice=advice if reads else None, word=word if me in {by, to} else None
    )
    return OfferView(
        reference, BatonState(state), giver, receiver, offered_at, ended_at, texts["advice"], texts["word"],
        by == me, to == me,
    )  # fmt: skip
