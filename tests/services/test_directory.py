"""The directory below the pages: the rules of appointment, reading CSV, and the two commands."""

from datetime import date, timedelta

import pytest

from ssp import cli
from ssp.models import Audit, Person, Unit, User
from ssp.policy.access import Standing
from ssp.policy.appointments import confirm_by, confirmed_since, decide_appointment, fits
from ssp.services import directory_users
from ssp.services.directory import Refused
from ssp.services.directory_csv import Unreadable, decode, read, read_date
from ssp.services.directory_people import UserFields
from ssp.services.door import Denied, verify_log
from ssp.services.standing import today
from ssp.terms import SECTORS_OF_ROLE, Role, Sector

ADMINISTRATOR = Standing(7, 1, Role.ADMINISTRATOR, Sector.LEADERSHIP)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_A5_no_administrator_appoints_themself(role):
    verdict = decide_appointment(ADMINISTRATOR, 7, Role.ADMINISTRATOR, role)
    assert (verdict.allowed, verdict.may_know, verdict.rule) == (False, True, "A5")
    assert decide_appointment(ADMINISTRATOR, 8, Role.ADMINISTRATOR, role).allowed
    assert decide_appointment(ADMINISTRATOR, 7, role, role).allowed


def test_a_role_stands_in_its_own_sectors_only():
    for role in Role:
        assert {sector for sector in Sector if fits(role, sector)} == SECTORS_OF_ROLE[role]


def test_A10_an_account_lasts_ninety_days():
    assert confirm_by(date(2026, 1, 1)) == date(2026, 4, 1)
    assert confirmed_since(date(2026, 4, 1)) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31-12-2027", date(2027, 12, 31)), ("31/12-2027", date(2027, 12, 31)), ("31/12/2027", date(2027, 12, 31)),
        ("31.12.2027", date(2027, 12, 31)), ("2027-12-31", date(2027, 12, 31)), ("", None),
    ],
)  # fmt: skip
def test_dates_as_danes_write_them(text, day):
    assert read_date(text) == day


@pytest.mark.parametrize("text", ["31-13-2027", "12-31-2027", "i morgen", "2027-12-31T00:00"])
def test_what_is_no_date(text):
    with pytest.raises(ValueError, match=text):
        read_date(text)


def test_a_cell_with_a_line_break_keeps_the_numbers_of_the_lines():
    sheet = read('navn;klasse\n"Åse\nBo";1.A\nCarla;2.B\n', {"navn": "name", "klasse": "class"}, ("name",))
    assert [line.cells["name"] for line in sheet.lines] == ["Åse\nBo", "Carla"]
    assert [line.number for line in sheet.lines] == [3, 4]


def test_a_file_of_bytes_nobody_knows_is_refused():
    with pytest.raises(Unreadable):
        decode(b"navn\x81;\x00")


def test_every_role_but_the_administrator_is_shut_out_and_logged_once(world):
    fields = UserFields("Ny", "ny", "", "E-0000-0000", Role.DPO)
    for name in ("teacher", "consultant", "dpo", "leader"):
        before = Audit.select().count()
        with pytest.raises(Denied):
            directory_users.create(world.actor(name), fields, "", f"key-{name}")
        assert Audit.select().count() == before + 1
    assert not User.select().where(User.username == "ny").exists()
    assert verify_log()[1] is None


def test_a_refused_change_changes_nothing_at_all(world):
    before = list(User.select().order_by(User.id).dicts())
    user = User.get(User.id == world.users["teacher"])
    unit = Unit.get(Unit.id == user.unit_id).reference
    fields = UserFields("Ny", "colleague", "", unit, Role.SCHOOL_STAFF)
    with pytest.raises(Refused):
        directory_users.update(world.actor("administrator"), user.reference, fields, "", 1)
    assert list(User.select().order_by(User.id).dicts()) == before


# The commands


@pytest.fixture
def command(app):
    cli.install(app)
    return app.test_cli_runner()


PASSWORD = "fire heste i regnvejr"


def test_the_first_administrator_comes_from_the_command_line(command, visit):
    options = ["--username", "Ny.Admin", "--name", "Ny Admin", "--unit", "Nyt Rådhus", "--sector", "leadership"]
    done = command.invoke(args=["users", "create", *options], input=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output
    assert visit().sign_in("ny.admin", PASSWORD).get("/directory/users").status_code == 200
    assert Audit.select().where((Audit.action == "user.manage") & (Audit.reason == "command")).count() == 1


@pytest.mark.parametrize(
    ("options", "password", "words"),
    [
        (["--unit", "Findes ikke"], PASSWORD, "unit: unit unknown"),
        (["--unit", "Rådhuset"], "kort", "password: password short"),
        (["--unit", "Rådhuset", "--username", "teacher"], PASSWORD, "username: username taken"),
        (["--unit", "Nordskolen"], PASSWORD, "role: role outside sector"),
        (["--unit", "Nyt sted", "--sector", "police"], PASSWORD, "unit: unit unknown"),
    ],
)
def test_a_command_that_cannot_be_carried_out_says_why(command, world, options, password, words):
    units, users = Unit.select().count(), User.select().count()
    args = ["users", "create", "--username", "ny", "--name", "Ny", *options]
    done = command.invoke(args=args, input=f"{password}\n{password}\n")
    assert done.exit_code == 1
    assert words in done.output
    assert (Unit.select().count(), User.select().count()) == (units, users)


ROLL = "navn;klasse;cpr;adresse;beskyttet\nÆgir Dahl;5.A;010210-0001;Prøvevej 3;ja\nFreja Sø;5.A;0102100002;;nej\n"


def test_a_roll_is_looked_through_and_then_sealed(command, world, tmp_path, visit):
    file = tmp_path / "roll.csv"
    file.write_bytes(ROLL.encode("cp1252"))
    before = Person.select().count()
    looked = command.invoke(args=["pupils", "import", str(file), "--unit", "Nordskolen"])
    assert (looked.exit_code, Person.select().count()) == (0, before)
    assert "2 pupils could be" in looked.output
    done = command.invoke(args=["pupils", "import", str(file), "--unit", "Nordskolen", "--apply"])
    assert (done.exit_code, Person.select().count()) == (0, before + 2)
    assert "Ægir" not in looked.output + done.output
    new = list(Person.select().order_by(Person.id.desc()).limit(2))
    assert [person.protected for person in new] == [False, True]
    assert all(b"Dahl" not in bytes(person.name) for person in new)
    again = command.invoke(args=["pupils", "import", str(file), "--unit", "Nordskolen", "--apply"])
    assert again.exit_code == 1
    assert again.output.count("on the roll") == 2
    assert Person.select().count() == before + 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (";5.A;;;", "line 2: name: name missing"),
        ("Et Barn;5.A;0102;;", "line 2: cpr: cpr bad"),
        ("=Et Barn;5.A;;;", "line 2: name: formula"),
        ("Et Barn;5.A;;;måske", "line 2: protected: yes or no"),
        ("Et Barn;5.A;;;;mere", "line 2: file: cells extra"),
        ("Et Barn;;010210-0009;;\nEt Andet;;0102100009;;", "line 3: cpr: on the roll"),
    ],
)
def test_a_roll_with_a_bad_line_is_not_stored(command, world, tmp_path, line, words):
    file = tmp_path / "roll.csv"
    file.write_text(f"navn;klasse;cpr;adresse;beskyttet\n{line}\n", "utf-8-sig")
    before = Person.select().count()
    done = command.invoke(args=["pupils", "import", str(file), "--unit", "Nordskolen", "--apply"])
    assert done.exit_code == 1
    assert words in done.output
    assert "Barn" not in done.output
    assert Person.select().count() == before


@pytest.mark.parametrize("unit", ["Findes ikke", "Lokalpolitiet"])
def test_a_roll_belongs_to_a_school(command, world, tmp_path, unit):
    file = tmp_path / "roll.csv"
    file.write_text(ROLL, "utf-8")
    done = command.invoke(args=["pupils", "import", str(file), "--unit", unit, "--apply"])
    assert (done.exit_code, "school unknown" in done.output) == (1, True)


def test_a_confirmation_does_not_open_an_ended_post(world):
    User.update(ends_on=today() - timedelta(days=1), confirmed_on=today() - timedelta(days=100)).where(
        User.id == world.users["teacher"]
    ).execute()
    reference = User.get(User.id == world.users["teacher"]).reference
    assert directory_users.confirm(world.actor("administrator"), [reference, "M-0000-0000"]) == 0
