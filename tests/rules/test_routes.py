"""House rules that hold for every route there is: strangers, nobody, pages that only read, and pages asked for in parts."""

import pytest
from peewee import AutoField

from ssp.db import at, handle, is_sqlite, now
from ssp.models import MODELS, Audit, Session
from ssp.web import guard
from tests.support import case_load, plausible
from tests.support.case_load import reference_of
from tests.support.oracle import READERS
from tests.support.sweep import FRAGMENT, SAFE, Persona, Request

MATTERS = {
    "concern": ("concerns", "north"), "source": ("concerns", "north"), "matter": ("concerns", "north"),
    "case": ("cases", "north"), "disclosure": ("disclosures", "live"), "notification": ("notifications", "from_concern"),
    "absence": ("absences", "reported"), "consultation": ("consultations", "asked"), "meeting": ("meetings", "planned"),
    "lesson": ("lessons", "north"), "attachment": ("attachments", "concern"), "saved": ("searches", "consultant"),
}  # fmt: skip
"""What a route calls the matter in its path, and the record of the full desk to put there."""

ROWS = ("entry", "goal", "filing", "sheet", "commitment")
"""What a route calls a row of a case; the full desk has one of each."""

NOT_MATTERS = frozenset(
    {"person", "draft", "unit", "user", "network", "notice", "consent", "rule", "home", "merge", *ROWS}
)
"""What a route may carry that is no matter."""

PUBLIC = {"static", "sessions.new", "sessions.create", "sessions.language", "health.show"}

ROLES_APART = ("other_teacher", "head", "other_consultant", "other_liaison", "social_worker", "street_worker", "club_worker",
               "leader", "partner", "administrator", "dpo")  # fmt: skip
FORM = {"mark": "sent", "verdict": "case", "reason_code": "serious", "title": "Titel"}


def tables(*left_out) -> dict[str, list]:
    """Everything stored, table by table."""
    return {
        model.__name__: sorted(map(repr, model.select().tuples()))
        for model in MODELS
        if model not in {Audit, *left_out}
    }


def rules(app):
    """Every rule of ours with the names in its path and its methods."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            yield rule, sorted(rule.arguments), sorted(rule.methods - SAFE)


def fill(app, rule, ids: dict[str, str]) -> str:
    return app.url_map.bind("localhost").build(rule.endpoint, {name: ids[name] for name in rule.arguments})


def lines_since(seq: int) -> list[tuple]:
    return list(Audit.select(Audit.decision, Audit.objects).where(Audit.seq > seq).tuples())


def last_line() -> int:
    return Audit.select(Audit.seq).order_by(Audit.seq.desc()).scalar() or 0


@pytest.fixture
def load(world):
    return case_load.fill(world)


@pytest.fixture
def forms(world, load):
    ours = {"children": [world.pupils["north"][1]], "user": reference_of(world, "liaison")}
    return {"full": {**plausible.forms(world, load)["plausible"], **FORM, **ours}, "empty": {}}


@pytest.fixture
def ids(world, load):
    """One record of every kind, for every name a route uses."""
    return {name: getattr(load, kind)[record] for name, (kind, record) in MATTERS.items()} | {
        "person": world.pupils["north"][0], "draft": load.drafts["teacher"], "unit": "E-0000-0000",
        "user": reference_of(world, "teacher"), "network": "N-0000-0000", "notice": load.notices["due"],
        "consent": load.consents["running"], "rule": "triage_decision", "home": next(iter(load.kin.homes.values())),
        "merge": load.kin.people["merge"], **{name: load.rows[name] for name in ROWS},
    }  # fmt: skip


def outside(name: str, argument: str) -> bool:
    """Whether this person takes no part in the record of that name."""
    kind, record = MATTERS[argument]
    return name not in READERS[kind][record]


def test_every_name_in_a_path_is_known(app):
    names = {name for _, arguments, _ in rules(app) for name in arguments}
    assert names <= MATTERS.keys() | NOT_MATTERS, "say in this file whether it names a matter"


@pytest.mark.any_engine
def test_strangers_get_404_one_denied_line_and_change_nothing(app, world, load, ids, forms):
    """Every route and method with a matter in it, as each role that takes no part; every other form is left empty.

    Nothing is undone between the requests of one person, so that one look at the tables speaks for all of them.
    """
    tried, before = 0, tables(Session)
    for turn, name in enumerate(ROLES_APART):
        persona = Persona(app, name)
        for number, (rule, arguments, methods) in enumerate(rules(app)):
            matters = [argument for argument in arguments if argument in MATTERS]
            if not matters or not all(outside(name, argument) for argument in matters):
                continue
            for method in methods:
                form = ("full", "empty")[(turn + number) % 2]
                request = Request(rule.endpoint, method, fill(app, rule, ids), form=form)
                seq = last_line()
                response = persona.send(request, forms)
                assert response.status_code == 404, (name, str(request), response.status_code)
                denied = [decision for decision, _ in lines_since(seq)]
                assert denied == ["denied"], (name, str(request), denied)
                tried += 1
        assert tables(Session) == before, name
    assert tried > 1000


def test_public_is_what_it_is_known_to_be():
    assert guard.PUBLIC == PUBLIC


def test_nobody_is_led_to_the_sign_in(app, world, load, ids, forms):
    nobody = Persona(app, None)
    before = tables()
    for rule, _, methods in rules(app):
        if rule.endpoint in PUBLIC:
            continue
        for method in methods:
            path = fill(app, rule, ids)
            response = nobody.send(Request(rule.endpoint, method, path, form="full"), forms)
            if method == "GET":
                assert response.status_code == 303, path
                assert response.location.startswith("/sign-in?next="), path
            else:
                assert response.status_code == 401, path
                assert 'action="/sign-in"' in response.text, path
    assert tables() == before


@pytest.mark.any_engine
def test_a_get_changes_nothing_but_the_log(app, world, load, ids):
    for name in ("teacher", "consultant", "liaison", "social_worker", "head", "administrator", "dpo"):
        persona = Persona(app, name)
        before = tables(Session)
        for rule, _, methods in rules(app):
            if "GET" in methods:
                persona.send(Request(rule.endpoint, "GET", fill(app, rule, ids)), {})
        assert tables(Session) == before, name


def test_a_session_is_only_ever_seen_by_a_get(app, world, load, ids):
    persona = Persona(app, "teacher")
    columns = [Session.id_hash, Session.user, Session.created_at, Session.ended_at, Session.data]
    before = list(Session.select(*columns).tuples())
    for rule, _, methods in rules(app):
        if "GET" in methods:
            persona.send(Request(rule.endpoint, "GET", fill(app, rule, ids)), {})
    assert list(Session.select(*columns).tuples()) == before


RANDOM = frozenset(
    {"reference", "wrapped_key", "mac", "salt", "payload_hash", "about", "id_hash", "objects", "request_id"}
)


def shape() -> dict[str, list]:
    """Everything stored, without what is random or sealed: how many rows, in which states, tied to whom."""
    found = {}
    for model in MODELS:
        kept = [field for field in model._meta.sorted_fields if field.name not in RANDOM and field.field_type != "BLOB"]
        found[model.__name__] = sorted(repr(row) for row in model.select(*kept).tuples())
    return found


def _count_from_the_start() -> None:
    """PostgreSQL's sequences do not roll back: set each to where its table ends, so that equal acts get equal ids."""
    if is_sqlite():
        return
    for model in MODELS:
        if isinstance(model._meta.primary_key, AutoField):
            name = model._meta.table_name
            handle.execute_sql(
                f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM {name}), false)"
            )


@pytest.mark.any_engine
def test_a_form_stores_the_same_with_and_without_htmx(app, world, load, ids, forms):
    """Each POST, by somebody it is open to and by somebody it is not; that a 404 stores nothing is tested above."""
    changed, moment, start = 0, now(), shape()
    _count_from_the_start()
    for name in ("teacher", "consultant", "liaison", "social_worker", "head", "administrator", "dpo"):
        persona = Persona(app, name)
        for rule, _, methods in rules(app):
            if "POST" not in methods or rule.endpoint in {"sessions.create", "sessions.destroy"}:
                continue
            path, stored = fill(app, rule, ids), []
            for headers in ((), tuple(FRAGMENT.items())):
                with at(moment), handle.atomic() as attempt:
                    response = persona.send(Request(rule.endpoint, "POST", path, form="full", headers=headers), forms)
                    stored.append(start if response.status_code == 404 else shape())
                    attempt.rollback()
                _count_from_the_start()
            assert stored[0] == stored[1], (name, path)
            changed += stored[0] != start
    assert changed > 60
