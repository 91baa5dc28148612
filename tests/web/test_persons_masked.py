"""What is masked of the persons of a case, and for whom; a number in full is an act of its own (A13)."""

import re

import pytest

from ssp.models import Audit, Person
from ssp.services import pupils
from ssp.services.case_heads import head
from ssp.services.door import door
from ssp.services.family_views import recorded
from ssp.services.pupils import NewPupil
from ssp.terms import Action, PersonKind
from tests.support.case_load import log, open_case
from tests.support.family_load import edit, fill_family
from tests.support.people import add_child, give_family, id_of
from tests.support.sharing_load import admit


@pytest.fixture
def case(world) -> str:
    """A case about Bo of the northern school."""
    return open_case(world, "consultant", log(world, "teacher", world.pupils["north"][1]))


def test_A13_numbers_are_masked_and_for_those_close_to_the_work_alone(visit, world, case):
    for guest in ("liaison", "social_worker"):
        admit(world, "consultant", case, guest)
    path = f"/cases/{case}/persons"
    for close in ("consultant", "social_worker"):
        page = visit(close).get(path).text
        assert "010212-••••" in page
        assert "Prøvevej 1" in page
        assert "4002" not in page
    page = visit("liaison").get(path).text
    assert "010212" not in page
    assert "Prøvevej" not in page
    assert "unmask" not in page
    assert re.search(r"\d+ år", page)


def test_A13_a_protected_name_and_address_are_hidden_on_the_page(visit, world, case):
    for guest in ("liaison", "social_worker"):
        admit(world, "consultant", case, guest)
    hidden = add_child(world, case, protected=True, protected_name=True, address="Hemmelig Allé 3")
    path = f"/cases/{case}/persons"
    liaison = visit("liaison").get(path).text
    assert "Navn beskyttet" in liaison
    assert "Mohammed" not in liaison
    for who in ("consultant", "social_worker"):
        page = visit(who).get(path).text
        assert "Mohammed Prøve" in page
        assert "Hemmelig" not in page
    consultant = visit("consultant")
    assert "Hemmelig" not in consultant.get(f"/cases/{case}/persons/{hidden}").text


def test_A13_the_number_is_shown_as_an_act_of_its_own_with_a_reason(visit, world, case):
    for guest in ("liaison", "social_worker"):
        admit(world, "consultant", case, guest)
    child = world.pupils["north"][1]
    path = f"/cases/{case}/persons/{child}/unmask"
    for who in ("consultant", "social_worker"):
        visitor = visit(who)
        assert "010212-4002" not in visitor.get(path).text
        assert visitor.post(path, {"reason": " "}).status_code == 422
        assert "010212-4002" in visitor.post(path, {"reason": "Journaliseres i DUBU"}).text
        line = Audit.select().order_by(Audit.seq.desc()).dicts().get()
        assert (line["action"], line["decision"]) == (Action.PERSON_UNMASK, "allowed")
        assert child in line["objects"]
    assert visit("liaison").get(path).status_code == 403
    assert visit("liaison").post(path, {"reason": "x"}).status_code == 403
    other = f"/cases/{case}/persons/{world.pupils['north'][0]}/unmask"
    assert visit("consultant").post(other, {"reason": "x"}).status_code == 404
    assert visit("other_consultant").get(path).status_code == 404


def test_A13_a_school_in_the_case_never_unmasks(visit, world, case):
    admit(world, "consultant", case, "head")
    assert visit("head").get(f"/cases/{case}/persons/{world.pupils['north'][1]}/unmask").status_code == 403


def test_A13_the_family_is_there_for_those_close_to_the_work_and_unmasked_as_far_as_they_see_it(visit, world, case):
    for guest in ("liaison", "social_worker"):
        admit(world, "consultant", case, guest)
    adults = pupils.enrol(world.units["club"], [NewPupil("Mor Prøve", cpr="010180-4002"), NewPupil("Ny Kæreste")])
    Person.update(kind=PersonKind.ADULT).where(Person.reference << adults).execute()
    mother, stranger = (id_of(adult) for adult in adults)
    give_family(world, case, members=(mother, stranger), ties=((mother, id_of(world.pupils["north"][1])),))
    path = f"/cases/{case}/persons"
    seen = {who: [name in visit(who).get(path).text for name in ("Mor Prøve", "Ny Kæreste")]
            for who in ("consultant", "social_worker", "liaison")}  # fmt: skip
    assert seen == {"consultant": [True, True], "social_worker": [True, False], "liaison": [False, False]}
    for who, answers in (("consultant", (200, 200)), ("social_worker", (200, 404)), ("liaison", (403, 403))):
        visitor = visit(who)
        found = [visitor.post(f"{path}/{adult}/unmask", {"reason": "Skal bruges"}) for adult in adults]
        assert tuple(answer.status_code for answer in found) == answers, who
    assert "010180-4002" in visit("consultant").post(f"{path}/{adults[0]}/unmask", {"reason": "Skal bruges"}).text


def test_A13_a_protected_address_of_a_home_is_on_no_page_and_stays_when_its_field_is_left_empty(visit, world, case):
    kin = fill_family(world, case, world.pupils["north"][1])
    keeper, home = visit("consultant"), f"/cases/{case}/family/homes/{kin.homes['hers']}"
    assert "Morvej 1" in keeper.get(home).text
    open_form = {"name": "Hos mor", "address": "Morvej 1", "flags": "protected"}
    assert keeper.post(home, open_form | {"version": str(edit(case).version)}).status_code == 303
    page = keeper.get(home).text
    assert "Morvej" not in page
    assert "Adressen er beskyttet" in page
    kept = {"name": "Hos mor igen", "address": "", "flags": "protected"}
    assert keeper.post(home, kept | {"version": str(edit(case).version)}).status_code == 303
    assert "Morvej" not in keeper.get(f"/cases/{case}/family").text
    with door(world.actor("consultant")) as d:
        facts = d.require(Action.FAMILY_READ, case, d.facts(case))
        rows = recorded(d, head(d, facts).family_id).homes.values()
    assert {row.name: row.address for row in rows}["Hos mor igen"] == "Morvej 1"
