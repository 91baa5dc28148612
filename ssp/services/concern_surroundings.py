"""What lies around a concern: earlier ones on the same children, and what was shared from it, in one query."""

from dataclasses import dataclass

from peewee import JOIN, SQL, Value, fn

from ssp.models import Concern, ConcernPerson, Disclosure, Matter, Unit, User
from ssp.services import participating
from ssp.services.door import Door, Facts
from ssp.services.register import DisclosureLine, as_line

MOST_EARLIER, MOST_SHARED = 10, 50
BLANK = ("to", "by", "on", "for", "of")


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """Another concern on one of the same children, open to the same reader."""

    reference: str
    state: str
    theme: str
    sent_at: int


def around(d: Door, facts: Facts, person_ids: list[int]) -> tuple[tuple[EarlierLine, ...], tuple[DisclosureLine, ...]]:
    """Other concerns on these children, only those this consultant takes part in; and the concern's disclosures.

    Each newest first. References are put into the log's line.
    """
    both = (_earlier(d, facts, person_ids) + _shared(facts)).alias("both")
    rows = Matter.select(SQL("*")).from_(both).order_by(both.c.at.desc(), both.c.number.desc()).tuples()
    earlier, shared = [], []
    for table, ref, state, at, _, first, *rest in rows:
        if table == "earlier":
            earlier.append(EarlierLine(ref, state, first, at))
        else:
            shared.append(as_line((ref, state, first, *rest, at)))
    d.show(*(line.reference for line in earlier + shared))
    return tuple(earlier), tuple(shared)


def _earlier(d: Door, facts: Facts, person_ids: list[int]):
    """Rows: "earlier", reference, state, when, number, theme, and nothing in the columns disclosures have more."""
    about_them = ConcernPerson.select(ConcernPerson.concern).where(ConcernPerson.person << (person_ids or [0]))
    newest = (
        Matter.select(
            Value("earlier").alias("kind"), Matter.reference, Matter.state, Matter.created_at.alias("at"),
            Matter.id.alias("number"), Concern.theme, *(Value("").alias(name) for name in BLANK),
        )
        .join(Concern, on=(Concern.matter == Matter.id))
        .where(
            (Matter.id << about_them)
            & (Matter.id != facts.id)
            & participating.takes_part(d.standing, Matter.id, d.now)
        )
        .order_by(Matter.id.desc())
        .limit(MOST_EARLIER)
        .alias("newest")
    )  # fmt: skip
    return Matter.select(SQL("*")).from_(newest)


def _shared(facts: Facts):
    sender, recipient = User.alias(), User.alias()
    newest = (
        Disclosure.select(
            Value("shared").alias("kind"), Matter.reference, Matter.state, Disclosure.shared_at.alias("at"),
            Matter.id.alias("number"), Unit.name, fn.COALESCE(recipient.name, "").alias("to"), sender.name.alias("by"),
            Disclosure.basis.alias("on"), Disclosure.purpose.alias("for"), Disclosure.parts.alias("of"),
        )
        .join(Matter, on=(Matter.id == Disclosure.matter))
        .join(Unit, on=(Unit.id == Disclosure.recipient_unit))
        .join(sender, on=(sender.id == Disclosure.sender))
        .join(recipient, JOIN.LEFT_OUTER, on=(recipient.id == Disclosure.recipient))
        .where(Disclosure.source == facts.id)
        .order_by(Disclosure.matter.desc())
        .limit(MOST_SHARED)
        .alias("newest_shared")
    )  # fmt: skip
    return Disclosure.select(SQL("*")).from_(newest)
