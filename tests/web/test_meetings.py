"""Calling a meeting through the pages: the questions, the follow-up's reason, the third refused with ways out."""

import pytest

from ssp.models import Meeting
from tests.support.case_load import log, once, reference_of

REASON = "Der er kommet nyt, som kun kan afklares sammen."


@pytest.fixture
def concern(world):
    return log(world, "teacher", world.pupils["north"][0])


@pytest.fixture
def typed(world):
    """typed(**other): what a lead posts."""

    def make(**other):
        known = {
            "child": world.pupils["north"][0], "early": "yes", "necessary": "yes", "violence": "no",
            "invited": reference_of(world, "social_worker"), "day": "2099-03-02", "hour": "14:30",
            "place": "Lokale 4 <b>", "purpose": "Finde hjælp & ro", "reason": "", "key": once(),
        }  # fmt: skip
        return known | other

    return make


def called(visit, concern, form):
    """The answer to the lead's press, and the page it leads to."""
    teacher = visit("teacher")
    answer = teacher.post(f"/concerns/{concern}/meetings", form)
    return teacher.follow(answer) if answer.status_code == 303 else answer


def path_of(answer) -> str:
    """The meeting a press led to."""
    return answer.request.path


def test_a_meeting_is_called_from_the_concern_and_read_by_those_invited(world, visit, concern, typed):
    teacher = visit("teacher")
    assert f"/concerns/{concern}/meetings/new" in teacher.get(f"/concerns/{concern}").text
    page = teacher.get(f"/concerns/{concern}/meetings/new")
    assert "første møde" in page.text
    shown = called(visit, concern, typed())
    assert "Mødet er planlagt" in shown.text
    assert "2. marts 2099 kl. 14.30" in shown.text
    assert "Lokale 4 &lt;b&gt;" in shown.text
    reference = path_of(shown).rsplit("/", 1)[1]
    invited = visit("social_worker")
    assert reference in invited.get("/meetings").text
    assert "Finde hjælp &amp; ro" in invited.get(f"/meetings/{reference}").text
    assert invited.get(f"/meetings/{reference}").text.count("Aflys mødet") == 0


def test_D3_the_third_is_refused_and_the_ways_out_are_offered(world, visit, concern, typed):
    for reason in ("", REASON):
        assert "Mødet er planlagt" in called(visit, concern, typed(reason=reason)).text
    refused = called(visit, concern, typed(reason=REASON))
    assert refused.status_code == 422
    for way in (f"/concerns/{concern}/consents", f"/concerns/{concern}/notifications/new", "/consultations/new"):
        assert f'href="{way}"' in refused.text
    assert "Finde hjælp &amp; ro" in refused.text
    assert Meeting.select().count() == 2
    upfront = visit("teacher").get(f"/concerns/{concern}/meetings/new")
    assert "Et tredje kan ikke holdes" in upfront.text
    assert 'href="/consultations/new"' in upfront.text


def test_D2_the_follow_up_asks_for_its_reason_and_keeps_every_character(world, visit, concern, typed):
    called(visit, concern, typed())
    asked = called(visit, concern, typed(purpose="Å <i>&amp;</i> ø"))
    assert asked.status_code == 422
    assert "Skriv din begrundelse" in asked.text
    assert "Å &lt;i&gt;&amp;amp;&lt;/i&gt; ø" in asked.text


def test_D4_the_page_says_to_notify_first(world, visit, concern, typed):
    page = called(visit, concern, typed(violence="yes"))
    assert page.status_code == 422
    assert "Underret først" in page.text


@pytest.mark.parametrize(
    "missing", ["child", "early", "necessary", "violence", "invited", "day", "hour", "place", "purpose"]
)
def test_whatever_is_missing_is_asked_for_beside_its_field(world, visit, concern, typed, missing):
    form = typed()
    del form[missing]
    page = called(visit, concern, form)
    assert page.status_code == 422
    assert f'href="#{missing}"' in page.text
    assert not Meeting.select().exists()


@pytest.mark.parametrize("wrong", [{"day": "2020-01-01"}, {"hour": "25:99"}, {"day": "i morgen"}, {"invited": "M-0000-0000"},
                                   {"child": "P-0000-0000"}, {"early": "måske"}])  # fmt: skip
def test_what_cannot_be_is_refused_in_words(world, visit, concern, typed, wrong):
    page = called(visit, concern, typed(**wrong))
    assert page.status_code == 422
    assert "Der mangler noget" in page.text


def test_held_and_cancelled(world, visit, concern, typed):
    teacher = visit("teacher")
    first = path_of(called(visit, concern, typed()))
    blank = teacher.post(f"{first}/outcome", {"version": "1", "outcome": " "})
    assert blank.status_code == 422
    stale = teacher.post(f"{first}/outcome", {"version": "7", "outcome": "Vi følger op på fredag."})
    assert stale.status_code == 409
    assert "Vi følger op på fredag." in stale.text
    held = teacher.follow(teacher.post(f"{first}/outcome", {"version": "1", "outcome": "Vi følger op."}))
    assert "gemt som afholdt" in held.text
    second = path_of(called(visit, concern, typed(reason=REASON)))
    assert "aflyst" in teacher.follow(teacher.post(f"{second}/cancellation", {"version": "1"})).text
    assert "Mødet er planlagt" in called(visit, concern, typed(reason=REASON)).text


def test_D1_strangers_and_the_police_find_nothing(world, visit, concern, typed):
    path = path_of(called(visit, concern, typed()))
    for name in ("liaison", "colleague", "consultant", "other_teacher", "dpo", "leader", "administrator", "partner"):
        assert visit(name).get(path).status_code == 404
        assert visit(name).post(f"{path}/cancellation", {"version": "1"}).status_code == 404
    assert visit("liaison").get(f"/concerns/{concern}/meetings/new").status_code == 404


def test_a_concern_about_nobody_on_the_roll_says_why_there_is_nobody_to_meet_about(world, visit):
    unlisted = log(world, "teacher", unlisted=("Uden For Listen",))
    page = visit("teacher").get(f"/concerns/{unlisted}/meetings/new")
    assert "Her er der ingen at vælge" in page.text
