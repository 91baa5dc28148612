"""Passwords: Argon2id, a floor on length, and a list of the common ones."""

import unicodedata
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 15, 128

_COMMON_STEMS = (
    "password", "adgangskode", "kodeord", "hemmelig", "velkommen", "welcome", "qwerty", "qwertyuiop", "asdfghjkl",
    "abcdefghijklmno", "abc123", "letmein", "iloveyou", "jegelskerdig", "sommer", "vinter", "efteraar", "foraar",
    "kommune", "samspil", "skole", "politi", "administrator", "changeme", "danmark", "fodbold", "minkode",
    "passwordpassword", "correcthorsebatterystaple", "123456789012345", "111111111111111", "qwertyuiopasdfg",
)  # fmt: skip


@dataclass(slots=True)
class _Settings:
    hasher: PasswordHasher
    demonstration: bool


_settings = _Settings(PasswordHasher(), False)


def configure(memory_kib: int, time: int, demonstration: bool) -> None:
    """Set the cost of a hash (KiB, passes) and whether the demonstration's short passwords are allowed."""
    _settings.hasher = PasswordHasher(time_cost=time, memory_cost=memory_kib, parallelism=4)
    _settings.demonstration = demonstration


def objection(password: str, about: tuple[str, ...] = ()) -> str:
    """Why this password will not do ("short", "long", "common", "personal"), or "" when it will."""
    plain = _normal(password)
    if _settings.demonstration and len(plain) >= 4:
        return ""
    if len(plain) < SHORTEST:
        return "short"
    if len(plain) > LONGEST:
        return "long"
    folded = plain.casefold()
    rest = folded
    for stem in sorted(_COMMON_STEMS, key=len, reverse=True):
        rest = rest.replace(stem, "")
    if len(rest.strip("0123456789!.-_ ")) < 4 or len(set(folded)) < 5:
        return "common"
    if any(len(word) > 3 and word.casefold() in folded and len(folded) - len(word) < 8 for word in about):
        return "personal"
    return ""


def hash_password(password: str) -> str:
    return _settings.hasher.hash(_normal(password))


def verify(stored: str, password: str) -> bool:
    """Whether the password is the stored one; takes the same time when there is none stored."""
    try:
        return _settings.hasher.verify(stored or _nobody(), _normal(password)) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def outdated(stored: str) -> bool:
    return _settings.hasher.check_needs_rehash(stored)


def _nobody() -> str:
    cost = (_settings.hasher.time_cost, _settings.hasher.memory_cost)
    if cost not in _nobodies:
        _nobodies[cost] = _settings.hasher.hash("nobody's password")
    return _nobodies[cost]


_nobodies: dict[tuple[int, int], str] = {}


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)
