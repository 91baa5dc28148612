"""A full desk of duties: notifications, absences, nameless questions, lessons, notices, meetings and the register."""

from datetime import timedelta

from ssp.db import now
from ssp.models import Consultation, Draft, Matter, Notice
from ssp.services import (
    absences,
    concerns,
    consultations,
    drafts,
    library,
    meetings,
    notices,
    notifications,
    rules,
)
from ssp.services.absences import Report, quarters_now
from ssp.services.consultations import Question
from ssp.services.door import Actor
from ssp.services.library import Case
from ssp.services.meetings import Plan
from ssp.services.notices import Deferral, Told
from ssp.services.notifications import Arrival, NotificationContent, Page
from ssp.services.rules import Proposal
from ssp.services.standing import today
from ssp.terms import (
    AgeBand,
    Assessment,
    Basis,
    CameFrom,
    Exemption,
    Feedback,
    Given,
    Giver,
    Ground,
    NotInformed,
    PlaceKind,
    Subject,
    Theme,
)
from tests.support.answers import clear, once, reference_of
from tests.support.world import World

DAY = timedelta(days=1)
SPECIAL = "Der er kommet nyt, som kun kan afklares sammen."


def notification(**more) -> NotificationContent:
    """What somebody notifies of, with every text filled in."""
    known = {
        "ground": Ground.SUPPORT, "acute": False, "observation": "Kommer uden mad.", "parents_informed": False,
        "words": "Jeg er ikke sulten.", "strengths": "Er glad for skolen.", "tried": "Vi talte med hjemmet.",
        "not_informed": NotInformed.OTHER, "not_informed_reason": "De er bortrejst.",
    }  # fmt: skip
    return NotificationContent(**(known | more))


def notify(world: World, who: str, **more) -> str:
    """A notification somebody has sent. Returns its reference."""
    return notifications.send(world.actor(who), notification(**more), Page(once()))


def register(world: World, came_from: CameFrom, notifier: str) -> str:
    """A notification that came from outside, written down by the section. Returns its reference."""
    content = notification(unlisted=("Barnet på tredje sal",), not_informed=None, not_informed_reason="")
    arrival = Arrival(came_from, notifier, now())
    return notifications.register(world.actor("social_worker"), content, arrival, Page(once()))


def assess(world: World, reference: str) -> None:
    notifications.assess(world.actor("social_worker"), reference, Assessment.EXAMINE, "Flere forhold.", once())


def fill_notifications(world: World, concern: str) -> dict[str, str]:
    """One in every state: from a concern, from nothing, by the police, and two from outside."""
    section, child = world.actor("social_worker"), world.pupils["north"][1]
    made = {
        "from_concern": notify(world, "teacher", source=concern, children=(child,), unlisted=("En lillebror",)),
        "from_nothing": notify(world, "club_worker", unlisted=("En dreng fra klubben",), ground=Ground.ABUSE),
        "police": notify(world, "liaison", unlisted=("Et barn på stationen",), acute=True),
        "outside": register(world, CameFrom.PRIVATE, "En nabo"),
        "anonymous": register(world, CameFrom.ANONYMOUS, ""),
    }
    notifications.receive(section, made["police"])
    assess(world, made["outside"])
    assess(world, made["from_concern"])
    notifications.give_receipt(section, made["from_concern"], "Tak for underretningen.", once())
    notifications.give_feedback(section, made["from_concern"], Feedback.STARTED)
    notifications.file(section, made["from_concern"], "DUBU 2026-1234")
    return made


def report(world: World, who: str, child: str, percent: int) -> str:
    """Unlawful absence somebody registered this quarter. Returns its reference."""
    return absences.report(world.actor(who), Report(child, quarters_now()[0], percent), once())


def fill_absences(world: World, notified: dict[str, str]) -> dict[str, str]:
    """One reported, one the leader notified of (which is put among the notifications), one corrected, one elsewhere."""
    north, south, leader = world.pupils["north"], world.pupils["south"], world.actor("head")
    made = {
        "reported": report(world, "teacher", north[1], 22),
        "notified": report(world, "teacher", north[2], 31),
        "corrected": report(world, "colleague", north[0], 17),
        "south": report(world, "other_teacher", south[1], 19),
    }
    notified["absence"] = notify(world, "head", source=made["notified"], children=(north[2],), ground=Ground.ABSENCE)
    absences.correct(leader, made["corrected"], 4, "Seks dage var meldt syge.", once())
    return made


def ask(world: World, who: str) -> str:
    """A nameless question. Returns its reference."""
    question = Question(AgeBand.TEN_TO_TWELVE, PlaceKind.SCHOOL, "Et barn trækker sig fra de andre.", "Vi har talt.")
    made = consultations.ask(world.actor(who), question, frozenset(), once())
    assert isinstance(made, str), made
    return made


def answer(world: World, who: str, reference: str) -> None:
    held = consultations.answer(world.actor(who), reference, "Prøv en aftale om frikvarteret.", frozenset(), once())
    assert held is None, held


def fill_consultations(world: World, made_concerns: dict[str, str]) -> dict[str, str]:
    """In every state; one became a concern (which is put among the concerns), one a consultant asks to become one."""
    made = {
        "asked": ask(world, "teacher"),
        "answered": ask(world, "other_teacher"),
        "closed": ask(world, "street_worker"),
        "social": ask(world, "social_worker"),
        "concern": ask(world, "street_worker"),
        "wanted": ask(world, "club_worker"),
    }
    for name, who in (("answered", "other_consultant"), ("closed", "consultant"), ("social", "consultant")):
        answer(world, who, made[name])
    reply = consultations.reply(world.actor("street_worker"), made["closed"], "Det hjalp.", frozenset(), once())
    assert reply is None, reply
    consultations.close(world.actor("street_worker"), made["closed"], once())
    consultations.convert(
        world.actor("other_consultant"), made["wanted"], "Det lyder alvorligt.", frozenset(), once()
    )  # fmt: skip
    made_concerns["became"] = _become(world, "street_worker", made["concern"])
    return made


def _become(world: World, who: str, question: str) -> str:
    actor = world.actor(who)
    draft = consultations.convert(actor, question, "", frozenset(), once())
    written = concerns.desk(actor, draft).draft
    content = concerns.ConcernContent(
        subject=Subject.PLACE, described_as="Ved hallen", theme=Theme.STREET, worry="worried", source="own",
        observed_on=today(), observation=written.body["observation"], consultation=question,
    )  # fmt: skip
    return concerns.log(actor, content, once(), draft, written.version)


def waiting_draft(question: str) -> str:
    """The draft of the concern a question may become."""
    return (
        Draft.select(Draft.reference)
        .join(Consultation, on=(Consultation.draft == Draft.id))
        .join(Matter, on=(Matter.id == Consultation.matter))
        .where(Matter.reference == question)
        .scalar()
    )


def publish(world: World, who: str, question: str) -> str:
    """A lesson made of an answered question. Returns its reference."""
    told = Case(AgeBand.TEN_TO_TWELVE, PlaceKind.SCHOOL, "Når nogen trækker sig", "En trækker sig fra flere.", "Aftal.")
    made = library.publish(world.actor(who), question, told, frozenset(), once())
    assert isinstance(made, str), made
    return made


def fill_library(world: World, questions: dict[str, str]) -> dict[str, str]:
    """On every shelf one: both networks', the one outside them; and one that was withdrawn."""
    made = {
        "north": publish(world, "consultant", questions["closed"]),
        "south": publish(world, "other_consultant", questions["answered"]),
        "outside": publish(world, "consultant", questions["social"]),
        "withdrawn": publish(world, "consultant", questions["closed"]),
    }
    library.withdraw(world.actor("consultant"), made["withdrawn"])
    return made


def notices_of(concern: str) -> list[str]:
    """The references of everybody who is to be told, in the order they were put down."""
    rows = Notice.select(Notice.reference).join(Matter, on=(Matter.id == Notice.concern))
    return [reference for (reference,) in rows.where(Matter.reference == concern).order_by(Notice.id).tuples()]


def fill_notices(world: World, concern: str) -> dict[str, str]:
    """One told, one put off, one due, and one more with a name of their own who is put off too."""
    actor, told, deferred, due = world.actor("consultant"), *notices_of(concern)[:3]
    shown = concerns.show(actor, concern)
    more = notices.add(actor, concern, shown.children[0].row, Giver.CUSTODY_HOLDER, "Den anden forælder", once())
    on = Told(today(), Given.PHONE, reference_of(world, "consultant"))
    notices.give(actor, concern, told, on, _version(actor, concern), once())
    for notice in (deferred, more):
        put_off(world, concern, notice)
    return {"told": told, "deferred": deferred, "due": due, "named": more}


def put_off(world: World, concern: str, notice: str) -> None:
    actor = world.actor("consultant")
    later = Deferral(Exemption.CHILDS_INTEREST, "Det kan skade barnet nu.", today() + 20 * DAY)
    notices.defer(actor, concern, notice, later, _version(actor, concern), once())


def _version(actor: Actor, concern: str) -> int:
    return concerns.show(actor, concern).version


def plan(world: World, who: str, source: str, child: str, *invited: str, reason: str = "") -> str:
    """A meeting in the early exchange about one child. Returns its reference."""
    wanted = Plan(
        child, now() + 3 * 86_400, "Lokale 4", "At finde hjælp.", tuple(reference_of(world, name) for name in invited),
        clear(Basis.SSD), reason,
    )  # fmt: skip
    return meetings.plan(world.actor(who), source, wanted, once())


def hold(world: World, who: str, meeting: str) -> None:
    version = meetings.show(world.actor(who), meeting).version
    meetings.hold(world.actor(who), meeting, version, "Vi aftalte en plan.", once())


def fill_meetings(world: World, made: dict[str, str], notified: dict[str, str]) -> dict[str, str]:
    """Planned, held with a follow-up, cancelled, and one the section calls after a notification."""
    first, second, third = world.pupils["north"]
    found = {
        "planned": plan(world, "teacher", made["north"], first, "social_worker", "club_worker"),
        "held": plan(world, "teacher", made["north"], second, "head"),
        "cancelled": plan(world, "other_teacher", made["south"], world.pupils["south"][0], "social_worker"),
        "section": plan(world, "social_worker", notified["absence"], third, "colleague"),
    }
    hold(world, "teacher", found["held"])
    found["follow_up"] = plan(world, "teacher", made["north"], second, "head", reason=SPECIAL)
    version = meetings.show(world.actor("other_teacher"), found["cancelled"]).version
    meetings.cancel(world.actor("other_teacher"), found["cancelled"], version)
    return found


def fill_register(world: World) -> None:
    """One version proposed, one signed; the register names nobody."""
    proposal = Proposal("20", today(), "Kommunen har besluttet en kortere frist.")
    for name in ("triage_decision", "consultation_answer"):
        rules.propose(world.actor("administrator"), name, proposal, once())
    rules.sign(world.actor("dpo"), [("consultation_answer", 2)], today() + 365 * DAY, once())


def keep_drafts(world: World) -> dict[str, str]:
    """A draft on each of the two other desks."""
    return {
        f"{who}_{form}": drafts.save(world.users[who], drafts.new_draft_reference(), 0, {}, form).reference
        for who, form in (("colleague", "notification"), ("social_worker", "notification"), ("head", "consultation"))
    }
