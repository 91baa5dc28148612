"""The duty to inform through the pages: who is told, done, put off and back, and the birthdays in it (H1, H2, H3)."""

import pytest

from ssp.db import at
from ssp.models import Audit, Clock, ConcernPerson, Matter, Message, Notice
from ssp.policy.deadlines import months_after
from ssp.policy.register import limit
from ssp.services.standing import today
from ssp.terms import ClockKind
from tests.support.births import add_plus, in_days, midnight, noon, pupil, turning
from tests.support.case_load import log, log_place, reference_of
from tests.support.informing import CUSTODY, REASON, YOUNG, deferred, given, notices_of, place, running
from tests.web.test_loop import log_concern


@pytest.fixture
def concern(world):
    """A concern about a child of fourteen."""
    return log(world, "teacher", pupil(world, turning(15, in_days(60))))


# Who is to be told


def test_H1_a_clock_of_a_month_runs_from_the_first_named_record(visit, world):
    concern = log_concern(visit("teacher"), pupil(world, turning(12, in_days(0))))
    notice = notices_of(concern)[CUSTODY]
    [(kind, starts_at, due_at)] = running(notice)
    assert kind == ClockKind.NOTICE
    assert today(starts_at) == today()
    assert due_at == midnight(months_after(today(), 1)) + 24 * 3600
    assert Clock.get(Clock.about == notice.reference).capacity == "consultant"


def test_H1_an_unlisted_child_has_a_notice_for_the_custody_holders(world):
    concern = log(world, "teacher", unlisted=("Uden For Listen",))
    assert set(notices_of(concern)) == {CUSTODY}


def test_H1_every_named_child_has_its_own(world):
    log(world, "teacher", *world.pupils["north"], unlisted=("En Til",))
    told = list(Notice.select(Notice.child, Notice.to_whom).where(Notice.to_whom == CUSTODY).tuples())
    assert len(told) == len({child for child, _ in told}) == ConcernPerson.select().count() == 4


def test_H1_a_place_has_nobody_to_tell(visit, world):
    log_place(world, "street_worker")
    assert not Notice.select().exists()
    concern = Matter.get().reference
    consultant = visit("consultant")
    assert "ingen skal orienteres" in consultant.get(f"/triage/{concern}").text
    assert "ingen at orientere" in consultant.get(f"/concerns/{concern}/notices/new").text


def test_H3_at_fifteen_the_young_person_has_a_notice_of_their_own_at_once(world):
    concern = log(world, "teacher", pupil(world, turning(15, in_days(0))))
    found = notices_of(concern)
    assert set(found) == {CUSTODY, YOUNG}
    assert today(running(found[YOUNG])[0][1]) == today()


def test_H3_at_eighteen_with_ssp_plus_there_is_nobody_with_custody(world):
    child = pupil(world, turning(18, in_days(1)))
    first = log(world, "teacher", child)
    assert set(notices_of(first)) == {CUSTODY, YOUNG}
    add_plus(world, first, in_days(50))
    with at(noon(in_days(1))):
        assert set(notices_of(log(world, "teacher", child))) == {YOUNG}


def test_H3_the_young_persons_clock_starts_by_itself_on_the_fifteenth_birthday(visit, world, concern):
    birthday = in_days(60)
    notice = notices_of(concern)[YOUNG]
    [(_, starts_at, due_at)] = running(notice)
    assert starts_at == midnight(birthday)
    assert due_at == midnight(months_after(birthday, 1)) + 24 * 3600
    assert notice.reference not in visit("consultant").get("/notices").text
    with at(starts_at - 1):
        consultant = visit("consultant")
        assert notice.reference not in consultant.get("/notices").text
        assert "Skal orienteres fra fødselsdagen" in consultant.get(f"/triage/{concern}").text
    with at(starts_at):
        assert notice.reference in visit("consultant").get("/notices").text


def test_H3_a_birthday_after_the_record_is_gone_is_not_spoken_of(visit, world):
    far = in_days(limit("retention_concern") + 30)
    concern = log(world, "teacher", pupil(world, turning(15, far)))
    assert "fødselsdagen" not in visit("consultant").get(f"/triage/{concern}").text


def test_H1_a_second_home_is_added_by_name_and_counts_from_the_same_day(visit, world, concern):
    with at(noon(in_days(10))):
        teacher = visit("teacher")
        teacher.get(f"/concerns/{concern}/notices/new")
        form = {"child": ConcernPerson.get().reference, "to_whom": CUSTODY, "named": "Far I Det Andet Hus"}
        response = teacher.post(f"/concerns/{concern}/notices", form)
        assert "Far I Det Andet Hus" in teacher.follow(response).text
        again = teacher.post(f"/concerns/{concern}/notices", {**form, "key": teacher.key})
    assert again.status_code == 303
    written = Matter.get(Matter.reference == concern).created_at
    [(_, starts_at, due_at)] = running(notices_of(concern)[CUSTODY])
    assert (starts_at, due_at) == (written, midnight(months_after(today(written), 1)) + 24 * 3600)


def test_H1_a_double_press_adds_one(visit, world, concern):
    teacher = visit("teacher")
    teacher.get(f"/concerns/{concern}/notices/new")
    form = {"child": ConcernPerson.get().reference, "to_whom": CUSTODY, "named": "Far", "key": "k" * 20}
    before = Notice.select().count()
    places = {teacher.post(f"/concerns/{concern}/notices", form).location for _ in range(2)}
    assert len(places) == 1
    assert Notice.select().count() == before + 1


def test_H1_adding_without_a_name_or_with_another_concerns_child_is_refused(visit, world, concern):
    other = log(world, "colleague", world.pupils["north"][1])
    foreign = ConcernPerson.get(ConcernPerson.concern == Matter.get(Matter.reference == other)).reference
    own = ConcernPerson.get().reference
    teacher = visit("teacher")
    for form in (
        {"child": own, "to_whom": CUSTODY, "named": " "},
        {"child": foreign, "to_whom": CUSTODY, "named": "Mor"},
        {"child": own, "named": "Kun et navn"},
    ):
        response = teacher.post(f"/concerns/{concern}/notices", form)
        assert response.status_code == 422
        assert form["named"] in response.text


# Done


def test_H1_done_says_when_how_and_by_whom_and_stops_the_clock(visit, world, concern):
    notice = notices_of(concern)[CUSTODY]
    consultant = visit("consultant")
    page = consultant.get(place(concern, notice)).text
    told_on = in_days(-1)
    form = given(world, page, told_on=told_on.isoformat(), told_how="phone", key="k" * 20)
    for _ in range(2):
        response = consultant.post(f"{place(concern, notice)}/given", form)
        assert response.status_code == 303
    after = consultant.follow(response).text
    assert "I telefonen" in after
    assert "Teacher" in after
    assert "Gem, at personen er orienteret" not in after
    assert running(notice) == []
    row = Notice.get_by_id(notice.id)
    assert (row.told_on, row.told_how, row.told_by_id) == (told_on, "phone", world.users["teacher"])
    assert Audit.select().where(Audit.action == "notice.give", Audit.decision == "allowed").count() == 2
    assert "Orienteret" in visit("teacher").get(f"/concerns/{concern}").text


def test_H1_the_author_may_do_it_too(visit, world, concern):
    notice = notices_of(concern)[CUSTODY]
    teacher = visit("teacher")
    page = teacher.get(place(concern, notice)).text
    assert teacher.post(f"{place(concern, notice)}/given", given(world, page)).status_code == 303


def test_H1_what_is_missing_is_asked_for_and_nothing_is_lost(visit, world, concern):
    notice = notices_of(concern)[CUSTODY]
    consultant = visit("consultant")
    page = consultant.get(place(concern, notice)).text
    for changed, said in (
        ({"told_on": ""}, "Vælg dagen"),
        ({"told_on": in_days(1).isoformat()}, "ikke ligger i fremtiden"),
        ({"told_how": ""}, "Vælg, hvordan det blev sagt"),
        ({"told_by": ""}, "Vælg, hvem der gav beskeden"),
        ({"told_by": reference_of(world, "liaison")}, ""),
    ):
        response = consultant.post(f"{place(concern, notice)}/given", given(world, page) | changed)
        assert response.status_code == 422, changed
        assert said in response.text
    assert running(notice)


def test_H1_two_who_note_it_at_once_make_one(visit, world, concern):
    notice = notices_of(concern)[CUSTODY]
    first, second = visit("consultant"), visit("second_consultant")
    page = first.get(place(concern, notice)).text
    late = second.get(place(concern, notice)).text
    first.post(f"{place(concern, notice)}/given", given(world, page, told_how="letter"))
    response = second.post(f"{place(concern, notice)}/given", given(world, late, told_how="phone"))
    assert response.status_code == 409
    assert Notice.get_by_id(notice.id).told_how == "letter"


# Put off, and back


def test_H2_putting_off_takes_an_exemption_a_reason_and_a_near_day(visit, world, concern):
    notice = notices_of(concern)[CUSTODY]
    consultant = visit("consultant")
    page = consultant.get(place(concern, notice)).text
    full = deferred(page, in_days(30))
    latest = in_days(limit("notice_review_days"))
    for changed in (
        {"exemption": ""}, {"exemption": "convenience"}, {"reason": "  "}, {"review_on": ""},
        {"review_on": today().isoformat()}, {"review_on": in_days(limit("notice_review_days") + 1).isoformat()},
    ):  # fmt: skip
        response = consultant.post(f"{place(concern, notice)}/deferrals", full | changed)
        assert response.status_code == 422, changed
        assert changed.get("reason", REASON).strip() in response.text
    assert running(notice)[0][0] == ClockKind.NOTICE
    assert consultant.post(f"{place(concern, notice)}/deferrals", deferred(page, latest)).status_code == 303


def test_H2_it_is_out_of_the_list_until_its_day_and_red_on_it(visit, world, concern):
    notice = notices_of(concern)[CUSTODY]
    consultant, back = visit("consultant"), in_days(30)
    consultant.post(f"{place(concern, notice)}/deferrals", deferred(consultant.get(place(concern, notice)).text, back))
    [(kind, _, due_at)] = running(notice)
    assert (kind, due_at) == (ClockKind.NOTICE_REVIEW, midnight(in_days(31)))
    with at(midnight(back) - 1):
        consultant = visit("consultant")
        assert notice.reference not in consultant.get("/notices").text
        assert notice.reference in consultant.get("/notices?view=deferred").text
        assert "clock-overdue" not in consultant.get(f"/triage/{concern}").text.split('id="notices"')[1]
    with at(midnight(back)):
        consultant = visit("consultant")
        line = consultant.get("/notices").text.split(notice.reference)[0].rsplit("<li", 1)[1]
        assert "clock-overdue" in line
        assert notice.reference not in consultant.get("/notices?view=deferred").text
        pane = consultant.get(f"/triage/{concern}").text.split('id="notices"')[1].split("</section>")[0]
        assert "clock-overdue" in pane
        assert place(concern, notice) in pane, "nothing is red without an act beside it"


def test_H2_what_was_put_off_can_be_put_off_again_and_every_reason_stays(visit, world, concern):
    notice = notices_of(concern)[CUSTODY]
    consultant = visit("consultant")
    for reason in ("Første grund.", "Anden grund."):
        page = consultant.get(place(concern, notice)).text
        response = consultant.post(
            f"{place(concern, notice)}/deferrals", deferred(page, in_days(20), reason=reason, exemption="prevention")
        )
        assert response.status_code == 303
    assert len(running(notice)) == 1
    thread = consultant.get(f"/triage/{concern}").text.split('id="thread"')[1]
    assert "Første grund." in thread
    assert "Anden grund." in thread
    assert "Hensynet til at forebygge kriminalitet" in thread
    page = consultant.get(place(concern, notice)).text
    assert consultant.post(f"{place(concern, notice)}/given", given(world, page)).status_code == 303
    assert running(notice) == []


def test_H2_a_double_press_puts_off_once(visit, world, concern):
    notice = notices_of(concern)[CUSTODY]
    consultant = visit("consultant")
    form = deferred(consultant.get(place(concern, notice)).text, in_days(20), key="k" * 20)
    for _ in range(2):
        assert consultant.post(f"{place(concern, notice)}/deferrals", form).status_code == 303
    assert Message.select().where(Message.kind == "deferral").count() == 1


def test_H2_a_page_that_is_too_old_keeps_the_reason(visit, world, concern):
    notice = notices_of(concern)[CUSTODY]
    consultant = visit("consultant")
    page = consultant.get(place(concern, notice)).text
    response = consultant.post(f"{place(concern, notice)}/deferrals", deferred(page, in_days(20), version="77"))
    assert response.status_code == 409
    assert REASON in response.text
    again = deferred(response.text, in_days(20))
    assert consultant.post(f"{place(concern, notice)}/deferrals", again).status_code == 303


def test_H2_a_deferral_is_not_an_answer_and_hides_none(visit, world, concern):
    """The author's answer still waits for the consultant when something is put off after it."""
    teacher, consultant = visit("teacher"), visit("consultant")
    teacher.get(f"/concerns/{concern}")
    teacher.post(f"/concerns/{concern}/answers", {"text": "Mere om det."})
    notice = notices_of(concern)[CUSTODY]
    page = consultant.get(place(concern, notice)).text
    consultant.post(f"{place(concern, notice)}/deferrals", deferred(page, in_days(20)))
    assert "Nyt svar" in consultant.get("/triage").text
