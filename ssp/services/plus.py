"""SSP+: a documented basis on which the cooperation goes on after the 18th birthday, until a day (C8, I6)."""

from datetime import date

from peewee import fn

from ssp.models import CaseConcern, Disclosure, Matter, Plus
from ssp.services.door import Door, Facts
from ssp.terms import MatterKind


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
