"""What the tests of the duty to inform share: a concern's notices, their clocks, and the forms."""

from ssp.models import Clock, Matter, Notice
from ssp.services.standing import today
from tests.support.case_load import reference_of

YOUNG, CUSTODY = "young_person", "custody_holder"
REASON = "Forældrene er hørt i en anden sag, og barnet bad om ro i en uge."


def notices_of(concern: str) -> dict[str, Notice]:
    """The notices of a concern about one child, by whom they are for; the last of several."""
    rows = Notice.select().join(Matter, on=(Matter.id == Notice.concern)).where(Matter.reference == concern)
    return {row.to_whom: row for row in rows.order_by(Notice.id)}


def running(notice: Notice) -> list[tuple[str, int, int]]:
    """The clocks that run for a notice: kind, start, end."""
    rows = Clock.select().where((Clock.about == notice.reference) & Clock.stopped_at.is_null())
    return [(row.kind, row.starts_at, row.due_at) for row in rows]


def place(concern: str, notice: Notice) -> str:
    return f"/concerns/{concern}/notices/{notice.reference}"


def version_on(page: str) -> str:
    return page.split('name="version" value="')[1].split('"')[0]


def given(world, page: str, **more) -> dict:
    known = {"told_on": today().isoformat(), "told_how": "talk", "told_by": reference_of(world, "teacher"),
             "version": version_on(page)}  # fmt: skip
    return known | more


def deferred(page: str, review_on, **more) -> dict:
    known = {"exemption": "childs_interest", "reason": REASON, "review_on": review_on.isoformat(),
             "version": version_on(page)}  # fmt: skip
    return known | more
