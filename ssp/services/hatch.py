"""The hatch: how the worker hands a file to the scanner, with nobody in the door; each opening is a line in the log."""

from contextlib import contextmanager

from ssp.db import now, transaction
from ssp.services.door import append, held_keyring, take_turn
from ssp.services.keyring import DataKey
from ssp.terms import Action, Channel


class Hatch:
    """What stands open to the worker: the key of the matters it names in the log, and the time."""

    def __init__(self):
        self.now = now()
        self._opened: list[str] = []

    def unwrap(self, matter: str, wrapped: bytes, reference: str) -> DataKey:
        """The key of a matter, to open one thing in it; both references go into the log's line."""
        self._opened += [matter, reference]
        return held_keyring().unwrap(matter, wrapped)

    def note(self, *references: str) -> None:
        """Put into the log's line what is changed without being opened."""
        self._opened += references


@contextmanager
def hatch(action: Action, rule: str, reason: str):
    """Do one thing no person asked for; it commits together with its line in the log. Raises LogUnavailable."""
    with transaction():
        take_turn()
        opened = Hatch()
        yield opened
        append(
            held_keyring(), "", at=opened.now, request_id="", actor_id=None, unit_id=None, role="", session="",
            action=action, decision="allowed", rule=rule, reason=reason, basis="", purpose="",
            channel=Channel.COMMAND, objects=" ".join(dict.fromkeys(opened._opened)),
        )  # fmt: skip
