"""The plan of a case: what it is for, what the family wants in its own words, and the matters it gathers."""

from dataclasses import dataclass

from ssp.models import Case, CaseConcern, Disclosure, Goal, Matter, Meeting, User
from ssp.policy.access import Decision, readable_kinds
from ssp.services import participating
from ssp.services.case_heads import CaseHead, head
from ssp.services.casework import add_entry
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.references import ROW, new_reference
from ssp.services.writing import advance, already, remember, seal, unseal
from ssp.terms import Action, EntryKind, GoalState, MatterKind, PreventionLevel

MOST = 200
SETTLED = {GoalState.REACHED: EntryKind.GOAL_REACHED, GoalState.DROPPED: EntryKind.GOAL_DROPPED}
"""What the chronology says when a goal is settled; one taken up again is a change of the plan."""


@dataclass(frozen=True, slots=True)
class GoalView:
    """What the family wants, in its own words, and how we help."""

    reference: str
    state: GoalState
    words: str
    help: str
    author: str
    at: int
    settled_at: int | None


@dataclass(frozen=True, slots=True)
class Linked:
    """A matter of the case that this person takes part in."""

    reference: str
    kind: MatterKind
    state: str
    at: int


@dataclass(frozen=True, slots=True)
class PlanView:
    head: CaseHead
    goals: tuple[GoalView, ...]
    linked: tuple[Linked, ...]


@dataclass(frozen=True, slots=True)
class GoalPage:
    head: CaseHead
    goal: GoalView


def show(actor: Actor, case: str) -> PlanView:
    """The plan, its goals, and the matters linked to the case that this person takes part in. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        linked = _linked(d, facts)
        d.show(*(matter.reference for matter in linked))
        return PlanView(head(d, facts), _goals(facts), linked)


def goal(actor: Actor, case: str, reference: str) -> GoalPage:
    """One goal, to be changed or settled. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        d.require(Action.CASE_PLAN, case, facts)
        return GoalPage(head(d, facts), _goal(d, facts, reference))


def desk(actor: Actor, case: str) -> PlanView:
    """The page the plan is changed on. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        d.require(Action.CASE_PLAN, case, facts)
        return PlanView(head(d, facts), (), ())


def edit(actor: Actor, case: str, title: str, purpose: str, level: PreventionLevel, version: int) -> None:
    """Change what the case is called, what it is for and its level; the chronology keeps what it says from now.

    Raises Denied, Clash.
    """
    with door(actor) as d:
        facts = d.require(Action.CASE_PLAN, case, d.facts(case), purpose=level)
        Case.update(prevention_level=level, **seal(facts.key, "cases", case, title=title, purpose=purpose)).where(
            Case.matter == facts.id
        ).execute()
        add_entry(d, facts, EntryKind.PLAN, f"{title}\n{purpose}")
        advance(d, facts, version=version)


def add_goal(actor: Actor, case: str, words: str, help: str, key: str) -> None:
    """Write down what the family wants, in its own words, and how we help. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_PLAN, case, d.facts(case))
        payload = {"goal": words, "help": help, "about": case}
        if already(d, key, payload):
            return
        reference = new_reference(ROW)
        Goal.insert(
            reference=reference, case=facts.id, state=GoalState.OPEN, author=d.actor.user_id, at=d.now,
            **seal(facts.key, "goals", reference, body=words, help=help),
        ).execute()  # fmt: skip
        add_entry(d, facts, EntryKind.PLAN, _said(words, help))
        remember(d, key, payload, reference)
        advance(d, facts)


def change_goal(actor: Actor, case: str, reference: str, words: str, help: str, version: int) -> None:
    """Put a goal into other words; the chronology keeps those before. Raises Denied, Clash."""
    with door(actor) as d:
        facts = d.require(Action.CASE_PLAN, case, d.facts(case))
        _goal(d, facts, reference)
        Goal.update(**seal(facts.key, "goals", reference, body=words, help=help)).where(
            Goal.reference == reference
        ).execute()
        add_entry(d, facts, EntryKind.PLAN, _said(words, help))
        advance(d, facts, version=version)


def settle_goal(actor: Actor, case: str, reference: str, state: GoalState, word: str, version: int) -> None:
    """Say with a word that a goal is reached or dropped, or that it is taken up again.

    Raises Denied, Clash.
    """
    with door(actor) as d:
        facts = d.require(Action.CASE_PLAN, case, d.facts(case))
        found = _goal(d, facts, reference)
        Goal.update(state=state, settled_at=None if state is GoalState.OPEN else d.now).where(
            Goal.reference == reference
        ).execute()
        add_entry(d, facts, SETTLED.get(state, EntryKind.PLAN), _said(found.words, word))
        advance(d, facts, version=version)


def _said(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _goal(d: Door, facts: Facts, reference: str) -> GoalView:
    found = _goals(facts, Goal.reference == reference)
    if not found:
        d.require_decision(Action.CASE_PLAN, Decision(False, False, "unknown", "A1"), facts.reference)
    return found[0]


def _goals(facts: Facts, condition=True) -> tuple[GoalView, ...]:
    rows = (
        Goal.select(Goal.reference, Goal.state, Goal.body, Goal.help, User.name, Goal.at, Goal.settled_at)
        .join(User, on=(User.id == Goal.author))
        .where((Goal.case == facts.id) & condition)
        .order_by(Goal.id)
        .limit(MOST)
        .tuples()
    )
    found = []
    for reference, state, body, help, author, at, settled_at in rows:
        texts = unseal(facts.key, "goals", reference, body=body, help=help)
        found.append(GoalView(reference, GoalState(state), texts["body"], texts["help"], author, at, settled_at))
    return tuple(found)


def _linked(d: Door, facts: Facts) -> tuple[Linked, ...]:
    """Concerns of the case, what was shared from them and the meetings about them: those this person takes part in."""
    concerns = CaseConcern.select(CaseConcern.concern).where(CaseConcern.case == facts.id)
    shared = Disclosure.select(Disclosure.matter).where(Disclosure.source << concerns)
    met = Meeting.select(Meeting.matter).where(Meeting.source << concerns)
    rows = (
        Matter.select(Matter.reference, Matter.kind, Matter.state, Matter.created_at)
        .where(
            ((Matter.id << concerns) | (Matter.id << shared) | (Matter.id << met))
            & (Matter.kind << sorted(readable_kinds(d.standing)))
            & participating.takes_part(d.standing, Matter.id, d.now)
        )
        .order_by(Matter.id.desc())
        .limit(MOST)
        .tuples()
    )
    return tuple(Linked(reference, MatterKind(kind), state, at) for reference, kind, state, at in rows)
