"""The scanner port: clamd over its socket when one is set; without one, a file is ready when it is inspected."""

import socket
from dataclasses import dataclass

CONNECT_SECONDS, ANSWER_SECONDS = 2, 10
CHUNK = 256 * 1024
LONGEST_ANSWER = 4096


class Unreachable(Exception):
    """The scanner did not say clean and did not say infected: the file waits."""


@dataclass(slots=True)
class _Settings:
    address: str = ""


_settings = _Settings()


def configure(address: str) -> None:
    """Set where clamd listens: the path of its socket, host:port, or "" for no scanner."""
    _settings.address = address


def is_set() -> bool:
    """Whether files wait for a scanner."""
    return bool(_settings.address)


def answers() -> bool:
    """Whether the scanner is there just now."""
    try:
        with _connected() as line:
            line.sendall(b"zPING\0")
            return _answer(line) == b"PONG"
    except OSError:
        return False


def is_clean(data: bytes) -> bool:
    """What the scanner says of these bytes. Raises Unreachable when it says neither clean nor infected."""
    try:
        with _connected() as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), CHUNK):
                piece = data[start : start + CHUNK]
                line.sendall(len(piece).to_bytes(4, "big") + piece)
            line.sendall(bytes(4))
            said = _answer(line)
    except OSError as error:
        raise Unreachable from error
    if said.endswith(b" FOUND"):
        return False
    if said == b"stream: OK":
        return True
    raise Unreachable


def _connected() -> socket.socket:
    if _settings.address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(CONNECT_SECONDS)
        try:
            line.connect(_settings.address)
        except OSError:
            line.close()
            raise
    else:
        host, _, port = _settings.address.rpartition(":")
        line = socket.create_connection((host, int(port)), CONNECT_SECONDS)
    line.settimeout(ANSWER_SECONDS)
    return line


def _answer(line: socket.socket) -> bytes:
    """What clamd says, up to its zero byte."""
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER and (more := line.recv(LONGEST_ANSWER)):
        said += more
    return said.partition(b"\0")[0]
