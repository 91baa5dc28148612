"""A case's page: one line per event, what it can be narrowed to, what is shown first, and silence."""

import re
from datetime import date, timedelta

import pytest

from ssp.db import at, now
from ssp.models import Entry
from ssp.policy.register import limit
from ssp.services import chronology, entries
from ssp.services.chronology import Filter
from ssp.services.door import door
from ssp.services.entries import Words
from ssp.services.standing import today
from ssp.terms import Action, EntryKind
from tests.support.answers import once
from tests.support.case_load import log, open_case
from tests.support.sharing_load import DAY, admit

BUDGET = 10
MANY = 200


@pytest.fixture
def case(world) -> str:
    made = open_case(world, "consultant", log(world, "teacher", *world.pupils["north"][:2]))
    admit(world, "consultant", made, "social_worker")
    admit(world, "consultant", made, "liaison")
    return made


def written(world, who: str, case: str, text: str = "Mor ringede i dag.", **more) -> str:
    return entries.write(world.actor(who), case, Words(text, **more), once())


def fill(world, case: str, count: int) -> None:
    """Lines straight into the chronology, spread over a year and about both children; one in ten has a statement."""
    from tests.support.chronicle import fill as filled

    filled(world, case, count)


def statements(queries, visitor, path: str) -> int:
    queries.clear()
    response = visitor.get(path)
    assert response.status_code == 200
    return len(queries)


def test_the_page_costs_the_same_with_five_lines_and_with_two_hundred(visit, world, case, queries):
    consultant, paths = visit("consultant"), (f"/cases/{case}", f"/cases/{case}?view=all", f"/cases/{case}?facts=y")
    fill(world, case, 5)
    few = [statements(queries, consultant, path) for path in paths]
    fill(world, case, MANY)
    assert [statements(queries, consultant, path) for path in paths] == few
    assert max(few) <= BUDGET
