"""Pupils born on a chosen day, and the days around which something happens."""

from datetime import date, datetime, time, timedelta

from ssp.models import Matter, Plus
from ssp.policy.ages import birthday
from ssp.services import pupils
from ssp.services.pupils import NewPupil
from ssp.services.references import ROW, new_reference
from ssp.services.standing import DANISH_TIME, today
from tests.support.world import World


def pupil(world: World, born: date, name: str = "Ida Prøve", school: str = "north") -> str:
    """A pupil of a school, with a number that is nobody's. Returns the reference."""
    new = NewPupil(name, "9.B", f"{born:%d%m%y}-4002", "Hemmeligvej 7", protected=True)
    return pupils.enrol(world.units[school], [new])[0]


def turning(years: int, on: date) -> date:
    """When somebody was born who turns so old on a day."""
    return birthday(on, -years)


def in_days(count: int) -> date:
    return today() + timedelta(days=count)


def midnight(day: date) -> int:
    """The moment a day begins in Denmark."""
    return int(datetime.combine(day, time.min, DANISH_TIME).timestamp())


def noon(day: date) -> int:
    return int(datetime.combine(day, time(12), DANISH_TIME).timestamp())


def add_plus(world: World, reference: str, ends_on: date) -> None:
    """An SSP+ basis in a matter, from today until a day."""
    matter = Matter.get(Matter.reference == reference).id
    Plus.insert(
        reference=new_reference(ROW), matter=matter, document=b"sealed", starts_on=today(), ends_on=ends_on,
        recorded_by=world.users["consultant"], recorded_at=0,
    ).execute()  # fmt: skip
