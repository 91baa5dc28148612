"""Looking closely, in a process of its own: what J holds, statements, bytes and the HTML of each page."""

import cProfile
import gzip
import io
import logging
import multiprocessing
import os
import pickle
import pstats
import re
from dataclasses import dataclass
from pathlib import Path

from bench import servers
from bench.load import Client
from bench.pages import PAGES, Plan, fields_of
from bench.stores import token_of
from ssp.config import ROOT

RANDOM = (
    (re.compile(r'((?:name="csrf_token" value|name="csrf-token" content)=")[^"]+'), r"\1"),
    (re.compile(r'(name="key" value=")[^"]+'), r"\1"),
    (re.compile(r'((?:hx-)?nonce=")[^"]+'), r"\1"),
)
REFERENCE = re.compile(r"\b[A-Z](-[0-9A-Z]{4}){2}\b")
MINUTE = re.compile(r"kl\. \d\d\.\d\d")
WORDS = {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}


@dataclass(frozen=True)
class Look:
    """One page as one application answers it: statements sent, bytes raw and compressed, the HTML without marks.

    The HTML of "post" is the page of the concern it made, without references and the time of day.
    """

    statements: list[str]
    raw: int
    gzipped: int
    html: str


def apart(function, *arguments):
    """Run a function in a fresh process, where it can build an application of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


def hold(home: Path, size: int) -> Plan:
    """Make the views of a database with our own services, keep them for J, and tell the clients what to ask for."""
    _application(home, "ours", size)
    from bench.hold import views_of

    held, plan = views_of()
    (home / f"held-{size}.pickle").write_bytes(pickle.dumps(held))
    return plan


def look(home: Path, name: str, size: int, plan: Plan) -> dict[str, Look]:
    """Ask one application for every page once, in this process, after a first round that warms it."""
    ask = _asker(_application(home, name, size), plan)
    for page in PAGES:
        if page.name != "post":
            ask(page)
    found = {}
    for page in PAGES:
        with _Statements() as seen:
            text = ask(page)
        raw = text.encode()
        posted = page.name == "post" and name != "J"
        shown = _unsigned(ask(page, REFERENCE.search(text)[0])) if posted else text
        found[page.name] = Look(seen, len(raw), len(gzip.compress(raw, 6)), _without_marks(shown))
    return found


def _unsigned(html: str) -> str:
    return MINUTE.sub("", REFERENCE.sub("", html))


def _without_marks(html: str) -> str:
    for pattern, replacement in RANDOM:
        html = pattern.sub(replacement, html)
    return html


def first_visit(html: str) -> tuple[int, int]:
    """What a browser fetches beside the page on a first visit: how many files, how many bytes compressed."""
    names = dict.fromkeys(re.findall(r'(?:src|href)="/static/([^"?]+)', html))
    return len(names), sum(len(gzip.compress((ROOT / "static" / name).read_bytes(), 9)) for name in names)


def profile(home: Path, name: str, size: int, plan: Plan, page_name: str, rounds: int = 200) -> str:
    """Where the time of a page goes: the functions that take most of it themselves."""
    ask = _asker(_application(home, name, size), plan)
    page = next(page for page in PAGES if page.name == page_name)
    ask(page)
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(rounds):
        ask(page)
    profiler.disable()
    out = io.StringIO()
    pstats.Stats(profiler, stream=out).sort_stats("cumulative").print_stats(70)
    pstats.Stats(profiler, stream=out).sort_stats("tottime").print_stats(25)
    return out.getvalue()


def _application(home: Path, name: str, size: int):
    os.environ.update(servers.environment(home, name, size))
    module, _, attribute = servers.APPS[name].rstrip("()").partition(":")
    found = getattr(__import__(module, fromlist=[attribute]), attribute)
    application = found() if servers.APPS[name].endswith("()") else found
    logging.getLogger("ssp").setLevel(logging.ERROR)
    return application


def _asker(application, plan: Plan):
    client = application.test_client()

    def ask(page, made: str = "") -> str:
        """The page; with `made`, the page of the concern that was just posted."""
        user = page.users[0]
        client.set_cookie("ssp", token_of(user))
        if made:
            return client.get(f"{page.path}/{made}").text
        if page.name == "post":
            fields = {"csrf_token": Client(0, user).csrf, "key": os.urandom(8).hex(), **fields_of(plan, user)}
            response = client.post(page.path, data=fields)
        else:
            response = client.get(page.path_for(plan, user))
        assert response.status_code == (303 if page.name == "post" else 200), (page.name, response.status)
        return response.text

    return ask


class _Statements(logging.Handler):
    """Collects what is sent to the database, transactions' own words left out."""

    def __enter__(self) -> list[str]:
        self.seen: list[str] = []
        self.logger = logging.getLogger("peewee")
        self.logger.addHandler(self)
        self.logger.setLevel(logging.DEBUG)
        self.logger.propagate = False
        return self.seen

    def __exit__(self, *_):
        self.logger.removeHandler(self)
        self.logger.setLevel(logging.WARNING)

    def emit(self, record):
        statement = str(record.msg[0])
        if statement.lstrip("(").split(" ", 1)[0] in WORDS:
            self.seen.append(statement)
