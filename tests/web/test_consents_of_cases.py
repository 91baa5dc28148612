"""What rests on a consent in a case, who keeps it, and the SSP+ basis beside it (C8, C9)."""

import pytest

from ssp.models import Check, Consent, Participation, Plus
from ssp.services import cases, consents, disclosures
from ssp.services.checking import Unsettled
from ssp.services.consents import Renewal
from ssp.services.door import Denied
from ssp.services.standing import today
from ssp.terms import Basis, Given
from tests.support.answers import WHY, once, reference_of
from tests.support.births import in_days, pupil, turning
from tests.support.case_load import log, open_case, share
from tests.support.sharing_load import DAY, admit, consent

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOTH = pytest.mark.parametrize("headers", [{}, HX], ids=["plain", "htmx"])


@pytest.fixture
def concern(world) -> str:
    return log(world, "teacher", world.pupils["north"][1])


@pytest.fixture
def case(world, concern) -> str:
    return open_case(world, "consultant", concern)


def on_consent(world, concern: str, reference: str, to: str = "liaison", **more) -> str:
    return share(world, "consultant", concern, to, basis=Basis.CONSENT, consent=reference, reason=WHY, **more)


def reasons(stopped) -> set[str]:
    return {remark.reason for remark in stopped.value.advice.remarks}


def test_C9_taking_part_in_a_case_on_consent_ends_with_it(world, case):
    running = consent(world, "consultant", case, "police", "social")
    admit(world, "consultant", case, "liaison", basis=Basis.CONSENT, consent=running, reason=WHY)
    row = Participation.get(Participation.basis == "consent")
    assert today(row.ends_at - 1) == Consent.get().expires_on
    assert cases.show(world.actor("liaison"), case)
    renewal = Renewal(today(), Given.TALK, True, in_days(100))
    new = consents.renew(world.actor("consultant"), case, running, renewal, once())
    assert today(Participation.get_by_id(row.id).ends_at - 1) == in_days(100)
    consents.withdraw(world.actor("consultant"), case, new)
    with pytest.raises(Denied):
        cases.show(world.actor("liaison"), case)
    with pytest.raises(Unsettled):
        admit(world, "consultant", case, "social_worker", basis=Basis.CONSENT, consent=new, reason=WHY)


def test_C9_others_in_the_case_stay_when_a_consent_is_withdrawn(world, case):
    running = consent(world, "consultant", case, "police")
    admit(world, "consultant", case, "liaison", basis=Basis.CONSENT, consent=running, reason=WHY)
    admit(world, "consultant", case, "social_worker")
    consents.withdraw(world.actor("consultant"), case, running)
    assert cases.show(world.actor("social_worker"), case)


def test_C9_the_cases_page_shows_who_rests_on_a_consent_and_ends_it(visit, world, case):
    running = consent(world, "consultant", case, "police")
    admit(world, "consultant", case, "liaison", basis=Basis.CONSENT, consent=running, reason=WHY)
    consultant, guest = visit("consultant"), reference_of(world, "liaison")
    page = consultant.get(f"/cases/{case}/consents").text
    assert "Deltager: Liaison" in page
    assert f"/cases/{case}/participants/{guest}/end" in page
    consultant.follow(consultant.post(f"/cases/{case}/participants/{guest}/end"))
    assert "lukket for modtageren" in consultant.get(f"/cases/{case}/consents").text
    assert Check.select().where(Check.consent.is_null(False)).count() == 1


def test_C9_an_extract_shared_on_consent_is_passed_on_on_something_else(world, concern):
    running = consent(world, "consultant", concern, "police")
    shared = on_consent(world, concern, running)
    offered = disclosures.composer(world.actor("liaison"), shared)
    assert offered.consents == ()
    with pytest.raises(Unsettled) as stopped:
        share(world, "liaison", shared, "street_worker", basis=Basis.CONSENT, consent=running, reason=WHY)
    assert reasons(stopped) == {"no_consent"}


@BOTH
def test_C8_a_plus_basis_has_words_and_days_no_later_than_the_register_allows(visit, world, headers):
    concern = log(world, "teacher", pupil(world, turning(17, today())))
    consultant, path = visit("consultant"), f"/concerns/{concern}/plus"
    consultant.get(f"{path}/new")
    whole = {"document": "Aftale af 1. maj, journaliseret.", "starts_on": str(today()), "ends_on": str(in_days(90))}
    for wrong in (
        {"document": ""}, {"starts_on": ""}, {"ends_on": "snart"}, {"ends_on": str(today() - DAY)},
        {"ends_on": str(turning(17 - 26, today()))},
    ):  # fmt: skip
        assert consultant.post(path, {**whole, **wrong}, headers=headers).status_code == 422, wrong
    assert Plus.select().count() == 0
    latest = turning(17 - 26, today()) - DAY
    for _ in range(2):
        posted = {**whole, "ends_on": str(latest), "key": "p" * 24}
        assert consultant.post(path, posted, headers=headers).status_code == 303
    assert [row.ends_on for row in Plus.select()] == [latest]
    assert "journaliseret" in consultant.get(f"/concerns/{concern}/consents").text
    assert visit("teacher").post(path, whole).status_code == 403


def test_C9_somebody_let_into_the_case_does_not_keep_its_consents(visit, world, case):
    consent(world, "consultant", case)
    admit(world, "consultant", case, "social_worker")
    guest = visit("social_worker")
    assert "consents" not in guest.get(f"/cases/{case}").text
    assert guest.get(f"/cases/{case}/consents").status_code == 403
