"""The short account of a case for whoever takes it over: what it is for, who takes part, where it stands."""

from dataclasses import dataclass

from ssp.models import Commitment, Goal
from ssp.services import chronology, clocks, participating
from ssp.services.case_children import children
from ssp.services.case_heads import CaseHead, head
from ssp.services.chronology import Filter
from ssp.services.clocks import ClockView
from ssp.services.commitment_rows import CommitmentLine
from ssp.services.commitment_steps import open_ones
from ssp.services.door import Actor, Facts, door
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
        about = children(d, facts)
        d.show(*(child.reference for child in about))
        return Summary(
            top, tuple(child.name for child in about),
            tuple(participating.audience(facts.matter, Action.CASE_READ, d.now)),
            _aims(facts), tuple(line for line in lines if _belongs(line))[:MOST_LINES],
            tuple(open_ones(d, Commitment.matter == facts.id)),
            clocks.of_matter(d, facts.id) if Action.CONSENT_LIST in top.may else [],
        )  # fmt: skip


def _belongs(line: EntryView) -> bool:
    """Whether a line says something the account does not say elsewhere, and still stands."""
    return line.struck_at is None and line.kind not in {EntryKind.COMMITMENT, EntryKind.BATON} and not line.concern


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
