"""The guided check as services ask it: the facts behind a share, what the check says, and keeping it with the act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from ssp.models import Absence, Check, Consent, ConsentUnit, NotificationPerson, Person
from ssp.models import ConcernPerson as Child
from ssp.policy import ages
from ssp.policy.checks import QUESTIONS, Advice, ConsentFacts, Share, advise, rule_versions, settles
from ssp.services.door import Door, Facts
from ssp.services.plus import plus_until, related_concerns
from ssp.services.recipients import Recipient
from ssp.services.references import ROW, new_reference
from ssp.services.writing import Made, seal
from ssp.terms import Action, Basis, Crossing, Giver, Guidance, MatterKind, Question, Reply

Replies = Mapping[Question, Reply]


class Unsettled(Exception):
    """The check says stop, or asks for a reason that was not given; `advice` says why. Nothing was shared."""

    def __init__(self, advice: Advice):
        super().__init__(advice.guidance)
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check says, for a page. `open` says that something is still to be answered or chosen, `settled` that
    one can go on; `ways` are the other ways that are open to this person."""

    basis: Basis
    advice: Advice
    open: bool
    settled: bool
    ways: frozenset[Action]


@dataclass(frozen=True, slots=True)
class Births:
    """The days of birth that are known, and whether somebody's is not."""

    known: tuple[date, ...]
    unknown: bool


def advise_on(d: Door, source: Facts, basis: Basis, to: Recipient | None, replies: Replies, crossing: Crossing,
              consent: str | None = None, other_law: str = "", rounds: int = 0) -> Advice:  # fmt: skip
    """What the check says of letting something of `source` cross to somebody, on a basis.

    `consent` is the reference of one of the source's own consents; `rounds` counts the earlier meetings in the
    early exchange about the same child. The caller has been let into the source.
    """
    births = births_of(d, source)
    oldest = min(births.known, default=None)
    share = Share(
        crossing=crossing, on=d.today, sender=d.standing.sector,
        recipient=to.sector if to else None, recipient_role=to.role if to else None,
        recipient_self_governing=bool(to and to.self_governing),
        youngest=None if births.unknown else ages.age(max(births.known), d.today),
        oldest=None if oldest is None else ages.age(oldest, d.today),
        cooperation=ages.cooperation(oldest, d.today, plus_until(d, source)),
        consent=_consent_facts(consent_id_of(source.id, consent), to),
        other_law=other_law, rounds=rounds, replies=replies,
    )  # fmt: skip
    return advise(basis, share)


def verdict_on(d: Door, source: Facts, basis: Basis, advice: Advice, reason: str) -> Verdict:
    """The advice as a page shows it, with the ways out that are open to this person."""
    stops = [remark.reason for remark in advice.remarks if remark.guidance is Guidance.STOP]
    unfinished = bool(stops) and set(stops) <= UNFINISHED
    ways = {action for action in WAYS_OUT if d.may_general(action)} | (d.may(source) & WAYS_OUT_HERE)
    return Verdict(basis, advice, unfinished, settles(advice, reason), frozenset(ways))


UNFINISHED = frozenset({"unanswered", "no_recipient", "law_not_cited"})
"""What stands in the way only until the form is filled in."""
WAYS_OUT = (Action.NOTIFICATION_WRITE, Action.CONSULTATION_ASK)
WAYS_OUT_HERE = frozenset({Action.CONSENT_RECORD, Action.PLUS_RECORD, Action.MEETING_PLAN})


def settle(advice: Advice, reason: str) -> None:
    """Go on when the verdict is green, or asks for a reason and has one. Raises Unsettled."""
    if not settles(advice, reason):
        raise Unsettled(advice)


def store_check(d: Door, made: Made | Facts, crossing: Crossing, basis: Basis, advice: Advice, replies: Replies,
                reason: str, consent_id: int | None = None, about: int | None = None) -> None:  # fmt: skip
    """Keep what the check said with what was made: answers, verdict, versions, and the reason sealed.

    `consent_id` is the consent it rests on (`consent_id_of`), `about` the user it was shared with.
    """
    row = new_reference(ROW)
    Check.insert(
        reference=row, matter=made.id, crossing=crossing, basis=basis, guidance=advice.guidance,
        answers=" ".join(f"{question}={reply}" for question, reply in replies.items()),
        rule_versions=" ".join((advice.version, *rule_versions(basis))), consent=consent_id, about=about,
        checked_by=d.actor.user_id, at=d.now, **seal(made.key, "checks", row, reason=reason.strip()),
    ).execute()  # fmt: skip


def consent_id_of(matter_id: int, reference: str | None) -> int | None:
    """The consent of this matter with this reference, or None; another matter's does not count."""
    if not reference:
        return None
    return Consent.select(Consent.id).where((Consent.reference == reference) & (Consent.matter == matter_id)).scalar()


def _consent_facts(consent_id: int | None, to: Recipient | None) -> ConsentFacts | None:
    if consent_id is None:
        return None
    row = Consent.get_by_id(consent_id)
    here = (ConsentUnit.consent == consent_id) & (ConsentUnit.unit == (to.unit_id if to else None))
    return ConsentFacts(
        givers=frozenset(Giver(giver) for giver in row.givers.split()), voluntary=bool(row.voluntary),
        given_on=row.given_on, expires_on=row.expires_on, withdrawn=row.withdrawn_at is not None,
        covers=ConsentUnit.select().where(here).exists(),
    )  # fmt: skip


def births_of(d: Door, source: Facts) -> Births:
    """The children of a concern, of a case's concerns, of what an extract came from, of a notification, an absence.

    A concern about a group or a place is about nobody whose age could be known.
    """
    found = []
    for reference, wrapped, cpr in _children(source):
        opened = d.unwrap(reference, wrapped).open("persons.cpr", reference, cpr) if reference and cpr else ""
        found.append(ages.birth_date(opened))
        d.show(*([reference] if reference else []))
    known = tuple(born for born in found if born is not None)
    return Births(known, len(known) < len(found) or not found)


def _children(source: Facts):
    """A row (reference, wrapped key, CPR) for each child; (None, None, None) for one on no school's roll."""
    columns = (Person.reference, Person.wrapped_key, Person.cpr)
    if source.matter.kind is MatterKind.NOTIFICATION:
        rows = NotificationPerson.select(*columns).where(NotificationPerson.notification == source.id)
        return rows.join(Person, JOIN.LEFT_OUTER, on=(Person.id == NotificationPerson.person)).distinct().tuples()
    if source.matter.kind is MatterKind.ABSENCE:
        rows = Absence.select(*columns).join(Person, on=(Person.id == Absence.person))
        return rows.where(Absence.matter == source.id).tuples()
    rows = Child.select(*columns).join(Person, JOIN.LEFT_OUTER, on=(Person.id == Child.person))
    return rows.where(Child.concern << related_concerns(source)).distinct().tuples()


__all__ = [
    "QUESTIONS", "Births", "Replies", "Unsettled", "Verdict", "advise_on", "births_of", "consent_id_of",
    "settle", "store_check", "verdict_on",
]  # fmt: skip
