"""The statutory notification and unlawful absence: who gets it, which clocks run, and what is refused (E4-E9)."""

from dataclasses import dataclass
from datetime import date

from ssp.policy.access import Decision
from ssp.policy.register import limit
from ssp.terms import Basis, CameFrom, ClockKind, Ground, NotInformed

OUTSIDE = (CameFrom.PROFESSIONAL, CameFrom.PRIVATE, CameFrom.ANONYMOUS)
"""From whom a notification that came from outside can be; staff notify under their own name (E8)."""

PROFESSIONALS = frozenset({CameFrom.STAFF, CameFrom.PROFESSIONAL})


@dataclass(frozen=True, slots=True)
class Section:
    """A social section with somebody in post: its unit, and the network it belongs to."""

    unit_id: int
    network_id: int | None


def section_for(sections: tuple[Section, ...], networks: frozenset[int]) -> int | None:
    """The unit a notification goes to: the section of one of the writer's networks, else the first one, or None."""
    for section in sections:
        if section.network_id in networks:
            return section.unit_id
    return sections[0].unit_id if sections else None


def clocks_of(came_from: CameFrom) -> tuple[ClockKind, ...]:
    """The clocks that run from the arrival; nobody can be sent a receipt who did not say who they are (E5, E6)."""
    if came_from is CameFrom.ANONYMOUS:
        return (ClockKind.ASSESSMENT,)
    return ClockKind.ASSESSMENT, ClockKind.RECEIPT


def decide_receipt(came_from: CameFrom) -> Decision:
    """Whether a receipt can be given at all (E6)."""
    if came_from is CameFrom.ANONYMOUS:
        return Decision(False, True, "nobody_to_receipt", "E6")
    return Decision(True, True, "participation", "E6", Basis.NOTIFICATION)


def decide_feedback(came_from: CameFrom) -> Decision:
    """Only a professional is told whether something was started (E7)."""
    if came_from not in PROFESSIONALS:
        return Decision(False, True, "feedback_for_professionals", "E7")
    return Decision(True, True, "participation", "E7", Basis.NOTIFICATION)


def keep_from_parents(ground: Ground, not_informed: NotInformed | None) -> bool:
    """Whether the one who notifies is told not to talk to the parents: abuse is suspected (E9)."""
    return ground is Ground.ABUSE or not_informed is NotInformed.ABUSE


def must_notify(percent: int) -> bool:
    """Whether unlawful absence in a quarter makes the notification mandatory (E4)."""
    return percent >= limit("absence_percent")


def quarter_of(day: date) -> str:
    """The quarter of a day, as stored: 2026-Q4."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def quarters(day: date) -> tuple[str, str]:
    """The quarter of a day, and the one before it."""
    year, number = day.year, (day.month + 2) // 3
    before = f"{year}-Q{number - 1}" if number > 1 else f"{year - 1}-Q4"
    return f"{year}-Q{number}", before
