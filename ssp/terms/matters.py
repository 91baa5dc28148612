"""The matters, their states, and what a concern or a case says."""

from enum import StrEnum


class MatterKind(StrEnum):
    CONCERN = "concern"
    CASE = "case"
    DISCLOSURE = "disclosure"
    NOTIFICATION = "notification"
    ABSENCE = "absence"
    CONSULTATION = "consultation"
    MEETING = "meeting"


class ConcernState(StrEnum):
    SENT = "sent"
    RECEIVED = "received"
    ASSESSED = "assessed"
    UNDER_WAY = "under_way"
    CLOSED = "closed"


class Subject(StrEnum):
    """What a concern is about."""

    CHILD = "child"
    GROUP = "group"
    PLACE = "place"


class Theme(StrEnum):
    WELLBEING = "wellbeing"
    ABSENCE = "absence"
    STREET = "street"
    SUBSTANCES = "substances"
    VIOLENCE = "violence"
    THEFT = "theft"
    DIGITAL = "digital"
    FAMILY = "family"
    UNSURE = "unsure"


class Worry(StrEnum):
    WONDERING = "wondering"
    WORRIED = "worried"
    VERY_WORRIED = "very_worried"


class Source(StrEnum):
    """Where an observation comes from (G6)."""

    OWN = "own"
    CHILD = "child"
    PARENT = "parent"
    COLLEAGUE = "colleague"
    OTHER = "other"


class Done(StrEnum):
    """What the writer has done already."""

    TALKED_CHILD = "talked_child"
    TALKED_PARENTS = "talked_parents"
    TALKED_COLLEAGUE = "talked_colleague"
    TALKED_LEADER = "talked_leader"
    CALLED = "called"
    NOTHING = "nothing"


class MessageKind(StrEnum):
    QUESTION = "question"
    ANSWER = "answer"
    CONSULTATION = "consultation"
    NOTICE = "notice"
    DUTY = "duty"
    DEFERRAL = "deferral"
    REVIEW = "review"
    REPLY = "reply"
    NETWORK_CONSULTATION = "network_consultation"


class Verdict(StrEnum):
    """The five triage decisions."""

    ASK = "ask"
    CONSULTATION = "consultation"
    CASE = "case"
    MEETING = "meeting"
    NOT_SSP = "not_ssp"


class RetentionClass(StrEnum):
    DRAFT = "draft"
    CONCERN = "concern"
    CASE = "case"
    DISCLOSURE = "disclosure"
    PERSON = "person"
    NOTIFICATION = "notification"
    ABSENCE = "absence"
    CONSULTATION = "consultation"
    MEETING = "meeting"
    FAMILY = "family"


REASONS: dict[Verdict, tuple[str, ...]] = {
    Verdict.ASK: ("clarify", "more_context"),
    Verdict.CONSULTATION: ("school_can_act", "general_advice"),
    Verdict.CASE: ("several_signs", "serious", "family_wants_help"),
    Verdict.MEETING: ("pattern", "needs_more_parties"),
    Verdict.NOT_SSP: ("school_handles", "social_section", "other_authority", "duplicate", "nothing_needed"),
}
"""The short list of reasons behind each triage decision."""
