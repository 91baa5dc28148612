"""Invented people: names put together by chance, addresses that do not exist, CPR numbers that cannot be real."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Child:
    """A child of the demonstration; `reference` is given when the child is put on a school's roll."""

    first: str
    family: str
    boy: bool
    school_class: str = ""
    cpr: str = ""
    address: str = ""
    protected: bool = False

    @property
    def name(self) -> str:
        return f"{self.first} {self.family}"

    @property
    def grade(self) -> int:
        return int(self.school_class.split(".")[0]) if self.school_class else 7


def fails_modulus_11(cpr: str) -> bool:
    """Whether a number "ddmmyy-nnnn" fails the check every number given out before 2007 passed."""
    digits = [int(character) for character in cpr if character.isdigit()]
    return sum(weight * digit for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11 != 0


class Births:
    """The registry office of the demonstration: nobody gets a name or a number somebody else has."""

    def __init__(self, rng: Random, names: dict, today: date):
        self.rng = rng
        self.names = names
        self.today = today
        self._taken: set[str] = set()

    def grown(self) -> str:
        """The name of a grown-up."""
        firsts = self.names[self.rng.choice(("grown_women", "grown_men"))]
        return self._new(lambda: f"{self.rng.choice(firsts)} {self._family()}")

    def child(self, school_class: str = "") -> Child:
        """A child in a class ("7.B"), or one who goes to no class here."""
        boy = self.rng.random() < 0.5
        firsts = self.names["boys" if boy else "girls"]
        first, family = self._new(lambda: f"{self.rng.choice(firsts)} {self._family()}").split(" ", 1)
        if not school_class:
            return Child(first, family, boy)
        grade = int(school_class.split(".")[0])
        return Child(first, family, boy, school_class, self._cpr(grade, boy), self._address(), self.rng.random() < 0.03)

    def _family(self) -> str:
        return self.rng.choice(self.names["family_beginnings"]) + self.rng.choice(self.names["family_endings"])

    def _address(self) -> str:
        return f"{self.rng.choice(self.names['streets'])} {self.rng.randint(2, 148)}, 9999 Fjordby"

    def _cpr(self, grade: int, boy: bool) -> str:
        """Odd for boys; never born on the first of January, the day whose real numbers may fail the check too."""
        year = self.today.year - grade - (6 if self.today.month >= 8 else 7)
        born = date(year, 1, 2) + timedelta(days=self.rng.randrange(363))
        return self._new(lambda: self._number(born, boy))

    def _number(self, born: date, boy: bool) -> str:
        while True:
            serial = self.rng.randint(4000, 9998) // 2 * 2 + boy
            number = f"{born:%d%m%y}-{serial}"
            if fails_modulus_11(number):
                return number

    def _new(self, make) -> str:
        while (made := make()) in self._taken:
            pass
        self._taken.add(made)
        return made
