"""Who writes what when, and what becomes of it: every state at least once, the rest by chance."""

from dataclasses import dataclass, replace
from random import Random

from ssp.services.demonstration.town import NORTH, SOUTH, Town
from ssp.terms import DutyMark, Theme

SOMEBODY = ""
"""Any teacher in the north but the one who signs in."""

LOUD = (Theme.STREET, Theme.SUBSTANCES, Theme.VIOLENCE, Theme.THEFT, Theme.DIGITAL)
THEMES = tuple(Theme)


@dataclass(frozen=True, slots=True)
class Part:
    """One concern's part in the play: `age` is working days before today, `shared` the fate of a disclosure."""

    author: str
    fate: str
    age: int
    theme: Theme
    kind: str = "child"
    shared: str = ""
    recipient: str = ""
    consultant: str = ""
    duty: DutyMark | None = None
    unlisted: bool = False


REQUIRED = (
    # what the five sign-ins meet
    Part("laerer", "asked", 3, Theme.SUBSTANCES),
    Part("laerer", "asked_consultation", 14, Theme.WELLBEING),
    Part("laerer", "case", 25, Theme.STREET, shared="answered", recipient="politi"),
    Part("laerer", "sent", 0, Theme.DIGITAL),
    Part("laerer", "consultation_closed", 41, Theme.ABSENCE, duty=DutyMark.NOT_RELEVANT),
    Part("laerer", "meeting", 19, Theme.FAMILY, duty=DutyMark.SENT),
    Part(SOMEBODY, "sent", 9, Theme.VIOLENCE),
    Part(SOMEBODY, "received", 8, Theme.WELLBEING),
    Part(SOMEBODY, "received", 2, Theme.THEFT),
    Part(SOMEBODY, "sent", 1, Theme.ABSENCE),
    Part(SOMEBODY, "answered", 5, Theme.DIGITAL),
    Part(SOMEBODY, "case", 10, Theme.SUBSTANCES, shared="shared", recipient="politi"),
    Part(SOMEBODY, "case", 8, Theme.VIOLENCE, shared="shared", recipient="politi"),
    Part(SOMEBODY, "meeting", 9, Theme.THEFT, shared="shared", recipient="politi"),
    # every other turn a matter can take
    Part(SOMEBODY, "case", 33, Theme.DIGITAL, shared="declined", recipient="politi2"),
    Part(SOMEBODY, "case", 31, Theme.STREET, shared="recalled", recipient="politi"),
    Part(SOMEBODY, "meeting", 28, Theme.STREET, shared="brought_back", recipient="politi"),
    Part(SOMEBODY, "case", 36, Theme.FAMILY, shared="passed_on", recipient="raadgiver", duty=DutyMark.SENT),
    Part(SOMEBODY, "case", 38, Theme.VIOLENCE, consultant="tidligere"),
    Part(SOMEBODY, "case_taken", 44, Theme.SUBSTANCES, consultant="tidligere"),
    Part(SOMEBODY, "case_offered", 22, Theme.DIGITAL),
    Part(SOMEBODY, "case_offered", 21, Theme.WELLBEING, consultant="konsulent3"),
    Part(SOMEBODY, "case_ended", 51, Theme.FAMILY),
    Part(SOMEBODY, "case_closed", 52, Theme.THEFT, shared="answered", recipient="politi2"),
    Part(SOMEBODY, "not_ssp", 47, Theme.UNSURE),
    Part(SOMEBODY, "asked_not_ssp", 22, Theme.ABSENCE, duty=DutyMark.SENT),
    Part(SOMEBODY, "consultation", 12, Theme.UNSURE),
    Part("gade", "received", 3, Theme.STREET, kind="group"),
    Part("gade2", "meeting", 24, Theme.THEFT, kind="place", shared="answered", recipient="politi"),
    Part("klub", "consultation", 16, Theme.WELLBEING, kind="club"),
    Part("gade", "case", 29, Theme.SUBSTANCES, kind="club"),
    Part(SOMEBODY, "asked_consultation", 18, Theme.FAMILY, unlisted=True),
)
FATES = (
    # fate, the least age in working days, weight
    ("sent", 0, 0), ("received", 1, 0), ("consultation", 4, 9), ("asked_consultation", 8, 7),
    ("consultation_closed", 12, 20), ("case", 8, 14), ("case_closed", 26, 9), ("meeting", 6, 11), ("not_ssp", 5, 13),
    ("asked_not_ssp", 9, 6),
)  # fmt: skip
DUTIES = (None, None, None, None, DutyMark.SENT, DutyMark.NOT_RELEVANT)
SHARES = ("", "", "", "", "answered", "answered", "answered", "declined", "recalled", "brought_back")


def parts(town: Town, count: int, rng: Random, days: int) -> list[Part]:
    """At least the required parts, and as many more as make `count`; some are fresh, most have found their way."""
    north = [name for name in town.teachers if town.home[name] == NORTH and name != "laerer"]
    required = [part if part.author else replace(part, author=rng.choice(north)) for part in REQUIRED]
    return required + [_by_chance(town, rng, days) for _ in range(count - len(required))]


def _by_chance(town: Town, rng: Random, days: int) -> Part:
    age = int(rng.triangular(0, days - 1, days * 0.3))
    kind = rng.choices(("child", "group", "place", "club"), (82, 6, 4, 8))[0]
    author = rng.choice(town.teachers) if kind == "child" else rng.choice(("gade", "gade2", "klub", "klub2"))
    theme = rng.choice(THEMES)
    fate = _fate(rng, age)
    shared = rng.choice(SHARES) if fate.startswith(("case", "meeting")) and age > 14 else ""
    duty = rng.choice(DUTIES) if kind == "child" else None
    recipient = _recipient(rng, town, author, theme) if shared else ""
    return Part(author, fate, age, theme, kind, shared, recipient, "", duty, kind == "child" and rng.random() < 0.04)


def _fate(rng: Random, age: int) -> str:
    if age <= 5 and rng.random() < 0.75:
        return rng.choice(("sent", "received", "received", "asked" if age > 2 else "sent"))
    open_to = [(fate, weight) for fate, least, weight in FATES if least <= age]
    if not any(weight for _, weight in open_to):
        return "sent"
    return rng.choices([fate for fate, _ in open_to], [weight for _, weight in open_to])[0]


def _recipient(rng: Random, town: Town, author: str, theme: Theme) -> str:
    south = town.home[author] == SOUTH
    if theme in LOUD:
        return rng.choice(("politi3", "politi4") if south else ("politi", "politi2"))
    return rng.choice(("raadgiver3", "raadgiver4") if south else ("raadgiver", "raadgiver2"))
