"""Who may do what, written from the rules' own words: the table `decide` is compared with."""

from ssp.terms import Role

SCHOOL = {"school_staff", "school_leader"}
SEE_CONCERNS = SCHOOL | {"ssp_consultant", "social_worker", "street_worker", "club_staff"}
SEE_OTHERS = SEE_CONCERNS | {"police_liaison"}
NEVER = {"leader": "A4", "administrator": "A5", "dpo": "A6", "partner": "A7"}
SEEN_BY = {
    # The police: what was shared with them, and what they notified themselves (A3, E1); no meeting (D1).
    "concern": SEE_CONCERNS, "case": SEE_OTHERS, "disclosure": SEE_OTHERS, "notification": SEE_OTHERS,
    "consultation": SEE_CONCERNS, "meeting": SEE_CONCERNS, "absence": SCHOOL,
}  # fmt: skip

OPEN = {"sent", "received", "assessed", "under_way"}
ANY_CONCERN = OPEN | {"closed"}
LIVE = {"shared", "answered"}
ANY_DISCLOSURE = LIVE | {"declined", "recalled"}
OPEN_CASE = {"open", "follow_up"}
ANY_CASE = OPEN_CASE | {"closed"}
CONSULTANT = {"ssp_consultant"}
SOCIAL = {"social_worker"}
UNASSESSED = {"sent", "received"}
ANY_NOTIFICATION = UNASSESSED | {"assessed", "receipted"}
ANY_ABSENCE = {"reported", "notified", "corrected"}
OPEN_SPARRING = {"asked", "answered"}
ANY_SPARRING = OPEN_SPARRING | {"concern", "closed"}
ANY_MEETING = {"planned", "held", "cancelled"}
WORK = {"concern", "case"}
KEEPERS = {"author", "consultant", "holder"}
"""Who works with a child keeps the child's consents (C9)."""
ANY_WORK, OPEN_WORK = ANY_CONCERN | ANY_CASE, OPEN | OPEN_CASE
EARLY = SCHOOL | {"club_staff", "social_worker"}
"""Schools, leisure homes, health and the social section: the parties of the early exchange (barnets lov)."""

PARTIES = {"holder", "consultant", "participant"}
KEEP = {"holder", "consultant"}
"""Who keeps a case: its holder and the consultants of its network, so that nothing lies still while one is away (A10)."""
FILES = {"author", "consultant", "holder", "participant"}
PRINTERS = SCHOOL | CONSULTANT | SOCIAL

ALLOWED = {
    # act: (kind, capacities, states, roles)
    "concern.read": ("concern", {"author", "consultant"}, ANY_CONCERN, SEE_CONCERNS),
    "concern.receive": ("concern", {"consultant"}, {"sent"}, CONSULTANT),
    "concern.ask": ("concern", {"consultant"}, OPEN, CONSULTANT),
    "concern.answer": ("concern", {"author"}, OPEN, SEE_CONCERNS),
    "concern.decide": ("concern", {"consultant"}, OPEN, CONSULTANT),
    "concern.close": ("concern", {"consultant"}, {"assessed", "under_way"}, CONSULTANT),
    "concern.mark_duty": ("concern", {"author"}, ANY_CONCERN, SEE_CONCERNS),
    "person.unmask": (
        {"concern", "notification", "case"},
        {"consultant", "section", "holder", "participant"},
        ANY_CONCERN | ANY_NOTIFICATION | ANY_CASE,
        CONSULTANT | {"social_worker"},
    ),  # A13: whoever works with the child needs the number for the municipality's own system
    "disclosure.compose": ("concern", {"consultant"}, ANY_CONCERN, CONSULTANT),
    "disclosure.share": ("concern", {"consultant"}, ANY_CONCERN, CONSULTANT),
    "disclosure.read": ("disclosure", {"sender", "recipient", "consultant"}, ANY_DISCLOSURE, SEE_OTHERS),
    "disclosure.answer": ("disclosure", {"recipient"}, LIVE, SEE_OTHERS),
    "disclosure.decline": ("disclosure", {"recipient"}, LIVE, SEE_OTHERS),
    "disclosure.bring_back": ("disclosure", {"recipient"}, LIVE, SEE_OTHERS),
    "disclosure.pass_on": ("disclosure", {"recipient"}, LIVE, SEE_OTHERS),
    "disclosure.recall": ("disclosure", {"sender", "consultant"}, LIVE, SEE_OTHERS),
    "case.read": ("case", {"holder", "consultant", "participant"}, ANY_CASE, SEE_OTHERS),
    "case.note": ("case", {"holder", "consultant", "participant"}, OPEN_CASE, SEE_OTHERS),
    "case.take": ("case", {"consultant"}, OPEN_CASE, CONSULTANT),
    "case.admit": ("case", {"consultant", "holder"}, OPEN_CASE, CONSULTANT),
    "case.dismiss": ("case", {"consultant", "holder"}, ANY_CASE, CONSULTANT),
    # The case: kept by its holder and the network's consultants, closed by the one who holds it (I2).
    "case.plan": ("case", KEEP, OPEN_CASE, CONSULTANT),
    "case.link": ("case", KEEP, OPEN_CASE, CONSULTANT),
    "case.close": ("case", {"holder"}, {"open"}, CONSULTANT),
    "case.follow_up": ("case", {"holder"}, {"follow_up"}, CONSULTANT),
    "case.reopen": ("case", KEEP, {"follow_up", "closed"}, CONSULTANT),
    # J10: off for the police and for street and club staff.
    "case.print": ("case", PARTIES, ANY_CASE, PRINTERS),
    # A10: the baton is offered by the one who has it, and stays until another consultant accepts.
    "baton.offer": ("case", {"holder"}, OPEN_CASE, CONSULTANT),
    "baton.withdraw": ("case", {"holder"}, ANY_CASE, CONSULTANT),
    "baton.accept": ("case", {"consultant"}, OPEN_CASE, CONSULTANT),
    "baton.decline": ("case", {"consultant"}, ANY_CASE, CONSULTANT),
    # I1, H4: who takes part writes, corrects and lets the family answer; what matters most is the keepers' mark.
    "entry.amend": ("case", PARTIES, OPEN_CASE, SEE_OTHERS),
    "entry.strike": ("case", PARTIES, ANY_CASE, SEE_OTHERS),
    "entry.star": ("case", KEEP, ANY_CASE, CONSULTANT),
    "entry.statement": ("case", PARTIES, ANY_CASE, SEE_OTHERS),
    # I2: the police file in their own system.
    "filing.add": ("case", PARTIES, OPEN_CASE, SEE_CONCERNS),
    "filing.done": ("case", PARTIES, ANY_CASE, SEE_CONCERNS),
    # H6: everybody in the case opens the family, each to their own part; its keepers alone write in it.
    "family.read": ("case", PARTIES, ANY_CASE, SEE_OTHERS),
    "family.edit": ("case", KEEP, OPEN_CASE, CONSULTANT),
    "person.find": ("case", KEEP, OPEN_CASE, CONSULTANT),
    "person.add": ("case", KEEP, OPEN_CASE, CONSULTANT),
    "person.edit": ("case", KEEP, OPEN_CASE, CONSULTANT),
    "person.merge": ("case", KEEP, OPEN_CASE, CONSULTANT),
    "person.unmerge": ("case", KEEP, ANY_CASE, CONSULTANT),
    "commitment.list": ("case", PARTIES, ANY_CASE, SEE_OTHERS),
    "commitment.propose": ("case", PARTIES, OPEN_CASE, SEE_OTHERS),
    "commitment.answer": ("case", PARTIES, ANY_CASE, SEE_OTHERS),
    "commitment.settle": ("case", PARTIES, ANY_CASE, SEE_OTHERS),
    # G5: an aid for talking with a child; nothing for the police.
    "factors.read": ("case", PARTIES, ANY_CASE, SEE_CONCERNS),
    "factors.record": ("case", PARTIES, OPEN_CASE, SEE_CONCERNS),
    "attachment.list": (WORK, FILES, ANY_WORK, SEE_OTHERS),
    "attachment.read": (WORK, FILES, ANY_WORK, SEE_OTHERS),
    "attachment.add": (WORK, FILES, OPEN_WORK, SEE_OTHERS),
    "attachment.remove": (WORK, FILES, OPEN_WORK, SEE_OTHERS),
    # C8, C9, I6: what stands behind sharing, and what happens when it ends.
    "consent.list": (WORK, KEEPERS, ANY_WORK, SEE_OTHERS),
    "consent.record": (WORK, KEEPERS, OPEN_WORK, SEE_OTHERS),
    "consent.renew": (WORK, KEEPERS, OPEN_WORK, SEE_OTHERS),
    "consent.withdraw": (WORK, KEEPERS, ANY_WORK, SEE_OTHERS),
    "consent.lapse": (WORK, KEEPERS, ANY_WORK, SEE_OTHERS),
    "plus.record": (WORK, {"consultant", "holder"}, ANY_WORK, CONSULTANT),
    "age.review": (WORK, {"consultant", "holder"}, ANY_WORK, CONSULTANT),
    # D1-D3: the parties of the early exchange, from a concern of their own or a notification of their section.
    "meeting.plan": ({"concern", "notification"}, {"author", "section"}, ANY_CONCERN | ANY_NOTIFICATION, EARLY),
    "meeting.read": ("meeting", {"lead", "participant"}, ANY_MEETING, SEE_CONCERNS),
    "meeting.hold": ("meeting", {"lead"}, {"planned"}, SEE_CONCERNS),
    "meeting.cancel": ("meeting", {"lead"}, {"planned"}, SEE_CONCERNS),
    # E1-E7: who notified reads; the social section receives, assesses, answers; nobody blocks. Police print nothing (J10).
    "notification.read": ("notification", {"author", "section"}, ANY_NOTIFICATION, SEE_OTHERS),
    "notification.print": ("notification", {"author", "section"}, ANY_NOTIFICATION, SEE_CONCERNS),
    "notification.receive": ("notification", {"section"}, {"sent"}, SOCIAL),
    "notification.assess": ("notification", {"section"}, UNASSESSED, SOCIAL),
    "notification.receipt": ("notification", {"section"}, {"assessed"}, SOCIAL),
    "notification.feedback": ("notification", {"section"}, {"assessed", "receipted"}, SOCIAL),
    "notification.file": ("notification", {"section"}, ANY_NOTIFICATION, SOCIAL),
    # E4: the school leader's own duty; a stated factual correction is the only other way out.
    "absence.read": ("absence", {"author", "leader"}, ANY_ABSENCE, SCHOOL),
    "absence.correct": ("absence", {"leader"}, {"reported"}, {"school_leader"}),
    # G10: who received what the police documented.
    "disclosure.document_crime": ("disclosure", {"recipient"}, LIVE, CONSULTANT | SOCIAL),
    "disclosure.hold_consultation": ("disclosure", {"recipient"}, LIVE, CONSULTANT | SOCIAL),
    # H1, H2: whoever wrote it down or took it over informs, or says why not yet.
    "notice.add": ("concern", {"author", "consultant"}, ANY_CONCERN, SEE_CONCERNS),
    "notice.give": ("concern", {"author", "consultant"}, ANY_CONCERN, SEE_CONCERNS),
    "notice.defer": ("concern", {"author", "consultant"}, ANY_CONCERN, SEE_CONCERNS),
    "notice.print": ("concern", {"author", "consultant"}, ANY_CONCERN, SEE_CONCERNS),
    # H7: a thread between who asked and the consultants; either side turns it into a concern.
    "consultation.read": ("consultation", {"author", "consultant"}, ANY_SPARRING, SEE_CONCERNS),
    "consultation.answer": ("consultation", {"consultant"}, OPEN_SPARRING, CONSULTANT),
    "consultation.reply": ("consultation", {"author"}, OPEN_SPARRING, SEE_CONCERNS),
    "consultation.convert": ("consultation", {"author", "consultant"}, ANY_SPARRING - {"concern"}, SEE_CONCERNS),
    "consultation.close": ("consultation", {"author", "consultant"}, OPEN_SPARRING, SEE_CONCERNS),
    "consultation.publish": ("consultation", {"consultant"}, ANY_SPARRING - {"asked"}, CONSULTANT),
}
"""Everything that is ever allowed on a matter. What does not stand here is refused."""

REFUSED_FOR_ALL = {
    "concern.remove_duty": ("concern", "duty_mark_stays", "E2"),
    "disclosure.investigate": ("disclosure", "use_ordinary_investigation", "C3"),
    "notification.block": ("notification", "duty_is_personal", "E2"),
    "absence.dismiss": ("absence", "absence_must_be_notified", "E4"),
}
"""What nobody does, with the words for it and the rule."""

IN_GENERAL = {
    "concern.log": SEE_CONCERNS, "concern.list": SEE_CONCERNS, "concern.triage": CONSULTANT,
    "draft.list": SEE_OTHERS, "draft.read": SEE_OTHERS, "draft.discard": SEE_OTHERS,
    "person.search": SCHOOL, "case.open": CONSULTANT, "case.list": SEE_OTHERS,
    "disclosure.list": SEE_OTHERS, "register.read": {"dpo"}, "log.read": {"dpo"}, "home.show": set(Role),
    "directory.read": {"administrator"}, "unit.manage": {"administrator"}, "user.manage": {"administrator"},
    "network.manage": {"administrator"}, "directory.import": {"administrator"}, "session.sign_in": set(Role),
    "session.sign_out": set(Role), "password.change": set(Role),
    # The duty is each professional's own, an officer's too (E1); only the section registers what came from outside (E8).
    "notification.write": SEE_OTHERS, "notification.list": SEE_OTHERS, "notification.register": SOCIAL,
    "absence.report": SCHOOL, "absence.list": SCHOOL, "notice.list": SEE_CONCERNS | {"dpo"},
    "consultation.ask": SEE_CONCERNS, "consultation.list": SEE_CONCERNS, "library.read": SEE_CONCERNS,
    "library.withdraw": CONSULTANT, "meeting.list": SEE_CONCERNS,
    "handover.read": SEE_OTHERS, "away.set": SEE_OTHERS, "commitment.read": SEE_OTHERS,
    "search": SEE_OTHERS, "search.save": SEE_OTHERS,
    "rule.read": set(Role), "rule.change": {"administrator"}, "rule.sign": {"dpo"},
}  # fmt: skip
