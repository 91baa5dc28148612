"""The duty to inform through the pages: who is told, done, put off and back, the letter, and the lists (H1, H2, H3)."""

import io
import re

import pytest
from flask_babel import force_locale, gettext
from pypdf import PdfReader

from ssp.db import at
from ssp.models import Audit, Clock, ConcernPerson, Matter, Message, Notice
from ssp.policy.deadlines import months_after
from ssp.policy.register import limit
from ssp.services.standing import today
from ssp.terms import ClockKind
from ssp.web.notice_letters import languages
from tests.support.births import add_plus, in_days, midnight, noon, pupil, turning
from tests.support.case_load import log, log_place, reference_of, share
from tests.web.test_loop import log_concern

YOUNG, CUSTODY = "young_person", "custody_holder"
REASON = "Forældrene er hørt i en anden sag, og barnet bad om ro i en uge."


def notices_of(concern: str) -> dict[str, Notice]:
    """The notices of a concern about one child, by whom they are for; the last of several."""
    rows = Notice.select().join(Matter, on=(Matter.id == Notice.concern)).where(Matter.reference == concern)
    return {row.to_whom: row for row in rows.order_by(Notice.id)}


def running(notice: Notice) -> list[tuple[str, int, int]]:
    """The clocks that run for a notice: kind, start, end."""
    rows = Clock.select().where((Clock.about == notice.reference) & Clock.stopped_at.is_null())
    return [(row.kind, row.starts_at, row.due_at) for row in rows]


def place(concern: str, notice: Notice) -> str:
    return f"/concerns/{concern}/notices/{notice.reference}"


def version_on(page: str) -> str:
    return page.split('name="version" value="')[1].split('"')[0]


def given(world, page: str, **more) -> dict:
    known = {"told_on": today().isoformat(), "told_how": "talk", "told_by": reference_of(world, "teacher"),
             "version": version_on(page)}  # fmt: skip
    return known | more


def deferred(page: str, review_on, **more) -> dict:
    known = {"exemption": "childs_interest", "reason": REASON, "review_on": review_on.isoformat(),
             "version": version_on(page)}  # fmt: skip
    return known | more


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


# Whose it is


def test_H1_strangers_find_nothing_and_change_nothing(visit, world, concern):
    notice = notices_of(concern)[CUSTODY]
    page = visit("consultant").get(place(concern, notice)).text
    for who in ("colleague", "other_consultant", "liaison", "leader", "administrator", "dpo"):
        stranger = visit(who)
        for path in ("", "/letter"):
            assert stranger.get(f"{place(concern, notice)}{path}").status_code == 404, (who, path)
        assert stranger.get(f"/concerns/{concern}/notices/new").status_code == 404
        assert stranger.post(f"{place(concern, notice)}/given", given(world, page)).status_code == 404
        answer = stranger.post(f"{place(concern, notice)}/deferrals", deferred(page, in_days(9)))
        assert answer.status_code == 404
    assert running(notice)[0][0] == ClockKind.NOTICE


def test_H1_a_notice_is_only_found_under_its_own_concern(visit, world, concern):
    other = log(world, "teacher", world.pupils["north"][1])
    notice = notices_of(concern)[CUSTODY]
    teacher = visit("teacher")
    assert teacher.get(place(other, notice)).status_code == 404
    assert teacher.get(f"{place(other, notice)}/letter").status_code == 404
    page = teacher.get(place(concern, notice)).text
    form = given(world, page, version=str(Matter.get(Matter.reference == other).version))
    assert teacher.post(f"{place(other, notice)}/given", form).status_code == 404
    assert running(notice)


# The lists


def test_H1_the_list_has_the_soonest_first_and_only_ones_own_network(visit, world):
    with at(noon(in_days(-3))):
        first = log(world, "teacher", pupil(world, turning(12, in_days(0)), "Ane Ældst"))
    second = log(world, "teacher", pupil(world, turning(12, in_days(0)), "Bo Bagefter"))
    foreign = log(world, "other_teacher", world.pupils["south"][0])
    page = visit("second_consultant").get("/notices").text
    assert second in page
    assert foreign not in page
    assert visit("teacher").get("/notices").text.index(first) < visit("teacher").get("/notices").text.index(second)
    assert visit("colleague").get("/notices").text.count("row-item") == 0


def test_H1_the_list_goes_on_where_it_stopped(visit, world):
    for number in range(32):
        log(world, "teacher", unlisted=(f"Barn {number:02d}",))
    consultant = visit("consultant")
    first = consultant.get("/notices")
    onward = re.search(r'href="(/notices\?[^"]*after=[^"]+)"', first.text)[1].replace("&amp;", "&")
    seen = re.findall(r"<strong>(Barn \d\d)</strong>", first.text + consultant.get(onward).text)
    assert seen == [f"Barn {number:02d}" for number in range(32)]


def test_H2_the_data_protection_officer_sees_what_is_due_and_put_off_and_nobodys_name(visit, world):
    child = pupil(world, turning(12, in_days(0)), "Zqnavn Zqbarn")
    concern = log(world, "teacher", child, unlisted=("Zqfri Zqnavn",), observation="Zqtekst")
    consultant = visit("consultant")
    notice = notices_of(concern)[CUSTODY]
    consultant.post(
        f"{place(concern, notice)}/deferrals",
        deferred(consultant.get(place(concern, notice)).text, in_days(9), reason="Zqgrund", exemption="prevention"),
    )
    consultant.get(f"/concerns/{concern}/notices/new")
    consultant.post(
        f"/concerns/{concern}/notices",
        {"child": ConcernPerson.get().reference, "to_whom": CUSTODY, "named": "Zqmor"},
    )
    officer = visit("dpo")
    due, put_off = officer.get("/notices").text, officer.get("/notices?view=deferred").text
    assert due.count("Forældremyndighedsindehaver") == 2
    assert notice.reference in put_off
    assert "Hensynet til at forebygge kriminalitet" in put_off
    for page in (due, put_off):
        assert "Zq" not in page
        assert concern not in page, "the number of a record leads to its content"
        assert "Nordskolen" not in page
    assert "Zqnavn" in consultant.get("/notices").text + consultant.get("/notices?view=deferred").text


def test_H1_reading_the_list_is_a_line_with_everything_it_showed(visit, world, concern):
    visit("consultant").get("/notices")
    line = Audit.select().where(Audit.action == "notice.list").order_by(Audit.seq.desc()).get()
    assert {concern, notices_of(concern)[CUSTODY].reference} <= set(line.objects.split())
    assert any(reference.startswith("P-") for reference in line.objects.split())


@pytest.mark.parametrize("who", ["leader", "administrator", "partner", "liaison"])
def test_H1_the_list_is_for_those_it_concerns(visit, world, who):
    assert visit(who).get("/notices").status_code == 404


def test_H1_the_menu_leads_there(visit, world):
    for who in ("consultant", "dpo"):
        assert 'href="/notices"' in visit(who).get("/").text


# The letter


def letter(visitor, concern: str, notice: Notice, language: str = "da"):
    response = visitor.get(f"{place(concern, notice)}/letter?language={language}")
    assert response.status_code == 200, response.text
    reader = PdfReader(io.BytesIO(response.data))
    return response, reader, " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def test_H1_the_letter_says_what_the_law_asks_for_and_not_what_is_written(visit, world):
    child = pupil(world, turning(12, in_days(0)), "Ida Lykke")
    concern = log(world, "teacher", child, observation="Hemmelig iagttagelse", words="Hemmelige ord")
    notice = notices_of(concern)[CUSTODY]
    response, _, text = letter(visit("consultant"), concern, notice)
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{notice.reference}.pdf"'
    for said in (
        "Fjordby Kommune", "Ida Lykke", "Nordskolen", "dataansvarlig", "GDPR art. 14", "retsplejeloven § 115",
        "klage til Datatilsynet", "få rettet", "gøre indsigelse", "sletter oplysningerne senest", "Consultant",
        "ikke givet videre", notice.reference,
    ):  # fmt: skip
        assert said in text, said
    for hidden in ("Hemmelig", "Hemmeligvej", "Skolegården", "4002"):
        assert hidden not in text
    line = Audit.select().order_by(Audit.seq.desc()).get()
    assert (line.action, line.decision) == ("notice.print", "allowed")
    assert {concern, notice.reference, child} <= set(line.objects.split())


def test_H3_the_young_persons_letter_speaks_to_the_young_person(visit, world):
    concern = log(world, "teacher", pupil(world, turning(15, in_days(0)), "Ida Lykke"))
    _, _, text = letter(visit("teacher"), concern, notices_of(concern)[YOUNG])
    assert "Vi har skrevet noget ned om dig" in text
    assert "forældremyndigheden" not in text


def test_H1_the_letter_names_the_authorities_it_was_shared_with(visit, world, concern):
    share(world, "consultant", concern, "liaison")
    _, _, text = letter(visit("consultant"), concern, notices_of(concern)[CUSTODY])
    assert "givet videre til: Lokalpolitiet" in text


@pytest.mark.parametrize("language", ["da", "en", "xx", ""])
def test_H1_the_letter_comes_in_the_languages_there_are(visit, world, concern, language, app):
    _, reader, text = letter(visit("consultant"), concern, notices_of(concern)[CUSTODY], language)
    spoken = language if language in ("da", "en") else "da"
    assert reader.trailer["/Root"]["/Lang"].lower().startswith(spoken)
    with app.test_request_context(), force_locale(spoken):
        assert gettext("Dine rettigheder") in text


def test_H1_every_language_with_a_catalogue_is_offered(visit, world, concern, app):
    with app.test_request_context():
        assert list(languages().items()) == [("da", "Dansk"), ("en", "English")]
    page = visit("consultant").get(place(concern, notices_of(concern)[CUSTODY])).text
    assert "letter?language=da" in page
    assert "letter?language=en" in page
