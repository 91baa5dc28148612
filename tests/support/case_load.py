"""A full desk: concerns, cases, disclosures and drafts in every state, made through the services."""

from dataclasses import dataclass
from datetime import timedelta

from ssp.models import User
from ssp.services import (
    concerns,
    disclosures,
    drafts,
    entries,
    network_consultations,
    passwords,
    persons,
    triage,
)
from ssp.services.disclosures import Offer
from ssp.services.entries import Words
from ssp.services.standing import today
from ssp.terms import (
    Basis,
    DutyMark,
    Part,
    Purpose,
    Role,
    Theme,
    Verdict,
)
from tests.support import casework_load, duty_load, sharing_load
from tests.support.answers import WHY, clear, once, reference_of
from tests.support.concern_load import decide, log, log_place, open_case
from tests.support.family_load import Kinsfolk
from tests.support.world import PASSWORD, World, join, make_user

__all__ = [
    "WHY", "Load", "clear", "decide", "fill", "log", "log_place", "offer", "once", "open_case", "reference_of", "share",
]  # fmt: skip


@dataclass
class Load:
    """References by name."""

    concerns: dict[str, str]
    cases: dict[str, str]
    disclosures: dict[str, str]
    drafts: dict[str, str]
    notifications: dict[str, str]
    absences: dict[str, str]
    consultations: dict[str, str]
    meetings: dict[str, str]
    lessons: dict[str, str]
    consents: dict[str, str]
    notices: dict[str, str]
    attachments: dict[str, str]
    searches: dict[str, str]
    rows: dict[str, str]
    kin: Kinsfolk


def offer(world: World, to: str, *parts: Part, **more) -> Offer:
    known = {"basis": Basis.RPL115_SSP, "purpose": Purpose.PREVENT_CRIME, "necessity": WHY} | more
    return Offer(parts=parts, recipient=reference_of(world, to), **({"replies": clear(known["basis"])} | known))


def share(world: World, who: str, source: str, to: str, *parts: Part, **more) -> str:
    """An extract shared with somebody. Returns its reference."""
    return disclosures.share(
        world.actor(who), source, offer(world, to, *(parts or (Part.OBSERVATION,)), **more), once()
    )


def add_people(world: World) -> None:
    """A consultant whose membership of the northern network ended yesterday, and the leader of the social section."""
    secret = passwords.hash_password(PASSWORD)
    ssp = User.get_by_id(world.users["consultant"]).unit_id
    world.users["former_consultant"] = make_user("former_consultant", ssp, Role.SSP_CONSULTANT, password_hash=secret)
    world.users["section_leader"] = make_user(
        "section_leader", world.units["social"], Role.LEADER, password_hash=secret
    )  # fmt: skip
    day = timedelta(days=1)
    join(world.users["former_consultant"], world.networks["north"], today() - 30 * day, today() - day)


def fill(world: World) -> Load:
    """Everything that can be made, on two networks."""
    add_people(world)
    north, south = world.pupils["north"], world.pupils["south"]
    made = {
        "north": log(world, "teacher", north[0], north[1], unlisted=("Uden For Listen",)),
        "again": log(world, "colleague", north[1]),
        "south": log(world, "other_teacher", south[0], theme=Theme.VIOLENCE),
        "place": log_place(world, "club_worker"),
        "social": log_place(world, "social_worker"),
        "ended": log(world, "other_teacher", south[1]),
    }
    _talk(world, made)
    case = {
        "north": open_case(world, "consultant", made["north"]),
        "south": open_case(world, "other_consultant", made["south"]),
        "ended": open_case(world, "other_consultant", made["ended"]),
    }
    casework_load.end_case(world, case["ended"])
    entries.write(world.actor("consultant"), case["north"], Words("Ringet til skolen."), once())
    sharing_load.admit(world, "consultant", case["north"], "liaison")
    agreed = sharing_load.fill_consents(world, made["north"], case["north"])
    shared = _share(world, made, agreed)
    persons.unmask(world.actor("consultant"), made["north"], north[0], "Skal bruges i dag")
    return _with_duties(world, made, case, shared, agreed)


def _with_duties(world: World, made, case, shared, agreed) -> Load:
    notified = duty_load.fill_notifications(world, made["north"])
    away = duty_load.fill_absences(world, notified)
    asked = duty_load.fill_consultations(world, made)
    lessons = duty_load.fill_library(world, asked)
    told = duty_load.fill_notices(world, made["north"])
    met = duty_load.fill_meetings(world, made, notified)
    duty_load.fill_register(world)
    kept = {who: drafts.save(world.users[who], drafts.new_draft_reference(), 0, {}).reference for who in WRITERS}
    kept |= duty_load.keep_drafts(world) | {"wanted": duty_load.waiting_draft(asked["wanted"])}
    kin = casework_load.fill_kin(world, case["north"], world.pupils["north"][1])
    rows = casework_load.fill_case(world, case["north"])
    rows["sheet"] = casework_load.fill_sheet(world, case["north"], world.pupils["north"][1])
    files = casework_load.fill_files(world, case["north"], made["north"])
    found = casework_load.fill_searches(world)
    return Load(made, case, shared, kept, notified, away, asked, met, lessons, agreed, told, files, found, rows, kin)


WRITERS = ("teacher", "other_teacher", "club_worker")


def _talk(world: World, made: dict[str, str]) -> None:
    triage.receive(world.actor("consultant"), made["north"])
    decide(world, "consultant", made["north"], Verdict.ASK, "clarify", reason="Uklart.", message="Hvor længe?")
    concerns.answer(world.actor("teacher"), made["north"], "Siden efterårsferien.", once())
    concerns.mark_duty(world.actor("teacher"), made["north"], DutyMark.NOT_RELEVANT, "Ikke nu.")
    decide(world, "other_consultant", made["place"], Verdict.NOT_SSP, "nothing_needed", reason="Rolig.", message="Tak.")


def _share(world: World, made: dict[str, str], agreed: dict[str, str]) -> dict[str, str]:
    parts = (Part.OBSERVATION, Part.WORDS)
    shared = {
        "live": share(world, "consultant", made["north"], "liaison", *parts),
        "declined": share(world, "consultant", made["north"], "social_worker", *parts),
        "recalled": share(world, "consultant", made["north"], "other_liaison", *parts, basis=Basis.OTHER_LAW,
                          other_law="Sundhedsloven § 43", reason="Loven giver lov til netop dette."),
        "south": share(world, "other_consultant", made["south"], "social_worker", *parts),
    }  # fmt: skip
    shared["agreed"] = share(world, "consultant", made["north"], "other_liaison", *parts, basis=Basis.CONSENT,
                             consent=agreed["running"], reason="Den unge og mor har begge sagt ja.")  # fmt: skip
    disclosures.answer(world.actor("liaison"), shared["live"], "Jeg tager en snak.", once())
    disclosures.decline(world.actor("social_worker"), shared["declined"])
    disclosures.recall(world.actor("second_consultant"), shared["recalled"])
    for name in ("returned", "documented"):
        back = offer(world, "consultant", Part.STATEMENT, statement="Set i går.")
        shared[name] = disclosures.bring_back(world.actor("liaison"), shared["live"], back, once())
        network_consultations.document_crime(world.actor("consultant"), shared[name])
    network_consultations.hold(world.actor("consultant"), shared["returned"], today(), "Vi mødtes alle.", once())
    shared["passed_on"] = share(world, "liaison", shared["live"], "street_worker", Part.OBSERVATION)
    return shared
