"""Saved searches: their owner's alone, sealed, and never with a number in them; and the bench of searching runs."""

import subprocess
import sys

from ssp.config import ROOT
from ssp.models import Audit, SavedSearch, Submission
from ssp.terms import Action
from tests.support.case_load import log
from tests.web.test_search import HIT, NUMBER


def test_a_saved_search_is_its_owners_alone(visit, world):
    log(world, "teacher", world.pupils["north"][1], observation="Set ved kiosken.")
    teacher, head = visit("teacher"), visit("head")
    fields = {"q": "Nilsen kiosken", "name": "Bo fra 7.B", "key": "k" * 24}
    for _ in range(2):
        page = teacher.follow(teacher.post("/search/saved?kind=concern", fields))
    assert "Bo fra 7.B" in page.text
    saved = SavedSearch.get()
    assert SavedSearch.select().count() == 1
    for word in (b"Bo fra", b"Nilsen", b"kiosken"):
        assert word not in bytes(saved.name) + bytes(saved.query)
    assert "Bo fra" not in head.get("/search").text
    assert head.post("/search", {"saved": saved.reference}).status_code == 404
    assert head.post(f"/search/saved/{saved.reference}/delete").status_code == 404
    answer = teacher.post("/search?kind=concern", {"saved": saved.reference})
    assert len(HIT.findall(answer.text)) == 1
    assert 'value="Nilsen kiosken"' in answer.text
    teacher.follow(teacher.post(f"/search/saved/{saved.reference}/delete"))
    assert SavedSearch.select().count() == 0
    acts = [act for (act,) in Audit.select(Audit.action).where(Audit.action == Action.SEARCH_SAVE).tuples()]
    assert len(acts) == 4


def test_A13_a_number_is_not_kept_and_a_saved_search_needs_a_name(visit):
    consultant = visit("consultant")
    consultant.get("/search")
    refused = consultant.post("/search/saved", {"q": NUMBER, "name": "Bo"})
    assert refused.status_code == 422
    assert NUMBER not in refused.text
    assert consultant.post("/search/saved", {"q": "Bo", "name": NUMBER}).status_code == 422
    nameless = consultant.post("/search/saved?kind=case", {"q": "Bo Nielsen", "name": " "})
    assert nameless.status_code == 422
    assert "Bo Nielsen" in nameless.text
    assert (SavedSearch.select().count(), Submission.select().count()) == (0, 0)


def test_the_bench_of_searching_runs_small():
    command = [sys.executable, "-m", "bench.search", "--size", "200", "--repeats", "1", "--engines", "sqlite", "--here"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.count("| sqlite |") == 9
