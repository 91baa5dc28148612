"""The administrator's pages: units, users, networks, and everybody else outside."""

import re
from datetime import timedelta

import pytest

from ssp.models import Audit, Network, Session, Unit, User
from ssp.services.standing import today
from ssp.terms import Role
from tests.support.world import PASSWORD, PEOPLE, join, make_user

VERSION = re.compile(r'name="version" value="([^"]*)"')
GOOD_PASSWORD = "en helt ny sætning med fjorten ord"


def reference(model, id_: int) -> str:
    return model.select(model.reference).where(model.id == id_).scalar()


def version(page) -> str:
    return VERSION.search(page.text)[1]


def user_fields(world, **changes) -> dict:
    fields = {
        "name": "Frida Holm", "username": "Frida.Holm", "email": "frida@example.invalid",
        "unit": reference(Unit, world.units["north"]), "role": "school_staff", "ends_on": "", "password": "",
    }  # fmt: skip
    return fields | changes


def network_fields(world, **changes) -> dict:
    fields = {
        "name": "Netværk Vest", "purpose": "Forebygge kriminalitet blandt unge", "legal_basis": "rpl115_ssp",
        "owner": reference(User, world.users["consultant"]), "ends_on": str(today() + timedelta(days=200)),
    }  # fmt: skip
    return fields | changes


@pytest.fixture
def admin(visit):
    return visit("administrator")


def test_the_start_page_says_what_needs_the_administrator(admin, world):
    lapsed = make_user("glemt", world.units["north"], Role.SCHOOL_STAFF, "Glemt Person")
    User.update(confirmed_on=today() - timedelta(days=91)).where(User.id == lapsed).execute()
    soon = make_user("snart", world.units["north"], Role.SCHOOL_STAFF, "Snart Person")
    User.update(confirmed_on=today() - timedelta(days=80)).where(User.id == soon).execute()
    join(world.users["street_worker"], world.networks["south"], today(), today() + timedelta(days=10))
    Network.update(ends_on=today() + timedelta(days=5)).where(Network.id == world.networks["south"]).execute()
    Unit.update(network=None).where(Unit.id == world.units["north"]).execute()
    page = admin.get("/").text
    for words in ("Glemt Person", "Adgangen er lukket", "Snart Person", "Street_Worker", "Netværk Syd", "Nordskolen"):
        assert words in page
    assert "Glemt Person" in admin.get("/directory/users?view=unconfirmed").text
    assert "Snart Person" not in admin.get("/directory/users?view=unconfirmed").text
    assert "Snart Person" in admin.get("/directory/users?view=lapsing").text


def test_the_start_page_is_calm_when_nothing_waits(admin):
    assert "Intet venter på dig i dag" in admin.get("/").text


def test_a_unit_is_made_corrected_and_closed(admin, world, visit):
    admin.get("/directory/units/new")
    made = admin.post("/directory/units", {"name": "Østskolen", "sector": "school", "network": "", "active": "y"})
    assert "Østskolen" in admin.follow(made).text
    assert Unit.get(Unit.name == "Østskolen").sector == "school"
    teacher = visit("teacher")
    north = reference(Unit, world.units["north"])
    page = admin.get(f"/directory/units/{north}")
    fields = {
        "name": "Nordskolen", "sector": "school", "network": reference(Network, world.networks["north"]),
        "version": version(page),
    }  # fmt: skip
    admin.follow(admin.post(f"/directory/units/{north}", fields))
    assert teacher.get("/concerns").status_code == 303
    assert "Lukket" in admin.get("/directory/units").text


def test_a_unit_keeps_its_name_to_itself_and_its_roles(admin, world):
    admin.get("/directory/units/new")
    again = admin.post("/directory/units", {"name": "nordskolen", "sector": "school", "active": "y"})
    assert again.status_code == 422
    assert "en enhed hedder allerede sådan" in again.text
    assert 'value="nordskolen"' in again.text
    assert admin.post("/directory/units", {"name": "", "sector": "unknown"}).status_code == 422
    north = reference(Unit, world.units["north"])
    stored = version(admin.get(f"/directory/units/{north}"))
    moved = admin.post(
        f"/directory/units/{north}", {"name": "Nordskolen", "sector": "police", "active": "y", "version": stored}
    )
    assert moved.status_code == 422
    assert "Flyt først de brugere" in moved.text
    own = reference(Unit, world.units["town_hall"])
    stored = version(admin.get(f"/directory/units/{own}"))
    closed = admin.post(f"/directory/units/{own}", {"name": "Rådhuset", "sector": "leadership", "version": stored})
    assert "du hører selv til her" in closed.text


def test_a_unit_changed_by_another_shows_both(admin, world):
    south = reference(Unit, world.units["south"])
    stored = version(admin.get(f"/directory/units/{south}"))
    Unit.update(name="Sydskolen ved åen").where(Unit.reference == south).execute()
    fields = {"name": "Sydskolen ved søen", "sector": "school", "active": "y", "version": stored}
    clash = admin.post(f"/directory/units/{south}", fields)
    assert clash.status_code == 409
    assert "Sydskolen ved åen" in clash.text
    assert "Sydskolen ved søen" in clash.text
    admin.follow(admin.post(f"/directory/units/{south}", fields | {"version": version(clash)}))
    assert Unit.get(Unit.reference == south).name == "Sydskolen ved søen"


def test_a_user_is_opened_with_a_first_password_and_can_sign_in(admin, world, visit):
    admin.get("/directory/users/new")
    made = admin.post("/directory/users", user_fields(world, password=GOOD_PASSWORD))
    page = admin.follow(made)
    assert "Frida Holm" in page.text
    admin.get("/directory/users/new")
    again = admin.post("/directory/users", user_fields(world, password=GOOD_PASSWORD))
    assert again.status_code == 422
    assert "dette er i brug" in again.text
    assert User.get(User.username == "frida.holm").confirmed_on == today()
    visit().sign_in("Frida.Holm", GOOD_PASSWORD)


def test_a_double_press_opens_one_account(admin, world):
    admin.get("/directory/users/new")
    key = admin.key
    first = admin.post("/directory/users", user_fields(world) | {"key": key})
    second = admin.post("/directory/users", user_fields(world) | {"key": key})
    assert first.location == second.location
    assert User.select().where(User.username == "frida.holm").count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Skriv personens navn"),
        ({"username": ""}, "Skriv et brugernavn"),
        ({"username": "frida holm"}, "uden mellemrum"),
        ({"username": "TEACHER"}, "dette er i brug"),
        ({"name": "=cmd"}, "som en formel"),
        ({"name": "x" * 150}, "Skriv det kortere"),
        ({"email": "frida"}, "Ret e-mailadressen"),
        ({"unit": "E-0000-0000"}, "Vælg en enhed, der findes"),
        ({"unit": ""}, "Vælg en enhed"),
        ({"role": ""}, "Vælg en rolle"),
        ({"role": "police_liaison"}, "rollen passer ikke til enhedens sektor"),
        ({"ends_on": "2027-13-45"}, "Skriv datoen som"),
        ({"password": "kort"}, "mindst 15 tegn"),
        ({"password": "adgangskode12345"}, "for almindelig"),
        ({"password": "Frida.Holm12345"}, "ikke indeholder personens navn"),
    ],
)
def test_what_cannot_be_stored_is_said_beside_the_field(admin, world, changes, words):
    admin.get("/directory/users/new")
    before = User.select().count()
    refused = admin.post("/directory/users", user_fields(world, **changes))
    assert refused.status_code == 422
    assert words in refused.text
    assert "frida@example.invalid" in refused.text or "email" in changes
    assert User.select().count() == before


def test_a_new_role_ends_the_sessions_and_counts_at_once(admin, world, visit):
    teacher = visit("teacher")
    user = reference(User, world.users["teacher"])
    fields = user_fields(world, name="Teacher", username="teacher", email="", role="school_leader")
    page = admin.get(f"/directory/users/{user}")
    admin.follow(admin.post(f"/directory/users/{user}", fields | {"version": version(page)}))
    assert teacher.get("/concerns").status_code == 303
    live = Session.select().where((Session.user == world.users["teacher"]) & Session.ended_at.is_null())
    assert not live.exists()
    stored = User.get(User.id == world.users["teacher"])
    assert (stored.role, stored.version) == ("school_leader", 2)


def test_a_new_name_leaves_the_sessions_alone(admin, world, visit):
    teacher = visit("teacher")
    user = reference(User, world.users["teacher"])
    page = admin.get(f"/directory/users/{user}")
    fields = user_fields(world, name="Ny Navn", username="teacher", email="", version=version(page))
    admin.follow(admin.post(f"/directory/users/{user}", fields))
    assert "Hej Ny" in teacher.get("/").text


def test_a_post_that_ended_yesterday_opens_nothing(admin, world, visit):
    teacher = visit("teacher")
    user = reference(User, world.users["teacher"])
    page = admin.get(f"/directory/users/{user}")
    ended = str(today() - timedelta(days=1))
    fields = user_fields(world, username="teacher", ends_on=ended, version=version(page))
    admin.follow(admin.post(f"/directory/users/{user}", fields))
    assert teacher.get("/").status_code == 303
    signing_in = visit()
    signing_in.get("/sign-in")
    assert signing_in.post("/sign-in", {"username": "teacher", "password": PASSWORD}).status_code == 422
    assert "Fratrådt" in admin.get("/directory/users?view=ended").text


def test_two_administrators_at_once_see_both_versions(admin, world):
    user = reference(User, world.users["teacher"])
    page = admin.get(f"/directory/users/{user}")
    admin.follow(
        admin.post(
            f"/directory/users/{user}", user_fields(world, name="Den Ene", username="teacher", version=version(page))
        )
    )
    clash = admin.post(
        f"/directory/users/{user}", user_fields(world, name="Den Anden", username="teacher", version=version(page))
    )
    assert clash.status_code == 409
    assert "Den Ene" in clash.text
    assert "Den Anden" in clash.text
    assert User.get(User.id == world.users["teacher"]).name == "Den Ene"
    again = admin.post(
        f"/directory/users/{user}", user_fields(world, name="Den Anden", username="teacher", version=version(clash))
    )
    admin.follow(again)
    assert User.get(User.id == world.users["teacher"]).name == "Den Anden"


def test_A5_an_administrator_cannot_take_a_content_role(admin, world):
    own = reference(User, world.users["administrator"])
    page = admin.get(f"/directory/users/{own}")
    fields = user_fields(
        world, name="Administrator", username="administrator", unit=reference(Unit, world.units["ssp"]),
        role="ssp_consultant", version=version(page),
    )  # fmt: skip
    refused = admin.post(f"/directory/users/{own}", fields)
    assert refused.status_code == 403
    assert "Bed en anden administrator" in refused.text
    assert User.get(User.id == world.users["administrator"]).role == Role.ADMINISTRATOR
    line = Audit.select().where(Audit.decision == "denied").order_by(Audit.seq.desc()).get()
    assert (line.action, line.rule, line.reason, line.objects) == ("user.manage", "A5", "own_role", own)


def test_A5_an_administrator_changes_their_own_password_the_ordinary_way(admin, world):
    own = reference(User, world.users["administrator"])
    page = admin.get(f"/directory/users/{own}")
    assert 'name="password"' not in page.text
    fields = user_fields(
        world, name="Administrator", username="administrator", unit=reference(Unit, world.units["town_hall"]),
        role="administrator", password=GOOD_PASSWORD, version=version(page),
    )  # fmt: skip
    assert admin.post(f"/directory/users/{own}", fields).status_code == 422


def test_A10_an_account_that_lapsed_is_opened_by_confirming_it(admin, world, visit):
    teacher = visit("teacher")
    chosen = User.id << [world.users["teacher"], world.users["colleague"]]
    User.update(confirmed_on=today() - timedelta(days=91)).where(chosen).execute()
    assert teacher.get("/").status_code == 303
    admin.get("/directory/users?view=unconfirmed")
    both = [reference(User, world.users["teacher"]), reference(User, world.users["colleague"])]
    done = admin.post("/directory/users/confirmations", {"user": both, "view": "unconfirmed"})
    assert "Alle konti er bekræftet" in admin.follow(done).text
    assert teacher.get("/").status_code == 200


def test_users_are_found_by_name_unit_and_role(admin, world):
    make_user("aase", world.units["south"], Role.SCHOOL_STAFF, "Åse Ærø")
    assert "Åse Ærø" in admin.get("/directory/users?q=aase").text
    assert "Åse Ærø" in admin.get("/directory/users?q=ærø").text
    assert "Åse Ærø" not in admin.get("/directory/users?q=bo").text
    unit = reference(Unit, world.units["south"])
    page = admin.get(f"/directory/users?unit={unit}&role=school_staff").text
    assert "Åse Ærø" in page
    assert ">colleague<" not in page


def test_a_long_list_is_paged_by_name_and_nobody_is_lost(admin, world):
    for number in range(120):
        make_user(f"u{number:03d}", world.units["north"], Role.SCHOOL_STAFF, f"Person {number % 7}")
    seen, path = [], "/directory/users"
    while path:
        page = admin.get(path).text
        seen += re.findall(r"/directory/users/(M-\w{4}-\w{4})", page)
        onward = re.search(r'href="(/directory/users\?[^"]*after=[^"]*)"', page)
        path = onward[1].replace("&amp;", "&") if onward else ""
    assert len(seen) == len(set(seen)) == 120 + len(PEOPLE)
