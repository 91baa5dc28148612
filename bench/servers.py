"""The servers that are measured: gunicorn with our own settings, each on a free loopback port."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from ssp.config import ROOT

APPS = {"ours": "app:app", "L": "bench.plain:make()", "J": "bench.memory:make()"}


@dataclass
class Server:
    """A running gunicorn: master and workers."""

    name: str
    port: int
    process: subprocess.Popen

    def pss(self) -> list[float]:
        """Proportional set size in MB: the master first, then each worker."""
        return [_pss(pid) for pid in (self.process.pid, *self._workers())]

    def cpu(self) -> float:
        """Seconds of processor time the workers have used; those that have been replaced count through their parent."""
        stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self._workers()]
        parent = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        ticks = sum(int(stat[11]) + int(stat[12]) for stat in stats) + int(parent[13]) + int(parent[14])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def environment(home: Path, name: str, size: int) -> dict[str, str]:
    """The settings a server of this kind runs with."""
    database = home / f"{'sealed' if name == 'ours' else 'plain'}-{size}.db"
    return {
        "SSP_ENV": "development", "DATABASE_URL": f"sqlite:///{database}",
        "SSP_MASTER_KEY_FILE": str(home / "master.key"), "BENCH_HELD": str(home / f"held-{size}.pickle"),
    }  # fmt: skip


def start(home: Path, name: str, size: int, options: tuple[str, ...] = ()) -> Server:
    """Start a server and wait until it answers."""
    port = _free_port()
    with open(home / f"{name}-{size}.log", "ab") as log:
        process = _gunicorn(home, name, size, port, options, log)
    _wait_for(port, process)
    return Server(name, port, process)


def _gunicorn(home: Path, name: str, size: int, port: int, options: tuple[str, ...], log) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", *options, APPS[name]],
        cwd=ROOT, env={**os.environ, **environment(home, name, size), "SSP_BIND": f"127.0.0.1:{port}"},
        stdout=log, stderr=log,
    )  # fmt: skip


def _wait_for(port: int, process: subprocess.Popen) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as probe:
                probe.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                if probe.recv(20).startswith(b"HTTP/1.1"):
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the server did not start; see its log")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _pss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
