"""Nothing sealed lies in clear: not in the file, its WAL, a dump, the log lines or the outbox."""

import re
import sqlite3
import subprocess
from pathlib import Path

import pytest

from ssp import db
from ssp.models import MODELS, Audit, Concern, Mail, Matter, Message
from ssp.services.keyring import BrokenSeal, Keyring
from tests.reliability import journey
from tests.support.engines import Cluster, _binaries
from tests.support.markers import sealed_columns
from tests.support.server import Server
from tests.support.visitor import Visitor

IN_CLEAR = "Nordskolen"
"""The name of a unit, which is not sealed: if a search does not find this, it can find nothing."""


@pytest.fixture
def scene(engine, database_url, world, config, tmp_path):
    """Everything written once through a running server, which goes on running. Gives (trail, what the server said)."""
    said = tmp_path / "said"
    with Server(database_url, config.master_key_file, said, SSP_WORKERS="1") as server:
        trail = journey.walk(lambda name: Visitor(server).sign_in(name), world)
        yield trail, said


def present(trail, content: bytes) -> dict[str, str]:
    """The markers that can be read in these bytes, in the spellings a text could be stored in."""
    spellings = {
        name: (mark.encode(), mark.encode("utf-16-le"), mark.encode().hex().encode(), mark.upper().encode())
        for name, mark in trail.marks.items()
    }
    return {name: trail.marks[name] for name, ways in spellings.items() if any(way in content for way in ways)}


def test_every_sealed_column_holds_something(scene):
    """Otherwise the searches below would prove nothing about it."""
    empty = [
        f"{model.__name__}.{column}"
        for model, columns in sealed_columns().items()
        for column in columns
        if not model.select().where(getattr(model, column).is_null(False)).count()
    ]
    assert empty == []


def test_the_files_of_the_database(scene, engine, database_url, request):
    trail, _ = scene
    if engine == "sqlite":
        path = Path(db.handle.obj.database)
        wal = Path(f"{path}-wal").read_bytes()
        assert len(wal) > 10_000, "the write-ahead log was emptied before it was read"
        contents = {"the file": path.read_bytes(), "the write-ahead log": wal}
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        cluster.execute("CHECKPOINT")
        contents = {
            "the data directory": _all_bytes(cluster.data / "base"),
            "its write-ahead log": _all_bytes(cluster.data / "pg_wal"),
            "its own log": (cluster.home / "log").read_bytes(),
        }
    assert any(IN_CLEAR.encode() in content for content in contents.values())
    for name, content in contents.items():
        assert present(trail, content) == {}, name


def _all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_dump(scene, engine, database_url):
    trail, _ = scene
    if engine == "sqlite":
        connection = sqlite3.connect(db.handle.obj.database)
        dump = "\n".join(connection.iterdump()).encode()
        connection.close()
    else:
        command = [str(_binaries() / "pg_dump"), "--dbname", database_url]
        dump = subprocess.run(command, check=True, capture_output=True).stdout
    assert IN_CLEAR.encode() in dump
    assert present(trail, dump) == {}


@pytest.mark.any_engine
def test_every_column_of_every_row(scene):
    trail, _ = scene
    rows = {model.__name__: repr(list(model.select().tuples())).encode() for model in MODELS}
    assert IN_CLEAR.encode() in rows["Unit"]
    assert {name: present(trail, content) for name, content in rows.items() if present(trail, content)} == {}


@pytest.mark.any_engine
def test_what_the_server_said(scene):
    trail, said = scene
    lines = said.read_text()
    assert "request_id" in lines, "the log lines are not where they were looked for"
    assert present(trail, lines.encode()) == {}
    for reference in (
        trail.concern, trail.disclosure, trail.case, trail.child, trail.notification, trail.absence, trail.meeting,
        trail.consultation, trail.lesson, trail.consent, trail.notice,
    ):  # fmt: skip
        assert reference not in lines


@pytest.mark.any_engine
def test_mails_name_a_reference_and_nothing_else(scene):
    """J1: 'something new, sign in' and an opaque reference."""
    trail, _ = scene
    mails = list(Mail.select().dicts())
    assert mails
    assert {mail["template"] for mail in mails} == {"news", "invitation"}
    for mail in mails:
        assert re.fullmatch(r"[A-Z]-\w{4}-\w{4}", mail["about"])
        assert mail["recipient"].endswith("@example.invalid")
    assert present(trail, repr(mails).encode()) == {}


@pytest.mark.any_engine
def test_what_was_searched_for_is_in_the_log_and_sealed(scene):
    """B2: the child's name that was looked for and the reason for unmasking are logged, readable with the key alone."""
    sealed = [bytes(row.criterion) for row in Audit.select().where(Audit.criterion.is_null(False))]
    assert len(sealed) >= 2
    assert all(value[:1] == b"\x01" and len(value) > 29 for value in sealed)


@pytest.mark.any_engine
def test_moved_to_another_row_or_column_it_does_not_open(scene, config):
    trail, _ = scene
    keyring = Keyring.from_file(config.master_key_file)
    one, other = (
        Concern.select(Concern, Matter.reference, Matter.wrapped_key)
        .join(Matter, on=(Matter.id == Concern.matter))
        .where(Matter.reference == reference)
        .dicts()
        .get()
        for reference in (trail.concern, trail.waiting)
    )
    key = keyring.unwrap(one["reference"], one["wrapped_key"])
    assert key.open("concerns.words", one["reference"], one["words"]) == trail.marks["words"]
    for column, row, value in (
        ("concerns.words", one["reference"], other["observation"]),
        ("concerns.words", one["reference"], one["observation"]),
        ("concerns.words", other["reference"], one["words"]),
    ):
        with pytest.raises(BrokenSeal):
            key.open(column, row, value)


@pytest.mark.any_engine
def test_a_moved_text_is_not_shown_on_any_page(visit, world):
    """Somebody with the database in hand swaps two messages: the page refuses instead of showing one under the other."""
    trail = journey.walk(visit, world)
    here = Matter.select(Matter.id).where(Matter.reference == trail.concern)
    said = (Message.matter << here) & (Message.kind << ["question", "answer"])
    question, answer = Message.select().where(said).order_by(Message.id)
    Message.update(body=answer.body).where(Message.id == question.id).execute()
    response = visit("teacher").get(f"/concerns/{trail.concern}")
    assert response.status_code == 500
    assert journey.found_in(response.text) == set()
