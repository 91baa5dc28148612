"""The real server: gunicorn with its own configuration, started, killed and started again."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from ssp.config import ROOT
from tests.support.engines import free_port
from tests.support.load import Browser, Unanswered


class Server:
    """gunicorn on a free port of 127.0.0.1, in a process group of its own; what it says goes to `said`."""

    def __init__(self, database_url: str, key_file: Path, said: Path, application: str = "app:app", **environment):
        self.port = free_port()
        self.application = application
        self.said = said
        self.environment = {
            **os.environ, "DATABASE_URL": database_url, "SSP_MASTER_KEY_FILE": str(key_file), "SSP_ENV": "development",
            "SSP_BIND": f"127.0.0.1:{self.port}", "SSP_WORKERS": "2", "SSP_ARGON2_MEMORY_KIB": "1024",
            "SSP_ARGON2_TIME": "1", "PYTHONPATH": str(ROOT), **environment,
        }  # fmt: skip
        self.process: subprocess.Popen | None = None

    def start(self) -> "Server":
        """Start and wait until the database answers through it."""
        command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py"), self.application]
        with open(self.said, "ab") as said:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=said, stderr=said, start_new_session=True
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                if Browser(self.port).get("/health").status_code == 200:
                    return self
            except Unanswered:
                pass
            time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"the server did not start: {self.said.read_text()[-2000:]}")

    def kill(self) -> None:
        """kill -9 of the master and every worker at once."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to finish what it is doing, and wait."""
        self._signal(signal.SIGTERM)

    def _signal(self, number: int) -> None:
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        self.process.wait(timeout=40)
        self.process = None

    def test_client(self) -> Browser:
        """A client for the Visitor, who then walks here instead of inside the test's own process."""
        return Browser(self.port)

    def __enter__(self) -> "Server":
        return self.start()

    def __exit__(self, *_) -> None:
        self.stop()
