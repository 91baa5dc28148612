"""Who may see what of the full desk, written by hand from the rules, as sets of people; nothing is asked of the policy."""

from dataclasses import dataclass

from tests.support.markers import Planted
from tests.support.sweep import Oracle

NORTH = {"consultant", "second_consultant"}
SOUTH = {"other_consultant"}
SSP = {"consultant", "second_consultant", "other_consultant", "former_consultant"}
SCHOOL = {"north": {"teacher", "colleague", "head"}, "south": {"other_teacher"}}
SECTION = {"social_worker"}

READERS = {
    "concerns": {
        "north": {"teacher"} | NORTH,
        "again": {"colleague"} | NORTH,
        "south": {"other_teacher"} | SOUTH,
        "place": {"club_worker"} | SOUTH,
        "social": {"social_worker"} | SSP,
        "became": {"street_worker"} | NORTH,
        "ended": {"other_teacher"} | SOUTH,
    },
    "cases": {"north": NORTH | {"liaison"}, "south": SOUTH, "ended": SOUTH},
    "attachments": {"case": NORTH | {"liaison"}, "concern": {"teacher"} | NORTH},
    "searches": {"teacher": {"teacher"}, "consultant": {"consultant"}, "liaison": {"liaison"}},
    "disclosures": {
        "live": NORTH | {"liaison"},
        "declined": NORTH,
        "recalled": NORTH,
        "agreed": NORTH | {"other_liaison"},
        "south": SOUTH | {"social_worker"},
        "returned": NORTH | {"liaison"},
        "documented": NORTH | {"liaison"},
        "passed_on": NORTH | {"liaison", "street_worker"},
    },
    "notifications": {
        # whoever notified and the social section: no leader, no consultant, no colleague stands between them (E2)
        "from_concern": {"teacher"} | SECTION,
        "from_nothing": {"club_worker"} | SECTION,
        "police": {"liaison"} | SECTION,
        "outside": SECTION,
        "anonymous": SECTION,
        "absence": {"head"} | SECTION,
    },
    "absences": {
        # whoever registered it and the leader of that school (E4)
        "reported": {"teacher", "head"},
        "notified": {"teacher", "head"},
        "corrected": {"colleague", "head"},
        "south": {"other_teacher"},
    },
    "consultations": {
        "asked": {"teacher"} | NORTH,
        "answered": {"other_teacher"} | SOUTH,
        "closed": {"street_worker"} | NORTH,
        "social": {"social_worker"} | SSP,
        "concern": {"street_worker"} | NORTH,
        "wanted": {"club_worker"} | SOUTH,
    },
    "meetings": {
        # the lead and those invited; never the police (D1)
        "planned": {"teacher", "social_worker", "club_worker"},
        "held": {"teacher", "head"},
        "follow_up": {"teacher", "head"},
        "cancelled": {"other_teacher", "social_worker"},
        "section": {"social_worker", "colleague"},
    },
    "lessons": {
        # the network's people; what came from outside the networks is for those outside them
        "north": SCHOOL["north"] | NORTH | {"street_worker"},
        "south": SCHOOL["south"] | SOUTH | {"club_worker"},
        "outside": SSP | {"social_worker"},
        "withdrawn": set(),
    },
    "drafts": {
        "teacher": {"teacher"},
        "other_teacher": {"other_teacher"},
        "club_worker": {"club_worker"},
        "colleague_notification": {"colleague"},
        "social_worker_notification": {"social_worker"},
        "head_consultation": {"head"},
        "wanted": {"club_worker"},
    },
}
"""Who may read which record."""

JUDGES = {
    "north": NORTH,
    "again": NORTH,
    "south": SOUTH,
    "place": SOUTH,
    "social": SSP,
    "became": NORTH,
    "ended": SOUTH,
}
"""Who may read why a concern was decided as it was."""

KEEPERS = {("concerns", "north"): {"teacher"} | NORTH, ("cases", "north"): NORTH}
"""Who keeps the consents and the SSP+ basis of a matter: its author, holder and consultants, never a guest (C9)."""


@dataclass(frozen=True, slots=True)
class Pupil:
    """Who may see a child's name and class, who only the name, who the address, and who may ask for the number."""

    school: str
    known: set[str]
    named: set[str]
    address: set[str]
    number: set[str]
    protected: bool = False


GUEST = {"liaison"}
"""Who was let into the northern case: they know the children it is about (H6)."""

PUPILS = {
    ("north", 0): Pupil("north", {"teacher"} | NORTH | GUEST, {"social_worker", "club_worker"}, set(), NORTH, True),
    ("north", 1): Pupil("north", {"teacher"} | NORTH | SECTION | GUEST, set(), NORTH | SECTION, NORTH | SECTION),
    ("north", 2): Pupil("north", SECTION, set(), SECTION, SECTION),
    ("south", 0): Pupil("south", SOUTH, {"social_worker"}, set(), SOUTH, True),
    ("south", 1): Pupil("south", SOUTH, set(), SOUTH, SOUTH),
}
"""The people of a child's own school are added: they find the child on its roll."""

KIN = {
    # the parents of a child the case is about are known with the child; the half-brother and his father are not (H6)
    "mother": NORTH | GUEST, "father": NORTH | GUEST, "brother": NORTH, "other_father": NORTH, "gone": set(),
}  # fmt: skip
CLOSE = {"cpr", "born_on", "address"}
"""What is for those close to the work alone; of the number, only on purpose (A13)."""
CONSULTANTS_OWN = {"batons", "factor_sheets", "merges"}
"""What the consultants of a case keep to themselves: advice, sheets the police never read (G5), records put together."""

SECTIONS_OWN = {("notifications", "assessment_reason"), ("notifications", "filed_in")}
KEPT = {"consents", "plus"}
UNMASKING = {"persons.create", "persons.create_in_notification", "persons.create_in_case"}


def oracle_of(world, load) -> Oracle:
    """What the sets above say of this world."""
    readers = {ref: READERS[kind][name] for kind in READERS for name, ref in getattr(load, kind).items()}
    judges = {ref: JUDGES[name] for name, ref in load.concerns.items()}
    keepers = {getattr(load, kind)[name]: people for (kind, name), people in KEEPERS.items()}
    kin = {load.kin.people[name]: people for name, people in KIN.items()}
    pupils = {world.pupils[school][number]: pupil for (school, number), pupil in PUPILS.items()}

    def shows(persona: str, where: Planted, endpoint: str) -> bool:
        if where.table == "audit":
            return False
        if where.table == "triage_decisions":
            return persona in judges[where.record]
        if where.table in KEPT:
            return persona in keepers[where.record]
        if (where.table, where.column) in SECTIONS_OWN:
            return persona in SECTION
        if where.table in CONSULTANTS_OWN:
            return persona in NORTH
        if where.table == "households":
            return persona in NORTH | GUEST
        if where.record in kin:
            return _shows_kin(kin[where.record], persona, where.column, endpoint)
        if where.table == "persons":
            return _shows_pupil(pupils[where.record], persona, where.column, endpoint)
        return persona in readers[where.record]

    return Oracle(shows, lambda persona, reference: persona in readers.get(reference, (persona,)))


def _shows_kin(known: set[str], persona: str, column: str, endpoint: str) -> bool:
    if column == "cpr":
        return persona in known & NORTH and endpoint in UNMASKING
    return persona in (known & NORTH if column in CLOSE else known)


def _shows_pupil(pupil: Pupil, persona: str, column: str, endpoint: str) -> bool:
    known = pupil.known | SCHOOL[pupil.school]
    if column == "name":
        return persona in known | pupil.named
    if column in {"school_class", "school", "speaks"}:
        # whoever knows a child by name finds them by name, with what tells one from another of that name
        return persona in known or (persona in pupil.named and endpoint == "searches.find")
    unmasking = persona in pupil.number and endpoint in UNMASKING
    if column == "cpr" or pupil.protected:
        return unmasking
    return persona in pupil.address or unmasking
