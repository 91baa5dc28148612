"""Unlawful absence: at the limit the school's leader must notify, and nothing else than a correction closes it (E4)."""

import re
from datetime import timedelta

import pytest

from ssp.db import now
from ssp.models import Absence, Audit, Clock, Mail, Matter, Notification, RuleSignature, RuleVersion, User
from ssp.policy.duties import quarters
from ssp.policy.register import limit
from ssp.services.standing import today
from tests.support.notifying import FORM, reference_in
from tests.support.typing import fields
from tests.web.test_loop import log_concern

NOW, BEFORE = quarters(today())


def report(visitor, child: str, percent: int | str, **more):
    visitor.get("/absences/new")
    return visitor.post("/absences", {"children": child, "quarter": NOW, "percent": percent, **more})


def reported(visitor, child: str, percent: int = 20, **more) -> str:
    response = report(visitor, child, percent, **more)
    assert response.status_code == 303, response.text
    return response.location.split("/absences/")[1].split("?")[0]


@pytest.fixture
def teacher(visit):
    return visit("teacher")


@pytest.fixture
def head(visit):
    return visit("head")


@pytest.fixture
def child(world) -> str:
    return world.pupils["north"][1]


def state_of(absence: str) -> str:
    return Matter.get(Matter.reference == absence).state


def runs(absence: str) -> bool:
    matter = Matter.get(Matter.reference == absence).id
    return Clock.select().where((Clock.matter == matter) & Clock.stopped_at.is_null()).exists()


def test_E4_at_the_limit_the_leader_gets_a_task_with_a_clock(teacher, head, world, child):
    absence = reported(teacher, child, limit("absence_percent"))
    clock = Clock.get()
    assert (clock.kind, clock.capacity, runs(absence)) == ("absence", "leader", True)
    assert [mail.recipient for mail in Mail.select()] == [User.get_by_id(world.users["head"]).email]
    assert absence in head.get("/absences").text
    page = head.get(f"/absences/{absence}").text
    for words in ("Bo Nielsen", "Underretning skal sendes", "Senest", "barnets lov § 133, stk. 2"):
        assert words in page
    told = teacher.get(f"/absences/{absence}").text
    assert "Head" in told
    assert "Ret tallet" not in told


def test_E4_below_the_limit_nothing_is_made_and_it_is_said(teacher, child):
    page = teacher.follow(report(teacher, child, limit("absence_percent") - 1))
    assert "under grænsen" in page.text
    assert not Matter.select().exists()
    assert not Mail.select().exists()


def test_E4_another_number_in_the_register_moves_the_limit(teacher, world, child):
    made = RuleVersion.insert(
        reference="R-TEST-0001", name="absence_percent", version=2, value="10", valid_from=today(), reason="Prøve",
        made_by=world.users["administrator"], made_at=now(),
    )  # fmt: skip
    made.execute()
    assert "Ved 15 procent" in teacher.get("/absences/new").text
    signed = RuleSignature.insert(
        reference="R-TEST-0002", name="absence_percent", version=2, signed_by=world.users["dpo"], signed_at=now(),
        review_on=today() + timedelta(days=365),
    )  # fmt: skip
    signed.execute()
    assert "Ved 10 procent" in teacher.get("/absences/new").text
    assert reported(teacher, child, 10)


def test_E4_the_leader_notifies_and_the_task_is_done(teacher, head, child):
    absence, same = reported(teacher, child, 22), reported(teacher, child, 23)
    other_quarter = reported(teacher, child, 24, quarter=BEFORE)
    page = head.get(f"/absences/{absence}/notifications/new")
    assert f'value="{child}" checked' in page.text
    assert 'value="absence" checked' in page.text
    known = fields(page)
    assert (known["absence_percent"], known["source"]) == ("22", absence)
    sent = reference_in(head.post("/notifications", known | FORM | {"ground": "absence", "children": child}))
    assert [state_of(a) for a in (absence, same, other_quarter)] == ["notified", "notified", "reported"]
    assert [runs(a) for a in (absence, same, other_quarter)] == [False, False, True]
    assert sent in head.get(f"/absences/{absence}").text
    told = teacher.get(f"/absences/{absence}").text
    assert "Skolens leder har underrettet" in told
    assert sent not in told
    assert f"/absences/{absence}" in head.get(f"/notifications/{sent}").text


def test_E4_a_teachers_own_notification_leaves_the_leaders_duty(teacher, child):
    absence = reported(teacher, child)
    known = fields(teacher.get(f"/absences/{absence}/notifications/new"))
    reference_in(teacher.post("/notifications", known | FORM | {"ground": "absence", "children": child}))
    assert (state_of(absence), runs(absence)) == ("reported", True)


def test_E4_a_correction_states_what_was_wrong_and_a_figure_below_the_limit(teacher, head, child):
    absence = reported(teacher, child)

    def correct(**form):
        head.get(f"/absences/{absence}")
        return head.post(f"/absences/{absence}/corrections", form)

    assert correct(corrected_percent="5").status_code == 422
    assert correct(correction="Seks dage var meldt syge.").status_code == 422
    refused = correct(corrected_percent=str(limit("absence_percent")), correction="Seks dage var meldt syge.")
    assert refused.status_code == 422
    assert "når stadig grænsen" in refused.text
    assert fields(refused)["correction"] == "Seks dage var meldt syge."
    assert (state_of(absence), runs(absence)) == ("reported", True)
    head.follow(correct(corrected_percent="0", correction="Seks dage var meldt syge."))
    assert (state_of(absence), runs(absence), Absence.get().corrected_percent) == ("corrected", False, 0)
    assert "Seks dage var meldt syge." in teacher.get(f"/absences/{absence}").text
    assert correct(corrected_percent="5", correction="Igen").status_code == 403


@pytest.mark.parametrize("who", ["head", "teacher"])
def test_E4_it_is_never_just_not_relevant(visit, teacher, child, who):
    absence = reported(teacher, child)
    person = visit(who)
    person.get(f"/absences/{absence}")
    refused = person.post(f"/absences/{absence}/dismissals", {"reason": "Ikke relevant"})
    assert refused.status_code == 403
    assert "skal skolens leder underrette" in refused.text
    line = Audit.select().order_by(Audit.seq.desc()).get()
    assert (line.action, line.decision, line.rule) == ("absence.dismiss", "denied", "E4")
    assert (state_of(absence), runs(absence)) == ("reported", True)


def test_E4_only_the_leader_corrects(teacher, child):
    absence = reported(teacher, child)
    teacher.get(f"/absences/{absence}")
    form = {"corrected_percent": "5", "correction": "Forkert"}
    assert teacher.post(f"/absences/{absence}/corrections", form).status_code == 403
    assert state_of(absence) == "reported"


def test_E4_a_concern_that_says_so_makes_the_leaders_task(teacher, head, child):
    concern = log_concern(teacher, child, theme="absence", absence_percent="30", unlawful_percent="16")
    row = Absence.get()
    assert (row.percent, row.quarter) == (16, NOW)
    assert concern in teacher.get("/concerns").text
    assert head.get(f"/concerns/{concern}").status_code == 404
    assert "Bo Nielsen" in head.get("/absences").text


def test_E4_a_concern_below_the_limit_makes_none(teacher, child):
    log_concern(teacher, child, unlawful_percent=str(limit("absence_percent") - 1))
    assert not Absence.select().exists()


@pytest.mark.parametrize(
    "whom", [{"unlisted": "Kim"}, {"children": "", "unlisted": "Kim"}, {"subject": "place", "described_as": "Søen"}]
)
def test_E4_the_figure_in_a_concern_is_about_one_child_on_the_list(teacher, child, whom):
    teacher.get("/concerns/new")
    form = {"subject": "child", "children": child, "theme": "absence", "observation": "Væk.", "worry": "worried",
            "source": "own", "unlawful_percent": "20", **whom}  # fmt: skip
    refused = teacher.post("/concerns", form)
    assert refused.status_code == 422
    assert "Tallet gælder ét barn på listen" in refused.text
    assert fields(refused)["unlawful_percent"] == "20"


def test_pressed_twice_it_is_reported_once(teacher, child):
    key = fields(teacher.get("/absences/new"))["key"]
    form = {"children": child, "quarter": NOW, "percent": "20", "key": key}
    first, second = (teacher.post("/absences", form).location for _ in range(2))
    assert first == second
    assert Absence.select().count() == 1


@pytest.mark.parametrize("form", [{"percent": ""}, {"percent": "101"}, {"percent": "mange"}, {"quarter": "1999-Q1"}])
def test_what_cannot_be_is_refused_and_stays(teacher, child, form):
    refused = report(teacher, child, **({"percent": "20"} | form))
    assert refused.status_code == 422
    assert f'value="{child}" checked' in refused.text
    if "percent" in form:
        assert fields(refused)["percent"] == form["percent"]
    assert not Absence.select().exists()


def test_the_child_is_one_and_of_ones_own_school(teacher, world):
    assert report(teacher, "", 20).status_code == 422
    assert report(teacher, world.pupils["north"][:2], 20).status_code == 422
    assert report(teacher, world.pupils["south"][0], 20).status_code == 422
    assert not Absence.select().exists()


@pytest.mark.parametrize(
    "who", ["colleague", "other_teacher", "consultant", "social_worker", "liaison", "leader", "dpo"]
)
def test_whoever_takes_no_part_does_not_learn_of_it(visit, teacher, child, who):
    absence = reported(teacher, child)
    stranger = visit(who)
    assert stranger.get(f"/absences/{absence}").status_code == 404
    assert stranger.get(f"/absences/{absence}/notifications/new").status_code == 404
    for what in ("corrections", "dismissals"):
        assert stranger.post(f"/absences/{absence}/{what}").status_code == 404
    if who not in {"colleague", "other_teacher"}:
        for path in ("/absences", "/absences/new"):
            assert stranger.get(path).status_code == 404
    else:
        assert absence not in stranger.get("/absences").text
    assert not Notification.select().exists()


def test_find_works_with_and_without_script(teacher):
    teacher.get("/absences/new")
    found = teacher.fragment("/absences/children", {"q": "carla"})
    assert "Carla Nygaard" in found.text
    assert "<html" not in found.text
    page = teacher.post("/absences/children", {"q": "carla", "percent": "17"})
    assert re.search(r"<html.*Carla Nygaard", page.text, re.DOTALL)
    assert fields(page)["percent"] == "17"
