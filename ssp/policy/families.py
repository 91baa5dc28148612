"""What somebody sees of a family, and what each adult may be told about which child (H5, H6).

One composition for the page, one answer for the page, letters, prints and invitations. Both are made from what was
recorded and from what the viewer may read already; nothing else is taken in, so nothing else can show.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ssp.policy.access import MatterFacts, Standing, reaches
from ssp.policy.permits import PERMITS
from ssp.terms import (
    AbsenceState,
    Action,
    CaseState,
    ConcernState,
    Custody,
    Kin,
    MatterKind,
    MeetingState,
    NotificationState,
)


class Why(StrEnum):
    """Why an adult may or may not be told about a child."""

    CUSTODY = "custody"
    NO_CUSTODY = "no_custody"
    SOLE_ELSEWHERE = "sole_elsewhere"
    UNCLEAR = "unclear"
    OTHER_MOTHER = "other_mother"
    OTHER_FATHER = "other_father"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody recorded in a family; `protected` is the address, `protected_name` the name."""

    id: int
    adult: bool
    protected: bool = False
    protected_name: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """Where members live; `protected` when its address is, for whosever sake."""

    id: int
    members: frozenset[int]
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """What an adult is to a child, and whether the adult has custody."""

    adult: int
    child: int
    kin: Kin
    custody: Custody


@dataclass(frozen=True, slots=True)
class Family:
    """A family as recorded, in the order it is shown in."""

    members: tuple[Member, ...]
    homes: tuple[Home, ...] = ()
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A matter that names a member."""

    kind: MatterKind
    reference: str
    state: str


@dataclass(frozen=True, slots=True)
class Told:
    """Whether an adult may be told about a child, why, and what then may stand in what they get (H5).

    `address` says that the address of the home they share may be written, `other_home` that a home of the child's the
    adult does not live in may be named: never, so it is true only where there is none.
    """

    allowed: bool
    reason: Why
    address: bool = False
    other_home: bool = False


@dataclass(frozen=True, slots=True)
class SeenMember:
    """A member somebody may see: whether by name, and the open matters of theirs that are open to the viewer."""

    id: int
    adult: bool
    named: bool
    matters: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SeenHome:
    """A home somebody may see: whether with its address, and who of those who live there."""

    id: int
    address: bool
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SeenFamily:
    """A family as one person may see it. `elsewhere` live in no home shown; `hidden` is one number for the family."""

    members: tuple[SeenMember, ...]
    homes: tuple[SeenHome, ...]
    elsewhere: tuple[int, ...]
    ties: tuple[Tie, ...]
    told: tuple[tuple[int, int, Told], ...]
    hidden: int


OPEN: dict[MatterKind, frozenset[str]] = {
    MatterKind.CONCERN: frozenset(ConcernState) - {ConcernState.CLOSED},
    MatterKind.CASE: frozenset(CaseState) - {CaseState.CLOSED},
    MatterKind.NOTIFICATION: frozenset(NotificationState) - {NotificationState.RECEIPTED},
    MatterKind.ABSENCE: frozenset({AbsenceState.REPORTED}),
    MatterKind.MEETING: frozenset({MeetingState.PLANNED}),
}
"""The states in which a matter stands beside a member's name; one that is over lets its reader know the child."""

_PARENTS = {Kin.MOTHER: Why.OTHER_MOTHER, Kin.FATHER: Why.OTHER_FATHER}
_HOLDING = frozenset(Custody) - {Custody.NONE}


def keeps(standing: Standing, case: MatterFacts, now: int) -> bool:
    """Whether this person keeps the case, whatever state it is in, and so sees everybody recorded in its family."""
    permit = PERMITS[Action.FAMILY_EDIT]
    mine = (grant for grant in case.grants if reaches(standing, grant, now))
    return standing.active and standing.role in permit.roles and any(g.capacity in permit.capacities for g in mine)


def compose(family: Family, keeper: bool, matters: Mapping[int, tuple[Line, ...]]) -> SeenFamily:
    """The family as somebody may see it; `matters` are those they may read, by the member each names (H6).

    A keeper sees everybody. Anybody else sees the children a matter of theirs names, those children's adults, and the
    homes these children live in. The rest is one number, and no matter that is closed to them is ever counted.
    """
    children = {m.id for m in family.members if not m.adult and (keeper or matters.get(m.id))}
    ties = tuple(tie for tie in family.ties if tie.child in children)
    adults = {m.id for m in family.members if m.adult and keeper} | {tie.adult for tie in ties}
    shown = [m for m in family.members if m.id in children | adults]
    homes = tuple(_home(home, shown) for home in family.homes if keeper or home.members & children)
    housed = {id_ for home in homes for id_ in home.members}
    return SeenFamily(
        members=tuple(SeenMember(m.id, m.adult, not m.protected_name, _open(matters.get(m.id, ()))) for m in shown),
        homes=homes,
        elsewhere=tuple(m.id for m in shown if m.id not in housed),
        ties=ties,
        told=tuple(
            (adult.id, child.id, may_be_told(family, adult.id, child.id))
            for adult in shown
            if adult.adult
            for child in shown
            if not child.adult
        ),
        hidden=len(family.members) - len(shown),
    )


def may_be_told(family: Family, adult: int, child: int) -> Told:
    """Whether this adult may be told about this child, and what may stand in it (H5).

    Who has custody may, with exceptions that all lean to silence: another holds it alone, two are recorded to, nothing
    is recorded at all, or one family the child is in says otherwise than another.
    """
    own = [tie for tie in family.ties if tie.adult == adult and tie.child == child]
    if not own:
        return Told(False, _stranger(family, adult, child))
    if any(tie.custody not in _HOLDING for tie in own):
        return Told(False, Why.NO_CUSTODY)
    alone = {tie.adult for tie in family.ties if tie.child == child and tie.custody is Custody.SOLE}
    if len(alone) > 1:
        return Told(False, Why.UNCLEAR)
    if alone - {adult}:
        return Told(False, Why.SOLE_ELSEWHERE)
    homes = [home for home in family.homes if child in home.members]
    lives_there = [adult in home.members for home in homes]
    protected = any(home.protected for home in homes) or any(m.protected for m in family.members if m.id == child)
    return Told(True, Why.CUSTODY, any(lives_there) and not protected, all(lives_there))


def told_about(family: Family, adult: int) -> frozenset[int]:
    """The children this adult may be told about."""
    return frozenset(m.id for m in family.members if not m.adult and may_be_told(family, adult, m.id).allowed)


def contradicts(ties: tuple[Tie, ...]) -> tuple[Tie, ...]:
    """The ties of an adult recorded to have custody alone of a child of whom another adult is recorded to have any."""
    held = [tie for tie in ties if tie.custody in _HOLDING]
    return tuple(
        tie
        for tie in held
        if tie.custody is Custody.SOLE and any(o.child == tie.child and o.adult != tie.adult for o in held)
    )


def _home(home: Home, shown: list[Member]) -> SeenHome:
    inside = [m for m in shown if m.id in home.members]
    closed = home.protected or any(m.protected for m in inside)
    return SeenHome(home.id, not closed, tuple(m.id for m in inside))


def _open(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.state in OPEN.get(line.kind, ()))


def _stranger(family: Family, adult: int, child: int) -> Why:
    """Why an adult no tie is recorded for may not be told: the child has another mother or father, or is unrelated."""
    own = {tie.kin for tie in family.ties if tie.adult == adult}
    parents = {tie.kin for tie in family.ties if tie.child == child}
    for kin, answer in _PARENTS.items():
        if kin in own and kin in parents:
            return answer
    return Why.UNRELATED
