"""Killed at any moment, the server loses nothing it acknowledged and makes nothing twice."""

import os
import random
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass

import pytest

from ssp import db
from ssp.models import Audit, Concern, Matter, Submission
from ssp.services import door, upkeep
from ssp.services.keyring import Keyring
from tests.support import world as worlds
from tests.support.engines import Cluster
from tests.support.load import Book, Writer, form
from tests.support.server import Server
from tests.support.visitor import Visitor

pytestmark = [pytest.mark.kill, pytest.mark.timeout(3600)]

ACKNOWLEDGED = int(os.environ.get("SAMSPIL_KILL_ACKS", "1000"))
KILLS = int(os.environ.get("SAMSPIL_KILL_KILLS", "8"))
WRITERS = ("teacher", "colleague", "head", "other_teacher") * 2


@dataclass
class Ground:
    """A database that survives a kill, and what it takes to start servers on it."""

    url: str
    cluster: Cluster | None
    config: object
    said: object

    def server(self, application: str = "app:app") -> Server:
        return Server(self.url, self.config.master_key_file, self.said, application)


@pytest.fixture
def ground(engine, application, config, tmp_path):
    cluster = Cluster(durable=True) if engine == "postgres" else None
    if cluster:
        cluster.execute("CREATE DATABASE killed")
    url = cluster.url("killed") if cluster else f"sqlite:///{tmp_path / 'killed.db'}"
    database = db.configure(url)
    db.connect()
    upkeep.upgrade()
    worlds.build()
    database.close()
    yield Ground(url, cluster, config, tmp_path / "said")
    db.handle.close()
    if cluster:
        cluster.stop()


@dataclass(frozen=True)
class Found:
    """What is in the database afterwards, against what was acknowledged."""

    lost: list[str]
    doubled: list[str]
    unlogged: set[str]
    logged_for_nothing: set[str]
    broken_at: int | None
    whole: bool


def press_on(ground: Ground, server: Server, acknowledged: int, kills: int) -> Book:
    """Let the writers write until enough is acknowledged, while the server is killed again and again."""
    book, dice = Book(acknowledged), random.Random(kills)
    server.start()
    writers = [Writer(server, name, book, seed=number) for number, name in enumerate(WRITERS)]
    for writer in writers:
        writer.start()
    for number in range(kills):
        _wait_for(book, (number + 1) * acknowledged // (kills + 2))
        time.sleep(dice.random() * 0.2)
        postmaster = ground.cluster.postmaster() if ground.cluster and number % 2 else None
        if postmaster:
            os.kill(postmaster, signal.SIGKILL)
        server.kill()
        if postmaster:
            ground.cluster.start()
        server.start()
    for writer in writers:
        writer.join(300)
    server.stop()
    return book


def _wait_for(book: Book, count: int) -> None:
    deadline = time.monotonic() + 600
    while len(book.acknowledged) < count and not book.surprises:
        assert time.monotonic() < deadline, f"only {len(book.acknowledged)} acknowledged"
        time.sleep(0.01)


def look(ground: Ground, book: Book) -> Found:
    """Open everything that was stored and compare."""
    database = db.configure(ground.url)
    db.connect()
    keyring = Keyring.from_file(ground.config.master_key_file)
    rows = Concern.select(Matter.reference, Matter.wrapped_key, Concern.observation).join(
        Matter, on=(Matter.id == Concern.matter)
    )
    texts = Counter(
        keyring.unwrap(ref, wrapped).open("concerns.observation", ref, sealed) for ref, wrapped, sealed in rows.tuples()
    )
    stored = {ref for ref, _, _ in rows.tuples()}
    lines = Audit.select(Audit.objects).where((Audit.action == "concern.log") & (Audit.decision == "allowed")).tuples()
    logged = {reference for (objects,) in lines for reference in objects.split() if reference.startswith("B-")}
    whole = not db.is_sqlite() or database.execute_sql("PRAGMA integrity_check").fetchone()[0] == "ok"
    lost = [text for text, ref in book.acknowledged.items() if text not in texts or ref not in stored]
    doubled = [text for text, count in texts.items() if count > 1]
    return Found(lost, doubled, stored - logged, logged - stored, door.verify_log()[1], whole)


def test_nothing_acknowledged_is_lost_and_nothing_is_made_twice(ground):
    started = time.monotonic()
    book = press_on(ground, ground.server(), ACKNOWLEDGED, KILLS)
    found = look(ground, book)
    print(f"{len(book.acknowledged)} acknowledged, {KILLS} kills, {book.sent} sent, {time.monotonic() - started:.0f} s")
    assert not book.surprises
    assert len(book.acknowledged) >= ACKNOWLEDGED
    assert found == Found([], [], set(), set(), None, True)
    assert Submission.select().count() == Concern.select().count()


def test_the_harness_sees_what_is_made_twice(ground):
    """The control: a server that forgets which forms were sent makes doubles, and they are seen."""
    book = press_on(ground, ground.server("tests.support.careless:forgetful()"), 100, 1)
    assert look(ground, book).doubled


def test_the_harness_sees_what_is_lost(ground):
    """The control: a server that acknowledges before it has committed loses what it promised, and it is seen."""
    book = press_on(ground, ground.server("tests.support.careless:hasty()"), 100, 2)
    database = db.configure(ground.url)
    db.connect()
    stored = Concern.select().count()
    database.close()
    assert stored < len(book.acknowledged)
    assert look(ground, book).lost


def test_five_hundred_forms_pressed_twice_make_five_hundred_concerns(ground):
    keys = [(f"pressed-twice-{number:04d}", f"trykket to gange {number}") for number in range(500)]
    with ground.server() as server:
        answers = [answer for part in _in_pairs(server, keys) for answer in part]
    db.configure(ground.url)
    db.connect()
    assert len(answers) == 1000
    assert {status for status, _ in answers} == {303}
    assert len({location for _, location in answers}) == 500
    assert Concern.select().count() == Submission.select().count() == 500
    assert door.verify_log()[1] is None


def _in_pairs(server, keys):
    """Four people, each pressing every button twice at the same moment from two connections."""
    people = [Visitor(server).sign_in(name) for name in WRITERS[:4]]
    shares = [keys[number :: len(people)] for number in range(len(people))]
    results: list[list] = [[] for _ in range(2 * len(people))]

    def press(number: int) -> None:
        person = people[number // 2]
        for key, text in shares[number // 2]:
            barriers[number // 2].wait(60)
            answer = person.client.post("/concerns", {"csrf_token": person.token, **form(key, text)})
            results[number].append((answer.status_code, answer.location))

    barriers = [threading.Barrier(2) for _ in people]
    threads = [threading.Thread(target=press, args=(number,)) for number in range(len(results))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    return results
