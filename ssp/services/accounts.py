"""Signing in and out: sessions that can be revoked, throttling that cannot lock the owner out."""

import hashlib
import logging
import secrets
from contextlib import suppress
from dataclasses import dataclass

from ssp.db import Clash, now, transaction
from ssp.models import Attempt, Session, Unit, User
from ssp.policy.access import is_active
from ssp.services import passwords
from ssp.services.door import Actor, LogUnavailable, door, record
from ssp.services.prepared import prepared, slot
from ssp.services.standing import today
from ssp.terms import Action, Role, Sector

log = logging.getLogger("ssp")

FREE_FAILURES = 5
LONGEST_WAIT = 15 * 60
DRAFT_GRACE = 24 * 60 * 60
MINUTE = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lives: seconds of idleness, seconds in all."""

    idle: int
    absolute: int


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a live session."""

    user_id: int
    reference: str
    name: str
    role: Role
    unit: str
    sector: Sector
    language: str
    session: str
    ends_at: int

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.reference


class WrongPassword(Exception):
    """Username and password do not fit together."""


class TooManyAttempts(Exception):
    """Wait `seconds` before trying again from this device."""

    def __init__(self, seconds: int):
        super().__init__(str(seconds))
        self.seconds = seconds


class Unsuitable(Exception):
    """The new password will not do; `reason` says why."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def sign_in(username: str, password: str, device: str, request_id: str, previous: str | None) -> str:
    """Open a session and return its token, which is stored hashed only. `device` is "" for an unknown one.

    Raises WrongPassword, TooManyAttempts. The session whose token is `previous` ends: the token is never reused.
    """
    name = username.strip().casefold()
    key = _attempt_key(name, device)
    _throttle(key)
    row = User.select(User.id, User.password_hash).where(User.username == name).tuples().first()
    if not passwords.verify(row[1] if row else "", password) or not _may_enter(row[0]):
        _failed(key)
        _record(Action.SESSION_SIGN_IN, None, "denied", "wrong_password")
        raise WrongPassword
    token = secrets.token_urlsafe(32)
    renewed = passwords.hash_password(password) if passwords.outdated(row[1]) else row[1]
    with transaction():
        Attempt.delete().where(Attempt.key == key).execute()
        User.update(password_hash=renewed).where((User.id == row[0]) & (User.password_hash != renewed)).execute()
        if previous:
            _end(Session.id_hash == hashed(previous))
        Session.insert(id_hash=hashed(token), user=row[0], created_at=now(), seen_at=now()).execute()
    _record(Action.SESSION_SIGN_IN, Actor(row[0], hashed(token), request_id), "allowed", "password")
    return token


def sign_out(actor: Actor, token: str) -> None:
    """End this session."""
    with transaction():
        _end(Session.id_hash == hashed(token))
    _record(Action.SESSION_SIGN_OUT, actor, "allowed", "asked")


def session_of(token: str, limits: Limits, prolong: bool = True) -> SignedIn | None:
    """The person behind a token, or None when the session has ended, idled out or lost its account (A10, A12)."""
    row = _session_row(token)
    if row is None:
        return None
    moment = now()
    created_at, seen_at, ended_at = row[:3]
    user = _person(row, token, min(seen_at + limits.idle, created_at + limits.absolute))
    if ended_at is not None or moment >= user.ends_at or not _active(row, moment):
        return None
    if prolong and moment - seen_at >= MINUTE:
        _prolong(token, moment)
    return user


def former_user_of(token: str) -> int | None:
    """Who held a session that ended within a day: enough to keep a draft for them, and nothing else."""
    row = _session_row(token)
    if row is None or now() - row[1] > DRAFT_GRACE or not _active(row, now()):
        return None
    return row[3]


def sessions_of(user_id: int) -> list[str]:
    """The sessions this person has had lately, the newest first, as they are stored: hashed, ended ones too."""
    rows = Session.select(Session.id_hash).where(Session.user == user_id).order_by(Session.created_at.desc()).limit(50)
    return [id_hash for (id_hash,) in rows.tuples()]


def prove(actor: Actor, password: str, action: Action) -> None:
    """Make sure the owner sits there, before an act that takes it (J10); failures count as when signing in.

    Raises WrongPassword, TooManyAttempts. Hashing happens outside the door, whose turn others wait for.
    """
    key = _own_key(actor)
    _throttle(key)
    stored = User.select(User.password_hash).where(User.id == actor.user_id).scalar()
    if not passwords.verify(stored, password):
        _failed(key)
        _record(action, actor, "denied", "wrong_password")
        raise WrongPassword
    with suppress(Clash), transaction():
        Attempt.delete().where(Attempt.key == key).execute()


def change_password(actor: Actor, old: str, new: str) -> None:
    """Change one's own password and end every other session. Raises WrongPassword, TooManyAttempts, Unsuitable."""
    prove(actor, old, Action.PASSWORD_CHANGE)
    username, name = User.select(User.username, User.name).where(User.id == actor.user_id).tuples().get()
    reason = passwords.objection(new, (username, *name.split()))
    if reason:
        raise Unsuitable(reason)
    renewed = passwords.hash_password(new)
    with door(actor) as d:
        d.require_general(Action.PASSWORD_CHANGE)
        User.update(password_hash=renewed).where(User.id == actor.user_id).execute()
        _end((Session.user == actor.user_id) & (Session.id_hash != actor.session))


def set_language(actor: Actor, language: str) -> None:
    """Remember the language this person reads best."""
    with transaction():
        User.update(language=language).where(User.id == actor.user_id).execute()


def end_sessions_of(user_id: int) -> None:
    """End every session of a user; for services that change what the user may do."""
    _end(Session.user == user_id)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _session_row(token: str) -> tuple | None:
    rows = _session_with_person(id_hash=hashed(token))
    return rows[0] if rows else None


@prepared
def _session_with_person():
    return (
        Session.select(
            Session.created_at, Session.seen_at, Session.ended_at, User.id, User.reference, User.name, User.role,
            Unit.name, Unit.sector, User.language, User.ends_on, User.confirmed_on, Unit.active,
        )
        .join(User, on=(User.id == Session.user))
        .join(Unit, on=(Unit.id == User.unit))
        .where(Session.id_hash == slot("id_hash"))
        .tuples()
    )  # fmt: skip


def _prolong(token: str, moment: int) -> None:
    """Two pages opened at once prolong the same session; the one that comes second has nothing left to do."""
    with suppress(Clash), transaction():
        Session.update(seen_at=moment).where(Session.id_hash == hashed(token)).execute()


def _person(row, token: str, ends_at: int) -> SignedIn:
    user_id, reference, name, role, unit, sector, language = row[3:10]
    return SignedIn(user_id, reference, name, Role(role), unit, Sector(sector), language, hashed(token), ends_at)


def _active(row, moment: int) -> bool:
    ends_on, confirmed_on, unit_active = row[10:13]
    return bool(unit_active) and is_active(ends_on, confirmed_on, today(moment))


def _may_enter(user_id: int) -> bool:
    row = (
        User.select(User.ends_on, User.confirmed_on, Unit.active)
        .join(Unit, on=(Unit.id == User.unit))
        .where(User.id == user_id)
        .tuples()
        .get()
    )
    return bool(row[2]) and is_active(row[0], row[1], today())


def _end(condition) -> None:
    Session.update(ended_at=now()).where(condition & Session.ended_at.is_null()).execute()


def _attempt_key(username: str, device: str) -> str:
    return hashlib.sha256(f"{device or 'unknown'}\0{username}".encode()).hexdigest()


def _own_key(actor: Actor) -> str:
    """What is counted when somebody signed in gives their own password again, for whatever act."""
    return _attempt_key(str(actor.user_id), "own password")


def _throttle(key: str) -> None:
    until = Attempt.select(Attempt.until_at).where(Attempt.key == key).scalar()
    if until and until > now():
        raise TooManyAttempts(until - now())


def _failed(key: str) -> None:
    """Count a failure; one that clashes with another failure at the same moment is counted by that one."""
    with suppress(Clash), transaction():
        failures = (Attempt.select(Attempt.failures).where(Attempt.key == key).scalar() or 0) + 1
        wait = min(LONGEST_WAIT, 2 ** min(failures - FREE_FAILURES, 10)) if failures >= FREE_FAILURES else 0
        Attempt.insert(key=key, failures=failures, until_at=now() + wait).on_conflict(
            conflict_target=[Attempt.key], update={Attempt.failures: failures, Attempt.until_at: now() + wait}
        ).execute()


def _record(action: Action, actor: Actor | None, decision: str, reason: str) -> None:
    """Put it in the read log. Signing in shows no matter, so it goes on when the log is down: a draft can be saved."""
    try:
        record(action, actor, decision, "A12", reason)
    except LogUnavailable:
        log.error("%s could not be put in the read log", action)
