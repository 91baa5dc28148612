"""The conversation sheet on risk and protection: written in a talk, read again, and never counted (G5).

A sheet is sealed whole and padded to one size, and no other column says anything of its answers: neither what is
stored nor how much of it there is tells how a child was answered for.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ssp.models import Draft, FactorSheet, Person, User
from ssp.policy.access import Decision
from ssp.policy.factors import DOMAINS, FACTORS, Domain, Said, speaks_of_strength
from ssp.services.case_children import Child, children
from ssp.services.case_heads import CaseHead, head
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.drafts import DraftView, own
from ssp.services.references import ROW, new_reference
from ssp.services.writing import advance, already, remember
from ssp.terms import Action, Answer

BLOCK = 64 * 1024
"""The size every sheet is padded to, in bytes; the longest there can be is shorter."""

LONGEST_COMMENT = 300
SHEET_FORM = "sheet"
MOST = 200
LINE = (FactorSheet.reference, Person.reference, User.name, FactorSheet.at)


class NoStrength(Exception):
    """Nothing that protects was said yes to or commented on yet (G5)."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet in the list: about whom, by whom and when, and nothing of what it says."""

    reference: str
    child: str
    author: str
    at: int


@dataclass(frozen=True, slots=True)
class SheetList:
    head: CaseHead
    children: tuple[Child, ...]
    sheets: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class SheetDesk:
    """The page a sheet is written on, with the writer's drafts of one about the same child."""

    head: CaseHead
    child: Child
    drafts: tuple[DraftView, ...]
    draft: DraftView | None = None
    domains: tuple[Domain, ...] = DOMAINS


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet as it was written: every factor in its own place, whatever was said about it."""

    head: CaseHead
    line: SheetLine
    said: Mapping[str, Said]
    domains: tuple[Domain, ...] = DOMAINS


def index(actor: Actor, case: str) -> SheetList:
    """The children of a case and the sheets there are, the newest first. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.FACTORS_READ, case, d.facts(case))
        about = children(d, facts)
        names = {child.reference: child.name for child in about}
        rows = _sheets(facts, *LINE).limit(MOST).tuples()
        sheets = tuple(SheetLine(ref, names.get(child, ""), author, at) for ref, child, author, at in rows)
        d.show(*names)
        return SheetList(head(d, facts), about, sheets)


def desk(actor: Actor, case: str, child: str) -> SheetDesk:
    """The page a sheet about one of the case's children is written on. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.FACTORS_READ, case, d.facts(case))
        return _desk(d, facts, child)


def resume(actor: Actor, draft: str) -> SheetDesk | None:
    """The page one of the writer's own drafts was written on, or None. Raises Denied: the case may be closed."""
    with door(actor) as d:
        d.require_general(Action.DRAFT_READ)
        found = own(d, Draft.reference == draft, SHEET_FORM)
        if not found:
            return None
        case = found[0].body.get("case", "")
        facts = d.require(Action.FACTORS_READ, case, d.facts(case))
        return replace(_desk(d, facts, found[0].body.get("child", "")), draft=found[0])


def show(actor: Actor, case: str, reference: str) -> SheetPage:
    """One sheet. Raises Denied, also for a sheet of another case."""
    with door(actor) as d:
        facts = d.require(Action.FACTORS_READ, case, d.facts(case))
        row = _sheets(facts, *LINE, FactorSheet.body).where(FactorSheet.reference == reference).tuples().first()
        if row is None:
            _unknown(d, case)
        ref, child, author, at, body = row
        names = {known.reference: known.name for known in children(d, facts)}
        d.show(child)
        said = unpacked(facts.key.open("factor_sheets.body", ref, body))
        return SheetPage(head(d, facts), SheetLine(ref, names.get(child, ""), author, at), said)


def record(actor: Actor, case: str, child: str, said: Mapping[str, Said], key: str, draft: str = "",
           version: int = 0) -> str:  # fmt: skip
    """Keep a sheet about one of the case's children. Returns its reference.

    Its draft goes, unless another window wrote in it since. Raises Denied, and NoStrength until something that
    protects was said too (G5).
    """
    with door(actor) as d:
        facts = d.require(Action.FACTORS_RECORD, case, d.facts(case))
        body = packed(said)
        payload = {"sheet": body, "child": child, "about": case}
        made_before = already(d, key, payload)
        if made_before:
            return made_before
        if not speaks_of_strength(said):
            raise NoStrength
        found = _child(d, facts, child)
        reference = new_reference(ROW)
        FactorSheet.insert(
            reference=reference, case=facts.id, person=found.id, author=d.actor.user_id, at=d.now,
            body=facts.key.seal("factor_sheets.body", reference, body),
        ).execute()  # fmt: skip
        d.show(found.reference)
        same = (Draft.page == key) | (Draft.version == version)
        Draft.delete().where((Draft.reference == draft) & (Draft.user == d.actor.user_id) & same).execute()
        remember(d, key, payload, reference)
        advance(d, facts)
        return reference


def packed(said: Mapping[str, Said]) -> str:
    """A sheet as it is sealed: every factor, filled up to one size, so that the size says nothing (G5)."""
    every = {factor: _written(said.get(factor, Said())) for factor in FACTORS}
    text = json.dumps(every, ensure_ascii=False)
    return text + " " * (-len(text.encode()) % BLOCK)


def unpacked(body: str) -> dict[str, Said]:
    """The sheet again; a factor that was not asked about then is silent."""
    kept = json.loads(body)
    found = {factor: Said(Answer(answer) if answer else None, comment) for factor, (answer, comment) in kept.items()}
    return {factor: found.get(factor, Said()) for factor in FACTORS} | found


def _written(one: Said) -> list[str]:
    comment = "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in one.comment)
    return [one.answer or "", comment[:LONGEST_COMMENT]]


def _desk(d: Door, facts: Facts, child: str) -> SheetDesk:
    d.require(Action.FACTORS_RECORD, facts.reference, facts)
    found = _child(d, facts, child)
    place = (facts.reference, child)
    kept = [one for one in own(d, True, SHEET_FORM) if (one.body.get("case"), one.body.get("child")) == place]
    d.show(found.reference, *(one.reference for one in kept))
    return SheetDesk(head(d, facts), found, tuple(kept))


def _sheets(facts: Facts, *columns):
    return (
        FactorSheet.select(*columns)
        .join(User, on=(User.id == FactorSheet.author))
        .join(Person, on=(Person.id == FactorSheet.person))
        .where(FactorSheet.case == facts.id)
        .order_by(FactorSheet.id.desc())
    )


def _child(d: Door, facts: Facts, reference: str) -> Child:
    """One of the case's children. Raises Denied for anybody else."""
    found = next((child for child in children(d, facts) if child.reference == reference), None)
    return found if found is not None else _unknown(d, facts.reference)


def _unknown(d: Door, case: str):
    d.require_decision(Action.FACTORS_READ, Decision(False, False, "unknown", "G5"), case)
