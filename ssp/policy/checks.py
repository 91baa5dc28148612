"""The guided check: three or four plain questions for each basis lead to green, needs your reason, or stop and ask.

Support, not decision: the check knows what somebody answers and what the register says, and nothing else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ssp.policy.access import RULE_OF_CONTENT_FREE_ROLE
from ssp.policy.ages import Cooperation
from ssp.policy.register import BASES, law, limit, number
from ssp.terms import Basis, Crossing, Giver, Guidance, Question, Reply, Role, Sector

YES, NO, UNSURE = Reply.YES, Reply.NO, Reply.UNSURE


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """A consent as the check may know it. `covers` says whether its organisations include the recipient's."""

    givers: frozenset[Giver]
    voluntary: bool
    given_on: date
    expires_on: date
    withdrawn: bool
    covers: bool


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody wants to let cross a boundary: the facts a basis may ask about.

    `youngest` and `oldest` are ages in years, None when not known: of several children one may be unknown, and then
    the youngest is not known. `cooperation` is that about the oldest.
    `rounds` counts the earlier meetings in the early exchange about the same child.
    """

    crossing: Crossing
    on: date
    sender: Sector
    recipient: Sector | None
    recipient_role: Role | None
    recipient_self_governing: bool = False
    youngest: int | None = None
    oldest: int | None = None
    cooperation: Cooperation = Cooperation(True, None)
    consent: ConsentFacts | None = None
    other_law: str = ""
    rounds: int = 0
    replies: Mapping[Question, Reply] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing the check has to say: which verdict it asks for, why, the rule behind it and the law, as cited."""

    guidance: Guidance
    reason: str
    rule: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """The verdict, everything behind it, and the version of the basis it was given by."""

    guidance: Guidance
    remarks: tuple[Remark, ...]
    version: str


QUESTIONS: dict[Basis, tuple[Question, ...]] = {
    Basis.RPL115_SSP: (Question.PART_OF_WORK, Question.FACTUAL, Question.NECESSARY, Question.INVESTIGATION),
    Basis.RPL115_PSP: (Question.VULNERABLE, Question.FACTUAL, Question.NECESSARY, Question.INVESTIGATION),
    Basis.RPL115_KSP: (Question.RELEASE, Question.FACTUAL, Question.NECESSARY, Question.INVESTIGATION),
    Basis.SSD: (Question.EARLY, Question.NECESSARY, Question.VIOLENCE),
    Basis.CONSENT: (Question.COVERED, Question.VOLUNTARY, Question.NECESSARY),
    Basis.OTHER_LAW: (Question.FACTUAL, Question.NECESSARY, Question.INVESTIGATION),
}
"""What each basis asks."""

NUMBERS: dict[Basis, tuple[str, ...]] = {
    Basis.RPL115_SSP: ("adult_age", "plus_age"),
    Basis.RPL115_PSP: (),
    Basis.RPL115_KSP: (),
    Basis.SSD: ("adult_age", "ssd_meetings", "ssd_follow_ups"),
    Basis.CONSENT: ("adult_age", "own_consent_age"),
    Basis.OTHER_LAW: (),
}
"""The numbers of the register each basis reads."""

LAWS = {
    "A4": "law_minimum", "A5": "law_minimum", "A6": "law_minimum", "A8": "law_self_governing",
    "C3": "law_no_investigation", "C9": "law_consent", "D1": "law_early", "D2": "law_early", "D3": "law_early",
    "D4": "law_duty",
}  # fmt: skip
"""The paragraph behind a rule, where it is not the one behind the basis."""

SHORTEST_REASON = 15
"""Letters a reason of one's own takes, as why something is necessary does."""


def advise(basis: Basis, share: Share) -> Advice:
    """What the check says of a share on a basis: the strictest of its remarks decides."""
    found = _between(basis, share) + _unanswered(basis, share) + FUNCTIONS[basis](share)
    remarks = tuple(replace(remark, law=_cited(basis, remark.rule)) for remark in found)
    strictest = max((remark.guidance for remark in remarks), key=_ORDER.index, default=Guidance.GREEN)
    return Advice(strictest, remarks, f"{basis}@{BASES[basis]['version']}")


def settles(advice: Advice, reason: str) -> bool:
    """Whether somebody can go on: the verdict is green, or it asks for a reason and one is written."""
    if advice.guidance is Guidance.REASON:
        return len(reason.strip()) >= SHORTEST_REASON
    return advice.guidance is Guidance.GREEN


def rule_versions(basis: Basis) -> tuple[str, ...]:
    """The numbers a basis reads, each with its version in force, as they are kept with the act."""
    return tuple(f"{name}@{number(name).version}" for name in NUMBERS[basis])


def rpl115_ssp(share: Share) -> list[Remark]:
    """Retsplejeloven § 115, stk. 1, nr. 1: necessary to prevent crime, never to investigate it; under 18 or SSP+."""
    remarks = _purpose(share, Question.PART_OF_WORK) + _factual_and_necessary(share) + _investigation(share)
    if not share.cooperation.open:
        remarks.append(Remark(Guidance.STOP, "grown_up", "C8"))
    elif share.cooperation.plus:
        remarks.append(Remark(Guidance.REASON, "plus", "C8"))
    return remarks


def rpl115_psp(share: Share) -> list[Remark]:
    """Retsplejeloven § 115, stk. 1, nr. 2: the cooperation about socially vulnerable persons, of any age."""
    return _purpose(share, Question.VULNERABLE) + _factual_and_necessary(share) + _investigation(share)


def rpl115_ksp(share: Share) -> list[Remark]:
    """Retsplejeloven § 115, stk. 1, nr. 3: release from prison, placement or custody, of any age."""
    return _purpose(share, Question.RELEASE) + _factual_and_necessary(share) + _investigation(share)


def ssd(share: Share) -> list[Remark]:
    """The early cross-sector exchange: at a meeting, once, exceptionally twice, never with the police (D1-D4)."""
    remarks = _purpose(share, Question.EARLY) + _necessary(share)
    if share.recipient is Sector.POLICE or share.sender is Sector.POLICE or share.recipient_role is Role.POLICE_LIAISON:
        remarks.append(Remark(Guidance.STOP, "never_police", "D1"))
    if share.crossing is not Crossing.AGENDA_ITEM:
        remarks.append(Remark(Guidance.STOP, "only_at_a_meeting", "D2"))
    remarks += _rounds(share)
    if share.replies.get(Question.VIOLENCE) in (YES, UNSURE):
        remarks.append(Remark(Guidance.REASON, "notify_first", "D4"))
    if share.oldest is not None and share.oldest >= limit("adult_age"):
        remarks.append(Remark(Guidance.STOP, "grown_up", "C8"))
    return remarks


def consent(share: Share) -> list[Remark]:
    """A consent that is there, running, voluntary, given by those who can, and covers this recipient (C9)."""
    given = share.consent
    if given is None:
        return [Remark(Guidance.STOP, "no_consent", "C9")]
    stops = (
        (given.withdrawn, "consent_withdrawn"),
        (given.given_on > share.on, "consent_not_begun"),
        (given.expires_on < share.on, "consent_expired"),
        (not given.covers, "consent_does_not_cover_recipient"),
        (not given.voluntary or share.replies.get(Question.VOLUNTARY) is NO, "not_voluntary"),
        (share.replies.get(Question.COVERED) is NO, "consent_does_not_cover_content"),
    )
    remarks = [Remark(Guidance.STOP, reason, "C9") for stopped, reason in stops if stopped]
    remarks += [Remark(Guidance.STOP, f"missing_{giver}", "C9") for giver in missing_givers(given.givers, share)]
    remarks += _doubt(share, Question.COVERED, "C9") + _doubt(share, Question.VOLUNTARY, "C9") + _necessary(share)
    if share.youngest is None or share.oldest is None:
        remarks.append(Remark(Guidance.REASON, "age_unknown", "C9"))
    return remarks


def other_law(share: Share) -> list[Remark]:
    """Another law, cited: the check cannot know it, so it always asks for the sharer's own reason."""
    remarks = _factual_and_necessary(share) + _investigation(share)
    if not share.other_law.strip():
        return [*remarks, Remark(Guidance.STOP, "law_not_cited", "C1")]
    return [*remarks, Remark(Guidance.REASON, "law_not_known_here", "C1")]


FUNCTIONS: dict[Basis, Callable[[Share], list[Remark]]] = {
    Basis.RPL115_SSP: rpl115_ssp,
    Basis.RPL115_PSP: rpl115_psp,
    Basis.RPL115_KSP: rpl115_ksp,
    Basis.SSD: ssd,
    Basis.CONSENT: consent,
    Basis.OTHER_LAW: other_law,
}
"""One pure function for each basis."""


def missing_givers(givers: frozenset[Giver], share: Share) -> list[Giver]:
    """Who must give a consent and has not: custody holders below 18, the young person too from the age set."""
    return sorted(needed_givers(share.youngest, share.oldest) - givers)


def needed_givers(youngest: int | None, oldest: int | None) -> frozenset[Giver]:
    """Who gives a consent about children of these ages; None when one is not known."""
    needed = set()
    if youngest is None or youngest < limit("adult_age"):
        needed.add(Giver.CUSTODY_HOLDER)
    if oldest is not None and oldest >= limit("own_consent_age"):
        needed.add(Giver.YOUNG_PERSON)
    return frozenset(needed)


_ORDER = (Guidance.GREEN, Guidance.REASON, Guidance.STOP)


def _cited(basis: Basis, rule: str) -> str:
    """What a rule rests on, as it is cited today: its own paragraph, or that of the basis."""
    if rule in LAWS:
        return law(LAWS[rule])
    if rule == "C8":
        return number("adult_age").source
    return law(BASES[basis]["law"] or "law_minimum")


def _between(basis: Basis, share: Share) -> list[Remark]:
    """Whom the basis lets information pass between; a self-governing institution only where the law lets it in (A8)."""
    rule = _outside(basis, share)
    remarks = [Remark(Guidance.STOP, "sector_outside_basis", rule)] if rule else []
    if share.recipient is None:
        remarks.append(Remark(Guidance.STOP, "no_recipient", "C1"))
    return remarks


def _outside(basis: Basis, share: Share) -> str:
    """The rule that keeps one of the two out, "" when the basis lets information pass between them."""
    sectors = BASES[basis]["sectors"]
    if share.recipient_role in RULE_OF_CONTENT_FREE_ROLE:
        return RULE_OF_CONTENT_FREE_ROLE[share.recipient_role]
    if Sector.PARTNER in (share.sender, share.recipient):
        return "A7"
    if share.sender not in sectors or (share.recipient is not None and share.recipient not in sectors):
        return "C1"
    if share.recipient_self_governing and share.recipient not in BASES[basis]["self_governing"]:
        return "A8"
    return ""


def _unanswered(basis: Basis, share: Share) -> list[Remark]:
    missing = [question for question in QUESTIONS[basis] if question not in share.replies]
    return [Remark(Guidance.STOP, "unanswered", "C1")] if missing else []


def _purpose(share: Share, question: Question) -> list[Remark]:
    if share.replies.get(question) is NO:
        return [Remark(Guidance.STOP, f"not_{question}", "C2")]
    return _doubt(share, question, "C2")


def _factual_and_necessary(share: Share) -> list[Remark]:
    if share.replies.get(Question.FACTUAL) is NO:
        return [Remark(Guidance.STOP, "not_factual", "C1"), *_necessary(share)]
    return _doubt(share, Question.FACTUAL, "C1") + _necessary(share)


def _necessary(share: Share) -> list[Remark]:
    if share.replies.get(Question.NECESSARY) is NO:
        return [Remark(Guidance.STOP, "not_necessary", "C1")]
    return _doubt(share, Question.NECESSARY, "C1")


def _investigation(share: Share) -> list[Remark]:
    if share.replies.get(Question.INVESTIGATION) in (YES, UNSURE):
        return [Remark(Guidance.STOP, "investigation", "C3")]
    return []


def _rounds(share: Share) -> list[Remark]:
    if share.rounds >= limit("ssd_meetings") + limit("ssd_follow_ups"):
        return [Remark(Guidance.STOP, "never_a_third", "D3")]
    if share.rounds >= limit("ssd_meetings"):
        return [Remark(Guidance.REASON, "follow_up", "D2")]
    return []


def _doubt(share: Share, question: Question, rule: str) -> list[Remark]:
    if share.replies.get(question) is UNSURE:
        return [Remark(Guidance.REASON, f"unsure_{question}", rule)]
    return []
