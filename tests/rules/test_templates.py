"""House rules for templates: pages, partials and what htmx may be told."""

import re
from pathlib import Path

import pytest

from tests.support.pages import parse

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
TAG = re.compile(r"<[a-zA-Z][^<>]*(?:<[^<>]*>[^<>]*)*>")
ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
MACROS = [name for name in ALL if name.startswith("ui/") and not Path(name).name.startswith("_")]
PARTIALS = [name for name in ALL if Path(name).name.startswith("_") and not name.startswith("ui/")]
PAGES = [
    name
    for name in ALL
    if name not in PARTIALS and not name.startswith(("ui/", "mail/", "print/")) and name != "base.html"
]
FORBIDDEN = {
    r"\|\s*safe\b": "no |safe: text from people is never markup",
    r"\bhx-(delete|put|patch)\b": "no hx-delete, hx-put or hx-patch: a form without script cannot do it",
    r"\bhx-on|\son[a-z]+=": "no inline script",
    r"\sstyle=|<style": "no inline style",
    r"<script(?![^>]*\ssrc=)": "no inline script",
    r"\bhx-swap-oob\b": "no out-of-band swaps",
    r"hx-vals=['\"]js:": "no script in hx-vals",
    r"https?://": "nothing is fetched from elsewhere",
    r"autoescape": "escaping is never switched off",
}


def source(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


def plain(name: str) -> str:
    """The markup without what Jinja does with it."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", source(name), flags=re.S)
    return re.sub(r"\{\{.*?\}\}", "x", text, flags=re.S)


@pytest.mark.parametrize("name", ALL)
def test_it_compiles(application, name):
    application.jinja_env.get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_a_title(name):
    assert '{% extends "base.html" %}' in source(name)
    assert "{% block title %}" in source(name), "a page says in its title what it is"


@pytest.mark.parametrize("name", PARTIALS)
def test_a_partial_has_one_root_named_after_its_file(name):
    stem = Path(name).stem.removeprefix("_")
    body = parse(f"<!doctype html><title>x</title><body>{plain(name).strip()}").find("body")
    roots = [element for element in body if isinstance(element.tag, str)]
    assert len(roots) == 1, f"{name} has {len(roots)} roots; htmx replaces one"
    assert roots[0].get("id") == stem, f"the root of {name} has the id {roots[0].get('id')!r}, not {stem!r}"
    assert not (body.text or "").strip(), f"{name} has text outside its root"


@pytest.mark.parametrize("name", ALL)
def test_it_says_nothing_forbidden(name):
    found = [why for pattern, why in FORBIDDEN.items() if re.search(pattern, source(name))]
    assert not found, name


@pytest.mark.parametrize("name", ALL)
def test_what_htmx_obeys_stands_on_the_element_itself(name):
    for tag in re.findall(r"<[a-z][^>]*?\bhx-(?:get|post)=.*?>(?=\s|<|$|\{|\w)", source(name), flags=re.S):
        for needed in ("hx-target=", "hx-swap=", "ui.hx()"):
            assert needed in tag, f"{name}: {needed} is missing on {tag[:120]}"
    for tag in re.findall(r"<[a-z][^<]*?\bhx-(?:target|swap)=[^<]*?>", source(name), flags=re.S):
        assert re.search(r"\bhx-(get|post)=", tag), f"{name}: nothing inherits; {tag[:120]}"
