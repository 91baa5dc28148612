"""Duties, clocks, consent, nameless questions: what the law makes people do and by when."""

from enum import StrEnum

from ssp.terms.matters import Theme


class NotificationState(StrEnum):
    SENT = "sent"
    RECEIVED = "received"
    ASSESSED = "assessed"
    RECEIPTED = "receipted"


class AbsenceState(StrEnum):
    """What has come of a pupil's unlawful absence (E4)."""

    REPORTED = "reported"
    NOTIFIED = "notified"
    CORRECTED = "corrected"


class ConsultationState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    CONCERN = "concern"
    CLOSED = "closed"


class MeetingState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


DUTY_THEMES = frozenset({Theme.WELLBEING, Theme.ABSENCE, Theme.VIOLENCE, Theme.FAMILY})
"""Themes that show the personal duty to notify at once (E1); the route is open for all of them (E3)."""


class DutyMark(StrEnum):
    """What the author says of the personal duty to notify."""

    SENT = "sent"
    NOT_RELEVANT = "not_relevant"


class ClockKind(StrEnum):
    """What a clock waits for; each has its number in the register, one who acts, and an act that stops it."""

    ASSESSMENT = "assessment"
    RECEIPT = "receipt"
    ABSENCE = "absence"
    NOTICE = "notice"
    NOTICE_REVIEW = "notice_review"
    CONSENT = "consent"
    CONSULTATION = "consultation"
    NETWORK_CONSULTATION = "network_consultation"
    ADULT = "adult"
    COMMITMENT = "commitment"
    ANSWER = "answer"
    FILING = "filing"
    FOLLOW_UP = "follow_up"
    BATON = "baton"


class Giver(StrEnum):
    """Who gives a consent, or is to be informed."""

    YOUNG_PERSON = "young_person"
    CUSTODY_HOLDER = "custody_holder"


class Given(StrEnum):
    """How a consent was given, or somebody was informed."""

    TALK = "talk"
    PHONE = "phone"
    LETTER = "letter"
    DIGITAL_POST = "digital_post"


class Exemption(StrEnum):
    """Why somebody is not informed yet (databeskyttelsesloven § 22, GDPR article 14(5))."""

    OWN_INTEREST = "own_interest"
    CHILDS_INTEREST = "childs_interest"
    OTHERS_INTEREST = "others_interest"
    PREVENTION = "prevention"
    KNOWS_ALREADY = "knows_already"


class CameFrom(StrEnum):
    """Who notified; anonymous is for private persons alone (E8)."""

    STAFF = "staff"
    PROFESSIONAL = "professional"
    PRIVATE = "private"
    ANONYMOUS = "anonymous"


class Ground(StrEnum):
    """Why somebody notifies (barnets lov § 133)."""

    SUPPORT = "support"
    BEFORE_BIRTH = "before_birth"
    ABSENCE = "absence"
    ABUSE = "abuse"


class NotInformed(StrEnum):
    """Why the parents have not been told of a notification (E9)."""

    ABUSE = "abuse"
    SAFETY = "safety"
    NOT_REACHED = "not_reached"
    OTHER = "other"


class Assessment(StrEnum):
    """What the social section decided within 24 hours (E5)."""

    ACUTE = "acute"
    EXAMINE = "examine"
    OPEN_CASE = "open_case"
    NO_FURTHER = "no_further"


class Feedback(StrEnum):
    """All a professional who notified may be told by default (E7)."""

    STARTED = "started"
    NOT_STARTED = "not_started"


class AgeBand(StrEnum):
    """How old a nameless child is, roughly (H7)."""

    UNDER_SIX = "under_six"
    SIX_TO_NINE = "six_to_nine"
    TEN_TO_TWELVE = "ten_to_twelve"
    THIRTEEN_FOURTEEN = "thirteen_fourteen"
    FIFTEEN_SEVENTEEN = "fifteen_seventeen"


class PlaceKind(StrEnum):
    """What kind of place a nameless question comes from (H7)."""

    SCHOOL = "school"
    CLUB = "club"
    STREET = "street"
    HOME = "home"
    ONLINE = "online"
    OTHER = "other"
