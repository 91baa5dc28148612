"""The life of a case: entries, the baton, goals, commitments, files, prints and the sheet of risk and protection."""

from enum import StrEnum


class CaseState(StrEnum):
    OPEN = "open"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"


class PreventionLevel(StrEnum):
    GENERAL = "general"
    SPECIFIC = "specific"
    INDIVIDUAL = "individual"


class EntryKind(StrEnum):
    """One line of a chronology; NOTE and CONTACT are written by people, the rest follow from an act."""

    OPENED = "opened"
    NOTE = "note"
    CONTACT = "contact"
    STATEMENT = "statement"
    CONCERN = "concern"
    HOLDER = "holder"
    BATON = "baton"
    PARTICIPANT = "participant"
    LEFT = "left"
    REVIEW = "review"
    FAMILY = "family"
    FAMILY_MADE = "family_made"
    FAMILY_LINKED = "family_linked"
    CHILD_ADDED = "child_added"
    CHILD_REMOVED = "child_removed"
    MERGED = "merged"
    UNMERGED = "unmerged"
    PLAN = "plan"
    GOAL_REACHED = "goal_reached"
    GOAL_DROPPED = "goal_dropped"
    COMMITMENT = "commitment"
    COMMITMENT_CHANGED = "commitment_changed"
    COMMITMENT_AGREED = "commitment_agreed"
    COMMITMENT_DECLINED = "commitment_declined"
    COMMITMENT_MOVED = "commitment_moved"
    COMMITMENT_KEPT = "commitment_kept"
    COMMITMENT_DROPPED = "commitment_dropped"
    ATTACHMENT = "attachment"
    ATTACHMENT_REMOVED = "file_removed"
    FILED = "filed"
    CLOSED = "closed"
    FOLLOWED_UP = "followed_up"
    REOPENED = "reopened"
    STATUS = "status"


class Outcome(StrEnum):
    """How a case ended."""

    REACHED = "reached"
    PARTLY = "partly"
    NOT_REACHED = "not_reached"
    FAMILY_DECLINED = "family_declined"
    OTHER_AUTHORITY = "other_authority"
    MOVED_AWAY = "moved_away"


class GoalState(StrEnum):
    OPEN = "open"
    REACHED = "reached"
    DROPPED = "dropped"


class BatonState(StrEnum):
    """What became of an offer of the baton; it stays where it is until the offer is accepted."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class CommitmentState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    KEPT = "kept"
    DROPPED = "dropped"


class Side(StrEnum):
    """Whose word a commitment is: an agency's to the others, the family's own, or ours to the family."""

    AGENCY = "agency"
    FAMILY = "family"
    OURS = "ours"


class Turn(StrEnum):
    """What happened to a commitment, each with its moment and its word on why."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    RENEGOTIATED = "renegotiated"
    MOVED = "moved"
    KEPT = "kept"
    DROPPED = "dropped"


class Answer(StrEnum):
    """The answer to one factor in a conversation; nothing is ever counted from it (G5)."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    IRRELEVANT = "irrelevant"


class AttachmentState(StrEnum):
    PENDING = "pending"
    READY = "ready"
    REFUSED = "refused"


class PrintKind(StrEnum):
    """How a chronology is printed; UNNAMED leaves out who reported."""

    SUMMARY = "summary"
    EVIDENTIAL = "evidential"
    UNNAMED = "unnamed"


WORDLESS = frozenset(
    {
        EntryKind.FAMILY, EntryKind.FAMILY_MADE, EntryKind.FAMILY_LINKED, EntryKind.CHILD_ADDED,
        EntryKind.CHILD_REMOVED, EntryKind.MERGED, EntryKind.UNMERGED,
    }
)  # fmt: skip
"""Lines that say everything by their kind, in the reader's language."""
