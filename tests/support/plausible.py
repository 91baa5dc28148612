"""Forms and ids to try everywhere: filled in so that they pass, filled in otherwise, and empty."""

from datetime import timedelta

from ssp.models import Network, Unit
from ssp.policy.checks import QUESTIONS
from ssp.services.factors import FACTORS
from ssp.services.standing import today
from tests.support.answers import WHY, clear, reference_of
from tests.support.sweep import Ids
from tests.support.world import PASSWORD

CHECK = {f"ask_{question}": str(reply) for basis in QUESTIONS for question, reply in clear(basis).items()}


def forms(world, load) -> dict[str, dict]:
    """Forms that pass validation on every page, the same filled in differently, and an empty one."""
    everything = _loop(world, load) | _duties(world, load) | _casework(world, load) | CHECK
    concern, child = load.concerns["north"], world.pupils["north"][1]
    opening = {**everything, "verdict": "case", "reason_code": "serious", "find": "1", "q": "skrevet", "source": concern,
               "children": [child], "basis": "consent", "consent": load.consents["running"], "parents_informed": "yes",
               "consultation": load.consultations["asked"]}  # fmt: skip
    return {"plausible": everything, "opening": opening, "empty": {}}


def _loop(world, load) -> dict:
    return {
        "subject": "child", "children": [ref for school in world.pupils.values() for ref in school], "q": "zq",
        "theme": "street", "observation": "Set igen.", "words": "Nej.", "worry": "worried", "done": "called",
        "source": "own", "text": "Et svar.", "mark": "not_relevant", "reason": "Fordi det er nødvendigt nu.",
        "verdict": "ask", "reason_code": "clarify", "message": "Hvornår?", "title": "Titel", "purpose": "prevent_crime",
        "level": "individual", "closing": "Tak.", "version": "1", "parts": ["observation", "words", "children"],
        "recipient": reference_of(world, "liaison"), "user": reference_of(world, "street_worker"),
        "basis": "rpl115_ssp", "necessity": WHY, "statement": "Set.", "key": "k" * 24, "next": "/",
        "draft": load.drafts["other_teacher"], "language": "en", "username": "teacher", "password": PASSWORD,
        "old_password": "forkert", "new_password": "en ny og meget lang sætning",
    }  # fmt: skip


def _duties(world, load) -> dict:
    day, later = today().isoformat(), (today() + timedelta(days=9)).isoformat()
    return {
        "ground": "support", "acute": "no", "parents_informed": "no", "not_informed": "other", "strengths": "Glad.",
        "not_informed_reason": "De er bortrejst.", "unlisted": "Et barn", "came_from": "private", "notifier": "En nabo",
        "arrived_on": day, "arrived_at": "00:00", "outcome": "examine", "assessment_reason": "Grund.",
        "receipt": "Tak.", "feedback": "started", "filed_in": "DUBU 1", "quarter": f"{day[:4]}-Q{(today().month + 2) // 3}",
        "percent": "20", "corrected_percent": "4", "correction": "Meldt syg.", "age_band": "ten_to_twelve",
        "place_kind": "school", "situation": "Et barn trækker sig.", "tried": "En samtale.", "why": "Det er alvorligt.",
        "advice": "Lav en aftale.", "read_through": "y", "child": world.pupils["north"][0], "early": "yes",
        "necessary": "yes", "violence": "no", "day": later, "hour": "09:30", "place": "Lokale 4",
        "invited": [reference_of(world, "social_worker")], "told_on": day, "told_how": "phone",
        "told_by": reference_of(world, "consultant"), "exemption": "childs_interest", "review_on": later,
        "to_whom": "custody_holder", "named": "Mor", "held_on": day, "value": "30", "valid_from": day,
        "givers": ["young_person"], "scope": "Alt.", "units": [Unit.get().reference], "given_on": day,
        "given_how": "talk", "voluntary": "y", "expires_on": later, "document": "Aftale.", "starts_on": day,
        "ends_on": later,
    }  # fmt: skip


def _casework(world, load) -> dict:
    later = (today() + timedelta(days=9)).isoformat()
    known = world.pupils["north"][1]
    answers = {f"answer_{factor}": "yes" for factor in FACTORS} | {f"comment_{factor}": "Ja." for factor in FACTORS}
    return answers | {
        "kind": "note", "happened_on": today().isoformat(), "fact": "y", "instead": "Sådan var det.", "starred": "yes",
        "side": "agency", "owner": reference_of(world, "consultant"), "due_on": later, "word": "Det passer bedre.",
        "accept-word": "Ja.", "words": "Vi vil have ro.", "help": "Vi ringer.", "state": "reached", "theme": "street",
        "happened": "Det går godt.", "learned": "Begynd hjemme.", "followed": "yes", "follow_up_on": later,
        "no_follow_up": "Nej.", "found": "Det går.", "then": "close", "finished": [load.concerns["north"]],
        "concern": load.concerns["again"], "baton": load.rows["baton"], "name": "Hos mormor", "address": "Mormorvej 3",
        "born_on": "2014-05-06", "homes": list(load.kin.homes.values()), "person": known, "family": load.kin.family,
        "other": load.kin.people["brother"], "keep": known, "file": "", "adult": load.kin.people["mother"],
        "away_until": later, "cpr": "060514-4001", "school": "Nordskolen", "speaks": "Dansk",
    }  # fmt: skip


def ids(world, load) -> Ids:
    """Ids of every kind, and below another id those of its rows."""
    kinds = (load.concerns, load.cases, load.disclosures, load.notifications, load.absences, load.consultations,
             load.meetings, load.lessons, load.drafts, load.attachments, load.searches)  # fmt: skip
    children = (*world.pupils["north"], *world.pupils["south"])
    directory = (reference_of(world, "liaison"), Unit.get().reference, Network.get().reference)
    return Ids(
        every=(*(ref for kind in kinds for ref in kind.values()), children[0], *directory),
        nested=_nested(world, load),
    )


def _nested(world, load) -> dict[str, tuple[tuple[str, str], ...]]:
    """What belongs below what, what belongs elsewhere, and what is nobody's."""
    concern, case, notices, consents = load.concerns["north"], load.cases["north"], load.notices, load.consents
    first, _, third, other = *world.pupils["north"], world.pupils["south"][0]
    guests = [reference_of(world, name) for name in ("liaison", "social_worker")]
    elsewhere = (load.concerns["again"], load.concerns["south"], "B-0000-0000", case)
    return _rooms(load) | {
        "person": tuple((concern, ref) for ref in (first, third, other, "P-0000-0000"))
        + tuple((ref, first) for ref in elsewhere)
        + tuple((case, ref) for ref in (first, *load.kin.people.values(), "P-0000-0000"))
        + ((load.cases["south"], load.kin.people["mother"]),),
        "notice": tuple((concern, ref) for ref in (*notices.values(), "R-0000-0000"))
        + tuple((ref, notices["due"]) for ref in elsewhere),
        "consent": tuple((concern, ref) for ref in (*consents.values(), "R-0000-0000"))
        + tuple((ref, consents["running"]) for ref in elsewhere)
        + ((case, consents["case"]), (case, "R-0000-0000")),
        "user": tuple((case, ref) for ref in (*guests, "M-0000-0000"))
        + ((load.cases["south"], guests[0]), (concern, guests[0])),
    }


def _rooms(load) -> dict[str, tuple[tuple[str, str], ...]]:
    """Rows of a case below it, below another case, and one that is nobody's."""
    case, other, rows = load.cases["north"], load.cases["south"], load.rows
    below = {
        "entry": (rows["entry"], rows["contact"]), "goal": (rows["goal"],), "filing": (rows["filing"], rows["filed"]),
        "sheet": (rows["sheet"],), "commitment": (rows["commitment"],), "home": tuple(load.kin.homes.values()),
        "merge": (load.kin.people["merge"],),
    }  # fmt: skip
    return {
        name: (*((case, ref) for ref in known), (case, "R-0000-0000"), (other, known[0]), ("F-0000-0000", known[0]))
        for name, known in below.items()
    }


def queries(load) -> tuple[str, ...]:
    """What may stand after a path."""
    north = load.concerns["north"]
    return (
        f"view=under_way&after={north}", f"view=all&theme=wellbeing&after={load.notifications['police']}",
        f"view=mine&q=zq&after={load.concerns['south']}", f"view=deferred&after={load.notices['due']}",
        f"view=closed&age_band=ten_to_twelve&after={load.lessons['south']}",
        f"after=B-0000-0000&next=/concerns/{north}&language=en",
    )  # fmt: skip
