"""The short account of a case for whoever takes it over: what it is for, who takes part, where it stands."""

from dataclasses import dataclass

from ssp.models import CasePerson, Commitment, Goal, Person
from ssp.policy.persons import name_shown, sees_identity
from ssp.services import chronology, clocks, participating
from ssp.services.case_heads import CaseHead, head
from ssp.services.chronology import Filter
from ssp.services.clocks import ClockView
from ssp.services.commitment_rows import CommitmentLine
from ssp.services.commitment_steps import open_ones
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.entry_views import EntryView
from ssp.services.participating import Reader
from ssp.services.writing import unseal
from ssp.terms import Action, EntryKind, GoalState

MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Aim:
    """What the family wants, in its own words, and how we help."""

    words: str
    help: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A case in short. `lines` are the starred ones and the latest, newest first, those struck through left out.

    `clocks` are for those who see them on the page of the case. A child whose name is protected from the reader is "".
    """

    head: CaseHead
    children: tuple[str, ...]
    people: tuple[Reader, ...]
    aims: tuple[Aim, ...]
    lines: tuple[EntryView, ...]
    commitments: tuple[CommitmentLine, ...]
    clocks: list[ClockView]


def desk(actor: Actor, case: str) -> CaseHead:
    """The page that asks for the reason; nothing is printed yet. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        d.require(Action.CASE_PRINT, case, facts)
        return head(d, facts)


def draw_up(actor: Actor, case: str, reason: str) -> Summary:
    """Everything the short account says; the log keeps the reason, sealed (J10). Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_PRINT, case, d.facts(case))
        d.searched(reason)
        lines, top = chronology.read(d, facts, Filter(), count=2 * MOST_LINES).lines, head(d, facts)
        return Summary(
            top, _children(d, facts, sees_identity(top.may)),
            tuple(participating.audience(facts.matter, Action.CASE_READ, d.now)),
            _aims(facts), tuple(line for line in lines if _belongs(line))[:MOST_LINES],
            tuple(open_ones(d, Commitment.matter == facts.id)),
            clocks.of_matter(d, facts.id) if Action.CONSENT_LIST in top.may else [],
        )  # fmt: skip


def deliver(actor: Actor, case: str, digest: str) -> None:
    """Put the mark of the bytes that are about to leave in the log. Raises Denied, LogUnavailable: then none leave."""
    with door(actor) as d:
        d.require(Action.CASE_PRINT, case, d.facts(case))
        d.show(f"sha256:{digest}")


def _belongs(line: EntryView) -> bool:
    """Whether a line says something the account does not say elsewhere, and still stands."""
    return line.struck_at is None and line.kind not in {EntryKind.COMMITMENT, EntryKind.BATON} and not line.concern


def _children(d: Door, facts: Facts, close: bool) -> tuple[str, ...]:
    """The names of those the case is about."""
    rows = (
        Person.select(Person.reference, Person.wrapped_key, Person.name, Person.protected_name)
        .join(CasePerson, on=(CasePerson.person == Person.id))
        .where((CasePerson.case == facts.id) & Person.merged_into.is_null())
        .order_by(CasePerson.id)
        .tuples()
    )
    found = [
        (ref, name_shown(d.unwrap(ref, wrapped).open("persons.name", ref, name), protected, close))
        for ref, wrapped, name, protected in rows
    ]
    d.show(*(reference for reference, _ in found))
    return tuple(name for _, name in found)


def _aims(facts: Facts) -> tuple[Aim, ...]:
    """The goals that are still open."""
    rows = (
        Goal.select(Goal.reference, Goal.body, Goal.help)
        .where((Goal.case == facts.id) & (Goal.state == GoalState.OPEN))
        .order_by(Goal.id)
        .tuples()
    )
    opened = (unseal(facts.key, "goals", ref, body=body, help=help) for ref, body, help in rows)
    return tuple(Aim(texts["body"], texts["help"]) for texts in opened)
