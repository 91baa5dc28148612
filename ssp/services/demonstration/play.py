"""Playing the demonstration: every story's next step in the order of the calendar, in one transaction."""

import heapq
from datetime import date, datetime, time
from random import Random

from ssp.db import at, transaction
from ssp.models import Person, User
from ssp.services import drafts
from ssp.services.demonstration.casting import parts
from ssp.services.demonstration.clock import Clock, working_days
from ssp.services.demonstration.duties import tellings
from ssp.services.demonstration.family import FamilyStory
from ssp.services.demonstration.people import Births
from ssp.services.demonstration.stories import Story
from ssp.services.demonstration.texts import Pen, data
from ssp.services.demonstration.town import Town, build
from ssp.services.demonstration.writers import Writers
from ssp.services.standing import DANISH_TIME

SEED = 115


class NotEmpty(Exception):
    """There are users already; the demonstration is only for an empty installation."""


def is_empty() -> bool:
    """Whether nobody has moved in yet."""
    return not User.select().exists() and not Person.select().exists()


def load(today: date, schools: int = 6, children: int = 400, concerns: int = 170, seed: int = SEED) -> Town:
    """Fill an empty installation with Fjordby and its last three months; everything or nothing.

    The same seed on the same day makes the same people, texts and states. Raises NotEmpty.
    """
    days = working_days(today)
    with transaction():
        if not is_empty():
            raise NotEmpty
        with at(_morning(days[0])):
            town = build(today, schools, children, Random(f"{seed} town"))  # noqa: S311
        stories = _stories(town, days, concerns, seed)
        told = [*stories, FamilyStory(town, days, seed)]
        _run([story.told() for story in told] + tellings(town, days, stories, seed))
        _drafts(town, days, seed)
    return town


def _stories(town: Town, days: list[date], count: int, seed: int) -> list[Story]:
    casting = Random(f"{seed} casting")  # noqa: S311
    births = Births(Random(f"{seed} strangers"), data("people"), town.today)  # noqa: S311
    writers = Writers(town, births, casting)
    stories = []
    for number, part in enumerate(parts(town, count, casting, len(days))):
        clock = Clock(days, part.age, Random(f"{seed} story {number}"))  # noqa: S311
        stories.append(Story(number, part, town, writers.write(part, clock), clock))
    return stories


def _run(tellings: list) -> None:
    """Let every story take its next step when its moment comes, the earliest first."""
    heap = [(next(telling), number, telling) for number, telling in enumerate(tellings)]
    heapq.heapify(heap)
    while heap:
        moment, number, telling = heapq.heappop(heap)
        with at(moment):
            following = next(telling, None)
        if following is not None:
            heapq.heappush(heap, (following, number, telling))


def _drafts(town: Town, days: list[date], seed: int) -> None:
    """Two drafts somebody has not finished."""
    for number, text in enumerate(data("common")["drafts"]):
        rng = Random(f"{seed} draft {number}")  # noqa: S311
        author = text["author"]
        pupil = rng.choice(town.roll_of(author))
        body = {
            "subject": "child", "q": "", "children": [pupil.reference], "theme": text["theme"],
            "observation": Pen(rng, [pupil.child]).write(text["text"]), "done": text["done"],
        }  # fmt: skip
        with at(Clock(days, text["age"], rng).now()):
            drafts.save(town.users[author], drafts.new_draft_reference(), 0, body)


def _morning(day: date) -> int:
    return int(datetime.combine(day, time(7), DANISH_TIME).timestamp())
