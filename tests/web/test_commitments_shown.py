"""Who sees a commitment and who never does, and the three lists of one's own."""

import pytest

from ssp.models import Audit, Commitment
from ssp.services import commitment_views, commitments
from ssp.services.commitment_views import Mine
from ssp.services.commitments import Proposal
from ssp.services.standing import today
from ssp.terms import Side, Turn
from tests.support.answers import once
from tests.support.case_load import log, open_case
from tests.support.commitment_load import WORDS, agreed, case_of, leaves, path_of, propose, stored, take, turns_of
from tests.support.people import add_child
from tests.support.sharing_load import DAY, admit


@pytest.fixture
def case(world) -> str:
    return case_of(world)


def listed(world, who: str, view: Mine) -> set[str]:
    return {line.reference for line in commitment_views.index(world.actor(who), view).lines}


def test_A1_a_stranger_learns_nothing_of_a_commitment(visit, world, case):
    made = propose(world, case, "teacher", "social_worker")
    for who in ("colleague", "other_teacher", "other_consultant", "liaison", "leader", "dpo"):
        stranger = visit(who)
        for path in (f"/cases/{case}/commitments", f"/cases/{case}/commitments/new", path_of(case, made)):
            assert stranger.get(path).status_code == 404, (who, path)
        for act in ("acceptance", "refusal", "keeping", "drop", "owner"):
            assert stranger.post(path_of(case, made, act), {"version": "1"}).status_code == 404, (who, act)
    assert turns_of(made) == ["proposed"]
    for who in ("leader", "dpo", "partner", "administrator"):
        assert visit(who).get("/commitments").status_code == 404


def test_A1_a_commitment_of_another_case_is_not_found_through_this_one(visit, world, case):
    made = agreed(world, case)
    other = open_case(world, "consultant", log(world, "teacher", world.pupils["north"][2]))
    consultant = visit("consultant")
    assert consultant.get(path_of(other, made)).status_code == 404
    consultant.get(path_of(case, made))
    version = stored(made).version
    assert consultant.post(path_of(other, made, "keeping"), {"version": version}).status_code == 404
    assert stored(made).state == "accepted"
    line = Audit.select().order_by(Audit.seq.desc()).get()
    assert (line.decision, line.action) == ("denied", "commitment.settle")


def test_the_three_lists_are_mine_my_units_and_what_others_are_to_do(visit, world, case):
    asked, done = propose(world, case, "teacher", "social_worker"), agreed(world, case)
    take(world, case, "social_worker", done, Turn.KEPT)
    own = propose(world, case, "teacher", "teacher")
    admit(world, "consultant", case, "colleague")
    colleagues = agreed(world, case, by="consultant", to="colleague")
    assert listed(world, "social_worker", Mine.MINE) == {asked}
    assert listed(world, "teacher", Mine.MINE) == {own}
    assert listed(world, "teacher", Mine.UNIT) == {colleagues}
    assert listed(world, "teacher", Mine.WAITING) == {asked}
    assert listed(world, "consultant", Mine.WAITING) == {asked, own, colleagues}
    assert listed(world, "second_consultant", Mine.WAITING) == set()
    hidden = open_case(world, "consultant", log(world, "teacher", world.pupils["north"][2]))
    admit(world, "consultant", hidden, "colleague")
    elsewhere = propose(world, hidden, "consultant", "colleague")
    assert listed(world, "teacher", Mine.UNIT) == {colleagues}, "never of a case one takes no part in"
    assert listed(world, "colleague", Mine.MINE) == {colleagues, elsewhere}
    page = visit("teacher").get("/commitments?view=unit").text
    assert case in page
    assert hidden not in page


def test_A3_police_in_a_case_have_its_commitments_and_no_others(visit, world, case):
    admit(world, "consultant", case, "liaison")
    made = propose(world, case, "teacher", "liaison")
    other = open_case(world, "consultant", log(world, "teacher", world.pupils["north"][2]))
    propose(world, other, "consultant", "consultant", text="Noget andet")
    liaison = visit("liaison")
    assert WORDS in liaison.get("/commitments").text
    assert listed(world, "liaison", Mine.MINE) == {made}
    assert listed(world, "liaison", Mine.WAITING) == listed(world, "liaison", Mine.UNIT) == set()
    leaves(world, case, "liaison")
    assert listed(world, "liaison", Mine.MINE) == set()
    assert liaison.get(path_of(case, made)).status_code == 404


def test_the_lists_go_on_where_they_ended_and_keep_their_eight_statements(visit, world, case, queries):
    teacher = visit("teacher")
    for number in range(3):
        propose(world, case, "teacher", "teacher", text=f"Nummer {number}", days=number % 2 + 1)
    costs = {}
    for made in (3, 33):
        while Commitment.select().count() < made:
            propose(world, case, "teacher", "teacher", text="Flere", days=5)
        for path in (
            "/commitments",
            "/commitments?view=waiting",
            "/commitments?view=unit",
            f"/cases/{case}/commitments",
        ):
            queries.clear()
            assert teacher.get(path).status_code == 200
            costs.setdefault(path, []).append(len(queries))
    assert all(few == many <= (10 if "cases" in path else 8) for path, (few, many) in costs.items()), costs
    first = commitment_views.index(world.actor("teacher"), Mine.MINE)
    rest = commitment_views.index(world.actor("teacher"), Mine.MINE, first.next)
    seen = [line.reference for line in (*first.lines, *rest.lines)]
    assert (len(seen), len(set(seen)), rest.next) == (33, 33, None)
    days = [line.due_on for line in (*first.lines, *rest.lines)]
    assert days == sorted(days)


def test_settled_ones_come_a_page_at_a_time(visit, world, case, monkeypatch):
    monkeypatch.setattr(commitment_views, "PAGE_SIZE", 2)
    made = [propose(world, case, "teacher", "teacher", text=f"Nummer {number}") for number in range(5)]
    for reference in made:
        take(world, case, "teacher", reference, Turn.KEPT)
    seen, after = [], None
    for _ in range(3):
        room = commitment_views.room(world.actor("teacher"), case, after)
        seen += [view.line.reference for view in room.settled]
        after = room.next
    assert (seen, after) == (made[::-1], None)


def test_A13_a_protected_name_is_in_no_commitment_of_those_who_are_not_close_to_the_work(visit, world, case):
    admit(world, "consultant", case, "liaison")
    child = add_child(world, case, "Mohammed Prøve", protected_name=True)
    wanted = Proposal(Side.FAMILY, "Går til træning", today() + 10 * DAY, person=child)
    made = commitments.propose(world.actor("consultant"), case, wanted, once())
    room = f"/cases/{case}/commitments"
    for path in (room, f"{room}/new", path_of(case, made), f"/cases/{case}"):
        for who in ("teacher", "liaison"):
            page = visit(who).get(path)
            assert page.status_code == 200, (who, path)
            assert "Mohammed" not in page.text, (who, path)
        assert "Mohammed Prøve" in visit("social_worker").get(path).text, path
    assert "Navn beskyttet" in visit("teacher").get(f"{room}/new").text
