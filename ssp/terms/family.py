"""Persons, homes, and what an adult is to a child."""

from enum import StrEnum


class PersonKind(StrEnum):
    """PUPIL stands on a school's roll; the others were named in the work on a family."""

    PUPIL = "pupil"
    CHILD = "child"
    ADULT = "adult"


class Kin(StrEnum):
    """What an adult is to a child."""

    MOTHER = "mother"
    FATHER = "father"
    STEP_PARENT = "step_parent"
    GRANDPARENT = "grandparent"
    FOSTER_PARENT = "foster_parent"
    OTHER = "other"


class Custody(StrEnum):
    """Whether an adult has custody of a child; OTHER is custody by an agreement or a ruling, without being a parent."""

    JOINT = "joint"
    SOLE = "sole"
    OTHER = "other"
    NONE = "none"
