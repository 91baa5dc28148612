"""What stands at the top of every page of a case: its title, its state, who holds it, and the way to its rooms."""

from dataclasses import dataclass
from datetime import date

from ssp.models import Case, Unit, User
from ssp.policy.access import is_active
from ssp.services.door import Door, Facts
from ssp.services.prepared import prepared, slot
from ssp.services.writing import unseal
from ssp.terms import Action


@dataclass(frozen=True, slots=True)
class CaseHead:
    """The top of a case; `holder` is a user's reference, `holder_away` the last day of a running absence."""

    reference: str
    version: int
    title: str
    purpose: str
    state: str
    level: str
    holder: str
    holder_name: str
    holder_left: bool
    holder_away: date | None
    family_id: int | None
    may: frozenset[Action]


def head(d: Door, facts: Facts) -> CaseHead:
    """The top of a case the person in the door was let into. One statement."""
    [row] = _rows(matter=facts.id)
    level, title, purpose, family_id, reference, name, ends_on, confirmed_on, away_until, unit_active = row
    texts = unseal(facts.key, "cases", facts.reference, title=title, purpose=purpose)
    left = not (unit_active and is_active(ends_on, confirmed_on, d.today))
    away = away_until if away_until is not None and away_until >= d.today else None
    return CaseHead(
        facts.reference, facts.version, texts["title"], texts["purpose"], facts.matter.state, level, reference, name,
        left, away, family_id, d.may(facts),
    )  # fmt: skip


@prepared
def _rows():
    return (
        Case.select(
            Case.prevention_level, Case.title, Case.purpose, Case.family, User.reference, User.name, User.ends_on,
            User.confirmed_on, User.away_until, Unit.active,
        )
        .join(User, on=(User.id == Case.holder))
        .join(Unit, on=(Unit.id == User.unit))
        .where(Case.matter == slot("matter"))
        .tuples()
    )  # fmt: skip
