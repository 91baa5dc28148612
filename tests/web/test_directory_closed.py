"""Who finds the directory, and what its pages cost: administrators only, and few queries."""

import pytest

from ssp.models import Membership, Network, Unit, User
from ssp.terms import Role
from tests.support.world import PEOPLE, join, make_user
from tests.web.test_directory import admin, network_fields, reference, user_fields
from tests.web.test_loop import log_concern

__all__ = ["admin"]


def test_what_does_not_exist_is_not_found(admin):
    for path in ("/directory/units/E-0000-0000", "/directory/users/M-0000-0000", "/directory/networks/N-0000-0000"):
        assert admin.get(path).status_code == 404


PAGES = (
    "/directory/units", "/directory/units/new", "/directory/units/{unit}", "/directory/users", "/directory/users/new",
    "/directory/users/{user}", "/directory/networks", "/directory/networks/new", "/directory/networks/{network}",
)  # fmt: skip
POSTS = (
    "/directory/units", "/directory/units/{unit}", "/directory/users", "/directory/users/{user}",
    "/directory/users/confirmations", "/directory/networks", "/directory/networks/{network}",
    "/directory/networks/{network}/memberships", "/directory/networks/{network}/endings",
)  # fmt: skip


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "administrator"])
def test_A5_nobody_but_an_administrator_finds_the_directory(visit, world, name):
    ids = {
        "unit": reference(Unit, world.units["north"]), "user": reference(User, world.users["teacher"]),
        "network": reference(Network, world.networks["north"]),
    }  # fmt: skip
    visitor = visit(name)
    for path in PAGES:
        assert visitor.get(path.format(**ids)).status_code == 404, path
    visitor.get("/")
    fields = user_fields(world) | network_fields(world) | {"sector": "school", "user": ids["user"], "version": "1"}
    for path in POSTS:
        for sent in (fields, {}):
            before = (
                Unit.select().count(),
                User.select().count(),
                Membership.select().count(),
                Network.select().count(),
            )
            assert visitor.post(path.format(**ids), sent).status_code == 404, path
            after = (
                Unit.select().count(),
                User.select().count(),
                Membership.select().count(),
                Network.select().count(),
            )
            assert before == after
    assert "/directory" not in visitor.get("/").text


def test_A5_an_administrator_never_sees_a_matter(admin, world, visit):
    concern = log_concern(visit("teacher"), world.pupils["north"][1])
    for path in (
        f"/concerns/{concern}",
        f"/triage/{concern}",
        "/concerns",
        "/triage",
        "/cases",
        "/disclosures",
        "/log",
    ):
        assert admin.get(path).status_code == 404, path


@pytest.mark.parametrize("path", ["/", *PAGES])
def test_a_page_takes_at_most_ten_queries_however_many_rows(admin, world, queries, path):
    ids = {
        "unit": reference(Unit, world.units["north"]), "user": reference(User, world.users["teacher"]),
        "network": reference(Network, world.networks["north"]),
    }  # fmt: skip
    for number in range(60):
        user = make_user(f"u{number:03d}", world.units["club"], Role.CLUB_STAFF)
        join(user, world.networks["north"])
    queries.clear()
    assert admin.get(path.format(**ids)).status_code == 200
    assert len(queries) <= 10, "\n".join(queries)
