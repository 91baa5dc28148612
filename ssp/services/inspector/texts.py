"""Plain text: read as UTF-8 or as what older programs wrote, given back as UTF-8."""

from ssp.services.inspector.flaws import Flawed

FEW = frozenset("\t\n\r\f")


def clean(data: bytes) -> bytes:
    """The same words in UTF-8. Anything that holds control characters is no text."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(character < " " and character not in FEW for character in text):
            raise Flawed("not_text")
        return text.encode()
    raise Flawed("not_text")
