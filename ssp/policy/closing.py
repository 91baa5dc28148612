"""What stands in the way of closing a case: something not filed yet, or a commitment nobody has decided on (I2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ssp.policy import commitments as promised
from ssp.terms import CaseState, CommitmentState


class Obstacle(StrEnum):
    FILING = "filing"
    COMMITMENT = "commitment"


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing to settle first, by its reference."""

    obstacle: Obstacle
    reference: str


def blockers(
    filings: Iterable[tuple[str, bool]], commitments: Iterable[tuple[str, CommitmentState]]
) -> tuple[Blocker, ...]:
    """What has to be settled before a case can close, filings first (I2).

    `filings` are references with whether they are filed, `commitments` references with their state.
    """
    unfiled = (Blocker(Obstacle.FILING, reference) for reference, filed in filings if not filed)
    waiting = (Blocker(Obstacle.COMMITMENT, reference) for reference, state in commitments if state in promised.OPEN)
    return *unfiled, *waiting


def state_after_closing(follow_up_on: date | None) -> CaseState:
    """A case that is to be followed up waits for the day; another is closed for good."""
    return CaseState.CLOSED if follow_up_on is None else CaseState.FOLLOW_UP
