"""The read log, for the DPO: who did what, when, and why they could; never what the matters say (A6)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from peewee import JOIN, fn

from ssp.models import Audit, Unit, User
from ssp.services.door import Actor, door
from ssp.services.standing import DANISH_TIME
from ssp.terms import Action

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which lines to show: a username, an action, a reference, days from and to (both included)."""

    username: str = ""
    action: str = ""
    reference: str = ""
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log; `who` is "" for somebody who is not signed in."""

    number: int
    at: int
    who: str
    username: str
    role: str
    unit: str
    action: str
    decision: str
    rule: str
    reason: str
    basis: str
    purpose: str
    channel: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogPage:
    """The newest lines first; `next` is the number to continue before."""

    lines: list[LogLine]
    next: int | None


def index(actor: Actor, filter: LogFilter, before: int | None = None) -> LogPage:
    """A page of the log, newest first. Reading it is itself a line in the log, with what was asked for, sealed."""
    with door(actor) as d:
        d.require_general(Action.LOG_READ)
        rows = (
            Audit.select(
                Audit.seq, Audit.at, fn.COALESCE(User.name, ""), fn.COALESCE(User.username, ""), Audit.role,
                fn.COALESCE(Unit.name, ""), Audit.action, Audit.decision, Audit.rule, Audit.reason, Audit.basis,
                Audit.purpose, Audit.channel, Audit.objects,
            )
            .join(User, JOIN.LEFT_OUTER, on=(User.id == Audit.actor_id))
            .join(Unit, JOIN.LEFT_OUTER, on=(Unit.id == Audit.unit_id))
            .where(*_conditions(filter, before))
            .order_by(Audit.seq.desc())
            .limit(PAGE_SIZE + 1)
            .tuples()
        )  # fmt: skip
        found = [LogLine(*row[:13], tuple(row[13].split())) for row in rows]
        lines = found[:PAGE_SIZE]
        if lines:
            d.show(f"log:{lines[-1].number}-{lines[0].number}")
        d.searched(_criterion(filter))
        return LogPage(lines, lines[-1].number if len(found) > PAGE_SIZE else None)


def _conditions(filter: LogFilter, before: int | None) -> list:
    conditions = [Audit.seq > 0 if before is None else Audit.seq < before]
    if filter.username:
        person = User.select(User.id).where(User.username == filter.username.strip().casefold())
        conditions.append(Audit.actor_id << person)
    if filter.action:
        conditions.append(Audit.action == filter.action)
    if filter.reference:
        conditions.append(Audit.objects.contains(filter.reference.strip().upper()))
    if filter.first_day:
        conditions.append(Audit.at >= _midnight(filter.first_day))
    if filter.last_day:
        conditions.append(Audit.at < _midnight(filter.last_day + timedelta(days=1)))
    return conditions


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time.min, DANISH_TIME).timestamp())


def _criterion(filter: LogFilter) -> str:
    asked = {
        "user": filter.username, "action": filter.action, "reference": filter.reference,
        "from": filter.first_day, "to": filter.last_day,
    }  # fmt: skip
    return " ".join(f"{name}={value}" for name, value in asked.items() if value)
