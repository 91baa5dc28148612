"""The database handle, and transaction(): the only way in."""

import time
from contextlib import contextmanager
from contextvars import ContextVar

from peewee import DatabaseProxy, InternalError, OperationalError, PostgresqlDatabase, SqliteDatabase
from playhouse.db_url import parse

handle = DatabaseProxy()

SERIALIZATION_FAILURES = {"40001", "40P01", "55P03"}
"""PostgreSQL's codes for a lost race: serialization failure, deadlock, lock not available."""


class Clash(Exception):
    """Somebody else changed the same thing first; the person decides what to keep."""


class Unavailable(Exception):
    """The database does not answer just now; nothing was changed."""


SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "synchronous": 2,
    "cache_size": -16000,
    "secure_delete": 1,
    "temp_store": 2,
}
POSTGRES_OPTIONS = "-c statement_timeout=10000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000"


def configure(url: str):
    """Bind the handle to the database at `url` (sqlite:///… or postgresql://…) and return it."""
    if url.startswith("sqlite:"):
        path = url.removeprefix("sqlite:///")
        database = SqliteDatabase(path, timeout=5, lock_type="IMMEDIATE", pragmas=SQLITE_PRAGMAS)
    else:
        settings = parse(url)
        name = settings.pop("database")
        database = PostgresqlDatabase(
            name, prefer_psycopg3=True, isolation_level="SERIALIZABLE", options=POSTGRES_OPTIONS, **settings
        )
    handle.initialize(database)
    return database


def is_sqlite() -> bool:
    return isinstance(handle.obj, SqliteDatabase)


def connect() -> None:
    """Have a working connection on this thread; a dead one is replaced."""
    if not handle.is_closed() and not handle.is_connection_usable():
        handle.close()
    handle.connect(reuse_if_open=True)


_moment: ContextVar[int | None] = ContextVar("moment", default=None)


def now() -> int:
    """The present moment as whole seconds since 1970, UTC."""
    return _moment.get() or int(time.time())


@contextmanager
def at(moment: int):
    """Let what happens inside happen at `moment`: how the demonstration gets its three months of history."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


@contextmanager
def transaction():
    """One all-or-nothing change, serial with every other on both engines.

    Raises Clash when a concurrent change won, Unavailable when the database does not answer.
    """
    try:
        with handle.atomic():
            yield
    except (OperationalError, InternalError) as error:
        _translate(error)


def lock_log() -> None:
    """Wait for the turn to write the log.

    Must be the first statement of its transaction: LOCK TABLE takes no snapshot on PostgreSQL,
    so what is read afterwards is what the previous writer committed. SQLite's BEGIN IMMEDIATE
    has already done the same.
    """
    if not is_sqlite():
        handle.execute_sql("LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE")


def _translate(error: Exception):
    cause = error.__cause__ or error.__context__ or error
    if getattr(cause, "sqlstate", None) in SERIALIZATION_FAILURES:
        raise Clash from error
    raise Unavailable from error
