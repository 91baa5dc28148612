"""Real worker processes on a test's database: one by itself, or as many as a test can kill."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from ssp.config import ROOT

FLASK = Path(sys.executable).with_name("flask")


def environment(database_url: str, key_file: Path, **more: str) -> dict[str, str]:
    """What a worker needs to know; impatient, so that a test need not be patient."""
    return {
        **os.environ, "DATABASE_URL": database_url, "SSP_MASTER_KEY_FILE": str(key_file), "SSP_ENV": "development",
        "PYTHONPATH": str(ROOT), "FLASK_APP": "app", "SSP_MAIL_LEASE_SECONDS": "2", "SSP_MAIL_RETRY_SECONDS": "1",
        "SSP_WORKER_SECONDS": "1", "PYTHONWARNINGS": "", **more,
    }  # fmt: skip


def start(env: dict[str, str], said: Path, *options: str) -> subprocess.Popen:
    """`flask worker`, with what it says in `said`."""
    with open(said, "ab") as file:
        return subprocess.Popen([FLASK, "worker", *options], cwd=ROOT, env=env, stdout=file, stderr=file)


def until(holds, seconds: float = 90) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.01)


class Nursery:
    """Workers from a process that has loaded everything once, so that a new one costs next to nothing."""

    def __init__(self, env: dict[str, str], said: Path, *options: str):
        self._command = [sys.executable, "-m", "tests.support.nursery", *options]
        self._env, self._said, self._alive = env, said, set()

    def __enter__(self) -> "Nursery":
        with open(self._said, "ab") as file:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=self._env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=file,
                text=True,
            )  # fmt: skip
        return self

    def __exit__(self, *_) -> None:
        for pid in list(self._alive):
            self.kill(pid)
        self._process.stdin.close()
        self._process.wait(timeout=20)
        self._process.stdout.close()

    def worker(self) -> int:
        """A new worker. Returns its process id."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        pid = int(self._process.stdout.readline())
        self._alive.add(pid)
        return pid

    def kill(self, pid: int) -> None:
        """kill -9, and wait until nothing is left of it."""
        self._alive.discard(pid)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        until(lambda: not Path(f"/proc/{pid}").exists())
