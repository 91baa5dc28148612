"""The administrator's pages on networks and memberships."""

from datetime import timedelta

import pytest

from ssp.models import Membership, Network, User
from ssp.services.standing import today
from tests.web.test_directory import admin, network_fields, reference, version
from tests.web.test_loop import log_concern

__all__ = ["admin"]


def test_J5_a_network_needs_purpose_basis_owner_and_end(admin, world):
    admin.get("/directory/networks/new")
    for missing in ("name", "purpose", "legal_basis", "owner", "ends_on"):
        refused = admin.post("/directory/networks", network_fields(world, **{missing: ""}))
        assert refused.status_code == 422
        assert f'href="#{missing}"' in refused.text
    past = admin.post("/directory/networks", network_fields(world, ends_on=str(today() - timedelta(days=1))))
    assert "ikke er passeret" in past.text
    taken = admin.post("/directory/networks", network_fields(world, name="netværk nord"))
    assert "et netværk hedder allerede sådan" in taken.text
    page = admin.follow(admin.post("/directory/networks", network_fields(world)))
    assert "Netværk Vest" in page.text
    assert "Consultant" in admin.get("/directory/networks").text


def test_a_network_changed_by_another_shows_both(admin, world):
    north = reference(Network, world.networks["north"])
    page = admin.get(f"/directory/networks/{north}")
    first = network_fields(world, name="Netværk Nord", purpose="Det ene formål", version=version(page))
    second = network_fields(world, name="Netværk Nord", purpose="Det andet formål", version=version(page))
    admin.follow(admin.post(f"/directory/networks/{north}", first))
    clash = admin.post(f"/directory/networks/{north}", second)
    assert clash.status_code == 409
    assert "Det ene formål" in clash.text
    assert "Det andet formål" in clash.text


def test_a_membership_begins_and_ends_at_the_next_request(admin, world, visit):
    concern = log_concern(visit("teacher"), world.pupils["north"][1])
    other = visit("other_consultant")
    assert other.get(f"/triage/{concern}").status_code == 404
    north = reference(Network, world.networks["north"])
    admin.get(f"/directory/networks/{north}")
    admin.follow(admin.post(f"/directory/networks/{north}/memberships", {"username": "Other_Consultant"}))
    assert other.get(f"/triage/{concern}").status_code == 200
    twice = admin.post(f"/directory/networks/{north}/memberships", {"username": "other_consultant"})
    assert "allerede medlem" in twice.text
    consultant = visit("consultant")
    assert consultant.get(f"/triage/{concern}").status_code == 200
    Membership.update(starts_on=today() - timedelta(days=9)).where(
        Membership.user == world.users["consultant"]
    ).execute()
    for name in ("other_consultant", "consultant"):
        admin.follow(admin.post(f"/directory/networks/{north}/endings", {"user": reference(User, world.users[name])}))
    assert other.get(f"/triage/{concern}").status_code == 404
    assert consultant.get(f"/triage/{concern}").status_code == 404
    ended = Membership.get(Membership.user == world.users["consultant"])
    assert ended.ends_on == today() - timedelta(days=1)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"username": "ingen"}, "ingen bruger hedder sådan"),
        ({"username": ""}, "Skriv medlemmets brugernavn"),
        ({"username": "leader", "leaves_on": "2020-01-01"}, "slutdato fra i dag"),
        ({"username": "leader", "starts_on": "x"}, "Skriv datoen som"),
    ],
)
def test_a_membership_that_cannot_be(admin, world, fields, words):
    north = reference(Network, world.networks["north"])
    admin.get(f"/directory/networks/{north}")
    before = Membership.select().count()
    refused = admin.post(f"/directory/networks/{north}/memberships", fields)
    assert refused.status_code == 422
    assert words in refused.text
    assert Membership.select().count() == before
