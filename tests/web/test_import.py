"""Importing users and units: the dry run lists everything, the import stores all or nothing."""

import io
import re
from datetime import date, timedelta
from html import unescape

import pytest

from ssp.models import Audit, Session, Unit, User
from ssp.services.standing import today
from ssp.terms import Role
from tests.support.world import PEOPLE, make_user

TEXT = re.compile(r'name="text" value="([^"]*)"')
GOOD = (
    "navn;brugernavn;email;enhed;rolle;slutdato\r\n"
    "Åse Bjørnsø;aasb;aasb@example.invalid;Nordskolen;Skolens personale;31-12-2099\r\n"
    '"Højgaard; Søren";soeh;;Lokalpolitiet;Lokalbetjent;\r\n'
    "Ida Krog;idak;;Børnecenteret;social_worker;2099-06-30\r\n"
)


@pytest.fixture
def admin(visit):
    visitor = visit("administrator")
    visitor.get("/directory/import")
    return visitor


def upload(admin, content: bytes, kind="users", **more):
    fields = {"kind": kind, "file": (io.BytesIO(content), "fil.csv"), **more}
    return admin.post("/directory/import/examinations", fields, content_type="multipart/form-data")


def confirm(admin, page, kind="users", **more):
    text = unescape(TEXT.search(page.text)[1])
    return admin.post("/directory/import", {"kind": kind, "text": text, **more}, content_type="multipart/form-data")


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("cp1252"),
        GOOD.encode(),
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        ("sep=;\r\n" + GOOD).encode("cp1252"),
        GOOD.replace("Højgaard; Søren", "Højgaard, Søren").replace(";", ",").encode("utf-8-sig"),
        GOOD.replace("\r\n", "\n").encode("cp1252"),
        GOOD.replace("navn;brugernavn;email;enhed;rolle;slutdato", "name;username;e-mail;unit;role;end date").encode(),
    ],
    ids=["windows-1252", "utf-8", "utf-8-mark", "utf-16", "sep-line", "commas", "unix", "english"],
)
def test_a_danish_spreadsheet_is_looked_through_and_then_imported(admin, world, content):
    before = User.select().count()
    page = upload(admin, content)
    assert page.status_code == 200, page.text
    assert "Åse Bjørnsø" in page.text
    assert "Oprettes: 3" in page.text
    assert User.select().count() == before
    admin.follow(confirm(admin, page))
    made = User.get(User.username == "aasb")
    assert (made.name, made.role, made.ends_on, made.unit_id) == (
        "Åse Bjørnsø", "school_staff", date(2099, 12, 31), world.units["north"],
    )  # fmt: skip
    assert (made.password_hash, made.confirmed_on) == ("", today())
    assert User.get(User.username == "soeh").role == "police_liaison"
    assert User.get(User.username == "idak").role == "social_worker"
    line = Audit.select().where(Audit.action == "directory.import").order_by(Audit.seq.desc()).get()
    assert (line.purpose, len(line.objects.split())) == ("import", 3)


BAD = [
    (";uden;;Nordskolen;Skolens personale;", "Skriv navnet"),
    ("Uden Brugernavn;;;Nordskolen;Skolens personale;", "Skriv brugernavnet"),
    ("To Ord;to ord;;Nordskolen;Skolens personale;", "uden mellemrum"),
    ("Findes I Basen;TEACHER;;Nordskolen;Skolens personale;", "dette er i brug"),
    ("Findes I Filen;aasb;;Nordskolen;Skolens personale;", "det står også på en tidligere linje"),
    ("Ingen Enhed;e1;;;Skolens personale;", "Skriv, hvilken enhed"),
    ("Ukendt Enhed;e2;;Månebasen;Skolens personale;", "Vælg en enhed, der findes"),
    ("Ingen Rolle;e3;;Nordskolen;;", "Skriv en rolle"),
    ("Ukendt Rolle;e4;;Nordskolen;Astronaut;", "Ret rollen: den findes ikke"),
    ("Forkert Sted;e5;;Nordskolen;Lokalbetjent;", "rollen passer ikke til enhedens sektor"),
    ("Dårlig Dato;e6;;Nordskolen;Skolens personale;31-02-2099", "Skriv datoen som"),
    ("Gammel Dato;e7;;Nordskolen;Skolens personale;01-01-2020", "ikke er passeret"),
    ("Dårlig Mail;e8;mail;Nordskolen;Skolens personale;", "Ret e-mailadressen"),
    ("=HYPERLINK(1);e9;;Nordskolen;Skolens personale;", "som en formel"),
    ("@sum;e10;;Nordskolen;Skolens personale;", "som en formel"),
    ("+45;e11;;Nordskolen;Skolens personale;", "som en formel"),
    ("-1;e12;;Nordskolen;Skolens personale;", "som en formel"),
    (f"{'x' * 130};e13;;Nordskolen;Skolens personale;", "Skriv det kortere"),
    ("Skjult\x07Tegn;e14;;Nordskolen;Skolens personale;", "der ikke kan læses"),
    ("For Mange;e15;;Nordskolen;Skolens personale;;ekstra", "Fjern de ekstra felter"),
]


def test_every_bad_line_is_listed_and_nothing_is_stored(admin, world):
    before = User.select().count()
    content = GOOD + "\r\n".join(line for line, _ in BAD)
    page = upload(admin, content.encode("cp1252"))
    assert page.status_code == 422
    assert f"Oprettes: 3. Rettes: 0. Uændret: 0. Med fejl: {len(BAD)}." in page.text
    for number, (line, words) in enumerate(BAD, start=5):
        row = page.text.split(f'id="line-{number}"')[1].split("</tr>")[0]
        assert words in row, (line, row)
        assert row.count("<li>") == 1, row
    assert 'name="text"' not in page.text
    forced = admin.post("/directory/import", {"kind": "users", "text": content})
    assert forced.status_code == 422
    assert User.select().count() == before


def test_one_line_can_have_several_problems(admin):
    page = upload(admin, "navn;brugernavn;enhed;rolle\n;x y;Månen;Astronaut\n".encode())
    row = page.text.split('id="line-2"')[1].split("</tr>")[0]
    assert row.count("<li>") == 4


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "en overskriftslinje"),
        (b"navn;brugernavn;enhed;rolle\n", "en overskriftslinje"),
        (b"navn;brugernavn\nA;b\n", "Tilføj kolonnen"),
        (b"navn;brugernavn;enhed;rolle\n" + b"\0", "Gem filen som CSV"),
        (b"navn;brugernavn;enhed;rolle\n" + b"A;b;Nordskolen;Leder\n" * 5001, "Del filen"),
    ],
    ids=["empty", "headings only", "columns missing", "no text", "too long"],
)
def test_a_file_that_is_no_table_is_explained(admin, content, words):
    page = upload(admin, content)
    assert page.status_code == 422
    assert words in page.text


def test_a_column_nobody_knows_is_named_and_passed_over(admin):
    page = upload(admin, "navn;brugernavn;enhed;rolle;skostørrelse\nA B;ab;Nordskolen;Skoleleder;42\n".encode("cp1252"))
    assert page.status_code == 200
    assert "skostørrelse" in page.text
    assert "42" not in page.text.split('id="line-2"')[1].split("</tr>")[0]


def test_those_who_exist_are_corrected_only_when_asked_for(admin, world, visit):
    teacher, colleague = visit("teacher"), visit("colleague")
    lines = (
        "navn;brugernavn;email;enhed;rolle\n"
        "Teacher;teacher;teacher@example.invalid;Sydskolen;Skoleleder\n"
        "Nyt Navn;colleague;colleague@example.invalid;Nordskolen;Skolens personale\n"
        "Head;head;head@example.invalid;Nordskolen;Skoleleder\n"
    ).encode("cp1252")
    assert upload(admin, lines).status_code == 422
    page = upload(admin, lines, update="y")
    assert page.status_code == 200
    assert "Oprettes: 0. Rettes: 2. Uændret: 1. Med fejl: 0." in page.text
    assert "Nordskolen → Sydskolen" in page.text
    assert "Skolens personale → Skoleleder" in page.text
    admin.follow(confirm(admin, page, update="y"))
    stored = User.get(User.id == world.users["teacher"])
    assert (stored.unit_id, stored.role, stored.version) == (world.units["south"], "school_leader", 2)
    assert teacher.get("/").status_code == 303
    assert "Hej Nyt" in colleague.get("/").text
    assert User.get(User.id == world.users["head"]).version == 1
    assert not Session.select().where((Session.user == world.users["teacher"]) & Session.ended_at.is_null()).exists()


def test_A5_a_file_cannot_give_the_administrator_a_content_role(admin, world):
    lines = "navn;brugernavn;enhed;rolle\nAdministrator;administrator;SSP-enheden;SSP-konsulent\n"
    page = upload(admin, lines.encode(), update="y")
    assert page.status_code == 422
    assert "Bed en anden administrator" in page.text
    forced = admin.post("/directory/import", {"kind": "users", "text": lines, "update": "y"})
    assert forced.status_code == 403
    assert User.get(User.id == world.users["administrator"]).role == Role.ADMINISTRATOR
    line = Audit.select().order_by(Audit.seq.desc()).where(Audit.action == "directory.import").get()
    assert (line.decision, line.rule, line.reason) == ("denied", "A5", "own_role")


def test_what_changed_between_the_look_and_the_import_is_found(admin, world):
    page = upload(admin, GOOD.encode("cp1252"))
    make_user("aasb", world.units["south"], Role.SCHOOL_STAFF)
    before = User.select().count()
    refused = confirm(admin, page)
    assert refused.status_code == 422
    assert "dette er i brug" in refused.text
    assert User.select().count() == before


def test_a_double_press_imports_once(admin):
    page = upload(admin, GOOD.encode("cp1252"))
    key = admin.key
    assert confirm(admin, page, key=key).status_code == 303
    assert confirm(admin, page, key=key).status_code == 303
    assert User.select().where(User.username == "aasb").count() == 1


def test_units_are_imported_the_same_way(admin, world):
    lines = (
        "navn;sektor;netværk\nÅdalsskolen;Skole;Netværk Nord\nSydskolen;Skole;netværk nord\nKørestuen;street;\n"
    ).encode("cp1252")
    assert "en enhed hedder allerede sådan" in upload(admin, lines, "units").text
    page = upload(admin, lines, "units", update="y")
    assert "Oprettes: 2. Rettes: 1. Uændret: 0. Med fejl: 0." in page.text
    assert "Netværk Syd → Netværk Nord" in page.text
    admin.follow(confirm(admin, page, "units", update="y"))
    assert Unit.get(Unit.name == "Ådalsskolen").network_id == world.networks["north"]
    assert Unit.get(Unit.name == "Sydskolen").network_id == world.networks["north"]
    assert Unit.get(Unit.name == "Kørestuen").sector == "street"


def test_every_bad_unit_is_listed(admin):
    bad = [
        (";Skole;", "Skriv navnet"),
        ("Uden Sektor;;", "Skriv en sektor"),
        ("Ukendt Sektor;Rumfart;", "den findes ikke"),
        ("Ukendt Netværk;Skole;Netværk Øst", "Vælg et netværk"),
        ("Nordskolen;Politi;", "Flyt først de brugere"),
        ("Dobbelt;Skole;", ""),
        ("dobbelt;Skole;", "også på en tidligere linje"),
        ("=Skolen;Skole;", "som en formel"),
    ]
    content = "navn;sektor;netværk\n" + "\n".join(line for line, _ in bad)
    page = upload(admin, content.encode("cp1252"), "units", update="y")
    assert page.status_code == 422
    for number, (_, words) in enumerate(bad, start=2):
        assert words in page.text.split(f'id="line-{number}"')[1].split("</tr>")[0]


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "administrator"])
def test_A5_nobody_but_an_administrator_finds_the_import(visit, world, name):
    visitor = visit(name)
    assert visitor.get("/directory/import").status_code == 404
    before = User.select().count()
    for path in ("/directory/import", "/directory/import/examinations"):
        for fields in ({"kind": "users", "text": GOOD}, {"kind": "units", "text": ""}, {"kind": "other"}, {}):
            visitor.get("/")
            assert visitor.post(path, fields).status_code == 404, (path, fields)
    assert User.select().count() == before


def test_a_look_takes_at_most_ten_queries_however_many_lines(admin, queries):
    lines = "navn;brugernavn;enhed;rolle\n" + "".join(f"P {n};p{n};Nordskolen;Skoleleder\n" for n in range(1500))
    queries.clear()
    page = upload(admin, lines.encode())
    assert page.status_code == 200
    assert len(queries) <= 10, "\n".join(queries)
    queries.clear()
    assert confirm(admin, page).status_code == 303
    assert len(queries) <= 20
    assert User.select().where(User.confirmed_on > today() - timedelta(days=1)).count() >= 1500
