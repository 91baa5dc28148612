"""Plain text: read as UTF-8 or as what older programs wrote, given back as UTF-8."""

import re

from ssp.services.inspector.flaws import Flawed

CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
"""What no text holds; tabulators and the ends of lines and pages are text."""


def clean(data: bytes) -> bytes:
    """The same words in UTF-8. Anything that holds control characters is no text."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if CONTROLS.search(text):
            raise Flawed("not_text")
        return text.encode()
    raise Flawed("not_text")
