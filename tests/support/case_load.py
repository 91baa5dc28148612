"""A full desk: concerns, cases, disclosures and drafts in every state, made through the services."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from ssp.models import User
from ssp.policy.checks import QUESTIONS
from ssp.services import cases, concerns, disclosures, drafts, passwords, persons, triage
from ssp.services.concerns import ConcernContent
from ssp.services.disclosures import Offer
from ssp.services.standing import today
from ssp.services.triage import Judgement
from ssp.terms import (
    Basis,
    DutyMark,
    Part,
    Purpose,
    Question,
    Reply,
    Role,
    Source,
    Subject,
    Theme,
    Verdict,
    Worry,
)
from tests.support.world import PASSWORD, World, join, make_user

WHY = "Modtageren har brug for netop denne del for at kunne hjælpe."


@dataclass
class Load:
    """References by name."""

    concerns: dict[str, str]
    cases: dict[str, str]
    disclosures: dict[str, str]
    drafts: dict[str, str]


def once() -> str:
    """A form's key, never used before."""
    return secrets.token_hex(16)


def content(**more) -> ConcernContent:
    """What a writer sends, with every text filled in."""
    known = {
        "subject": Subject.CHILD, "theme": Theme.WELLBEING, "worry": Worry.WORRIED, "source": Source.OWN,
        "observed_on": today(), "observation": "Set i frikvarteret.", "words": "Jeg gider ikke.",
        "assessment": "Virker ked af det.", "protective": "Har en god træner.", "place": "Skolegården",
        "done": ("talked_child",), "done_text": "Vi talte sammen.",
    }  # fmt: skip
    return ConcernContent(**(known | more))


def log(world: World, who: str, *children: str, **more) -> str:
    """A concern somebody has sent. Returns its reference."""
    return concerns.log(world.actor(who), content(children=children, **more), once())


def log_place(world: World, who: str) -> str:
    return log(world, who, subject=Subject.PLACE, described_as="Ved søen", theme=Theme.STREET)


def decide(world: World, who: str, concern: str, verdict: Verdict, reason_code: str, **more) -> str:
    """A triage decision on the concern as it stands. Returns the case it opened, or ""."""
    version = concerns.show(world.actor(who), concern).version
    return triage.decide(world.actor(who), concern, version, Judgement(verdict, reason_code, **more), once())


def open_case(world: World, who: str, concern: str) -> str:
    return decide(
        world, who, concern, Verdict.CASE, "serious", reason="Flere tegn.", message="Vi åbner et forløb.",
        title="Forløb", purpose="At holde barnet i skole.",
    )  # fmt: skip


def reference_of(world: World, who: str) -> str:
    return User.get_by_id(world.users[who]).reference


def clear(basis: Basis) -> dict[Question, Reply]:
    """What a sender answers when nothing stands in the way."""
    refused = {Question.INVESTIGATION, Question.VIOLENCE}
    return {question: Reply.NO if question in refused else Reply.YES for question in QUESTIONS[basis]}


def offer(world: World, to: str, *parts: Part, **more) -> Offer:
    known = {"basis": Basis.RPL115_SSP, "purpose": Purpose.PREVENT_CRIME, "necessity": WHY} | more
    return Offer(parts=parts, recipient=reference_of(world, to), **({"replies": clear(known["basis"])} | known))


def share(world: World, who: str, source: str, to: str, *parts: Part, **more) -> str:
    """An extract shared with somebody. Returns its reference."""
    return disclosures.share(
        world.actor(who), source, offer(world, to, *(parts or (Part.OBSERVATION,)), **more), once()
    )


def add_former_consultant(world: World) -> None:
    """A consultant of the unit whose membership of the northern network ended yesterday."""
    ssp = User.get_by_id(world.users["consultant"]).unit_id
    world.users["former_consultant"] = make_user(
        "former_consultant", ssp, Role.SSP_CONSULTANT, password_hash=passwords.hash_password(PASSWORD)
    )
    day = timedelta(days=1)
    join(world.users["former_consultant"], world.networks["north"], today() - 30 * day, today() - day)


def fill(world: World) -> Load:
    """Everything the first loop can make, on two networks."""
    add_former_consultant(world)
    north, south = world.pupils["north"], world.pupils["south"]
    made = {
        "north": log(world, "teacher", north[0], north[1], unlisted=("Uden For Listen",)),
        "again": log(world, "colleague", north[1]),
        "south": log(world, "other_teacher", south[0], theme=Theme.VIOLENCE),
        "place": log_place(world, "club_worker"),
        "social": log_place(world, "social_worker"),
    }
    _talk(world, made)
    case = {
        "north": open_case(world, "consultant", made["north"]),
        "south": open_case(world, "other_consultant", made["south"]),
    }
    cases.note(world.actor("consultant"), case["north"], "Ringet til skolen.", once())
    cases.admit(world.actor("consultant"), case["north"], reference_of(world, "liaison"))
    shared = _share(world, made)
    kept = {who: drafts.save(world.users[who], drafts.new_draft_reference(), 0, {}).reference for who in WRITERS}
    persons.unmask(world.actor("consultant"), made["north"], north[0], "Skal bruges i dag")
    return Load(made, case, shared, kept)


WRITERS = ("teacher", "other_teacher", "club_worker")


def _talk(world: World, made: dict[str, str]) -> None:
    triage.receive(world.actor("consultant"), made["north"])
    decide(world, "consultant", made["north"], Verdict.ASK, "clarify", reason="Uklart.", message="Hvor længe?")
    concerns.answer(world.actor("teacher"), made["north"], "Siden efterårsferien.", once())
    concerns.mark_duty(world.actor("teacher"), made["north"], DutyMark.NOT_RELEVANT, "Ikke nu.")
    decide(world, "other_consultant", made["place"], Verdict.NOT_SSP, "nothing_needed", reason="Rolig.", message="Tak.")


def _share(world: World, made: dict[str, str]) -> dict[str, str]:
    parts = (Part.OBSERVATION, Part.WORDS)
    shared = {
        "live": share(world, "consultant", made["north"], "liaison", *parts),
        "declined": share(world, "consultant", made["north"], "social_worker", *parts),
        "recalled": share(world, "consultant", made["north"], "other_liaison", *parts, basis=Basis.OTHER_LAW,
                          other_law="Sundhedsloven § 43"),
        "south": share(world, "other_consultant", made["south"], "social_worker", *parts),
    }  # fmt: skip
    disclosures.answer(world.actor("liaison"), shared["live"], "Jeg tager en snak.", once())
    disclosures.decline(world.actor("social_worker"), shared["declined"])
    disclosures.recall(world.actor("second_consultant"), shared["recalled"])
    shared["returned"] = disclosures.bring_back(
        world.actor("liaison"),
        shared["live"],
        offer(world, "consultant", Part.STATEMENT, statement="Set i går."),
        once(),
    )
    shared["passed_on"] = share(world, "liaison", shared["live"], "street_worker", Part.OBSERVATION)
    return shared
