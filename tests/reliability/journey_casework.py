"""The walk's third part: a family, a plan, promises, a sheet, an offer and two endings; a marker in every text."""

import re

from ssp.models import Baton, Commitment, Entry, Family, Filing, Goal, Household, Matter, Merge, Person, SavedSearch
from ssp.policy.factors import FACTORS, PROTECTIVE
from tests.reliability import journey_files
from tests.reliability.journey_duties import LATER
from tests.support.answers import reference_of
from tests.support.concern_load import log, open_case
from tests.support.family_load import newest

VERSION = re.compile(r'name="version" (?:type="hidden" )?value="(\d+)"')


def walk(trail, visit, world) -> None:
    """Write in the case, promise, offer, search and end through the pages."""
    consultant, second = visit("consultant"), visit("second_consultant")
    for who in ("consultant", "second_consultant"):
        trail.people[who] = reference_of(world, who)
    _children(trail, consultant)
    _family(trail, consultant)
    _chronology(trail, consultant)
    _plan(trail, consultant)
    _promises(trail, consultant)
    _sheet(trail, consultant)
    _baton(trail, consultant, second)
    _search(trail, consultant)
    _endings(trail, consultant, world)
    journey_files.attach(trail, consultant, f"/cases/{trail.case}/attachments", "case_file")
    trail.case_version = str(Matter.get(Matter.reference == trail.case).version)


def _done(visitor, path: str, fields: dict, here: str = "") -> str:
    """Post a form from the page it stands on, with the version written there. Returns the page it leads to."""
    found = VERSION.search(visitor.get(here or path).text)
    version = {"version": found[1]} if found else {}
    return visitor.follow(visitor.post(path, version | fields)).text


def _children(trail, consultant) -> None:
    """A child nobody had a record of, made twice and put together."""
    m, path = trail.mark, f"/cases/{trail.case}/persons"
    texts = {name: m(f"known_{name}") for name in ("name", "school", "school_class", "speaks", "address")}
    child = texts | {"born_on": "2013-05-06", "reason": m("why_new")}
    assert m("known_school") in _done(consultant, path, child, f"{path}/new")
    trail.rows["known"] = newest(Person)
    _done(consultant, path, {"name": m("known_name"), "reason": "En anden."}, f"{path}/new")
    trail.rows["twin"] = newest(Person)
    both = {"other": trail.rows["twin"], "keep": trail.rows["known"], "reason": m("merge_reason")}
    merging = f"{path}/{trail.rows['known']}/merges"
    _done(consultant, merging, both, f"{merging}/new?other={trail.rows['twin']}")
    trail.rows["merge"] = newest(Merge)


def _family(trail, consultant) -> None:
    m, path = trail.mark, f"/cases/{trail.case}/family"
    _done(consultant, path, {"name": m("home_name"), "address": m("home_address"), "children": trail.child})
    trail.rows["family"], trail.rows["home"] = newest(Family), newest(Household)
    adult = {"kind": "adult", "name": m("adult_name"), "homes": trail.rows["home"],
             f"kin_{trail.child}": "mother", f"custody_{trail.child}": "joint"}  # fmt: skip
    assert m("adult_name") in _done(consultant, f"{path}/members", adult, f"{path}/members/new?kind=adult")
    trail.rows["adult"] = newest(Person)


def _chronology(trail, consultant) -> None:
    m, case = trail.mark, f"/cases/{trail.case}"
    note = {"form": "note", "case": trail.case, "text": m("note_draft")}
    consultant.get(f"{case}/entries/new")
    trail.rows["note_draft"] = re.search(r"K-\w{4}-\w{4}", consultant.post("/drafts", note).location)[0]
    _done(consultant, f"{case}/notes", {"text": m("wrong"), "kind": "contact"}, f"{case}/entries/new")
    trail.rows["entry"] = newest(Entry)
    entry = f"{case}/entries/{trail.rows['entry']}"
    said = {"source": "child", "text": m("against")}
    assert m("against") in _done(consultant, f"{entry}/statements", said, f"{entry}/statements/new")
    struck = {"reason": m("struck"), "instead": m("instead")}
    assert m("struck") in _done(consultant, f"{entry}/strike", struck)
    _done(consultant, f"{case}/notes", {"text": m("right")}, f"{case}/entries/new")
    trail.rows["right"] = newest(Entry)


def _plan(trail, consultant) -> None:
    m, path = trail.mark, f"/cases/{trail.case}/plan"
    assert m("goal") in _done(consultant, f"{path}/goals", {"words": m("goal"), "help": m("help")}, path)
    trail.rows["goal"] = newest(Goal)
    goal, reached = f"{path}/goals/{trail.rows['goal']}", {"state": "reached", "word": m("goal_word")}
    _done(consultant, f"{goal}/state", reached, goal)
    path = f"/cases/{trail.case}/filings"
    for name in ("filed", "filing"):
        _done(consultant, path, {"theme": m(f"{name}_theme"), "due_on": LATER}, f"{path}/new")
        trail.rows[name] = newest(Filing)
    _done(consultant, f"{path}/{trail.rows['filed']}", {"filed_in": m("case_filed_in")})


def _promises(trail, consultant) -> None:
    """One is given up with a word, and one waits for its answer."""
    m, path = trail.mark, f"/cases/{trail.case}/commitments"
    for name, owner in (("dropped", "consultant"), ("waiting", "second_consultant")):
        promise = {"side": "agency", "owner": trail.people[owner], "text": m(f"promise_{name}"), "due_on": LATER}
        _done(consultant, path, promise, f"{path}/new")
        trail.rows[f"promise_{name}"] = newest(Commitment)
    one = f"{path}/{trail.rows['promise_dropped']}"
    assert m("given_up") in _done(consultant, f"{one}/drop", {"dropped-word": m("given_up")}, one)


def sheet_fields(trail, word: str) -> dict[str, str]:
    """A sheet with a word at every factor."""
    comments = {f"comment_{factor}": word for factor in FACTORS}
    return {"child": trail.child, f"answer_{min(PROTECTIVE)}": "yes", **comments}


def _sheet(trail, consultant) -> None:
    m, path = trail.mark, f"/cases/{trail.case}/factors"
    desk = f"{path}/new?child={trail.child}"
    consultant.get(desk)
    draft = {"form": "sheet", "case": trail.case, **sheet_fields(trail, m("sheet_draft"))}
    trail.rows["sheet_draft"] = re.search(r"K-\w{4}-\w{4}", consultant.post("/drafts", draft).location)[0]
    consultant.get(desk)
    response = consultant.post(path, sheet_fields(trail, m("factor")))
    assert m("factor") in consultant.follow(response).text
    trail.rows["sheet"] = re.search(r"/factors/(R-\w{4}-\w{4})", response.location)[1]


def _baton(trail, consultant, second) -> None:
    """Offered and declined with a word, and offered again."""
    m, path = trail.mark, f"/cases/{trail.case}/baton"
    offer = {"user": trail.people["second_consultant"], "advice": m("advice")}
    _done(consultant, path, offer)
    declined = {"baton": newest(Baton), "word": m("declined_word")}
    _done(second, f"{path}/decline", declined, path)
    _done(consultant, path, offer)
    trail.rows["baton"] = newest(Baton)


def _search(trail, consultant) -> None:
    m = trail.mark
    kept = {"name": m("search_name"), "q": m("searched")}
    assert m("search_name") in _done(consultant, "/search/saved", kept, "/search")
    trail.rows["saved"] = newest(SavedSearch)


def _endings(trail, consultant, world) -> None:
    """A case closed for good with a reason, one to be followed up, one just begun, and a concern nobody has linked."""
    m = trail.mark
    ends = {"no": {"no_follow_up": m("no_follow_up")}, "yes": {"follow_up_on": LATER}}
    for followed, more in ends.items():
        case = open_case(world, "consultant", log(world, "teacher", trail.child))
        texts = {name: m(f"{name}_{followed}") for name in ("happened", "learned", "filed_in")}
        fields = {"outcome": "partly", "followed": followed, **texts, **more}
        assert texts["learned"] in _done(consultant, f"/cases/{case}/closing", fields)
        trail.rows[f"followed_{followed}"] = case
    trail.rows["begun"] = open_case(world, "consultant", log(world, "teacher", trail.child))
    trail.rows["loose"] = log(world, "teacher", trail.child)
