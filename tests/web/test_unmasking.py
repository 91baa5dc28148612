"""A CPR number in full for the social section: an act of its own, with a reason, and logged (A13)."""

import pytest

from ssp.models import Audit
from ssp.terms import Action
from tests.support.case_load import log
from tests.support.notifying import send


@pytest.fixture
def sent(visit, world) -> str:
    return send(visit("teacher"), children=world.pupils["north"][1])


def test_A13_the_section_sees_the_number_only_as_an_act_of_its_own(world, visit, sent):
    child, section = world.pupils["north"][1], visit("social_worker")
    page = section.get(f"/notifications/{sent}").text
    assert "010212-••••" in page
    assert "010212-4002" not in page
    path = f"/notifications/{sent}/persons/{child}/unmask"
    assert path in page
    section.get(path)
    assert section.post(path, {"reason": " "}).status_code == 422
    assert "010212-4002" in section.post(path, {"reason": "Journaliseres i DUBU"}).text
    line = Audit.select().order_by(Audit.seq.desc()).dicts().get()
    assert (line["action"], line["decision"]) == (Action.PERSON_UNMASK, "allowed")
    assert child in line["objects"]


def test_A13_nobody_else_asks_and_no_other_child_is_shown(world, visit, sent):
    child, other = world.pupils["north"][1], world.pupils["north"][0]
    concern, path = log(world, "teacher", child), f"/notifications/{sent}/persons/{child}/unmask"
    assert visit("teacher").post(path, {"reason": "Jeg vil se det"}).status_code == 403
    for stranger in ("consultant", "liaison", "head", "dpo"):
        assert visit(stranger).get(path).status_code == 404
    section = visit("social_worker")
    assert section.post(f"/notifications/{sent}/persons/{other}/unmask", {"reason": "x"}).status_code == 404
    assert section.get(f"/concerns/{concern}/persons/{child}/unmask").status_code == 404
