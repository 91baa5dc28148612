"""Paragraphs stand in the register and nowhere else: a template or a page that cites one asks for it by name."""

import re
from pathlib import Path

import pytest

from ssp.policy.register import LIMITS, PARAGRAPH

ROOT = Path(__file__).resolve().parents[2]
PARAGRAPH_NUMBER = re.compile(r"§{1,2}\s*\d")
ALLOWED: dict[str, str] = {}
"""A file that may hold a paragraph's number, and why."""
LOOKED_AT = sorted(
    path.relative_to(ROOT).as_posix()
    for folder, endings in (("templates", {".html", ".typ", ".txt"}), ("ssp/web", {".py"}), ("ssp/services", {".py"}))
    for path in (ROOT / folder).rglob("*")
    if path.suffix in endings
)
ASKED = re.compile(r"""\b(?:law|Cited)\(\s*["'](\w+)["']""")


def numbered(text: str) -> list[str]:
    """The lines that hold a paragraph sign with a number, in whichever way it is written."""
    text = text.replace("&sect;", "§").replace("\\u00a7", "§").replace("&nbsp;", " ")
    return [line.strip()[:120] for line in text.splitlines() if PARAGRAPH_NUMBER.search(line)]


def test_the_eye_sees_a_paragraph_however_it_is_written():
    for text in ("barnets lov § 133", "§115", "§§ 152", "&sect; 22", "\\u00a7 3", "§&nbsp;133"):
        assert numbered(text), text
    assert not numbered("Skriv, hvilken lov og § du deler efter")


def test_many_files_are_looked_at():
    assert len(LOOKED_AT) > 100
    assert {"ssp/web/labels/__init__.py", "templates/errors/403.html"} <= set(LOOKED_AT)


@pytest.mark.parametrize("name", LOOKED_AT)
def test_no_paragraph_number_is_written_outside_the_register(name):
    if name not in ALLOWED:
        found = numbered((ROOT / name).read_text("utf-8"))
        assert not found, "cite the register: law('law_…') in a template, numbers.law in Python"


def test_every_paragraph_that_is_asked_for_is_in_the_register():
    asked = {name for path in LOOKED_AT for name in ASKED.findall((ROOT / path).read_text("utf-8"))}
    assert len(asked) >= 5
    assert asked <= {name for name, entry in LIMITS.items() if entry.unit == PARAGRAPH}


def test_every_law_a_number_rests_on_is_a_paragraph_of_the_register():
    rests = {entry.law for entry in LIMITS.values()} - {""}
    assert rests <= {name for name, entry in LIMITS.items() if entry.unit == PARAGRAPH}
