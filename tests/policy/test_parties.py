"""Who takes part in a new matter: the participations, grant by grant."""

from dataclasses import asdict, replace

from ssp.policy import parties
from ssp.policy.access import Grant
from ssp.terms import Basis, Capacity, Role

NOW = 1_000


def said(*grants: Grant) -> list[dict]:
    """What a grant says that it need not say."""
    bare = asdict(Grant(Capacity.AUTHOR, Basis.OWN))
    always = ("capacity", "basis")
    return [
        {name: value for name, value in asdict(grant).items() if name in always or value != bare[name]}
        for grant in grants
    ]


AUTHOR = {"capacity": "author", "basis": "own", "user_id": 1, "starts_at": NOW}
OF_NETWORK = {"capacity": "consultant", "basis": "coordination", "network_id": 5, "role": "ssp_consultant", "starts_at": NOW}  # fmt: skip
OF_UNIT = {"capacity": "consultant", "basis": "coordination", "unit_id": 7, "role": "ssp_consultant", "starts_at": NOW}


def test_a_concern_is_its_authors_and_the_networks_consultants():
    assert said(*parties.of_concern(1, 5, 7, NOW)) == [AUTHOR, OF_NETWORK]
    assert said(*parties.of_concern(1, 5, None, NOW)) == [AUTHOR, OF_NETWORK]


def test_a_concern_without_a_network_falls_to_the_ssp_unit():
    assert said(*parties.of_concern(1, None, 7, NOW)) == [AUTHOR, OF_UNIT]
    assert said(*parties.of_concern(1, None, None, NOW)) == [AUTHOR]


def test_A10_a_case_is_the_holders_for_the_post_and_the_consultants():
    holder = {"capacity": "holder", "basis": "coordination", "user_id": 1, "role": "ssp_consultant", "starts_at": NOW}
    assert said(*parties.of_case(1, 5, 7, NOW)) == [holder, OF_NETWORK]
    assert said(*parties.of_case(1, None, 7, NOW)) == [holder, OF_UNIT]


SENDER = {"capacity": "sender", "basis": "own", "user_id": 1, "starts_at": NOW}
RUNNING = Grant(Capacity.CONSULTANT, Basis.OWN, network_id=5, role=Role.SSP_CONSULTANT, starts_at=3)


def extract(recipient_id, *source):
    role, basis = Role.POLICE_LIAISON, Basis.RPL115_SSP
    return said(*parties.of_disclosure(1, recipient_id, 9, role, basis, source, NOW, 2_000))


def test_C1_an_extract_has_one_recipient_a_person_or_a_post():
    recipient = {
        "capacity": "recipient", "basis": "rpl115_ssp", "role": "police_liaison", "starts_at": NOW, "ends_at": 2_000,
    }  # fmt: skip
    assert extract(4) == [SENDER, recipient | {"user_id": 4}]
    assert extract(None) == [SENDER, recipient | {"unit_id": 9}]


def test_A10_whoever_coordinates_the_source_coordinates_what_was_shared():
    coordinating = OF_NETWORK | {"starts_at": NOW}
    assert extract(4, RUNNING)[2:] == [coordinating]
    assert extract(4, replace(RUNNING, ends_at=NOW + 1))[2:] == [coordinating | {"ends_at": NOW + 1}]
    assert extract(4, replace(RUNNING, ends_at=NOW))[2:] == []
    assert extract(4, replace(RUNNING, capacity=Capacity.HOLDER), RUNNING)[2:] == [coordinating]


def test_E2_a_notification_is_the_authors_and_the_sections():
    section = {"capacity": "section", "basis": "notification", "unit_id": 8, "role": "social_worker", "starts_at": NOW}
    assert said(*parties.of_notification(1, 8, NOW)) == [AUTHOR, section]
    assert said(*parties.of_notification(1, 8, NOW, Role.SOCIAL_WORKER)) == [
        AUTHOR | {"role": "social_worker"},
        section,
    ]


def test_E4_an_absence_is_the_authors_and_the_school_leaders():
    leader = {"capacity": "leader", "basis": "notification", "unit_id": 6, "role": "school_leader", "starts_at": NOW}
    assert said(*parties.of_absence(1, 6, NOW)) == [AUTHOR, leader]


def test_D1_a_meeting_is_for_those_invited_each_in_the_post_they_hold():
    met = parties.of_meeting((1, Role.SCHOOL_STAFF), ((2, Role.SOCIAL_WORKER), (3, Role.CLUB_STAFF)), NOW)
    invited = {"capacity": "participant", "basis": "ssd", "starts_at": NOW}
    assert said(*met) == [
        {"capacity": "lead", "basis": "ssd", "user_id": 1, "role": "school_staff", "starts_at": NOW},
        invited | {"user_id": 2, "role": "social_worker"},
        invited | {"user_id": 3, "role": "club_staff"},
    ]


def test_I6_a_record_closes_with_the_last_of_its_consultants():
    author = Grant(Capacity.AUTHOR, Basis.OWN, user_id=1, ends_at=9_000)
    one, other = replace(RUNNING, ends_at=2_000), replace(RUNNING, ends_at=3_000)
    assert parties.closes_at((author, one, other)) == 3_000
    assert parties.closes_at((author, one, RUNNING)) is None
    assert parties.closes_at((author,)) is None


def test_I6_closing_ends_everybody_but_the_author():
    author, holder = Grant(Capacity.AUTHOR, Basis.OWN, user_id=1), replace(RUNNING, capacity=Capacity.HOLDER)
    grants = (author, holder, RUNNING)
    assert parties.closing(grants, 2_000) == (author, replace(holder, ends_at=2_000), replace(RUNNING, ends_at=2_000))
    assert parties.closing(grants, None) == grants
