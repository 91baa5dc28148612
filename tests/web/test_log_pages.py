"""The DPO's pages: the read log and the register of disclosures; who and when, never what."""

import re

import pytest

from ssp import db
from ssp.models import Audit, User
from ssp.services import log
from ssp.services.standing import today
from tests.support.answers import answered
from tests.support.world import PEOPLE
from tests.web.test_loop import log_concern

NUMBER = re.compile(r"nr\. (\d+)")


def shared(visit, world) -> tuple[str, str]:
    """A concern the consultant has shared a part of; its reference and the disclosure's."""
    concern = log_concern(visit("teacher"), world.pupils["north"][1])
    consultant = visit("consultant")
    page = consultant.get(f"/concerns/{concern}/disclosures/new")
    recipient = page.text.split("Liaison (")[0].rsplit('value="', 1)[1].split('"')[0]
    response = consultant.post(
        f"/concerns/{concern}/disclosures",
        {
            "parts": "observation", "recipient": recipient, "basis": "rpl115_ssp", "purpose": "prevent_crime",
            "necessity": "Lokalbetjenten kender gruppen.", **answered(),
        },
    )  # fmt: skip
    return concern, consultant.follow(response).request.path.rsplit("/", 1)[1]


def numbers(page) -> list[int]:
    return [int(number) for number in NUMBER.findall(page.text)]


def test_A6_the_log_says_who_what_and_when_and_never_what_it_says(visit, world):
    concern, disclosure = shared(visit, world)
    visit("liaison").get(f"/concerns/{concern}")
    page = visit("dpo").get("/log")
    for words in (
        "Teacher",
        "Skrev en bekymring",
        "Lokalbetjent",
        "Videregav et uddrag",
        "Afvist",
        "regel A3",
        concern,
        disclosure,
    ):
        assert words in page.text
    for secret in ("Sidder alene", "Bo Nielsen", "Jeg gider ikke", "kender gruppen"):
        assert secret not in page.text
    assert numbers(page) == sorted(numbers(page), reverse=True)


def test_A6_reading_the_log_is_logged_with_what_was_asked_for_sealed(visit, world):
    concern, _ = shared(visit, world)
    dpo = visit("dpo")
    dpo.get(f"/log?user=teacher&reference={concern}")
    line = Audit.select().order_by(Audit.seq.desc()).get()
    assert (line.action, line.decision, line.actor_id) == ("log.read", "allowed", world.users["dpo"])
    assert line.objects.startswith("log:")
    assert line.criterion is not None
    assert b"teacher" not in bytes(line.criterion)
    assert "Læste loggen" in dpo.get("/log").text


def test_the_log_narrows_by_user_action_reference_and_day(visit, world):
    concern, _ = shared(visit, world)
    dpo = visit("dpo")
    assert "Consultant" not in rows(dpo.get("/log?user=TEACHER"))
    assert "Teacher" in rows(dpo.get("/log?user=TEACHER"))
    assert rows(dpo.get("/log?user=nobody")) == ""
    logged = dpo.get("/log?action=concern.log")
    assert len(numbers(logged)) == Audit.select().where(Audit.action == "concern.log").count() > 0
    about = numbers(dpo.get(f"/log?reference={concern.lower()}"))
    assert about == [
        seq
        for (seq,) in Audit.select(Audit.seq).where(Audit.objects.contains(concern)).order_by(Audit.seq.desc()).tuples()
    ]
    day = today()
    assert numbers(dpo.get(f"/log?first_day={day}&last_day={day}"))
    assert not numbers(dpo.get(f"/log?last_day={day.replace(year=day.year - 1)}"))
    assert not numbers(dpo.get(f"/log?first_day={day.replace(year=day.year + 1)}"))
    assert "Ingen linjer i loggen" in dpo.get(f"/log?first_day={day.replace(year=day.year + 1)}").text


def test_a_day_holds_from_midnight_to_midnight_in_denmark(visit, world):
    dpo = visit("dpo")
    late, early = 1_783_634_399, 1_783_634_400  # 9 July 2026 23.59.59 and 10 July 00.00.00 in Copenhagen
    for moment in (late, early):
        with db.at(moment):
            User.update(confirmed_on=today()).execute()
            log.index(world.actor("dpo"), log.LogFilter())
    User.update(confirmed_on=today()).execute()
    on = numbers(dpo.get("/log?first_day=2026-07-09&last_day=2026-07-09"))
    after = numbers(dpo.get("/log?first_day=2026-07-10&last_day=2026-07-10"))
    assert (len(on), len(after)) == (1, 1)
    assert on[0] < after[0]


def rows(page) -> str:
    return page.text.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in page.text else ""


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("reference=Bo+Nielsen", "Skriv referencen som"),
        ("first_day=igår", "Skriv datoen som"),
        ("action=everything", "Vælg noget fra listen"),
    ],
)
def test_what_cannot_be_asked_for_is_explained(visit, query, words):
    page = visit("dpo").get(f"/log?{query}")
    assert page.status_code == 422
    assert words in page.text


def test_the_log_is_paged_without_gaps_while_it_grows(visit, world):
    dpo = visit("dpo")
    teacher = visit("teacher")
    for _ in range(60):
        teacher.get("/concerns")
    page = dpo.get("/log?user=teacher&action=concern.list")
    first = numbers(page)
    teacher.get("/concerns")
    onward = re.search(r'href="(/log\?[^"]*before=[^"]*)"', page.text)[1].replace("&amp;", "&")
    second = dpo.get(onward)
    assert len(first) == 50
    assert (
        first + numbers(second)
        == sorted(
            [seq for (seq,) in Audit.select(Audit.seq).where(Audit.action == "concern.list").tuples()], reverse=True
        )[1:]
    )
    assert "before=" not in second.text
    for odd in ("before=x", "before=", "before=" + "9" * 30, "before=%F0%9D%9F%97"):
        assert dpo.get(f"/log?{odd}").status_code == 200


def test_C6_the_register_shows_the_dpo_every_disclosure_and_no_content(visit, world):
    dpo = visit("dpo")
    assert "Intet er videregivet endnu" in dpo.get("/register").text
    _, disclosure = shared(visit, world)
    page = dpo.get("/register").text
    for words in (
        disclosure,
        "Liaison, Lokalpolitiet",
        "Consultant",
        "SSP: retsplejeloven § 115",
        "Forebygge kriminalitet",
    ):
        assert words in page
    assert "Sidder alene" not in page
    assert "kender gruppen" not in page
    assert f"/disclosures/{disclosure}" not in page
    assert dpo.get(f"/disclosures/{disclosure}").status_code == 404


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "dpo"])
def test_A6_nobody_but_the_dpo_finds_the_log_or_the_register(visit, name):
    visitor = visit(name)
    for path in ("/log", "/log?user=teacher", "/log?first_day=x", "/register"):
        assert visitor.get(path).status_code == 404, path
    assert 'href="/log"' not in visitor.get("/").text


@pytest.mark.parametrize("path", ["/", "/log", "/log?user=teacher&action=concern.list", "/register"])
def test_a_page_takes_at_most_ten_queries(visit, queries, path):
    teacher, dpo = visit("teacher"), visit("dpo")
    for _ in range(60):
        teacher.get("/concerns")
    queries.clear()
    assert dpo.get(path).status_code == 200
    assert len(queries) <= 10, "\n".join(queries)
