"""Every endpoint of the duties that shows or changes a matter, as something a person asks for."""

from ssp.services.standing import today
from tests.reliability.journey_duties import LATER, absence_fields, meeting_fields, notification_fields, question_fields
from tests.support.answers import answered

PRESS = {"x": "y"}
"""A form with nothing in it but its button."""


def duty_requests(trail) -> dict[str, list[tuple]]:
    """For each endpoint: who asks, for what, with which fields (None is a GET)."""
    return (
        _notifications(trail) | _absences(trail) | _consultations(trail) | _consents(trail) | _notices(trail)
        | _meetings(trail) | _others(trail)
    )  # fmt: skip


def _notifications(trail) -> dict[str, list[tuple]]:
    path, waiting = f"/notifications/{trail.notification}", f"/notifications/{trail.unassessed}"
    sent = notification_fields(observation="ny", unlisted="navn", not_informed_reason="grund")
    outside = sent | {
        "came_from": "private",
        "notifier": "nabo",
        "arrived_on": today().isoformat(),
        "arrived_at": "00:00",
    }
    assessed = {"outcome": "examine", "assessment_reason": "grund"}
    return {
        "notifications.index": [("social_worker", "/notifications", None), ("teacher", "/notifications", None)],
        "notifications.new": [("teacher", "/notifications/new", None)],
        "notifications.from_concern": [("teacher", f"/concerns/{trail.concern}/notifications/new", None)],
        "notifications.from_absence": [("head", f"/absences/{trail.absence}/notifications/new", None)],
        "notifications.new_registration": [("social_worker", "/notifications/register", None)],
        "notifications.edit": [("teacher", f"/notifications/drafts/{trail.notification_draft}", None)],
        "notifications.create": [("teacher", "/notifications", sent)],
        "notifications.register": [("social_worker", "/notifications/register", outside)],
        "notifications.children": [("teacher", "/notifications/children", {"q": "zq"})],
        "notifications.show": [("teacher", path, None), ("teacher", waiting, None), ("social_worker", path, None),
                               ("social_worker", f"/notifications/{trail.registered}", None)],
        "notifications.print_out": [("social_worker", f"{path}/pdf", None)],
        "notifications.receive": [("social_worker", f"{waiting}/receive", PRESS)],
        "notifications.assess": [("social_worker", f"{waiting}/assessments", assessed)],
        "notifications.give_receipt": [("social_worker", f"{path}/receipts", {"text": "tak"})],
        "notifications.give_feedback": [("social_worker", f"{path}/feedback", {"feedback": "started"})],
        "notifications.file": [("social_worker", f"{path}/filings", {"filed_in": "system"})],
        "persons.new_in_notification": [("social_worker", f"{path}/persons/{trail.child}/unmask", None)],
        "persons.create_in_notification": [("social_worker", f"{path}/persons/{trail.child}/unmask", {"reason": "grund"})],
        "notifications.block": [("social_worker", f"{path}/blocks", PRESS)],
    }  # fmt: skip


def _absences(trail) -> dict[str, list[tuple]]:
    path = f"/absences/{trail.absence}"
    right = {"corrected_percent": "3", "correction": "fejl"}
    return {
        "absences.index": [("head", "/absences", None)],
        "absences.new": [("teacher", "/absences/new", None)],
        "absences.children": [("teacher", "/absences/children", {"q": "zq"})],
        "absences.create": [("teacher", "/absences", absence_fields(trail))],
        "absences.show": [("head", path, None), ("head", f"/absences/{trail.corrected}", None)],
        "absences.correct": [("head", f"{path}/corrections", right)],
        "absences.dismiss": [("head", f"{path}/dismissals", PRESS)],
    }  # fmt: skip


def _consultations(trail) -> dict[str, list[tuple]]:
    path = f"/consultations/{trail.consultation}"
    told = question_fields(title="titel", situation="en situation", advice="et råd")
    return {
        "consultations.index": [(who, "/consultations", None) for who in ("teacher", "consultant")],
        "consultations.new": [("teacher", "/consultations/new", None)],
        "consultations.edit": [("teacher", f"/consultations/drafts/{trail.question_draft}", None)],
        "consultations.create": [("teacher", "/consultations", question_fields(situation="en situation"))],
        "consultations.show": [(who, path, None) for who in ("teacher", "consultant")],
        "consultations.answer": [("consultant", f"{path}/answers", {"text": "et råd"})],
        "consultations.reply": [("teacher", f"{path}/replies", {"text": "et svar"})],
        "consultations.convert": [("teacher", f"{path}/concern", {"why": "noget"})],
        "consultations.close": [("teacher", f"{path}/close", PRESS)],
        "library.index": [("teacher", "/library", None)],
        "library.show": [("teacher", f"/library/{trail.lesson}", None)],
        "library.new": [("consultant", f"{path}/lesson", None)],
        "library.create": [("consultant", f"{path}/lesson", told)],
        "library.withdraw": [("consultant", f"/library/{trail.lesson}/withdraw", PRESS)],
    }  # fmt: skip


def _consents(trail) -> dict[str, list[tuple]]:
    path, case = f"/concerns/{trail.concern}", f"/cases/{trail.case}"
    one = f"{path}/consents/{trail.consent}"
    given = trail.consent_fields | {"named": "mor", "scope": "alt"}
    again = {name: given[name] for name in ("given_on", "given_how", "voluntary")}
    plus = {"document": "aftale", "starts_on": today().isoformat(), "ends_on": LATER}
    guest = {"user": trail.recipient, "basis": "rpl115_ssp", **answered()}
    return {
        "consents.index": [("consultant", f"{path}/consents", None), ("consultant", f"{case}/consents", None)],
        "consents.new": [("consultant", f"{path}/consents/new", None)],
        "consents.create": [("consultant", f"{path}/consents", given)],
        "consents.new_renewal": [("consultant", f"{one}/renewals/new", None)],
        "consents.renew": [("consultant", f"{one}/renewals", again)],
        "consents.new_withdrawal": [("consultant", f"{one}/withdrawal/new", None)],
        "consents.withdraw": [("consultant", f"{one}/withdrawal", PRESS)],
        "consents.lapse": [("consultant", f"{path}/consents/{trail.expired}/lapse", PRESS)],
        "consents.new_plus": [("consultant", f"{path}/plus/new", None)],
        "consents.create_plus": [("consultant", f"{path}/plus", plus)],
        "cases.new_participant": [("consultant", f"{case}/participants/new", None)],
        "cases.check_participant": [("consultant", f"{case}/participants/checks", guest)],
        "cases.dismiss": [("consultant", f"{case}/participants/{trail.recipient}/end", PRESS)],
    }  # fmt: skip


def _notices(trail) -> dict[str, list[tuple]]:
    path = f"/concerns/{trail.concern}/notices"
    told = {"told_on": today().isoformat(), "told_how": "phone", "told_by": trail.recipient, "version": "1"}
    later = {"exemption": "childs_interest", "reason": "grund", "review_on": LATER, "version": "1"}
    more = {"child": trail.child_row, "to_whom": "custody_holder", "named": "far"}
    review = f"/reviews/{trail.concern}"
    return {
        "notices.index": [(who, "/notices", None) for who in ("teacher", "consultant", "dpo")],
        "notices.new": [("consultant", f"{path}/new", None)],
        "notices.create": [("consultant", path, more)],
        "notices.show": [("consultant", f"{path}/{trail.notice}", None)],
        "notices.give": [("consultant", f"{path}/{trail.notice}/given", told)],
        "notices.defer": [("consultant", f"{path}/{trail.notice}/deferrals", later)],
        "notices.letter": [("consultant", f"{path}/{trail.notice}/letter", None)],
        "notices.review": [("consultant", review, None)],
        "notices.note_review": [("consultant", review, {"outcome": "gennemgået", "version": "1"})],
    }  # fmt: skip


def _meetings(trail) -> dict[str, list[tuple]]:
    path, meeting = f"/concerns/{trail.concern}/meetings", f"/meetings/{trail.meeting}"
    after = f"/notifications/{trail.notification}/meetings"
    fields = meeting_fields(trail, place="sted", purpose="formål", reason="en særlig grund til det")
    return {
        "meetings.index": [("teacher", "/meetings", None)],
        "meetings.new": [("teacher", f"{path}/new", None)],
        "meetings.new_after_notification": [("social_worker", f"{after}/new", None)],
        "meetings.create": [("teacher", path, fields)],
        "meetings.create_after_notification": [("social_worker", after, fields)],
        "meetings.show": [("teacher", meeting, None), ("teacher", f"/meetings/{trail.held}", None)],
        "meetings.hold": [("teacher", f"{meeting}/outcome", {"outcome": "aftale", "version": "1"})],
        "meetings.cancel": [("teacher", f"{meeting}/cancellation", {"version": "1"})],
    }  # fmt: skip


def _others(trail) -> dict[str, list[tuple]]:
    concern, extract = f"/concerns/{trail.concern}", f"/disclosures/{trail.disclosure}"
    returned = f"/disclosures/{trail.returned}"
    rule = "/rules/triage_decision"
    proposed = {"value": "9", "valid_from": today().isoformat(), "reason": "grund"}
    signed = {"version": "triage_decision:1", "review_on": LATER}
    held = {"held_on": today().isoformat(), "outcome": "holdt"}
    return {
        "disclosures.check": [("consultant", f"{concern}/disclosures/checks", answered())],
        "disclosures.check_passing": [("liaison", f"{extract}/passings/checks", answered())],
        "disclosures.check_return": [("liaison", f"{extract}/returns/checks", answered())],
        "disclosures.document_crime": [("consultant", f"{returned}/crime-documentation", PRESS)],
        "disclosures.hold_consultation": [("consultant", f"{returned}/network-consultation", held)],
        "drafts.edit": [("teacher", f"/drafts/{trail.draft}", None)],
        "clocks.index": [(who, "/clocks", None) for who in ("consultant", "social_worker", "leader")],
        "rules.index": [(who, "/rules", None) for who in ("teacher", "dpo")],
        "rules.show": [("teacher", rule, None)],
        "rules.create": [("administrator", f"{rule}/versions", proposed)],
        "rules.sign": [("dpo", "/rules/signatures", signed)],
    }
