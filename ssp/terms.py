"""The vocabulary: every noun, state and act that more than one layer names."""

from enum import StrEnum


class Sector(StrEnum):
    SCHOOL = "school"
    SOCIAL = "social"
    POLICE = "police"
    SSP = "ssp"
    STREET = "street"
    CLUB = "club"
    HEALTH = "health"
    PROBATION = "probation"
    LEADERSHIP = "leadership"
    PARTNER = "partner"


class Role(StrEnum):
    SCHOOL_STAFF = "school_staff"
    SCHOOL_LEADER = "school_leader"
    SSP_CONSULTANT = "ssp_consultant"
    POLICE_LIAISON = "police_liaison"
    SOCIAL_WORKER = "social_worker"
    STREET_WORKER = "street_worker"
    CLUB_STAFF = "club_staff"
    LEADER = "leader"
    PARTNER = "partner"
    ADMINISTRATOR = "administrator"
    DPO = "dpo"


SECTORS_OF_ROLE: dict[Role, frozenset[Sector]] = {
    Role.SCHOOL_STAFF: frozenset({Sector.SCHOOL}),
    Role.SCHOOL_LEADER: frozenset({Sector.SCHOOL}),
    Role.SSP_CONSULTANT: frozenset({Sector.SSP}),
    Role.POLICE_LIAISON: frozenset({Sector.POLICE}),
    Role.SOCIAL_WORKER: frozenset({Sector.SOCIAL, Sector.HEALTH, Sector.PROBATION}),
    Role.STREET_WORKER: frozenset({Sector.STREET}),
    Role.CLUB_STAFF: frozenset({Sector.CLUB}),
    Role.LEADER: frozenset({Sector.LEADERSHIP, Sector.POLICE, Sector.SOCIAL}),
    Role.PARTNER: frozenset({Sector.PARTNER}),
    Role.ADMINISTRATOR: frozenset({Sector.LEADERSHIP, Sector.SSP}),
    Role.DPO: frozenset({Sector.LEADERSHIP}),
}
"""The sectors a role can stand in; a police liaison works for the police and nowhere else."""


class MatterKind(StrEnum):
    CONCERN = "concern"
    CASE = "case"
    DISCLOSURE = "disclosure"


class ConcernState(StrEnum):
    SENT = "sent"
    RECEIVED = "received"
    ASSESSED = "assessed"
    UNDER_WAY = "under_way"
    CLOSED = "closed"


class CaseState(StrEnum):
    OPEN = "open"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"


class DisclosureState(StrEnum):
    SHARED = "shared"
    ANSWERED = "answered"
    DECLINED = "declined"
    RECALLED = "recalled"


class Capacity(StrEnum):
    """In what capacity somebody takes part in a matter."""

    AUTHOR = "author"
    CONSULTANT = "consultant"
    HOLDER = "holder"
    PARTICIPANT = "participant"
    SENDER = "sender"
    RECIPIENT = "recipient"


class Action(StrEnum):
    """Everything a person can ask the door for."""

    CONCERN_LOG = "concern.log"
    CONCERN_LIST = "concern.list"
    CONCERN_READ = "concern.read"
    CONCERN_RECEIVE = "concern.receive"
    CONCERN_ASK = "concern.ask"
    CONCERN_ANSWER = "concern.answer"
    CONCERN_DECIDE = "concern.decide"
    CONCERN_CLOSE = "concern.close"
    CONCERN_MARK_DUTY = "concern.mark_duty"
    CONCERN_REMOVE_DUTY = "concern.remove_duty"
    CONCERN_TRIAGE = "concern.triage"
    DRAFT_LIST = "draft.list"
    DRAFT_READ = "draft.read"
    DRAFT_DISCARD = "draft.discard"
    PERSON_SEARCH = "person.search"
    PERSON_UNMASK = "person.unmask"
    CASE_LIST = "case.list"
    CASE_READ = "case.read"
    CASE_OPEN = "case.open"
    CASE_NOTE = "case.note"
    CASE_TAKE = "case.take"
    CASE_ADMIT = "case.admit"
    DISCLOSURE_COMPOSE = "disclosure.compose"
    DISCLOSURE_SHARE = "disclosure.share"
    DISCLOSURE_LIST = "disclosure.list"
    DISCLOSURE_READ = "disclosure.read"
    DISCLOSURE_ANSWER = "disclosure.answer"
    DISCLOSURE_DECLINE = "disclosure.decline"
    DISCLOSURE_RECALL = "disclosure.recall"
    DISCLOSURE_BRING_BACK = "disclosure.bring_back"
    DISCLOSURE_PASS_ON = "disclosure.pass_on"  # noqa: S105
    DISCLOSURE_INVESTIGATE = "disclosure.investigate"
    REGISTER_READ = "register.read"
    LOG_READ = "log.read"
    HOME_SHOW = "home.show"
    DIRECTORY_READ = "directory.read"
    UNIT_MANAGE = "unit.manage"
    USER_MANAGE = "user.manage"
    NETWORK_MANAGE = "network.manage"
    DIRECTORY_IMPORT = "directory.import"
    SESSION_SIGN_IN = "session.sign_in"
    SESSION_SIGN_OUT = "session.sign_out"
    PASSWORD_CHANGE = "password.change"  # noqa: S105


class Subject(StrEnum):
    """What a concern is about."""

    CHILD = "child"
    GROUP = "group"
    PLACE = "place"


class Theme(StrEnum):
    WELLBEING = "wellbeing"
    ABSENCE = "absence"
    STREET = "street"
    SUBSTANCES = "substances"
    VIOLENCE = "violence"
    THEFT = "theft"
    DIGITAL = "digital"
    FAMILY = "family"
    UNSURE = "unsure"


DUTY_THEMES = frozenset({Theme.WELLBEING, Theme.ABSENCE, Theme.VIOLENCE, Theme.FAMILY})
"""Themes that show the personal duty to notify at once (E1); the route is open for all of them (E3)."""


class Worry(StrEnum):
    WONDERING = "wondering"
    WORRIED = "worried"
    VERY_WORRIED = "very_worried"


class Source(StrEnum):
    """Where an observation comes from (G6)."""

    OWN = "own"
    CHILD = "child"
    PARENT = "parent"
    COLLEAGUE = "colleague"
    OTHER = "other"


class Done(StrEnum):
    """What the writer has done already."""

    TALKED_CHILD = "talked_child"
    TALKED_PARENTS = "talked_parents"
    TALKED_COLLEAGUE = "talked_colleague"
    TALKED_LEADER = "talked_leader"
    CALLED = "called"
    NOTHING = "nothing"


class DutyMark(StrEnum):
    """What the author says of the personal duty to notify."""

    SENT = "sent"
    NOT_RELEVANT = "not_relevant"


class MessageKind(StrEnum):
    QUESTION = "question"
    ANSWER = "answer"
    CONSULTATION = "consultation"
    NOTICE = "notice"
    DUTY = "duty"
    REPLY = "reply"


class Verdict(StrEnum):
    """The five triage decisions."""

    ASK = "ask"
    CONSULTATION = "consultation"
    CASE = "case"
    MEETING = "meeting"
    NOT_SSP = "not_ssp"


class Basis(StrEnum):
    """The legal basis a participation or a disclosure rests on."""

    OWN = "own"
    COORDINATION = "coordination"
    RPL115_SSP = "rpl115_ssp"
    RPL115_PSP = "rpl115_psp"
    RPL115_KSP = "rpl115_ksp"
    CONSENT = "consent"
    OTHER_LAW = "other_law"


class Purpose(StrEnum):
    """Preventive purposes only; there is no choice for investigation (C2)."""

    EARLY_HELP = "early_help"
    PREVENT_CRIME = "prevent_crime"
    SAFETY_OF_CHILD = "safety_of_child"
    COORDINATE = "coordinate"


class Part(StrEnum):
    """The parts of a matter that can be ticked when an extract is composed."""

    CHILDREN = "children"
    SUBJECT = "subject"
    THEME = "theme"
    WHEN_WHERE = "when_where"
    OBSERVATION = "observation"
    WORDS = "words"
    ASSESSMENT = "assessment"
    PROTECTIVE = "protective"
    DONE = "done"
    REPORTER = "reporter"
    STATEMENT = "statement"


class EntryKind(StrEnum):
    OPENED = "opened"
    NOTE = "note"
    CONCERN = "concern"
    HOLDER = "holder"
    PARTICIPANT = "participant"


class Channel(StrEnum):
    PAGE = "page"
    PARTIAL = "partial"
    COMMAND = "command"


class RetentionClass(StrEnum):
    DRAFT = "draft"
    CONCERN = "concern"
    CASE = "case"
    DISCLOSURE = "disclosure"
    PERSON = "person"


REASONS: dict[Verdict, tuple[str, ...]] = {
    Verdict.ASK: ("clarify", "more_context"),
    Verdict.CONSULTATION: ("school_can_act", "general_advice"),
    Verdict.CASE: ("several_signs", "serious", "family_wants_help"),
    Verdict.MEETING: ("pattern", "needs_more_parties"),
    Verdict.NOT_SSP: ("school_handles", "social_section", "other_authority", "duplicate", "nothing_needed"),
}
"""The short list of reasons behind each triage decision."""


class PreventionLevel(StrEnum):
    GENERAL = "general"
    SPECIFIC = "specific"
    INDIVIDUAL = "individual"
