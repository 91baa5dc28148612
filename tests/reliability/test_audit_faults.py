"""With the read log down nothing is shown and nothing is changed, and drafts can still be saved."""

import os

import pytest

from ssp.models import MODELS, Audit, Draft, Session
from ssp.policy.factors import FACTORS
from tests.reliability import faults, journey
from tests.reliability.case_requests import case_requests
from tests.reliability.duty_requests import duty_requests
from tests.reliability.journey import concern_fields, found_in, terms
from tests.support.sending import send
from tests.support.sweep import text_of

SHOW_NOTHING = {
    "static", "health.show", "sessions.new", "sessions.create", "sessions.destroy", "sessions.language",
    "sessions.edit", "sessions.update", "drafts.save",
}  # fmt: skip
"""The endpoints that neither show nor change a matter, and the one that must go on working."""
SHARES = 5
"""Each of the ten ways meets a fifth of the requests, so that every request meets two of them; in soak all ten."""
SOAK = "SAMSPIL_SOAK" in os.environ
DIRECTORY = ("users.", "units.", "networks.", "imports.")
"""The administrator's pages, where no matter can be named."""


def content_requests(trail) -> dict[str, list[tuple]]:
    """Every endpoint that shows or changes a matter: who asks, for what, with which fields (None is a GET)."""
    concern, extract, case = f"/concerns/{trail.concern}", f"/disclosures/{trail.disclosure}", f"/cases/{trail.case}"
    unmask = f"{concern}/persons/{trail.child}/unmask"
    sent = concern_fields(children=trail.child, observation="ny")
    offer = terms(parts="observation", recipient=trail.recipient, other_law="lov", necessity="nok til at dele det")
    back = terms(statement="tilbage", other_law="lov", necessity="nok til at dele det")
    decision = {"verdict": "consultation", "reason_code": "general_advice", "message": "råd", "version": "1"}
    return {
        "home.show": [(who, "/", None) for who in ("teacher", "consultant", "liaison", "administrator", "dpo")],
        "log.index": [("dpo", "/log", None)],
        "log.disclosures": [("dpo", "/register", None)],
        "concerns.index": [("teacher", "/concerns", None)],
        "concerns.new": [("teacher", "/concerns/new", None)],
        "concerns.edit": [("teacher", f"/concerns/drafts/{trail.draft}", None)],
        "concerns.create": [("teacher", "/concerns", sent)],
        "concerns.children": [("teacher", "/concerns/children", {"q": "zq"})],
        "concerns.show": [("teacher", concern, None), ("consultant", concern, None)],
        "concerns.readers": [("teacher", f"{concern}/readers", None)],
        "concerns.answer": [("teacher", f"{concern}/answers", {"text": "svar"})],
        "concerns.mark_duty": [("teacher", f"{concern}/duty", {"mark": "sent"})],
        "concerns.remove_duty": [("consultant", f"{concern}/duty/removals", {"x": "y"})],
        "drafts.discard": [("teacher", f"/drafts/{trail.draft}/discard", {"x": "y"})],
        "persons.new": [("consultant", unmask, None)],
        "persons.create": [("consultant", unmask, {"reason": "grund"})],
        "triage.index": [("consultant", "/triage", None), ("consultant", "/triage?view=under_way", None)],
        "triage.show": [("consultant", f"/triage/{trail.concern}", None)],
        "triage.receive": [("consultant", f"/triage/{trail.waiting}/receive", {"x": "y"})],
        "triage.decide": [("consultant", f"/triage/{trail.waiting}/decisions", decision)],
        "triage.close": [("consultant", f"/triage/{trail.concern}/close", {"closing": "slut", "version": "1"})],
        "cases.index": [("consultant", "/cases", None)],
        "cases.show": [("consultant", case, None)],
        "cases.take": [("second_consultant", f"{case}/holder", {"version": trail.case_version})],
        "cases.admit": [("consultant", f"{case}/participants", {"user": trail.recipient})],
        "disclosures.index": [("liaison", "/disclosures", None), ("consultant", "/disclosures", None)],
        "disclosures.new": [("consultant", f"{concern}/disclosures/new", None)],
        "disclosures.create": [("consultant", f"{concern}/disclosures", offer)],
        "disclosures.new_passing": [("liaison", f"{extract}/passings/new", None)],
        "disclosures.create_passing": [("liaison", f"{extract}/passings", offer)],
        "disclosures.show": [("liaison", extract, None), ("consultant", f"/disclosures/{trail.returned}", None)],
        "disclosures.answer": [("liaison", f"{extract}/answers", {"text": "svar"})],
        "disclosures.decline": [("liaison", f"{extract}/decline", {"x": "y"})],
        "disclosures.recall": [("consultant", f"{extract}/recall", {"x": "y"})],
        "disclosures.investigate": [("liaison", f"{extract}/investigation", {"x": "y"})],
        "disclosures.new_return": [("liaison", f"{extract}/returns/new", None)],
        "disclosures.bring_back": [("liaison", f"{extract}/returns", back)],
    } | duty_requests(trail) | case_requests(trail)  # fmt: skip


@pytest.fixture
def scene(visit, world):
    """Everything written once, and the people who will ask for it."""
    trail = journey.walk(visit, world)
    requests = [r for several in content_requests(trail).values() for r in several]
    return trail, {name: visit(name) for name in sorted({who for who, _, _ in requests})}, requests


def everything() -> dict[str, list]:
    """Every row of every table but the drafts, the sessions and the log."""
    stays = [model for model in MODELS if model not in {Audit, Draft, Session}]
    return {model.__name__: sorted(map(repr, model.select().tuples())) for model in stays}


def ask(people, who, path, fields):
    if fields and fields.get("file"):
        return send(people[who], path, *fields["file"])
    return people[who].get(path) if fields is None else people[who].post(path, fields)


def test_each_engine_has_its_ten_ways():
    assert {engine: len(set(ways)) for engine, ways in faults.WAYS.items()} == {"sqlite": 10, "postgres": 10}


def test_every_content_route_is_asked(app, scene):
    """A route that is added must be asked for here too, or be named as one that shows nothing."""
    known = set(content_requests(scene[0])) | SHOW_NOTHING
    found = {rule.endpoint for rule in app.url_map.iter_rules() if not rule.endpoint.startswith(DIRECTORY)}
    assert found == known, f"add to content_requests or SHOW_NOTHING: {found ^ known}"


def test_with_the_log_up_the_same_requests_show_the_texts(scene):
    """The control: what is asked for below does show content as long as the log can be written."""
    trail, people, requests = scene
    pages = [ask(people, *request) for request in requests if request[2] is None]
    assert {page.status_code for page in pages} == {200, 303}, "a draft leads on to its desk"
    shown = set().union(*(found_in(text_of(page)) for page in pages))
    unseen = {
        "unmask_reason",
        "cpr",
        "seen",
        "waiting",
        "notification_draft_notifier",
        "why_new",
        "merge_reason",
    }  # shown on no page asked for here
    assert {name for name, mark in trail.marks.items() if mark not in shown} <= unseen


@pytest.mark.parametrize("number", range(10))
def test_nothing_is_shown_and_nothing_changes(number, engine, scene):
    way = faults.WAYS[engine][number]
    trail, people, requests = scene
    before, lines = everything(), Audit.select().count()
    with way():
        for who, path, fields in requests if SOAK else requests[number % SHARES :: SHARES]:
            for given in (fields,) if fields is None else (fields, blank(fields)):
                _answers_calmly(ask(people, who, path, given), f"{who} {path} {given}")
        _keeps_what_is_typed(people["teacher"], way)
    assert everything() == before
    assert Audit.select().count() >= lines
    assert journey.found_in(people["teacher"].get(f"/concerns/{trail.concern}").text)


def blank(fields: dict) -> dict:
    """The same form with nothing written in it (what the page itself says stays), which would be shown again with its page."""
    return {name: value if name in ("version", "baton") else "" for name, value in fields.items()}


def _answers_calmly(response, what):
    everything_sent = response.text + repr(list(response.headers))
    assert not found_in(everything_sent), f"{what}: shown although the log is down"
    assert response.status_code in {500, 503}, f"{what}: {response.status_code}"
    assert '<main id="main"' in response.text, f"{what}: not a page of ours"
    assert "Traceback" not in response.text
    assert response.headers["Cache-Control"] == "no-store"


def _keeps_what_is_typed(teacher, way):
    for form, field in DESKS.items():
        text = f"skrevet mens loggen var nede {way.__name__} " + "æ" * 10_000
        page = {"form": form, "draft": "", "version": "0", field: text}
        if way in faults.NOTHING_CAN_BE_WRITTEN:
            response = teacher.post("/drafts", page)
            assert response.status_code == 503
            assert text in response.text
            continue
        response = teacher.fragment("/drafts", page)
        assert response.status_code == 200, f"the draft was refused: {response.text}"
        assert "Kladden er gemt" in response.text


DESKS = {
    "concern": "observation", "notification": "observation", "consultation": "situation", "note": "text",
    "sheet": f"comment_{FACTORS[0]}",
}  # fmt: skip
"""Every desk, with the field something long is written in."""
