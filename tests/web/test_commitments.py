"""Commitments by their pages: proposed, answered and settled across three organisations."""

import pytest

from ssp import db
from ssp.models import Audit, Commitment, Entry, Matter
from ssp.services.standing import today
from ssp.terms import Capacity, Turn
from tests.support.answers import once, reference_of
from tests.support.commitment_load import (
    WORDS,
    actions,
    agreed,
    case_of,
    path_of,
    propose,
    running,
    stored,
    take,
    told,
    turns_of,
    version_in,
)
from tests.support.sharing_load import DAY

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOTH = pytest.mark.parametrize("headers", [{}, HX], ids=["plain", "htmx"])


@pytest.fixture
def case(world) -> str:
    return case_of(world)


def test_a_commitment_goes_its_way_between_three_organisations(visit, world, case):
    teacher, worker, consultant = visit("teacher"), visit("social_worker"), visit("consultant")
    room = f"/cases/{case}/commitments"
    assert "Ingen aftaler endnu" in teacher.get(room).text
    teacher.get(f"{room}/new")
    form = {"side": "agency", "owner": reference_of(world, "social_worker"), "text": WORDS, "due_on": today() + 9 * DAY}
    shown = teacher.follow(teacher.post(room, form)).text
    made = Commitment.get().reference
    assert "Venter på andre" in shown
    assert "Venter på svar fra Social_Worker" in shown
    assert told() == [("social_worker", case)]
    assert running() == [("answer", made, Capacity.PARTICIPANT, world.users["social_worker"])]

    page = worker.get(path_of(case, made))
    assert "Venter på dit svar" in page.text
    assert path_of(case, made) in worker.get("/clocks").text
    assert path_of(case, made, "acceptance") not in teacher.get(path_of(case, made)).text
    other = {"renegotiated-text": f"{WORDS} og svømning", "renegotiated-due_on": today() + 20 * DAY}
    page = worker.get(path_of(case, made))
    answer = worker.post(path_of(case, made, "counter-proposal"), {**other, "version": version_in(page)})
    assert "Venter på svar fra Teacher" in worker.follow(answer).text
    assert told() == [("teacher", case)]
    assert running() == [("answer", made, Capacity.PARTICIPANT, world.users["teacher"])]

    page = teacher.get(path_of(case, made))
    assert "og svømning" in page.text
    teacher.follow(teacher.post(path_of(case, made, "acceptance"), {"version": version_in(page)}))
    assert told() == [("social_worker", case)]
    assert running() == [("commitment", made, Capacity.PARTICIPANT, world.users["social_worker"])]

    page = consultant.get(path_of(case, made))
    moved = {"moved-due_on": today() + 30 * DAY, "moved-word": "Klubben har lukket.", "version": version_in(page)}
    consultant.follow(consultant.post(path_of(case, made, "move"), moved))
    assert stored(made).due_on == today() + 30 * DAY
    page = worker.get(path_of(case, made))
    done = worker.follow(worker.post(path_of(case, made, "keeping"), {"version": version_in(page)})).text
    assert "Den er holdt" not in done
    assert turns_of(made) == ["proposed", "renegotiated", "accepted", "moved", "kept"]
    assert running() == []
    assert "Afsluttede" in teacher.get(room).text
    chronology = teacher.get(f"/cases/{case}").text
    assert "Aftale holdt" in chronology
    assert f"{WORDS} og svømning" in chronology
    assert "Klubben har lukket." in chronology


def test_what_somebody_takes_on_themselves_is_agreed_at_once(visit, world, case):
    made = propose(world, case, "teacher", "teacher")
    assert (stored(made).state, turns_of(made), told()) == ("accepted", ["accepted"], [])
    assert running() == [("commitment", made, Capacity.PARTICIPANT, world.users["teacher"])]
    assert "Dine" in visit("teacher").get(f"/cases/{case}/commitments").text


def test_the_familys_own_is_noted_as_agreed_and_the_holder_is_reminded(visit, world, case):
    teacher, room = visit("teacher"), f"/cases/{case}/commitments"
    page = teacher.get(f"{room}/new").text
    assert "Bo Nielsen" in page
    form = {"side": "family", "person": world.pupils["north"][1], "text": "Bo møder til tiden", "due_on": today() + DAY}
    assert "Bo Nielsen" in teacher.follow(teacher.post(room, form)).text
    made = Commitment.get()
    assert (made.state, made.owner_id, made.person_id is not None) == ("accepted", None, True)
    assert running() == [("commitment", made.reference, Capacity.HOLDER, None)]
    assert world.pupils["north"][1] in Audit.select().order_by(Audit.seq.desc()).get().objects
    form |= {"person": "", "text": "Far ringer til skolen"}
    teacher.get(f"{room}/new")
    assert "Familien" in teacher.follow(teacher.post(room, form)).text
    assert {"keeping", "move", "drop"} == actions(visit("consultant").get(path_of(case, made.reference)).text)
    assert actions(visit("social_worker").get(path_of(case, made.reference)).text) == set()


def test_each_page_offers_what_its_reader_may_do_and_no_more(visit, world, case):
    made = propose(world, case, "teacher", "social_worker")
    offers = {
        who: actions(visit(who).get(path_of(case, made)).text) for who in ("teacher", "social_worker", "consultant")
    }
    assert offers == {
        "teacher": {"drop"}, "social_worker": {"acceptance", "refusal", "counter-proposal"}, "consultant": {"drop"},
    }  # fmt: skip
    visitor = visit("teacher")
    page = visitor.get(path_of(case, made))
    for turn, fields in (
        ("acceptance", {}), ("keeping", {}), ("refusal", {"declined-word": "Nej"}),
        ("owner", {"proposed-owner": reference_of(world, "teacher"), "proposed-text": "x", "proposed-due_on": today()}),
    ):  # fmt: skip
        answer = visitor.post(path_of(case, made, turn), {**fields, "version": version_in(page), "key": once()})
        assert answer.status_code == 403, turn
    assert turns_of(made) == ["proposed"]


@BOTH
def test_a_no_a_move_and_a_stop_say_why(visit, world, case, headers):
    made = propose(world, case, "teacher", "social_worker")
    worker = visit("social_worker")
    page = worker.get(path_of(case, made))
    refused = worker.post(path_of(case, made, "refusal"), {"version": version_in(page)}, headers=headers)
    assert refused.status_code == 422
    assert "Skriv kort, hvorfor du siger nej" in refused.text
    took = worker.post(
        path_of(case, made, "refusal"), {"declined-word": "Hører til i klubben.", "version": version_in(page)}, headers=headers
    )  # fmt: skip
    assert took.status_code == 303
    assert (stored(made).state, running(), told()) == ("declined", [], [("social_worker", case), ("teacher", case)])
    assert "Hører til i klubben." in visit("teacher").get(path_of(case, made)).text
    again = agreed(world, case)
    page = worker.get(path_of(case, again))
    for act, fields in (("move", {"moved-due_on": today() + DAY}), ("drop", {})):
        answer = worker.post(path_of(case, again, act), {**fields, "version": version_in(page)}, headers=headers)
        assert answer.status_code == 422, act
    assert stored(again).state == "accepted"


def test_a_day_that_is_gone_or_too_far_away_is_not_agreed_on(visit, world, case):
    teacher, room = visit("teacher"), f"/cases/{case}/commitments"
    form = {"side": "agency", "owner": reference_of(world, "social_worker"), "text": WORDS}
    for day in (today() - DAY, today() + 366 * DAY, "9999-12-31", "snart"):
        teacher.get(f"{room}/new")
        answer = teacher.post(room, {**form, "due_on": day})
        assert (answer.status_code, WORDS in answer.text) == (422, True), day
    made = propose(world, case, "teacher", "social_worker", days=1)
    with db.at(db.now() + 3 * 24 * 3600):
        worker = visit("social_worker")
        page = worker.get(path_of(case, made))
        answer = worker.post(path_of(case, made, "acceptance"), {"version": version_in(page)})
        assert answer.status_code == 422
        assert "Foreslå en ny dag" in answer.text
    assert stored(made).state == "proposed"


def test_nobody_is_asked_who_takes_no_part(visit, world, case):
    teacher, room = visit("teacher"), f"/cases/{case}/commitments"
    assert reference_of(world, "colleague") not in teacher.get(f"{room}/new").text
    for owner in (reference_of(world, "colleague"), "M-0000-0000", ""):
        answer = teacher.post(room, {"side": "ours", "owner": owner, "text": WORDS, "due_on": today() + DAY})
        assert answer.status_code == 422, owner
    child = {"side": "family", "person": world.pupils["north"][0], "text": WORDS, "due_on": today() + DAY}
    assert teacher.post(room, child).status_code == 422
    assert Commitment.select().count() == 0


@BOTH
def test_a_double_press_makes_one_and_takes_one_turn(visit, world, case, headers):
    teacher, worker, room = visit("teacher"), visit("social_worker"), f"/cases/{case}/commitments"
    form = {"side": "agency", "owner": reference_of(world, "social_worker"), "text": WORDS, "due_on": today() + DAY}
    teacher.get(f"{room}/new")
    answers = [teacher.post(room, {**form, "key": "p" * 24}, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    made = Commitment.get().reference
    page = worker.get(path_of(case, made))
    pressed = {"version": version_in(page), "key": "q" * 24}
    answers = [worker.post(path_of(case, made, "acceptance"), pressed, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert turns_of(made) == ["proposed", "accepted"]
    assert Entry.select().where(Entry.kind.startswith("commitment")).count() == 2


def test_a_page_that_is_out_of_date_changes_nothing_and_keeps_the_text(visit, world, case):
    made = agreed(world, case)
    worker = visit("social_worker")
    before = version_in(worker.get(path_of(case, made)))
    take(world, case, "consultant", made, Turn.MOVED, due_on=today() + 2 * DAY, word="Ferie.")
    stale = worker.post(path_of(case, made, "drop"), {"dropped-word": "Far vil ikke mere.", "version": before})
    assert stale.status_code == 409
    assert "Far vil ikke mere." in stale.text
    assert path_of(case, made) in stale.text
    assert (stored(made).state, turns_of(made)) == ("accepted", ["proposed", "accepted", "moved"])


def test_a_closed_case_takes_no_new_ones(visit, world, case):
    made = agreed(world, case)
    Matter.update(state="closed").where(Matter.reference == case).execute()
    teacher = visit("teacher")
    assert "Foreslå en aftale" not in teacher.get(f"/cases/{case}/commitments").text
    assert teacher.get(f"/cases/{case}/commitments/new").status_code == 403
    take(world, case, "social_worker", made, Turn.KEPT)
    assert running() == []
