"""Whose a notice is, and the lists: one's own network's with names, the data protection officer's without (H1, H2)."""

import re

import pytest

from ssp.db import at
from ssp.models import Audit, ConcernPerson, Matter
from ssp.services import notice_list
from ssp.terms import ClockKind
from tests.support.births import in_days, noon, pupil, turning
from tests.support.case_load import log
from tests.support.informing import CUSTODY, deferred, given, notices_of, place, running


@pytest.fixture
def concern(world):
    """A concern about a child of fourteen."""
    return log(world, "teacher", pupil(world, turning(15, in_days(60))))


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


SECRET = ("Zqnavn", "Zqbarn", "Zqfri", "Zqtekst", "Zqgrund", "Zqmor")
"""Whole words: two letters of them could stand in a page's random marks."""


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
    opened = [line.child + line.named for line in notice_list.index(world.actor("dpo")).lines]
    assert opened == ["", ""], "what is not shown is not opened either"
    due, put_off = officer.get("/notices").text, officer.get("/notices?view=deferred").text
    assert due.count("Forældremyndighedsindehaver") == 2
    assert notice.reference in put_off
    assert "Hensynet til at forebygge kriminalitet" in put_off
    for page in (due, put_off):
        assert not [word for word in SECRET if word in page]
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
