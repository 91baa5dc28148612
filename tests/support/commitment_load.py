"""Commitments in a case of a school, a social worker and a consultant, made through the services."""

import re

from ssp import db
from ssp.models import Clock, Commitment, CommitmentTurn, Mail, Participation
from ssp.policy.clocks import remind_at
from ssp.services import commitments, reminders
from ssp.services.commitments import Change, Proposal
from ssp.services.standing import today
from ssp.terms import Capacity, ClockKind, Side, Turn
from tests.support.answers import once, reference_of
from tests.support.case_load import log, open_case
from tests.support.sharing_load import DAY, admit
from tests.support.world import World

WORDS = "Ringe til klubben om fodbold"


def case_of(world: World) -> str:
    """A case of a school, with a teacher of it and a social worker let in."""
    made = open_case(world, "consultant", log(world, "teacher", world.pupils["north"][1]))
    for guest in ("teacher", "social_worker"):
        admit(world, "consultant", made, guest)
    Mail.delete().execute()
    return made


def propose(
    world: World, case: str, by: str, to: str, text: str = WORDS, days: int = 10, side: Side = Side.AGENCY
) -> str:
    wanted = Proposal(side, text, today() + days * DAY, reference_of(world, to) if to else "")
    return commitments.propose(world.actor(by), case, wanted, once())


def take(world: World, case: str, who: str, reference: str, turn: Turn, **more) -> None:
    version = Commitment.get(Commitment.reference == reference).version
    commitments.take_turn(world.actor(who), case, reference, Change(turn, version, **more), once())


def agreed(world: World, case: str, by: str = "teacher", to: str = "social_worker", **more) -> str:
    made = propose(world, case, by, to, **more)
    if by != to:
        take(world, case, to, made, Turn.ACCEPTED)
    return made


def stored(reference: str) -> Commitment:
    return Commitment.get(Commitment.reference == reference)


def turns_of(reference: str) -> list[str]:
    found = CommitmentTurn.select().where(CommitmentTurn.commitment == stored(reference).id)
    return [turn.kind for turn in found.order_by(CommitmentTurn.id)]


def running() -> list[tuple]:
    """The kind of each clock of a commitment that runs, what it is about, its capacity and whose it is."""
    kinds = [ClockKind.COMMITMENT, ClockKind.ANSWER]
    rows = Clock.select().where(Clock.stopped_at.is_null() & (Clock.kind << kinds))
    return [(row.kind, row.about, row.capacity, row.user_id) for row in rows]


def told() -> list[tuple[str, str]]:
    """Who has a mail waiting, and what it is about; then the outbox is emptied."""
    found = [(mail.recipient.split("@")[0], mail.about) for mail in Mail.select().order_by(Mail.id)]
    Mail.delete().execute()
    return found


def path_of(case: str, reference: str, *rest: str) -> str:
    return "/".join((f"/cases/{case}/commitments/{reference}", *rest))


def version_in(page) -> str:
    """The version the page of a commitment was made from."""
    return re.search(r'name="version" value="(\d+)"', page.text)[1]


def actions(page: str) -> set[str]:
    """What the page of a commitment offers to do with it."""
    return set(re.findall(r'action="/cases/[^"/]+/commitments/[^"/]+/([a-z-]+)"', page))


def remind(case: str) -> None:
    """Let the worker go its round at each moment a clock has something to say."""
    clocks = list(Clock.select().where(Clock.kind << [ClockKind.COMMITMENT, ClockKind.ANSWER]))
    for moment in sorted({m for c in clocks for m in (remind_at(c.starts_at, c.due_at), c.due_at)}):
        for later in (0, 5):
            with db.at(moment + later):
                reminders.run()


def leaves(world: World, case: str, who: str) -> None:
    Participation.update(ends_at=db.now()).where(
        (Participation.user == world.users[who]) & (Participation.capacity == Capacity.PARTICIPANT)
    ).execute()


def fill_commitments(world: World, case: str) -> dict[str, str]:
    """One of each state in a case the teacher, the social worker and the consultant take part in. By state."""
    made = {"proposed": propose(world, case, "teacher", "social_worker"), "accepted": agreed(world, case)}
    for state, turn, more in (
        ("kept", Turn.KEPT, {}), ("dropped", Turn.DROPPED, {"word": "Familien er flyttet."}),
    ):  # fmt: skip
        made[state] = agreed(world, case)
        take(world, case, "social_worker", made[state], turn, **more)
    made["declined"] = propose(world, case, "teacher", "social_worker")
    take(world, case, "social_worker", made["declined"], Turn.DECLINED, word="Hører til i klubben.")
    made["moved"] = agreed(world, case, by="consultant", to="teacher")
    take(world, case, "teacher", made["moved"], Turn.MOVED, word="Ferie.", due_on=today() + 20 * DAY)
    made["family"] = propose(world, case, "teacher", "", text="Far ringer til skolen", side=Side.FAMILY)
    return made
