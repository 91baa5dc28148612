"""What a turn of a commitment takes, for services that stand in the door: its row, its line, its clock, its mails."""

from dataclasses import dataclass
from datetime import date

from ssp.db import Clash
from ssp.models import Commitment, CommitmentTurn
from ssp.policy import commitments as policy
from ssp.policy.access import Standing
from ssp.services import clocks, participating
from ssp.services.casework import add_entry
from ssp.services.commitment_rows import OPEN_STATES, CommitmentLine, opened, query
from ssp.services.door import Door, Facts
from ssp.services.participating import Reader
from ssp.services.references import ROW, new_reference
from ssp.services.writing import seal, tell
from ssp.terms import Action, Capacity, ClockKind, CommitmentState, EntryKind, Turn

KINDS = (ClockKind.COMMITMENT, ClockKind.ANSWER)

ENTRY_OF: dict[Turn, EntryKind] = {
    Turn.PROPOSED: EntryKind.COMMITMENT,
    Turn.RENEGOTIATED: EntryKind.COMMITMENT_CHANGED,
    Turn.ACCEPTED: EntryKind.COMMITMENT_AGREED,
    Turn.DECLINED: EntryKind.COMMITMENT_DECLINED,
    Turn.MOVED: EntryKind.COMMITMENT_MOVED,
    Turn.KEPT: EntryKind.COMMITMENT_KEPT,
    Turn.DROPPED: EntryKind.COMMITMENT_DROPPED,
}
"""The line of the chronology each turn leaves: what was said of it stands in the line, so that it reads well there."""


@dataclass(frozen=True, slots=True)
class Company:
    """Who takes part in a case now, by id, and who of them holds it."""

    people: dict[int, tuple[Standing, Reader]]
    holder: int | None

    def id_of(self, reference: str) -> int | None:
        """The one of them with this reference, or None."""
        return next((id_ for id_, (_, who) in self.people.items() if who.reference == reference), None)

    def promise(self, line: CommitmentLine) -> policy.Promise:
        """A commitment as the policy knows it."""
        here = frozenset(self.people)
        return policy.Promise(line.side, line.state, line.owner_id, line.proposer_id, line.waits_for_id, here)


def company(d: Door, facts: Facts) -> Company:
    """Everybody who takes part in the case at this moment. One statement."""
    people = participating.people(facts.matter, Action.CASE_READ, d.now)
    return Company(people, policy.holder_of(facts.matter.grants, d.now))


def insert(d: Door, facts: Facts, line: CommitmentLine) -> int:
    """Store a new commitment."""
    return Commitment.insert(
        reference=line.reference, matter=facts.id, proposed_by=line.proposer_id, proposed_at=line.proposed_at,
        person=line.person_id, **_columns(facts, line),
    ).execute()  # fmt: skip


def store(facts: Facts, line: CommitmentLine) -> None:
    """Put a commitment as it is now in place of what is stored. Raises Clash when that is another version."""
    changed = (
        Commitment.update(version=Commitment.version + 1, proposed_by=line.proposer_id, **_columns(facts, line))
        .where((Commitment.id == line.id) & (Commitment.version == line.version))
        .execute()
    )
    if not changed:
        raise Clash


def record(d: Door, facts: Facts, line: CommitmentLine, turn: Turn, word: str, due_on: date | None = None) -> None:
    """Write the turn, which is never changed, and its line in the chronology."""
    row = new_reference(ROW)
    CommitmentTurn.insert(
        reference=row, commitment=line.id, kind=turn, by=d.actor.user_id, asked=line.waits_for_id, at=d.now,
        due_on=due_on, **seal(facts.key, "commitment_turns", row, word=word),
    ).execute()  # fmt: skip
    why = f"\n\n{word}" if word and word != line.text else ""
    # A child stands beside the line, named to those who may know the name, and never in its words (A13).
    who = f"{line.who}, " if line.owner_id is not None else ""
    text = f"{line.text}\n{who}{line.due_on:%-d.%-m.%Y}{why}"
    add_entry(d, facts, ENTRY_OF[turn], text, person=line.person_id)


def wind(d: Door, facts: Facts, present: Company, line: CommitmentLine) -> None:
    """Let one clock run while somebody is to act, theirs alone; none when it is done."""
    clocks.stop(d, facts.id, *KINDS, about=line.reference)
    if not line.open:
        return
    kind, last_day, acting = ClockKind.COMMITMENT, line.due_on, line.owner_id
    if line.state is CommitmentState.PROPOSED:
        last_day = policy.last_day_to_answer(line.due_on, clocks.local(d.now))
        kind, acting = ClockKind.ANSWER, line.waits_for_id
    capacity, user = _rests_on(d, facts, present, acting)
    clocks.start_until(d, facts.id, kind, capacity, last_day, line.reference, user=user)


def tell_of(d: Door, facts: Facts, present: Company, *users: int | None) -> None:
    """A mail to each of these who still takes part, but not to the one who acts."""
    told = {id_ for id_ in users if id_ in present.people and id_ != d.actor.user_id}
    tell(d, sorted(told), facts.reference)


def open_ones(d: Door, condition) -> list[CommitmentLine]:
    """The open commitments a condition holds for, the first to be done first. The caller answers for who sees them."""
    rows = query(condition & (Commitment.state << OPEN_STATES)).order_by(Commitment.due_on, Commitment.id)
    return [opened(d, row) for row in rows]


def _columns(facts: Facts, line: CommitmentLine) -> dict:
    return {
        "side": line.side, "state": line.state, "owner": line.owner_id, "waits_for": line.waits_for_id,
        "due_on": line.due_on, **seal(facts.key, "commitments", line.reference, body=line.text),
    }  # fmt: skip


def _rests_on(d: Door, facts: Facts, present: Company, user_id: int | None) -> tuple[Capacity, int | None]:
    """Whose clock it is; the holder's for what the family does, and for somebody who takes part no more."""
    if user_id in present.people:
        capacity = policy.acts_as(present.people[user_id][0], facts.matter.grants, d.now)
        if capacity is not None:
            return capacity, user_id
    return Capacity.HOLDER, None
