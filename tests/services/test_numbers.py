"""An installation's own versions of the register: what is in force when, in every thread and every process."""

import subprocess
import sys
import threading
from datetime import timedelta

import pytest

from ssp.config import ROOT
from ssp.models import RuleSignature, RuleVersion
from ssp.policy.register import LIMITS, enforce, law, limit, number
from ssp.services import home, numbers
from ssp.services.references import ROW, new_reference
from ssp.services.standing import today

HOURS = "assessment_hours"


@pytest.fixture(autouse=True)
def as_it_came():
    """The register as it came with the product, before and after."""
    enforce(LIMITS)
    yield
    enforce(LIMITS)


def propose(world, name: str, version: int, value: str, begins=None) -> None:
    RuleVersion.insert(
        reference=new_reference(ROW), name=name, version=version, value=value, valid_from=begins or today(),
        reason="Prøve.", made_by=world.users["administrator"], made_at=1,
    ).execute()  # fmt: skip


def sign(world, name: str, version: int) -> str:
    reference = new_reference(ROW)
    RuleSignature.insert(
        reference=reference, name=name, version=version, signed_by=world.users["dpo"], signed_at=1,
        review_on=today() + timedelta(days=365),
    ).execute()  # fmt: skip
    return reference


def at_the_door(world) -> None:
    """Somebody opens the door."""
    home.show(world.actor("teacher"))


def test_what_came_with_the_product_is_in_force_unsigned(world):
    at_the_door(world)
    assert (number(HOURS).value, number(HOURS).version) == (24, 1)


def test_a_version_nobody_signed_is_not_in_force(world):
    propose(world, HOURS, 2, "12")
    at_the_door(world)
    assert limit(HOURS) == 24
    sign(world, "law_duty", 1)
    at_the_door(world)
    assert limit(HOURS) == 24


def test_a_signed_version_is_in_force_when_the_door_opens_next(world):
    at_the_door(world)
    propose(world, HOURS, 2, "12")
    sign(world, HOURS, 2)
    assert limit(HOURS) == 24
    at_the_door(world)
    assert (number(HOURS).value, number(HOURS).version) == (12, 2)
    assert number(HOURS).source == LIMITS[HOURS].source


def test_a_version_is_in_force_from_its_day(world):
    propose(world, HOURS, 2, "12", today() - timedelta(days=5))
    propose(world, HOURS, 3, "6", today() + timedelta(days=5))
    sign(world, HOURS, 2)
    newest = sign(world, HOURS, 3)
    for days, value in ((-6, 24), (-5, 12), (0, 12), (4, 12), (5, 6), (400, 6)):
        numbers.enforce(newest, today() + timedelta(days=days))
        assert limit(HOURS) == value, days


def test_of_two_signed_versions_the_newer_counts_whichever_was_signed_last(world):
    propose(world, HOURS, 2, "12")
    propose(world, HOURS, 3, "6")
    sign(world, HOURS, 3)
    sign(world, HOURS, 2)
    at_the_door(world)
    assert limit(HOURS) == 6


def test_a_paragraph_changes_its_words(world):
    propose(world, "law_duty", 2, "barnets lov § 134")
    sign(world, "law_duty", 2)
    at_the_door(world)
    assert law("law_duty") == "barnets lov § 134"


def test_a_version_of_something_the_register_no_longer_has_is_left_alone(world):
    propose(world, "gone_long_ago", 2, "12")
    sign(world, "gone_long_ago", 2)
    at_the_door(world)
    assert limit(HOURS) == 24


def test_the_next_doors_cost_no_query_for_it(world, queries):
    propose(world, HOURS, 2, "12")
    sign(world, HOURS, 2)
    at_the_door(world)
    queries.clear()
    at_the_door(world)
    assert limit(HOURS) == 12
    assert not [text for text in queries if 'FROM "rule_versions"' in text]


def test_a_request_keeps_to_one_state_of_the_register_whatever_another_thread_does():
    ready, seen = threading.Event(), []

    def other():
        enforce(LIMITS | {HOURS: numbers.version_of(LIMITS[HOURS], 2, "12", today())})
        seen.append(limit(HOURS))
        ready.set()

    thread = threading.Thread(target=other)
    thread.start()
    ready.wait(5)
    thread.join()
    assert seen == [12]
    assert limit(HOURS) == 24


WORKER = """
import re, sys
from pathlib import Path
from ssp.config import Config
from ssp.web.application import create_app
url, key, cookie = sys.argv[1:4]
client = create_app(Config(database_url=url, master_key_file=Path(key))).test_client(use_cookies=False)
for path in sys.stdin:
    answer = client.get(path.strip(), headers={"Cookie": cookie})
    print(re.search("inden for ([0-9]+) timer", answer.text)[1], flush=True)
"""


def test_another_process_has_it_at_its_next_request(app, world, visit, database_url):
    teacher = visit("teacher")
    cookie = "; ".join(f"{c.key}={c.value}" for c in teacher.client._cookies.values())
    other = subprocess.Popen(
        [sys.executable, "-c", WORKER, database_url, str(app.config["SAMSPIL"].master_key_file), cookie], cwd=ROOT,
        text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip

    def hours() -> int:
        other.stdin.write(f"/rules/{HOURS}\n")
        other.stdin.flush()
        return int(other.stdout.readline())

    try:
        assert hours() == 24
        propose(world, HOURS, 2, "12")
        assert hours() == 24
        sign(world, HOURS, 2)
        assert hours() == 12
    finally:
        other.stdin.close()
        other.wait(20)
        other.stdout.close()
