"""The web server and the worker side by side: both end together, and a worker that dies is started again.

    python3 tools/together.py       `gunicorn app:app` and `flask worker`, from the environment this Python is in

Standard library only. Ctrl+C and SIGTERM end both: each finishes what it has in hand. When this process is killed,
the system tells both to end (Linux).
"""

import contextlib
import ctypes
import signal
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
SERVER = [str(BIN / "gunicorn"), "app:app"]
WORKER = [str(BIN / "flask"), "--app", "app", "worker"]
PATIENCE = 45
FIRST_PAUSE, LONGEST_PAUSE = 1, 60
SET_DEATH_SIGNAL = 1


def say(text: str) -> None:
    print(f"== {text}", flush=True)


def end_with_parent() -> None:
    """Have this process told to end when its parent is gone; where the system cannot, it is left at that."""
    with contextlib.suppress(Exception):
        ctypes.CDLL(None).prctl(SET_DEATH_SIGNAL, signal.SIGTERM)


def start(command: list[str]) -> subprocess.Popen:
    return subprocess.Popen(command, preexec_fn=end_with_parent)


class Asked(Exception):
    """Somebody wants this to end."""


def _asked(*_) -> None:
    raise Asked


def end(*processes: subprocess.Popen) -> None:
    """Ask every process to end, wait, and insist on it in the end."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        try:
            process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Restarted:
    """A process that is started again when it ends, sooner at first than later, and says so."""

    def __init__(self, name: str, command: list[str]):
        self.name, self.command = name, command
        self.pause, self.again_at = FIRST_PAUSE, 0.0
        self._start()

    def _start(self) -> None:
        self.process, self.started_at = start(self.command), time.monotonic()

    def look(self) -> None:
        """See that it runs."""
        if self.process.poll() is None:
            return
        if not self.again_at:
            if time.monotonic() - self.started_at > LONGEST_PAUSE:
                self.pause = FIRST_PAUSE
            say(f"{self.name} ended with code {self.process.returncode}; it is started again in {self.pause} s")
            self.again_at, self.pause = time.monotonic() + self.pause, min(self.pause * 2, LONGEST_PAUSE)
        elif time.monotonic() >= self.again_at:
            self.again_at = 0.0
            self._start()


def keep(server_command: list[str], worker_command: list[str]) -> int:
    """Run both until the server ends or somebody asks. Returns the server's exit code; 0 when it was asked."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _asked)
    server, worker = start(server_command), Restarted("the worker", worker_command)
    try:
        while server.poll() is None:
            worker.look()
            time.sleep(0.2)
        say(f"the server ended with code {server.returncode}")
        return server.returncode
    except Asked:
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        end(server, worker.process)


if __name__ == "__main__":
    sys.exit(keep(SERVER, WORKER))
