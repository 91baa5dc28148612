"""A family with two homes and a half-brother, and those who work with it: told step by step from the texts."""

from datetime import date, timedelta
from random import Random

from ssp.services.demonstration.clock import Clock
from ssp.services.demonstration.family_acts import ACTS
from ssp.services.demonstration.informing import inform
from ssp.services.demonstration.texts import Pen, data
from ssp.services.demonstration.town import Pupil, Town

TEENS, SMALL = range(6, 9), range(1, 5)
KEEPER, SCHOOL = "konsulent", "laerer"


class FamilyStory:
    """What has been made so far, by the names the texts give it; `due` days are counted from the visitor's today."""

    number = 1
    """Its place among the stories, by which it is decided who is told how; this one is told."""

    def __init__(self, town: Town, days: list[date], seed: int):
        self.town, self.seed = town, seed
        self.steps = data("two_homes")["steps"]
        self.rng = Random(f"{seed} family")  # noqa: S311
        self.clock = Clock(days, self.steps[0]["age"], self.rng)
        roll = town.roll_of(SCHOOL)
        self.child = _one_of(self.rng, roll, TEENS)
        self.brother = _one_of(self.rng, [pupil for pupil in roll if pupil.child.boy], SMALL)
        self.pen = Pen(self.rng, [self.child.child, self.brother.child])
        self.consultant_name, self.consultant = KEEPER, town.actor(KEEPER)
        self.concern = self.case = ""
        self.made: dict[str, str] = {}
        self._presses = 0

    def told(self):
        """Every step in the order of the texts; stops where the next one would lie ahead of us."""
        for number, step in enumerate(self.steps):
            moment = self.clock.forward(self._days_to(step)) if number else self.clock.now()
            if moment is None:
                return
            yield moment
            if step["act"] == "inform":
                yield from inform(self, self.made.get(step.get("about"), ""))
            else:
                self._take(step)

    def key(self) -> str:
        """The key of the next form somebody sends."""
        self._presses += 1
        return f"{self.seed} family {self._presses}"

    def day(self, step: dict) -> date:
        """The day a step names."""
        return self.town.today + timedelta(days=step["due"])

    def _take(self, step: dict) -> None:
        made = ACTS[step["act"]](self, self.town.actor(step.get("who", KEEPER)), step)
        if made and "name" in step:
            self.made[step["name"]] = made

    def _days_to(self, step: dict) -> int:
        return max(0, len(self.clock.days) - 1 - step["age"] - self.clock.index)


def _one_of(rng: Random, roll: list[Pupil], grades: range) -> Pupil:
    return rng.choice([pupil for pupil in roll if pupil.child.grade in grades and not pupil.child.protected])
