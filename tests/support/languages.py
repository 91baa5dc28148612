"""Reading pages aloud in one language: a walk that opens every link, sends every form empty, and notices the other one."""

import re
from functools import cache
from xml.etree.ElementTree import Element

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from ssp.config import ROOT
from tests.support import pages

WORDS = {
    "da": re.compile(r"(?i)(?<![\w-])(the|and|you|your|of|not|with|has|are|it|this)(?![\w-])"),
    "en": re.compile(r"(?i)(?<![\w-])(og|ikke|der|det|til|af|med|på|du|din|dit|er|kan|hvad|hvem|eller|fra)(?![\w-])"),
}
"""Small words that give the other language away."""

PLACEHOLDER = re.compile(r"%\(\w+\)\w|\{\w+\}")

REGISTER = [(f"ssp/policy/register/{name}.toml", "tools.register_texts:extract") for name in ("limits", "paragraphs")]
"""The files of the register whose sentences are shown, and how their texts are found."""


@cache
def catalogue(language: str):
    path = ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def forms_of(text) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


@cache
def source_texts() -> frozenset:
    """Every text the code and the templates ask to have translated."""
    keywords = {**DEFAULT_KEYWORDS, "_": None, "lazy_gettext": None}
    methods = [("ssp/**.py", "python"), *((f"templates/**.{kind}", "jinja2") for kind in ("html", "txt")), *REGISTER]
    found = extract_from_dir(ROOT, methods, keywords=keywords)
    return frozenset(message for _, _, message, _, _ in found)


@cache
def foreign(language: str) -> tuple[frozenset[str], tuple[re.Pattern, ...]]:
    """What must not be read in a language: the other one's texts, as whole nodes and as patterns for long ones."""
    danish = {text for m in catalogue("en") if m.id for text in forms_of(m.id)}
    english = {text for m in catalogue("en") if m.id for text in forms_of(m.string)}
    texts = (danish - english if language == "en" else english - danish) - {""}
    long = sorted(text for text in texts if len(PLACEHOLDER.sub("", text)) > 8)
    patterns = [".+?".join(re.escape(piece) for piece in PLACEHOLDER.split(text)) for text in long]
    return frozenset(texts), tuple(re.compile(rf"(?<!\w){pattern}(?!\w)") for pattern in patterns)


@cache
def leftover(text: str, language: str) -> bool:
    whole, patterns = foreign(language)
    pieces = {text, *(piece.strip() for piece in re.split("[·(),:]", text))}
    return bool(pieces & whole or WORDS[language].search(text) or any(pattern.search(text) for pattern in patterns))


def read_aloud(tree: Element, language: str) -> set[str]:
    """Every text a person reads or hears on a page; what is marked as another language is left out."""
    found: set[str] = set()

    def walk(element):
        if not isinstance(element.tag, str) or element.tag in {"script", "textarea"}:
            return
        if element.get("lang", language) == language:
            found.update(element.get(name, "") for name in ("aria-label", "title", "placeholder", "alt"))
            found.add(element.text or "")
            for child in element:
                walk(child)
                found.add(child.tail or "")

    walk(next(tree.iter("html")))
    return {" ".join(text.split()) for text in found} - {""}


class Walk:
    """Somebody who opens every link and sends every form empty, and writes down what is in the wrong language."""

    def __init__(self, visitor, app, language: str):
        self.visitor, self.language, self.known = visitor, language, app.url_map.bind("localhost")
        self.seen: set[str] = set()
        self.doors: set[tuple] = set()
        self.wrong: list[str] = []

    def everywhere(self):
        waiting = ["/", "/password", "/no-such-page"]
        while waiting:
            path = waiting.pop()
            response = self.visitor.get(path)
            if response.mimetype == "text/html" and response.status_code != 303:
                tree = self.look(path, response.text)
                waiting += [link for link in self.links(tree) if self.is_new(link)]
                for form in list(tree.iter("form")):
                    self.send_empty(form)
        return self

    def look(self, path: str, text: str) -> Element:
        tree = pages.parse(text)
        assert next(tree.iter("html")).get("lang") == self.language, path
        found = read_aloud(tree, self.language)
        self.wrong += [f"{path}: {text}" for text in sorted(found) if leftover(text, self.language)]
        return tree

    def links(self, tree: Element) -> list[str]:
        return [a.get("href", "").split("#")[0] for a in tree.iter("a") if a.get("href", "").startswith("/")]

    def is_new(self, link: str, method: str = "GET") -> bool:
        """Whether this door has not been tried: two pages of a kind are enough of it."""
        path, _, query = link.partition("?")
        endpoint, values = self.known.match(path, method=method)
        keys = {(endpoint, tuple(values.values())[:1], query)}
        if keys <= self.doors or sum(door[0] == endpoint for door in self.doors) >= 8:
            return False
        self.doors |= keys
        self.seen.add(endpoint)
        return True

    def send_empty(self, form: Element):
        action = form.get("action", "")
        asks = [e for tag in ("textarea", "select", "input") for e in form.iter(tag) if e.get("type") != "hidden"]
        if form.get("method") != "post" or not asks or not self.is_new(action, "POST"):
            return
        hidden = {e.get("name"): e.get("value") for e in form.iter("input") if e.get("name") == "version"}
        response = self.visitor.post(action, hidden)
        if response.mimetype == "text/html" and response.status_code != 303:
            self.look(f"POST {action}", response.text)
