"""The acts the family's story is made of: each does one thing through a service and returns what it made."""

from ssp.models import Commitment, Goal, Matter, Unit
from ssp.services import (
    absent,
    attachments,
    commitments,
    concerns,
    consents,
    disclosures,
    entries,
    factors,
    filings,
    invitations,
    notifications,
    plans,
    saved_searches,
    triage,
)
from ssp.services.commitments import Change, Proposal
from ssp.services.concerns import ConcernContent
from ssp.services.consents import Given as GivenConsent
from ssp.services.demonstration import household
from ssp.services.demonstration.extracts import ALWAYS, ANSWERS
from ssp.services.demonstration.papers import paper
from ssp.services.demonstration.texts import data
from ssp.services.disclosures import Offer
from ssp.services.entries import Words
from ssp.services.factors import Said
from ssp.services.filings import Mark
from ssp.services.invitations import Invite
from ssp.services.notifications import NotificationContent, Page
from ssp.services.saved_searches import Asked
from ssp.services.standing import today
from ssp.services.triage import Judgement
from ssp.terms import (
    REASONS,
    Answer,
    Assessment,
    Basis,
    EntryKind,
    Given,
    Giver,
    GoalState,
    Ground,
    Part,
    Purpose,
    Question,
    Reply,
    Side,
    Source,
    Subject,
    Theme,
    Turn,
    Verdict,
    Worry,
)

COVERED = {Question.COVERED: Reply.YES, Question.VOLUNTARY: Reply.YES, Question.NECESSARY: Reply.YES}
REPLIES = {Basis.CONSENT: COVERED, Basis.RPL115_SSP: ANSWERS}


def _concern(story, actor, step) -> str:
    write, about = story.pen.write, story.child if step.get("child") else story.brother
    content = ConcernContent(
        subject=Subject.CHILD, theme=Theme(step["theme"]), worry=Worry.WORRIED, source=Source.OWN, observed_on=today(),
        observation=write(step["observation"]), children=(about.reference,), words=write(step["words"]),
        assessment=write(step["assessment"]), protective=write(step["protective"]), place=step.get("place", ""),
        done_text=write(step["done_text"]),
    )  # fmt: skip
    made = concerns.log(actor, content, story.key())
    story.concern = story.concern or made
    return made


def _receive(story, actor, step) -> None:
    concern = story.made[step["about"]]
    triage.queue(actor)
    concerns.show(actor, concern)
    triage.receive(actor, concern)


def _consult(story, actor, step) -> None:
    concern = story.made[step["about"]]
    version = concerns.show(actor, concern).version
    judgement = Judgement(Verdict.CONSULTATION, REASONS[Verdict.CONSULTATION][0], message=story.pen.write(step["text"]))
    triage.decide(actor, concern, version, judgement, story.key())


def _open(story, actor, step) -> None:
    texts = {name: story.pen.write(step[name]) for name in ("reason", "message", "title", "purpose")}
    version = concerns.show(actor, story.concern).version
    judgement = Judgement(Verdict.CASE, REASONS[Verdict.CASE][0], **texts)
    story.case = triage.decide(actor, story.concern, version, judgement, story.key())


def _consent(story, actor, step) -> None:
    school = Unit.select(Unit.reference).where(Unit.id == story.town.schools["laerer"]).scalar()
    given = GivenConsent(
        today(), Given.TALK, True, givers=(Giver.YOUNG_PERSON, Giver.CUSTODY_HOLDER),
        named=story.pen.write(step["named"]), scope=step["scope"], units=(school,),
    )  # fmt: skip
    story.made["consent"] = consents.record(actor, story.case, given, story.key())


def _admit(story, actor, step) -> None:
    basis = Basis(step["basis"])
    consent = story.made["consent"] if basis is Basis.CONSENT else ""
    why = story.pen.write(step.get("why", ""))
    invite = Invite(story.town.references[step["guest"]], basis, REPLIES[basis], why, consent)
    invitations.admit(actor, story.case, invite)


def _write(kind: EntryKind):
    def act(story, actor, step) -> str:
        words = Words(
            story.pen.write(step["text"]), kind, today(), Source(step.get("source", "own")), step.get("fact", False)
        )
        return entries.write(actor, story.case, words, story.key())

    return act


def _star(story, actor, step) -> None:
    entries.star(actor, story.case, story.made[step["about"]], True)


def _state(story, actor, step) -> str:
    said, source = story.pen.write(step["text"]), Source(step["source"])
    return entries.state(actor, story.case, story.made[step["about"]], said, source, story.key())


def _strike(story, actor, step) -> None:
    entries.strike(actor, story.case, story.made[step["about"]], step["reason"], step["instead"], story.key())


def _goal(story, actor, step) -> str:
    plans.add_goal(actor, story.case, story.pen.write(step["words"]), story.pen.write(step["help"]), story.key())
    return Goal.select(Goal.reference).order_by(Goal.id.desc()).scalar()


def _settle(story, actor, step) -> None:
    version = Matter.select(Matter.version).where(Matter.reference == story.case).scalar()
    goal = story.made[step["about"]]
    plans.settle_goal(actor, story.case, goal, GoalState.REACHED, story.pen.write(step["word"]), version)


def _share(story, actor, step) -> str:
    offer = Offer(
        parts=(Part.CHILDREN, *ALWAYS, Part.WORDS), recipient=story.town.references[step["to"]],
        basis=Basis.RPL115_SSP, purpose=Purpose.PREVENT_CRIME, necessity=story.pen.write(step["necessity"]),
        statement="", replies=ANSWERS,
    )  # fmt: skip
    return disclosures.share(actor, story.concern, offer, story.key())


def _reply(story, actor, step) -> None:
    extract = story.made[step["about"]]
    disclosures.show(actor, extract)
    disclosures.answer(actor, extract, step["text"], story.key())


def _notify(story, actor, step) -> str:
    texts = {name: story.pen.write(step[name]) for name in ("observation", "words", "strengths", "tried")}
    content = NotificationContent(
        ground=Ground.SUPPORT, acute=False, parents_informed=True, children=(story.brother.reference,), **texts
    )
    return notifications.send(actor, content, Page(story.key()))


def _assess(story, actor, step) -> None:
    notification, reason = story.made[step["about"]], story.pen.write(step["reason"])
    notifications.receive(actor, notification)
    notifications.assess(actor, notification, Assessment(step["outcome"]), reason, story.key())


def _sheet(story, actor, step) -> str:
    said = {name: Said(Answer(answer), comment) for name, (answer, comment) in data("two_homes")["sheet"].items()}
    return factors.record(actor, story.case, story.child.reference, said, story.key())


def _promise(story, actor, step) -> str:
    owner = story.town.references[step["owner"]] if "owner" in step else ""
    proposal = Proposal(Side(step["side"]), story.pen.write(step["text"]), story.day(step), owner)
    return commitments.propose(actor, story.case, proposal, story.key())


def _turn(story, actor, step) -> None:
    reference = story.made[step["about"]]
    version = Commitment.select(Commitment.version).where(Commitment.reference == reference).scalar()
    change = Change(Turn(step["turn"]), version, story.pen.write(step.get("word", "")))
    commitments.take_turn(actor, story.case, reference, change, story.key())


def _file(story, actor, step) -> None:
    name, text = step["file"], story.pen.write(step["text"])
    attachments.add(actor, story.case, name, paper(name, text), story.key())


def _filing(story, actor, step) -> str:
    return filings.add(actor, story.case, Mark(step["theme"], story.day(step)), story.key())


def _filed(story, actor, step) -> None:
    filings.done(actor, story.case, story.made[step["about"]], step["place"])


def _search(story, actor, step) -> None:
    saved_searches.save(actor, step["name"], Asked(step["text"]), story.key())


def _away(story, actor, step) -> None:
    absent.set_until(actor, story.day(step))


ACTS = {
    "concern": _concern, "receive": _receive, "consult": _consult, "open": _open, "consent": _consent, "admit": _admit,
    "family": household.move_in, "twin": household.twin, "merge": household.merge,
    "note": _write(EntryKind.NOTE), "contact": _write(EntryKind.CONTACT), "star": _star, "state": _state,
    "strike": _strike, "goal": _goal, "settle": _settle, "share": _share, "reply": _reply, "notify": _notify,
    "assess": _assess, "sheet": _sheet, "promise": _promise, "turn": _turn, "file": _file,
    "filing": _filing, "filed": _filed, "search": _search, "away": _away,
}  # fmt: skip
"""Every act a step of the texts can be."""
