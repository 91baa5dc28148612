"""Notifying as people do: writing one, registering one from outside, and the section's acts."""

from datetime import datetime, timedelta

from ssp.models import Clock
from ssp.services.standing import DANISH_TIME
from tests.support.case_load import once

FORM = {
    "form": "notification", "ground": "support", "acute": "no", "observation": "Kommer uden mad og i tyndt tøj.",
    "words": "Der er ikke noget i køleskabet.", "strengths": "En god træner.", "tried": "Talt med hjemmet.",
    "parents_informed": "yes",
}  # fmt: skip
OUTSIDE = FORM | {"unlisted": "Kim Prøve", "came_from": "private", "notifier": "Fru Prøve, tlf. 70 00 00 00"}


def send(visitor, **more) -> str:
    """Write and send one; returns its reference."""
    visitor.get("/notifications/new")
    return reference_in(visitor.post("/notifications", FORM | more))


def reference_in(response) -> str:
    assert response.status_code == 303, response.text
    return response.location.split("/notifications/")[1].split("?")[0]


def register(visitor, hours_ago: float = 1, **more):
    arrived = datetime.now(DANISH_TIME) - timedelta(hours=hours_ago)
    visitor.get("/notifications/register")
    when = {"arrived_on": arrived.strftime("%Y-%m-%d"), "arrived_at": arrived.strftime("%H:%M:%S")}
    return visitor.post("/notifications/register", OUTSIDE | when | more)


def running(kind: str) -> list[int]:
    return [
        due for (due,) in Clock.select(Clock.due_at).where((Clock.kind == kind) & Clock.stopped_at.is_null()).tuples()
    ]


def act(visitor, reference: str, what: str, **form):
    visitor.get(f"/notifications/{reference}")
    return visitor.post(f"/notifications/{reference}/{what}", {"key": once()} | form)


def assess(visitor, reference: str):
    return act(visitor, reference, "assessments", outcome="examine", assessment_reason="Kun for socialforvaltningen")
