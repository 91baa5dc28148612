"""The persons of a case: who sees them, search before create, correcting, taking out (A1-A3)."""

import re

import pytest

from ssp.models import Audit, CasePerson, Clock, Entry, Matter, Participation, Person
from ssp.services import case_persons, known_persons, pupils
from ssp.services.case_persons import LikelyKnown
from ssp.services.door import Denied, door
from ssp.services.person_candidates import Criterion
from ssp.services.person_records import NewPerson
from ssp.services.pupils import NewPupil
from ssp.services.standing import today
from ssp.terms import Action
from tests.support.answers import once
from tests.support.births import in_days, pupil, turning
from tests.support.case_load import log, open_case
from tests.support.people import add_child, known_of, listed
from tests.support.sharing_load import admit

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOTH = pytest.mark.parametrize("headers", [{}, HX], ids=["plain", "htmx"])


@pytest.fixture
def case(world) -> str:
    """A case about Bo of the northern school."""
    return open_case(world, "consultant", log(world, "teacher", world.pupils["north"][1]))


def looked_for(world, case: str, who: str = "consultant", **wanted) -> list[str]:
    found = case_persons.find(world.actor(who), case, Criterion(**wanted))
    return [candidate.person.reference for candidate in found.candidates]


def test_A1_the_children_of_a_case_are_shown_to_those_in_it_and_to_nobody_else(visit, world, case):
    admit(world, "consultant", case, "liaison")
    path = f"/cases/{case}/persons"
    for inside in ("consultant", "second_consultant", "liaison"):
        assert "Bo Nielsen" in visit(inside).get(path).text
    for stranger in ("other_consultant", "teacher", "social_worker", "other_liaison", "leader", "administrator", "dpo"):
        assert visit(stranger).get(path).status_code == 404


def test_A3_the_police_neither_look_for_persons_nor_add_them(visit, world, case):
    admit(world, "consultant", case, "liaison")
    liaison, path = visit("liaison"), f"/cases/{case}/persons"
    assert "Tilføj et barn" not in liaison.get(path).text
    assert liaison.get(f"{path}/new").status_code == 403
    assert liaison.post(f"{path}/candidates", {"name": "Bo Nielsen"}).status_code == 403
    assert liaison.post(path, {"name": "Bo Nielsen"}).status_code == 403
    assert liaison.post(f"{path}/known", {"person": world.pupils["north"][1]}).status_code == 403
    assert visit("other_liaison").post(f"{path}/candidates", {"name": "Bo Nielsen"}).status_code == 404


@pytest.mark.parametrize(
    ("stored", "typed"),
    [("Mohammed Ali", "Muhamed Ali"), ("Åse Nørgård", "Aase Noergaard"), ("Sofie Møller", "Sophie Moeller")],
)
def test_A1_a_child_one_may_know_is_found_however_the_name_is_spelled(world, case, stored, typed):
    known = add_child(world, case, stored)
    assert known in looked_for(world, case, name=typed)
    with pytest.raises(LikelyKnown):
        add_child(world, case, typed, "")
    assert listed() == 2


def test_A2_pupils_of_schools_one_has_nothing_to_do_with_are_no_candidates(world, case):
    assert looked_for(world, case, name="Bo Nielsen") == [world.pupils["north"][1]]
    assert looked_for(world, case, name="Carla Nygaard", cpr="010213-4002") == []
    assert looked_for(world, case, name="Dagny Sørensen", cpr="010211-4002") == []


def test_A1_a_number_stored_elsewhere_gives_the_page_of_one_that_is_not(visit, world, case, queries):
    consultant, path = visit("consultant"), f"/cases/{case}/persons/candidates"
    consultant.get(f"/cases/{case}/persons/new")
    answers = []
    for number in ("010213-4002", "020313-4002"):
        queries.clear()
        answer = consultant.post(path, {"name": "Ukendt Barn", "cpr": number}).text
        anonymous = re.sub(r'value="[^"]*"|nonce="[^"]*"|content="[^"]*"|v=\w+', "", answer)
        answers.append((anonymous, len(queries)))
    assert Person.select().where(Person.cpr_index.is_null(False)).count() == 5
    assert answers[0] == answers[1]
    page = consultant.post(path, {"name": "Ukendt Barn", "cpr": "010212-4002"}).text
    assert "Samme CPR-nummer" in page


def test_B1_both_decisions_are_logged_and_the_criterion_is_sealed(world, case):
    looked_for(world, case, name="Bo Nilsen", cpr="010212-4002")
    line = Audit.select().order_by(Audit.seq.desc()).dicts().get()
    assert (line["action"], line["decision"]) == (Action.PERSON_FIND, "allowed")
    assert world.pupils["north"][1] in line["objects"]
    assert line["criterion"]
    assert b"Nilsen" not in bytes(line["criterion"])
    made = add_child(world, case, "Bo Nilsen", "En anden årgang")
    line = Audit.select().order_by(Audit.seq.desc()).dicts().get()
    assert (line["action"], made in line["objects"], bool(line["criterion"])) == (Action.PERSON_ADD, True, True)


@BOTH
def test_A1_a_new_child_is_made_once_and_only_after_the_search(visit, world, case, headers):
    consultant, path = visit("consultant"), f"/cases/{case}/persons"
    consultant.get(f"{path}/new")
    page = consultant.post(f"{path}/candidates", {"name": "Bo Nilsen", "cpr": "020312 4002"}).text
    assert "Ingen af dem, du kender, ligner" in page
    typed = {"name": "Bo Nilsen", "school_class": "8.A", "speaks": "Somali", "interpreter": "y"}
    answer = consultant.post(path, typed, headers=headers)
    assert answer.status_code == 422
    assert all(word in answer.text for word in ("Bo Nilsen", "8.A", "Somali", "Er det et af disse børn?"))
    assert listed() == 1
    for _ in range(2):
        done = consultant.post(path, {**typed, "reason": "En anden årgang", "key": "k" * 24}, headers=headers)
        assert done.status_code == 303
    assert listed() == 2
    room = consultant.follow(done).text
    assert "Bo Nilsen" in room
    assert "8.A" in room
    assert Entry.select().where(Entry.kind << ("child_added", "child_removed")).count() == 1


@BOTH
def test_A1_what_cannot_be_right_is_said_and_what_was_typed_stays(visit, world, case, headers):
    consultant, path = visit("consultant"), f"/cases/{case}/persons"
    consultant.get(f"{path}/new")
    for wrong in (
        {"name": " "}, {"cpr": "12"}, {"cpr": "999912-4002"}, {"cpr": "020312-4002", "born_on": "2011-01-01"},
        {"born_on": str(in_days(2))}, {"born_on": "snart"},
    ):  # fmt: skip
        typed = {"name": "Nyt Barn", "school": "Friskolen"} | wrong
        for where in (path, f"{path}/candidates"):
            answer = consultant.post(where, typed, headers=headers)
            assert answer.status_code == 422, (where, wrong)
            assert all(value.strip() in answer.text for value in wrong.values())
        assert "Friskolen" in consultant.post(path, typed, headers=headers).text
    assert listed() == 1


def test_A1_a_child_with_a_record_is_added_by_its_record(visit, world, case):
    other = open_case(world, "consultant", log(world, "teacher", world.pupils["north"][2]))
    consultant, path = visit("consultant"), f"/cases/{case}/persons"
    consultant.get(f"{path}/new")
    page = consultant.post(f"{path}/candidates", {"name": "Carla Nygård"}).text
    assert other in page
    assert world.pupils["north"][2] in page
    for _ in range(2):
        consultant.follow(consultant.post(f"{path}/known", {"person": world.pupils["north"][2], "key": "k" * 24}))
    assert Person.select().count() == 5
    assert CasePerson.select().count() == 3
    assert "Er allerede med" in consultant.post(f"{path}/candidates", {"name": "Carla Nygård"}).text
    for unknown in (world.pupils["south"][0], world.pupils["north"][0], "P-0000-0000", ""):
        assert consultant.post(f"{path}/known", {"person": unknown, "key": once()}).status_code == 404


@BOTH
def test_A1_a_correction_keeps_what_the_page_does_not_show_and_clashes_with_another(visit, world, case, headers):
    child = world.pupils["north"][1]
    consultant, path = visit("consultant"), f"/cases/{case}/persons/{child}"
    page = consultant.get(path).text
    assert "010212-4002" not in page
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    typed = {
        "name": "Bo Holm Nielsen",
        "born_on": "2012-02-01",
        "address": "Nyvej 2",
        "protected": "y",
        "version": version,
    }
    answer = consultant.post(f"{path}/corrections", {**typed, "born_on": "2011-02-01"}, headers=headers)
    assert answer.status_code == 422
    assert "Bo Holm Nielsen" in answer.text
    assert consultant.post(f"{path}/corrections", typed, headers=headers).status_code == 303
    assert known_of(world, case, child) == NewPerson(
        "Bo Holm Nielsen", kind="pupil", cpr="010212-4002", born_on=known_of(world, case, child).born_on,
        address="Nyvej 2", protected=True,
    )  # fmt: skip
    clash = consultant.post(f"{path}/corrections", {**typed, "name": "En Anden"}, headers=headers)
    assert clash.status_code == 409
    assert "En Anden" in clash.text
    again = {"name": "Bo", "protected": "y", "version": int(version) + 1}
    consultant.post(f"{path}/corrections", again)
    assert known_of(world, case, child).address == "Nyvej 2"
    consultant.post(
        f"{path}/corrections", {**again, "version": int(version) + 2, "forget_cpr": "y", "forget_address": "y"}
    )
    found = known_of(world, case, child)
    assert (found.cpr, found.address, found.born_on) == ("", "", None)
    assert Person.get(Person.reference == child).cpr_index is None
    for who in ("social_worker", "other_consultant"):
        assert visit(who).post(f"{path}/corrections", typed).status_code == 404


def test_A1_a_child_is_taken_out_of_the_case_and_those_left_stay(visit, world, case):
    child, stays = world.pupils["north"][1], add_child(world, case)
    consultant, path = visit("consultant"), f"/cases/{case}/persons/{child}"
    assert "Tag barnet ud af forløbet" in consultant.get(path).text
    for _ in range(2):
        consultant.follow(consultant.post(f"{path}/removals", {"key": "k" * 24}))
    assert CasePerson.get().person == Person.get(Person.reference == stays).id
    assert listed() == 1
    assert Entry.select().where(Entry.kind << ("child_added", "child_removed")).count() == 2
    waiting = Clock.select().join(Matter).where((Clock.kind == "adult") & Clock.stopped_at.is_null())
    assert waiting.where(Matter.kind == "case").count() == 0
    assert waiting.where(Matter.kind == "concern").count() == 1
    assert consultant.get(path).status_code == 404
    consultant.get(f"/cases/{case}/persons")
    consultant.follow(consultant.post(f"/cases/{case}/persons/{stays}/removals"))
    assert "Ingen børn endnu" in consultant.get(f"/cases/{case}/persons").text


def test_C8_nobody_comes_into_a_case_after_the_cooperation_is_over(visit, world, case):
    consultant, path = visit("consultant"), f"/cases/{case}/persons"
    consultant.get(f"{path}/new")
    grown = {"name": "Voksen Prøve", "born_on": str(turning(18, today()))}
    assert consultant.post(path, grown).status_code == 422
    assert listed() == 1
    assert consultant.post(path, {**grown, "born_on": str(turning(18, in_days(1)))}).status_code == 303


def test_I6_a_younger_child_keeps_the_case_open_to_its_keepers(world):
    old = pupil(world, turning(17, today()), name="Snart Voksen")
    case = open_case(world, "consultant", log(world, "teacher", old))
    ends = {row.ends_at for row in Participation.select().where(Participation.kind == "case")}
    add_child(world, case, "Lillebror Prøve", born_on=turning(8, today()))
    later = {row.ends_at for row in Participation.select().where(Participation.kind == "case")}
    assert len(ends) == len(later) == 1
    assert later.pop() > ends.pop()
    assert Clock.select().where(Clock.kind == "adult").count() == 3


def test_I6_a_corrected_day_of_birth_moves_the_review_before_the_birthday(world, case):
    child = add_child(world, case, "Lillebror Prøve", born_on=turning(8, today()))
    known = NewPerson("Lillebror Prøve", born_on=turning(9, today()))
    waiting = Clock.select(Clock.due_at).join(Matter).where((Clock.kind == "adult") & Clock.stopped_at.is_null())
    [before] = waiting.where(Matter.kind == "case").order_by(Clock.id.desc()).limit(1).tuples()
    case_persons.edit(world.actor("consultant"), case, child, case_persons.Change(known), 1)
    days = waiting.where(Matter.kind == "case").tuples()
    assert len(days) == 2
    assert before not in list(days)
    case_persons.edit(world.actor("consultant"), case, child, case_persons.Change(known), 2)
    assert Clock.select().where(Clock.kind == "adult").count() == 4, "what stays as it was starts nothing"


def test_A1_the_persons_of_a_case_cost_few_statements_however_many_there_are(visit, world, case, queries):
    consultant = visit("consultant")
    paths = (f"/cases/{case}/persons", f"/cases/{case}/persons/{world.pupils['north'][1]}")
    new = {"name": "Mohammed Prøve"}

    def costs() -> list[int]:
        found = []
        for ask in (*(lambda path=path: consultant.get(path) for path in paths),
                    lambda: consultant.post(f"/cases/{case}/persons/candidates", new)):  # fmt: skip
            queries.clear()
            assert ask().status_code == 200
            found.append(len(queries))
        return found

    add_child(world, case)
    few = costs()
    for number in range(5):
        add_child(world, case, f"Mohammed Prøve {number}", "Tvillinger")
    assert costs() == few
    assert max(few) <= 10, few


def test_A1_what_is_known_of_whom_ends_with_the_case(world, case):
    reference = add_child(world, case)
    admit(world, "consultant", case, "social_worker")
    for who in ("second_consultant", "social_worker"):
        with door(world.actor(who)) as d:
            d.require_general(Action.HOME_SHOW)
            assert Person.select().where(known_persons.condition(d) & (Person.reference == reference)).count() == 1
    with pytest.raises(Denied):
        case_persons.record(world.actor("social_worker"), case, reference)
    [unknown] = pupils.enrol(world.units["north"], [NewPupil("Hemmelig Elev")])
    with pytest.raises(Denied):
        case_persons.record(world.actor("consultant"), case, unknown)
