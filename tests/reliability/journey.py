"""One walk through everything that can be written, with a marker in every text."""

import re
import secrets
from dataclasses import dataclass, field

from ssp.models import Matter
from ssp.services import pupils
from ssp.services.pupils import NewPupil
from ssp.services.standing import today
from tests.reliability import journey_casework, journey_duties, journey_files
from tests.support.answers import answered

MARK = re.compile(r"zq[0-9a-f]{8}x[a-z_]+")
LETTERS = str.maketrans("0123456789", "abcdefabcd")
"""A marker has no digits: nothing that looks over a text takes it for a number."""
VERSION = re.compile(r'name="version" value="(\d+)"')
MORE = ("words", "assessment", "protective", "place", "done_text")


@dataclass
class Trail:
    """What the walk left behind: the marker of each text, and the references of what was made."""

    token: str = field(default_factory=lambda: secrets.token_hex(4).translate(LETTERS))
    marks: dict[str, str] = field(default_factory=dict)
    child: str = ""
    concern: str = ""
    waiting: str = ""
    group: str = ""
    draft: str = ""
    disclosure: str = ""
    returned: str = ""
    case: str = ""
    case_version: str = ""
    recipient: str = ""
    notification_draft: str = ""
    question_draft: str = ""
    notification: str = ""
    unassessed: str = ""
    registered: str = ""
    absence: str = ""
    corrected: str = ""
    consultation: str = ""
    lesson: str = ""
    consent: str = ""
    expired: str = ""
    consent_fields: dict = field(default_factory=dict)
    notice: str = ""
    child_row: str = ""
    meeting: str = ""
    held: str = ""
    invited: str = ""
    rows: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)

    def mark(self, name: str) -> str:
        """A text nobody else writes, for the field called `name`."""
        return self.marks.setdefault(name, f"zq{self.token}x{name}")


def found_in(text: str) -> set[str]:
    return set(MARK.findall(text))


def walk(visit, world) -> Trail:
    """Write, decide, share, answer and bring back through the pages; `visit(name)` gives somebody signed in."""
    trail = Trail()
    _enrol(trail, world)
    teacher, consultant, liaison = visit("teacher"), visit("consultant"), visit("liaison")
    _write(trail, teacher)
    _triage(trail, teacher, consultant)
    _share(trail, consultant, liaison)
    _open_case(trail, consultant)
    journey_duties.walk(trail, visit, world)
    journey_casework.walk(trail, visit, world)
    return trail


def _enrol(trail: Trail, world) -> None:
    """A pupil whose every word is a marker; the roll is read from files, so this goes through its service."""
    m = trail.mark
    child = NewPupil(m("name"), m("school_class"), f"010210-{m('cpr')}", m("address"), protected=False)
    [trail.child] = pupils.enrol(world.units["north"], [child])


def concern_fields(**more) -> dict:
    return {"subject": "child", "theme": "unsure", "worry": "worried", "source": "own", "done": "called", **more}


def _made(response) -> str:
    assert response.status_code == 303, (response.status_code, response.text[:2000])
    return re.search(r"[BFVK]-\w{4}-\w{4}", response.location)[0]


def _write(trail: Trail, teacher) -> None:
    m = trail.mark
    teacher.get("/concerns/new")
    texts = {name: m(f"draft_{name}") for name in ("observation", *MORE, "unlisted", "described_as", "q")}
    response = teacher.post("/drafts", concern_fields(**texts))
    trail.draft = re.search(r"/drafts/([^?#]+)", response.location)[1]
    assert m("draft_words") in teacher.follow(response).text
    teacher.get("/concerns/new")
    assert m("name") in teacher.post("/concerns/children", {"q": m("name")}).text
    texts = {name: m(name) for name in ("observation", *MORE)}
    trail.concern = _made(teacher.post("/concerns", concern_fields(children=trail.child, unlisted=m("named"), **texts)))
    teacher.get("/concerns/new")
    trail.waiting = _made(teacher.post("/concerns", concern_fields(children=trail.child, observation=m("waiting"))))
    teacher.get("/concerns/new")
    fields = concern_fields(described_as=m("described_as"), observation=m("seen")) | {"subject": "group"}
    trail.group = _made(teacher.post("/concerns", fields))
    reason = {"mark": "not_relevant", "reason": m("duty_reason")}
    teacher.follow(teacher.post(f"/concerns/{trail.concern}/duty", reason))
    journey_files.attach(trail, teacher, f"/concerns/{trail.waiting}/attachments")


def version_on(page) -> str:
    return VERSION.search(page.text)[1]


def _triage(trail: Trail, teacher, consultant) -> None:
    m, path = trail.mark, f"/triage/{trail.concern}"
    page = consultant.follow(consultant.post(f"{path}/receive"))
    ask = {"verdict": "ask", "reason_code": "clarify", "reason": m("reason"), "message": m("question")}
    consultant.follow(consultant.post(f"{path}/decisions", {**ask, "version": version_on(page)}))
    teacher.get(f"/concerns/{trail.concern}")
    teacher.follow(teacher.post(f"/concerns/{trail.concern}/answers", {"text": m("answer")}))
    unmask = f"/concerns/{trail.concern}/persons/{trail.child}/unmask"
    consultant.get(unmask)
    assert m("cpr") in consultant.post(unmask, {"reason": m("unmask_reason")}).text


def terms(**more) -> dict:
    return {
        "basis": "other_law",
        "purpose": "prevent_crime",
        **answered("other_law"),
        "reason": "Loven siger netop det.",
        **more,
    }


def _share(trail: Trail, consultant, liaison) -> None:
    m = trail.mark
    page = consultant.get(f"/concerns/{trail.concern}/disclosures/new")
    trail.recipient = page.text.split("Liaison (")[0].rsplit('value="', 1)[1].split('"')[0]
    parts = ["children", "observation", "words", "when_where"]
    offer = terms(parts=parts, recipient=trail.recipient, other_law=m("other_law"), necessity=m("necessity"))
    response = consultant.post(f"/concerns/{trail.concern}/disclosures", offer)
    trail.disclosure = re.search(r"/disclosures/([^?#]+)", response.location or "")[1]
    liaison.get(f"/disclosures/{trail.disclosure}")
    liaison.follow(liaison.post(f"/disclosures/{trail.disclosure}/answers", {"text": m("reply")}))
    liaison.get(f"/disclosures/{trail.disclosure}/returns/new")
    offer = terms(statement=m("statement"), other_law=m("law_of_return"), necessity=m("need_of_return"))
    response = liaison.post(f"/disclosures/{trail.disclosure}/returns", offer)
    assert response.status_code == 303, response.text
    trail.returned = re.search(r"/disclosures/([^?#]+)", response.location)[1]


def _open_case(trail: Trail, consultant) -> None:
    m, path = trail.mark, f"/triage/{trail.concern}"
    page = consultant.get(path)
    verdict = {"verdict": "case", "reason_code": "serious", "title": m("title"), "level": "individual"}
    fields = {**verdict, "reason": m("case_purpose"), "version": version_on(page)}
    page = consultant.follow(consultant.post(f"{path}/decisions", fields))
    trail.case = re.search(r"/cases/(\w-\w{4}-\w{4})", page.text)[1]
    consultant.get(f"/cases/{trail.case}")
    consultant.follow(consultant.post(f"/cases/{trail.case}/notes", {"text": m("note")}))
    trail.case_version = str(Matter.get(Matter.reference == trail.case).version)
    # A case is taken over from a holder who is away, and from no other.
    consultant.follow(consultant.post("/away", {"away_until": today().isoformat()}))
