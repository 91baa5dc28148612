"""The table of permits: which capacity opens which act, in which states, by which rule."""

from dataclasses import dataclass

from ssp.terms import Action, Capacity, CaseState, ConcernState, DisclosureState, MatterKind, Role


@dataclass(frozen=True, slots=True)
class Permit:
    """What an act on a matter takes. Empty `roles` or `states` mean any; `refused` means never, and why."""

    kind: MatterKind
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
CONSULTANTS = frozenset({Role.SSP_CONSULTANT})
POLICE = frozenset({Role.POLICE_LIAISON})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
DPOS = frozenset({Role.DPO})
EVERYBODY = frozenset(Role)

_ALL_KINDS = frozenset(MatterKind)
READABLE: dict[Role, frozenset[MatterKind]] = {
    **dict.fromkeys(EVERYBODY, frozenset()),
    **dict.fromkeys(REPORTERS, _ALL_KINDS),
    Role.POLICE_LIAISON: frozenset({MatterKind.DISCLOSURE, MatterKind.CASE}),
}
"""The kinds of matter a role can ever read. The police never read a concern, only what was disclosed (A3)."""

_OPEN_CONCERN = frozenset({ConcernState.SENT, ConcernState.RECEIVED, ConcernState.ASSESSED, ConcernState.UNDER_WAY})
_LIVE_DISCLOSURE = frozenset({DisclosureState.SHARED, DisclosureState.ANSWERED})
_OPEN_CASE = frozenset({CaseState.OPEN, CaseState.FOLLOW_UP})

_READERS_OF_CONCERN = frozenset({Capacity.AUTHOR, Capacity.CONSULTANT})
_PARTIES_OF_CASE = frozenset({Capacity.HOLDER, Capacity.CONSULTANT, Capacity.PARTICIPANT})
_AUTHOR = frozenset({Capacity.AUTHOR})
_CONSULTANT = frozenset({Capacity.CONSULTANT})
_SENDER = frozenset({Capacity.SENDER})
_RECIPIENT = frozenset({Capacity.RECIPIENT})


def _concern(capacities, rule, states=frozenset(), roles=frozenset(), refused=""):
    return Permit(MatterKind.CONCERN, capacities, rule, states, roles, refused)


def _disclosure(capacities, rule, states=frozenset(), roles=frozenset(), refused=""):
    return Permit(MatterKind.DISCLOSURE, capacities, rule, states, roles, refused)


def _case(capacities, rule, states=frozenset(), roles=frozenset()):
    return Permit(MatterKind.CASE, capacities, rule, states, roles)


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
    Action.PERSON_UNMASK: _concern(_CONSULTANT, "A13", roles=CONSULTANTS),
    Action.DISCLOSURE_COMPOSE: _concern(_CONSULTANT, "C1", roles=CONSULTANTS),
    Action.DISCLOSURE_SHARE: _concern(_CONSULTANT, "C1", roles=CONSULTANTS),
    Action.DISCLOSURE_READ: _disclosure(_SENDER | _RECIPIENT | _CONSULTANT, "A1"),
    Action.DISCLOSURE_ANSWER: _disclosure(_RECIPIENT, "C4", _LIVE_DISCLOSURE),
    Action.DISCLOSURE_DECLINE: _disclosure(_RECIPIENT, "C4", _LIVE_DISCLOSURE),
    Action.DISCLOSURE_BRING_BACK: _disclosure(_RECIPIENT, "C1", _LIVE_DISCLOSURE),
    Action.DISCLOSURE_PASS_ON: _disclosure(_RECIPIENT, "C7", _LIVE_DISCLOSURE),
    Action.DISCLOSURE_RECALL: _disclosure(_SENDER | _CONSULTANT, "C6", _LIVE_DISCLOSURE),
    Action.DISCLOSURE_INVESTIGATE: _disclosure(_RECIPIENT, "C3", refused="use_ordinary_investigation"),
    Action.CASE_READ: _case(_PARTIES_OF_CASE, "A1"),
    Action.CASE_NOTE: _case(_PARTIES_OF_CASE, "A1", _OPEN_CASE),
    Action.CASE_TAKE: _case(_CONSULTANT, "A10", _OPEN_CASE, CONSULTANTS),
    Action.CASE_ADMIT: _case(_CONSULTANT | {Capacity.HOLDER}, "A7", _OPEN_CASE, CONSULTANTS),
}

GENERAL: dict[Action, General] = {
    Action.CONCERN_LOG: General(REPORTERS, "A1"),
    Action.CONCERN_LIST: General(REPORTERS, "A2"),
    Action.CONCERN_TRIAGE: General(CONSULTANTS, "A1"),
    Action.DRAFT_LIST: General(REPORTERS, "A1"),
    Action.DRAFT_READ: General(REPORTERS, "A1"),
    Action.DRAFT_DISCARD: General(REPORTERS, "A1"),
    Action.PERSON_SEARCH: General(PUPIL_ROLES, "A2"),
    Action.CASE_OPEN: General(CONSULTANTS, "A1"),
    Action.CASE_LIST: General(CONTENT_ROLES, "A1"),
    Action.DISCLOSURE_LIST: General(CONTENT_ROLES, "A3"),
    Action.REGISTER_READ: General(DPOS, "C6"),
    Action.LOG_READ: General(DPOS, "A6"),
    Action.HOME_SHOW: General(EVERYBODY, "A1"),
    Action.DIRECTORY_READ: General(ADMINISTRATORS, "A5"),
    Action.UNIT_MANAGE: General(ADMINISTRATORS, "A5"),
    Action.USER_MANAGE: General(ADMINISTRATORS, "A5"),
    Action.NETWORK_MANAGE: General(ADMINISTRATORS, "J5"),
    Action.DIRECTORY_IMPORT: General(ADMINISTRATORS, "A5"),
    Action.SESSION_SIGN_IN: General(EVERYBODY, "A12"),
    Action.SESSION_SIGN_OUT: General(EVERYBODY, "A12"),
    Action.PASSWORD_CHANGE: General(EVERYBODY, "A12"),
}
