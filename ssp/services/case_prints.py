"""Printing a chronology: what stands on the sheet, why it was asked for, and the mark of what left (J10)."""

import hashlib
from dataclasses import dataclass, replace

from ssp.models import CaseConcern, CasePerson, Concern, Entry, Person, Unit, User
from ssp.policy import chronology as policy
from ssp.policy import families
from ssp.policy.access import Decision
from ssp.policy.chronology import Silence
from ssp.services import chronology
from ssp.services.case_heads import CaseHead, head
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.entry_views import EntryView, Named
from ssp.services.family_views import Recorded, recorded, seen
from ssp.services.writing import unseal
from ssp.terms import Action, PersonKind, PrintKind

LEFT_OUT = "[…]"
SHORTEST_ADDRESS = 4


@dataclass(frozen=True, slots=True)
class PrintDesk:
    """The page a print is asked for on, with the adults of the family it can be made for."""

    head: CaseHead
    adults: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Print:
    """What stands on the sheet, the oldest line first; `waiting` is the silence that has not ended.

    `whole` says that the case's own words, its title and purpose, stand there too; `recipient` is an adult's name.
    """

    head: CaseHead
    kind: PrintKind
    lines: tuple[EntryView, ...]
    waiting: Silence | None
    whole: bool = True
    recipient: str = ""


def desk(actor: Actor, case: str) -> PrintDesk:
    """Whether this person may print the case at all, and for whom; nothing of it is shown yet. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.CASE_READ, case, d.facts(case))
        d.require(Action.CASE_PRINT, case, facts)
        top = head(d, facts)
        adults = _adults(d, facts, recorded(d, top.family_id)) if top.family_id else {}
        d.show(*(adult.reference for adult in adults.values()))
        return PrintDesk(top, tuple(adults.values()))


def read(actor: Actor, case: str, kind: PrintKind, reason: str, adult: str = "") -> Print:
    """The case as it is printed, with the reason sealed in the log. Raises Denied.

    `adult` is the reference of an adult of the family: then nothing stands there that they may not be told (H5).
    UNNAMED leaves out, by name, who wrote and who reported: their organisation stands there instead.
    """
    with door(actor) as d:
        facts = d.require(Action.CASE_PRINT, case, d.facts(case), purpose=kind)
        d.searched(reason)
        lines, waiting = chronology.everything(d, facts)
        made = Print(head(d, facts), kind, lines, waiting)
        if adult:
            made = _for_adult(d, facts, made, adult)
        return _unnamed(facts, made) if kind is PrintKind.UNNAMED else made


def deliver(actor: Actor, case: str, data: bytes, kind: str = "") -> None:
    """Put the mark of the bytes that are about to leave in the log. Raises Denied, LogUnavailable: then none leave."""
    digest = hashlib.sha256(data).hexdigest()
    with door(actor) as d:
        d.require(Action.CASE_PRINT, case, d.facts(case), purpose=kind)
        d.show(f"sha256:{digest}")


def _adults(d: Door, facts: Facts, found: Recorded) -> dict[int, Named]:
    """The adults of a family this person may see (H6), who may be told of a child, and whose name can be shown."""
    shown = [m.id for m in seen(d, facts, found).members if m.adult]
    told = [id_ for id_ in shown if families.told_about(found.family, id_)]
    people = (found.people[id_] for id_ in told)
    return {person.id: Named(person.reference, person.name) for person in people if person.name}


def _for_adult(d: Door, facts: Facts, made: Print, adult: str) -> Print:
    """What this adult may be told: the lines about children they have a say over and themselves, and no address."""
    found = recorded(d, made.head.family_id) if made.head.family_id else None
    chosen = [(id_, one) for id_, one in (_adults(d, facts, found) if found else {}).items() if one.reference == adult]
    if not chosen:
        d.require_decision(Action.CASE_PRINT, Decision(False, False, "unknown", "H5"), facts.reference)
    [(adult_id, named)] = chosen
    d.show(adult)
    told_of = frozenset(families.told_about(found.family, adult_id))
    about = _children_of(facts)
    rows = Entry.select(Entry.reference, Entry.person).where(Entry.case == facts.id).tuples()
    shown, whole = policy.told(rows, about, told_of | {adult_id}), policy.tells_all(about, told_of)
    lines = tuple(line for line in made.lines if line.reference in shown)
    cleared = _changed(replace(made, lines=lines), dict.fromkeys(_addresses(d, found), LEFT_OUT))
    return replace(cleared, waiting=made.waiting if whole else None, whole=whole, recipient=named.name)


def _children_of(facts: Facts) -> frozenset[int]:
    """The children the case is about, and those it was about while its lines were written."""
    here = CasePerson.select(CasePerson.person).where(CasePerson.case == facts.id)
    told_of = Entry.select(Entry.person).where((Entry.case == facts.id) & Entry.person.is_null(False))
    rows = Person.select(Person.id).where(
        (Person.id << here) | ((Person.id << told_of) & (Person.kind != PersonKind.ADULT))
    )
    return frozenset(id_ for (id_,) in rows.tuples())


def _addresses(d: Door, found: Recorded) -> set[str]:
    """Every address known of the family and its members, as it is written where it stands, and its first line."""
    rows = Person.select(Person.reference, Person.wrapped_key, Person.address).where(Person.id << list(found.people))
    theirs = [
        unseal(d.unwrap(reference, wrapped), "persons", reference, address=address)["address"]
        for reference, wrapped, address in rows.tuples()
    ]
    known = {address.strip() for address in (*theirs, *(home.address for home in found.homes.values()))}
    parts = {part for address in known for part in (address, address.split("\n")[0].split(",")[0].strip())}
    return {part for part in parts if len(part) >= SHORTEST_ADDRESS}


def _unnamed(facts: Facts, made: Print) -> Print:
    """Nobody who wrote, takes part or reported is named; their organisation stands where their name did."""
    authors = {line.author_id for one in made.lines for line in (one, *one.statements)}
    parties = {grant.user_id for grant in facts.matter.grants if grant.user_id is not None}
    reporters = (
        Concern.select(Concern.author)
        .join(CaseConcern, on=(CaseConcern.concern == Concern.matter))
        .where(CaseConcern.case == facts.id)
    )
    rows = (
        User.select(User.name, Unit.name)
        .join(Unit, on=(Unit.id == User.unit))
        .where((User.id << sorted(authors | parties)) | (User.id << reporters))
        .tuples()
    )
    return _changed(made, dict(rows), unnamed=True)


def _changed(made: Print, instead: dict[str, str], unnamed: bool = False) -> Print:
    """The print with words put aside for others in every text, and with `unnamed` nobody's name where one is told."""

    def line(view: EntryView) -> EntryView:
        named = {"author": "", "struck_by": ""} if unnamed else {}
        return replace(
            view, text=policy.without(view.text, instead), struck_reason=policy.without(view.struck_reason, instead),
            statements=tuple(map(line, view.statements)), **named,
        )  # fmt: skip

    top = made.head
    words = {"title": policy.without(top.title, instead), "purpose": policy.without(top.purpose, instead)}
    return replace(made, head=replace(top, **words), lines=tuple(map(line, made.lines)))
