"""The real server with a small world of its own, in its own processes."""

import contextlib
import os
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from ssp.config import ROOT
from ssp.services.keyring import create_master_key
from tests.support.engines import free_port


class Server:
    """gunicorn on a free port of 127.0.0.1, over a fresh small world in `home`."""

    def __init__(self, home: Path):
        self.database = home / "world.db"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "SSP_ENV": "development",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "SSP_MASTER_KEY_FILE": str(home / "master.key"),
            "SSP_BIND": f"127.0.0.1:{self.port}",
            "SSP_ARGON2_MEMORY_KIB": "1024",
            "SSP_ARGON2_TIME": "1",
        }
        create_master_key(home / "master.key")
        self._python("tests.browser.prepare").check_returncode()
        self.log = (home / "server.log").open("w")
        command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py"), "app:app"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log)
        self._wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.log.close()

    def end_every_session(self) -> None:
        """As if everybody had been away for too long."""
        with contextlib.closing(sqlite3.connect(self.database, timeout=10)) as connection, connection:
            connection.execute("UPDATE sessions SET seen_at = seen_at - 3600")

    def flask(self, *words: str) -> subprocess.CompletedProcess:
        """A command of ours, as the one who runs the installation types it."""
        command = [sys.executable, "-m", "flask", "--app", "app", *words]
        return subprocess.run(command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL)

    def _python(self, module: str) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, "-m", module], cwd=ROOT, env=self.environment)

    def _wait(self) -> None:
        for _ in range(150):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/sign-in"):
                return
            time.sleep(0.1)
        raise RuntimeError(Path(self.log.name).read_text())
