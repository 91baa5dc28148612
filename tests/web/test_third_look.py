"""What a second pair of eyes found in the duties: each stays mended."""

import pytest

from ssp.db import at
from ssp.models import Audit, Consent, Mail, Matter, Participation, User
from ssp.services import (
    absences,
    cases,
    consents,
    disclosures,
    invitations,
    mails,
    meetings,
    notification_desk,
    notifications,
    plus,
)
from ssp.services.consents import Renewal
from ssp.services.door import Denied
from ssp.services.standing import today
from ssp.terms import Basis, Given, Ground, Role
from tests.services.test_meetings import WHY, plan_of
from tests.support import sharing_load
from tests.support.births import in_days, midnight, noon, pupil, turning
from tests.support.case_load import log, once, open_case, reference_of, share


def ends(reference: str) -> dict[str, int | None]:
    rows = Participation.select().join(Matter, on=(Matter.id == Participation.matter))
    return {row.capacity: row.ends_at for row in rows.where(Matter.reference == reference)}


def test_D3_when_the_first_of_two_is_called_off_another_can_be_called_as_a_follow_up(world):
    child, teacher = world.pupils["north"][0], world.actor("teacher")
    concern = log(world, "teacher", child)
    first = meetings.plan(teacher, concern, plan_of(world, child), once())
    meetings.plan(teacher, concern, plan_of(world, child, reason=WHY), once())
    meetings.cancel(teacher, first, meetings.show(teacher, first).version)
    again = meetings.plan(teacher, concern, plan_of(world, child, reason=WHY), once())
    assert meetings.show(teacher, again).follow_up
    with pytest.raises(meetings.Unsettled):
        meetings.plan(teacher, concern, plan_of(world, child, reason=WHY), once())


@pytest.mark.parametrize(("role", "unit"), [(Role.POLICE_LIAISON, "police"), (Role.DPO, None), (Role.PARTNER, None)])
def test_A3_a_clock_says_nothing_of_a_matter_closed_to_ones_new_role(visit, world, role, unit):
    concern = log(world, "teacher", world.pupils["north"][0])
    sharing_load.consent(world, "teacher", concern)
    assert concern in visit("teacher").get("/clocks").text
    User.update(role=role, unit=world.units[unit or "north"]).where(User.id == world.users["teacher"]).execute()
    for page in ("/clocks", "/"):
        assert concern not in visit("teacher").get(page).text


def test_I6_a_consent_given_again_keeps_nobody_longer_than_the_network(world):
    concern = log(world, "teacher", pupil(world, turning(18, in_days(200))))
    case = open_case(world, "consultant", concern)
    consent = sharing_load.consent(world, "consultant", case)
    Consent.update(expires_on=in_days(100)).where(Consent.reference == consent).execute()
    sharing_load.admit(world, "consultant", case, "liaison", basis=Basis.CONSENT, consent=consent)
    assert ends(case)["participant"] == midnight(in_days(101))
    consents.renew(world.actor("consultant"), case, consent, Renewal(today(), Given.TALK, True), once())
    assert ends(case)["participant"] == midnight(in_days(200)) == ends(case)["consultant"]


def test_I6_an_extract_shared_for_ssp_closes_with_the_record(world):
    concern = log(world, "teacher", pupil(world, turning(18, in_days(10))))
    extract = share(world, "consultant", concern, "liaison")
    assert today(disclosures.show(world.actor("liaison"), extract).expires_at) == in_days(10)
    with at(noon(in_days(10))):
        for who in ("liaison", "consultant", "second_consultant"):
            with pytest.raises(Denied, match="no_participation"):
                disclosures.show(world.actor(who), extract)


def test_I6_an_extract_on_a_basis_without_an_age_does_not_close_with_the_record(world):
    concern = log(world, "teacher", pupil(world, turning(18, in_days(10))))
    extract = share(world, "consultant", concern, "liaison", basis=Basis.RPL115_KSP)
    with at(noon(in_days(10))):
        assert disclosures.show(world.actor("liaison"), extract)


def test_C8_a_plus_basis_that_begins_after_the_birthday_leaves_no_days_without_one(visit, world):
    concern = log(world, "teacher", pupil(world, turning(18, in_days(10))))
    actor = world.actor("consultant")
    with pytest.raises(plus.UnfitPlus, match="gap"):
        plus.record(actor, concern, "Aftale af i dag.", in_days(11), in_days(90), once())
    consultant = visit("consultant")
    consultant.get(f"/concerns/{concern}/plus/new")
    fields = {"document": "Aftale af i dag.", "starts_on": in_days(11).isoformat(), "ends_on": in_days(90).isoformat()}
    refused = consultant.post(f"/concerns/{concern}/plus", fields)
    assert refused.status_code == 422
    assert "Aftale af i dag." in refused.text
    assert ends(concern)["consultant"] == midnight(in_days(10))
    plus.record(actor, concern, "Aftale af i dag.", in_days(10), in_days(90), once())
    assert ends(concern)["consultant"] == midnight(in_days(91))


def test_I6_the_review_is_a_button_for_those_who_can_note_it(visit, world):
    concern = log(world, "teacher", pupil(world, turning(18, in_days(10))))
    assert f"/reviews/{concern}" not in visit("teacher").get(f"/concerns/{concern}").text
    assert f"/reviews/{concern}" in visit("consultant").get(f"/concerns/{concern}").text


def test_A10_a_mail_is_not_sent_to_somebody_who_has_left_since_it_was_written(world):
    log(world, "teacher", world.pupils["north"][0])
    assert Mail.select().count() == 2
    User.update(ends_on=in_days(-1)).where(User.username == "consultant").execute()
    letter = mails.take(60)
    assert letter.recipient == "second_consultant@example.invalid"
    assert mails.take(60) is None
    assert Mail.get(Mail.recipient == "consultant@example.invalid").problem == mails.NO_LONGER


def test_the_page_of_consents_costs_the_same_however_many_there_are(visit, world, queries):
    concern = log(world, "teacher", world.pupils["north"][1])
    consultant, costs = visit("consultant"), []
    for _ in range(3):
        consent = sharing_load.consent(world, "consultant", concern)
        share(world, "consultant", concern, "liaison", basis=Basis.CONSENT, consent=consent, reason=WHY)
        queries.clear()
        assert (
            consultant.get(f"/concerns/{concern}/consents").text.count("modtageren kan læse det nu") == len(costs) + 1
        )
        costs.append(len(queries))
    assert len(set(costs)) == 1, costs


def test_E4_a_correction_pressed_twice_is_made_once_and_shown_twice(visit, world):
    said = absences.Report(world.pupils["north"][0], absences.quarters_now()[0], 20)
    absence = absences.report(world.actor("teacher"), said, once())
    head, fields = visit("head"), {"corrected_percent": "3", "correction": "Sygdom.", "key": once()}
    head.get(f"/absences/{absence}")
    assert [head.post(f"/absences/{absence}/corrections", fields).status_code for _ in range(2)] == [303, 303]


def test_D2_what_came_of_a_meeting_pressed_twice_is_noted_once_and_shown_twice(visit, world):
    child = world.pupils["north"][0]
    meeting = meetings.plan(world.actor("teacher"), log(world, "teacher", child), plan_of(world, child), once())
    teacher, fields = visit("teacher"), {"version": "1", "outcome": "Vi blev enige.", "key": once()}
    teacher.get(f"/meetings/{meeting}")
    assert [teacher.post(f"/meetings/{meeting}/outcome", fields).status_code for _ in range(2)] == [303, 303]


def test_E5_where_it_is_filed_is_not_overwritten_from_an_old_page(visit, world):
    content = notifications.NotificationContent(Ground.SUPPORT, False, "Set.", True, unlisted=("Ukendt",))
    notification = notifications.send(world.actor("teacher"), content, notifications.Page(once()))
    section = visit("social_worker")
    page = section.get(f"/notifications/{notification}").text
    version = page.split('name="version" value="')[1].split('"')[0]
    first, second = (
        section.post(f"/notifications/{notification}/filings", {"filed_in": place, "version": version})
        for place in ("DUBU 1", "DUBU 2")
    )
    assert (first.status_code, second.status_code) == (303, 409)
    assert "DUBU 2" in second.text
    assert notifications.show(world.actor("social_worker"), notification).texts["filed_in"] == "DUBU 1"


def test_C9_withdrawing_one_consent_leaves_who_takes_part_on_another(world):
    case = open_case(world, "consultant", log(world, "teacher", world.pupils["north"][1]))
    one, two = (sharing_load.consent(world, "consultant", case) for _ in range(2))
    with at(noon(in_days(1))):
        sharing_load.admit(world, "consultant", case, "liaison", basis=Basis.CONSENT, consent=one, reason=WHY)
        invitations.dismiss(world.actor("consultant"), case, reference_of(world, "liaison"))
    with at(noon(in_days(1)) + 60):
        sharing_load.admit(world, "consultant", case, "liaison", basis=Basis.CONSENT, consent=two, reason=WHY)
        consents.withdraw(world.actor("consultant"), case, one)
        assert cases.show(world.actor("liaison"), case)
        consents.withdraw(world.actor("consultant"), case, two)
        with pytest.raises(Denied):
            cases.show(world.actor("liaison"), case)


def test_B1_what_was_searched_for_on_a_desk_without_script_stands_in_the_log(world):
    notification_desk.desk(world.actor("teacher"), "Nør")
    assert Audit.select().order_by(Audit.seq.desc()).get().criterion


def test_who_is_writing_when_their_access_ends_keeps_what_they_wrote(visit, world):
    case = open_case(world, "consultant", log(world, "teacher", world.pupils["north"][0]))
    sharing_load.admit(world, "consultant", case, "social_worker")
    guest = visit("social_worker")
    guest.get(f"/cases/{case}")
    invitations.dismiss(world.actor("consultant"), case, reference_of(world, "social_worker"))
    refused = guest.post(f"/cases/{case}/notes", {"text": "Et langt notat om aftalen."})
    assert refused.status_code == 404
    assert "Et langt notat om aftalen." in refused.text
    assert case not in refused.text


def test_every_meeting_can_be_reached_from_the_list(visit, world, monkeypatch):
    monkeypatch.setattr(meetings, "PAGE_SIZE", 1)
    teacher, made = world.actor("teacher"), []
    for child in world.pupils["north"][:2]:
        made.append(meetings.plan(teacher, log(world, "teacher", child), plan_of(world, child), once()))
    reader = visit("social_worker")
    first = reader.get("/meetings").text
    assert made[0] not in first
    older = "/meetings?" + first.split('href="/meetings?')[1].split('"')[0]
    rest = reader.get(older).text
    assert made[0] in rest
    assert "/meetings?" not in rest
