"""The table of permits: which capacity opens which act, in which states, by which rule."""

from dataclasses import dataclass

from ssp.terms import (
    AbsenceState,
    Action,
    Capacity,
    CaseState,
    ConcernState,
    ConsultationState,
    DisclosureState,
    MatterKind,
    MeetingState,
    NotificationState,
    Role,
)


@dataclass(frozen=True, slots=True)
class Permit:
    """What an act on a matter takes. Empty `roles` or `states` mean any; `refused` means never, and why."""

    kinds: frozenset[MatterKind]
    capacities: frozenset[Capacity]
    rule: str
    states: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class General:
    """What an act without a matter takes."""

    roles: frozenset[Role]
    rule: str


CONTENT_ROLES = frozenset(
    {
        Role.SCHOOL_STAFF, Role.SCHOOL_LEADER, Role.SSP_CONSULTANT, Role.POLICE_LIAISON,
        Role.SOCIAL_WORKER, Role.STREET_WORKER, Role.CLUB_STAFF,
    }
)  # fmt: skip
REPORTERS = CONTENT_ROLES - {Role.POLICE_LIAISON}
PUPIL_ROLES = frozenset({Role.SCHOOL_STAFF, Role.SCHOOL_LEADER})
SCHOOL_LEADERS = frozenset({Role.SCHOOL_LEADER})
CONSULTANTS = frozenset({Role.SSP_CONSULTANT})
SOCIAL_WORKERS = frozenset({Role.SOCIAL_WORKER})
EARLY_PARTIES = frozenset({Role.SCHOOL_STAFF, Role.SCHOOL_LEADER, Role.SOCIAL_WORKER, Role.CLUB_STAFF})
"""Who can call a meeting in the early cross-sector exchange; the police never take part in one (D1)."""
PRINTERS = REPORTERS - {Role.STREET_WORKER, Role.CLUB_STAFF}
"""Who can print a person's record; never the police (J10)."""
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
DPOS = frozenset({Role.DPO})
EVERYBODY = frozenset(Role)

_SCHOOL_KINDS = frozenset(MatterKind)
_KINDS = _SCHOOL_KINDS - {MatterKind.ABSENCE}
READABLE: dict[Role, frozenset[MatterKind]] = {
    **dict.fromkeys(EVERYBODY, frozenset()),
    **dict.fromkeys(REPORTERS, _KINDS),
    **dict.fromkeys(PUPIL_ROLES, _SCHOOL_KINDS),
    Role.POLICE_LIAISON: frozenset({MatterKind.DISCLOSURE, MatterKind.CASE, MatterKind.NOTIFICATION}),
}
"""The kinds of matter a role can ever read. The police never read a concern, only what was disclosed (A3)
and what they notified themselves; a meeting in the early exchange is closed to them (D1)."""

_OPEN_CONCERN = frozenset({ConcernState.SENT, ConcernState.RECEIVED, ConcernState.ASSESSED, ConcernState.UNDER_WAY})
_LIVE_DISCLOSURE = frozenset({DisclosureState.SHARED, DisclosureState.ANSWERED})
_OPEN_CASE = frozenset({CaseState.OPEN, CaseState.FOLLOW_UP})

_READERS_OF_CONCERN = frozenset({Capacity.AUTHOR, Capacity.CONSULTANT})
_PARTIES_OF_CASE = frozenset({Capacity.HOLDER, Capacity.CONSULTANT, Capacity.PARTICIPANT})
_AUTHOR = frozenset({Capacity.AUTHOR})
_CONSULTANT = frozenset({Capacity.CONSULTANT})
_SENDER = frozenset({Capacity.SENDER})
_RECIPIENT = frozenset({Capacity.RECIPIENT})
_HOLDER = frozenset({Capacity.HOLDER})
_PARTICIPANT = frozenset({Capacity.PARTICIPANT})
_SECTION = frozenset({Capacity.SECTION})
_LEADER = frozenset({Capacity.LEADER})
_LEAD = frozenset({Capacity.LEAD})
_KEEPERS_OF_CASE = _HOLDER | _CONSULTANT
_KEEPERS_OF_CONSENT = _AUTHOR | _CONSULTANT | _HOLDER
_UNASSESSED = frozenset({NotificationState.SENT, NotificationState.RECEIVED})
_ASSESSED = frozenset({NotificationState.ASSESSED, NotificationState.RECEIPTED})
_OPEN_CONSULTATION = frozenset({ConsultationState.ASKED, ConsultationState.ANSWERED})
_UNNAMED_CONSULTATION = _OPEN_CONSULTATION | {ConsultationState.CLOSED}
_ANSWERED_CONSULTATION = frozenset({ConsultationState.ANSWERED, ConsultationState.CONCERN, ConsultationState.CLOSED})


def _on(*kinds: MatterKind):
    """Permits on these kinds of matter."""

    def permit(capacities, rule, states=frozenset(), roles=frozenset(), refused=""):
        return Permit(frozenset(kinds), capacities, rule, states, roles, refused)

    return permit


_concern = _on(MatterKind.CONCERN)
_case = _on(MatterKind.CASE)
_disclosure = _on(MatterKind.DISCLOSURE)
_shared_from = _on(MatterKind.CONCERN, MatterKind.CASE)
_notification = _on(MatterKind.NOTIFICATION)
_absence = _on(MatterKind.ABSENCE)
_consultation = _on(MatterKind.CONSULTATION)
_meeting = _on(MatterKind.MEETING)

PERMITS: dict[Action, Permit] = {
    Action.CONCERN_READ: _concern(_READERS_OF_CONCERN, "A1"),
    Action.CONCERN_RECEIVE: _concern(_CONSULTANT, "G7", frozenset({ConcernState.SENT}), CONSULTANTS),
    Action.CONCERN_ASK: _concern(_CONSULTANT, "G7", _OPEN_CONCERN, CONSULTANTS),
    Action.CONCERN_ANSWER: _concern(_AUTHOR, "G7", _OPEN_CONCERN),
    Action.CONCERN_DECIDE: _concern(_CONSULTANT, "G7", _OPEN_CONCERN, CONSULTANTS),
    Action.CONCERN_CLOSE: _concern(
        _CONSULTANT, "G7", frozenset({ConcernState.ASSESSED, ConcernState.UNDER_WAY}), CONSULTANTS
    ),
    Action.CONCERN_MARK_DUTY: _concern(_AUTHOR, "E1"),
    Action.CONCERN_REMOVE_DUTY: _concern(_READERS_OF_CONCERN, "E2", refused="duty_mark_stays"),
    Action.PERSON_UNMASK: _on(MatterKind.CONCERN, MatterKind.NOTIFICATION, MatterKind.CASE)(
        _CONSULTANT | _SECTION | _HOLDER | _PARTICIPANT, "A13", roles=CONSULTANTS | SOCIAL_WORKERS
    ),
    Action.DISCLOSURE_COMPOSE: _concern(_CONSULTANT, "C1", roles=CONSULTANTS),
    Action.DISCLOSURE_SHARE: _concern(_CONSULTANT, "C1", roles=CONSULTANTS),
    Action.DISCLOSURE_READ: _disclosure(_SENDER | _RECIPIENT | _CONSULTANT, "A1"),
    Action.DISCLOSURE_ANSWER: _disclosure(_RECIPIENT, "C4", _LIVE_DISCLOSURE),
    Action.DISCLOSURE_DECLINE: _disclosure(_RECIPIENT, "C4", _LIVE_DISCLOSURE),
    Action.DISCLOSURE_BRING_BACK: _disclosure(_RECIPIENT, "C1", _LIVE_DISCLOSURE),
    Action.DISCLOSURE_PASS_ON: _disclosure(_RECIPIENT, "C7", _LIVE_DISCLOSURE),
    Action.DISCLOSURE_RECALL: _disclosure(_SENDER | _CONSULTANT, "C6", _LIVE_DISCLOSURE),
    Action.DISCLOSURE_INVESTIGATE: _disclosure(_RECIPIENT, "C3", refused="use_ordinary_investigation"),
    Action.DISCLOSURE_DOCUMENT_CRIME: _disclosure(_RECIPIENT, "G10", _LIVE_DISCLOSURE, CONSULTANTS | SOCIAL_WORKERS),
    Action.DISCLOSURE_HOLD_CONSULTATION: _disclosure(_RECIPIENT, "G10", _LIVE_DISCLOSURE, CONSULTANTS | SOCIAL_WORKERS),
    Action.CONSENT_LIST: _shared_from(_KEEPERS_OF_CONSENT, "C9"),
    Action.CONSENT_RECORD: _shared_from(_KEEPERS_OF_CONSENT, "C9", _OPEN_CONCERN | _OPEN_CASE),
    Action.CONSENT_RENEW: _shared_from(_KEEPERS_OF_CONSENT, "C9", _OPEN_CONCERN | _OPEN_CASE),
    Action.CONSENT_WITHDRAW: _shared_from(_KEEPERS_OF_CONSENT, "C9"),
    Action.CONSENT_LAPSE: _shared_from(_KEEPERS_OF_CONSENT, "C9"),
    Action.PLUS_RECORD: _shared_from(_CONSULTANT | _HOLDER, "C8", roles=CONSULTANTS),
    Action.NOTICE_ADD: _concern(_READERS_OF_CONCERN, "H1"),
    Action.NOTICE_GIVE: _concern(_READERS_OF_CONCERN, "H1"),
    Action.NOTICE_DEFER: _concern(_READERS_OF_CONCERN, "H2"),
    Action.NOTICE_PRINT: _concern(_READERS_OF_CONCERN, "H1"),
    Action.AGE_REVIEW: _shared_from(_CONSULTANT | _HOLDER, "I6", roles=CONSULTANTS),
    Action.MEETING_PLAN: _on(MatterKind.CONCERN, MatterKind.NOTIFICATION)(
        _AUTHOR | _SECTION, "D1", roles=EARLY_PARTIES
    ),
    Action.MEETING_READ: _meeting(_LEAD | _PARTICIPANT, "D1"),
    Action.MEETING_HOLD: _meeting(_LEAD, "D2", frozenset({MeetingState.PLANNED})),
    Action.MEETING_CANCEL: _meeting(_LEAD, "D2", frozenset({MeetingState.PLANNED})),
    Action.NOTIFICATION_READ: _notification(_AUTHOR | _SECTION, "E1"),
    Action.NOTIFICATION_PRINT: _notification(_AUTHOR | _SECTION, "E1", roles=REPORTERS),
    Action.NOTIFICATION_RECEIVE: _notification(_SECTION, "E5", frozenset({NotificationState.SENT}), SOCIAL_WORKERS),
    Action.NOTIFICATION_ASSESS: _notification(_SECTION, "E5", _UNASSESSED, SOCIAL_WORKERS),
    Action.NOTIFICATION_RECEIPT: _notification(_SECTION, "E6", frozenset({NotificationState.ASSESSED}), SOCIAL_WORKERS),
    Action.NOTIFICATION_FEEDBACK: _notification(_SECTION, "E7", _ASSESSED, SOCIAL_WORKERS),
    Action.NOTIFICATION_FILE: _notification(_SECTION, "E5", roles=SOCIAL_WORKERS),
    Action.NOTIFICATION_BLOCK: _notification(_AUTHOR | _SECTION, "E2", refused="duty_is_personal"),
    Action.ABSENCE_READ: _absence(_AUTHOR | _LEADER, "E4"),
    Action.ABSENCE_CORRECT: _absence(_LEADER, "E4", frozenset({AbsenceState.REPORTED}), SCHOOL_LEADERS),
    Action.ABSENCE_DISMISS: _absence(_AUTHOR | _LEADER, "E4", refused="absence_must_be_notified"),
    Action.CONSULTATION_READ: _consultation(_AUTHOR | _CONSULTANT, "H7"),
    Action.CONSULTATION_ANSWER: _consultation(_CONSULTANT, "H7", _OPEN_CONSULTATION, CONSULTANTS),
    Action.CONSULTATION_REPLY: _consultation(_AUTHOR, "H7", _OPEN_CONSULTATION),
    Action.CONSULTATION_CONVERT: _consultation(_AUTHOR | _CONSULTANT, "H7", _UNNAMED_CONSULTATION),
    Action.CONSULTATION_CLOSE: _consultation(_AUTHOR | _CONSULTANT, "H7", _OPEN_CONSULTATION),
    Action.CONSULTATION_PUBLISH: _consultation(_CONSULTANT, "H7", _ANSWERED_CONSULTATION, CONSULTANTS),
    Action.CASE_READ: _case(_PARTIES_OF_CASE, "A1"),
    Action.CASE_NOTE: _case(_PARTIES_OF_CASE, "A1", _OPEN_CASE),
    Action.CASE_TAKE: _case(_CONSULTANT, "A10", _OPEN_CASE, CONSULTANTS),
    Action.CASE_ADMIT: _case(_CONSULTANT | {Capacity.HOLDER}, "A7", _OPEN_CASE, CONSULTANTS),
    Action.CASE_DISMISS: _case(_CONSULTANT | {Capacity.HOLDER}, "C9", roles=CONSULTANTS),
    Action.CASE_PLAN: _case(_KEEPERS_OF_CASE, "A1", _OPEN_CASE, CONSULTANTS),
    Action.CASE_LINK: _case(_KEEPERS_OF_CASE, "A1", _OPEN_CASE, CONSULTANTS),
    Action.CASE_CLOSE: _case(_HOLDER, "I2", frozenset({CaseState.OPEN}), CONSULTANTS),
    Action.CASE_FOLLOW_UP: _case(_HOLDER, "I2", frozenset({CaseState.FOLLOW_UP}), CONSULTANTS),
    Action.CASE_REOPEN: _case(_KEEPERS_OF_CASE, "I2", frozenset({CaseState.FOLLOW_UP, CaseState.CLOSED}), CONSULTANTS),
    Action.CASE_PRINT: _case(_PARTIES_OF_CASE, "J10", roles=PRINTERS),
    Action.BATON_OFFER: _case(_HOLDER, "A10", _OPEN_CASE, CONSULTANTS),
    Action.BATON_WITHDRAW: _case(_HOLDER, "A10", roles=CONSULTANTS),
    Action.BATON_ACCEPT: _case(_CONSULTANT, "A10", _OPEN_CASE, CONSULTANTS),
    Action.BATON_DECLINE: _case(_CONSULTANT, "A10", roles=CONSULTANTS),
    Action.ENTRY_AMEND: _case(_PARTIES_OF_CASE, "I1", _OPEN_CASE),
    Action.ENTRY_STRIKE: _case(_PARTIES_OF_CASE, "I1"),
    Action.ENTRY_STAR: _case(_KEEPERS_OF_CASE, "A1", roles=CONSULTANTS),
    Action.ENTRY_STATEMENT: _case(_PARTIES_OF_CASE, "H4"),
    Action.FILING_ADD: _case(_PARTIES_OF_CASE, "I2", _OPEN_CASE, REPORTERS),
    Action.FILING_DONE: _case(_PARTIES_OF_CASE, "I2", roles=REPORTERS),
    Action.FAMILY_READ: _case(_PARTIES_OF_CASE, "H6"),
    Action.FAMILY_EDIT: _case(_KEEPERS_OF_CASE, "H6", _OPEN_CASE, CONSULTANTS),
    Action.PERSON_FIND: _case(_KEEPERS_OF_CASE, "A1", _OPEN_CASE, CONSULTANTS),
    Action.PERSON_ADD: _case(_KEEPERS_OF_CASE, "A1", _OPEN_CASE, CONSULTANTS),
    Action.PERSON_EDIT: _case(_KEEPERS_OF_CASE, "A1", _OPEN_CASE, CONSULTANTS),
    Action.PERSON_MERGE: _case(_KEEPERS_OF_CASE, "A1", _OPEN_CASE, CONSULTANTS),
    Action.PERSON_UNMERGE: _case(_KEEPERS_OF_CASE, "A1", roles=CONSULTANTS),
    Action.COMMITMENT_LIST: _case(_PARTIES_OF_CASE, "A1"),
    Action.COMMITMENT_PROPOSE: _case(_PARTIES_OF_CASE, "A1", _OPEN_CASE),
    Action.COMMITMENT_ANSWER: _case(_PARTIES_OF_CASE, "A1"),
    Action.COMMITMENT_SETTLE: _case(_PARTIES_OF_CASE, "A1"),
    Action.FACTORS_READ: _case(_PARTIES_OF_CASE, "G5", roles=REPORTERS),
    Action.FACTORS_RECORD: _case(_PARTIES_OF_CASE, "G5", _OPEN_CASE, REPORTERS),
    Action.ATTACHMENT_LIST: _shared_from(_READERS_OF_CONCERN | _PARTIES_OF_CASE, "A1"),
    Action.ATTACHMENT_ADD: _shared_from(_READERS_OF_CONCERN | _PARTIES_OF_CASE, "A1", _OPEN_CONCERN | _OPEN_CASE),
    Action.ATTACHMENT_READ: _shared_from(_READERS_OF_CONCERN | _PARTIES_OF_CASE, "A1"),
    Action.ATTACHMENT_REMOVE: _shared_from(_READERS_OF_CONCERN | _PARTIES_OF_CASE, "A1", _OPEN_CONCERN | _OPEN_CASE),
}

GENERAL: dict[Action, General] = {
    Action.CONCERN_LOG: General(REPORTERS, "A1"),
    Action.CONCERN_LIST: General(REPORTERS, "A2"),
    Action.CONCERN_TRIAGE: General(CONSULTANTS, "A1"),
    Action.DRAFT_LIST: General(CONTENT_ROLES, "A1"),
    Action.DRAFT_READ: General(CONTENT_ROLES, "A1"),
    Action.DRAFT_DISCARD: General(CONTENT_ROLES, "A1"),
    Action.PERSON_SEARCH: General(PUPIL_ROLES, "A2"),
    Action.CASE_OPEN: General(CONSULTANTS, "A1"),
    Action.CASE_LIST: General(CONTENT_ROLES, "A1"),
    Action.DISCLOSURE_LIST: General(CONTENT_ROLES, "A3"),
    Action.NOTIFICATION_WRITE: General(CONTENT_ROLES, "E1"),
    Action.NOTIFICATION_REGISTER: General(SOCIAL_WORKERS, "E8"),
    Action.NOTIFICATION_LIST: General(CONTENT_ROLES, "E1"),
    Action.ABSENCE_REPORT: General(PUPIL_ROLES, "E4"),
    Action.ABSENCE_LIST: General(PUPIL_ROLES, "E4"),
    Action.NOTICE_LIST: General(REPORTERS | DPOS, "H1"),
    Action.CONSULTATION_ASK: General(REPORTERS, "H7"),
    Action.CONSULTATION_LIST: General(REPORTERS, "H7"),
    Action.LIBRARY_READ: General(REPORTERS, "H7"),
    Action.LIBRARY_WITHDRAW: General(CONSULTANTS, "H7"),
    Action.MEETING_LIST: General(REPORTERS, "D1"),
    Action.RULE_READ: General(EVERYBODY, "A6"),
    Action.RULE_CHANGE: General(ADMINISTRATORS, "A6"),
    Action.RULE_SIGN: General(DPOS, "A6"),
    Action.REGISTER_READ: General(DPOS, "C6"),
    Action.LOG_READ: General(DPOS, "A6"),
    Action.HOME_SHOW: General(EVERYBODY, "A1"),
    Action.HANDOVER_READ: General(CONTENT_ROLES, "A10"),
    Action.AWAY_SET: General(CONTENT_ROLES, "A10"),
    Action.COMMITMENT_READ: General(CONTENT_ROLES, "A1"),
    Action.SEARCH: General(CONTENT_ROLES, "A3"),
    Action.SEARCH_SAVE: General(CONTENT_ROLES, "A3"),
    Action.DIRECTORY_READ: General(ADMINISTRATORS, "A5"),
    Action.UNIT_MANAGE: General(ADMINISTRATORS, "A5"),
    Action.USER_MANAGE: General(ADMINISTRATORS, "A5"),
    Action.NETWORK_MANAGE: General(ADMINISTRATORS, "J5"),
    Action.DIRECTORY_IMPORT: General(ADMINISTRATORS, "A5"),
    Action.SESSION_SIGN_IN: General(EVERYBODY, "A12"),
    Action.SESSION_SIGN_OUT: General(EVERYBODY, "A12"),
    Action.PASSWORD_CHANGE: General(EVERYBODY, "A12"),
}
