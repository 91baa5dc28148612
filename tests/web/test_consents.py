"""Consents (C9): noted, renewed, withdrawn; what each opens, what it closes, and what is shown to rest on it."""

import html

import pytest

from ssp.db import at
from ssp.models import Clock, Consent, Disclosure, Matter, Unit
from ssp.policy.register import limit
from ssp.services import consents
from ssp.services.checking import Unsettled
from ssp.services.consents import NoSuchConsent
from ssp.services.standing import today
from ssp.terms import Basis, ClockKind
from tests.support.answers import WHY, answered, reference_of
from tests.support.births import in_days, noon, pupil, turning
from tests.support.case_load import log, open_case, share
from tests.support.sharing_load import DAY, consent

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOTH = pytest.mark.parametrize("headers", [{}, HX], ids=["plain", "htmx"])


@pytest.fixture
def concern(world) -> str:
    return log(world, "teacher", world.pupils["north"][1])


@pytest.fixture
def case(world, concern) -> str:
    return open_case(world, "consultant", concern)


def places(world, *names: str) -> list[str]:
    return [Unit.get_by_id(world.units[name]).reference for name in names]


def fields(world, **more) -> dict:
    return {
        "givers": ["young_person", "custody_holder"], "named": "Bo og hans mor", "scope": "Må tale om fraværet.",
        "units": places(world, "police"), "given_on": today().isoformat(), "given_how": "talk", "voluntary": "y", **more,
    }  # fmt: skip


def on_consent(world, concern: str, reference: str, to: str = "liaison", **more) -> str:
    return share(world, "consultant", concern, to, basis=Basis.CONSENT, consent=reference, reason=WHY, **more)


def reasons(stopped) -> set[str]:
    return {remark.reason for remark in stopped.value.advice.remarks}


@BOTH
def test_C9_a_consent_has_giver_scope_organisations_and_date_and_is_voluntary(visit, world, concern, headers):
    consultant = visit("consultant")
    page = consultant.get(f"/concerns/{concern}/consents/new").text
    assert " checked" not in page
    path = f"/concerns/{concern}/consents"
    for missing in ("givers", "named", "scope", "units", "given_on", "given_how", "voluntary"):
        half = {name: value for name, value in fields(world).items() if name != missing}
        refused = consultant.post(path, half, headers=headers)
        assert refused.status_code == 422, missing
        if missing != "scope":
            assert "Må tale om fraværet." in refused.text
        assert Consent.select().count() == 0
    key = {"key": "c" * 24}
    for _ in range(2):
        assert consultant.post(path, fields(world, **key), headers=headers).status_code == 303
    row = Consent.get()
    assert Consent.select().count() == 1
    assert (row.givers, row.given_on) == ("young_person custody_holder", today())
    assert row.expires_on == today() + limit("consent_days") * DAY
    assert b"Bo og hans mor" not in bytes(row.named)
    page = consultant.get(path).text
    for text in ("Bo og hans mor", "Må tale om fraværet.", "Lokalpolitiet", "Gælder til"):
        assert text in page


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"given_on": str(today() + DAY)}, "Vælg en dag, der er kommet"),
        ({"expires_on": str(today() + 366 * DAY)}, "så længe kan et samtykke ikke gælde"),
        ({"expires_on": str(today() - DAY)}, "Vælg en dag, der ikke er gået"),
        ({"units": ["E-0000-0000"]}, "Vælg mindst én enhed"),
        ({"givers": ["neighbour"]}, ""),
        ({"given_how": "dream"}, ""),
    ],
)
def test_C9_a_consent_that_cannot_be_is_refused_with_every_character(visit, world, concern, more, words):
    consultant = visit("consultant")
    consultant.get(f"/concerns/{concern}/consents/new")
    refused = consultant.post(f"/concerns/{concern}/consents", fields(world, scope="Linje 1\nå <b>", **more))
    assert refused.status_code == 422
    assert words in refused.text
    assert html.escape("Linje 1\nå <b>") in refused.text
    assert Consent.select().count() == 0


@pytest.mark.parametrize(
    ("years", "needed", "not_needed"),
    [(10, {"Forældremyndighedsindehaver"}, {"Den unge"}), (14, {"Forældremyndighedsindehaver"}, {"Den unge"}),
     (15, {"Forældremyndighedsindehaver", "Den unge"}, set()), (17, {"Forældremyndighedsindehaver", "Den unge"}, set())],
)  # fmt: skip
def test_C9_the_form_says_who_gives_it_at_this_age(visit, world, years, needed, not_needed):
    concern = log(world, "teacher", pupil(world, turning(years, today())))
    page = visit("consultant").get(f"/concerns/{concern}/consents/new").text
    said = page.split("Her skal samtykket gives af:")[1].split("</strong>")[0]
    assert all(giver in said for giver in needed)
    assert not any(giver in said for giver in not_needed)


def test_C9_the_clock_is_the_recorders_and_ends_with_the_consent(world, concern):
    consent(world, "teacher", concern)
    clock = Clock.get(Clock.kind == ClockKind.CONSENT)
    assert (clock.capacity, clock.stopped_at) == ("author", None)
    assert today(clock.due_at - 1) == Consent.get().expires_on
    assert Matter.get_by_id(clock.matter_id).reference == concern


def test_C9_withdrawal_stops_the_very_next_share_and_the_register_stays(visit, world, concern):
    running = consent(world, "consultant", concern, "police")
    shared = on_consent(world, concern, running)
    consultant = visit("consultant")
    assert running in consultant.get(f"/concerns/{concern}/disclosures/new").text
    asked = consultant.get(f"/concerns/{concern}/consents/{running}/withdrawal/new")
    assert "textarea" not in asked.text
    for _ in range(2):
        assert consultant.post(f"/concerns/{concern}/consents/{running}/withdrawal").status_code == 303
    with pytest.raises(Unsettled) as stopped:
        on_consent(world, concern, running)
    assert reasons(stopped) == {"consent_withdrawn"}
    assert running not in consultant.get(f"/concerns/{concern}/disclosures/new").text
    assert Disclosure.select().count() == 1
    assert shared in visit("dpo").get("/register").text
    assert Clock.get(Clock.kind == ClockKind.CONSENT).stopped_at


@BOTH
def test_C9_the_form_stops_with_the_reason_in_words_once_it_is_withdrawn(visit, world, concern, headers):
    running = consent(world, "consultant", concern, "police")
    consultant = visit("consultant")
    consultant.get(f"/concerns/{concern}/disclosures/new")
    consents.withdraw(world.actor("teacher"), concern, running)
    posted = {
        "parts": "observation", "recipient": reference_of(world, "liaison"), "basis": "consent", "consent": running,
        "purpose": "prevent_crime", "necessity": "Hver eneste bogstav bliver stående.", **answered("consent"),
    }  # fmt: skip
    refused = consultant.post(f"/concerns/{concern}/disclosures", posted, headers=headers)
    assert refused.status_code == 422
    assert "Samtykket er trukket tilbage. Der kan ikke deles mere på det." in refused.text
    assert "Hver eneste bogstav bliver stående." in refused.text


def test_C9_what_rests_on_a_withdrawn_consent_is_shown_with_the_act_beside_it(visit, world, concern):
    running = consent(world, "consultant", concern, "police")
    shared = on_consent(world, concern, running)
    consents.withdraw(world.actor("consultant"), concern, running)
    consultant = visit("consultant")
    page = consultant.get(f"/concerns/{concern}/consents").text
    assert f"/disclosures/{shared}/recall" in page
    assert "modtageren kan læse det nu" in page
    author = visit("teacher").get(f"/concerns/{concern}/consents").text
    assert "Delt med Liaison" in author
    assert shared not in author
    consultant.follow(consultant.post(f"/disclosures/{shared}/recall"))
    page = consultant.get(f"/concerns/{concern}/consents").text
    assert "lukket for modtageren" in page
    assert f"/disclosures/{shared}/recall" not in page


def test_C9_an_expired_consent_opens_nothing_and_shows_what_rests_on_it(visit, world, concern):
    running = consent(world, "consultant", concern, "police")
    shared = on_consent(world, concern, running)
    Consent.update(given_on=today() - 9 * DAY, expires_on=today() - DAY).execute()
    with pytest.raises(Unsettled) as stopped:
        on_consent(world, concern, running)
    assert reasons(stopped) == {"consent_expired"}
    consultant = visit("consultant")
    page = consultant.get(f"/concerns/{concern}/consents").text
    assert "Udløbet" in page
    assert f"/disclosures/{shared}/recall" in page
    consultant.follow(consultant.post(f"/concerns/{concern}/consents/{running}/lapse"))
    assert Clock.get(Clock.kind == ClockKind.CONSENT).stopped_at


def test_C9_it_holds_to_the_end_of_its_last_day(world, concern):
    running = consent(world, "consultant", concern, "police")
    Consent.update(expires_on=in_days(3)).execute()
    with at(noon(in_days(3))):
        assert on_consent(world, concern, running)
    with at(noon(in_days(4))), pytest.raises(Unsettled):
        on_consent(world, concern, running)


def test_C9_those_who_must_give_it_have_given_it(world):
    concern = log(world, "teacher", pupil(world, turning(16, today())))
    running = consent(world, "consultant", concern, "police")
    for givers, missing in (
        ("custody_holder", {"missing_young_person"}),
        ("young_person", {"missing_custody_holder"}),
    ):
        Consent.update(givers=givers).execute()
        with pytest.raises(Unsettled) as stopped:
            on_consent(world, concern, running)
        assert reasons(stopped) == missing
    Consent.update(givers="young_person custody_holder").execute()
    assert on_consent(world, concern, running)


def test_C9_another_matters_consent_opens_nothing(world, concern):
    other = log(world, "teacher", world.pupils["north"][0])
    elsewhere = consent(world, "consultant", other, "police")
    with pytest.raises(Unsettled) as stopped:
        on_consent(world, concern, elsewhere)
    assert reasons(stopped) == {"no_consent"}
    with pytest.raises(NoSuchConsent):
        consents.withdraw(world.actor("consultant"), concern, elsewhere)


@BOTH
def test_C9_renewing_puts_a_new_one_with_its_own_clock_in_place_of_the_old(visit, world, concern, headers):
    old = consent(world, "consultant", concern, "police")
    Consent.update(given_on=today() - 300 * DAY, expires_on=in_days(5)).execute()
    shared = on_consent(world, concern, old)
    consultant = visit("consultant")
    consultant.get(f"/concerns/{concern}/consents/{old}/renewals/new")
    path = f"/concerns/{concern}/consents/{old}/renewals"
    again = {"given_on": today().isoformat(), "given_how": "phone", "voluntary": "y", "key": "r" * 24}
    refused = consultant.post(path, {**again, "voluntary": ""}, headers=headers)
    assert refused.status_code == 422
    for _ in range(2):
        assert consultant.post(path, again, headers=headers).status_code == 303
    assert Consent.select().count() == 2
    new = Consent.get(Consent.renews.is_null(False))
    stopped = {clock.about: clock.stopped_at for clock in Clock.select().where(Clock.kind == ClockKind.CONSENT)}
    assert stopped[old]
    assert stopped[new.reference] is None
    page = consultant.get(f"/concerns/{concern}/disclosures/new").text
    assert new.reference in page
    assert old not in page
    assert consultant.post(path, {**again, "key": "s" * 24}, headers=headers).status_code == 404
    consents.withdraw(world.actor("consultant"), concern, new.reference)
    for reference in (old, new.reference):
        with pytest.raises(Unsettled) as gone:
            on_consent(world, concern, reference)
        assert reasons(gone) == {"consent_withdrawn"}
    assert consultant.get(f"/concerns/{concern}/consents").text.count(f"/disclosures/{shared}/recall") == 1


@pytest.mark.parametrize("who", ["other_consultant", "other_teacher", "colleague", "liaison", "leader", "dpo"])
def test_C9_for_a_stranger_there_is_no_consent(visit, world, concern, case, who):
    notes = {concern: consent(world, "consultant", concern), case: consent(world, "consultant", case)}
    stranger = visit(who)
    for kind, matter in (("concerns", concern), ("cases", case)):
        here, note = f"/{kind}/{matter}", notes[matter]
        for path in ("/consents", "/consents/new", "/plus/new", f"/consents/{note}/renewals/new",
                     f"/consents/{note}/withdrawal/new"):  # fmt: skip
            assert stranger.get(here + path).status_code == 404, path
        for path in ("/consents", "/plus", f"/consents/{note}/renewals", f"/consents/{note}/withdrawal",
                     f"/consents/{note}/lapse"):  # fmt: skip
            posted = {**fields(world), "document": "x", "starts_on": str(today()), "ends_on": str(in_days(9))}
            assert stranger.post(here + path, posted).status_code == 404, path
    assert Consent.select().where(Consent.withdrawn_at.is_null(False)).count() == 0
