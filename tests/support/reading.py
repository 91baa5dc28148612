"""What somebody can open, finds in a list and finds in the queue, by trying."""

import contextlib

from ssp.services import (
    cases,
    concerns,
    consultations,
    disclosures,
    meetings,
    notification_lists,
    notifications,
    triage,
)
from ssp.services.door import Denied

READ = {
    "B": concerns.show, "F": cases.show, "V": disclosures.show, "S": consultations.show, "U": notifications.show,
    "T": meetings.show,
}  # fmt: skip


def can_read(world, who: str, reference: str) -> bool:
    """Whether they can, by trying."""
    try:
        READ[reference[0]](world.actor(who), reference)
    except Denied:
        return False
    return True


def listed(world, who: str) -> set[str]:
    """Every reference the lists of this person show."""
    found = set()
    for name, index in LISTS.items():
        with contextlib.suppress(Denied):
            found |= {line.reference for line in index(world.actor(who))} if name else set()
    return found


LISTS = {
    "concerns": lambda actor: concerns.index(actor).lines,
    "cases": lambda actor: cases.index(actor).lines,
    "disclosures": disclosures.index,
    "consultations": lambda actor: (found := consultations.index(actor)).waiting + found.lines,
    "notifications": lambda actor: notification_lists.index(actor, "mine").lines,
    "inbox": lambda actor: notification_lists.index(actor, "all").lines,
    "meetings": lambda actor: meetings.index(actor)[0],
}


def queued(world, who: str) -> set[str]:
    """Every concern in any part of this person's queue."""
    try:
        return {
            line.reference
            for view in ("waiting", "under_way", "closed")
            for line in triage.queue(world.actor(who), view).lines
        }
    except Denied:
        return set()
