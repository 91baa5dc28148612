"""Sharing across an organisational boundary: bases, purposes, parts, and the guided check."""

from enum import StrEnum


class DisclosureState(StrEnum):
    SHARED = "shared"
    ANSWERED = "answered"
    DECLINED = "declined"
    RECALLED = "recalled"


class Basis(StrEnum):
    """The legal basis a participation or a disclosure rests on."""

    OWN = "own"
    COORDINATION = "coordination"
    RPL115_SSP = "rpl115_ssp"
    RPL115_PSP = "rpl115_psp"
    RPL115_KSP = "rpl115_ksp"
    SSD = "ssd"
    CONSENT = "consent"
    NOTIFICATION = "notification"
    OTHER_LAW = "other_law"


class Purpose(StrEnum):
    """Preventive purposes only; there is no choice for investigation (C2)."""

    EARLY_HELP = "early_help"
    PREVENT_CRIME = "prevent_crime"
    SAFETY_OF_CHILD = "safety_of_child"
    COORDINATE = "coordinate"


class Part(StrEnum):
    """The parts of a matter that can be ticked when an extract is composed."""

    CHILDREN = "children"
    SUBJECT = "subject"
    THEME = "theme"
    WHEN_WHERE = "when_where"
    OBSERVATION = "observation"
    WORDS = "words"
    ASSESSMENT = "assessment"
    PROTECTIVE = "protective"
    DONE = "done"
    REPORTER = "reporter"
    STATEMENT = "statement"


class Guidance(StrEnum):
    """What the guided check says of a share: support, not decision."""

    GREEN = "green"
    REASON = "reason"
    STOP = "stop"


class Question(StrEnum):
    """What the guided check asks, in plain words; each basis asks its own three or four."""

    PART_OF_WORK = "part_of_work"
    VULNERABLE = "vulnerable"
    RELEASE = "release"
    FACTUAL = "factual"
    NECESSARY = "necessary"
    INVESTIGATION = "investigation"
    EARLY = "early"
    VIOLENCE = "violence"
    COVERED = "covered"
    VOLUNTARY = "voluntary"


class Reply(StrEnum):
    """What somebody answers to a question of the guided check."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Crossing(StrEnum):
    """How information crosses an organisational boundary."""

    DISCLOSURE = "disclosure"
    INVITATION = "invitation"
    AGENDA_ITEM = "agenda_item"
