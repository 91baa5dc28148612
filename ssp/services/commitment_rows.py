"""Commitments as rows, opened: the one query every page, list and turn reads them with."""

from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from ssp.models import Case, CasePerson, Commitment, CommitmentTurn, Matter, Person, Unit, User
from ssp.policy.access import is_active
from ssp.policy.commitments import OPEN
from ssp.policy.permits import PERMITS
from ssp.policy.persons import name_shown
from ssp.services.door import Door
from ssp.services.writing import unseal
from ssp.terms import Action, CommitmentState, Side, Turn

OPEN_STATES = sorted(OPEN)


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """One commitment. `who` does it: a professional, a child the case is about, or "" for the family.

    A child whose name is protected from the reader is "the family" to them (A13).

    `owner`, `asked` and `person` are references, "" when there is none; `waits_for` is the name of the one asked.
    """

    id: int
    reference: str
    side: Side
    state: CommitmentState
    text: str
    due_on: date
    version: int
    who: str
    owner: str
    owner_id: int | None
    owner_left: bool
    asked: str
    waits_for: str
    waits_for_id: int | None
    proposer: str
    proposer_id: int
    proposed_at: int
    person: str
    person_id: int | None
    case: str
    title: str

    @property
    def open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class TurnLine:
    """One turn of a commitment; `text` is the wording proposed with it, or the word on why."""

    kind: Turn
    by: str
    asked: str
    at: int
    due_on: date | None
    text: str


Owner, Asked, Proposer = User.alias(), User.alias(), User.alias()


def query(condition):
    """The commitments a condition holds for. The caller answers for who may see them, sets the order and the limit."""
    return (
        Commitment.select(
            Commitment.id, Commitment.reference, Commitment.side, Commitment.state, Commitment.body, Commitment.due_on,
            Commitment.version, Commitment.owner, Owner.reference, Owner.name, Owner.ends_on, Owner.confirmed_on,
            Unit.active, Commitment.waits_for, Asked.reference, Asked.name, Commitment.proposed_by,
            Proposer.name, Commitment.proposed_at, Person.id, Person.reference, Person.wrapped_key, Person.name,
            Person.protected_name, Matter.reference, Matter.wrapped_key, Case.title,
        )
        .join(Matter, on=(Matter.id == Commitment.matter))
        .join(Case, on=(Case.matter == Matter.id))
        .join(Proposer, on=(Proposer.id == Commitment.proposed_by))
        .join(Owner, JOIN.LEFT_OUTER, on=(Owner.id == Commitment.owner))
        .join(Unit, JOIN.LEFT_OUTER, on=(Unit.id == Owner.unit))
        .join(Asked, JOIN.LEFT_OUTER, on=(Asked.id == Commitment.waits_for))
        .join(CasePerson, JOIN.LEFT_OUTER, on=_named_here)
        .join(Person, JOIN.LEFT_OUTER, on=((Person.id == CasePerson.person) & Person.merged_into.is_null()))
        .where(condition)
        .tuples()
    )  # fmt: skip


_named_here = (CasePerson.case == Commitment.matter) & (CasePerson.person == Commitment.person)
"""A person is named only in a case that is about them; there everybody knows them, and elsewhere it is "the family"."""


def opened(d: Door, row: tuple) -> CommitmentLine:
    """A row of the query as people read it; references of persons go into the log's line."""
    (id_, reference, side, state, body, due_on, version, owner_id, owner, name, ends_on, confirmed_on, unit_active,
     waits_for_id, asked, waits_for, proposer_id, proposer, proposed_at, person_id, person, wrapped_person, person_name,
     protected, case, wrapped, title) = row  # fmt: skip
    key = d.unwrap(case, wrapped)
    who = name or ""
    if person:
        d.show(person)
        written = d.unwrap(person, wrapped_person).open("persons.name", person, person_name)
        who = child_named(d, written, protected)
    left = owner_id is not None and not (unit_active and is_active(ends_on, confirmed_on, d.today))
    return CommitmentLine(
        id_, reference, Side(side), CommitmentState(state), key.open("commitments.body", reference, body), due_on,
        version, who, owner or "", owner_id, left, asked or "", waits_for or "", waits_for_id, proposer, proposer_id,
        proposed_at, person or "", person_id, case, key.open("cases.title", case, title),
    )  # fmt: skip


def child_named(d: Door, name: str, protected: bool) -> str:
    """The name of a child of a case the person in the door takes part in, or "" where it is protected from them."""
    return name_shown(name, protected, d.standing.role in PERMITS[Action.PERSON_UNMASK].roles)


def turns_of(key, ids: list[int]) -> dict[int, list[TurnLine]]:
    """The history of each of these commitments of one case, the first turn first."""
    found: dict[int, list[TurnLine]] = {id_: [] for id_ in ids}
    rows = (
        CommitmentTurn.select(
            CommitmentTurn.commitment, CommitmentTurn.reference, CommitmentTurn.kind, User.name, Asked.name,
            CommitmentTurn.at, CommitmentTurn.due_on, CommitmentTurn.word,
        )
        .join(User, on=(User.id == CommitmentTurn.by))
        .join(Asked, JOIN.LEFT_OUTER, on=(Asked.id == CommitmentTurn.asked))
        .where(CommitmentTurn.commitment << (ids or [0]))
        .order_by(CommitmentTurn.id)
        .tuples()
    )  # fmt: skip
    for id_, reference, kind, by, asked, at, due_on, word in rows:
        text = unseal(key, "commitment_turns", reference, word=word)["word"]
        found[id_].append(TurnLine(Turn(kind), by, asked or "", at, due_on, text))
    return found
