"""Names of files as people send them, made into names that can be shown, stored and saved anywhere."""

import re
import unicodedata

LONGEST = 100
NOT_IN_NAMES = re.compile(r'[<>:"|?*;]')
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Characters that are not seen but do something: end a line, turn the direction of the text, hide an ending."""

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def safe_name(given: str, ending: str) -> str:
    """The last part of a path, in plain sight, at most LONGEST characters, with this ending and no other one behind."""
    name = re.split(r"[/\\]", given)[-1]
    name = "".join(character for character in unicodedata.normalize("NFC", name) if _shown(character))
    stem = name.rpartition(".")[0] if "." in name else name
    stem = NOT_IN_NAMES.sub("_", " ".join(stem.split())).strip(" .")
    if RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem[: LONGEST - len(ending) - 1].strip() or 'fil'}.{ending}"


def _shown(character: str) -> bool:
    return unicodedata.category(character) not in UNSEEN
