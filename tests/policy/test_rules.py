"""The rules that can be read off the policy alone, each by its number."""

from datetime import date, timedelta

import pytest

from ssp.models import MODELS
from ssp.policy.access import is_active
from ssp.policy.deadlines import answer_by, working_days_after
from ssp.policy.register import limit
from ssp.policy.retention import retention_until
from ssp.policy.sharing import PURPOSES, Proposal, objections
from ssp.terms import Basis, Part, Purpose, RetentionClass, Role, Sector, Theme
from ssp.web.concern_forms import ConcernForm

DAY = date(2026, 3, 2)
FULL = Proposal(
    basis=Basis.RPL115_SSP, purpose=Purpose.PREVENT_CRIME, parts=frozenset({Part.OBSERVATION}),
    necessity="Modtageren kender gruppen og kan hjælpe.", other_law="", sender_sector=Sector.SSP,
    recipient_sector=Sector.POLICE, recipient_role=Role.POLICE_LIAISON,
)  # fmt: skip


def changed(**more) -> Proposal:
    return Proposal(**{name: more.get(name, getattr(FULL, name)) for name in Proposal.__slots__})


def test_C1_a_full_proposal_can_be_shared():
    assert objections(FULL) == ()


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"basis": None}, "basis"), ({"purpose": None}, "purpose"), ({"parts": frozenset()}, "parts"),
        ({"necessity": "   "}, "necessity"), ({"recipient_sector": None}, "recipient"),
        ({"basis": Basis.OTHER_LAW, "other_law": " "}, "other_law"),
        ({"basis": Basis.OWN}, "basis"), ({"basis": Basis.COORDINATION}, "basis"), ({"basis": Basis.NOTIFICATION}, "basis"),
    ],
)  # fmt: skip
def test_C1_whatever_is_missing_stops_the_share(missing, field):
    assert [objection.field for objection in objections(changed(**missing))] == [field]


BETWEEN = {
    "rpl115_ssp": {"school", "social", "police", "ssp", "street", "club"},
    "rpl115_psp": {"social", "police", "ssp", "health"},
    "rpl115_ksp": {"social", "police", "ssp", "probation"},
    "ssd": {"school", "social", "health", "club"},
    "consent": {"school", "social", "police", "ssp", "street", "club", "health", "probation"},
}


@pytest.mark.parametrize("basis", BETWEEN)
def test_C1_a_basis_covers_its_own_sectors_and_no_others(basis):
    for sender in Sector:
        for recipient in Sector:
            proposal = changed(basis=Basis(basis), sender_sector=sender, recipient_sector=recipient)
            assert (objections(proposal) == ()) == ({sender, recipient} <= BETWEEN[basis]), (sender, recipient)


def test_C2_no_purpose_is_investigation():
    assert set(PURPOSES) == {"early_help", "prevent_crime", "safety_of_child", "coordinate"}


def test_C5_nothing_ticked_is_nothing_shared():
    assert [(o.field, o.rule) for o in objections(changed(parts=frozenset()))] == [("parts", "C5")]


@pytest.mark.parametrize("role", Role)
def test_A7_only_people_of_an_authority_can_receive(role):
    outside = {Role.PARTNER, Role.LEADER, Role.ADMINISTRATOR, Role.DPO}
    found = [(o.field, o.rule) for o in objections(changed(recipient_role=role))]
    assert found == ([("recipient", "A7")] if role in outside else [])


def test_A10_a_post_opens_nothing_the_day_after_it_ended():
    assert is_active(DAY, DAY, DAY)
    assert not is_active(DAY - timedelta(days=1), DAY, DAY)


def test_A10_an_account_nobody_confirmed_in_ninety_days_opens_nothing():
    assert limit("membership_confirm_days") == 90
    assert is_active(None, DAY - timedelta(days=90), DAY)
    assert not is_active(None, DAY - timedelta(days=91), DAY)


def test_G7_the_answer_is_due_within_ten_danish_working_days():
    assert answer_by(date(2026, 3, 2)) == date(2026, 3, 16)
    assert answer_by(date(2026, 3, 27)) == date(2026, 4, 15), "Easter counts for nothing"
    assert working_days_after(date(2026, 12, 23), 1) == date(2026, 12, 24)


@pytest.mark.parametrize("retention_class", RetentionClass)
def test_I3_every_class_has_a_length(retention_class):
    assert retention_until(retention_class, DAY) >= DAY + timedelta(days=30)


NOT_COLLECTED = ("ethnic", "etni", "religi", "race", "tribe", "national", "faith", "belief")
NOT_REGISTERED = ("gang", "bande", "rocker", "clan", "grouping")


def names() -> set[str]:
    """Every table, column, form field and theme there is."""
    stored = {f"{m._meta.table_name}.{f.name}" for m in MODELS for f in m._meta.sorted_fields}
    return stored | set(dir(ConcernForm)) | set(Theme) | set(Part)


def test_J8_there_is_no_field_for_ethnicity_or_religion():
    assert not [name for name in names() for word in NOT_COLLECTED if word in name.lower()]


def test_J9_there_is_no_register_of_groupings():
    assert not [name for name in names() for word in NOT_REGISTERED if word in name.lower()]
