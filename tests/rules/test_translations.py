"""The English catalogue is complete: every text the pages and forms use has its English."""

import re
from io import BytesIO

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from ssp.config import ROOT
from tests.support.languages import REGISTER

METHODS = [("ssp/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2"), *REGISTER]
OPTIONS = {f"templates/**.{kind}": {"trim_blocks": "true", "lstrip_blocks": "true"} for kind in ("html", "txt")}
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)}
CATALOGUE = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"


def used() -> dict[str, str]:
    """Every text to translate, with the first place it stands."""
    found: dict[str, str] = {}
    for folder in ("ssp", "templates"):
        for name, line, message, *_ in extract_from_dir(
            ROOT / folder, [(pattern.split("/", 1)[1], how) for pattern, how in METHODS if pattern.startswith(folder)],
            {pattern.split("/", 1)[1]: options for pattern, options in OPTIONS.items()}, KEYWORDS,
        ):  # fmt: skip
            found.setdefault(message[0] if isinstance(message, tuple) else message, f"{folder}/{name}:{line}")
    return found


def translated() -> dict[str, object]:
    catalogue = read_po(BytesIO(CATALOGUE.read_bytes()))
    return {
        (message.id[0] if isinstance(message.id, tuple) else message.id): message.string
        for message in catalogue
        if message.id and not message.fuzzy
    }


def has_words(text) -> bool:
    return all(text) if isinstance(text, tuple) else bool(text)


def test_many_texts_are_found():
    assert len(used()) > 300


def test_every_text_has_its_english():
    english = translated()
    missing = [f"{place}: {text}" for text, place in used().items() if not has_words(english.get(text, ""))]
    assert not missing, f"{len(missing)} texts have no English:\n" + "\n".join(missing[:40])


def test_every_english_text_keeps_its_placeholders():
    for message in read_po(BytesIO(CATALOGUE.read_bytes())):
        danish = message.id if isinstance(message.id, tuple) else (message.id,)
        english = message.string if isinstance(message.string, tuple) else (message.string,)
        known = set().union(*map(placeholders, danish))
        if message.id:
            assert all(placeholders(version) <= known for version in english), message.id


def placeholders(text: str) -> set[str]:
    return {"".join(names) for names in re.findall(r"%\((\w+)\)|\{(\w+)\}", text)}
