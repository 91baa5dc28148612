"""The guided check in every act that shares: the questions, the verdict, one's own reason, and what is kept of it."""

import pytest

from ssp.db import at
from ssp.models import Check, Clock, Disclosure, Matter, Message, Participation
from ssp.services import cases, disclosures, plus
from ssp.services.checking import Unsettled
from ssp.services.door import Denied
from ssp.services.standing import today
from ssp.terms import Basis, ClockKind, Part
from tests.support.answers import WHY, answered, clear, once, reference_of
from tests.support.births import in_days, noon, pupil, turning
from tests.support.case_load import log, offer, open_case, share
from tests.support.sharing_load import DAY, admit, consent

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOTH = pytest.mark.parametrize("headers", [{}, HX], ids=["plain", "htmx"])


@pytest.fixture
def concern(world) -> str:
    return log(world, "teacher", world.pupils["north"][1])


def form(world, to: str = "liaison", basis: str = "rpl115_ssp", **more) -> dict:
    return {
        "parts": "observation", "recipient": reference_of(world, to), "basis": basis, "purpose": "prevent_crime",
        "necessity": WHY, **answered(basis), **more,
    }  # fmt: skip


def compose(visit, concern: str, who: str = "consultant"):
    person = visit(who)
    person.get(f"/concerns/{concern}/disclosures/new")
    return person


def test_C1_every_basis_asks_its_own_questions_and_nothing_is_answered_beforehand(visit, concern):
    page = visit("consultant").get(f"/concerns/{concern}/disclosures/new").text
    for basis in ("rpl115_ssp", "rpl115_psp", "rpl115_ksp", "ssd", "consent", "other_law"):
        assert 3 <= page.count(f" ask-{basis}") <= 4
        assert f'value="{basis}"' in page
    assert " checked" not in page


@BOTH
def test_C1_the_verdict_is_shown_without_sharing_and_keeps_what_was_typed(visit, world, concern, headers):
    consultant = compose(visit, concern)
    unsure = form(world, necessity="Midt i en sætning …", ask_factual="unsure")
    page = consultant.post(f"/concerns/{concern}/disclosures/checks", unsure, headers=headers)
    assert page.status_code == 200
    assert "Skriv din begrundelse" in page.text
    assert "Dette er støtte, ikke en afgørelse" in page.text
    assert "retsplejeloven § 115" in page.text
    assert Disclosure.select().count() == 0
    assert Check.select().count() == 0
    if headers:
        assert page.text.lstrip().startswith('<div id="verdict"')
    else:
        assert "Midt i en sætning …" in page.text
        assert 'value="unsure" checked' in page.text


@BOTH
def test_C1_unanswered_questions_are_pointed_out_and_nothing_is_shared(visit, world, concern, headers):
    consultant = compose(visit, concern)
    half = form(world)
    del half["ask_necessary"]
    refused = consultant.post(f"/concerns/{concern}/disclosures", half, headers=headers)
    assert refused.status_code == 422
    assert refused.text.count("Svar på spørgsmålet<") >= 1
    assert WHY in refused.text
    assert Disclosure.select().count() == 0


@BOTH
def test_C1_doubt_takes_a_reason_that_is_kept_sealed_with_verdict_and_version(visit, world, concern, headers):
    consultant = compose(visit, concern)
    path, doubt = f"/concerns/{concern}/disclosures", form(world, ask_necessary="unsure")
    for short in ("", "for kort"):
        refused = consultant.post(path, {**doubt, "reason": short}, headers=headers)
        assert refused.status_code == 422
        assert 'name="reason"' in refused.text
        assert short in refused.text
    mine = "Lokalbetjenten er den eneste, der kender gruppen."
    made = consultant.post(path, {**doubt, "reason": mine}, headers=headers)
    assert made.status_code == 303
    row = Check.get()
    assert (row.basis, row.guidance, row.crossing) == ("rpl115_ssp", "reason", "disclosure")
    assert "necessary=unsure" in row.answers
    assert row.rule_versions.startswith("rpl115_ssp@")
    assert "adult_age@1" in row.rule_versions
    assert mine.encode() not in bytes(row.reason)
    assert row.matter_id == Disclosure.get().matter_id
    page = consultant.follow(made).text
    assert mine in page
    reference = Matter.get_by_id(row.matter_id).reference
    assert mine not in visit("liaison").get(f"/disclosures/{reference}").text


def test_C1_a_second_press_shares_once_and_keeps_one_check(visit, world, concern):
    consultant = compose(visit, concern)
    path, fields = f"/concerns/{concern}/disclosures", form(world, key="k" * 24)
    first, second = (consultant.post(path, fields) for _ in range(2))
    assert (first.status_code, first.location) == (303, second.location)
    assert Disclosure.select().count() == Check.select().count() == 1


@BOTH
def test_C3_for_a_criminal_case_is_a_stop_no_reason_lifts(visit, world, concern, headers):
    consultant = compose(visit, concern)
    wanted = form(world, ask_investigation="yes", reason="Politiet har brug for det til deres sag.")
    refused = consultant.post(f"/concerns/{concern}/disclosures", wanted, headers=headers)
    assert refused.status_code == 422
    assert "Samarbejdet må ikke bruges til efterforskning" in refused.text
    assert "Politiet har brug for det til deres sag." in refused.text
    assert Disclosure.select().count() == 0


@BOTH
@pytest.mark.parametrize("to", ["liaison", "social_worker"])
def test_D1_ssd_is_for_meetings_and_never_for_the_police(visit, world, concern, to, headers):
    consultant = compose(visit, concern)
    refused = consultant.post(f"/concerns/{concern}/disclosures", form(world, to, "ssd"), headers=headers)
    assert refused.status_code == 422
    assert "gælder kun på et møde" in refused.text
    assert ("Politiet er aldrig med" in refused.text) == (to == "liaison")
    assert Disclosure.select().count() == 0


def test_D1_a_stop_offers_the_ways_out_as_links(visit, world, concern):
    consultant = compose(visit, concern)
    page = consultant.post(f"/concerns/{concern}/disclosures", form(world, basis="ssd")).text
    for path in (f"/concerns/{concern}/consents/new", f"/concerns/{concern}/notifications/new", "/consultations/new"):
        assert f'href="{path}"' in page
        assert consultant.get(path).status_code == 200


@pytest.fixture
def nearly_grown(world) -> str:
    """A concern about somebody who turns 18 tomorrow."""
    return log(world, "teacher", pupil(world, turning(18, in_days(1))))


def test_C8_after_18_nothing_is_shared_in_ssp_without_ssp_plus(world, nearly_grown):
    closing = share(world, "consultant", nearly_grown, "liaison")
    staying = share(world, "consultant", nearly_grown, "liaison", basis=Basis.RPL115_PSP)
    with at(noon(in_days(1))):
        for source, who in ((nearly_grown, "consultant"), (closing, "liaison")):
            with pytest.raises(Denied):
                share(world, who, source, "street_worker")
        with pytest.raises(Unsettled) as stopped:
            share(world, "liaison", staying, "street_worker", reason=WHY)
        assert {remark.reason for remark in stopped.value.advice.remarks} == {"grown_up"}
        assert share(world, "liaison", staying, "social_worker", basis=Basis.RPL115_PSP)


def test_C8_with_ssp_plus_the_record_stays_open_and_each_share_takes_a_reason(world, nearly_grown):
    case = open_case(world, "consultant", nearly_grown)
    admit(world, "consultant", case, "social_worker")
    plus.record(world.actor("consultant"), nearly_grown, "Aftale.", today(), in_days(30), once())
    with at(noon(in_days(1))):
        with pytest.raises(Unsettled) as asked:
            share(world, "consultant", nearly_grown, "liaison")
        assert {remark.reason for remark in asked.value.advice.remarks} == {"plus"}
        assert share(world, "consultant", nearly_grown, "liaison", reason=WHY)
        assert cases.show(world.actor("social_worker"), case)
    with at(noon(in_days(30))):
        assert cases.show(world.actor("social_worker"), case)
    with at(noon(in_days(31))), pytest.raises(Denied):
        cases.show(world.actor("social_worker"), case)


@pytest.mark.parametrize("act", ["passings", "returns"])
def test_C7_passing_on_and_bringing_back_are_checked_too(visit, world, concern, act):
    shared = share(world, "consultant", concern, "liaison")
    liaison = visit("liaison")
    liaison.get(f"/disclosures/{shared}/{act}/new")
    fields = form(world, "street_worker", statement="Set ved søen.", ask_part_of_work="no")
    seen = liaison.post(f"/disclosures/{shared}/{act}/checks", fields)
    assert seen.status_code == 200
    refused = liaison.post(f"/disclosures/{shared}/{act}", fields)
    assert refused.status_code == 422
    for page in (seen.text, refused.text):
        assert "Det hører ikke til i det kriminalitetsforebyggende samarbejde" in page
    fields["ask_part_of_work"] = "yes"
    assert liaison.post(f"/disclosures/{shared}/{act}", fields).status_code == 303
    assert Check.select().count() == 2


@BOTH
def test_A7_an_invitation_is_checked_kept_and_ends_on_its_day(visit, world, concern, headers):
    case = open_case(world, "consultant", concern)
    consultant = visit("consultant")
    consultant.get(f"/cases/{case}/participants/new")
    path, last = f"/cases/{case}/participants", today() + 10 * DAY
    fields = {"user": reference_of(world, "liaison"), "basis": "rpl115_ssp", **answered(), "ends_on": last.isoformat()}
    refused = consultant.post(path, {**fields, "ask_part_of_work": "no"}, headers=headers)
    assert refused.status_code == 422
    assert consultant.post(path, {**fields, "ask_factual": "unsure"}, headers=headers).status_code == 422
    assert Participation.select().where(Participation.basis == "rpl115_ssp").count() == 0
    assert consultant.post(path + "/checks", fields, headers=headers).status_code == 200
    assert consultant.post(path, fields, headers=headers).status_code == 303
    assert consultant.post(path, fields, headers=headers).status_code == 303
    row, check = Participation.get(Participation.basis == "rpl115_ssp"), Check.get()
    assert (check.crossing, check.about_id, check.guidance) == ("invitation", world.users["liaison"], "green")
    assert today(row.ends_at) == last + DAY
    assert today(row.ends_at - 1) == last
    assert visit("liaison").get(f"/cases/{case}").status_code == 200
    consultant.get(f"/cases/{case}")
    consultant.follow(consultant.post(f"{path}/{reference_of(world, 'liaison')}/end"))
    assert visit("liaison").get(f"/cases/{case}").status_code == 404


def test_A7_nobody_is_invited_without_a_basis_or_until_yesterday(visit, world, concern):
    case = open_case(world, "consultant", concern)
    consultant = visit("consultant")
    consultant.get(f"/cases/{case}/participants/new")
    whole = {"user": reference_of(world, "liaison"), "basis": "rpl115_ssp", **answered()}
    for wrong in ({"basis": ""}, {"ends_on": (today() - DAY).isoformat()}, {"user": ""}, {"basis": "ssd"}):
        assert consultant.post(f"/cases/{case}/participants", {**whole, **wrong}).status_code == 422
    assert Check.select().count() == 0


@pytest.mark.parametrize("who", ["other_consultant", "other_teacher", "liaison", "leader", "administrator", "dpo"])
def test_A1_a_stranger_checks_and_invites_nothing(visit, world, concern, who):
    case = open_case(world, "consultant", concern)
    shared = share(world, "consultant", concern, "social_worker")
    stranger = visit(who)
    for path in (
        f"/concerns/{concern}/disclosures/checks", f"/disclosures/{shared}/passings/checks",
        f"/disclosures/{shared}/returns/checks", f"/cases/{case}/participants/checks", f"/cases/{case}/participants",
        f"/cases/{case}/participants/{reference_of(world, 'liaison')}/end",
        f"/disclosures/{shared}/crime-documentation", f"/disclosures/{shared}/network-consultation",
    ):  # fmt: skip
        answer = stranger.post(
            path, form(world, user=reference_of(world, "liaison"), held_on="2026-01-01", outcome="x")
        )
        assert answer.status_code == 404, path


@pytest.fixture
def from_police(world, concern) -> str:
    """What the police brought back to the consultant."""
    shared = share(world, "consultant", concern, "liaison")
    back = offer(world, "consultant", Part.STATEMENT, statement="Sigtet for vold.")
    return disclosures.bring_back(world.actor("liaison"), shared, back, once())


@BOTH
def test_G10_the_polices_documentation_starts_a_clock_that_holding_the_meeting_stops(visit, from_police, headers):
    consultant, path = visit("consultant"), f"/disclosures/{from_police}"
    assert "netværkssamråd inden 7 dage" in consultant.get(path).text
    for _ in range(2):
        assert consultant.post(f"{path}/crime-documentation", headers=headers).status_code == 303
    clock = Clock.get(Clock.kind == ClockKind.NETWORK_CONSULTATION)
    assert today(clock.due_at - 1) == today() + 7 * DAY
    page = consultant.get(path).text
    assert "Hold netværkssamrådet" in page
    assert "barnets lov § 130" in page
    assert from_police in consultant.get("/").text
    held = f"{path}/network-consultation"
    ahead = {"held_on": (today() + DAY).isoformat(), "outcome": "Vi mødes alle."}
    refused = consultant.post(held, ahead, headers=headers)
    assert refused.status_code == 422
    assert "Vi mødes alle." in refused.text
    assert consultant.post(held, {"outcome": "x"}, headers=headers).status_code == 422
    fields = {"held_on": today().isoformat(), "outcome": "Alle var med.", "key": "h" * 24}
    for _ in range(2):
        assert consultant.post(held, fields, headers=headers).status_code == 303
    assert Clock.get(Clock.kind == ClockKind.NETWORK_CONSULTATION).stopped_at
    assert Message.select().where(Message.kind == "network_consultation").count() == 1
    assert "Alle var med." in visit("liaison").get(path).text


def test_G10_only_what_comes_from_the_police_is_their_documentation(visit, world, concern):
    shared = share(world, "consultant", concern, "social_worker")
    worker = visit("social_worker")
    assert "netværkssamråd" not in worker.get(f"/disclosures/{shared}").text.lower()
    assert worker.post(f"/disclosures/{shared}/crime-documentation").status_code == 403
    assert not Clock.select().where(Clock.kind == ClockKind.NETWORK_CONSULTATION).exists()


def test_C9_a_share_on_consent_names_one_and_the_recipients_unit(visit, world, concern):
    running = consent(world, "consultant", concern, "police")
    consultant = compose(visit, concern)
    path = f"/concerns/{concern}/disclosures"
    assert consultant.post(path, form(world, basis="consent")).status_code == 422
    refused = consultant.post(path, form(world, "social_worker", "consent", consent=running))
    assert "nævner ikke modtagerens enhed" in refused.text
    assert consultant.post(path, form(world, basis="consent", consent=running)).status_code == 303
    assert Check.get().consent_id


def test_what_answers_clear_of_everything_is_green(world, concern):
    """The control for every refusal above: the same share with nothing against it goes through without a reason."""
    assert share(world, "consultant", concern, "liaison", replies=clear(Basis.RPL115_SSP), reason="")
    assert Check.get().guidance == "green"
