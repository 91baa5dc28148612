"""The two databases the tests run on: SQLite files, and a private PostgreSQL cluster of our own."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


ROOM = 3 * 1024**3
HASTY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_wal_size=128MB"
"""What a cluster may leave undone that is thrown away when the tests are over."""


def roomy_memory() -> str | None:
    """A file system in memory with room for the tests' databases, or None. The disk took most of a test's time."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else None


class Cluster:
    """A PostgreSQL cluster in a directory of its own, run by an unprivileged user."""

    def __init__(self, durable: bool = False):
        self.home = Path(tempfile.mkdtemp(prefix="samspil-pg-", dir=None if durable else roomy_memory()))
        self.data = self.home / "data"
        self.port = free_port()
        self.durable = durable
        self.binaries = _binaries()
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.as_user:
            shutil.chown(self.home, "postgres", "postgres")
        self.home.chmod(0o755)
        self._run("initdb", "-D", self.data, "-U", "samspil", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
        self.start()

    def start(self) -> None:
        """Start and wait until it answers; a killed predecessor may hold the socket for a moment."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.home}"
        if not self.durable:
            options += f" {HASTY}"
        for _ in range(20):
            try:
                self._run("pg_ctl", "-D", self.data, "-o", options, "-l", self.home / "log", "-w", "-t", "30", "start")
                return
            except subprocess.CalledProcessError:
                time.sleep(0.5)
        raise RuntimeError((self.home / "log").read_text())

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.home, ignore_errors=True)

    def postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text().splitlines()[0])

    def url(self, database: str) -> str:
        return f"postgresql://samspil@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments) -> None:
        command = [*self.as_user, str(self.binaries / program), *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/tmp")


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        raise RuntimeError("PostgreSQL is not installed; 'make test' brings it")
    return found[-1]
