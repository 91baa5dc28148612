"""What the law makes people of the demonstration do: notify, report absence, ask without a name, agree, meet, sign."""

from datetime import date, datetime, time, timedelta
from random import Random

from ssp.models import Unit
from ssp.services import (
    absences,
    consents,
    consultations,
    library,
    meetings,
    network_consultations,
    notifications,
    rules,
)
from ssp.services.absences import Report, quarters_now
from ssp.services.consents import Given as GivenConsent
from ssp.services.consultations import Question
from ssp.services.demonstration.clock import Clock
from ssp.services.demonstration.stories import Story
from ssp.services.demonstration.texts import Pen, data
from ssp.services.demonstration.town import Pupil, Town
from ssp.services.library import Case
from ssp.services.meetings import ASKED, Plan
from ssp.services.notifications import Arrival, NotificationContent, Page
from ssp.services.rules import Proposal
from ssp.services.standing import DANISH_TIME, today
from ssp.terms import (
    AgeBand,
    Assessment,
    CameFrom,
    Feedback,
    Given,
    Giver,
    Ground,
    NotInformed,
    PlaceKind,
    Reply,
)
from ssp.terms import (
    Question as Asked,
)

EVENING = time(21, 40)
YEAR = timedelta(days=365)
SECTION = "raadgiver"


def tellings(town: Town, days: list[date], stories: list[Story], seed: int) -> list:
    """Everything in data("duties") as tellings beside the stories, which consents and meetings are about."""
    texts = data("duties")
    told = []
    for kind, tell in (("notifications", _notified), ("absences", _absent), ("consultations", _asked)):
        for number, item in enumerate(texts[kind]):
            told.append(tell(Duty(town, days, item, f"{seed} {kind} {number}")))
    mine = [story for story in stories if story.part.author == "laerer" and story.written.content.children]
    case, meeting = (next(story for story in mine if story.part.fate == fate) for fate in ("case", "meeting"))
    told += [
        _agreed(Duty(town, days, item, f"{seed} consent {number}"), case)
        for number, item in enumerate(texts["consents"])
    ]
    told.append(_met(Duty(town, days, texts["meeting"] | {"age": 12}, f"{seed} meeting"), meeting))
    told.append(_signed(Duty(town, days, texts["register"], f"{seed} register")))
    back = next((story for story in stories if story.part.shared == "brought_back"), None)
    return [*told, _documented(Duty(town, days, {"age": 1}, f"{seed} crime"), back)] if back else told


class Duty:
    """One text of the tracks of the law on its way through the calendar."""

    def __init__(self, town: Town, days: list[date], item: dict, seed: str):
        self.town, self.item, self.seed = town, item, seed
        self.rng = Random(seed)  # noqa: S311
        self.clock = Clock(days, item.get("age", 0), self.rng)
        self._presses = 0

    def key(self) -> str:
        """The key of the next form somebody sends."""
        self._presses += 1
        return f"{self.seed} {self._presses}"

    def page(self) -> Page:
        return Page(self.key())

    def first(self) -> int:
        """The moment it begins: in the evening before today, or in the working hours of its day."""
        if self.item.get("evening"):
            return int(datetime.combine(self.town.today - timedelta(days=1), EVENING, DANISH_TIME).timestamp())
        return self.clock.now()

    def pupil(self) -> Pupil | None:
        """Somebody of the writer's own school, or nobody where there is none."""
        school = self.town.schools.get(self.item["author"])
        return self.rng.choice(self.town.rolls[school]) if school and "unlisted" not in self.item else None


def _stopping(steps):
    """The steps until one would lie ahead of us."""

    def told(*arguments):
        for moment in steps(*arguments):
            if moment is None:
                return
            yield moment

    return told


@_stopping
def _notified(duty: Duty):
    item, pupil = duty.item, duty.pupil()
    content, actor = _content(item, pupil), duty.town.actor(item["author"])
    moment = duty.first()
    yield moment
    if "outside" in item:
        arrival = Arrival(CameFrom(item["outside"]), item.get("notifier", ""), moment - 900)
        reference = notifications.register(actor, content, arrival, duty.page())
    else:
        reference = notifications.send(actor, content, duty.page())
    for step in item["steps"]:
        yield duty.clock.forward(0 if step in {"receive", "examine", "open_case", "no_further"} else 1)
        _take(duty, reference, step)


def _content(item: dict, pupil: Pupil | None) -> NotificationContent:
    pen = Pen(Random(0), [pupil.child] if pupil else [])  # noqa: S311
    told = item["told"]
    return NotificationContent(
        ground=Ground(item["ground"]), acute=item.get("acute", False), observation=pen.write(item["observation"]),
        parents_informed=told, children=(pupil.reference,) if pupil else (),
        unlisted=() if pupil else (item["unlisted"],), words=pen.write(item.get("words", "")),
        strengths=pen.write(item.get("strengths", "")), tried=pen.write(item.get("tried", "")),
        not_informed=None if told or "outside" in item else NotInformed(item["not_informed"]),
    )  # fmt: skip


def _take(duty: Duty, reference: str, step: str) -> None:
    """What the social section does with it."""
    section = duty.town.actor(SECTION)
    if step == "receive":
        notifications.receive(section, reference)
    elif step == "receipt":
        notifications.give_receipt(section, reference, "Tak for din underretning. Vi har vurderet den.", duty.key())
    elif step == "started":
        notifications.give_feedback(section, reference, Feedback.STARTED)
    elif step == "file":
        notifications.file(section, reference, duty.item["filed_in"])
    else:
        notifications.assess(section, reference, Assessment(step), duty.item["reason"], duty.key())


@_stopping
def _absent(duty: Duty):
    item, pupil = duty.item, duty.pupil()
    yield duty.clock.now()
    said = Report(pupil.reference, quarters_now()[0], item["percent"])
    reference = absences.report(duty.town.actor(item["author"]), said, duty.key())
    leader = duty.town.actor(duty.town.leader_of(item["author"]))
    for step in item["steps"]:
        yield duty.clock.forward(2)
        if step == "correct":
            absences.correct(leader, reference, item["right"], item["correction"], duty.key())
        else:
            content = NotificationContent(
                ground=Ground.ABSENCE, acute=False, observation=Pen(duty.rng, [pupil.child]).write(item["observation"]),
                parents_informed=True, children=(pupil.reference,), absence_percent=item["percent"], source=reference,
            )  # fmt: skip
            notification = notifications.send(leader, content, duty.page())
            for act in ("examine", "receipt"):
                yield duty.clock.forward(0)
                _take(duty, notification, act)


@_stopping
def _asked(duty: Duty):
    item, author = duty.item, duty.town.actor(duty.item["author"])
    band, kind = AgeBand(item["age_band"]), PlaceKind(item["place_kind"])
    yield duty.clock.now()
    question = Question(band, kind, item["situation"], item.get("tried", ""))
    reference = _sent(consultations.ask(author, question, frozenset(), duty.key()))
    if "answer" not in item:
        return
    consultant = duty.town.actor(duty.town.consultant_of(item["author"]))
    yield duty.clock.forward(2)
    consultations.show(consultant, reference)
    consultations.answer(consultant, reference, item["answer"], frozenset(), duty.key())
    yield duty.clock.forward(1)
    consultations.show(author, reference)
    yield duty.clock.forward(3)
    told = Case(band, kind, item["lesson_title"], item["lesson_situation"], item["lesson_advice"])
    _sent(library.publish(consultant, reference, told, frozenset(), duty.key()))


def _sent(made) -> str:
    """The reference of what was sent; a text of ours that is held back is a text to mend."""
    if not isinstance(made, str):
        raise ValueError(made)
    return made


@_stopping
def _agreed(duty: Duty, story: Story):
    item = duty.item
    yield duty.clock.now()
    units = Unit.select(Unit.reference).where(Unit.name << item["units"]).order_by(Unit.id).tuples()
    given = GivenConsent(
        today(), Given.TALK, True, givers=(Giver.YOUNG_PERSON, Giver.CUSTODY_HOLDER), named=item["named"],
        scope=item["scope"], units=tuple(reference for (reference,) in units),
    )  # fmt: skip
    reference = consents.record(story.consultant, story.concern, given, duty.key())
    if item["withdrawn"]:
        yield duty.clock.forward(3)
        consents.withdraw(story.consultant, story.concern, reference)


@_stopping
def _met(duty: Duty, story: Story):
    item, town = duty.item, duty.town
    child, pen = story.written.content.children[0], story.written.pen
    invited = tuple(town.references[name] for name in (SECTION, town.leader_of(story.part.author)))
    replies = {question: Reply.NO if question is Asked.VIOLENCE else Reply.YES for question in ASKED}

    def plan(days: int, reason: str = "") -> str:
        starts = datetime.combine(today() + timedelta(days=days), time(14), DANISH_TIME)
        wanted = Plan(
            child, int(starts.timestamp()), item["place"], pen.write(item["purpose"]), invited, replies, reason
        )
        return meetings.plan(story.author, story.concern, wanted, duty.key())

    yield duty.clock.now()
    first = plan(7)
    yield duty.clock.forward(6)
    version = meetings.show(story.author, first).version
    meetings.hold(story.author, first, version, pen.write(item["outcome"]), duty.key())
    yield duty.clock.forward(4)
    plan(8, item["special_reason"])


@_stopping
def _signed(duty: Duty):
    item = duty.item
    yield duty.clock.now()
    rules.sign(duty.town.actor("dpo"), [(name, 1) for name in item["signed"]], today() + YEAR, duty.key())
    yield duty.clock.forward(item["age"] - item["proposed_age"])
    proposal = Proposal(item["value"], today(), item["why"])
    rules.propose(duty.town.actor("admin"), item["proposed"], proposal, duty.key())


@_stopping
def _documented(duty: Duty, story: Story):
    """What the police brought back is their documentation of something serious; the network is to meet about it."""
    yield duty.clock.now()
    if story.returned:
        network_consultations.document_crime(story.consultant, story.returned)
