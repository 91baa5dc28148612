"""The life of one disclosure: shared on a basis, and answered, declined, recalled, brought back or passed on."""

from ssp.services import disclosures
from ssp.services.demonstration.texts import data
from ssp.services.demonstration.town import SOUTH
from ssp.services.disclosures import Offer
from ssp.terms import Basis, Part, Purpose, Question, Reply, Subject

ANSWERS = {
    Question.PART_OF_WORK: Reply.YES, Question.FACTUAL: Reply.YES, Question.NECESSARY: Reply.YES,
    Question.INVESTIGATION: Reply.NO,
}  # fmt: skip
"""What the people of the demonstration answer the guided check."""

ALWAYS = (Part.THEME, Part.WHEN_WHERE, Part.OBSERVATION)
SOMETIMES = (Part.WORDS, Part.ASSESSMENT, Part.PROTECTIVE, Part.DONE)


def share(story):
    """Share an extract of the story's concern with the part's recipient; then what became of it."""
    yield story.clock.forward(story.rng.randint(1, 2))
    disclosures.composer(story.consultant, story.concern)
    to = story.part.recipient
    reference = disclosures.share(story.consultant, story.concern, _offer(story, to, _ticked(story)), story.key())
    yield from TURNS[story.part.shared](story, reference, to)


def _left_waiting(story, reference, to):
    yield from ()


def _answered(story, reference, to):
    yield story.clock.forward(story.rng.randint(1, 3))
    disclosures.show(story.town.actor(to), reference)
    disclosures.answer(story.town.actor(to), reference, story.pen.one_of(_texts(story, to, "replies")), story.key())
    yield story.clock.forward(story.rng.randint(0, 1))
    disclosures.show(story.consultant, reference)


def _declined(story, reference, to):
    yield story.clock.forward(story.rng.randint(1, 3))
    disclosures.show(story.town.actor(to), reference)
    disclosures.decline(story.town.actor(to), reference)


def _recalled(story, reference, to):
    yield story.clock.forward(story.rng.randint(1, 2))
    disclosures.recall(story.consultant, reference)


def _brought_back(story, reference, to):
    yield story.clock.forward(story.rng.randint(1, 3))
    disclosures.show(story.town.actor(to), reference)
    statement = story.pen.one_of(_texts(story, to, "statements"))
    offer = _offer(story, story.consultant_name, (Part.STATEMENT,), statement)
    back = disclosures.bring_back(story.town.actor(to), reference, offer, story.key())
    story.returned = back
    yield story.clock.forward(1)
    disclosures.show(story.consultant, back)
    disclosures.answer(story.consultant, back, story.pen.one_of(data("common")["thanks"]), story.key())


def _passed_on(story, reference, to):
    yield story.clock.forward(story.rng.randint(1, 3))
    disclosures.show(story.town.actor(to), reference)
    onwards = "klub" if story.town.home[story.part.author] == SOUTH else "gade2"
    offer = _offer(story, onwards, (Part.CHILDREN, Part.THEME, Part.OBSERVATION))
    passed = disclosures.share(story.town.actor(to), reference, offer, story.key())
    yield story.clock.forward(2)
    disclosures.show(story.town.actor(onwards), passed)
    reply = story.pen.one_of(data("common")["street_replies"])
    disclosures.answer(story.town.actor(onwards), passed, reply, story.key())


TURNS = {
    "shared": _left_waiting,
    "answered": _answered,
    "declined": _declined,
    "recalled": _recalled,
    "brought_back": _brought_back,
    "passed_on": _passed_on,
}


def _ticked(story) -> tuple[Part, ...]:
    """The parts the consultant ticks: what is needed, and now and then a little more."""
    who = Part.CHILDREN if story.written.content.subject is Subject.CHILD else Part.SUBJECT
    return (who, *ALWAYS, *(part for part in SOMETIMES if story.rng.random() < 0.4))


def _offer(story, to: str, parts: tuple[Part, ...], statement: str = "") -> Offer:
    texts = story.written.texts("necessities")
    purposes = (Purpose.PREVENT_CRIME, Purpose.COORDINATE)
    if not to.startswith("politi"):
        purposes = (Purpose.EARLY_HELP, Purpose.SAFETY_OF_CHILD)
    if statement:
        texts, purposes = data("common")["return_necessities"], (Purpose.COORDINATE,)
    return Offer(
        parts=parts, recipient=story.town.references[to], basis=Basis.RPL115_SSP, purpose=story.rng.choice(purposes),
        necessity=story.pen.one_of(texts), statement=statement, replies=ANSWERS,
    )  # fmt: skip


def _texts(story, to: str, key: str) -> list[str]:
    """A police officer and a social worker answer differently."""
    if to.startswith("politi"):
        return story.written.texts(key)
    return data("common")[f"social_{key}"]
