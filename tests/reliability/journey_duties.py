"""The walk's second half: notified, absent, asked without a name, agreed to, told, met about; a marker in every text."""

import re
from datetime import timedelta

from ssp.models import Consent
from ssp.policy.checks import QUESTIONS
from ssp.services.absences import quarters_now
from ssp.services.standing import today
from ssp.terms import Basis, Reply

DAY = timedelta(days=1)
LATER = (today() + 9 * DAY).isoformat()
WAITING = ("early", "necessary", "violence")


def walk(trail, visit, world) -> None:
    """Write, assess, ask, answer, agree, tell and meet through the pages."""
    teacher, consultant, section, head = (visit(name) for name in ("teacher", "consultant", "social_worker", "head"))
    _drafts(trail, teacher)
    _notify(trail, teacher, section)
    _absences(trail, teacher, head)
    _ask(trail, teacher, consultant)
    _agree(trail, consultant)
    _tell(trail, consultant)
    _meet(trail, teacher)
    _network_consultation(trail, consultant)


def made(response, letter: str) -> str:
    """The reference of what a form just made."""
    assert response.status_code == 303, (response.status_code, response.text[:4000])
    return re.search(rf"{letter}-\w{{4}}-\w{{4}}", response.location)[0]


def notification_fields(**more) -> dict:
    return {"ground": "support", "acute": "no", "parents_informed": "no", "not_informed": "other", **more}


def _drafts(trail, teacher) -> None:
    m = trail.mark
    names = ("observation", "words", "strengths", "tried", "unlisted", "not_informed_reason", "notifier", "q")
    texts = {name: m(f"notification_draft_{name}") for name in names}
    teacher.get("/notifications/new")
    trail.notification_draft = made(teacher.post("/drafts", {"form": "notification", **texts}), "K")
    texts = {name: m(f"question_draft_{name}") for name in ("situation", "tried")}
    teacher.get("/consultations/new")
    trail.question_draft = made(teacher.post("/drafts", {"form": "consultation", **texts}), "K")


def _notify(trail, teacher, section) -> None:
    m = trail.mark
    texts = {name: m(f"notified_{name}") for name in
             ("observation", "words", "strengths", "tried", "not_informed_reason", "unlisted")}  # fmt: skip
    teacher.get("/notifications/new")
    trail.notification = made(
        teacher.post("/notifications", notification_fields(children=trail.child, **texts)), "U"
    )  # fmt: skip
    teacher.get("/notifications/new")
    again = notification_fields(observation=m("notified_waiting"), not_informed_reason="x", unlisted="y")
    trail.unassessed = made(teacher.post("/notifications", again), "U")
    path = f"/notifications/{trail.notification}"
    section.follow(section.post(f"{path}/receive"))
    assessed = {"outcome": "examine", "assessment_reason": m("assessment_reason")}
    section.follow(section.post(f"{path}/assessments", assessed))
    section.follow(section.post(f"{path}/receipts", {"text": m("receipt")}))
    section.follow(section.post(f"{path}/filings", {"filed_in": m("filed_in")}))
    section.get("/notifications/register")
    outside = {
        "came_from": "private",
        "notifier": m("notifier"),
        "arrived_on": today().isoformat(),
        "arrived_at": "00:00",
    }
    fields = notification_fields(observation="x", unlisted="y", not_informed_reason="z", **outside)
    trail.registered = made(section.post("/notifications/register", fields), "U")


def absence_fields(trail) -> dict:
    return {"children": trail.child, "quarter": quarters_now()[0], "percent": "22"}


def _absences(trail, teacher, head) -> None:
    m = trail.mark
    teacher.get("/absences/new")
    trail.corrected = made(teacher.post("/absences", absence_fields(trail)), "A")
    fields = {"corrected_percent": "4", "correction": m("correction")}
    assert m("correction") in head.follow(head.post(f"/absences/{trail.corrected}/corrections", fields)).text
    teacher.get("/absences/new")
    trail.absence = made(teacher.post("/absences", absence_fields(trail)), "A")


def question_fields(**texts) -> dict:
    return {
        "age_band": "ten_to_twelve",
        "place_kind": "school",
        "read_through": "y",
        "seen": list(texts.values()),
        **texts,
    }


def _ask(trail, teacher, consultant) -> None:
    m = trail.mark
    teacher.get("/consultations/new")
    asked = question_fields(situation=m("situation"), tried=m("question_tried"))
    trail.consultation = made(teacher.post("/consultations", asked), "S")
    path = f"/consultations/{trail.consultation}"
    consultant.get(path)
    answered = {"text": m("advice_given"), "read_through": "y", "seen": [m("advice_given")]}
    consultant.follow(consultant.post(f"{path}/answers", answered))
    consultant.get(f"{path}/lesson")
    told = question_fields(title=m("lesson_title"), situation=m("lesson_situation"), advice=m("lesson_advice"))
    trail.lesson = made(consultant.post(f"{path}/lesson", told), "L")


def consent_fields(page, **more) -> dict:
    unit = re.search(r'name="units"[^>]*value="([^"]+)"', page.text)[1]
    return {"given_on": today().isoformat(), "given_how": "talk", "voluntary": "y", "units": unit,
            "givers": ["young_person", "custody_holder"], **more}  # fmt: skip


def _agree(trail, consultant) -> None:
    m, path = trail.mark, f"/concerns/{trail.concern}"
    page = consultant.get(f"{path}/consents/new")
    trail.consent_fields = consent_fields(page, named=m("consent_named"), scope=m("consent_scope"))
    page = consultant.follow(consultant.post(f"{path}/consents", trail.consent_fields))
    trail.consent = re.search(r"/consents/(R-\w{4}-\w{4})/", page.text)[1]
    consultant.get(f"{path}/consents/new")
    consultant.follow(consultant.post(f"{path}/consents", trail.consent_fields | {"named": "en til"}))
    trail.expired = Consent.select(Consent.reference).order_by(Consent.id.desc()).scalar()
    Consent.update(expires_on=today() - DAY).where(Consent.reference == trail.expired).execute()
    consultant.get(f"{path}/plus/new")
    fields = {"document": m("plus_document"), "starts_on": today().isoformat(), "ends_on": LATER}
    assert m("plus_document") in consultant.follow(consultant.post(f"{path}/plus", fields)).text


def _tell(trail, consultant) -> None:
    m, path = trail.mark, f"/concerns/{trail.concern}/notices"
    page = consultant.get(f"{path}/new")
    trail.child_row = re.search(r'<option[^>]*value="(R-\w{4}-\w{4})"', page.text)[1]
    fields = {"child": trail.child_row, "to_whom": "custody_holder", "named": m("custody_holder")}
    trail.notice = made(consultant.post(path, fields), "R")
    page = consultant.get(f"{path}/{trail.notice}")
    version = re.search(r'name="version" value="(\d+)"', page.text)[1]
    fields = {"exemption": "childs_interest", "reason": m("deferral"), "review_on": LATER, "version": version}
    assert m("deferral") in consultant.follow(consultant.post(f"{path}/{trail.notice}/deferrals", fields)).text


def meeting_fields(trail, **texts) -> dict:
    replies = {question.value: reply for question, reply in zip(QUESTIONS[Basis.SSD], (Reply.YES, Reply.YES, Reply.NO),
               strict=True)}  # fmt: skip
    return {"child": trail.child, "day": LATER, "hour": "09:30", "invited": trail.invited, **replies, **texts}


def _meet(trail, teacher) -> None:
    m, path = trail.mark, f"/concerns/{trail.concern}/meetings"
    page = teacher.get(f"{path}/new").text
    trail.invited = page.split("Social_Worker")[0].rsplit('value="', 1)[1].split('"')[0]
    fields = meeting_fields(trail, place=m("first_place"), purpose="x")
    trail.held = made(teacher.post(path, fields), "T")
    teacher.get(f"/meetings/{trail.held}")
    held = {"outcome": m("outcome"), "version": "1"}
    assert m("outcome") in teacher.follow(teacher.post(f"/meetings/{trail.held}/outcome", held)).text
    teacher.get(f"{path}/new")
    fields = meeting_fields(trail, place=m("meeting_place"), purpose=m("meeting_purpose"), reason=m("special_reason"))
    trail.meeting = made(teacher.post(path, fields), "T")


def _network_consultation(trail, consultant) -> None:
    m, path = trail.mark, f"/disclosures/{trail.returned}"
    consultant.follow(consultant.post(f"{path}/crime-documentation"))
    fields = {"held_on": today().isoformat(), "outcome": m("network_outcome")}
    assert m("network_outcome") in consultant.follow(consultant.post(f"{path}/network-consultation", fields)).text
