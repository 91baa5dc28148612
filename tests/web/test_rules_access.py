"""The rules of access and of the log, walked through the pages, each by its number."""

from datetime import timedelta

import pytest
from peewee import DatabaseError

from ssp.db import at, handle, now
from ssp.models import Audit, Matter, Membership, Participation, User
from ssp.services import accounts
from ssp.services.door import verify_log
from ssp.services.standing import today
from ssp.terms import Action, Basis, Capacity, MatterKind
from tests.support import case_load
from tests.support.answers import answered
from tests.support.case_load import log, open_case, reference_of, share

DAY = timedelta(days=1)


@pytest.fixture
def concern(world) -> str:
    return log(world, "teacher", world.pupils["north"][0], words="Meget særlige ord")


def last_line(**more) -> dict:
    """The newest line of the log."""
    return Audit.select().order_by(Audit.seq.desc()).dicts().first()


def give(world, who: str, reference: str) -> None:
    """A row in participations that should never have been written."""
    matter = Matter.get(Matter.reference == reference)
    Participation.insert(
        matter=matter.id, kind=matter.kind, user=world.users[who], capacity=Capacity.CONSULTANT, basis=Basis.OWN, starts_at=1
    ).execute()  # fmt: skip


def test_A1_for_a_stranger_it_does_not_exist_and_the_attempt_is_logged(visit, concern):
    stranger = visit("social_worker")
    mine, nobodys = stranger.get(f"/concerns/{concern}"), stranger.get("/concerns/B-0000-0000")
    assert mine.status_code == nobodys.status_code == 404
    line = last_line()
    assert line["decision"] == "denied"
    stranger.get(f"/concerns/{concern}")
    line = last_line()
    assert (line["decision"], line["objects"], line["rule"]) == ("denied", concern, "A1")


def test_A1_the_author_and_the_consultants_of_the_network_read_it(visit, concern):
    for who in ("teacher", "consultant", "second_consultant"):
        assert "Meget særlige ord" in visit(who).get(f"/concerns/{concern}").text


def test_A2_another_school_finds_neither_the_concern_nor_the_child(visit, world, concern):
    other = visit("other_teacher")
    for path in ("/", "/concerns", "/cases", "/disclosures", "/concerns/new"):
        page = other.get(path).text
        assert concern not in page
        assert "Nørgaard" not in page
    other.get("/concerns/new")
    assert "Nørgaard" not in other.fragment("/concerns/children", {"q": "nø"}).text
    assert "Sørensen" in other.fragment("/concerns/children", {"q": "sø"}).text
    ticked = other.fragment("/concerns/children", {"q": "", "children": world.pupils["north"][0]}).text
    assert "Nørgaard" not in ticked


def test_A2_a_child_of_another_school_cannot_be_named_by_its_reference(visit, world):
    other = visit("other_teacher")
    other.get("/concerns/new")
    refused = other.post(
        "/concerns",
        {
            "subject": "child",
            "children": world.pupils["north"][0],
            "theme": "absence",
            "observation": "Set.",
            "worry": "worried",
        },
    )
    assert refused.status_code == 422
    assert Matter.select().count() == 0


def test_A3_the_police_find_what_was_shared_and_nothing_else(visit, world, concern, app):
    extract = share(world, "consultant", concern, "liaison")
    liaison = visit("liaison")
    assert extract in liaison.get("/disclosures").text
    for path in (f"/concerns/{concern}", f"/triage/{concern}", "/concerns", "/triage", "/concerns/new"):
        assert liaison.get(path).status_code == 404, path
    assert liaison.post("/concerns/children", {"q": "nø"}).status_code == 404
    assert extract not in visit("other_liaison").get("/disclosures").text
    assert not [rule for rule in app.url_map.iter_rules() if "export" in rule.rule]
    found = liaison.post("/search", {"q": "Nørgaard"})
    assert found.status_code == 200
    assert concern not in found.text
    assert world.pupils["north"][0] not in found.text


def test_A3_a_participation_written_by_mistake_opens_no_concern_to_the_police(visit, world, concern):
    give(world, "liaison", concern)
    assert visit("liaison").get(f"/concerns/{concern}").status_code == 404
    assert last_line()["rule"] == "A3"


@pytest.mark.parametrize(("who", "rule"), [("leader", "A4"), ("administrator", "A5"), ("dpo", "A6"), ("partner", "A7")])
def test_A4_roles_without_content_open_nothing_whatever_is_written(visit, world, concern, who, rule):
    give(world, who, concern)
    person = visit(who)
    assert person.get(f"/concerns/{concern}").status_code == 404
    assert last_line()["rule"] == rule
    assert concern not in person.get("/").text


def test_A6_the_register_says_who_shared_what_and_not_what_it_says(visit, world, concern):
    extract = share(world, "consultant", concern, "liaison")
    dpo = visit("dpo")
    pages = "".join(dpo.get(path).text for path in ("/", "/log", "/register") if dpo.get(path).status_code == 200)
    assert extract in pages
    for text in ("Set i frikvarteret", "Meget særlige ord", "Nørgaard", case_load.WHY):
        assert text not in pages
    assert dpo.get(f"/disclosures/{extract}").status_code == 404


def test_A7_a_partner_is_let_into_no_case_and_given_no_extract(visit, world, concern):
    case, partner = open_case(world, "consultant", concern), reference_of(world, "partner")
    consultant = visit("consultant")
    consultant.get(f"/cases/{case}")
    assert consultant.post(f"/cases/{case}/participants", {"user": partner}).status_code == 422
    consultant.get(f"/concerns/{concern}/disclosures/new")
    refused = consultant.post(f"/concerns/{concern}/disclosures", {**SHARE, "recipient": partner})
    assert refused.status_code == 422
    assert "handler for en myndighed" in refused.text
    assert visit("partner").get(f"/cases/{case}").status_code == 404


SHARE = {
    "parts": "observation",
    "basis": "rpl115_ssp",
    "purpose": "prevent_crime",
    "necessity": case_load.WHY,
    **answered(),
}


def test_A10_access_ends_the_same_day_and_what_was_written_keeps_its_author(visit, world, concern):
    teacher, consultant = visit("teacher"), visit("consultant")
    User.update(ends_on=today() - DAY).where(User.id == world.users["teacher"]).execute()
    assert teacher.get(f"/concerns/{concern}").status_code == 303
    assert "Teacher" in consultant.get(f"/concerns/{concern}").text


def test_A10_a_membership_that_has_ended_opens_nothing(visit, world, concern):
    consultant = visit("consultant")
    assert consultant.get(f"/concerns/{concern}").status_code == 200
    Membership.update(starts_on=today() - 5 * DAY, ends_on=today() - DAY).where(
        Membership.user == world.users["consultant"]
    ).execute()
    assert consultant.get(f"/concerns/{concern}").status_code == 404
    assert concern not in consultant.get("/triage").text


def test_A10_a_case_whose_holder_left_stays_with_the_network(visit, world, concern):
    case = open_case(world, "consultant", concern)
    User.update(ends_on=today() - DAY).where(User.id == world.users["consultant"]).execute()
    second = visit("second_consultant")
    assert case in second.get("/").text
    second.get(f"/cases/{case}")
    version = Matter.get(Matter.reference == case).version
    assert second.post(f"/cases/{case}/holder", {"version": version}).status_code == 303


def test_A10_an_extract_whose_sender_left_stays_with_the_consultants(visit, world):
    concern = case_load.log_place(world, "social_worker")
    extract = share(world, "consultant", concern, "liaison")
    User.update(ends_on=today() - DAY).where(User.id == world.users["consultant"]).execute()
    other = visit("other_consultant")
    other.get(f"/disclosures/{extract}")
    assert other.post(f"/disclosures/{extract}/recall").status_code == 303
    assert visit("liaison").get(f"/disclosures/{extract}").status_code == 404


def test_A12_an_idle_session_ends_and_pages_are_never_stored(visit, concern):
    teacher = visit("teacher")
    assert teacher.get(f"/concerns/{concern}").headers["Cache-Control"] == "no-store"
    began = now()
    with at(began + 15 * 60 - 30):
        assert visit("teacher").get("/").status_code == 200
    with at(began + 15 * 60 + 30):
        assert teacher.get(f"/concerns/{concern}").status_code == 303


def test_A12_a_session_ends_however_busy(visit):
    teacher, began = visit("teacher"), now()
    for minute in range(0, 10 * 60, 10):
        with at(began + minute * 60):
            assert teacher.get("/").status_code == 200
    with at(began + 10 * 60 * 60 + 1):
        assert teacher.get("/").status_code == 303


def test_A13_a_number_is_masked_until_it_is_asked_for_with_a_reason(visit, world, concern):
    child = world.pupils["north"][0]
    consultant, teacher = visit("consultant"), visit("teacher")
    page = consultant.get(f"/triage/{concern}").text
    assert "010211-••••" in page
    assert "Prøvevej 1" not in page
    assert "010211" not in teacher.get(f"/concerns/{concern}").text
    ask = f"/concerns/{concern}/persons/{child}/unmask"
    consultant.get(ask)
    assert consultant.post(ask, {"reason": " "}).status_code == 422
    shown = consultant.post(ask, {"reason": "Skal ringe til familien"})
    assert "010211-4002" in shown.text
    assert "Prøvevej 1" in shown.text
    line = last_line()
    assert line["action"] == Action.PERSON_UNMASK
    assert child in line["objects"].split()
    assert line["criterion"] is not None
    assert teacher.post(ask, {"reason": "Nysgerrig"}).status_code == 403
    assert teacher.get(ask).status_code == 403


def test_B1_every_read_is_a_line_that_names_all_it_showed(visit, world, concern):
    consultant = visit("consultant")
    for path, action in (("/triage", "concern.triage"), (f"/triage/{concern}", "concern.read"), ("/", "home.show")):
        before = Audit.select().count()
        consultant.get(path)
        assert Audit.select().count() == before + 1
        line = last_line()
        assert (line["action"], line["decision"], line["role"]) == (action, "allowed", "ssp_consultant")
        assert {concern, world.pupils["north"][0]} <= set(line["objects"].split())


@pytest.mark.parametrize("statement", ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
def test_B1_no_line_can_be_changed_or_removed(world, concern, statement):
    with pytest.raises(DatabaseError), handle.atomic():
        handle.execute_sql(statement)
    assert verify_log()[1] is None


def test_B2_the_log_holds_no_text_and_what_was_searched_for_only_sealed(visit, world, concern):
    teacher = visit("teacher")
    teacher.get("/concerns/new")
    teacher.fragment("/concerns/children", {"q": "Nørgaard"})
    assert last_line()["criterion"] is not None
    visit("consultant").get(f"/triage/{concern}")
    for row in Audit.select().tuples():
        kept = b" ".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)
        for text in ("Nørgaard", "nørgaard", "Meget særlige ord", "Set i frikvarteret", "Skolegården"):
            assert text.encode() not in kept


def test_J5_a_network_that_has_ended_opens_nothing(visit, world, concern):
    consultant = visit("consultant")
    assert consultant.get(f"/concerns/{concern}").status_code == 200
    handle.execute_sql(f"UPDATE networks SET ends_on = '{today() - DAY}'")
    assert consultant.get(f"/concerns/{concern}").status_code == 404


def test_A5_nobody_is_signed_in_on_after_their_sessions_were_ended(visit, world):
    administrator = visit("administrator")
    accounts.end_sessions_of(world.users["administrator"])
    assert administrator.get("/").status_code == 303


def test_A1_what_a_person_may_do_is_what_the_page_offers(visit, world, concern):
    assert "Gem beslutningen" in visit("consultant").get(f"/triage/{concern}").text
    assert "Gem beslutningen" not in visit("teacher").get(f"/triage/{concern}").text
    assert Matter.get(Matter.reference == concern).kind == MatterKind.CONCERN
