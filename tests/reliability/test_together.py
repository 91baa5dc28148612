"""`make run`: the web server and the worker end together, and a worker that dies is started again."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ssp.config import ROOT
from tests.support.workers import until

STAND_IN = """
import os, signal, sys, time
name, folder = sys.argv[1], sys.argv[2]
def end(*_):
    open(f"{folder}/{name}.ended", "a").write("x")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
signal.signal(signal.SIGINT, end)
open(f"{folder}/{name}.pids", "a").write(f"{os.getpid()}\\n")
while True:
    time.sleep(0.05)
"""

KEEP = """
import sys
sys.path.insert(0, sys.argv[1])
import together
def stand_in(name):
    return [sys.executable, sys.argv[3], name, sys.argv[2]]
sys.exit(together.keep(stand_in("server"), stand_in("worker")))
"""


class Pair:
    """The two side by side, with a stand-in for each that writes down its process id and that it was asked to end."""

    def __init__(self, folder: Path):
        self.folder = folder
        (folder / "stand_in.py").write_text(STAND_IN)
        command = [sys.executable, "-c", KEEP, ROOT / "tools", folder, folder / "stand_in.py"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
        until(lambda: self.pids("server") and self.pids("worker"))

    def pids(self, name: str) -> list[int]:
        file = self.folder / f"{name}.pids"
        return [int(line) for line in file.read_text().splitlines()] if file.exists() else []

    def ended(self, name: str) -> bool:
        return (self.folder / f"{name}.ended").exists()

    def gone(self) -> bool:
        """Whether nothing runs any more; what has ended and waits to be noticed does not count."""
        return not any(_running(pid) for name in ("server", "worker") for pid in self.pids(name))


def _running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def pair(tmp_path):
    made = Pair(tmp_path)
    yield made
    for pid in (made.process.pid, *made.pids("server"), *made.pids("worker")):
        if _running(pid):
            os.kill(pid, signal.SIGKILL)
    made.process.wait()
    made.process.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_both_end(pair, number):
    pair.process.send_signal(number)
    assert pair.process.wait(20) == 0
    assert pair.gone()
    assert pair.ended("server")
    assert pair.ended("worker")


def test_ctrl_c_in_the_terminal_reaches_all_of_them_and_both_end(pair):
    os.killpg(pair.process.pid, signal.SIGINT)
    assert pair.process.wait(20) == 0
    assert pair.gone()


def test_a_worker_that_dies_is_started_again_and_said(pair):
    os.kill(pair.pids("worker")[0], signal.SIGKILL)
    until(lambda: len(pair.pids("worker")) == 2)
    assert not pair.ended("server")
    pair.process.terminate()
    said, _ = pair.process.communicate(timeout=20)
    assert "the worker ended with code -9; it is started again in 1 s" in said
    assert pair.gone()


def test_when_the_server_dies_the_worker_ends_too(pair):
    os.kill(pair.pids("server")[0], signal.SIGKILL)
    assert pair.process.wait(20) == -signal.SIGKILL % 256
    assert pair.ended("worker")
    assert pair.gone()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent is gone")
def test_killed_itself_it_leaves_nothing_running(pair):
    pair.process.kill()
    until(pair.gone)
    assert pair.ended("server")
    assert pair.ended("worker")
