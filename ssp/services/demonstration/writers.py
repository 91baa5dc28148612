"""What the demonstration's people write: an observation with its place, words, assessment and what was done."""

from dataclasses import dataclass
from random import Random

from ssp.services.concerns import ConcernContent
from ssp.services.demonstration.casting import Part
from ssp.services.demonstration.clock import Clock
from ssp.services.demonstration.people import Births, Child
from ssp.services.demonstration.texts import Pen, data
from ssp.services.demonstration.town import Pupil, Town
from ssp.terms import DutyMark, Source, Subject, Theme, Worry

DECKS = {"group": "groups", "place": "places", "club": "club"}
AGAIN = 0.2
OLDEST_FIRST_GRADE = 4


@dataclass(frozen=True, slots=True)
class Written:
    """A finished concern, and the pen that goes on writing about the same children."""

    content: ConcernContent
    pen: Pen
    theme_fits: bool
    serious: bool

    def texts(self, key: str) -> list:
        """What the concern's theme offers under `key`: questions, advice, notes …"""
        if self.theme_fits:
            return data(self.content.theme.value).get(key) or data("common")[key]
        return self.common(key)

    def common(self, key: str) -> list:
        """What fits any theme; other words where there is no child."""
        if self.content.subject is Subject.CHILD:
            return data("common")[key]
        return data("common").get(f"{key}_without_children") or data("common")[key]


class Writers:
    """Hands out observations so that the same one returns as late as possible."""

    def __init__(self, town: Town, births: Births, rng: Random):
        self.town, self.births, self.rng = town, births, rng
        self._decks: dict[str, list[dict]] = {}
        self._mentioned: dict[int, list[Pupil]] = {}

    def write(self, part: Part, clock: Clock) -> Written:
        """The concern this part begins with."""
        item = self._draw(part)
        if part.kind in {"group", "place"}:
            return self._written(part, clock, item, [], [])
        if part.kind == "club" or part.unlisted:
            strangers = [self.births.child() for _ in range(1 + item.get("two", False))]
            return self._written(part, clock, item, strangers, [])
        chosen = self._pupils(part, item)
        return self._written(part, clock, item, [pupil.child for pupil in chosen], chosen)

    def _draw(self, part: Part) -> dict:
        name = (
            part.theme.value if part.kind == "child" else {"group": "groups", "place": "places"}.get(part.kind, "club")
        )
        deck = self._decks.setdefault(name, [])
        fitting = [item for item in deck if _fits(item, part)]
        if not fitting:
            fresh = list(data(name)["items"])
            self.rng.shuffle(fresh)
            deck.extend(fresh)
            fitting = [item for item in deck if _fits(item, part)]
        deck.remove(fitting[0])
        return fitting[0]

    def _pupils(self, part: Part, item: dict) -> list[Pupil]:
        unit, roll = self.town.schools[part.author], self.town.roll_of(part.author)
        least = item.get("grade", OLDEST_FIRST_GRADE)
        mentioned = [p for p in self._mentioned.get(unit, []) if p.child.grade >= least]
        fitting = [p for p in roll if p.child.grade >= least] or roll
        again = mentioned and not item.get("two") and self.rng.random() < AGAIN
        first = self.rng.choice(mentioned if again else fitting)
        chosen = [first]
        if item.get("two"):
            mates = [p for p in roll if p.child.school_class == first.child.school_class and p != first]
            chosen.append(self.rng.choice(mates or [p for p in roll if p != first]))
        self._mentioned.setdefault(unit, []).append(first)
        return chosen

    def _written(self, part: Part, clock: Clock, item: dict, children: list[Child], chosen: list[Pupil]) -> Written:
        theme = Theme(item.get("theme", part.theme))
        pen = Pen(clock.rng, children)
        content = _content(theme, clock, item, children, chosen, pen)
        return Written(content, pen, part.kind == "child", item.get("serious", False))


def _fits(item: dict, part: Part) -> bool:
    """What is serious is neither settled with advice nor called irrelevant."""
    settled = part.fate.startswith(("consultation", "asked_consultation", "asked_not", "not_ssp"))
    return not item.get("serious") or not (settled or part.duty is DutyMark.NOT_RELEVANT)


def _content(theme: Theme, clock: Clock, item: dict, children: list, chosen: list, pen: Pen) -> ConcernContent:
    rng, texts = clock.rng, data("common")
    acts = rng.choice(item.get("acts") or texts["acts" if children else "acts_without_children"])
    return ConcernContent(
        subject=Subject.CHILD if children else Subject(item["subject"]),
        theme=theme,
        worry=Worry(rng.choice(item.get("worry", ["wondering", "worried", "worried"]))),
        source=Source(item.get("source", "own")),
        observed_on=clock.earlier_day(1),
        observation=pen.write(item["text"]),
        children=tuple(pupil.reference for pupil in chosen),
        unlisted=() if chosen else tuple(child.name for child in children),
        described_as=pen.write(item.get("described_as", "")),
        words=_perhaps(pen, item.get("words", []), 0.85),
        assessment=_perhaps(pen, item.get("assessment", []), 0.8),
        protective=_perhaps(pen, texts["protective" if chosen else "protective_outside"] if children else [], 0.65),
        place=_perhaps(pen, item.get("place", []), 0.75),
        done=tuple(acts["done"]),
        done_text=pen.write(acts["text"]),
        absence_percent=rng.randint(12, 36) if theme is Theme.ABSENCE and children else None,
    )


def _perhaps(pen: Pen, texts: list[str], chance: float) -> str:
    return pen.one_of(texts) if texts and pen.rng.random() < chance else ""
