"""The clients: threads with plain sockets, each signed in as somebody, asking again once answered."""

import hashlib
import hmac
import itertools
import secrets
import socket
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench.stores import token_of
from ssp.config import DEFAULT_SECRET

SALT = "00" * 8


@dataclass
class Sample:
    """What one window of load showed: milliseconds per answer, seconds it took, CPU seconds of clients and server."""

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0
    server_cpu: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    def percentile(self, share: float) -> float:
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class BadAnswer(Exception):
    """The server answered something else than the page that is measured."""


class Client:
    """One person at one connection; the connection is kept when the server allows it."""

    def __init__(self, port: int, user: int):
        self.port, self.user = port, user
        self.token = token_of(user)
        self.csrf = _csrf(self.token)
        self.socket: socket.socket | None = None

    def get(self, path: str) -> bytes:
        return self._exchange(f"GET {path} HTTP/1.1\r\n{self._head()}\r\n".encode(), 200)

    def post(self, path: str, fields: dict) -> bytes:
        body = urlencode({"csrf_token": self.csrf, "key": secrets.token_urlsafe(16), **fields}).encode()
        head = f"POST {path} HTTP/1.1\r\n{self._head()}Content-Type: application/x-www-form-urlencoded\r\n"
        return self._exchange(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body, 303)

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def _head(self) -> str:
        return f"Host: 127.0.0.1:{self.port}\r\nCookie: ssp={self.token}\r\nSec-Fetch-Site: same-origin\r\n"

    def _exchange(self, message: bytes, expected: int) -> bytes:
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(message)
        head, _, body = self._until(b"\r\n\r\n").partition(b"\r\n\r\n")
        lowered = head.lower()
        wanted = int(lowered.split(b"content-length: ")[1].split(b"\r\n")[0])
        while len(body) < wanted:
            body += self._receive()
        if b"connection: close" in lowered:
            self.close()
        if int(head[9:12]) != expected:
            raise BadAnswer(f"{message.split(b' HTTP')[0].decode()}: {head[:80]!r}")
        return body

    def _until(self, mark: bytes) -> bytes:
        data = b""
        while mark not in data:
            data += self._receive()
        return data

    def _receive(self) -> bytes:
        piece = self.socket.recv(262144)
        if not piece:
            raise BadAnswer("the connection was closed in the middle of an answer")
        return piece


def run(port: int, users: list[int], ask, seconds: float) -> Sample:
    """Let every user ask again and again for a while. `ask(client, number)` makes one request."""
    sample, lock, threads = Sample(), threading.Lock(), []
    cpu, started = time.process_time(), time.perf_counter()
    errors: list[Exception] = []

    def walk(user: int) -> None:
        client, own = Client(port, user), []
        try:
            for number in itertools.count():
                begun = time.perf_counter()
                if begun - started >= seconds:
                    break
                ask(client, number)
                own.append((time.perf_counter() - begun) * 1000)
        except Exception as error:  # a thread cannot raise; the runner does
            errors.append(error)
        client.close()
        with lock:
            sample.times.extend(own)

    threads = [threading.Thread(target=walk, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    sample.seconds, sample.cpu = time.perf_counter() - started, time.process_time() - cpu
    return sample


def _csrf(token: str) -> str:
    session = hashlib.sha256(token.encode()).hexdigest()
    return SALT + hmac.new(DEFAULT_SECRET.encode(), f"csrf:{SALT}:{session}".encode(), hashlib.sha256).hexdigest()
