"""Importing a file: every line is judged before anything is stored, and then all of it is stored or nothing."""

import hashlib
from enum import StrEnum

from ssp.policy.access import Decision
from ssp.services import directory_import_units, directory_import_users
from ssp.services.directory import Objection
from ssp.services.directory_csv import Unreadable, read
from ssp.services.directory_plan import Plan
from ssp.services.door import Actor, Door, door
from ssp.services.writing import already, remember
from ssp.terms import Action

DRY_RUN, APPLY = "dry_run", "import"


class Kind(StrEnum):
    """What a file holds."""

    USERS = "users"
    UNITS = "units"


WORKERS = {Kind.USERS: directory_import_users, Kind.UNITS: directory_import_units}


def ask(actor: Actor) -> None:
    """Whether this person may import at all; the page shows nothing of the directory. Raises Denied."""
    with door(actor) as d:
        d.require_general(Action.DIRECTORY_IMPORT, DRY_RUN)


def examine(actor: Actor, kind: Kind, text: str, words: dict, update: bool) -> Plan:
    """What importing the text would do, and every line's problems; stores nothing."""
    with door(actor) as d:
        d.require_general(Action.DIRECTORY_IMPORT, DRY_RUN)
        return _judged(d, kind, text, words, update)


def carry_out(actor: Actor, kind: Kind, text: str, words: dict, update: bool, key: str) -> Plan:
    """Import the text in one transaction when nothing is wrong with it; the plan's `done` says that it happened.

    A file that gives the administrator another role is refused and logged (A5). Raises Denied.
    """
    with door(actor) as d:
        d.require_general(Action.DIRECTORY_IMPORT, APPLY)
        payload = {"import": kind, "text": hashlib.sha256(text.encode()).hexdigest(), "update": update}
        if already(d, key, payload):
            return Plan(done=True)
        plan = _judged(d, kind, text, words, update)
        if any(problem.reason == "own_role" for line in plan.lines for problem in line.problems):
            d.require_decision(Action.DIRECTORY_IMPORT, Decision(False, True, "own_role", "A5"))
        if not plan.ready:
            return plan
        d.show(*WORKERS[kind].store(d, plan))
        remember(d, key, payload, "import")
        return Plan(plan.lines, done=True)


def _judged(d: Door, kind: Kind, text: str, words: dict, update: bool) -> Plan:
    worker = WORKERS[kind]
    try:
        sheet = read(text, worker.HEADINGS, worker.REQUIRED)
    except Unreadable as error:
        return Plan(problems=(Objection("", error.reason),))
    return worker.judge(d, sheet, words, update)
