"""Birthdays on the pages: who is too old, what closes at midnight, and the review before (C8, H3, I6)."""

from datetime import timedelta

import pytest

from ssp.db import at
from ssp.models import Clock, Concern, Draft, Entry, Matter, Message, Participation
from ssp.policy.register import limit
from ssp.services import batons, birthdays, case_persons, cases, pupils
from ssp.services.door import Denied
from ssp.services.person_records import NewPerson
from ssp.services.pupils import NewPupil
from ssp.terms import Capacity, ClockKind, PersonKind
from tests.support.births import add_plus, in_days, midnight, noon, pupil, turning
from tests.support.case_load import log, once, open_case, reference_of
from tests.web.test_loop import log_concern

REFUSED = {
    "subject": "child", "theme": "wellbeing", "worry": "worried", "source": "own",
    "observation": "Går alene hjem hver dag.", "words": "Jeg vil ikke mere.", "assessment": "Ked af det.",
}  # fmt: skip


def matter_id(reference: str) -> int:
    return Matter.get(Matter.reference == reference).id


def ends(reference: str) -> dict[str, int | None]:
    rows = Participation.select().where(Participation.matter == matter_id(reference))
    return {row.capacity: row.ends_at for row in rows}


def reviews(reference: str) -> list[Clock]:
    return list(Clock.select().where((Clock.matter == matter_id(reference)) & (Clock.kind == ClockKind.ADULT)))


def test_C8_a_concern_about_somebody_grown_up_is_refused_and_keeps_every_character(visit, world):
    grown = pupil(world, turning(18, in_days(0)), "Olga Voksen")
    teacher = visit("teacher")
    teacher.get("/concerns/new")
    response = teacher.post("/concerns", {**REFUSED, "children": grown})
    assert response.status_code == 422
    for kept in ("Går alene hjem hver dag.", "Jeg vil ikke mere.", "Ked af det.", f'value="{grown}" checked'):
        assert kept in response.text
    assert "Olga Voksen er fyldt 18" in response.text
    for way_out in ("SSP+", "sparring uden navn", "fjern navnet"):
        assert way_out in response.text
    assert not Concern.select().exists()
    assert Draft.select().count() == 1, "the text waits as a draft as well"


def test_C8_the_day_before_the_birthday_it_is_still_taken(visit, world):
    log_concern(visit("teacher"), pupil(world, turning(18, in_days(1))))


def test_C8_one_who_is_grown_up_among_several_stops_it(visit, world):
    grown, young = pupil(world, turning(18, in_days(-1)), "Olga Voksen"), world.pupils["north"][1]
    teacher = visit("teacher")
    teacher.get("/concerns/new")
    response = teacher.post("/concerns", {**REFUSED, "children": [grown, young]})
    assert response.status_code == 422
    assert "Bo Nielsen er fyldt" not in response.text


def test_C8_with_an_ssp_plus_basis_it_is_taken_and_closes_with_the_basis(visit, world):
    child = pupil(world, turning(18, in_days(5)))
    add_plus(world, log(world, "teacher", child), in_days(40))
    with at(noon(in_days(10))):
        again = log_concern(visit("teacher"), child)
    assert ends(again)["consultant"] == midnight(in_days(41))
    assert reviews(again) == []


def test_C8_an_ssp_plus_basis_that_has_run_out_does_not_help(visit, world):
    child = pupil(world, turning(18, in_days(5)))
    add_plus(world, log(world, "teacher", child), in_days(8))
    with at(noon(in_days(10))):
        teacher = visit("teacher")
        teacher.get("/concerns/new")
        assert teacher.post("/concerns", {**REFUSED, "children": child}).status_code == 422


def test_C8_a_basis_for_somebody_else_does_not_help(world):
    add_plus(world, log(world, "teacher", world.pupils["north"][0]), in_days(40))
    with pytest.raises(birthdays.GrownUp):
        log(world, "teacher", pupil(world, turning(18, in_days(0))))


def test_I6_the_record_closes_to_the_network_at_midnight_and_stays_the_authors(visit, world):
    day = in_days(20)
    concern = log(world, "teacher", pupil(world, turning(18, day)))
    with at(midnight(day) - 1):
        assert visit("consultant").get(f"/triage/{concern}").status_code == 200
    with at(midnight(day)):
        consultant = visit("consultant")
        assert consultant.get(f"/triage/{concern}").status_code == 404
        assert concern not in consultant.get("/triage").text
        assert visit("teacher").get(f"/concerns/{concern}").status_code == 200


def test_I6_the_youngest_child_keeps_it_open(world):
    near, far = in_days(20), in_days(400)
    concern = log(world, "teacher", pupil(world, turning(18, near)), pupil(world, turning(18, far), "Bo Ung"))
    assert ends(concern) == {"author": None, "consultant": midnight(far)}


def test_I6_a_day_of_birth_that_was_written_down_counts_where_no_number_is_known(world):
    [child] = pupils.enrol(world.units["north"], [NewPupil("Ida Uden Nummer", "9.B")])
    case = open_case(world, "consultant", log(world, "teacher", child))
    born = case_persons.Change(NewPerson("Ida Uden Nummer", PersonKind.PUPIL, born_on=turning(18, in_days(20))))
    case_persons.edit(world.actor("consultant"), case, child, born, 1)
    assert ends(log(world, "teacher", child))["consultant"] == midnight(in_days(20))


def test_I6_an_unknown_age_closes_nothing(world):
    with_unlisted = log(world, "teacher", pupil(world, turning(18, in_days(20))), unlisted=("Ukendt",))
    only_unlisted = log(world, "teacher", unlisted=("Ukendt",))
    assert ends(with_unlisted)["consultant"] is None
    assert ends(only_unlisted)["consultant"] is None


def test_I6_a_case_closes_with_its_concern_to_whoever_comes_in(world):
    day = in_days(20)
    concern = log(world, "teacher", pupil(world, turning(18, day)))
    case = open_case(world, "consultant", concern)
    batons.offer(world.actor("consultant"), case, reference_of(world, "second_consultant"), "", once())
    offered = batons.show(world.actor("second_consultant"), case).running.reference
    batons.accept(world.actor("second_consultant"), case, offered, once())
    running = list(Participation.select().where(Participation.matter == matter_id(case)))
    assert {row.user_id for row in running} >= {world.users["consultant"], world.users["second_consultant"]}
    assert all(row.ends_at <= midnight(day) for row in running)
    with at(midnight(day)):
        for who in ("consultant", "second_consultant"):
            with pytest.raises(Denied, match="no_participation"):
                cases.show(world.actor(who), case)


def test_I6_the_review_shows_ninety_days_before_and_not_a_day_sooner(visit, world):
    day = in_days(limit("adult_review_days") + 2)
    concern = log(world, "teacher", pupil(world, turning(18, day)))
    [clock] = reviews(concern)
    first = day - timedelta(days=limit("adult_review_days"))
    assert (clock.starts_at, clock.due_at) == (midnight(first), midnight(day))
    consultant = visit("consultant")
    assert "/reviews/" not in consultant.get(f"/triage/{concern}").text
    with at(midnight(first)):
        page = visit("consultant").get(f"/triage/{concern}").text
    assert f"/reviews/{concern}" in page
    assert "Bliver snart voksen" in page


def test_I6_a_review_is_noted_once_in_the_concern_and_stops_the_clock(visit, world):
    concern = log(world, "teacher", pupil(world, turning(18, in_days(20))))
    consultant = visit("consultant")
    page = consultant.get(f"/reviews/{concern}")
    version = page.text.split('name="version" value="')[1].split('"')[0]
    empty = consultant.post(f"/reviews/{concern}", {"outcome": "  ", "version": version})
    assert empty.status_code == 422
    assert reviews(concern)[0].stopped_at is None
    form = {"outcome": "Familien følges af ungeenheden.", "version": version, "key": "k" * 20}
    for _ in range(2):
        assert consultant.post(f"/reviews/{concern}", form).status_code == 303
    assert reviews(concern)[0].stopped_at is not None
    assert Message.select().where(Message.kind == "review").count() == 1
    assert "Familien følges af ungeenheden." in consultant.get(f"/triage/{concern}").text
    assert "Gem gennemgangen" not in consultant.get(f"/reviews/{concern}").text


def test_I6_a_review_on_an_old_page_keeps_what_was_written(visit, world):
    concern = log(world, "teacher", pupil(world, turning(18, in_days(20))))
    response = visit("consultant").post(f"/reviews/{concern}", {"outcome": "Lang begrundelse.", "version": "77"})
    assert response.status_code == 409
    assert "Lang begrundelse." in response.text


def test_I6_a_case_is_reviewed_by_its_holder(visit, world):
    concern = log(world, "teacher", pupil(world, turning(18, in_days(20))))
    case = open_case(world, "consultant", concern)
    [clock] = reviews(case)
    assert clock.capacity == Capacity.HOLDER
    consultant = visit("consultant")
    version = consultant.get(f"/reviews/{case}").text.split('name="version" value="')[1].split('"')[0]
    response = consultant.post(f"/reviews/{case}", {"outcome": "Afsluttes.", "version": version})
    assert "Afsluttes." in consultant.follow(response).text
    assert reviews(case)[0].stopped_at is not None
    assert Entry.select().where(Entry.kind == "review").count() == 1


def test_I6_a_review_is_nobody_elses(visit, world):
    concern = log(world, "teacher", pupil(world, turning(18, in_days(20))))
    form = {"outcome": "Nej.", "version": "1", "key": once()}
    assert visit("other_consultant").post(f"/reviews/{concern}", form).status_code == 404
    assert visit("liaison").get(f"/reviews/{concern}").status_code == 404
    assert visit("teacher").get(f"/reviews/{concern}").status_code == 403, "the author knows it, and does not review it"


def test_H3_hints_stand_beside_the_child_for_the_author_and_the_consultant(visit, world):
    nine = pupil(world, turning(10, in_days(1)), "Nis Ni")
    ten = pupil(world, turning(10, in_days(0)), "Tim Ti")
    thirteen = pupil(world, turning(13, in_days(0)), "Tove Tretten")
    concern = log(world, "teacher", nine, ten, thirteen)
    for page in (
        visit("teacher").get(f"/concerns/{concern}").text,
        visit("consultant").get(f"/triage/{concern}").text,
    ):
        hints = page.split('id="hints"')[1].split("</ul>")[0]
        assert "Nis Ni" not in hints
        assert "barnets lov § 3" in hints.split("Tim Ti")[1].split("</li>")[0]
        assert "lommepengejob" not in hints.split("Tim Ti")[1].split("</li>")[0]
        assert "lommepengejob" in hints.split("Tove Tretten")[1]
