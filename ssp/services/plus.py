"""SSP+: a documented basis on which the cooperation goes on after the 18th birthday, until a day (C8, I6)."""

from dataclasses import dataclass
from datetime import date, timedelta

from peewee import fn

from ssp.models import CaseConcern, Disclosure, Matter, Participation, Plus, User
from ssp.policy import ages
from ssp.policy.register import limit
from ssp.services.birthdays import Named, children_of, midnight
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.references import ROW, new_reference
from ssp.services.standing import today
from ssp.services.writing import advance, already, remember, seal, unseal
from ssp.terms import Action, Capacity, MatterKind


class UnfitPlus(Exception):
    """The basis cannot be noted as it is; `field` says what to mend, `reason` why, `latest` the last day it can run."""

    def __init__(self, field: str, reason: str, latest: date | None = None):
        super().__init__(f"{field}: {reason}")
        self.field, self.reason, self.latest = field, reason, latest


@dataclass(frozen=True, slots=True)
class PlusView:
    """One documented basis."""

    reference: str
    document: str
    starts_on: date
    ends_on: date
    recorded_by: str


def record(actor: Actor, matter: str, document: str, starts_on: date, ends_on: date, key: str) -> None:
    """Note a documented SSP+ basis; what would have closed on the 18th birthday stays open until it ends (C8, I6).

    Raises Denied, UnfitPlus.
    """
    with door(actor) as d:
        facts = d.require(Action.PLUS_RECORD, matter, d.facts(matter))
        payload = {"document": document, "from": starts_on, "until": ends_on, "about": matter}
        if already(d, key, payload):
            return
        _fit(d, facts, starts_on, ends_on)
        row = new_reference(ROW)
        Plus.insert(
            reference=row, matter=facts.id, starts_on=starts_on, ends_on=ends_on, recorded_by=d.actor.user_id,
            recorded_at=d.now, **seal(facts.key, "plus", row, document=document),
        ).execute()  # fmt: skip
        for id_, concerns in _matters(facts).items():
            _keep_open(d, id_, concerns, ends_on)
        remember(d, key, payload, row)
        advance(d, facts)


def plus_views(facts: Facts) -> tuple[PlusView, ...]:
    """The bases noted in a matter, the newest first."""
    rows = (
        Plus.select(Plus.reference, Plus.document, Plus.starts_on, Plus.ends_on, User.name)
        .join(User, on=(User.id == Plus.recorded_by))
        .where(Plus.matter == facts.id)
        .order_by(Plus.id.desc())
        .tuples()
    )
    return tuple(
        PlusView(row, unseal(facts.key, "plus", row, document=document)["document"], starts_on, ends_on, by)
        for row, document, starts_on, ends_on, by in rows
    )


def plus_until(d: Door, source: Facts) -> date | None:
    """The last day of the SSP+ basis that runs for a matter, its concerns and their cases; None when none has begun."""
    ids = {source.id, *related_concerns(source)}
    ids |= {id_ for (id_,) in CaseConcern.select(CaseConcern.case).where(CaseConcern.concern << list(ids)).tuples()}
    begun = (Plus.matter << list(ids)) & (Plus.starts_on <= d.today)
    return Plus.select(fn.MAX(Plus.ends_on)).where(begun).scalar()


def related_concerns(source: Facts) -> list[int]:
    """The ids of the concerns behind a matter: itself, a case's, or those an extract came from."""
    if source.matter.kind is MatterKind.DISCLOSURE:
        return _origin(source.id)
    if source.matter.kind is MatterKind.CASE:
        return concerns_of_case(source.id)
    return [source.id]


def concerns_of_case(case_id: int) -> list[int]:
    return [id_ for (id_,) in CaseConcern.select(CaseConcern.concern).where(CaseConcern.case == case_id).tuples()]


def _origin(disclosure_id: int) -> list[int]:
    """What an extract was first shared from, through everybody it was passed on by."""
    at, kind = disclosure_id, MatterKind.DISCLOSURE.value
    while kind == MatterKind.DISCLOSURE:
        at, kind = (
            Disclosure.select(Disclosure.source, Matter.kind)
            .join(Matter, on=(Matter.id == Disclosure.source))
            .where(Disclosure.matter == at)
            .tuples()
            .get()
        )
    return concerns_of_case(at) if kind == MatterKind.CASE else [at]


def _fit(d: Door, facts: Facts, starts_on: date, ends_on: date) -> None:
    """The basis begins before the cooperation ends, and ends while the eldest is young enough. Raises UnfitPlus."""
    if ends_on < max(starts_on, d.today):
        raise UnfitPlus("ends_on", "over")
    closes_at = _closes_at(facts.id)
    if closes_at is not None and midnight(starts_on) > closes_at:
        raise UnfitPlus("starts_on", "gap", today(closes_at))
    born = [child.born for child in _children(d, related_concerns(facts)) if child.born is not None]
    if not born:
        return
    latest = ages.birthday(min(born), limit("plus_age") + 1) - timedelta(days=1)
    if ends_on > latest:
        raise UnfitPlus("ends_on", "too_old", latest)


def _matters(facts: Facts) -> dict[int, list[int]]:
    """The concerns and cases a basis reaches, each with the concerns behind it."""
    concerns = related_concerns(facts)
    cases = [id_ for (id_,) in CaseConcern.select(CaseConcern.case).where(CaseConcern.concern << concerns).tuples()]
    return {id_: [id_] for id_ in concerns} | {id_: concerns_of_case(id_) for id_ in cases}


def _children(d: Door, concerns: list[int]) -> list[Named]:
    return [child for concern in concerns for child in children_of(d, concern)]


def _closes_at(matter_id: int) -> int | None:
    """When a matter closes to the network by itself: when its consultants leave; None when they do not."""
    ends = [
        at
        for (at,) in Participation.select(Participation.ends_at)
        .where((Participation.matter == matter_id) & (Participation.capacity == Capacity.CONSULTANT))
        .tuples()
    ]
    return None if not ends or None in ends else max(ends)


def _keep_open(d: Door, matter_id: int, concerns: list[int], ends_on: date) -> None:
    """Let those who would have left on the birthday stay until the basis ends."""
    closes_at = _closes_at(matter_id)
    last = ages.last_day(ages.cooperation(child.born, d.today, ends_on) for child in _children(d, concerns))
    if closes_at is None or last is None:
        return
    later = midnight(last + timedelta(days=1))
    if later > closes_at:
        Participation.update(ends_at=later).where(
            (Participation.matter == matter_id) & (Participation.ends_at == closes_at)
        ).execute()
