"""The demonstration municipality: the same every time, complete, sealed, and never on top of anything."""

from dataclasses import replace

import pytest

from ssp import cli, db
from ssp.models import (
    MODELS,
    Case,
    Clock,
    Concern,
    ConcernPerson,
    Consent,
    Disclosure,
    Draft,
    Lesson,
    Matter,
    Message,
    Notification,
    Person,
    TriageDecision,
    Unit,
    User,
)
from ssp.services import demonstration, door, family_views, home, passwords, upkeep
from ssp.services.demonstration.clock import working_days
from ssp.services.demonstration.people import fails_modulus_11
from ssp.services.door import Actor
from ssp.services.keyring import Keyring
from ssp.services.standing import today
from ssp.terms import (
    AbsenceState,
    ConcernState,
    DisclosureState,
    DutyMark,
    MatterKind,
    MessageKind,
    NotificationState,
    Subject,
    Verdict,
)
from tests.support.town_at_work import states_at_work, things_at_work
from tests.support.town_told import children, everything_said

SIZE = {"schools": 2, "children": 60, "concerns": 40}


@pytest.fixture(scope="module")
def address(engine, application, home, request):
    """address("a") is an empty, migrated database of its own; the same name is the same database."""
    made = {}

    def of(name: str) -> str:
        if name not in made:
            made[name] = _empty(engine, home, name, request)
        return made[name]

    return of


def _empty(engine, home, name, request) -> str:
    if engine == "sqlite":
        url = f"sqlite:///{home / f'fjordby_{name}.db'}"
    else:
        cluster = request.getfixturevalue("cluster")
        cluster.execute(f"CREATE DATABASE fjordby_{name}")
        url = cluster.url(f"fjordby_{name}")
    database = db.configure(url)
    db.connect()
    upkeep.upgrade()
    database.close()
    return url


@pytest.fixture(scope="module")
def loaded(address):
    """The addresses of two databases the same small Fjordby was loaded into."""
    for name in ("a", "b"):
        database = db.configure(address(name))
        db.connect()
        demonstration.load(today(), **SIZE)
        database.close()
    return address("a"), address("b")


@pytest.fixture
def fjordby(loaded):
    """Stand in Fjordby for one test."""
    database = db.configure(loaded[0])
    db.connect()
    yield database
    database.close()


@pytest.fixture
def empty(address, request):
    database = db.configure(address("empty"))
    db.connect()
    yield database
    database.close()


def actor(username: str) -> Actor:
    return Actor(User.select(User.id).where(User.username == username).scalar(), "test" * 4, "test")


def test_the_same_seed_makes_the_same_town(loaded, config):
    keyring = Keyring.from_file(config.master_key_file)
    told = []
    for url in loaded:
        database = db.configure(url)
        db.connect()
        told.append(everything_said(keyring))
        database.close()
    assert len(told[0]) > 200
    assert told[0] == told[1]


def test_another_seed_makes_another_town_and_a_failed_load_leaves_nothing(loaded, empty, config):
    keyring = Keyring.from_file(config.master_key_file)
    with db.handle.atomic() as undone:
        demonstration.load(today(), **SIZE, seed=7)
        others = {name for name, _, _ in children(keyring)}
        undone.rollback()
    assert len(others) == SIZE["children"]
    assert demonstration.is_empty()
    empty.close()
    first = db.configure(loaded[0])
    db.connect()
    usual = {name for name, _, _ in children(keyring)}
    first.close()
    assert len(others & usual) < 10


def test_every_state_is_there(fjordby):
    def values(column) -> set:
        return {value for (value,) in column.model.select(column).tuples()}

    def states(kind: str) -> set:
        return {state for (state,) in Matter.select(Matter.state).where(Matter.kind == kind).tuples()}

    assert states("concern") == set(ConcernState)
    assert states("disclosure") == set(DisclosureState)
    assert states("notification") == set(NotificationState)
    assert states("absence") == set(AbsenceState)
    assert states("consultation") == {"asked", "answered"}
    assert states("meeting") == {"planned", "held"}
    assert values(Notification.came_from) == {"staff", "private", "anonymous"}
    assert Lesson.select().where(Lesson.withdrawn_at.is_null()).count() == 2
    assert {at is None for (at,) in Consent.select(Consent.withdrawn_at).tuples()} == {True, False}
    assert Clock.select().where((Clock.kind == "network_consultation") & Clock.stopped_at.is_null()).exists()
    assert values(TriageDecision.verdict) == set(Verdict)
    assert values(Concern.subject) == set(Subject)
    assert values(Concern.duty_mark) == {None, *DutyMark}
    nobody_close_to_the_end_of_ssp = {MessageKind.REVIEW}
    still_to_be_held = {MessageKind.NETWORK_CONSULTATION}
    assert values(Message.kind) == set(MessageKind) - nobody_close_to_the_end_of_ssp - still_to_be_held
    assert Case.select().exists()
    assert ConcernPerson.select().where(ConcernPerson.person.is_null()).exists()
    assert Draft.select().count() == 2


def test_the_work_on_cases_is_there_in_its_states(fjordby):
    assert states_at_work() == {
        "case": {"open", "follow_up"}, "commitment": {"proposed", "accepted", "kept"},
        "side": {"agency", "family", "ours"}, "goal": {"open", "reached"}, "baton": {"offered", "accepted"},
        "custody": {"joint", "sole", "none"}, "file": {"ready"}, "filed": {True, False},
    }  # fmt: skip
    assert things_at_work() == {
        "late": 1, "merged": 1, "struck": 1, "starred": 2, "statements": 1, "files": 2, "sheets": 1, "searches": 1,
        "away": 1,
    }  # fmt: skip


def test_three_people_open_the_family_page_and_see_three_things(fjordby):
    case = Matter.select(Matter.reference).join(Case).where(Case.family.is_null(False)).scalar()
    pages = {who: family_views.show(actor(who), case).family for who in ("laerer", "raadgiver", "politi")}
    named = {
        who: {line.kind for home in page.homes for child in home.children for line in child.matters}
        for who, page in pages.items()
    }
    assert named == {
        "laerer": {MatterKind.CASE, MatterKind.CONCERN},
        "raadgiver": {MatterKind.CASE, MatterKind.NOTIFICATION},
        "politi": {MatterKind.CASE},
    }
    assert [pages[who].hidden for who in pages] == [2, 0, 2]


def test_something_was_brought_back_and_something_passed_on(fjordby):
    first, second = Disclosure.alias(), Disclosure.alias()
    chained = (
        second.select(first.sender, first.recipient, second.sender, second.recipient)
        .join(first, on=(first.matter == second.source))
        .tuples()
    )
    turns = {"back" if sender == last else "onwards" for sender, _, _, last in chained}
    assert turns == {"back", "onwards"}
    assert all(recipient == by for _, recipient, by, _ in chained)


SIGN_INS = ["laerer", "konsulent", "politi", "raadgiver", "skoleleder", "admin", "dpo"]


def test_the_seven_find_what_their_line_promises(fjordby):
    assert [entry.username for entry in demonstration.sign_ins()] == SIGN_INS
    teacher, consultant, liaison = (home.show(actor(name)) for name in ("laerer", "konsulent", "politi"))
    answered = Message.select(Message.matter).where(Message.kind == MessageKind.ANSWER)
    assert any(line.waiting_for_me for line in teacher.concerns)
    assert Concern.select().where((Concern.author == actor("laerer").user_id) & (Concern.matter << answered)).exists()
    assert teacher.drafts
    assert consultant.waiting > consultant.overdue > 0
    assert consultant.abandoned
    assert consultant.replies
    assert sum(item.received and item.state == DisclosureState.SHARED for item in liaison.received) >= 2
    assert teacher.concerns
    assert {clock.kind for clock in home.deadlines(actor("konsulent")).clocks} >= {"notice", "consultation"}
    assert {clock.late for clock in home.show(actor("raadgiver")).clocks} == {True, False}
    assert [clock.kind for clock in home.show(actor("skoleleder")).clocks] == ["absence"]
    assert home.show(actor("centerleder")).clocks
    officer = home.show(actor("dpo")).unsigned
    assert officer.unsigned > 10
    assert officer.proposed == 1
    for entry in demonstration.sign_ins():
        stored = User.select(User.password_hash, User.confirmed_on).where(User.username == entry.username).tuples()
        assert passwords.verify(stored[0][0], demonstration.PASSWORD)
        assert stored[0][1] == today()


def test_no_number_could_be_real_and_none_lies_open(fjordby, config):
    pupils = children(Keyring.from_file(config.master_key_file))
    assert len(pupils) == SIZE["children"]
    assert all(fails_modulus_11(cpr) for _, cpr, _ in pupils)
    secrets = {text for name, cpr, where in pupils for text in (name, cpr, cpr.replace("-", ""), where)}
    stored = [
        value if isinstance(value, str) else bytes(value).decode("latin-1")
        for model in MODELS
        for row in model.select().tuples()
        for value in row
        if isinstance(value, str | bytes | memoryview)
    ]
    open_text = "\n".join(stored)
    assert "Mågebakkeskolen" in open_text
    assert [secret for secret in secrets if secret in open_text] == []


def test_the_log_verifies_and_runs_with_the_calendar(fjordby):
    held, broken = door.verify_log()
    assert broken is None
    assert held > SIZE["concerns"]
    moments = [at for (at,) in fjordby.execute_sql("SELECT at FROM audit ORDER BY seq").fetchall()]
    assert moments[: held - 3] == sorted(moments)[: held - 3]


def test_I3_every_record_has_its_date_of_erasure(fjordby):
    for model in (Matter, Person, Draft):
        rows = list(model.select(model.retention_class, model.retention_until).tuples())
        assert rows
        assert all(name and until > today() for name, until in rows)


def test_nothing_happens_in_the_future_or_outside_working_hours(fjordby):
    days = set(working_days(today()))
    sent = [at for (at,) in Matter.select(Matter.created_at).where(Matter.kind == "concern").tuples()]
    assert {today(at) for at in sent} <= days
    assert max(at for (at,) in Matter.select(Matter.changed_at).tuples()) < db.now()


def run(application, *arguments):
    return application.test_cli_runner().invoke(cli.demonstration, list(arguments))


def test_a_second_load_is_refused(fjordby, application):
    users = User.select().count()
    refused = run(application, "load")
    assert refused.exit_code == 1
    assert "users already" in refused.output
    assert run(application, "load", "--if-empty").exit_code == 0
    assert User.select().count() == users
    with pytest.raises(demonstration.NotEmpty):
        demonstration.load(today())


def test_production_is_refused(empty, application, config, monkeypatch):
    monkeypatch.setitem(application.config, "SAMSPIL", replace(config, environment="production"))
    refused = run(application, "load")
    assert refused.exit_code == 1
    assert "never loaded in production" in refused.output
    assert not Unit.select().exists()


def test_the_sign_ins_are_printed(fjordby, application):
    printed = run(application, "sign-ins")
    assert printed.exit_code == 0
    assert all(name in printed.output for name in (*SIGN_INS, "fjordby"))


def test_without_a_demonstration_there_are_no_sign_ins(empty, application):
    assert run(application, "sign-ins").exit_code == 1
