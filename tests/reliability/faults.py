"""Ways the read log can fail to be written, each a context manager that takes the log down and brings it back."""

import sqlite3
from contextlib import contextmanager

import psycopg
import pytest
from peewee import OperationalError

from ssp.db import handle
from ssp.models import Audit
from ssp.services.keyring import Keyring


@contextmanager
def _replaced(owner, name, value):
    kept = owner.__dict__[name]
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, kept)


@contextmanager
def _during(down: tuple[str, ...], up: tuple[str, ...]):
    for statement in down:
        handle.execute_sql(statement)
    try:
        yield
    finally:
        if handle.is_closed() or not handle.is_connection_usable():
            handle.close()
            handle.connect(reuse_if_open=True)
        for statement in up:
            handle.execute_sql(statement)


@contextmanager
def insert_raises():
    """The driver refuses the insert."""

    def refuse(*_, **__):
        raise OperationalError("disk I/O error")

    insert = Audit.__dict__.get("insert")
    Audit.insert = refuse
    try:
        yield
    finally:
        if insert is None:
            del Audit.insert
        else:
            Audit.insert = insert


def signing_fails():
    """The link of the chain cannot be computed."""

    def refuse(*_):
        raise MemoryError("no memory for a hash")

    return _replaced(Keyring, "mac", refuse)


def table_is_gone():
    """Somebody renamed the table."""
    return _during(("ALTER TABLE audit RENAME TO audit_elsewhere",), ("ALTER TABLE audit_elsewhere RENAME TO audit",))


def column_is_gone():
    """A half-finished migration: one column of the log is called something else."""
    return _during(
        ("ALTER TABLE audit RENAME COLUMN rule TO clause",), ("ALTER TABLE audit RENAME COLUMN clause TO rule",)
    )


def sqlite_trigger_aborts():
    """The database itself refuses the row."""
    return _during(
        ("CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END",), ("DROP TRIGGER broken",)
    )


def sqlite_commit_fails():
    """Everything is written, and the commit is refused: a constraint that is checked at the very end."""
    return _during(
        (
            "CREATE TABLE ends (id INTEGER PRIMARY KEY)",
            "CREATE TABLE begins (id INTEGER REFERENCES ends (id) DEFERRABLE INITIALLY DEFERRED)",
            "CREATE TRIGGER broken AFTER INSERT ON audit BEGIN INSERT INTO begins VALUES (1); END",
        ),
        ("DROP TRIGGER broken", "DROP TABLE begins", "DROP TABLE ends"),
    )


@contextmanager
def sqlite_may_not():
    """The connection has lost its right to insert into the log."""

    def allow(action, table, *_):
        return sqlite3.SQLITE_DENY if (action, table) == (sqlite3.SQLITE_INSERT, "audit") else sqlite3.SQLITE_OK

    handle.connection().set_authorizer(allow)
    try:
        yield
    finally:
        handle.connection().set_authorizer(None)


@contextmanager
def sqlite_disk_full():
    """The file may not grow, and what room it had is used up."""
    handle.execute_sql("CREATE TABLE ballast (stone BLOB)")
    pages = handle.execute_sql("PRAGMA page_count").fetchone()[0]
    with _pragma("max_page_count", pages):
        for size in (2000, 500, 100, 1):
            _until_full(f"INSERT INTO ballast VALUES (zeroblob({size}))")
        columns = [row[1] for row in handle.execute_sql("PRAGMA table_info(audit)").fetchall()]
        small = {"seq": "(SELECT MAX(seq) + 1 FROM audit)", "criterion": "NULL", "salt": "x''", "mac": "x''"}
        values = ", ".join(small.get(name, "''") for name in columns)
        _until_full(f"INSERT INTO audit ({', '.join(columns)}) SELECT {values}")
        yield


def _until_full(statement: str) -> None:
    with pytest.raises(OperationalError, match="full"):
        _again_and_again(statement)


def _again_and_again(statement: str) -> None:
    while True:
        handle.execute_sql(statement)


def sqlite_read_only():
    """The file system went read-only."""
    return _pragma("query_only", 1)


@contextmanager
def _pragma(name: str, value: int):
    handle.obj.pragma(name, value, permanent=True)
    try:
        yield
    finally:
        handle.obj._pragmas = [pragma for pragma in handle.obj._pragmas if pragma[0] != name]
        handle.close()
        handle.connect()


@contextmanager
def sqlite_locked():
    """Another process holds the write lock."""
    handle.obj.timeout = 0.02
    other = sqlite3.connect(handle.obj.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()
        handle.obj.timeout = 5
        handle.close()
        handle.connect()


def _postgres_trigger(body: str, when: str = "BEFORE"):
    function = f"CREATE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NEW; END $$"
    kind = "CONSTRAINT TRIGGER" if when == "AFTER" else "TRIGGER"
    at_end = "DEFERRABLE INITIALLY DEFERRED" if when == "AFTER" else ""
    trigger = f"CREATE {kind} broken {when} INSERT ON audit {at_end} FOR EACH ROW EXECUTE FUNCTION break_it()"
    return _during((function, trigger), ("DROP TRIGGER broken ON audit", "DROP FUNCTION break_it()"))


def postgres_trigger_aborts():
    """The database itself refuses the row."""
    return _postgres_trigger("RAISE EXCEPTION 'no';")


def postgres_commit_fails():
    """Everything is written, and the commit is refused: a constraint that is checked at the very end."""
    return _postgres_trigger("RAISE EXCEPTION 'too late';", "AFTER")


def postgres_statement_cancelled():
    """The statement is killed while it writes the row."""
    return _postgres_trigger("PERFORM pg_cancel_backend(pg_backend_pid()); PERFORM pg_sleep(5);")


def postgres_connection_killed():
    """The connection is killed while it writes the row."""
    return _postgres_trigger("PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5);")


def postgres_read_only():
    """The database only takes readers, as a standby does."""
    return _with_options("-c default_transaction_read_only=on")


@contextmanager
def postgres_locked():
    """Another connection holds the log."""
    settings = handle.obj.connect_params
    where = {k: v for k, v in settings.items() if k in {"host", "port", "user"}}
    with psycopg.connect(dbname=handle.obj.database, **where) as other:
        other.execute("LOCK TABLE audit IN EXCLUSIVE MODE")
        with _with_options("-c lock_timeout=20"):
            yield
        other.rollback()


@contextmanager
def _with_options(options: str):
    settings = handle.obj.connect_params
    kept = settings.get("options")
    settings["options"] = f"{kept or ''} {options}"
    handle.close()
    handle.connect()
    try:
        yield
    finally:
        settings["options"] = kept
        handle.close()
        handle.connect()


BOTH = (insert_raises, signing_fails, table_is_gone, column_is_gone)
WAYS = {
    "sqlite": (
        *BOTH, sqlite_trigger_aborts, sqlite_commit_fails, sqlite_may_not, sqlite_disk_full, sqlite_read_only,
        sqlite_locked,
    ),
    "postgres": (
        *BOTH, postgres_trigger_aborts, postgres_commit_fails, postgres_statement_cancelled,
        postgres_connection_killed, postgres_read_only, postgres_locked,
    ),
}  # fmt: skip
NOTHING_CAN_BE_WRITTEN = frozenset({sqlite_disk_full, sqlite_read_only, sqlite_locked, postgres_read_only})
"""The ways that stop every write, drafts too; then the text must wait on the page."""
