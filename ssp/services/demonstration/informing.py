"""How the demonstration tells those who are registered: some told, some put off, some left for the visitor to see."""

from datetime import timedelta

from ssp.services import concerns, notices
from ssp.services.notices import Deferral, Told
from ssp.services.standing import today
from ssp.terms import Exemption, Given

LEFT_EVERY, PUT_OFF_EVERY = 17, 8
REASONS = (
    "Barnet har bedt om selv at fortælle det derhjemme først. Vi har aftalt at tale sammen igen om kort tid.",
    "En anden i familien er ved at få hjælp, og rådgiveren beder os vente, til det første møde er holdt.",
)


def inform(story, concern: str = ""):
    """The consultant goes through who is to be told about one concern, the story's own unless another is named."""
    if story.number % LEFT_EVERY == 0:
        return
    concern = concern or story.concern
    yield story.clock.forward(1)
    found = concerns.show(story.consultant, concern)
    for place, notice in enumerate(one for one in found.notices if one.clock):
        version = concerns.show(story.consultant, concern).version
        if place == 0 and story.number % PUT_OFF_EVERY == 0:
            day = today() + timedelta(days=14 + story.number % 60)
            deferral = Deferral(Exemption.CHILDS_INTEREST, REASONS[story.number % len(REASONS)], day)
            notices.defer(story.consultant, concern, notice.reference, deferral, version, story.key())
        else:
            how = list(Given)[story.number % len(Given)]
            told = Told(today(), how, story.town.references[story.consultant_name])
            notices.give(story.consultant, concern, notice.reference, told, version, story.key())
