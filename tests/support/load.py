"""Writers who log concerns over HTTP and do not give up until each one is acknowledged."""

import http.client
import random
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.support.visitor import Visitor


class Unanswered(Exception):
    """The connection broke or was refused: whether the request was carried out is not known."""


@dataclass(frozen=True)
class Reply:
    """An answer, with the names Flask's own test client uses."""

    status_code: int
    text: str
    headers: http.client.HTTPMessage

    @property
    def location(self) -> str | None:
        return self.headers.get("Location")

    @property
    def mimetype(self) -> str:
        return self.headers.get_content_type()


class Browser:
    """A small browser: cookies, forms, no following of redirects."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None):
        self.port = port
        self.cookies = cookies if cookies is not None else {}

    def get(self, path: str, headers=None) -> Reply:
        return self._ask("GET", path, None, headers or {})

    def post(self, path: str, data=None, headers=None, content_type="application/x-www-form-urlencoded") -> Reply:
        """Post a form's fields, or a body as it is."""
        body = data if isinstance(data, bytes) else urlencode(data or {}, doseq=True)
        return self._ask("POST", path, body, {"Content-Type": content_type, **(headers or {})})

    def _ask(self, method: str, path: str, body: str | bytes | None, headers: dict) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, {**headers, **({"Cookie": cookies} if cookies else {})})
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise Unanswered from error
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        return Reply(answer.status, text, answer.headers)


@dataclass
class Book:
    """What was acknowledged: the reference each text was given, and how often it had to be sent."""

    wanted: int
    acknowledged: dict[str, str] = field(default_factory=dict)
    sent: int = 0
    surprises: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def full(self) -> bool:
        return len(self.acknowledged) >= self.wanted or bool(self.surprises)


class Writer(threading.Thread):
    """Signs in, fetches the form, sends, and sends the same form again until it is acknowledged.

    One answer in `loses_every` is lost on its way to the writer, as answers are on a bad network.
    """

    def __init__(self, server, username: str, book: Book, loses_every: int = 25, seed: int = 0):
        super().__init__(daemon=True)
        self.server, self.username, self.book = server, username, book
        self.loses_every = loses_every
        self.random = random.Random(seed)
        self.visitor: Visitor | None = None

    def run(self) -> None:
        try:
            while not self.book.full:
                self._write_one()
        except Exception as error:  # a writer that dies must be heard, not merely missing
            self.book.surprises.append(f"{type(error).__name__}: {error}")

    def _write_one(self) -> None:
        key, text = secrets.token_urlsafe(16), f"set og hørt {secrets.token_hex(8)}"
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            reference = self._send(key, text)
            if reference and self.random.randrange(self.loses_every):
                with self.book.lock:
                    self.book.acknowledged[text] = reference
                return
            if reference is None:
                time.sleep(0.05 + self.random.random() * 0.1)
        self.book.surprises.append(f"never acknowledged: {text}")

    def _send(self, key: str, text: str) -> str | None:
        """The reference, or None when it is not known whether it was received."""
        try:
            if self.visitor is None:
                self.visitor = Visitor(self.server).sign_in(self.username)
                self.visitor.get("/concerns/new")
            answer = self.visitor.post("/concerns", form(key, text))
        except (Unanswered, AssertionError):
            self.visitor = None if self.visitor is None or not self.visitor.token else self.visitor
            return None
        with self.book.lock:
            self.book.sent += 1
        if answer.status_code == 303 and "/concerns/B-" in (answer.location or ""):
            return answer.location.split("/concerns/")[1].split("?")[0]
        if answer.status_code not in {303, 401, 409, 500, 503}:
            self.book.surprises.append(f"{answer.status_code}: {answer.text[:500]}")
        if answer.status_code in {303, 401}:
            self.visitor = None
        return None


def form(key: str, text: str) -> dict:
    """A small concern about a child who is on no list."""
    return {
        "subject": "child", "unlisted": "Bo", "theme": "unsure", "worry": "worried", "source": "own", "key": key,
        "observation": text,
    }  # fmt: skip
