"""The conversation sheet: what a talk about a child comes past, and that something good is said too (G5).

The factors are an aid to talking. Nothing here, or anywhere, counts the answers, weighs them or puts them in order.
Old sheets keep their answers by these names: none is taken off or given another meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ssp.terms import Answer


@dataclass(frozen=True, slots=True)
class Domain:
    """A part of a child's life: what protects there comes first, then what can be hard."""

    name: str
    protective: tuple[str, ...]
    risk: tuple[str, ...]

    @property
    def factors(self) -> tuple[str, ...]:
        return self.protective + self.risk


@dataclass(frozen=True, slots=True)
class Said:
    """What was said about one factor: an answer, a comment, both or neither."""

    answer: Answer | None = None
    comment: str = ""


DOMAINS = (
    Domain("child", ("believes_in_self", "talks_about_it"), ("acts_first", "angry", "others_feelings", "harmed")),
    Domain(
        "family", ("adult_follows", "wants_help"), ("rules_change", "whereabouts", "quarrels", "crime_near"),
    ),
    Domain("school", ("trusted_teacher", "likes_subject"), ("often_away", "changed_school", "falls_behind", "outside")),
    Domain("health", ("has_energy", "gets_treatment"), ("substances", "sad_or_afraid", "restless")),
    Domain("friends", ("has_pastime", "good_friend"), ("lawless_company", "out_late", "pressed_online")),
    Domain("around", ("adult_outside", "welcome_places"), ("pressed", "unrest")),
)  # fmt: skip

FACTORS = tuple(factor for domain in DOMAINS for factor in domain.factors)
PROTECTIVE = frozenset(factor for domain in DOMAINS for factor in domain.protective)


def speaks_of_strength(said: Mapping[str, Said]) -> bool:
    """Whether something that protects was said yes to or has a comment: a sheet without it is not kept (G5)."""
    return any(_is_strength(said.get(factor, Said())) for factor in PROTECTIVE)


def _is_strength(one: Said) -> bool:
    return one.answer is Answer.YES or bool(one.comment.strip())
