"""A concern somebody has sent, and the case a consultant opens from it."""

from ssp.services import concerns, triage
from ssp.services.concerns import ConcernContent
from ssp.services.standing import today
from ssp.services.triage import Judgement
from ssp.terms import Source, Subject, Theme, Verdict, Worry
from tests.support.answers import once
from tests.support.world import World


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
        title="Hjælp i skolen", purpose="At holde barnet i skole.",
    )  # fmt: skip
