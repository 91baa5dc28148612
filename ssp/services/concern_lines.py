"""A concern as a line in a list: opened in a fixed number of queries, however many rows."""

from dataclasses import dataclass
from datetime import date

from peewee import JOIN, fn

from ssp.models import Concern, ConcernPerson, Matter, Message, Person, Unit, User
from ssp.services.door import Door, Facts
from ssp.services.prepared import numbered, prepared, slots
from ssp.services.writing import unseal
from ssp.terms import MessageKind

ASIDE = (MessageKind.DUTY, MessageKind.DEFERRAL, MessageKind.REVIEW)
"""What stands on a thread and says nothing to anybody: it neither asks nor answers."""


@dataclass(frozen=True, slots=True)
class ConcernLine:
    """One concern in a list. `waiting_for_me` says that the last word on the thread is a question to the reader.

    `children` are the references of the pupils it names, for the log.
    """

    reference: str
    state: str
    subject: str
    theme: str
    worry: str
    who: str
    author: str
    unit: str
    sent_at: int
    decide_by: date
    messages: int
    waiting_for_me: bool
    own: bool
    children: tuple[str, ...] = ()


def lines(d: Door, ids, reader_id: int, oldest_first: bool = False, briefly: bool = False) -> list[ConcernLine]:
    """The concerns with these ids (a query of ids), as lines. Three queries, however many rows.

    `briefly` takes two: the threads are not counted, and only others' answers are seen to wait.
    """
    rows = _rows(ids, oldest_first)
    keys = {row[0]: d.unwrap(row[1], row[2]) for row in rows}
    named = _names(d, keys)
    nobody: _Named = ([], [])
    threads = {} if briefly else _threads(list(keys))
    found = []
    for id_, ref, _, state, at, subject, theme, worry, described, author_id, due, answered, author, unit in rows:
        who = unseal(keys[id_], "concerns", ref, described_as=described)["described_as"]
        count, last = threads.get(id_, (0, ""))
        names, children = named.get(id_, nobody)
        asked = last == MessageKind.QUESTION if author_id == reader_id else answered
        found.append(
            ConcernLine(ref, state, subject, theme, worry, ", ".join(names) or who, author, unit, at, due, count, asked,
                        author_id == reader_id, tuple(children))
        )  # fmt: skip
    return found


def references(shown: list[ConcernLine]) -> list[str]:
    """Everything the lines show, for the log: the concerns and the children they name (B1)."""
    return [reference for line in shown for reference in (line.reference, *line.children)]


def _rows(ids, oldest_first: bool) -> list[tuple]:
    order = Matter.id.asc() if oldest_first else Matter.id.desc()
    return list(
        Matter.select(
            Matter.id, Matter.reference, Matter.wrapped_key, Matter.state, Matter.created_at, Concern.subject,
            Concern.theme, Concern.worry, Concern.described_as, Concern.author, Concern.decide_by, Concern.answered,
            User.name, Unit.name,
        )
        .join(Concern, on=(Concern.matter == Matter.id))
        .join(User, on=(User.id == Concern.author))
        .join(Unit, on=(Unit.id == Matter.unit))
        .where(Matter.id << ids)
        .order_by(order)
        .tuples()
    )  # fmt: skip


def child_names(d: Door, facts: Facts) -> list[str]:
    """The names of the children a concern is about, listed or not, about to be shown."""
    names, children = _names(d, {facts.id: facts.key}).get(facts.id, ([], []))
    d.show(*children)
    return names


_Named = tuple[list[str], list[str]]


def _names(d: Door, keys: dict) -> dict[int, _Named]:
    """For each concern the names of its children, and the references of those who are on a school's roll."""
    rows = _children(len(keys), **numbered("concern", keys))
    found: dict[int, _Named] = {}
    for concern_id, row, named, reference, wrapped, name in rows:
        if reference is None:
            text = keys[concern_id].open("concern_persons.named", row, named)
        else:
            text = d.unwrap(reference, wrapped).open("persons.name", reference, name)
        names, children = found.setdefault(concern_id, ([], []))
        names.append(text)
        children.extend([reference] if reference else [])
    return found


@prepared
def _children(concerns: int):
    return (
        ConcernPerson.select(
            ConcernPerson.concern, ConcernPerson.reference, ConcernPerson.named, Person.reference, Person.wrapped_key,
            Person.name,
        )
        .join(Person, JOIN.LEFT_OUTER, on=(Person.id == ConcernPerson.person))
        .where(ConcernPerson.concern << slots("concern", concerns))
        .order_by(ConcernPerson.id)
        .tuples()
    )  # fmt: skip


def _threads(ids: list[int]) -> dict[int, tuple[int, str]]:
    """For each matter the number of messages and the kind of the last one; what stands aside is not counted."""
    return {matter_id: (count, kind) for matter_id, count, kind in _last_words(len(ids), **numbered("matter", ids))}


@prepared
def _last_words(matters: int):
    last = (
        Message.select(
            Message.matter.alias("matter_id"), fn.COUNT(Message.id).alias("n"), fn.MAX(Message.id).alias("last")
        )
        .where((Message.matter << slots("matter", matters)) & ~(Message.kind << ASIDE))
        .group_by(Message.matter)
        .alias("threads")
    )
    return Message.select(last.c.matter_id, last.c.n, Message.kind).join(last, on=(Message.id == last.c.last)).tuples()
