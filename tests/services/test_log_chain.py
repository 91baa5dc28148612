"""The read log cannot be changed unseen, and many writers leave one unbroken chain."""

import multiprocessing

import pytest
from click.testing import CliRunner
from peewee import DatabaseError

from ssp import cli, db
from ssp.models import Audit
from ssp.services import door
from ssp.services.door import Actor
from ssp.services.keyring import Keyring
from ssp.terms import Action

ROWS = 12


@pytest.fixture
def log(world):
    """A dozen lines, two of them about a matter."""
    actor = world.actor("teacher")
    for number in range(ROWS):
        door.record(Action.SESSION_SIGN_IN, actor, "allowed", "A12", f"row{number}")
    assert door.verify_log() == (ROWS, None)
    return actor


def change(*statements: str) -> None:
    """Do to the log what only somebody with the database in hand can do."""
    guards = (
        tuple(f"DROP TRIGGER audit_keeps_{what}_out" for what in ("updates", "deletes", "replacements"))
        if db.is_sqlite()
        else ("DROP TRIGGER audit_keeps_changes_out ON audit", "DROP TRIGGER audit_keeps_truncate_out ON audit")
    )
    for statement in (*guards, *statements):
        db.handle.execute_sql(statement)


TAMPERING = {
    "an actor is exchanged": (("UPDATE audit SET actor_id = actor_id + 1 WHERE seq = 5",), 5),
    "a refusal becomes a permission": (("UPDATE audit SET decision = 'denied' WHERE seq = 1",), 1),
    "a time is moved": (("UPDATE audit SET at = at - 1 WHERE seq = 12",), 12),
    "a reference is removed": (("UPDATE audit SET objects = 'B-0000-0000' WHERE seq = 7",), 7),
    "a salt is exchanged": (("UPDATE audit SET salt = mac WHERE seq = 3",), 3),
    "a row is deleted": (("DELETE FROM audit WHERE seq = 6",), 6),
    "the first row is deleted": (("DELETE FROM audit WHERE seq = 1",), 1),
    "a row is deleted and the rest moved up": (
        ("DELETE FROM audit WHERE seq = 6", *(f"UPDATE audit SET seq = {n - 1} WHERE seq = {n}" for n in range(7, 13))),
        6,
    ),
    "the middle is cut out": (("DELETE FROM audit WHERE seq BETWEEN 4 AND 9",), 4),
    "two rows change places": (
        (
            "UPDATE audit SET seq = 100 WHERE seq = 4",
            "UPDATE audit SET seq = 4 WHERE seq = 5",
            "UPDATE audit SET seq = 5 WHERE seq = 100",
        ),
        4,
    ),
    "a row is put in between": (
        (
            *(f"UPDATE audit SET seq = {n + 1} WHERE seq = {n}" for n in range(12, 5, -1)),
            "INSERT INTO audit SELECT 6, at, request_id, actor_id, unit_id, role, session, action, decision, rule,"
            " reason, basis, purpose, channel, objects, criterion, salt, mac FROM audit WHERE seq = 2",
        ),
        6,
    ),
    "a row is added at the end": (
        (
            "INSERT INTO audit SELECT 13, at, request_id, actor_id, unit_id, role, session, action, decision, rule,"
            " reason, basis, purpose, channel, objects, criterion, salt, mac FROM audit WHERE seq = 12",
        ),
        13,
    ),
}


@pytest.mark.parametrize(("statements", "place"), TAMPERING.values(), ids=TAMPERING.keys())
def test_tampering_is_found_where_it_was_done(log, statements, place):
    change(*statements)
    assert door.verify_log() == (place - 1, place)


@pytest.mark.parametrize("column", ["request_id", "unit_id", "role", "session", "action", "rule", "reason", "basis",
                                    "purpose", "channel", "criterion"])  # fmt: skip
def test_every_column_is_covered_by_the_chain(log, column):
    value = "x'00'" if column == "criterion" and db.is_sqlite() else "'\\x00'" if column == "criterion" else "'7'"
    change(f"UPDATE audit SET {column} = {value} WHERE seq = 2")
    assert door.verify_log() == (1, 2)


def test_a_chain_written_with_another_key_does_not_hold(log):
    """Somebody who rewrites the whole log needs the key to make it hold."""
    rows = list(Audit.select().order_by(Audit.seq).dicts())
    change("DELETE FROM audit")
    forger, previous = Keyring(b"f" * 32), b""
    for row in rows:
        row["mac"] = previous = forger.mac(previous, row["seq"], door.chain.commitment(row))
        Audit.insert(row).execute()
    assert door.verify_log() == (0, 1)


@pytest.mark.parametrize("statement", ["UPDATE audit SET objects = ''", "DELETE FROM audit", "TRUNCATE audit"])
def test_the_database_itself_refuses_to_change_the_log(log, engine, statement):
    if engine == "sqlite" and statement.startswith("TRUNCATE"):
        statement = "UPDATE OR REPLACE audit SET seq = 1 WHERE seq = 2"
    with pytest.raises(DatabaseError, match="append-only"), db.handle.atomic():
        db.handle.execute_sql(statement)
    assert door.verify_log() == (ROWS, None)


def test_a_line_cannot_be_replaced_by_writing_it_again(log, engine):
    """INSERT OR REPLACE and ON CONFLICT DO UPDATE are changes too."""
    row = Audit.select().where(Audit.seq == 2).dicts().get()
    again = Audit.insert({**row, "objects": "B-0000-0000"})
    statement = (
        again.on_conflict_replace()
        if engine == "sqlite"
        else again.on_conflict(conflict_target=[Audit.seq], update={Audit.objects: "B-0000-0000"})
    )
    with pytest.raises(DatabaseError), db.handle.atomic():
        statement.execute()
    assert door.verify_log() == (ROWS, None)


def _write(url: str, key_file, actor: Actor, count: int) -> None:
    db.configure(url)
    db.connect()
    door.install(Keyring.from_file(key_file))
    for number in range(count):
        door.record(Action.SESSION_SIGN_IN, actor, "allowed", "A12", f"row{number}")
    db.handle.close()


def test_several_processes_leave_one_chain_without_gaps(world, database_url, config):
    processes, each = 4, 40
    start = multiprocessing.get_context("spawn")
    arguments = (database_url, config.master_key_file, world.actor("teacher"), each)
    writers = [start.Process(target=_write, args=arguments) for _ in range(processes)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0] * processes
    numbers = [seq for (seq,) in Audit.select(Audit.seq).order_by(Audit.seq).tuples()]
    assert numbers == list(range(1, processes * each + 1))
    assert door.verify_log() == (processes * each, None)


def test_the_command_says_whether_the_chain_holds(log, app):
    runner = app.test_cli_runner()
    assert isinstance(runner, CliRunner)
    held = runner.invoke(cli.verify)
    assert (held.exit_code, str(ROWS) in held.output) == (0, True)
    change("UPDATE audit SET objects = 'B-0000-0000' WHERE seq = 7")
    broken = runner.invoke(cli.verify)
    assert (broken.exit_code, "row 7" in broken.output) == (1, True), broken.output
