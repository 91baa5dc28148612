"""What every page must hold, whoever sees it: parsed strictly, then looked over."""

import hashlib
import re
from xml.etree.ElementTree import Element

import html5lib

VOID_OF_LABEL = frozenset({"hidden", "submit", "button", "image", "reset"})
CONTROLS = frozenset({"input", "select", "textarea"})


class BadPage(AssertionError):
    """A page that breaks a house rule; the message lists every rule it breaks."""


def parse(text: str) -> Element:
    """The page as a tree. Raises BadPage for anything a strict parser objects to."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parse(text)
    problems = [f"line {place[0]}: {code} {details}" for place, code, details in parser.errors]
    if problems:
        raise BadPage("; ".join(problems))
    return tree


def check_once(response) -> None:
    """As `check`; a page just like one that was looked over before, but for what is new in every answer, passes."""
    page = hashlib.sha256(_alike(response).encode()).digest()
    if page not in _passed:
        check(response)
        _passed.add(page)


_passed: set[bytes] = set()
NEW_EACH_TIME = re.compile(r'(name="(?:csrf_token|key)" value=|name="csrf-token" content=)"[^"]+"')
REFERENCE = re.compile(r"\b[A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
NONCE = re.compile(r"'nonce-([^']*)'")


def _alike(response) -> str:
    """The page with its own nonce, tokens and keys left out and its references numbered in the order they come."""
    nonce = NONCE.search(response.headers.get("Content-Security-Policy", ""))
    text = NEW_EACH_TIME.sub(r"\1", response.text)
    if nonce and nonce[1]:
        text = text.replace(f'nonce="{nonce[1]}"', "nonce")
    numbers: dict[str, str] = {}
    return REFERENCE.sub(lambda found: numbers.setdefault(found[0], f"reference {len(numbers)}"), text)


def check(response) -> None:
    """Look a whole page over. Raises BadPage with everything that is wrong with it."""
    tree = parse(response.text)
    problems = [problem for rule in RULES for problem in rule(tree)]
    problems += [
        f"hx-nonce is not the nonce of the answer: {_name(e)}" for e in _obeyed(tree) if not _marked(e, response)
    ]
    if problems:
        where = response.request.path if response.request else ""
        raise BadPage(f"{where}: " + "; ".join(problems))


def _heading(tree):
    headings = [_text(e) for e in tree.iter("h1")]
    if len(headings) != 1:
        yield f"{len(headings)} h1 elements, there must be one: {headings}"
        return
    title = _text(next(tree.iter("title"), Element("title")))
    if not headings[0] or not (title.startswith(headings[0]) or _greets(headings[0])):
        yield f"the title {title!r} does not start with the heading {headings[0]!r}"


def _greets(heading: str) -> bool:
    """The start page greets by name; a name must never stand in a title (J2)."""
    return heading.startswith(("Hej ", "Hello ", "Hi "))


def _language(tree):
    if not next(tree.iter("html")).get("lang"):
        yield "the page does not say its language"


def _ids(tree):
    seen = [e.get("id") for e in tree.iter() if isinstance(e.tag, str) and e.get("id") is not None]
    for id_ in sorted({i for i in seen if seen.count(i) > 1}):
        yield f"the id {id_!r} stands {seen.count(id_)} times"
    known = set(seen)
    for element in tree.iter():
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for target in (element.get(name) or "").split():
                if target not in known:
                    yield f"{name}={target!r} points at nothing"
        href = element.get("href") or ""
        if element.tag == "a" and href.startswith("#") and href[1:] not in known:
            yield f"the link {href!r} points at nothing"


def _labels(tree):
    labelled = {label.get("for") for label in tree.iter("label")}
    wrapped = {id(c) for label in tree.iter("label") for c in label.iter()}
    for control in tree.iter():
        if control.tag not in CONTROLS or control.get("type") in VOID_OF_LABEL:
            continue
        named = control.get("aria-label") or control.get("aria-labelledby")
        if not named and control.get("id") not in labelled and id(control) not in wrapped:
            yield f"{_name(control)} has no label"
    for element in tree.iter():
        if element.tag in {"button", "a"} and not _text(element) and not element.get("aria-label"):
            yield f"{_name(element)} has no words"


def _forms(tree):
    for form in tree.iter("form"):
        method = form.get("method")
        if not form.get("action") or method not in {"get", "post"}:
            yield f"a form without action or method: {form.attrib}"
        tokens = [i for i in form.iter("input") if i.get("name") == "csrf_token" and i.get("value")]
        if method == "post" and len(tokens) != 1:
            yield f"the form to {form.get('action')} carries {len(tokens)} tokens"
        if method == "get" and tokens:
            yield f"the form to {form.get('action')} puts its token in the address"


def _hypermedia(tree):
    known = {e.get("id") for e in tree.iter()}
    for element in _obeyed(tree):
        target = element.get("hx-target")
        if not target or not element.get("hx-swap"):
            yield f"{_name(element)} does not say hx-target and hx-swap itself"
        elif target.startswith("#") and target[1:] not in known:
            yield f"hx-target={target!r} points at nothing"
        if element.get("hx-get") and element.tag == "a" and element.get("hx-get") != element.get("href"):
            yield f"{_name(element)}: hx-get does not repeat href"
        if element.get("hx-post") and element.tag == "form" and element.get("hx-post") != element.get("action"):
            yield f"{_name(element)}: hx-post does not repeat action"


def _inline(tree):
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"an inline {element.tag}"
        for name, value in element.attrib.items():
            if name == "style" or name.startswith(("on", "hx-on")) or value.strip().lower().startswith("javascript:"):
                yield f"{name} on {_name(element)}"


RULES = (_heading, _language, _ids, _labels, _forms, _hypermedia, _inline)


def _obeyed(tree):
    return [e for e in tree.iter() if isinstance(e.tag, str) and (e.get("hx-get") or e.get("hx-post"))]


def _marked(element, response) -> bool:
    given = element.get("hx-nonce")
    return bool(given) and f"'nonce-{given}'" in response.headers.get("Content-Security-Policy", "")


def _name(element) -> str:
    return f"<{element.tag} id={element.get('id')!r} name={element.get('name')!r}>"


def _text(element) -> str:
    return " ".join("".join(element.itertext()).split())
