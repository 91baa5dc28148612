"""Which file may be fetched, and who may take one away (A1)."""

from ssp.policy.access import Decision, MatterFacts, Standing, reaches
from ssp.terms import AttachmentState, Basis, Capacity

KEEPERS = frozenset({Capacity.HOLDER, Capacity.CONSULTANT})


def decide_fetch(standing: Standing, author_id: int, state: AttachmentState) -> Decision:
    """A file is fetched when it is ready. Until then it does not exist for others, and its sender is told why not."""
    if state is AttachmentState.READY:
        return Decision(True, True, "participation", "A1")
    return Decision(False, author_id == standing.user_id, f"file_{state}", "A1")


def may_remove(standing: Standing, facts: MatterFacts, author_id: int, now: int) -> bool:
    """Whoever sent a file takes it away again, and so do those who keep the matter."""
    return author_id == standing.user_id or any(
        grant.capacity in KEEPERS and reaches(standing, grant, now) for grant in facts.grants
    )


def decide_removal(standing: Standing, facts: MatterFacts, author_id: int, now: int) -> Decision:
    """The same as a verdict, for one who may read the matter."""
    if may_remove(standing, facts, author_id, now):
        return Decision(True, True, "participation", "A1", Basis.OWN)
    return Decision(False, True, "capacity", "A1")
