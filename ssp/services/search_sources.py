"""Where a search looks: every text a matter's readers are shown, and the children it names; read many at a time.

Who may read comes first, inside the statement: nothing of another matter is fetched, and no key is unwrapped. What
only some of a matter's readers are shown (why triage decided, the section's own notes, advice to a successor) is
looked through by nobody, nor is a line of a chronology about a concern, since that is another matter.
"""

import json
from dataclasses import dataclass
from functools import partial, reduce
from operator import add
from types import SimpleNamespace

from peewee import JOIN, SQL, Cast, Model, Node, Select
from peewee import Case as Switch

from ssp.db import handle
from ssp.models import (
    Absence,
    Attachment,
    Case,
    Commitment,
    Concern,
    ConcernPerson,
    Consultation,
    Disclosure,
    Entry,
    Goal,
    Matter,
    Meeting,
    Message,
    Notification,
    NotificationPerson,
    Participation,
    Unit,
)
from ssp.policy.permits import PERMITS
from ssp.services import participating
from ssp.services.door import Door
from ssp.services.known_persons import NAMED_IN
from ssp.services.prepared import prepared, slot, slots
from ssp.services.writing import DataKey
from ssp.terms import Action, AttachmentState, Done, EntryKind, MatterKind, MessageKind, Part

EVERYTHING = 1_000_000_000
CODED = (MessageKind.DUTY, MessageKind.DEFERRAL, MessageKind.REVIEW, MessageKind.NETWORK_CONSULTATION)
"""Messages that begin with a code or a date, which is no word of anybody's."""
NAMED = frozenset({"concern_persons", "notification_persons"})
"""Where the text is a child's name, as it was written."""
KEY, PERSON = "key", "person"
DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Source:
    """A table of sealed texts: which matter a row is of, the columns, and the kinds of matter that have rows there.

    `mark` is a number for each row, 0 unless said: a line of a chronology has its id, a statement that of the line it
    answers, below zero.
    """

    model: type[Model]
    matter: str
    columns: tuple[str, ...]
    kinds: frozenset[MatterKind]
    where: tuple
    mark: Node

    @property
    def table(self) -> str:
        return self.model._meta.table_name


def _of(model, matter: str, columns: str, *kinds: MatterKind, where=(), mark=SQL("0")) -> Source:
    return Source(model, matter, tuple(columns.split()), frozenset(kinds or MatterKind), where, mark)


_ANSWERED = Switch(None, ((Entry.kind == EntryKind.STATEMENT, 0 - Entry.answers),), Entry.id)


_C = MatterKind
SOURCES = (
    _of(Concern, "matter", "observation words assessment protective place done_text described_as", _C.CONCERN),
    _of(ConcernPerson, "concern", "named", _C.CONCERN, where=(ConcernPerson.named.is_null(False),)),
    _of(Case, "matter", "title purpose", _C.CASE),
    _of(Entry, "case", "body struck_reason", _C.CASE, where=(Entry.about.is_null(),), mark=_ANSWERED),
    _of(Goal, "case", "body help", _C.CASE),
    _of(Commitment, "matter", "body", _C.CASE),
    _of(Notification, "matter", "observation words strengths tried not_informed_reason notifier receipt",
        _C.NOTIFICATION),
    _of(NotificationPerson, "notification", "named", _C.NOTIFICATION,
        where=(NotificationPerson.named.is_null(False),)),
    _of(Disclosure, "matter", "extract necessity", _C.DISCLOSURE),
    _of(Consultation, "matter", "situation tried", _C.CONSULTATION),
    _of(Meeting, "matter", "purpose place special_reason outcome", _C.MEETING),
    _of(Absence, "matter", "correction", _C.ABSENCE),
    _of(Message, "matter", "body", _C.CONCERN, _C.DISCLOSURE, _C.CONSULTATION, _C.NOTIFICATION,
        where=(Message.kind.not_in(CODED),)),
    _of(Attachment, "matter", "name", _C.CASE, _C.CONCERN, where=(Attachment.state == AttachmentState.READY,)),
)  # fmt: skip
SEALED = {s.table: tuple(f"{s.table}.{column}".encode() for column in s.columns) for s in SOURCES}
COLUMNS = {source.table: source.columns for source in SOURCES}
WIDEST = max(len(source.columns) for source in SOURCES)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a search is narrowed to: kinds (all of them when empty), a moment from and until, states, and a unit."""

    kinds: frozenset[MatterKind] = frozenset()
    since: int | None = None
    until: int | None = None
    states: tuple[str, ...] = ()
    ended: bool = False
    unit: str = ""


def rows(
    d: Door, kinds: frozenset[MatterKind], narrowed: Narrowed, before: int | None, count: int, persons: bool
) -> list:
    """The newest matters this person may read with everything sealed in them: (matter, source, row, person, values…).

    One statement. `before` is the matter to go on after, `persons` whether the children on the rolls are wanted too.
    """
    kinds = tuple(sorted(kinds & narrowed.kinds if narrowed.kinds else kinds))
    if not kinds:
        return []
    who, given = d.standing, {"before": before, "count": count, "now": d.now}
    networks = {f"network{number}": id_ for number, id_ in enumerate(sorted(who.networks))}
    given |= {"user": who.user_id, "unit": who.unit_id, "role": who.role} | networks
    given |= {"since": narrowed.since, "until": narrowed.until, "of_unit": narrowed.unit}
    wanted = (narrowed.since is not None, narrowed.until is not None, bool(narrowed.unit), narrowed.ended)
    states = tuple(narrowed.states)
    given["reach"] = EVERYTHING if any(wanted) or states else count
    return _rows(kinds, len(networks), before is not None, wanted, states, persons, **given)


def opened(key: DataKey, matter: str, row: tuple) -> list[bytes]:
    """What one row holds, opened."""
    _, table, reference, _, *values = row
    return key.open_row(SEALED[table], reference or matter, values)


def disputed_in(rows: list[tuple]) -> set[int]:
    """The lines among these rows that a statement answers."""
    return {-row[3] for row in rows if row[3] < 0}


def columns_of(row: tuple, texts: list[bytes], disputed: set[int] = frozenset()) -> list[tuple[str, str]]:
    """The texts of one row with the columns they stand in; of an extract, the parts that are words.

    What was struck through, or what somebody made a statement against, stands under DISPUTED: it is found, and shown
    only where its correction or its statement is (H4).
    """
    names = [name for name, value in zip(COLUMNS[row[1]], row[4:], strict=False) if value is not None]
    found = [(name, text.decode()) for name, text in zip(names, texts, strict=True)]
    if "struck_reason" in names or row[3] in disputed:
        return [(DISPUTED, text) for _, text in found]
    if row[1] != Disclosure._meta.table_name:
        return found
    extract = [("extract", _words(part["part"], part["text"])) for part in json.loads(found[0][1])]
    return [(name, text) for name, text in [*extract, *found[1:]] if text]


def _words(part: str, text: str) -> str:
    """What a part says in words: a theme is a code, and so are the first words of two others."""
    if part == Part.THEME:
        return ""
    if part == Part.WHEN_WHERE:
        return text.partition(" ")[2]
    if part == Part.DONE:
        return " ".join(word for word in text.split(" ") if word not in set(Done))
    return text


@partial(prepared, plain=True)
def _rows(kinds, networks: int, continued: bool, wanted, states, persons: bool):
    mine = _mine(kinds, networks, continued, wanted, states).cte(
        "mine", columns=("id", "reference", "wrapped_key", "kind")
    )
    arms = [_keys(mine)] + [_texts(mine, source) for source in SOURCES if source.kinds & set(kinds)]
    arms += [_named(mine, kind, *NAMED_IN[kind]) for kind in kinds if persons and kind in NAMED_IN]
    return reduce(add, arms).with_cte(mine)


def _mine(kinds, networks: int, continued: bool, wanted, states):
    """The newest matters this person may read, in a capacity that may read them."""
    before = slot("before") if continued else None
    arms = [_newest(MatterKind(kind), networks, before) for kind in kinds]
    ids = reduce(add, arms)
    query = Matter.select(Matter.id, Matter.reference, Matter.wrapped_key, Matter.kind).where(Matter.id << ids)
    since, until, unit, ended = wanted
    if since:
        query = query.where(Matter.created_at >= slot("since"))
    if until:
        query = query.where(Matter.created_at < slot("until"))
    if unit:
        query = query.where(Matter.unit << Unit.select(Unit.id).where(Unit.reference == slot("of_unit")))
    if states:
        query = query.where(Matter.state << states if ended else Matter.state.not_in(states))
    return query.order_by(Matter.id.desc()).limit(slot("count"))


def _newest(kind: MatterKind, networks: int, before):
    who = SimpleNamespace(
        user_id=slot("user"), unit_id=slot("unit"), role=slot("role"), networks=slots("network", networks)
    )
    capacities = sorted(PERMITS[Action(f"{kind}.read")].capacities)
    newest = participating.newest(who, kind, slot("now"), before, slot("reach"), capacities).alias("newest")
    return Participation.select(newest.c.matter_id).from_(newest)


def _keys(mine):
    return Matter.select(
        mine.c.id, _text(KEY), mine.c.reference, SQL("0"), mine.c.wrapped_key,
        *[Cast(SQL("NULL"), "bytea")] * (WIDEST - 1),
    ).from_(mine)  # fmt: skip


def _texts(mine, source: Source):
    model = source.model
    own = model.reference if "reference" in model._meta.fields else _text("")
    columns = [getattr(model, name) for name in source.columns]
    shown = (mine.c.id, _text(source.table), own, source.mark, *columns, *_nothing(WIDEST - len(columns)))
    return _beside(mine, model, shown, source.kinds).where(mine.c.id == getattr(model, source.matter), *source.where)


def _named(mine, kind: MatterKind, matter, person):
    shown = (mine.c.id, _text(PERSON), _text(""), person, *_nothing(WIDEST))
    return _beside(mine, matter.model, shown, {kind}).where(mine.c.id == matter, person.is_null(False))


def _beside(mine, model, shown, kinds) -> Select:
    """The rows of a table that belong to the matters, these first: a cross join, which SQLite leaves in its order."""
    rows = Select((mine.join(model, JOIN.CROSS),), shown).bind(handle)
    return rows.where(mine.c.kind << sorted(kinds))


def _nothing(count: int) -> list:
    """Columns without a value; the first arm of the statement says what they would hold."""
    return [SQL("NULL")] * count


def _text(word: str) -> SQL:
    return SQL(f"'{word}'")
