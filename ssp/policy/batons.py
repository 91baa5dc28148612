"""Who may hold a case next: the baton stays until somebody accepts it, or the holder cannot hold it (A10)."""

from dataclasses import dataclass
from datetime import date

from ssp.policy.access import Decision, is_active
from ssp.terms import Basis, BatonState, Role


@dataclass(frozen=True, slots=True)
class Post:
    """What a decision may know of somebody who holds a case, or is asked to."""

    role: Role
    ends_on: date | None
    confirmed_on: date
    unit_active: bool
    away_until: date | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer of the baton: who gave it, and to whom."""

    by: int
    to: int


def has_left(post: Post, today: date) -> bool:
    """Whether a holder no longer is in the post a case is held in: a consultant's, in a unit that still works."""
    in_post = post.unit_active and is_active(post.ends_on, post.confirmed_on, today)
    return not in_post or post.role is not Role.SSP_CONSULTANT


def away(away_until: date | None, today: date) -> date | None:
    """The last day of an absence that runs today, or None."""
    return away_until if away_until is not None and away_until >= today else None


def can_hold_on(post: Post, today: date) -> bool:
    """Whether a holder is at their desk: in post, and not away."""
    return not has_left(post, today) and away(post.away_until, today) is None


def take(holder: Post, today: date) -> Decision:
    """Whether a case may be taken over without having been offered: only from a holder who cannot hand it over."""
    if can_hold_on(holder, today):
        return _refused("holder_in_post")
    return _allowed()


def answer(offer: Offer, user_id: int) -> Decision:
    """Whether somebody may accept or decline an offer: only the one it was made to."""
    return _allowed() if offer.to == user_id else _refused("offered_to_another")


def withdraw(offer: Offer, user_id: int) -> Decision:
    """Whether somebody may take an offer back: only the one who made it."""
    return _allowed() if offer.by == user_id else _refused("offered_by_another")


def advice_reaches(offer: Offer, state: BatonState, user_id: int) -> bool:
    """Who reads the private advice: whoever gave it, and whoever it was for as long as the case is coming or theirs."""
    expected = state in {BatonState.OFFERED, BatonState.ACCEPTED}
    return user_id == offer.by or (expected and user_id == offer.to)


def can_be_asked(user_id: int, holder_id: int, away_until: date | None, today: date) -> bool:
    """Whether a case can be offered to one of those who could accept it: not its holder, and not away."""
    return user_id != holder_id and away(away_until, today) is None


def _allowed() -> Decision:
    return Decision(True, True, "participation", "A10", Basis.COORDINATION)


def _refused(reason: str) -> Decision:
    return Decision(False, True, reason, "A10")
