"""Files people attach: the kinds that are taken, and why one is not."""

from enum import StrEnum


class FileKind(StrEnum):
    """What a file was found to be; the value is also its ending."""

    PDF = "pdf"
    PNG = "png"
    JPG = "jpg"
    DOCX = "docx"
    ODT = "odt"
    TXT = "txt"


class FileProblem(StrEnum):
    """Why a file is refused."""

    NONE_GIVEN = "none_given"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    KIND = "kind"
    MISMATCH = "mismatch"
    UNREADABLE = "unreadable"
    NOT_TEXT = "not_text"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"
    BOMB = "bomb"
    BAD_NAMES = "bad_names"
    PIXELS = "pixels"
    TOO_COMPLEX = "too_complex"
    INFECTED = "infected"


TEST_FILE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-" + b"TEST-FILE!$H+H*"
"""What every scanner finds; written in parts, so that none finds it here."""
