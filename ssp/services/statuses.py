"""What the one who reported a concern is told of it: where it stands, and nothing of the content (G7)."""

from ssp.models import Concern
from ssp.services.door import Door, Facts
from ssp.services.writing import add_message, advance, tell
from ssp.terms import Capacity, ConcernState, MessageKind


def finish(d: Door, concern: Facts, message: str, version: int | None = None) -> None:
    """Close a concern, and tell its reporter. Raises Clash when a `version` given is no longer the one stored."""
    Concern.update(closed_at=d.now, answered=False).where(Concern.matter == concern.id).execute()
    _say(d, concern, message)
    advance(d, concern, ConcernState.CLOSED, version)
    tell_reporter(d, concern)


def resume(d: Door, concern: Facts, message: str) -> None:
    """Put a closed concern under way again, and tell its reporter."""
    Concern.update(closed_at=None).where(Concern.matter == concern.id).execute()
    _say(d, concern, message)
    advance(d, concern, ConcernState.UNDER_WAY)
    tell_reporter(d, concern)


def tell_reporter(d: Door, concern: Facts) -> None:
    """A mail to whoever wrote the concern: something new, and nothing else (J1)."""
    tell(d, authors(concern), concern.reference)


def authors(concern: Facts) -> list[int]:
    """The ids of those who wrote the concern."""
    return [g.user_id for g in concern.matter.grants if g.capacity is Capacity.AUTHOR and g.user_id is not None]


def _say(d: Door, concern: Facts, message: str) -> None:
    if message:
        add_message(d, concern, MessageKind.NOTICE, message)
