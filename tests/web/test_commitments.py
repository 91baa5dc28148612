"""Commitments across organisations: proposed, answered, reminded of, settled; and who never sees them."""

import re
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from ssp import db, worker
from ssp.models import Audit, Clock, Commitment, CommitmentTurn, Entry, Mail, Participation, User
from ssp.policy.clocks import remind_at
from ssp.services import cases, commitment_views, commitments, reminders
from ssp.services.commitment_views import Mine
from ssp.services.commitments import Change, Proposal
from ssp.services.standing import today
from ssp.terms import Capacity, ClockKind, Side, Turn
from tests.support import markers
from tests.support.answers import once, reference_of
from tests.support.case_load import log, open_case
from tests.support.postoffice import PostOffice
from tests.support.sharing_load import admit

DAY = timedelta(days=1)
WORDS = "Ringe til klubben om fodbold"
HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOTH = pytest.mark.parametrize("headers", [{}, HX], ids=["plain", "htmx"])


@pytest.fixture
def case(world) -> str:
    """A case of a school, with a teacher of it and a social worker let in."""
    made = open_case(world, "consultant", log(world, "teacher", world.pupils["north"][1]))
    for guest in ("teacher", "social_worker"):
        admit(world, "consultant", made, guest)
    Mail.delete().execute()
    return made


def propose(world, case: str, by: str, to: str, text: str = WORDS, days: int = 10, side: Side = Side.AGENCY) -> str:
    wanted = Proposal(side, text, today() + days * DAY, reference_of(world, to) if to else "")
    return commitments.propose(world.actor(by), case, wanted, once())


def take(world, case: str, who: str, reference: str, turn: Turn, **more) -> None:
    version = Commitment.get(Commitment.reference == reference).version
    commitments.take_turn(world.actor(who), case, reference, Change(turn, version, **more), once())


def agreed(world, case: str, by: str = "teacher", to: str = "social_worker", **more) -> str:
    made = propose(world, case, by, to, **more)
    if by != to:
        take(world, case, to, made, Turn.ACCEPTED)
    return made


def stored(reference: str) -> Commitment:
    return Commitment.get(Commitment.reference == reference)


def turns_of(reference: str) -> list[str]:
    found = CommitmentTurn.select().where(CommitmentTurn.commitment == stored(reference).id)
    return [turn.kind for turn in found.order_by(CommitmentTurn.id)]


def running() -> list[tuple]:
    """The kind of each clock of a commitment that runs, what it is about, its capacity and whose it is."""
    kinds = [ClockKind.COMMITMENT, ClockKind.ANSWER]
    rows = Clock.select().where(Clock.stopped_at.is_null() & (Clock.kind << kinds))
    return [(row.kind, row.about, row.capacity, row.user_id) for row in rows]


def told() -> list[tuple[str, str]]:
    """Who has a mail waiting, and what it is about; then the outbox is emptied."""
    found = [(mail.recipient.split("@")[0], mail.about) for mail in Mail.select().order_by(Mail.id)]
    Mail.delete().execute()
    return found


def version_in(page) -> str:
    return re.search(r'name="version" value="(\d+)"', page.text)[1]


def path_of(case: str, reference: str, *rest: str) -> str:
    return "/".join((f"/cases/{case}/commitments/{reference}", *rest))


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


def actions(page: str) -> set[str]:
    """What the page of a commitment offers to do with it."""
    return set(re.findall(r'action="/cases/[^"/]+/commitments/[^"/]+/([a-z-]+)"', page))


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
    page = consultant.get(path_of(case, made))
    assert consultant.post(path_of(other, made, "keeping"), {"version": version_in(page)}).status_code == 404
    assert stored(made).state == "accepted"
    line = Audit.select().order_by(Audit.seq.desc()).get()
    assert (line.decision, line.action) == ("denied", "commitment.settle")


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


def remind(case: str) -> None:
    """Let the worker go its round at each moment a clock has something to say."""
    clocks = list(Clock.select().where(Clock.kind << [ClockKind.COMMITMENT, ClockKind.ANSWER]))
    for moment in sorted({m for c in clocks for m in (remind_at(c.starts_at, c.due_at), c.due_at)}):
        for later in (0, 5):
            with db.at(moment + later):
                reminders.run()


def test_an_agreed_one_reminds_its_owner_once_at_each_stage_and_a_kept_one_nobody(world, case):
    kept, open_one = agreed(world, case), agreed(world, case, by="consultant", to="teacher")
    take(world, case, "social_worker", kept, Turn.KEPT)
    told()
    remind(case)
    sent = [(mail.recipient.split("@")[0], mail.template) for mail in Mail.select().order_by(Mail.id)]
    assert sent == [("teacher", "reminder"), ("teacher", "overdue")]
    assert {mail.about for mail in Mail.select()} == {
        Clock.get(Clock.about == open_one, Clock.stopped_at.is_null()).reference
    }


def test_a_proposal_reminds_the_one_asked_and_stops_with_the_answer(world, case):
    propose(world, case, "teacher", "social_worker", days=60)
    told()
    remind(case)
    assert [who for who, _ in told()] == ["social_worker"] * 2
    answered = propose(world, case, "teacher", "social_worker")
    take(world, case, "social_worker", answered, Turn.DECLINED, word="Nej.")
    told()
    remind(case)
    assert told() == []


def test_J1_no_mail_of_a_commitment_carries_more_than_a_reference(world, case, application, config):
    secret = markers.marker()
    made = propose(world, case, "teacher", "social_worker", text=f"Ringe til {secret}")
    take(world, case, "social_worker", made, Turn.RENEGOTIATED, text=f"Skrive til {secret}", due_on=today() + 9 * DAY)
    take(world, case, "teacher", made, Turn.ACCEPTED)
    take(world, case, "consultant", made, Turn.MOVED, word=f"{secret} er syg", due_on=today() + 20 * DAY)
    remind(case)
    told_in = {mail.template for mail in Mail.select()}
    assert told_in == {"news", "reminder", "overdue"}
    Mail.update(created_at=db.now(), next_at=db.now()).execute()
    with PostOffice() as office, application.app_context():
        worker.deliver(replace(config, base_url="https://ssp.fjordby.invalid", mail=office.config()), Event())
        said = [mail.everything.decode("utf-8", "replace") for mail in office.received]
    assert len(said) == Mail.select().where(Mail.sent_at.is_null(False)).count() >= 5
    assert not [text for text in said if secret in text or "Bo" in text.split()]


def leaves(world, case: str, who: str) -> None:
    Participation.update(ends_at=db.now()).where(
        (Participation.user == world.users[who]) & (Participation.capacity == Capacity.PARTICIPANT)
    ).execute()


def test_A10_what_somebody_left_is_given_to_another_by_who_keeps_the_case(visit, world, case):
    made = agreed(world, case)
    teacher, consultant = visit("teacher"), visit("consultant")
    assert "owner" not in actions(consultant.get(path_of(case, made)).text)
    leaves(world, case, "social_worker")
    told()
    assert "Social_Worker deltager ikke længere" in consultant.get(f"/cases/{case}/commitments").text
    assert actions(teacher.get(path_of(case, made)).text) == set()
    page = consultant.get(path_of(case, made))
    given = {
        "proposed-owner": reference_of(world, "teacher"), "proposed-text": WORDS, "proposed-due_on": today() + 3 * DAY,
        "version": version_in(page),
    }  # fmt: skip
    gone = {**given, "proposed-owner": reference_of(world, "social_worker"), "key": once()}
    assert consultant.post(path_of(case, made, "owner"), gone).status_code == 422
    assert "Venter på svar fra Teacher" in consultant.follow(consultant.post(path_of(case, made, "owner"), given)).text
    assert told() == [("teacher", case)]
    assert running() == [("answer", made, Capacity.PARTICIPANT, world.users["teacher"])]
    assert stored(made).proposed_by_id == world.users["consultant"]


def test_A10_what_nobody_is_left_to_do_reminds_the_holder(world, case):
    agreed(world, case)
    leaves(world, case, "social_worker")
    told()
    remind(case)
    assert [who for who, _ in told()] == ["consultant"] * 2


def listed(world, who: str, view: Mine) -> set[str]:
    return {line.reference for line in commitment_views.index(world.actor(who), view).lines}


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


def test_a_closed_case_takes_no_new_ones(visit, world, case):
    from ssp.models import Matter

    made = agreed(world, case)
    Matter.update(state="closed").where(Matter.reference == case).execute()
    teacher = visit("teacher")
    assert "Foreslå en aftale" not in teacher.get(f"/cases/{case}/commitments").text
    assert teacher.get(f"/cases/{case}/commitments/new").status_code == 403
    take(world, case, "social_worker", made, Turn.KEPT)
    assert running() == []


def test_somebody_who_is_no_longer_active_is_asked_nothing(world, case):
    User.update(ends_on=today() - DAY).where(User.id == world.users["social_worker"]).execute()
    with pytest.raises(commitments.UnfitCommitment):
        propose(world, case, "teacher", "social_worker")
    assert cases.show(world.actor("teacher"), case)
