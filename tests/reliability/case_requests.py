"""Every endpoint of the work in a case, as something a person asks for."""

from ssp.models import Commitment, Family, Matter, Person
from tests.reliability.journey_casework import sheet_fields
from tests.reliability.journey_duties import LATER
from tests.support.world import PASSWORD

PRESS = {"x": "y"}
"""A form with nothing in it but its button."""
FILE = {"file": ("notat.txt", b"Skrevet.")}


def case_requests(trail) -> dict[str, list[tuple]]:
    """For each endpoint: who asks, for what, with which fields (None is a GET)."""
    return (
        _persons(trail) | _families(trail) | _entries(trail) | _plans(trail) | _commitments(trail) | _sheets(trail)
        | _handovers(trail) | _endings(trail) | _files(trail) | _searches(trail)
    )  # fmt: skip


def version_of(model, reference: str) -> str:
    """The version a page would carry for this row."""
    return str(model.get(model.reference == reference).version)


def _persons(trail) -> dict[str, list[tuple]]:
    path = f"/cases/{trail.case}/persons"
    known, twin, merge = (trail.rows[name] for name in ("known", "twin", "merge"))
    child, unmask = {"name": "Et barn", "school": "Nordskolen"}, f"{path}/{trail.child}/unmask"
    both = {"other": known, "keep": trail.child, "reason": "den samme"}
    return {
        "case_persons.index": [("consultant", path, None)],
        "case_persons.new": [("consultant", f"{path}/new", None)],
        "case_persons.find": [("consultant", f"{path}/candidates", {"name": "zq"})],
        "case_persons.add_known": [("consultant", f"{path}/known", {"person": trail.rows["adult"]})],
        "case_persons.create": [("consultant", path, {**child, "reason": "en anden"})],
        "case_persons.edit": [("consultant", f"{path}/{known}", None)],
        "case_persons.update": [
            ("consultant", f"{path}/{known}/corrections", {**child, "version": version_of(Person, known)})
        ],
        "case_persons.remove": [("consultant", f"{path}/{known}/removals", PRESS)],
        "case_persons.new_merge": [("consultant", f"{path}/{trail.child}/merges/new?other={known}", None)],
        "case_persons.merge": [("consultant", f"{path}/{trail.child}/merges", both)],
        "case_persons.undo": [("consultant", f"/cases/{trail.case}/merges/{merge}/undo", {"x": twin})],
        "persons.new_in_case": [("consultant", unmask, None)],
        "persons.create_in_case": [("consultant", unmask, {"reason": "grund"})],
    }


def _families(trail) -> dict[str, list[tuple]]:
    path = f"/cases/{trail.case}/family"
    home, member = f"{path}/homes/{trail.rows['home']}", f"{path}/members/{trail.rows['adult']}"
    now = {"version": version_of(Family, trail.rows["family"])}
    where = {"name": "Hos far", "address": "Vejen 1", **now}
    who = {"kind": "adult", "name": "Far", "homes": trail.rows["home"], **now}
    alone = f"/cases/{trail.rows['begun']}/family"
    return {
        "families.show": [("consultant", path, None)],
        "families.create": [("consultant", alone, {**where, "children": trail.child})],
        "families.link": [("consultant", f"{alone}/links", {"family": trail.rows["family"]})],
        "families.new_home": [("consultant", f"{path}/homes/new", None)],
        "families.create_home": [("consultant", f"{path}/homes", where)],
        "families.edit_home": [("consultant", home, None)],
        "families.update_home": [("consultant", home, where)],
        "families.remove_home": [("consultant", f"{home}/end", now)],
        "families.new_member": [("consultant", f"{path}/members/new?kind=adult", None)],
        "families.create_member": [("consultant", f"{path}/members", who)],
        "families.edit_member": [("consultant", member, None)],
        "families.update_member": [("consultant", member, who)],
        "families.remove_member": [("consultant", f"{member}/end", now)],
    }


def _entries(trail) -> dict[str, list[tuple]]:
    case = f"/cases/{trail.case}"
    struck, right = (f"{case}/entries/{trail.rows[name]}" for name in ("entry", "right"))
    printed = {"kind": "unnamed", "reason": "et møde", "password": PASSWORD}
    return {
        "entries.new": [("consultant", f"{case}/entries/new", None)],
        "entries.create": [("consultant", f"{case}/notes", {"text": "notat", "kind": "note"})],
        "entries.resume": [("consultant", f"/cases/entries/drafts/{trail.rows['note_draft']}", None)],
        "entries.show": [("consultant", struck, None)],
        "entries.edit": [("consultant", f"{right}/edit", None)],
        "entries.update": [("consultant", right, {"text": "rettet", "version": "0"})],
        "entries.new_strike": [("consultant", f"{right}/strike", None)],
        "entries.strike": [("consultant", f"{right}/strike", {"reason": "forkert"})],
        "entries.new_statement": [("consultant", f"{right}/statements/new", None)],
        "entries.state": [("consultant", f"{right}/statements", {"text": "nej", "source": "child"})],
        "entries.star": [("consultant", f"{right}/star", {"starred": "yes"})],
        "case_prints.new": [("consultant", f"{case}/prints/new", None)],
        "case_prints.create": [("consultant", f"{case}/prints", printed)],
    }


def _plans(trail) -> dict[str, list[tuple]]:
    case, path = f"/cases/{trail.case}", f"/cases/{trail.case}/plan"
    goal, filing = f"{path}/goals/{trail.rows['goal']}", f"{case}/filings/{trail.rows['filing']}"
    ended = (trail.rows["followed_no"], trail.rows["followed_yes"])
    filed, version = f"{case}/filings/{trail.rows['filed']}", trail.case_version
    details = {"title": "titel", "purpose": "formål", "level": "individual", "version": version}
    chosen = {"concern": trail.rows["loose"], "reason_code": "serious", "message": "vi er i gang"}
    return {
        "plans.show": [("consultant", path, None)],
        "plans.edit": [("consultant", f"{path}/edit", None)],
        "plans.update": [("consultant", f"{path}/details", details)],
        "plans.add_goal": [("consultant", f"{path}/goals", {"words": "ro", "help": "vi ringer"})],
        "plans.edit_goal": [("consultant", goal, None)],
        "plans.change_goal": [("consultant", f"{goal}/words", {"words": "mere ro", "version": version})],
        "plans.settle_goal": [("consultant", f"{goal}/state", {"state": "reached", "word": "ja", "version": version})],
        "plans.new_link": [("consultant", f"{case}/concerns/new", None)],
        "plans.link": [("consultant", f"{case}/concerns", chosen)],
        "filings.index": [("consultant", f"/cases/{ref}/filings", None) for ref in (trail.case, *ended)],
        "filings.new": [("consultant", f"{case}/filings/new", None)],
        "filings.create": [("consultant", f"{case}/filings", {"theme": "møde", "due_on": LATER})],
        "filings.show": [("consultant", filing, None), ("consultant", filed, None)],
        "filings.done": [("consultant", filing, {"filed_in": "systemet"})],
    }


def _commitments(trail) -> dict[str, list[tuple]]:
    path = f"/cases/{trail.case}/commitments"
    one, dropped = (f"{path}/{trail.rows[name]}" for name in ("promise_waiting", "promise_dropped"))
    now = {"version": version_of(Commitment, trail.rows["promise_waiting"])}
    promise = {"side": "agency", "owner": trail.people["consultant"], "text": "ringer", "due_on": LATER}
    turns = {
        "accept": ("acceptance", {}), "decline": ("refusal", {"declined-word": "nej"}), "keep": ("keeping", {}),
        "renegotiate": ("counter-proposal", {"renegotiated-text": "skriver", "renegotiated-due_on": LATER}),
        "move": ("move", {"moved-due_on": LATER, "moved-word": "ferie"}), "drop": ("drop", {"dropped-word": "nej"}),
        "give": ("owner", {"proposed-owner": trail.people["consultant"], "proposed-text": "ringer",
                           "proposed-due_on": LATER}),
    }  # fmt: skip
    return {
        f"commitments.{name}": [("second_consultant", f"{one}/{place}", {**now, **fields})]
        for name, (place, fields) in turns.items()
    } | {
        "commitments.mine": [(who, "/commitments", None) for who in ("consultant", "second_consultant")],
        "commitments.index": [("consultant", path, None)],
        "commitments.new": [("consultant", f"{path}/new", None)],
        "commitments.create": [("consultant", path, promise)],
        "commitments.show": [("second_consultant", one, None), ("consultant", dropped, None)],
    }


def _sheets(trail) -> dict[str, list[tuple]]:
    path = f"/cases/{trail.case}/factors"
    return {
        "factors.index": [("consultant", path, None)],
        "factors.new": [("consultant", f"{path}/new?child={trail.child}", None)],
        "factors.create": [("consultant", path, sheet_fields(trail, "ja"))],
        "factors.show": [("consultant", f"{path}/{trail.rows['sheet']}", None)],
        "factors.resume": [("consultant", f"/cases/factors/drafts/{trail.rows['sheet_draft']}", None)],
    }


def _handovers(trail) -> dict[str, list[tuple]]:
    case = f"/cases/{trail.case}"
    baton, offered = f"{case}/baton", {"baton": trail.rows["baton"]}
    away = trail.people["consultant"]
    offer = {"user": trail.people["second_consultant"], "advice": "ring"}
    return {
        "batons.show": [("consultant", baton, None), ("second_consultant", baton, None)],
        "batons.offer": [("consultant", f"/cases/{trail.rows['begun']}/baton", offer)],
        "batons.accept": [("second_consultant", f"{baton}/accept", offered)],
        "batons.decline": [("second_consultant", f"{baton}/decline", {**offered, "word": "nej"})],
        "batons.withdraw": [("consultant", f"{baton}/withdraw", offered)],
        "handovers.index": [("consultant", "/handover", None)],
        "handovers.show": [("second_consultant", f"/handover/{away}", None)],
        "handovers.away": [("consultant", "/away", None)],
        "handovers.set_away": [("consultant", "/away", {"away_until": LATER})],
        "handovers.new_summary": [("consultant", f"{case}/summary", None)],
        "handovers.summary": [("consultant", f"{case}/summary", {"reason": "ny tovholder", "password": PASSWORD})],
    }


def _endings(trail) -> dict[str, list[tuple]]:
    case, ended, waits = (
        f"/cases/{ref}" for ref in (trail.case, trail.rows["followed_no"], trail.rows["followed_yes"])
    )
    ending = {"outcome": "partly", "happened": "det gik", "learned": "noget", "filed_in": "systemet", "followed": "yes",
              "follow_up_on": LATER, "version": trail.case_version}  # fmt: skip
    again = {"reason": "igen", "message": "vi arbejder videre",
             "version": version_of(Matter, trail.rows["followed_no"])}  # fmt: skip
    found = {"found": "ro", "then": "close", "version": version_of(Matter, trail.rows["followed_yes"])}
    return {
        "closings.show": [("consultant", f"{place}/closing", None) for place in (case, ended, waits)],
        "closings.create": [("consultant", f"{case}/closing", ending)],
        "closings.reopen": [("consultant", f"{ended}/reopening", again)],
        "closings.follow_up": [("consultant", f"{waits}/follow-up", None)],
        "closings.followed": [("consultant", f"{waits}/follow-up", found)],
    }


def _files(trail) -> dict[str, list[tuple]]:
    case, concern = f"/cases/{trail.case}/attachments", f"/concerns/{trail.waiting}/attachments"
    file = f"/attachments/{trail.rows['file']}"
    return {
        "attachments.index": [("consultant", case, None)],
        "attachments.index_of_concern": [("teacher", concern, None)],
        "attachments.create": [("consultant", case, FILE)],
        "attachments.create_on_concern": [("teacher", concern, FILE)],
        "attachments.show": [("teacher", file, None), ("consultant", f"/attachments/{trail.rows['case_file']}", None)],
        "attachments.new_removal": [("teacher", f"{file}/removals/new", None)],
        "attachments.remove": [("teacher", f"{file}/removals", {"reason": "forkert fil"})],
    }


def _searches(trail) -> dict[str, list[tuple]]:
    saved = trail.rows["saved"]
    return {
        "searches.index": [("consultant", "/search", None)],
        "searches.find": [
            ("consultant", "/search", {"q": "zq"}),
            ("consultant", "/search", {"saved": saved}),
        ],
        "searches.save": [("consultant", "/search/saved", {"name": "en søgning", "q": "fredag"})],
        "searches.delete": [("consultant", f"/search/saved/{saved}/delete", PRESS)],
    }
