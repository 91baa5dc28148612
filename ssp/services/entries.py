"""Writing in the chronology: a note locks, a correction strikes through, and a statement stays attached (I1, H4)."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from ssp.db import Clash
from ssp.models import CasePerson, Draft, Entry, Person
from ssp.policy import chronology as policy
from ssp.policy.access import Decision
from ssp.policy.chronology import Line
from ssp.services import chronology
from ssp.services.case_children import Child, children
from ssp.services.case_heads import CaseHead, head
from ssp.services.casework import add_entry
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.drafts import DraftView, own
from ssp.services.entry_views import EntryView
from ssp.services.writing import advance, already, remember, seal
from ssp.terms import Action, EntryKind, Source

NOTE_FORM = "note"


class Locked(Exception):
    """The words cannot be amended any more; they are struck through, and new ones written instead (I1)."""


class UnknownChild(Exception):
    """The child chosen is not one the case is about."""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody writes: a note or a contact, on what day, where it is known from, about which child (or none)."""

    text: str
    kind: EntryKind = EntryKind.NOTE
    happened_on: date | None = None
    source: Source = Source.OWN
    fact: bool = False
    child: str = ""


@dataclass(frozen=True, slots=True)
class NoteDesk:
    """The page words are written on: the children of the case, the writer's drafts, and the line that is answered."""

    head: CaseHead
    children: tuple[Child, ...]
    drafts: list[DraftView]
    entry: EntryView | None = None
    draft: DraftView | None = None


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One line, and what this person may do with it: `locks_at` is when its author can no longer amend it."""

    head: CaseHead
    entry: EntryView
    amend: bool
    strike: bool
    answer: bool
    locks_at: int


def desk(actor: Actor, case: str) -> NoteDesk:
    """The desk a note is written on. Raises Denied."""
    with door(actor) as d:
        return _desk(d, _enter(d, Action.CASE_NOTE, case))


def statement_desk(actor: Actor, case: str, answered: str) -> NoteDesk:
    """The desk a statement against a line is written on. Raises Denied."""
    with door(actor) as d:
        return _desk(d, _enter(d, Action.ENTRY_STATEMENT, case), answered)


def resume(actor: Actor, draft: str) -> NoteDesk | None:
    """The desk one of the writer's own drafts was written on, or None; the case may be closed to it by now.

    Raises Denied.
    """
    with door(actor) as d:
        d.require_general(Action.DRAFT_READ)
        found = own(d, Draft.reference == draft, NOTE_FORM)
        if not found:
            return None
        case, answered = found[0].body.get("case", ""), found[0].body.get("answers", "")
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        return replace(_desk(d, facts, answered), draft=found[0])


def show(actor: Actor, case: str, reference: str) -> EntryPage:
    """One line with what is attached to it, and what can be done with it. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        entry = _found(d, facts, Action.CASE_READ, reference)
        line, top = _line(entry), head(d, facts)
        return EntryPage(
            top, entry,
            Action.ENTRY_AMEND in top.may and policy.amend(line, actor.user_id, d.now).allowed,
            Action.ENTRY_STRIKE in top.may and policy.strike(line, actor.user_id, _keeps(top)).allowed,
            Action.ENTRY_STATEMENT in top.may, policy.locks_at(line),
        )  # fmt: skip


def write(actor: Actor, case: str, words: Words, key: str, draft: str = "", version: int = 0) -> str:
    """Put a note or a contact in the chronology. Returns its reference; the same form sent twice makes one.

    Its draft goes, unless another window wrote in it since. Raises Denied, UnknownChild.
    """
    payload = {"note": asdict(words), "about": case}
    with door(actor) as d:
        facts = d.require(Action.CASE_NOTE, case, d.facts(case))
        return already(d, key, payload) or _write(d, facts, words, key, payload, draft, version)


def state(actor: Actor, case: str, answered: str, text: str, source: Source, key: str,
          draft: str = "", version: int = 0) -> str:  # fmt: skip
    """Attach what somebody says against a line to that line, for good (H4). Returns its reference. Raises Denied."""
    words = Words(text, EntryKind.STATEMENT, source=source)
    payload = {"statement": asdict(words), "answers": answered}
    with door(actor) as d:
        facts = d.require(Action.ENTRY_STATEMENT, case, d.facts(case))
        made_before = already(d, key, payload)
        if made_before:
            return made_before
        entry = _found(d, facts, Action.ENTRY_STATEMENT, answered)
        return _write(d, facts, words, key, payload, draft, version, answers=_root(entry))


def amend(actor: Actor, case: str, reference: str, text: str, version: int) -> None:
    """Change one's own words while they are open (I1); `version` is that of the words the page was made from.

    Raises Denied, Locked, Clash.
    """
    with door(actor) as d:
        facts = d.require(Action.ENTRY_AMEND, case, d.facts(case))
        entry = _found(d, facts, Action.ENTRY_AMEND, reference)
        decision = policy.amend(_line(entry), actor.user_id, d.now)
        if decision.reason == "locked":
            raise Locked
        d.require_decision(Action.ENTRY_AMEND, decision, case)
        if version != entry.version:
            raise Clash
        body = seal(facts.key, "entries", reference, body=text)
        Entry.update(amended_at=d.now, **body).where(Entry.id == entry.id).execute()
        advance(d, facts)


def strike(actor: Actor, case: str, reference: str, reason: str, instead: str, key: str) -> None:
    """Strike a line through with a reason; the words stay readable, and new ones `instead` are tied to it (I1).

    The same form sent twice strikes once. Raises Denied.
    """
    payload = {"strike": reference, "reason": reason, "instead": instead}
    with door(actor) as d:
        facts = d.require(Action.ENTRY_STRIKE, case, d.facts(case))
        if already(d, key, payload):
            return
        entry = _found(d, facts, Action.ENTRY_STRIKE, reference)
        keeps = Action.ENTRY_STAR in d.may(facts)
        d.require_decision(Action.ENTRY_STRIKE, policy.strike(_line(entry), actor.user_id, keeps), case)
        why = seal(facts.key, "entries", reference, struck_reason=reason)
        Entry.update(struck_at=d.now, struck_by=actor.user_id, **why).where(Entry.id == entry.id).execute()
        if instead:
            _instead(d, facts, entry, instead)
        remember(d, key, payload, reference)
        advance(d, facts)


def star(actor: Actor, case: str, reference: str, starred: bool) -> None:
    """Mark a line as one that matters, or take the mark away. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.ENTRY_STAR, case, d.facts(case))
        entry = _found(d, facts, Action.ENTRY_STAR, reference)
        Entry.update(starred=starred).where(Entry.id == entry.id).execute()


def _desk(d: Door, facts: Facts, answered: str = "") -> NoteDesk:
    entry = _found(d, facts, Action.ENTRY_STATEMENT, answered) if answered else None
    drafts = [one for one in own(d, Draft.user == d.actor.user_id, NOTE_FORM) if _belongs(one, facts, answered)]
    d.show(*(one.reference for one in drafts))
    about = sorted(children(d, facts), key=lambda child: child.name)
    d.show(*(child.reference for child in about))
    return NoteDesk(head(d, facts), tuple(about), drafts, entry)


def _belongs(draft: DraftView, facts: Facts, answered: str) -> bool:
    return (draft.body.get("case"), draft.body.get("answers", "")) == (facts.reference, answered)


def _enter(d: Door, action: Action, case: str) -> Facts:
    """Somebody who may read a case and not do this learns why; a stranger learns nothing."""
    facts = d.require(Action.CASE_READ, case, d.facts(case))
    return d.require(action, case, facts)


def _found(d: Door, facts: Facts, action: Action, reference: str) -> EntryView:
    entry = chronology.one(d, facts, reference)
    if entry is None:
        d.require_decision(action, Decision(False, False, "unknown", "A1"), facts.reference)
    return entry


def _line(entry: EntryView) -> Line:
    return Line(entry.kind, entry.author_id, entry.at, entry.struck_at is not None)


def _keeps(top: CaseHead) -> bool:
    return Action.ENTRY_STAR in top.may


def _root(entry: EntryView) -> int:
    """The id of the line a statement is attached to: what answers a statement answers the same line."""
    if entry.kind is not EntryKind.STATEMENT:
        return entry.id
    return Entry.select(Entry.answers).where(Entry.id == entry.id).scalar()


def _write(d: Door, facts: Facts, words: Words, key: str, payload: dict, draft: str, version: int, **more) -> str:
    reference = add_entry(
        d, facts, words.kind, words.text, happened_on=words.happened_on or d.today, source=words.source,
        fact=words.fact, person=_child(facts, words.child), **more,
    )  # fmt: skip
    same = (Draft.page == key) | (Draft.version == version)
    Draft.delete().where((Draft.reference == draft) & (Draft.user == d.actor.user_id) & same).execute()
    remember(d, key, payload, reference)
    advance(d, facts)
    return reference


def _instead(d: Door, facts: Facts, struck: EntryView, text: str) -> None:
    """The words written instead say the same of the day and the child; in a statement's place a statement (H4)."""
    root, child = Entry.select(Entry.answers, Entry.person).where(Entry.id == struck.id).tuples().get()
    add_entry(
        d, facts, struck.kind, text, happened_on=struck.day, source=struck.source or None, fact=struck.fact,
        person=child, answers=root if struck.kind is EntryKind.STATEMENT else struck.id,
    )  # fmt: skip


def _child(facts: Facts, reference: str) -> int | None:
    """The id of a child of the case. Raises UnknownChild."""
    if not reference:
        return None
    known = (CasePerson.case == facts.id) & (Person.reference == reference)
    found = CasePerson.select(CasePerson.person).join(Person, on=(Person.id == CasePerson.person)).where(known).scalar()
    if found is None:
        raise UnknownChild
    return found
