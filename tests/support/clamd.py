"""A scanner that speaks as clamd does, on a real socket: it finds one word, and can be told to be gone or confused."""

import socket
import threading
from pathlib import Path

from ssp.services import scanning

FOUND = b"SMITTE"


class Clamd:
    """Listens while it is held. `said` overrides what it answers; `asked` counts the files it was given."""

    def __init__(self, folder: Path | None = None):
        self.said: bytes | None = None
        self.asked = 0
        family = socket.AF_UNIX if folder else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_STREAM)
        self._socket.bind(str(folder / "clamd.ctl") if folder else ("127.0.0.1", 0))
        self.address = str(folder / "clamd.ctl") if folder else f"127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> "Clamd":
        self._socket.listen()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()
        if self.address.startswith("/"):
            Path(self.address).unlink()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            with line, line.makefile("rb") as heard:
                self._hear(line, heard)

    def _hear(self, line, heard) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += heard.read(1)
        if command == b"zPING\0":
            line.sendall(b"PONG\0")
            return
        assert command == b"zINSTREAM\0", command
        data = b""
        while size := int.from_bytes(heard.read(4), "big"):
            data += heard.read(size)
        self.asked += 1
        line.sendall((self.said or (b"stream: Test FOUND" if FOUND in data else b"stream: OK")) + b"\0")


def use(monkeypatch, address: str) -> None:
    """Let files go to the scanner at this address for the rest of the test."""
    monkeypatch.setattr(scanning._settings, "address", address)
