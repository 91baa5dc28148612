"""The door: the only place a decision is asked for, content is opened, and the log is written.

    with door(actor, Channel.PAGE) as d:
        facts = d.facts(reference)
        d.require(Action.CONCERN_READ, reference, facts)
        ...

Leaving without asking is an error, nesting is an error. What was allowed commits together with its line in the
log; what was denied is rolled back, logged by itself, and goes up as Denied.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from peewee import DatabaseError

from ssp.db import lock_log, now, transaction
from ssp.models import Audit
from ssp.policy.access import Decision, MatterFacts, decide, decide_general, may
from ssp.services import chain
from ssp.services.keyring import DataKey, Keyring
from ssp.services.standing import grant_of, matter_with_grants, standing_of, today
from ssp.terms import Action, Channel, MatterKind


class Denied(Exception):
    """The door stayed shut. Becomes 404 when the person may not know the thing exists, else 403 with the reason."""

    def __init__(self, action: Action, decision: Decision):
        super().__init__(f"{action}: {decision.reason}")
        self.action = action
        self.decision = decision


class LogUnavailable(Exception):
    """The log could not be written, therefore nothing is shown and nothing was changed."""


class NotAsked(Exception):
    """A service left the door without asking for a decision."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking, and through which request; identity only, rights are looked up at the door each time."""

    user_id: int
    session: str = ""
    request_id: str = ""


@dataclass(slots=True)
class _Holding:
    keyring: Keyring | None = None


_holding = _Holding()
_standing_in: ContextVar[bool] = ContextVar("standing_in_the_door", default=False)


def install(keyring: Keyring) -> None:
    """Hand the keyring to the door at start-up; nobody else gets it."""
    _holding.keyring = keyring


@dataclass(frozen=True, slots=True)
class Facts:
    """A matter as the door knows it: its row, and what a decision may know of it."""

    id: int
    reference: str
    version: int
    network_id: int | None
    matter: MatterFacts
    key: DataKey = field(repr=False)


@dataclass(slots=True)
class _Line:
    """The line that goes into the log when the door closes."""

    action: Action
    decision: str
    rule: str
    reason: str
    basis: str
    purpose: str = ""


class Door:
    """What a service holds while it stands in the door."""

    def __init__(self, actor: Actor, channel: Channel, keyring: Keyring):
        self.actor = actor
        self.now = now()
        self.today = today(self.now)
        self.standing = standing_of(actor.user_id, self.today)
        self._channel = channel
        self._keyring = keyring
        self._shown: list[str] = []
        self._line: _Line | None = None
        self._criterion = ""

    # Asking

    def facts(self, reference: str) -> Facts | None:
        """The matter with this reference and every participation in it, or None."""
        rows = matter_with_grants(reference=reference)
        if not rows:
            return None
        id_, reference, version, network_id, wrapped, kind, state, unit_id = rows[0][:8]
        grants = tuple(grant_of(row[8:]) for row in rows if row[8] is not None)
        matter = MatterFacts(MatterKind(kind), state, unit_id, grants)
        return Facts(id_, reference, version, network_id, matter, self._keyring.unwrap(reference, wrapped))

    def require(self, action: Action, reference: str, facts: Facts | None, purpose: str = "") -> Facts:
        """The facts again, when this person may do this to this matter. Raises Denied."""
        decision = decide(action, self.standing, facts.matter if facts else None, self.now)
        self._settle(action, decision, purpose, reference if facts else "")
        return facts  # type: ignore[return-value]

    def require_general(self, action: Action, purpose: str = "") -> None:
        """Ask for an act that concerns no single matter. Raises Denied."""
        self._settle(action, decide_general(action, self.standing), purpose, "")

    def require_decision(self, action: Action, decision: Decision, reference: str = "") -> None:
        """Settle a verdict from another part of the policy than access. Raises Denied when it is a refusal."""
        self._settle(action, decision, "", reference)

    def may(self, facts: Facts) -> frozenset[Action]:
        """The acts that are open to this person on this matter next."""
        return may(self.standing, facts.matter, self.now)

    def may_general(self, action: Action) -> bool:
        return decide_general(action, self.standing).allowed

    # Showing

    def show(self, *references: str) -> None:
        """Put the references of everything that is about to be shown into the log's line."""
        self._shown.extend(references)

    def searched(self, text: str) -> None:
        """Put what was searched for, sealed, into the log's line."""
        self._criterion = text

    def new_key(self, owner: str) -> tuple[bytes, DataKey]:
        return self._keyring.new_key(owner)

    def unwrap(self, owner: str, wrapped: bytes) -> DataKey:
        return self._keyring.unwrap(owner, wrapped)

    def blind_index(self, value: str) -> str:
        return self._keyring.blind_index(value)

    def _settle(self, action: Action, decision: Decision, purpose: str, reference: str) -> None:
        if not decision.allowed:
            self._line = _Line(action, "denied", decision.rule, decision.reason, decision.basis, purpose)
            self._shown = [reference] if reference else []
            raise Denied(action, decision)
        if self._line is None:
            self._line = _Line(action, "allowed", decision.rule, decision.reason, decision.basis, purpose)
        if reference:
            self._shown.append(reference)

    def _write_line(self) -> None:
        if self._line is None:
            raise NotAsked("a service left the door without asking for a decision")
        append(
            self._keyring,
            self._criterion,
            at=self.now,
            unit_id=self.standing.unit_id,
            role=self.standing.role,
            channel=self._channel,
            objects=" ".join(dict.fromkeys(self._shown)),
            **_words(self.actor, self._line),
        )


@contextmanager
def door(actor: Actor, channel: Channel = Channel.PAGE):
    """Stand in the door for one use case.

    Raises Denied (logged by itself, nothing changed) and LogUnavailable (nothing changed, nothing to show).
    """
    if _standing_in.get():
        raise NotAsked("one door at a time: a service never calls another service")
    token = _standing_in.set(True)
    try:
        with _committed_with_its_line(actor, channel) as opened:
            yield opened
    except Denied as denied:
        with transaction():
            take_turn()
            opened._write_line()
        raise denied
    finally:
        _standing_in.reset(token)


@contextmanager
def _committed_with_its_line(actor: Actor, channel: Channel):
    with transaction():
        take_turn()
        opened = Door(actor, channel, held_keyring())
        yield opened
        opened._write_line()


class Letterbox:
    """Something may be dropped in, nothing can be taken out: no reading, so no line in the log is needed."""

    def __init__(self, keyring: Keyring):
        self._keyring = keyring
        self.now = now()
        self.today = today(self.now)

    def key_for(self, owner: str, wrapped: bytes | None) -> tuple[bytes, "SealOnly"]:
        """The stored or a new wrapped key of `owner`, and the means to seal with it."""
        if wrapped is None:
            wrapped, key = self._keyring.new_key(owner)
        else:
            wrapped, key = bytes(wrapped), self._keyring.unwrap(owner, wrapped)
        return wrapped, SealOnly(key)

    def blind_index(self, value: str) -> str:
        return self._keyring.blind_index(value)


class SealOnly:
    """A data key that can seal and not open."""

    __slots__ = ("seal",)

    def __init__(self, key: DataKey):
        self.seal = key.seal


@contextmanager
def letterbox():
    """Save what somebody types even when the log cannot be written."""
    with transaction():
        yield Letterbox(held_keyring())


def record(action: Action, actor: Actor | None, decision: str, rule: str, reason: str) -> None:
    """Log an act that shows no matter and has no door of its own: signing in and out, and failing to."""
    with transaction():
        take_turn()
        standing = standing_of(actor.user_id, today()) if actor else None
        append(
            held_keyring(),
            "",
            at=now(),
            unit_id=standing.unit_id if standing else None,
            role=standing.role if standing else "",
            channel=Channel.PAGE,
            objects="",
            **_words(actor, _Line(action, decision, rule, reason, "")),
        )


def take_turn() -> None:
    try:
        lock_log()
    except DatabaseError as error:
        raise LogUnavailable from error


def append(keyring: Keyring, criterion: str, **said) -> None:
    """Add one row to the log, chained to the last. The caller holds the log's turn. Raises LogUnavailable."""
    try:
        Audit.insert(chain.linked(keyring, criterion, said)).execute()
    except DatabaseError as error:
        raise LogUnavailable from error


def _words(actor: Actor | None, line: _Line) -> dict:
    return {
        "request_id": actor.request_id if actor else "", "actor_id": actor.user_id if actor else None,
        "session": actor.session[:16] if actor else "", "action": line.action, "decision": line.decision,
        "rule": line.rule, "reason": line.reason, "basis": line.basis, "purpose": line.purpose,
    }  # fmt: skip


def verify_log() -> tuple[int, int | None]:
    """Walk the whole chain. Returns (rows that hold, number of the first row that does not, or None)."""
    return chain.verify(held_keyring())


def held_keyring() -> Keyring:
    if _holding.keyring is None:
        raise RuntimeError("the door has no keyring; call door.install() at start-up")
    return _holding.keyring


__all__ = ["Actor", "Denied", "Door", "Facts", "Letterbox", "LogUnavailable", "door", "install", "letterbox", "record"]
