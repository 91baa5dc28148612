"""The migrations, from nothing, make what the models say; and take it away again."""

import re

import pytest
from playhouse.migrations import Runner

from ssp import db
from ssp.config import ROOT
from ssp.models import MODELS

HISTORY = "schema_migration"


@pytest.fixture
def empty(engine, tmp_path, request):
    """empty(name): an empty database, bound."""
    made = []

    def make(name: str):
        if engine == "sqlite":
            url = f"sqlite:///{tmp_path / name}.db"
        else:
            cluster = request.getfixturevalue("cluster")
            cluster.execute(f"CREATE DATABASE {name}")
            url = cluster.url(name)
        database = db.configure(url)
        db.connect()
        made.append((database, name))
        return database

    yield make
    for database, name in made:
        database.close()
        if engine == "postgres":
            request.getfixturevalue("cluster").execute(f"DROP DATABASE {name} WITH (FORCE)")


def drawing(database) -> set[tuple]:
    """Everything the engine says of the tables: columns, types, keys, checks and indexes."""
    if db.is_sqlite():
        return _drawn_on_sqlite(database)
    columns = (
        "SELECT table_name, column_name, data_type, is_nullable, character_maximum_length, column_default"
        " FROM information_schema.columns WHERE table_schema = 'public'"
    )
    indexes = "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    keys = (
        "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace"
    )
    found = [row for query in (columns, indexes, keys) for row in database.execute_sql(query)]
    return {tuple(map(str, row)) for row in found if row[0] != HISTORY}


def _drawn_on_sqlite(database) -> set[tuple]:
    """The same, whatever order the columns were added in; the text of a table itself says its checks alone."""
    found: set[tuple] = set()
    rows = database.execute_sql("SELECT type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    for kind, table, sql in rows:
        if table in {HISTORY, "sqlite_sequence"}:
            continue
        if kind == "index":
            found.add((kind, table, " ".join(sql.split())))
        elif kind == "table":
            found |= {("check", table, check) for check in _checks(sql)}
            for about in ("table_info", "foreign_key_list"):
                facts = database.execute_sql(f'PRAGMA {about}("{table}")').fetchall()
                found |= {
                    (about, table, *map(str, row[2:] if about == "foreign_key_list" else row[1:])) for row in facts
                }
    return found


def _checks(sql: str) -> list[str]:
    """The CHECK clauses of a CREATE TABLE, each to its closing bracket."""
    found = []
    for start in (match.start() for match in re.finditer(r"CHECK \(", sql)):
        depth, end = 0, sql.index("(", start)
        while depth or end == sql.index("(", start):
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        found.append(" ".join(sql[start:end].split()))
    return found


def test_the_migrations_make_what_the_models_say(empty):
    Runner(empty("migrated"), str(ROOT / "migrations")).up()
    migrated = drawing(db.handle.obj)
    database = empty("modelled")
    database.create_tables(MODELS)
    modelled = drawing(database)
    assert migrated - modelled == set()
    assert modelled - migrated == set()
    assert len({row[1] if db.is_sqlite() else row[0] for row in modelled}) == len(MODELS)


def test_the_migrations_can_be_taken_back_and_made_again(empty):
    database = empty("there_and_back")
    runner = Runner(database, str(ROOT / "migrations"))
    names = runner.up()
    first = drawing(database)
    for _ in names:
        runner.down()
    assert set(database.get_tables()) <= {HISTORY}
    assert runner.up() == names
    assert drawing(database) == first
