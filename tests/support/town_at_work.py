"""What stands in a demonstration municipality's cases: the states of everything the work on them leaves behind."""

from ssp.models import (
    Attachment,
    Baton,
    Commitment,
    Entry,
    FactorSheet,
    Filing,
    Goal,
    Matter,
    Person,
    Relation,
    SavedSearch,
    User,
)
from ssp.services.standing import today


def states_at_work() -> dict[str, set]:
    """Every state there is, by what it is a state of."""
    return {
        "case": {state for (state,) in Matter.select(Matter.state).where(Matter.kind == "case").tuples()},
        "commitment": _values(Commitment.state),
        "side": _values(Commitment.side),
        "goal": _values(Goal.state),
        "baton": _values(Baton.state),
        "custody": _values(Relation.custody),
        "file": _values(Attachment.state),
        "filed": {at is not None for at in _values(Filing.filed_at)},
    }


def things_at_work() -> dict[str, int]:
    """How many there are of what a visitor is to find."""
    late = (Commitment.state == "accepted") & (Commitment.due_on < today())
    return {
        "late": Commitment.select().where(late).count(),
        "merged": Person.select().where(Person.merged_into.is_null(False)).count(),
        "struck": Entry.select().where(Entry.struck_at.is_null(False)).count(),
        "starred": Entry.select().where(Entry.starred).count(),
        "statements": Entry.select().where(Entry.kind == "statement").count(),
        "files": Attachment.select().count(),
        "sheets": FactorSheet.select().count(),
        "searches": SavedSearch.select().count(),
        "away": User.select().where(User.away_until > today()).count(),
    }


def _values(column) -> set:
    return {value for (value,) in column.model.select(column).tuples()}
