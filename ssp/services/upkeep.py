"""Looking after an installation: the schema, the log, and what a doctor would check."""

import fcntl
from contextlib import contextmanager
from dataclasses import dataclass

from peewee import JOIN
from playhouse.migrations import Runner

from ssp.config import ROOT, Config
from ssp.db import handle, is_sqlite, now
from ssp.models import Network, Unit, User
from ssp.services import mails
from ssp.services.door import verify_log
from ssp.services.standing import standings, today
from ssp.terms import Role, Sector

MIGRATION_LOCK = 7_115_115
LONG_WAIT = 60 * 60
"""A mail that has waited longer than this says that no worker runs, or that the mail server is away."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the doctor looked at."""

    name: str
    well: bool
    detail: str


def upgrade() -> list[str]:
    """Apply the migrations that are missing, one upgrader at a time. Returns their names."""
    with _alone():
        return Runner(handle.obj, str(ROOT / "migrations")).up()


def pending() -> list[str]:
    """The migrations that have not been applied."""
    return [m.name for m in Runner(handle.obj, str(ROOT / "migrations")).status() if m.path and not m.applied]


def examine(config: Config) -> list[Finding]:
    """What works and what does not, for the one who runs the installation."""
    missing = pending()
    held, broken = (0, None) if missing else verify_log()
    findings = [
        Finding("settings", True, config.environment),
        Finding("master key", config.master_key_file.is_file(), str(config.master_key_file.name)),
        Finding("schema", not missing, ", ".join(missing) or "up to date"),
        Finding("read log", broken is None, f"{held} rows hold" if broken is None else f"breaks at row {broken}"),
    ]
    if is_sqlite():
        mode = handle.execute_sql("PRAGMA synchronous").fetchone()[0]
        findings.append(Finding("durability", mode == 2, "synchronous=FULL" if mode == 2 else f"synchronous={mode}"))
    if not missing:
        findings.extend((_uncovered_schools(), _networks_without_consultant(), _mail(config)))
        administrators = User.select().where(User.role == Role.ADMINISTRATOR).count()
        findings.append(Finding("administrators", administrators > 0, str(administrators)))
    return findings


def _uncovered_schools() -> Finding:
    """Schools without a running network: what they write falls to the SSP unit until they have one."""
    lonely = (
        Unit.select(Unit.name)
        .join(Network, JOIN.LEFT_OUTER, on=(Network.id == Unit.network))
        .where((Unit.sector == Sector.SCHOOL) & Unit.active & (Network.id.is_null() | (Network.ends_on < today())))
        .tuples()
    )
    names = [name for (name,) in lonely]
    return Finding("schools in a network", not names, ", ".join(names) or "all")


def _networks_without_consultant() -> Finding:
    people = standings(User.role == Role.SSP_CONSULTANT, today()).values()
    covered = {network for standing in people if standing.active for network in standing.networks}
    running = Network.select(Network.id, Network.name).where(Network.ends_on >= today()).tuples()
    names = [name for id_, name in running if id_ not in covered]
    return Finding("networks with a consultant", not names, ", ".join(names) or "all")


def _mail(config: Config) -> Finding:
    """Mails that wait, since when, and those that were given up; an installation in production sends them."""
    outbox = mails.look()
    hours = 0 if outbox.oldest is None else (now() - outbox.oldest) // 3600
    said = [f"{outbox.waiting} wait"]
    if outbox.waiting:
        said.append(f"the oldest for {hours} hours")
    if outbox.given_up:
        said.append(f"{outbox.given_up} given up (flask mail retry)")
    if not config.mail.host:
        said.append("no mail server is set (SSP_SMTP_HOST)")
        return Finding("mail", not config.production, ", ".join(said))
    late = outbox.oldest is not None and now() - outbox.oldest > LONG_WAIT
    return Finding("mail", not late and not outbox.given_up, ", ".join(said))


@contextmanager
def _alone():
    if is_sqlite():
        with open(f"{handle.obj.database}.upgrade", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        return
    handle.execute_sql("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
    try:
        yield
    finally:
        handle.execute_sql("SELECT pg_advisory_unlock(%s)", (MIGRATION_LOCK,))
