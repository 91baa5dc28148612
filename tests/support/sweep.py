"""The canary sweep: every persona, every route, every kind of id, and a look at everything that comes back."""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from peewee import fn

from ssp.db import handle
from ssp.models import Audit
from tests.support.markers import MARKER, Planted
from tests.support.visitor import Visitor

HOLDS_CONTENT = frozenset({"concern", "case", "disclosure", "source", "draft", "person"})
SAFE = frozenset({"HEAD", "OPTIONS"})
FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}
TOKEN = re.compile(r'(name="csrf_token" value|name="csrf-token" content|name="key" value)="[^"]+"')


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
    """The ids the sweep tries: of every kind, some of them nobody's; `nested` are tried below another id."""

    every: tuple[str, ...]
    nested: tuple[str, ...]
    above_nested: tuple[str, ...]


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


def requests_of(app, ids: Ids, forms: dict[str, dict], queries: tuple[str, ...]) -> Iterator[Request]:
    """Every route and method with every id, from the routes themselves, so that a new route is swept too."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        if any(type(c).__name__ != "ReferenceConverter" for c in rule._converters.values()):
            raise UnknownRoute(f"{rule}: teach tests/support/sweep.py what to put in it")
        for about in _fillings(rule, ids):
            path = _path(app, rule, about)
            for method in sorted(rule.methods - SAFE):
                yield from _variants(rule.endpoint, method, path, about, forms, queries)


def walk(persona: Persona, tries, forms, planted: dict[str, Planted], oracle: Oracle, findings: Findings) -> None:
    """Try everything as one persona; whatever was changed is undone before the next request."""
    refusals: dict[tuple, set[str]] = {}
    with handle.atomic() as everything:
        base = Audit.select(fn.MAX(Audit.seq)).scalar() or 0
        closed: set[str] = set()
        for request in tries:
            if request.headers and request.path in closed:
                continue  # the region asks the same question as its page, which was refused
            with handle.atomic() as attempt:
                response = persona.send(request, forms)
                _look(persona.name, request, response, base, planted, oracle, findings)
                attempt.rollback()
            if response.status_code == 404 and request.method == "GET":
                closed.add(request.path)
            if response.status_code == 403 and not all(oracle.knows(persona.name, about) for about in request.about):
                findings.told_apart.append(f"{persona.name}: {request} says that it exists")
            if response.status_code == 404 and len(request.about) == 1:
                key = (request.endpoint, request.method, request.form, request.headers)
                refusals.setdefault(key, set()).add(_normalised(response, request.about))
        everything.rollback()
    for key, answers in refusals.items():
        if len(answers) > 1:
            findings.told_apart.append(
                f"{persona.name}: {key[1]} {key[0]} {key[2]}: {len(answers)} different 404 pages"
            )


def _look(name, request, response, base, planted, oracle, findings) -> None:
    findings.requests += 1
    if response.status_code >= 500:
        findings.broken.append(f"{name}: {request} answered {response.status_code}")
    everything = response.text + "\n".join(f"{key}: {value}" for key, value in response.headers)
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


def _fillings(rule, ids: Ids):
    names = [name for is_dynamic, name in rule._trace if is_dynamic]
    if not names:
        return [()]
    if len(names) == 1:
        return [(id_,) for id_ in (ids.every if names[0] in HOLDS_CONTENT else _one_of_each(ids.every))]
    return itertools.product(*([ids.above_nested] * (len(names) - 1)), ids.nested)


def _one_of_each(every) -> tuple[str, ...]:
    """One id of every kind, and those that are nobody's."""
    firsts = {id_[0]: id_ for id_ in reversed(every)}
    return tuple(dict.fromkeys([*firsts.values(), *(id_ for id_ in every if id_.endswith("-0000-0000"))]))


def _path(app, rule, about) -> str:
    names = [name for is_dynamic, name in rule._trace if is_dynamic]
    return app.url_map.bind("localhost").build(rule.endpoint, dict(zip(names, about, strict=True)))


def _variants(endpoint, method, path, about, forms, queries):
    if method == "GET":
        yield Request(endpoint, method, path, about)
        yield Request(endpoint, method, path, about, headers=tuple(FRAGMENT.items()))
        if not about:
            yield from (Request(endpoint, method, f"{path}?{query}") for query in queries)
        return
    for name in forms if not about else ("plausible", "empty"):
        yield Request(endpoint, method, path, about, name)


def _normalised(response, about) -> str:
    text = response.text
    for reference in about:
        text = text.replace(reference, "·")
    nonce = re.search(r"'nonce-([^']+)'", response.headers.get("Content-Security-Policy", ""))
    return TOKEN.sub("", text.replace(nonce[1], "·") if nonce else text)
