"""The worker loses no mail: killed at any moment, with a server that is slow, breaks off, refuses or is down."""

import json
import os
import random
import signal
import time
from datetime import datetime, timedelta

import pytest

from ssp import db
from ssp.models import Clock, Mail
from ssp.services.keyring import Keyring
from ssp.services.standing import DANISH_TIME
from ssp.terms import ClockKind, MatterKind
from tests.support import case_load, deadlines, workers
from tests.support.engines import free_port
from tests.support.postoffice import PostOffice

MAILS = 40
KILLS = int(os.environ.get("SAMSPIL_MAIL_KILLS", "15"))
HOST = "127.0.0.1"


@pytest.fixture
def office():
    with PostOffice() as running:
        yield running


@pytest.fixture
def said(tmp_path):
    return tmp_path / "said"


@pytest.fixture
def env(database_url, config, office):
    return workers.environment(database_url, config.master_key_file, **office.environment())


@pytest.fixture
def start(env, said):
    """start() is `flask worker` at work; none outlives its test."""
    running = []

    def go(*options: str):
        running.append(workers.start(env, said, *options))
        return running[-1]

    yield go
    for process in running:
        process.kill()
        process.wait()


def fill(count: int = MAILS) -> set[str]:
    """Mails in the outbox. Returns the Message-ID each has to arrive with."""
    made = [deadlines.mail(f"person{n}@example.invalid", 1_700_000_000, about=f"B-0000-{n:04}") for n in range(count)]
    return {f"<{mail.reference}@{HOST}>" for mail in made}


def unsent() -> int:
    return Mail.select().where(Mail.sent_at.is_null()).count()


def lines(said) -> list[dict]:
    """What was logged, every line a JSON object."""
    return [json.loads(line) for line in said.read_text().splitlines()]


def test_what_a_use_case_tells_arrives(world, office, start):
    reference = case_load.log(world, "teacher", world.pupils["north"][1])
    assert start("--once").wait(60) == 0
    assert {mail.recipients for mail in office.received} == {
        ("consultant@example.invalid",), ("second_consultant@example.invalid",)
    }  # fmt: skip
    assert all(reference in mail.text for mail in office.received)
    assert unsent() == 0
    assert start("--once").wait(60) == 0
    assert len(office.received) == 2, "what was sent is not sent again"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_finishes_the_mail_in_hand(world, office, said, number, start):
    fill(5)
    office.delay = 0.4
    process = start()
    workers.until(lambda: office.working)
    process.send_signal(number)
    assert process.wait(60) == 0
    assert len(office.received) == 5 - unsent() <= 2, "what the server took is marked, and no more was begun"
    assert lines(said)[-1]["message"] == "the worker has stopped"


def keep_killing(nursery, office, kills: int, dice: random.Random) -> None:
    """Start a worker, let it work for a moment, kill it; then let one work undisturbed."""
    for _ in range(kills):
        pid = nursery.worker()
        seen, most = office.working, dice.randrange(1, 4)
        workers.until(lambda seen=seen, most=most: office.working >= seen + most or not unsent())
        time.sleep(dice.random() * 0.06)
        nursery.kill(pid)
    office.breaks_off = None
    nursery.worker()
    workers.until(lambda: unsent() == 0)


def test_killed_at_any_moment_it_loses_no_mail(world, env, office, said):
    expected, dice = fill(), random.Random(7)
    office.delay, office.breaks_off = 0.01, lambda: dice.random() < 0.1
    started = time.monotonic()
    with workers.Nursery(env, said) as nursery:
        keep_killing(nursery, office, KILLS, dice)
    counts = office.counts()
    print(f"{MAILS} mails, {KILLS} kills, {counts.total()} deliveries, {time.monotonic() - started:.0f} s")
    assert counts.keys() == expected
    for mail in Mail.select():
        copies = [came for came in office.received if mail.reference in came.message["Message-ID"]]
        assert {came.recipients for came in copies} == {(mail.recipient,)}
        assert {came.text for came in copies} == {copies[0].text}


def test_the_harness_sees_a_lost_mail(world, env, office, said):
    """The control: a worker that marks a mail before it is sent loses some, and it is seen."""
    expected, dice = fill(), random.Random(7)
    office.delay = 0.03
    with workers.Nursery(env, said, "careless") as nursery:
        for _ in range(12):
            pid, seen = nursery.worker(), office.working
            workers.until(lambda seen=seen: office.working > seen or not unsent())
            time.sleep(dice.random() * 0.04)
            nursery.kill(pid)
        nursery.worker()
        workers.until(lambda: unsent() == 0)
        time.sleep(0.2)
    assert expected - office.counts().keys()


def test_two_workers_at_once_remind_once_and_send_once(world, env, office, said, config):
    keyring = Keyring.from_file(config.master_key_file)
    env["SSP_MAIL_LEASE_SECONDS"] = "60"
    now = datetime.now(DANISH_TIME).replace(tzinfo=None)
    for _ in range(6):
        id_, _ = deadlines.matter(world, keyring, MatterKind.NOTIFICATION)
        deadlines.clock(id_, ClockKind.ASSESSMENT, now - timedelta(hours=20))
        deadlines.clock(id_, ClockKind.ASSESSMENT, now - timedelta(hours=25))
    office.delay = 0.01
    with workers.Nursery(env, said) as nursery:
        for _ in range(4):
            nursery.worker()
        workers.until(lambda: not Clock.select().where(Clock.reminded_at.is_null() & Clock.escalated_at.is_null()))
        workers.until(lambda: unsent() == 0)
    counts = office.counts()
    assert len(counts) == Mail.select().count() == 12
    assert set(counts.values()) == {1}


def test_a_server_that_is_down_is_waited_for(world, env, office, start):
    expected = fill(3)
    env["SSP_SMTP_PORT"] = str(late := free_port())
    process = start()
    workers.until(lambda: Mail.select().where(Mail.problem == "connection").exists())
    with PostOffice(port=late) as reopened:
        workers.until(lambda: unsent() == 0)
        process.terminate()
        assert process.wait(60) == 0
        assert reopened.counts().keys() == expected


def test_a_database_that_is_away_is_waited_for(world, env, office, said, engine, request, start):
    if engine == "sqlite":
        pytest.skip("a file on the same disk does not go away")
    cluster, name = request.getfixturevalue("cluster"), env["DATABASE_URL"].rsplit("/", 1)[1]
    process = start()
    workers.until(lambda: said.exists() and "has started" in said.read_text())
    cluster.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    cluster.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    workers.until(lambda: "a part of a round failed" in said.read_text())
    assert process.poll() is None
    cluster.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    db.handle.close()
    db.connect()
    expected = fill(2)
    workers.until(lambda: unsent() == 0)
    process.terminate()
    assert process.wait(60) == 0
    assert office.counts().keys() == expected


def test_what_the_worker_logs_are_counts(world, env, office, said, start):
    env["SSP_MAIL_RETRY_SECONDS"] = "60"
    office.answers = {"person0@example.invalid": "550 <person0@example.invalid> er ukendt hos Nordskolen"}
    fill(2)
    deadlines.mail("hemmelig\nBcc: x@example.invalid", 1_700_000_000)
    start("--once").wait(60)
    (tried,) = [line for line in lines(said) if line["message"] == "mails were tried"]
    assert (tried["sent"], tried["refused"], tried["address"]) == (1, 1, 1)
    for word in ("@", "person", "hemmelig", "Nordskolen", "B-0000", "O-", "Traceback"):
        assert word not in said.read_text()
