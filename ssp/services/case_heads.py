"""What stands at the top of every page of a case: its title, its state, who holds it, and the way to its rooms."""

from dataclasses import dataclass
from datetime import date

from ssp.models import Case, Unit, User
from ssp.policy import batons
from ssp.policy.batons import Post
from ssp.services.door import Door, Facts
from ssp.services.prepared import prepared, slot
from ssp.services.writing import unseal
from ssp.terms import Action, Role


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
    level, title, purpose, family_id, holder_id, reference, name, role, *post = row
    holder = Post(Role(role), *post)
    texts = unseal(facts.key, "cases", facts.reference, title=title, purpose=purpose)
    takeable = holder_id != d.actor.user_id and batons.take(holder, d.today).allowed
    return CaseHead(
        facts.reference, facts.version, texts["title"], texts["purpose"], facts.matter.state, level, reference, name,
        batons.has_left(holder, d.today), batons.away(holder.away_until, d.today), family_id,
        d.may(facts) if takeable else d.may(facts) - {Action.CASE_TAKE},
    )  # fmt: skip


@prepared
def _rows():
    return (
        Case.select(
            Case.prevention_level, Case.title, Case.purpose, Case.family, User.id, User.reference, User.name,
            User.role, User.ends_on, User.confirmed_on, Unit.active, User.away_until,
        )
        .join(User, on=(User.id == Case.holder))
        .join(Unit, on=(Unit.id == User.unit))
        .where(Case.matter == slot("matter"))
        .tuples()
    )  # fmt: skip
