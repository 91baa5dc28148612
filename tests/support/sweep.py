"""The canary sweep: every persona, every route, every kind of id, and a look at everything that comes back."""

import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from peewee import fn
from pypdf import PdfReader

from ssp.db import handle
from ssp.models import Audit
from tests.support.markers import MARKER, Planted
from tests.support.visitor import Visitor

LETTERS = {
    "concern": "B", "case": "F", "disclosure": "V", "source": "BVU", "matter": "BF", "draft": "K", "notification": "U",
    "absence": "A", "consultation": "S", "meeting": "T", "lesson": "L", "attachment": "D", "saved": "Q", "user": "M",
}  # fmt: skip
"""The kinds of id a name in a path is meant for: every one of them is tried there, and one of every other kind."""
NOBODYS = "-0000-0000"
WHOLE = "SAMSPIL_SOAK" in os.environ
"""Otherwise a region is asked for at every third id, and the page at all."""
WORDS = {"rule": ("triage_decision", "law_duty", "unknown")}
"""What is put where a path takes a word."""
SAFE = frozenset({"HEAD", "OPTIONS"})
FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}
TOKEN = re.compile(r'(name="csrf_token" value|name="csrf-token" content|name="key" value)="[^"]+"')
KEPT = re.compile(r'<input type="hidden" name="[^"]*" value="[^"]*">|<details class="kept".*?</details>', re.DOTALL)
"""What somebody posted, given back to them: it differs because what they sent did."""


class UnknownRoute(AssertionError):
    """A route takes an argument the sweep cannot fill in; teach it, or the route is not swept."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing a persona tries. `about` holds the ids in the path."""

    endpoint: str
    method: str
    path: str
    about: tuple[str, ...] = ()
    form: str = ""
    headers: tuple = ()

    def __str__(self):
        return " ".join(filter(None, (self.method, self.path, self.form, "fragment" if self.headers else "")))


@dataclass
class Findings:
    """What the sweep saw."""

    requests: int = 0
    shown: int = 0
    leaks: list[str] = field(default_factory=list)
    unaudited: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    told_apart: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    @property
    def clean(self) -> bool:
        return not (self.leaks or self.unaudited or self.broken or self.told_apart)

    def report(self) -> str:
        parts = []
        for name in ("leaks", "unaudited", "broken", "told_apart"):
            lines = list(dict.fromkeys(getattr(self, name)))
            parts += [f"{len(lines)} {name}:", *(f"  {line}" for line in lines[:25])]
        return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids the sweep tries: of every kind; `nested` are pairs, an id and one below it, by the name of the second."""

    every: tuple[str, ...]
    nested: dict[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody can be let into (none of it for most), and their turn in the round of what everybody tries."""

    mine: frozenset[str]
    turn: int


@dataclass(frozen=True, slots=True)
class Oracle:
    """Who may see what: `shows(persona, where the marker stands, endpoint)`, and who may know of which record."""

    shows: Callable[[str, Planted, str], bool]
    knows: Callable[[str, str], bool]


class Persona:
    """Somebody who is signed in, or nobody at all; sends requests with nothing kept from the last."""

    def __init__(self, app, name: str | None):
        self.name = name or "anonymous"
        self.client = app.test_client(use_cookies=False)
        self.cookie, self.token = "", ""
        if name:
            visitor = Visitor(app).sign_in(name)
            self.token = visitor.token
            self.cookie = "; ".join(f"{c.key}={c.value}" for c in visitor.client._cookies.values())

    def send(self, request: Request, forms: dict[str, dict]):
        headers = [*request.headers, *([("Cookie", self.cookie)] if self.cookie else [])]
        if request.method == "GET":
            return self.client.get(request.path, headers=headers)
        data = {**forms[request.form], "csrf_token": self.token}
        return self.client.open(request.path, method=request.method, data=data, headers=headers)


def reach_of(ids: Ids, oracle: Oracle, persona: str | None, turn: int) -> Reach:
    matters = "".join(LETTERS.values())
    return Reach(frozenset(id_ for id_ in ids.every if id_[0] in matters and oracle.knows(persona, id_)), turn)


class Closed:
    """What need not be tried again as one persona, because the same question has been answered with a refusal."""

    def __init__(self):
        self.pages: set[str] = set()
        self.blanks: set[tuple] = set()
        self.tried: set[str] = set()

    def to(self, request: Request) -> bool:
        """A region, or the page with a query, of a page that was refused; and all but the first form left empty."""
        page, _, more = request.path.partition("?")
        if request.headers or more:
            return page in self.pages
        return request.form == "empty" and (request.endpoint, request.path) in self.blanks

    def note(self, request: Request, response) -> None:
        if response.status_code not in {401, 403, 404} and (request.method != "GET" or response.status_code != 303):
            return
        if request.method == "GET":
            self.pages.add(request.path)
        elif request.about:
            if request.endpoint in self.tried:
                self.blanks.add((request.endpoint, request.path))
            self.tried.add(request.endpoint)


def requests_of(app, ids: Ids, forms: dict[str, dict], queries: tuple[str, ...], reach: Reach) -> Iterator[Request]:
    """Every route and method with every id, from the routes themselves, so that a new route is swept too.

    Who can be let into nothing tries every other route in turn.
    """
    for number, rule in enumerate(sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))):
        if rule.endpoint == "static" or not (reach.mine or (number + reach.turn) % 2):
            continue
        unknown = {name for name, c in rule._converters.items() if type(c).__name__ != "ReferenceConverter"}
        if unknown - WORDS.keys():
            raise UnknownRoute(f"{rule}: teach tests/support/sweep.py what to put in it")
        for method in sorted(rule.methods - SAFE):
            for about in _fillings(rule, method, ids, reach):
                path = _path(app, rule, about)
                yield from _variants(rule.endpoint, method, path, about, forms, queries)


def walk(persona: Persona, tries, forms, planted: dict[str, Planted], oracle: Oracle, findings: Findings) -> None:
    """Try everything as one persona; whatever was changed is undone before the next request."""
    refusals: dict[tuple, set[str]] = {}
    with handle.atomic() as everything:
        base = Audit.select(fn.MAX(Audit.seq)).scalar() or 0
        closed = Closed()
        for request in tries:
            if closed.to(request):
                continue
            with handle.atomic() as attempt:
                response = persona.send(request, forms)
                _look(persona.name, request, response, base, planted, oracle, findings)
                attempt.rollback()
            closed.note(request, response)
            if response.status_code == 403 and not all(oracle.knows(persona.name, about) for about in request.about):
                findings.told_apart.append(f"{persona.name}: {request} says that it exists")
            if response.status_code == 404 and len(request.about) == 1:
                place = request.path.replace(request.about[0], "·")
                key = (place, request.method, request.form, request.headers)
                refusals.setdefault(key, set()).add(_normalised(response, request.about))
        everything.rollback()
    for key, answers in refusals.items():
        if len(answers) > 1:
            findings.told_apart.append(
                f"{persona.name}: {key[1]} {key[0]} {key[2]}: {len(answers)} different 404 pages"
            )


def text_of(response) -> str:
    """Everything an answer says, on paper too."""
    if response.mimetype != "application/pdf":
        return response.text
    pages = PdfReader(io.BytesIO(response.data)).pages
    return re.sub(r"[\s\u200b]+", "", "".join(page.extract_text() for page in pages))


def _look(name, request, response, base, planted, oracle, findings) -> None:
    findings.requests += 1
    if response.status_code >= 500:
        findings.broken.append(f"{name}: {request} answered {response.status_code}")
    headers = "\n".join(f"{key}: {value}" for key, value in response.headers)
    everything = text_of(response) + headers
    found = set(MARKER.findall(everything)) & planted.keys()
    if not found:
        return
    findings.shown += len(found)
    rows = Audit.select(Audit.objects).where((Audit.seq > base) & (Audit.decision == "allowed")).tuples()
    named = {reference for (objects,) in rows for reference in objects.split()}
    for mark in found:
        where = planted[mark]
        findings.seen.add(f"{where.table}.{where.column}")
        if not oracle.shows(name, where, request.endpoint):
            findings.leaks.append(f"{name}: {request} shows {where.table}.{where.column} of {where.record}")
        elif where.record not in named:
            findings.unaudited.append(f"{name}: {request.method} {request.endpoint} shows {where.table}.{where.column} of "
                                      f"{where.record[0]}-… and the log names only kinds {sorted({n[0] for n in named})}")  # fmt: skip


def _fillings(rule, method: str, ids: Ids, reach: Reach):
    names = [name for is_dynamic, name in rule._trace if is_dynamic]
    if len(names) < 2:
        meant = _readable_pages if method == "GET" else _forms
        return [(id_,) for name in names for id_ in WORDS.get(name) or meant(LETTERS.get(name, ""), ids, reach)] or [()]
    if len(names) > 2 or names[1] not in ids.nested:
        raise UnknownRoute(f"{rule}: say in Ids.nested what to try as {names[1]}")
    return [
        pair
        for number, pair in enumerate(ids.nested[names[1]])
        if pair[0] in reach.mine or (number + reach.turn) % 4 == 0
    ]


def _readable_pages(letters: str, ids: Ids, reach: Reach) -> Iterator[str]:
    """For a page: every id of the kinds meant, one of every third other kind in turn, one that is nobody's.

    Who can read nothing at all tries one of each kind meant.
    """
    own = [id_ for id_ in ids.every if id_[0] in letters]
    yield from own if reach.mine else {id_[0]: id_ for id_ in own}.values()
    for number, (_, known) in enumerate(_other_kinds(letters, ids)):
        readable = [id_ for id_ in known if id_ in reach.mine]
        if (number + reach.turn) % 3 == 0:
            yield (readable or known)[0]
    yield f"{letters[:1] or 'B'}{NOBODYS}"


def _forms(letters: str, ids: Ids, reach: Reach) -> Iterator[str]:
    """For a form: what somebody can read, one more of each kind meant in turn, and two of the kinds that are not."""
    for kind in letters:
        known = [id_ for id_ in ids.every if id_[0] == kind]
        closed = [id_ for id_ in known if id_ not in reach.mine]
        yield from (id_ for id_ in known if id_ in reach.mine)
        yield from closed[reach.turn % len(closed) :][:1] if closed else ()
    others = _other_kinds(letters, ids)
    others = [next((id_ for id_ in known if id_ in reach.mine), known[0]) for _, known in others]
    yield from (others[(reach.turn + step) % len(others)] for step in (0, 1))
    yield f"{letters[:1] or 'B'}{NOBODYS}"


def _other_kinds(letters: str, ids: Ids) -> list[tuple[str, list[str]]]:
    kinds = dict.fromkeys(id_[0] for id_ in ids.every if id_[0] not in letters)
    return [(kind, [id_ for id_ in ids.every if id_[0] == kind]) for kind in kinds]


def _path(app, rule, about) -> str:
    names = [name for is_dynamic, name in rule._trace if is_dynamic]
    return app.url_map.bind("localhost").build(rule.endpoint, dict(zip(names, about, strict=True)))


def _variants(endpoint, method, path, about, forms, queries):
    if method == "GET":
        yield Request(endpoint, method, path, about)
        if not about or sum(map(ord, endpoint + about[-1])) % 3 == 0 or WHOLE:
            yield Request(endpoint, method, path, about, headers=tuple(FRAGMENT.items()))
        if not about:
            yield from (Request(endpoint, method, f"{path}?{query}") for query in queries)
        return
    for name in forms if not about else ("plausible", "empty"):
        yield Request(endpoint, method, path, about, name)


def _normalised(response, about) -> str:
    text = text_of(response)
    for reference in about:
        text = text.replace(reference, "·")
    nonce = re.search(r"'nonce-([^']+)'", response.headers.get("Content-Security-Policy", ""))
    return KEPT.sub("", TOKEN.sub("", text.replace(nonce[1], "·") if nonce else text))
