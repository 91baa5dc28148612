"""The plan of a case: its words, the family's goals, and the matters linked to it."""

import re

import pytest

from ssp.models import Audit, Case, CaseConcern, CasePerson, Concern, Entry, Goal, Matter, Message, Participation
from ssp.services import linking, plans
from ssp.services.door import Denied
from ssp.services.linking import Link
from ssp.services.standing import today
from ssp.terms import GoalState
from tests.support.answers import once
from tests.support.births import pupil, turning
from tests.support.case_load import log, open_case, share
from tests.support.duty_load import plan
from tests.support.sharing_load import admit
from tests.support.told import told

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOTH = pytest.mark.parametrize("headers", [{}, HX], ids=["plain", "htmx"])


@pytest.fixture
def concern(world) -> str:
    return log(world, "teacher", world.pupils["north"][1])


@pytest.fixture
def case(world, concern) -> str:
    return open_case(world, "consultant", concern)


def version(page: str) -> str:
    return re.search(r'name="version" value="(\d+)"', page)[1]


def lines(kind: str) -> int:
    return Entry.select().where(Entry.kind == kind).count()


@BOTH
def test_the_plans_words_are_changed_and_the_chronology_keeps_what_it_said(visit, world, case, headers):
    consultant, path = visit("consultant"), f"/cases/{case}/plan"
    old = version(consultant.get(f"{path}/edit").text)
    sent = {"title": "Ro om skolen", "purpose": "At Bo kommer hver dag.", "level": "specific", "version": old}
    assert consultant.post(f"{path}/details", {**sent, "title": " "}, headers=headers).status_code == 422
    assert lines("plan") == 0
    page = consultant.follow(consultant.post(f"{path}/details", sent, headers=headers)).text
    assert "At Bo kommer hver dag." in page
    assert "Specifik forebyggelse" in page
    late = consultant.post(f"{path}/details", {**sent, "purpose": "Skrevet samtidig."}, headers=headers)
    assert late.status_code == 409
    assert "Skrevet samtidig." in late.text
    assert f'href="{path}"' in late.text
    assert lines("plan") == 1
    assert "At Bo kommer hver dag." in "\n".join(told(world, "consultant", case))


@BOTH
def test_a_goal_is_the_familys_words_and_a_double_press_makes_one(visit, world, case, headers):
    consultant, path = visit("consultant"), f"/cases/{case}/plan"
    consultant.get(path)
    said = {"words": "Vi vil gerne spise sammen uden skænderi.", "help": "Vi kommer forbi om tirsdagen."}
    held = consultant.post(f"{path}/goals", {**said, "words": ""}, headers=headers)
    assert held.status_code == 422
    assert "Vi kommer forbi om tirsdagen." in held.text
    for _ in range(2):
        consultant.follow(consultant.post(f"{path}/goals", {**said, "key": "g" * 24}, headers=headers))
    goal = Goal.get()
    page = consultant.get(f"{path}/goals/{goal.reference}").text
    words = {"words": "Vi vil spise sammen.", "help": "", "version": version(page)}
    consultant.follow(consultant.post(f"{path}/goals/{goal.reference}/words", words, headers=headers))
    page = consultant.get(f"{path}/goals/{goal.reference}").text
    settled = {"state": "reached", "word": "Det gør de nu hver aften.", "version": version(page)}
    blank = consultant.post(f"{path}/goals/{goal.reference}/state", {**settled, "word": ""}, headers=headers)
    assert blank.status_code == 422
    shown = consultant.follow(consultant.post(f"{path}/goals/{goal.reference}/state", settled, headers=headers)).text
    assert "Nået" in shown
    assert (Goal.get().state, Goal.get().settled_at is None) == ("reached", False)
    assert (lines("plan"), lines("goal_reached")) == (2, 1)
    written = "\n".join(told(world, "consultant", case))
    assert "uden skænderi" in written, "the first words stay in the chronology"
    assert "Det gør de nu hver aften." in written


def test_a_goal_of_another_case_is_not_found(visit, world, case):
    other = open_case(world, "consultant", log(world, "teacher", world.pupils["north"][2]))
    plans.add_goal(world.actor("consultant"), other, "Ro.", "", once())
    consultant, path = visit("consultant"), f"/cases/{case}/plan/goals/{Goal.get().reference}"
    now = str(Matter.get(Matter.reference == case).version)
    assert consultant.get(path).status_code == 404
    assert consultant.post(f"{path}/words", {"words": "Andet.", "version": now}).status_code == 404
    assert consultant.post(f"{path}/state", {"state": "dropped", "word": "Nej.", "version": now}).status_code == 404
    assert Goal.get().state == "open"


def test_parties_read_the_plan_and_only_its_keepers_change_it(visit, world, case):
    admit(world, "consultant", case, "social_worker")
    plans.add_goal(world.actor("consultant"), case, "Vi vil have ro.", "", once())
    guest, path = visit("social_worker"), f"/cases/{case}/plan"
    page = guest.get(path).text
    assert "Vi vil have ro." in page
    assert "plan/edit" not in page
    for closed in (f"{path}/edit", f"{path}/goals/{Goal.get().reference}", f"/cases/{case}/concerns/new"):
        assert guest.get(closed).status_code == 403, closed
    assert guest.post(f"{path}/goals", {"words": "Mit mål."}).status_code == 403
    assert guest.post(f"{path}/goals", {"words": ""}).status_code == 422
    assert visit("other_teacher").get(path).status_code == 404
    assert Goal.select().count() == 1


def test_A1_the_plan_shows_the_linked_matters_the_viewer_takes_part_in_and_no_others(visit, world, concern, case):
    shared = share(world, "consultant", concern, "liaison")
    met = plan(world, "teacher", concern, world.pupils["north"][1], "social_worker")
    admit(world, "consultant", case, "liaison")
    admit(world, "consultant", case, "teacher")
    admit(world, "consultant", case, "social_worker")
    parties = ("consultant", "liaison", "teacher", "social_worker")
    seen = {who: visit(who).get(f"/cases/{case}/plan").text for who in parties}
    assert {who for who, page in seen.items() if concern in page} == {"consultant", "teacher"}
    assert {who for who, page in seen.items() if shared in page} == {"consultant", "liaison"}
    assert {who for who, page in seen.items() if f"/concerns/{concern}/consents" in page} == {"consultant", "teacher"}
    assert {who for who, page in seen.items() if met in page} == {"teacher", "social_worker"}
    logged = Audit.select(Audit.objects).where(Audit.actor_id == world.users["liaison"]).order_by(Audit.seq.desc())
    assert shared in logged.get().objects
    assert concern not in logged.get().objects


@BOTH
def test_G7_another_concern_is_linked_its_children_come_and_its_reporter_hears_it(visit, world, case, headers):
    child = world.pupils["north"][1]
    same, apart = (
        log(world, "colleague", child, world.pupils["north"][2]),
        log(world, "teacher", world.pupils["north"][0]),
    )
    foreign = log(world, "other_teacher", world.pupils["south"][0])
    consultant, path = visit("consultant"), f"/cases/{case}/concerns"
    desk = consultant.get(f"{path}/new").text
    assert foreign not in desk
    assert desk.index("Om de samme børn") < desk.index(same) < desk.index("Andre i netværket") < desk.index(apart)
    sent = {"concern": same, "reason_code": "several_signs", "message": "Vi er i gang.", "key": "l" * 24}
    assert consultant.post(path, {**sent, "reason_code": ""}, headers=headers).status_code == 422
    assert consultant.post(path, {**sent, "concern": foreign, "key": once()}, headers=headers).status_code == 404
    for _ in range(2):
        consultant.follow(consultant.post(path, sent, headers=headers))
    assert CaseConcern.select().count() == 2
    assert CasePerson.select().count() == 2
    assert Matter.get(Matter.reference == same).state == "under_way"
    colleague = visit("colleague")
    page = colleague.get(f"/concerns/{same}").text
    assert "Vi er i gang." in page
    assert "Der arbejdes videre i et forløb" in page
    assert colleague.get(f"/cases/{case}").status_code == 404
    assert (lines("concern"), lines("status")) == (2, 2)
    assert Concern.get(Concern.matter == Matter.get(Matter.reference == same).id).received_at is not None
    assert same not in consultant.get(f"{path}/new").text


def test_a_concern_is_linked_by_who_coordinates_both_and_once(world, case, concern):
    chosen = Link(concern, "serious", "Vi er i gang.")
    linking.link(world.actor("consultant"), case, chosen, once())
    assert CaseConcern.select().count() == 1
    assert Message.select().count() == 1, "it was linked already: nobody is told twice"
    other = log(world, "other_teacher", world.pupils["south"][0])
    with pytest.raises(Denied):
        linking.link(world.actor("other_consultant"), case, Link(other, "serious", "Hej."), once())
    with pytest.raises(ValueError, match="clarify"):
        linking.link(world.actor("consultant"), case, Link(concern, "clarify", "Hej."), once())


def ends(matter: int) -> set[int]:
    return {row.ends_at for row in Participation.select().where(Participation.matter == matter)}


def test_I6_a_case_stays_open_to_the_network_as_long_as_its_youngest(world):
    older, younger = pupil(world, turning(17, today())), pupil(world, turning(12, today()))
    case = open_case(world, "consultant", log(world, "teacher", older))
    matter = Matter.get(Matter.reference == case).id
    before = ends(matter)
    linking.link(world.actor("consultant"), case, Link(log(world, "teacher", younger), "serious", "Tak."), once())
    assert len(before) == len(ends(matter)) == 1
    assert min(ends(matter)) > max(before)


def test_a_settled_goal_can_be_taken_up_again(world, case):
    who = world.actor("consultant")
    plans.add_goal(who, case, "Vi vil have ro.", "", once())
    for state, count in ((GoalState.DROPPED, 1), (GoalState.OPEN, 1)):
        now = Matter.get(Matter.reference == case).version
        plans.settle_goal(who, case, Goal.get().reference, state, "De vil noget andet.", now)
        assert (Goal.get().state, lines("goal_dropped")) == (state, count)
    assert Goal.get().settled_at is None
    assert Case.select().count() == 1
