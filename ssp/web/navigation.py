"""What each role finds in the menu."""

from flask_babel import lazy_gettext as _

from ssp.terms import Role

HOME = ("home.show", _("Overblik"))
MY_CONCERNS = ("concerns.index", _("Mine bekymringer"))
CONSULTATIONS = ("consultations.index", _("Sparring"))
CASES = ("cases.index", _("Forløb"))
DISCLOSURES = ("disclosures.index", _("Videregivelser"))
TRIAGE = ("triage.index", _("Kø"))
USERS = ("users.index", _("Brugere"))
UNITS = ("units.index", _("Enheder"))
NETWORKS = ("networks.index", _("Netværk"))
IMPORT = ("imports.new", _("Import"))
LOG = ("log.index", _("Log"))
REGISTER = ("log.disclosures", _("Register"))
NOTICES = ("notices.index", _("Orientering"))
RULES = ("rules.index", _("Lovgrundlag"))

NOTIFICATIONS = ("notifications.index", _("Underretninger"))
ABSENCES = ("absences.index", _("Fravær"))
MEETINGS = ("meetings.index", _("Møder"))
COMMITMENTS = ("commitments.mine", _("Aftaler"))

_REPORTER = (HOME, MY_CONCERNS, CONSULTATIONS, NOTIFICATIONS, MEETINGS, CASES, COMMITMENTS, DISCLOSURES)
_SCHOOL = (HOME, MY_CONCERNS, CONSULTATIONS, NOTIFICATIONS, ABSENCES, MEETINGS, CASES, COMMITMENTS, DISCLOSURES)

_OWN: dict[Role, tuple[tuple[str, object], ...]] = {
    Role.SCHOOL_STAFF: _SCHOOL,
    Role.SCHOOL_LEADER: _SCHOOL,
    Role.STREET_WORKER: _REPORTER,
    Role.CLUB_STAFF: _REPORTER,
    Role.SOCIAL_WORKER: (HOME, NOTIFICATIONS, MEETINGS, DISCLOSURES, CASES, COMMITMENTS, MY_CONCERNS, CONSULTATIONS),
    Role.SSP_CONSULTANT: (HOME, TRIAGE, CONSULTATIONS, CASES, COMMITMENTS, NOTICES, DISCLOSURES),
    Role.POLICE_LIAISON: (HOME, DISCLOSURES, CASES, COMMITMENTS, NOTIFICATIONS),
    Role.LEADER: (HOME,),
    Role.PARTNER: (HOME,),
    Role.ADMINISTRATOR: (HOME, USERS, UNITS, NETWORKS, IMPORT),
    Role.DPO: (HOME, LOG, REGISTER, NOTICES),
}

SEARCHERS = frozenset(role for role, own in _OWN.items() if CASES in own)
"""Who finds the search field on every page: whoever can read what somebody wrote."""

MENUS: dict[Role, tuple[tuple[str, object], ...]] = {role: (*own, RULES) for role, own in _OWN.items()}

HANDOVER = ("handovers.index", _("Overdragelsesbog"))
AWAY = ("handovers.away", _("Mit fravær"))
PASSWORD = ("sessions.edit", _("Skift adgangskode"))

_WITHOUT_CONTENT = frozenset({Role.LEADER, Role.PARTNER, Role.ADMINISTRATOR, Role.DPO})

CARDS: dict[Role, tuple[tuple[str, object], ...]] = {
    role: (PASSWORD,) if role in _WITHOUT_CONTENT else (HANDOVER, AWAY, PASSWORD) for role in Role
}
"""What stands on a person's own card, beside the menu: their own affairs."""
