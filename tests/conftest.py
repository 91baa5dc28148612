"""Fixtures: both engines, the small world, and visitors."""

import logging
import os
import pickle
import re
import shutil

import pytest

from ssp import db
from ssp.config import Config
from ssp.services import passwords, upkeep
from ssp.services.keyring import create_master_key
from ssp.web.application import create_app
from tests.support import pages
from tests.support import world as worlds
from tests.support.engines import Cluster, roomy_memory
from tests.support.visitor import Visitor

if memory := roomy_memory():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory)


def pytest_collection_modifyitems(config, items):
    """The long walks for what no engine decides run once, on SQLite; `make soak` runs them on PostgreSQL too."""
    if os.environ.get("SAMSPIL_SOAK"):
        return
    again = [item for item in items if item.get_closest_marker("any_engine") and "postgres" in item.nodeid]
    config.hook.pytest_deselected(items=again)
    items[:] = [item for item in items if item not in again]


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("samspil")


@pytest.fixture(scope="session")
def config(home) -> Config:
    create_master_key(home / "master.key")
    return Config(
        environment="development",
        database_url=f"sqlite:///{home / 'unused.db'}",
        master_key_file=home / "master.key",
        argon2_memory_kib=1024,
        argon2_time=1,
    )


@pytest.fixture(scope="session")
def application(config):
    """One application for the session; each test binds it to its own database."""
    app = create_app(config)
    app.testing = False
    passwords.configure(1024, 1, False)
    return app


@pytest.fixture(scope="session")
def cluster():
    running = Cluster()
    yield running
    running.stop()


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def engine(request) -> str:
    return request.param


@pytest.fixture(scope="session")
def template(engine, application, home, request):
    """A migrated database with the small world in it, made once per engine. Returns (name or path, world)."""
    if engine == "sqlite":
        path = home / "template.db"
        url = f"sqlite:///{path}"
    else:
        cluster = request.getfixturevalue("cluster")
        cluster.execute("CREATE DATABASE template_world")
        path, url = "template_world", cluster.url("template_world")
    database = db.configure(url)
    db.connect()
    upkeep.upgrade()
    world = worlds.build()
    if engine == "sqlite":
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path, pickle.dumps(world)


@pytest.fixture
def database_url(engine, template, tmp_path, request):
    """The address of a fresh copy of the small world."""
    source, _ = template
    if engine == "sqlite":
        path = tmp_path / "world.db"
        shutil.copy(source, path)
        yield f"sqlite:///{path}"
        return
    cluster = request.getfixturevalue("cluster")
    name = "t_" + re.sub(r"[^a-z0-9]", "_", tmp_path.name.lower())[:50]
    cluster.execute(f"CREATE DATABASE {name} TEMPLATE template_world STRATEGY FILE_COPY")
    yield cluster.url(name)
    cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def world(database_url, template):
    """The small world in a fresh database, bound for this test."""
    database = db.configure(database_url)
    db.connect()
    yield pickle.loads(template[1])
    database.close()


@pytest.fixture
def app(application, world):
    return application


@pytest.fixture
def visit(app):
    """visit("teacher") is that person, signed in; visit() is nobody yet."""

    def make(name: str | None = None) -> Visitor:
        visitor = Visitor(app, pages.check_once)
        return visitor.enter(name) if name else visitor

    return make


@pytest.fixture
def queries():
    """Every statement sent to the database while the test holds it, transactions' own words left out."""
    seen: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record):
            statement = str(record.msg[0] if isinstance(record.msg, tuple) else record.msg)
            if statement.lstrip("(").split(" ", 1)[0] in {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}:
                seen.append(statement)

    logger, handler = logging.getLogger("peewee"), Collector()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield seen
    logger.removeHandler(handler)
    logger.setLevel(level)
