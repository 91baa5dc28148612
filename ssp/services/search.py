"""Searching: authorise first, then open and compare. There is no index over what is sealed."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta

from ssp.models import Unit
from ssp.policy.access import readable_kinds
from ssp.policy.finding import ENDED, FINDS_NUMBERS, FINDS_PERSONS, Finder, Query, analysed, without_numbers
from ssp.policy.permits import PERMITS
from ssp.policy.spelling import bare
from ssp.services import participating, saved_searches, search_lines, search_persons, search_sources
from ssp.services.birthdays import midnight
from ssp.services.door import Actor, Door, door
from ssp.services.saved_searches import Asked, Saved
from ssp.services.search_lines import Hit, Opened
from ssp.services.search_persons import Known, PersonHit
from ssp.services.search_sources import KEY, NAMED, PERSON, Narrowed, columns_of, disputed_in, opened
from ssp.terms import Action, MatterKind

MOST = 30
STEPS = (250, 1_000, 4_000, search_sources.EVERYTHING)
"""How many matters are read at a time: most searches are answered from the first few."""


class NothingAsked(Exception):
    """There is nothing to look for in what was typed."""


@dataclass(frozen=True, slots=True)
class Place:
    """A unit, for narrowing a search to what comes from there."""

    reference: str
    name: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The page one searches from."""

    saved: list[Saved]
    units: tuple[Place, ...]
    kinds: tuple[MatterKind, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: the newest matters, persons, and the reference to go on after, or None.

    `asked` is what was looked for without the CPR numbers in it; `numbered` says that there were some.
    """

    asked: Asked
    hits: list[Hit]
    persons: list[PersonHit]
    next: str | None
    units: tuple[Place, ...]
    kinds: tuple[MatterKind, ...]
    numbered: bool


def desk(actor: Actor) -> Desk:
    """The searches this person has saved, and what a search can be narrowed to. Raises Denied."""
    with door(actor) as d:
        d.require_general(Action.SEARCH)
        saved = saved_searches.own(d)
        d.show(*(one.reference for one in saved))
        return Desk(saved, _units(), _kinds(d))


def find(actor: Actor, asked: Asked) -> Found:
    """What fits among the matters this person may read, the newest first, and the persons they know.

    What was searched for goes into the log sealed (B2), with the references of what is shown; never how much was
    looked through. Raises Denied, NothingAsked.
    """
    with door(actor) as d:
        d.require_general(Action.SEARCH)
        return _find(d, asked)


def run(actor: Actor, reference: str) -> Found:
    """As `find`, with what somebody saved. Raises Denied."""
    with door(actor) as d:
        d.require_general(Action.SEARCH)
        return _find(d, saved_searches.opened(d, reference, Action.SEARCH))


def said_again(typed: str) -> str:
    """What was typed, as a page may say it back: a CPR number never is."""
    return without_numbers(typed)


def _find(d: Door, asked: Asked) -> Found:
    query = analysed(asked.text)
    if query.empty:
        raise NothingAsked
    d.searched(asked.in_words())
    finder = Finder(query)
    known = search_persons.known(d) if d.standing.role in FINDS_PERSONS else {}
    found = _found(d, finder, asked, known)
    shown = search_lines.hits(d, finder, found[:MOST])
    persons = [] if asked.after else search_persons.hits(d, finder, known)
    more = shown[-1].reference if len(found) > MOST else None
    asked = replace(asked, text=said_again(asked.text))
    return Found(asked, shown, persons, more, _units(), _kinds(d), bool(query.numbers))


def _found(d: Door, finder: Finder, asked: Asked, known: dict[int, Known]) -> list[Opened]:
    """The newest matters that fit, one more than are shown; a reference typed as it is written is one of them."""
    query = finder.query
    if query.numbers and d.standing.role not in FINDS_NUMBERS:
        return []
    if query.reference and (row := _referred_to(d, query.reference)):
        return _of_step(d, Finder(Query()), [row], known, 1)
    numbers = search_persons.whose(d, known, query.numbers)
    before = participating.position(d.standing, asked.after, d.now)
    narrowed, found = _narrowed(asked), []
    for count in STEPS:
        rows = _grouped(search_sources.rows(d, _reading(d), narrowed, before, count, bool(known)))
        found += _of_step(d, finder, rows, known, MOST + 1 - len(found), numbers)
        if len(found) > MOST or len(rows) < count:
            break
        before = rows[-1][0]
    return found


def _of_step(d: Door, finder: Finder, rows: list, known: dict[int, Known], most: int, numbers=()) -> list[Opened]:
    """Those of these matters that fit, `most` of them at the most."""
    found: list[Opened] = []
    for id_, parts in rows:
        opened = _fitting(d, finder, id_, parts, known, numbers)
        if opened is not None:
            found.append(opened)
            if len(found) == most:
                break
    return found


def _fitting(d: Door, finder: Finder, id_: int, parts: list, known: dict[int, Known], numbers) -> Opened | None:
    """The matter, opened, when it fits; nothing is kept of one that does not."""
    people, sealed, reference, wrapped = [], [], "", b""
    for row in parts:
        if row[1] == PERSON:
            people += [known[row[3]]] if row[3] in known else []
        elif row[1] == KEY:
            reference, wrapped = row[2], row[4]
        else:
            sealed.append(row)
    if any(not {person.id for person in people} & theirs for theirs in numbers):
        return None
    key = d.unwrap(reference, wrapped)
    sealed = [(row, opened(key, reference, row)) for row in sealed]
    names = [person.name for person in people]
    written = [text.decode() for row, texts in sealed if row[1] in NAMED for text in texts]
    if written and d.standing.role in FINDS_PERSONS:
        names += written
    everything = b"\n".join([text for _, texts in sealed for text in texts] + [name.encode() for name in names])
    if not finder.may_fit(everything, tuple(names)):
        return None
    disputed = disputed_in([row for row, _ in sealed])
    texts = [column for row, found in sealed for column in columns_of(row, found, disputed)]
    if not finder.fits(bare("\n".join([*(text for _, text in texts), *names])), tuple(names)):
        return None
    return Opened(id_, reference, texts, people)


def _grouped(rows: list) -> list[tuple[int, list]]:
    """The rows by matter, the newest matter first."""
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return sorted(found.items(), reverse=True)


def _referred_to(d: Door, reference: str) -> tuple[int, list] | None:
    """The matter with this reference when this person may read it; anything else is as good as nothing."""
    facts = d.facts(reference)
    if facts is None or Action(f"{facts.matter.kind}.read") not in d.may(facts):
        return None
    rows = search_sources.rows(d, _reading(d), Narrowed(), facts.id + 1, 1, d.standing.role in FINDS_PERSONS)
    return next(iter(_grouped(rows)), None)


def _narrowed(asked: Asked) -> Narrowed:
    return Narrowed(
        frozenset({asked.kind} if asked.kind else ()),
        midnight(asked.since) if asked.since else None,
        midnight(asked.until + timedelta(days=1)) if asked.until else None,
        tuple(sorted(ENDED)) if asked.state else (),
        asked.state == "ended",
        asked.unit,
    )


def _reading(d: Door) -> frozenset[MatterKind]:
    """The kinds this person can read, each with an act that reads it."""
    return frozenset(kind for kind in readable_kinds(d.standing) if Action(f"{kind}.read") in PERMITS)


def _kinds(d: Door) -> tuple[MatterKind, ...]:
    return tuple(kind for kind in MatterKind if kind in _reading(d))


def _units() -> tuple[Place, ...]:
    rows = Unit.select(Unit.reference, Unit.name).where(Unit.active).order_by(Unit.name).tuples()
    return tuple(Place(*row) for row in rows)


__all__ = ["Asked", "Desk", "Found", "NothingAsked", "desk", "find", "run"]
