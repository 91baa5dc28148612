"""What a notification shows: everything to the section, to whoever notified what is theirs (E6, E7)."""

from dataclasses import dataclass

from peewee import JOIN

from ssp.models import Matter, Notification, NotificationPerson, Person, Unit, User
from ssp.policy.access import reaches
from ssp.policy.duties import PROFESSIONALS, keep_from_parents
from ssp.services import clocks, participating
from ssp.services.clocks import ClockView
from ssp.services.door import Door, Facts
from ssp.services.writing import unseal
from ssp.terms import Action, CameFrom, Capacity, ClockKind, Ground, NotInformed

CONTENT = ("notifier", "observation", "words", "strengths", "tried", "not_informed_reason")
SECTIONS_OWN = ("assessment_reason", "filed_in")
THE_ACTS_OF = {
    CameFrom.ANONYMOUS: frozenset({Action.NOTIFICATION_RECEIPT, Action.NOTIFICATION_FEEDBACK}),
    CameFrom.PRIVATE: frozenset({Action.NOTIFICATION_FEEDBACK}),
}
"""The acts nobody is there to receive: no receipt to who did not say who they are, feedback to professionals alone."""


@dataclass(frozen=True, slots=True)
class NotifiedChild:
    """A child in a notification; `cpr` is masked and for the section alone, `address` is hidden when protected."""

    reference: str
    name: str
    school_class: str = ""
    cpr: str = ""
    address: str = ""
    protected: bool = False


@dataclass(frozen=True, slots=True)
class NotificationView:
    """One notification as one person may see it. What only the section sees is "" or None for others.

    `assess_by` and `receipt_by` are when the section's clocks run out, None when they do not run.
    """

    reference: str
    version: int
    state: str
    came_from: CameFrom
    ground: Ground
    acute: bool
    author: str
    author_role: str
    author_unit: str
    section: str
    source: str
    absence_percent: int | None
    parents_informed: bool
    not_informed: str
    sent_at: int
    arrived_at: int
    received_at: int | None
    received_by: str
    assessed_at: int | None
    assessed_by: str
    assessment: str
    receipted_at: int | None
    feedback: str
    feedback_at: int | None
    filed_at: int | None
    assess_by: int | None
    receipt_by: int | None
    texts: dict[str, str]
    children: tuple[NotifiedChild, ...]
    clocks: tuple[ClockView, ...]
    for_section: bool
    professional: bool
    keep_from_parents: bool
    may: frozenset[Action]


def view_of(d: Door, facts: Facts) -> NotificationView:
    """The notification composed for the person in the door."""
    row = _row(d, facts.id)
    inside = _in_section(d, facts)
    came_from, ground = CameFrom(row["came_from"]), Ground(row["ground"])
    running = clocks.of_matter(d, facts.id)
    ends = {clock.kind: clock.due_at for clock in running}
    not_informed = NotInformed(row["not_informed"]) if row["not_informed"] else None
    d.show(*((row["source_reference"],) if row["source_open"] else ()))
    return NotificationView(
        reference=facts.reference, version=facts.version, state=facts.matter.state, came_from=came_from, ground=ground,
        acute=row["acute"], author=row["author_name"], author_role=row["author_role"], author_unit=row["author_unit"],
        section=row["section_name"], source=row["source_reference"] if row["source_open"] else "",
        absence_percent=row["absence_percent"], parents_informed=row["parents_informed"],
        not_informed=not_informed or "", sent_at=row["created_at"], arrived_at=row["arrived_at"],
        received_at=row["received_at"], received_by=(row["receiver"] or "") if inside else "",
        assessed_at=row["assessed_at"], assessed_by=(row["assessor"] or "") if inside else "",
        assessment=(row["assessment"] or "") if inside else "", receipted_at=row["receipted_at"],
        feedback=row["feedback"] or "", feedback_at=row["feedback_at"], filed_at=row["filed_at"] if inside else None,
        assess_by=ends.get(ClockKind.ASSESSMENT), receipt_by=ends.get(ClockKind.RECEIPT),
        texts=_texts(facts, row, inside), children=_children(d, facts, inside),
        clocks=tuple(running) if inside else (), for_section=inside, professional=came_from in PROFESSIONALS,
        keep_from_parents=keep_from_parents(ground, not_informed),
        may=d.may(facts) - THE_ACTS_OF.get(came_from, frozenset()),
    )  # fmt: skip


def _in_section(d: Door, facts: Facts) -> bool:
    return any(g.capacity is Capacity.SECTION and reaches(d.standing, g, d.now) for g in facts.matter.grants)


def _texts(facts: Facts, row: dict, inside: bool) -> dict[str, str]:
    """The texts by column; the section's own are "" for everybody else, the receipt is for whoever notified too."""
    shown = (*CONTENT, "receipt", *(SECTIONS_OWN if inside else ()))
    texts = unseal(facts.key, "notifications", facts.reference, **{name: row[name] for name in shown})
    return dict.fromkeys(SECTIONS_OWN, "") | texts


def _row(d: Door, matter_id: int) -> dict:
    author, receiver, assessor, source = User.alias(), User.alias(), User.alias(), Matter.alias()
    unit, section = Unit.alias(), Unit.alias()
    return (
        Notification.select(
            Notification, Matter.created_at, author.name.alias("author_name"), author.role.alias("author_role"),
            unit.name.alias("author_unit"), section.name.alias("section_name"), receiver.name.alias("receiver"),
            assessor.name.alias("assessor"), source.reference.alias("source_reference"),
            participating.takes_part(d.standing, source.id, d.now).alias("source_open"),
        )
        .join(Matter, on=(Matter.id == Notification.matter))
        .join(unit, on=(unit.id == Matter.unit))
        .join(author, on=(author.id == Notification.author))
        .join(section, on=(section.id == Notification.section))
        .join(receiver, JOIN.LEFT_OUTER, on=(receiver.id == Notification.received_by))
        .join(assessor, JOIN.LEFT_OUTER, on=(assessor.id == Notification.assessed_by))
        .join(source, JOIN.LEFT_OUTER, on=(source.id == Notification.source))
        .where(Notification.matter == matter_id)
        .dicts()
        .get()
    )  # fmt: skip


def _children(d: Door, facts: Facts, inside: bool) -> tuple[NotifiedChild, ...]:
    """The children; the section needs to know which child it is, so it sees the masked number and the address."""
    rows = (
        NotificationPerson.select(
            NotificationPerson.reference, NotificationPerson.named, Person.reference, Person.wrapped_key, Person.name,
            Person.school_class, Person.cpr, Person.address, Person.protected,
        )
        .join(Person, JOIN.LEFT_OUTER, on=(Person.id == NotificationPerson.person))
        .where(NotificationPerson.notification == facts.id)
        .order_by(NotificationPerson.id)
        .tuples()
    )  # fmt: skip
    children = []
    for row, named, reference, wrapped, name, group, cpr, address, protected in rows:
        if reference is None:
            text = facts.key.open("notification_persons.named", row, named)
            children.append(NotifiedChild("", text))
            continue
        texts = unseal(d.unwrap(reference, wrapped), "persons", reference, name=name, school_class=group,
                       cpr=cpr if inside else None, address=address if inside and not protected else None)  # fmt: skip
        masked = texts["cpr"][:7] + "••••" if texts["cpr"] else ""
        children.append(
            NotifiedChild(reference, texts["name"], texts["school_class"], masked, texts["address"], bool(protected))
        )
    d.show(*(child.reference for child in children if child.reference))
    return tuple(children)
