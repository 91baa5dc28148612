"""Commitments: proposing one, and every turn it takes until it is kept or given up."""

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from ssp.db import Clash
from ssp.models import CasePerson, Commitment, Person
from ssp.policy import commitments as policy
from ssp.policy.access import Decision
from ssp.policy.register import limit
from ssp.services import commitment_steps as steps
from ssp.services.commitment_rows import CommitmentLine, opened, query
from ssp.services.commitment_steps import Company
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.references import ROW, new_reference
from ssp.services.writing import advance, already, remember
from ssp.terms import Action, CommitmentState, Side, Turn


class UnfitCommitment(Exception):
    """It cannot be agreed as it is; `field` says what to mend: owner, person or due_on."""

    def __init__(self, field: str):
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who does what by when. `owner` is a user's reference; `person` a child's the case is about, "" for the family."""

    side: Side
    text: str
    due_on: date
    owner: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A turn as somebody takes it, with the version their page was made from; what it does not take stays empty."""

    turn: Turn
    version: int
    word: str = ""
    text: str = ""
    due_on: date | None = None
    owner: str = ""


ACTION_OF: dict[Turn, Action] = {
    Turn.PROPOSED: Action.COMMITMENT_PROPOSE,
    Turn.ACCEPTED: Action.COMMITMENT_ANSWER,
    Turn.DECLINED: Action.COMMITMENT_ANSWER,
    Turn.RENEGOTIATED: Action.COMMITMENT_ANSWER,
    Turn.MOVED: Action.COMMITMENT_SETTLE,
    Turn.KEPT: Action.COMMITMENT_SETTLE,
    Turn.DROPPED: Action.COMMITMENT_SETTLE,
}
"""What each turn is asked for as at the door."""


def propose(actor: Actor, case: str, proposal: Proposal, key: str) -> str:
    """Propose a commitment in a case; what somebody takes on themselves, or notes for the family, is agreed at once.

    Returns its reference. Raises Denied, UnfitCommitment.
    """
    with door(actor) as d:
        facts = d.require(Action.COMMITMENT_PROPOSE, case, d.facts(case))
        payload = asdict(proposal) | {"about": case}
        made_before = already(d, key, payload)
        if made_before:
            return made_before
        _check_day(d, proposal.due_on)
        present = steps.company(d, facts)
        line = _new(d, facts, present, proposal)
        line = replace(line, id=steps.insert(d, facts, line))
        _note(d, facts, present, line, Turn.PROPOSED, line.text, line.due_on)
        remember(d, key, payload, line.reference)
        return line.reference


def take_turn(actor: Actor, case: str, reference: str, change: Change, key: str) -> None:
    """Answer a commitment, say how it went, move it, give it up, or give it to somebody else: one turn.

    Raises Denied, Clash when somebody else was first, UnfitCommitment.
    """
    with door(actor) as d:
        action = ACTION_OF[change.turn]
        facts = d.require(action, case, d.facts(case))
        payload = asdict(change) | {"about": reference}
        line = find(d, facts, action, reference)
        if already(d, key, payload):
            return
        if line.version != change.version:
            raise Clash
        present = steps.company(d, facts)
        promise, keeper = present.promise(line), policy.keeps(d.standing, facts.matter.grants, d.now)
        d.require_decision(action, policy.decide_turn(change.turn, promise, d.actor.user_id, keeper), case)
        after = _AFTER[change.turn](d, present, line, change)
        steps.store(facts, after)
        _note(d, facts, present, after, change.turn, _said(line, change), change.due_on)
        remember(d, key, payload, reference)


def find(d: Door, facts: Facts, action: Action, reference: str) -> CommitmentLine:
    """A commitment of this case and of no other. Raises Denied."""
    row = query((Commitment.matter == facts.id) & (Commitment.reference == reference)).first()
    if row is None:
        d.require_decision(action, Decision(False, False, "unknown", "A1"), facts.reference)
    return opened(d, row)


def _new(d: Door, facts: Facts, present: Company, proposal: Proposal) -> CommitmentLine:
    who, owner_id, person_id = "", None, None
    if proposal.side is Side.FAMILY:
        if proposal.person:
            person_id, who = _child(d, facts, proposal.person)
    else:
        owner_id = _present(present, proposal.owner)
        who = present.people[owner_id][1].name
    agreed = proposal.side is Side.FAMILY or owner_id == d.actor.user_id
    return CommitmentLine(
        0, new_reference(ROW), proposal.side, CommitmentState.ACCEPTED if agreed else CommitmentState.PROPOSED,
        proposal.text, proposal.due_on, 1, who, proposal.owner, owner_id, False, "", "", None if agreed else owner_id,
        "", d.actor.user_id, d.now, proposal.person, person_id, facts.reference, "",
    )  # fmt: skip


def _said(line: CommitmentLine, change: Change) -> str:
    """What a turn says in words: the wording it proposes, when that is another, or the word on why."""
    if change.turn is Turn.RENEGOTIATED:
        return change.text if change.text != line.text else ""
    return change.text if change.turn is Turn.PROPOSED else change.word


def _note(d: Door, facts: Facts, present: Company, line: CommitmentLine, turn: Turn, word: str,
          due_on: date | None) -> None:  # fmt: skip
    """What follows every turn: it is written down, the clock of whoever is next runs, and they are told."""
    agreed = turn in {Turn.PROPOSED, Turn.RENEGOTIATED} and line.state is CommitmentState.ACCEPTED
    steps.record(d, facts, line, Turn.ACCEPTED if agreed else turn, word, due_on)
    steps.wind(d, facts, present, line)
    advance(d, facts)
    if line.state is CommitmentState.PROPOSED:
        steps.tell_of(d, facts, present, line.waits_for_id)
    elif turn is not Turn.KEPT:
        steps.tell_of(d, facts, present, line.owner_id, line.proposer_id)


def _accepted(d: Door, present: Company, line: CommitmentLine, change: Change) -> CommitmentLine:
    if line.due_on < d.today:
        raise UnfitCommitment("due_on")
    return _settled(d, present, line, change)


def _settled(d: Door, present: Company, line: CommitmentLine, change: Change) -> CommitmentLine:
    return replace(line, state=policy.STATE_AFTER[change.turn], waits_for_id=None)


def _moved(d: Door, present: Company, line: CommitmentLine, change: Change) -> CommitmentLine:
    _check_day(d, change.due_on)
    return replace(line, due_on=change.due_on)


def _renegotiated(d: Door, present: Company, line: CommitmentLine, change: Change) -> CommitmentLine:
    _check_day(d, change.due_on)
    asked = policy.asked_next(present.promise(line), d.actor.user_id, present.holder)
    return replace(line, text=change.text, due_on=change.due_on, waits_for_id=asked, state=_state(asked))


def _given(d: Door, present: Company, line: CommitmentLine, change: Change) -> CommitmentLine:
    """Proposed again, to somebody else, by whoever gives it to them."""
    _check_day(d, change.due_on)
    owner_id = _present(present, change.owner)
    asked = owner_id if owner_id != d.actor.user_id else None
    return replace(
        line, text=change.text, due_on=change.due_on, owner_id=owner_id, who=present.people[owner_id][1].name,
        proposer_id=d.actor.user_id, waits_for_id=asked, state=_state(asked),
    )  # fmt: skip


_AFTER = {
    Turn.ACCEPTED: _accepted,
    Turn.DECLINED: _settled,
    Turn.KEPT: _settled,
    Turn.DROPPED: _settled,
    Turn.MOVED: _moved,
    Turn.RENEGOTIATED: _renegotiated,
    Turn.PROPOSED: _given,
}


def _state(asked: int | None) -> CommitmentState:
    return CommitmentState.ACCEPTED if asked is None else CommitmentState.PROPOSED


def _check_day(d: Door, day: date) -> None:
    if not d.today <= day <= d.today + timedelta(days=limit("commitment_longest_days")):
        raise UnfitCommitment("due_on")


def _present(present: Company, reference: str) -> int:
    found = present.id_of(reference)
    if found is None:
        raise UnfitCommitment("owner")
    return found


def _child(d: Door, facts: Facts, reference: str) -> tuple[int, str]:
    """A child the case is about, and their name."""
    row = (
        Person.select(Person.id, Person.wrapped_key, Person.name)
        .join(CasePerson, on=(CasePerson.person == Person.id))
        .where((CasePerson.case == facts.id) & (Person.reference == reference) & Person.merged_into.is_null())
        .tuples()
        .first()
    )
    if row is None:
        raise UnfitCommitment("person")
    d.show(reference)
    return row[0], d.unwrap(reference, row[1]).open("persons.name", reference, row[2])
