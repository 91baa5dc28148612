"""The demonstration's calendar: working days behind us, and a clock that walks through them."""

from datetime import date, datetime, time, timedelta
from random import Random

from ssp.policy.deadlines import working_days_after
from ssp.services.standing import DANISH_TIME

WINDOW = timedelta(days=92)
OPENS, CLOSES = 8 * 60, 15 * 60 + 30


def working_days(today: date) -> list[date]:
    """Every working day of the last three months, oldest first; today itself is left to the visitor."""
    days = []
    day = working_days_after(today - WINDOW, 1)
    while day < today:
        days.append(day)
        day = working_days_after(day, 1)
    return days


class Clock:
    """Where one story has come to; `forward` returns the next moment, or None when that lies ahead of us."""

    def __init__(self, days: list[date], age: int, rng: Random):
        self.days = days
        self.rng = rng
        self.index = max(0, len(days) - 1 - age)
        self.minute = rng.randint(OPENS, CLOSES)

    @property
    def day(self) -> date:
        return self.days[self.index]

    def now(self) -> int:
        """The clock's moment, in seconds since 1970."""
        at_midnight = datetime.combine(self.day, time(), DANISH_TIME)
        return int((at_midnight + timedelta(minutes=self.minute)).timestamp()) + self.rng.randrange(60)

    def forward(self, days: int) -> int | None:
        """Some working days on, at another time of day; 0 is later the same day."""
        self.minute = self.minute + self.rng.randint(25, 80) if days == 0 else self.rng.randint(OPENS, CLOSES)
        self.index += days
        return self.now() if self.index < len(self.days) else None

    def earlier_day(self, most: int) -> date:
        """The day itself or a working day up to `most` before it."""
        return self.days[max(0, self.index - self.rng.randint(0, most))]
