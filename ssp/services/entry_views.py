"""The lines of a chronology, opened: who wrote each, what it is about, and the statements attached to it (H4)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from peewee import JOIN, fn
from peewee import Case as Switch

from ssp.models import CasePerson, Entry, Matter, Person, Unit, User
from ssp.policy.chronology import Silence
from ssp.policy.families import keeps
from ssp.policy.persons import name_shown, sees_identity
from ssp.services import participating
from ssp.services.door import Door, Facts
from ssp.services.writing import unseal
from ssp.terms import WORDLESS, EntryKind

HEADLINE = 110
CHILD = (Person.reference.alias("child"), Person.wrapped_key, Person.name.alias("child_name"), Person.protected_name)
"""What a row says of the child a line is about; see `names_of`."""
STILL_HERE = fn.EXISTS(
    CasePerson.select(CasePerson.id).where((CasePerson.case == Entry.case) & (CasePerson.person == Person.id))
).alias("still_here")
"""Whether the case is about that child now."""


@dataclass(frozen=True, slots=True)
class Named:
    """A unit or a person of the case, to be chosen by."""

    reference: str
    name: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line. `concern` is the reference of the concern it tells of, "" for who takes no part in that.

    `corrects` is the line it was written instead of, `corrected_by` the one written instead of it; `silence` is the
    stretch without contact that this contact ended.
    """

    id: int
    reference: str
    kind: EntryKind
    author_id: int
    author: str
    unit: str
    at: int
    day: date
    text: str
    source: str
    fact: bool
    starred: bool
    amended_at: int | None
    child: Named | None
    concern: str
    struck_at: int | None
    struck_by: str
    struck_reason: str
    corrects: str
    corrected_by: str = ""
    silence: Silence | None = None
    statements: tuple["EntryView", ...] = ()

    @property
    def version(self) -> int:
        """How long after it was written it was last amended, in seconds: the version of its words; 0 for the first."""
        return self.amended_at - self.at if self.amended_at else 0

    @property
    def headline(self) -> str:
        """What the line says at a glance: its first words."""
        first = self.text.strip().split("\n", 1)[0].strip()
        if len(first) <= HEADLINE:
            return first
        return first[:HEADLINE].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"

    @property
    def more(self) -> bool:
        """Whether the text says more than the headline."""
        return self.headline != self.text.strip()


def rows(d: Door, facts: Facts, condition) -> list:
    """The lines as stored, newest first; which concern one tells of is told those who take part in that concern."""
    about, striker, answered = Matter.alias(), User.alias(), Entry.alias()
    known = Switch(None, ((participating.takes_part(d.standing, Entry.about, d.now), about.reference),), "")
    return list(
        Entry.select(
            Entry.id, Entry.reference, Entry.kind, Entry.author.alias("author"), User.name.alias("author_name"),
            Unit.name.alias("unit_name"), Entry.at, Entry.happened_on, Entry.source, Entry.fact, Entry.starred,
            Entry.amended_at, Entry.body, Entry.about.alias("about"), known.alias("concern"), Entry.struck_at,
            striker.name.alias("struck_name"), Entry.struck_reason, Entry.answers.alias("answers"),
            answered.reference.alias("answered"), *CHILD, STILL_HERE,
        )
        .join(User, on=(User.id == Entry.author))
        .join(Unit, JOIN.LEFT_OUTER, on=(Unit.id == Entry.unit))
        .join(about, JOIN.LEFT_OUTER, on=(about.id == Entry.about))
        .join(Person, JOIN.LEFT_OUTER, on=((Person.id == Entry.person) & Person.merged_into.is_null()))
        .join(striker, JOIN.LEFT_OUTER, on=(striker.id == Entry.struck_by))
        .join(answered, JOIN.LEFT_OUTER, on=(answered.id == Entry.answers))
        .where((Entry.case == facts.id) & condition)
        .order_by(Entry.happened_on.desc(), Entry.id.desc())
        .namedtuples()
    )  # fmt: skip


def views(d: Door, facts: Facts, found: list, whole: bool = False) -> list[EntryView]:
    """The lines opened, each with the statements that answer it, these the oldest first.

    With `whole` the statements stand as lines too.
    """
    names = names_of(d, facts, found)
    opened = [(row.answers, _view(facts, row, names)) for row in found]
    attached: dict[int, list[EntryView]] = {}
    for answers, view in reversed(opened):
        if view.kind is EntryKind.STATEMENT:
            attached.setdefault(answers, []).append(view)
    return [
        replace(view, statements=tuple(attached.get(view.id, ())))
        for _, view in opened
        if whole or view.kind is not EntryKind.STATEMENT
    ]


def _view(facts: Facts, row, names: dict[str, str]) -> EntryView:
    texts = unseal(facts.key, "entries", row.reference, struck_reason=row.struck_reason)
    text = row.concern if row.about else unseal(facts.key, "entries", row.reference, body=row.body)["body"]
    text = "" if row.kind in WORDLESS else text
    return EntryView(
        row.id, row.reference, EntryKind(row.kind), row.author, row.author_name, row.unit_name or "", row.at,
        row.happened_on, text, row.source or "", row.fact, row.starred, row.amended_at,
        Named(row.child, names[row.child]) if row.child in names else None, row.concern if row.about else "",
        row.struck_at, row.struck_name or "", texts["struck_reason"], row.answered or "",
    )  # fmt: skip


def names_of(d: Door, facts: Facts, found: list) -> dict[str, str]:
    """The names of the children some rows are about, by reference; "" where one is protected from this reader (A13).

    A child the case is no longer about is named to its keepers alone (H6).
    """
    names: dict[str, str] = {}
    close, keeper = sees_identity(d.may(facts)), keeps(d.standing, facts.matter, d.now)
    for row in found:
        if row.child and row.child not in names and (keeper or row.still_here):
            key = d.unwrap(row.child, row.wrapped_key)
            name = unseal(key, "persons", row.child, name=row.child_name)["name"]
            names[row.child] = name_shown(name, row.protected_name, close)
    return names


def show(d: Door, lines: Iterable[EntryView]) -> None:
    """The concerns and children that are about to be shown, into the log's line."""
    for line in lines:
        for view in (line, *line.statements):
            d.show(*filter(None, (view.concern, view.child.reference if view.child else "")))
