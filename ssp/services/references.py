"""Opaque references: a kind letter and eight Crockford base32 characters."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CONCERN, DISCLOSURE, CASE, PERSON, DRAFT = "B", "V", "F", "P", "K"
NOTIFICATION, ABSENCE, CONSULTATION, MEETING, LESSON = "U", "A", "S", "T", "L"
FAMILY, ATTACHMENT, SEARCH = "H", "D", "Q"
UNIT, NETWORK, USER, ROW, MAIL = "E", "N", "M", "R", "O"


def new_reference(letter: str) -> str:
    """A new reference such as B-7K3F-92QD: 40 random bits, safe to say on the phone."""
    picked = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letter}-{picked[:4]}-{picked[4:]}"
