"""The municipality that is measured: invented people and concerns, the same every time for the same size."""

import random
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from bench.duties import Telling, Timer, fulfil
from ssp.policy.deadlines import answer_by, decide_by
from ssp.services.references import ALPHABET
from ssp.services.standing import today
from ssp.terms import ConcernState, Done, MessageKind, Source, Theme, Verdict, Worry

SCHOOLS, TEACHERS, CONSULTANTS, BUSY = 10, 100, 4, 8
SSP_UNIT = SCHOOLS + 1
YEAR = 365 * 24 * 3600
CHECK = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)

FIRST = ("Asta", "Bertil", "Clara", "Ditte", "Emil", "Frida", "Gustav", "Hanne", "Ivar", "Josefine", "Karla", "Ludvig")
FAMILY = ("Nørgaard", "Højben", "Åkær", "Skovlund", "Brofeldt", "Damkær", "Enghave", "Fjordvang")
SEEN = (
    "Sidder alene i frikvarteret og vil ikke fortælle, hvad der er galt. Har været væk fire dage på to uger.",
    "Kom efter anden lektion uden taske og sagde, at han havde sovet hos en ven, som ingen i klassen kender.",
    "To gange set ved kiosken efter skoletid sammen med større drenge. Havde en ny telefon, som ingen må se.",
    "Græd i garderoben, da de andre snakkede om weekenden. Vil ikke hjem med bussen og bliver siddende.",
)
SAID = ("Jeg gider ikke mere.", "Det er ikke noget.", "I må ikke ringe hjem.", "Det er bare for sjov.")


@dataclass(slots=True)
class Pupil:
    id: int
    reference: str
    school: int
    name: str
    cpr: str
    address: str
    school_class: str


@dataclass(slots=True)
class Spoken:
    reference: str
    author: int
    kind: str
    text: str
    at: int


@dataclass(slots=True)
class Written:
    """One concern with everything that hangs on it, in clear text."""

    id: int
    reference: str
    author: int
    school: int
    network: int
    state: str
    created_at: int
    fields: dict
    texts: dict[str, str]
    pupil: Pupil
    unlisted: str
    child_references: tuple[str, str]
    child_ids: tuple[int, int]
    tellings: list[Telling] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    closes_at: int | None = None
    messages: list[Spoken] = field(default_factory=list)
    decision: tuple[str, str, str, int, int] | None = None


class Municipality:
    """Two networks of five schools, a hundred teachers, four consultants; a consultant sees half of everything."""

    def __init__(self, size: int, moment: int):
        self.size, self.moment = size, moment
        self.random = random.Random(size)
        self.pupils = [self._pupil(number) for number in range(1, size // 10 + 401)]
        self.by_school = {s: [p for p in self.pupils if p.school == s] for s in range(1, SCHOOLS + 1)}

    def reference(self, letter: str) -> str:
        picked = "".join(self.random.choices(ALPHABET, k=8))
        return f"{letter}-{picked[:4]}-{picked[4:]}"

    def concerns(self):
        """Every concern, oldest first."""
        for number in range(1, self.size + 1):
            yield self._concern(number)

    def _pupil(self, number: int) -> Pupil:
        pick = self.random.choice
        return Pupil(
            number, self.reference("P"), (number - 1) % SCHOOLS + 1, f"{pick(FIRST)} {pick(FAMILY)}",
            self._cpr(number), f"Prøvevej {number}", f"{number % 10}.B",
        )  # fmt: skip

    def _cpr(self, number: int) -> str:
        """A number nobody has: born on a 1st of February, 12 to 16 years old, and wrong by the old check digit."""
        year = (today(self.moment).year - 12 - number // SCHOOLS % 5) % 100
        digits = f"0102{year:02d}{4000 + number % 900:04d}"
        valid = sum(w * int(d) for w, d in zip(CHECK, digits, strict=True)) % 11 == 0
        return f"{digits[:6]}-{int(digits[6:]) + valid:04d}"

    def _concern(self, number: int) -> Written:
        pick, dice = self.random.choice, self.random.random
        author = pick(range(1, BUSY + 1)) if dice() < 0.4 else pick(range(BUSY + 1, TEACHERS + 1))
        school = school_of(author)
        at = self.moment - (self.size - number) * (YEAR // self.size) - 3600
        state = self._state(number)
        handled = state not in {ConcernState.SENT, ConcernState.RECEIVED}
        sent, decided = today_of(at // 86400 * 86400 + 43200), min(at + 3 * 86400, self.moment)
        concern = Written(
            number, self.reference("B"), author, school, network_of(school), state, at,
            {
                "subject": "child", "theme": str(pick(list(Theme))), "worry": str(pick(list(Worry))),
                "source": str(pick(list(Source))), "done": str(pick(list(Done))), "observed_on": sent,
                "absence_percent": None, "duty_mark": None, "duty_at": None,
                "answered": False,
                "received_at": None if state == ConcernState.SENT else at + 3600,
                "decided_at": decided if handled else None,
                "closed_at": decided if state == ConcernState.CLOSED else None,
                "decide_by": deadline(decide_by, sent), "answer_by": deadline(answer_by, sent),
            },
            {"observation": f"{pick(SEEN)} {pick(SEEN)}", "words": pick(SAID), "place": "Skolegården"},
            pick(self.by_school[school]), f"{pick(FIRST)} {pick(FAMILY)}" if dice() < 0.1 else "",
            (self.reference("R"), self.reference("R")), (2 * number - 1, 2 * number),
        )  # fmt: skip
        self._talk(concern, handled, decided)
        fulfil(concern, sent, today_of(decided // 86400 * 86400 + 43200) if handled else None, decided, self.reference)
        return concern

    def _state(self, number: int) -> str:
        dice = self.random.random()
        if number > 0.8 * self.size and dice < 0.5:
            return ConcernState.SENT if dice < 0.3 else ConcernState.RECEIVED
        if number > 0.8 * self.size or dice < 0.05:
            return ConcernState.UNDER_WAY if dice < 0.04 else ConcernState.ASSESSED
        return ConcernState.CLOSED

    def _talk(self, concern: Written, handled: bool, decided: int) -> None:
        if self.random.random() < 0.5:
            asked = Spoken(self.reference("R"), consultant_of(concern.network), MessageKind.QUESTION,
                           "Hvor længe har det stået på?", concern.created_at + 7200)  # fmt: skip
            answered = Spoken(self.reference("R"), concern.author, MessageKind.ANSWER, "Siden efterårsferien.",
                              concern.created_at + 9000)  # fmt: skip
            concern.messages += [asked, answered]
            concern.fields["answered"] = not handled
        if handled:
            concern.decision = (self.reference("R"), Verdict.CONSULTATION, "school_can_act",
                                consultant_of(concern.network), decided)  # fmt: skip


def school_of(teacher: int) -> int:
    return (teacher - 1) % SCHOOLS + 1


def network_of(school: int) -> int:
    return 1 if school <= SCHOOLS // 2 else 2


def consultant_of(network: int) -> int:
    return TEACHERS + network


@cache
def today_of(moment: int) -> date:
    return today(moment)


@cache
def deadline(rule, sent: date) -> date:
    return rule(sent)
