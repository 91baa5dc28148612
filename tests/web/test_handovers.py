"""The handover book: what one holds, what a colleague who is gone held, being away, and a case in two pages (A10, J10)."""

import hashlib
import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from ssp import db
from ssp.models import Audit, Entry, Matter, Participation, User
from ssp.services import batons, commitments, entries, filings, plans
from ssp.services.commitments import Proposal
from ssp.services.entries import Words
from ssp.services.filings import Mark
from ssp.services.standing import today
from ssp.terms import EntryKind, Side, Source
from tests.support.answers import once, reference_of
from tests.support.case_load import log, open_case
from tests.support.people import add_child
from tests.support.sharing_load import admit
from tests.support.world import PASSWORD, join
from tests.web.test_batons import go_away, leave

DAY = timedelta(days=1)
PROMISE, THEME, AIM = "Ringer til klubben.", "Aftalen med skolen", "At være sammen uden at skændes."
REASON = "Til min efterfølger"


@pytest.fixture
def case(world) -> str:
    return open_case(world, "consultant", log(world, "teacher", world.pupils["north"][1]))


def promise(world, case: str, by: str, who: str = "") -> None:
    proposal = Proposal(Side.AGENCY, PROMISE, today() + 5 * DAY, reference_of(world, who or by))
    commitments.propose(world.actor(by), case, proposal, once())


def to_file(world, case: str) -> None:
    filings.add(world.actor("consultant"), case, Mark(THEME, today() + 3 * DAY), once())


def id_of(case: str) -> int:
    return Matter.get(Matter.reference == case).id


def shown(visit, who: str, path: str = "/clocks") -> str:
    return visit(who).get(path).text


# What one holds


def test_the_book_says_what_somebody_holds_and_owes(visit, world, case):
    consultant = visit("consultant")
    assert "Hjælp i skolen" in consultant.get("/handover").text
    promise(world, case, "consultant")
    to_file(world, case)
    page = consultant.get("/handover").text
    for words in ("Hjælp i skolen", PROMISE, THEME, f"/cases/{case}/baton", f"/cases/{case}/summary"):
        assert words in page, words
    line = Audit.select().order_by(Audit.seq.desc()).first()
    assert line.action == "handover.read"
    assert case in line.objects.split()


def test_somebody_with_nothing_in_hand_is_told_so(visit, world, case):
    for who in ("teacher", "social_worker", "liaison", "other_consultant"):
        page = visit(who).get("/handover").text
        assert "ikke noget at give videre" in page, who
        assert case not in page, who


def test_a_guest_of_a_case_sees_their_own_promises_and_no_case(visit, world, case):
    admit(world, "consultant", case, "social_worker")
    promise(world, case, "social_worker")
    page = shown(visit, "social_worker", "/handover")
    assert PROMISE in page
    assert f"/cases/{case}/baton" not in page


def test_an_offer_stands_first_in_the_book_and_on_the_start_page(visit, world, case):
    batons.offer(world.actor("consultant"), case, reference_of(world, "second_consultant"), "", once())
    second = visit("second_consultant")
    assert "Tilbudt dig" in second.get("/handover").text
    assert "Forløb, du bliver tilbudt" in second.get("/").text
    assert "Tilbudt til Second_Consultant" in shown(visit, "consultant", "/handover")
    assert "Forløb, du bliver tilbudt" not in shown(visit, "consultant", "/")


def test_A10_what_was_promised_by_somebody_who_left_is_in_the_holders_book(visit, world, case):
    admit(world, "consultant", case, "social_worker")
    promise(world, case, "social_worker")
    consultant = visit("consultant")
    assert PROMISE not in consultant.get("/handover").text
    leave(world, "social_worker")
    page = consultant.get("/handover").text
    assert "skal have en ny" in page
    assert PROMISE in page
    User.update(ends_on=None).where(User.id == world.users["social_worker"]).execute()
    assert PROMISE not in consultant.get("/handover").text
    ended = (Participation.matter == id_of(case)) & (Participation.user == world.users["social_worker"])
    Participation.update(ends_at=db.now()).where(ended).execute()
    assert PROMISE in consultant.get("/handover").text


# A colleague's


@pytest.mark.parametrize(("gone", "words"), [(leave, "ikke længere i stillingen"), (go_away, "væk til og med")])
def test_A10_the_book_of_a_colleague_who_is_gone_is_open_to_the_network(visit, world, case, gone, words):
    promise(world, case, "consultant")
    to_file(world, case)
    elsewhere = open_case(world, "other_consultant", log(world, "other_teacher", world.pupils["south"][0]))
    their_book = f"/handover/{reference_of(world, 'consultant')}"
    second = visit("second_consultant")
    assert second.get(their_book).status_code == 404, "nobody reads the book of who is at the desk"
    gone(world, "consultant")
    page = second.get("/handover").text
    assert words in page
    assert their_book in page
    book = second.get(their_book).text
    for part in (words, "Hjælp i skolen", PROMISE, THEME):
        assert part in book, part
    assert elsewhere not in book
    assert visit("other_consultant").get(their_book).status_code == 404
    for who in ("social_worker", "teacher", "liaison", "administrator"):
        assert visit(who).get(their_book).status_code == 404, who


def test_A10_of_a_colleagues_cases_one_sees_those_one_takes_part_in(visit, world, case):
    join(world.users["consultant"], world.networks["south"])
    southern = open_case(world, "consultant", log(world, "other_teacher", world.pupils["south"][0]))
    leave(world, "consultant")
    path = f"/handover/{reference_of(world, 'consultant')}"
    for who, sees, hidden in (("second_consultant", case, southern), ("other_consultant", southern, case)):
        book = visit(who).get(path).text
        assert sees in book
        assert hidden not in book


# Being away


def test_being_away_is_noted_shown_and_over(visit, world, case):
    consultant = visit("consultant")
    consultant.get("/away")
    last = today() + 6 * DAY
    assert "til hvornår du er væk" in consultant.follow(consultant.post("/away", {"away_until": last.isoformat()})).text
    assert Audit.select().where((Audit.action == "away.set") & (Audit.decision == "allowed")).count() == 1
    assert "væk til og med" in shown(visit, "second_consultant", f"/cases/{case}")
    assert last.isoformat() in consultant.get("/away").text
    consultant.follow(consultant.post("/away", {"away_until": ""}))
    assert "væk til og med" not in shown(visit, "second_consultant", f"/cases/{case}")


@pytest.mark.parametrize("typed", ["2020-01-01", "i morgen", "9999-99-99"])
def test_an_absence_has_a_day_that_comes(visit, world, typed):
    teacher = visit("teacher")
    teacher.get("/away")
    refused = teacher.post("/away", {"away_until": typed})
    assert refused.status_code == 422
    assert f'value="{typed}"' in refused.text
    assert User.get_by_id(world.users["teacher"]).away_until is None


def test_who_holds_no_content_has_no_book_and_no_absence(visit):
    for who in ("leader", "partner", "administrator", "dpo"):
        visitor = visit(who)
        assert "/handover" not in visitor.get("/").text
        assert visitor.get("/handover").status_code == 404
        assert visitor.post("/away", {"away_until": ""}).status_code == 404
    assert "/handover" in visit("liaison").get("/").text


# Two pages


def printed(answer) -> PdfReader:
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/pdf"
    return PdfReader(io.BytesIO(answer.data))


def words_of(found: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in found.pages).replace("\u200b", "").split())


def ask(visitor, case: str, **fields):
    visitor.get(f"/cases/{case}/summary")
    return visitor.post(f"/cases/{case}/summary", {"reason": REASON, "password": PASSWORD, **fields})


def test_J10_a_case_in_two_pages_says_who_printed_it_and_what_it_is_for(visit, world, case):
    who = world.actor("consultant")
    plans.add_goal(who, case, AIM, "Vi mødes hver fredag.", once())
    noted = entries.write(who, case, Words("Kom for sent.", EntryKind.NOTE, today(), Source.OWN, True), once())
    entries.state(who, case, noted, "Bussen kom ikke.", Source.CHILD, once())
    wrong = entries.write(who, case, Words("Helt forkert.", EntryKind.NOTE, today(), Source.OWN, True), once())
    entries.strike(who, case, wrong, "Det var en anden dag.", "", once())
    promise(world, case, "consultant")
    consultant = visit("consultant")
    answer = ask(consultant, case)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{case}.pdf"'
    found = printed(answer)
    text = words_of(found)
    for part in ("Hjælp i skolen", "At holde barnet i skole.", "Bo Nielsen", AIM, "Kom for sent.", "Bussen kom ikke.",
                 PROMISE, "Second_Consultant", "Udskrevet af Consultant"):  # fmt: skip
        assert part in text, part
    assert "Helt forkert" not in text
    assert all("Udskrevet af Consultant" in page.extract_text() for page in found.pages)
    marked, read = Audit.select().order_by(Audit.seq.desc()).limit(2)
    assert {(line.action, line.decision, line.rule) for line in (marked, read)} == {("case.print", "allowed", "J10")}
    assert read.criterion is not None
    assert f"sha256:{hashlib.sha256(answer.data).hexdigest()}" in marked.objects.split()


def test_A13_the_two_pages_say_no_more_than_the_page_of_the_case_does(visit, world, case):
    admit(world, "consultant", case, "teacher")
    add_child(world, case, "Mohammed Prøve", protected_name=True)
    to_file(world, case)
    mine, theirs = (words_of(printed(ask(visit(who), case))) for who in ("consultant", "teacher"))
    assert ("Mohammed Prøve" in mine, "Frister" in mine) == (True, True)
    assert ("Mohammed" in theirs, "Frister" in theirs) == (False, False)
    assert "beskyttet navn" in theirs


@pytest.mark.any_engine
@pytest.mark.parametrize("letter", ["ord og ", "W", "ä\n"])
def test_J10_however_much_there_is_it_is_two_pages(visit, world, case, letter):
    who = world.actor("consultant")
    many = (letter * 2000)[:3000]
    plans.edit(who, case, many[:180], many, "general", Matter.get(Matter.reference == case).version)
    for _ in range(14):
        plans.add_goal(who, case, many, many, once())
        entries.write(who, case, Words(many, EntryKind.NOTE, today(), Source.OWN, True), once())
        promise(world, case, "consultant")
    assert Entry.select().count() > 14
    assert len(printed(ask(visit("consultant"), case)).pages) <= 2


def test_J10_printing_takes_a_reason_and_the_password(visit, world, case):
    consultant = visit("consultant")
    for fields, words in (
        ({"reason": ""}, "Skriv, hvad resuméet skal bruges til"),
        ({"password": ""}, "Skriv din adgangskode"),
        ({"password": "en helt anden sætning"}, "Adgangskoden passer ikke"),
    ):
        refused = ask(consultant, case, **fields)
        assert refused.status_code == 422
        assert words in refused.text
        assert PASSWORD not in refused.text
    with db.at(db.now()):  # the first wait lasts a second, and a slow machine must not sit it out
        for _ in range(8):
            last = ask(consultant, case, password="forkert igen")
    assert last.status_code == 429
    assert not Audit.select().where((Audit.action == "case.print") & (Audit.decision == "allowed")).count()


def test_J10_the_police_and_strangers_print_nothing(visit, world, case):
    admit(world, "consultant", case, "liaison")
    for who, status in (("liaison", 403), ("other_consultant", 404), ("teacher", 404), ("dpo", 404)):
        visitor = visit(who)
        assert visitor.get(f"/cases/{case}/summary").status_code == status, who
        assert ask(visitor, case).status_code == status, who
        assert ask(visitor, case, reason="").status_code == status, who


@pytest.mark.parametrize("path", ["/handover", "/away", "{colleague}", "/cases/{case}/summary", "/cases/{case}/baton"])
def test_a_page_costs_ten_statements_however_much_is_held(visit, world, case, queries, path):
    for child in world.pupils["north"][::2]:
        another = open_case(world, "consultant", log(world, "teacher", child))
        promise(world, another, "consultant")
        to_file(world, another)
    who = "consultant"
    if path == "{colleague}":
        who, path = "second_consultant", f"/handover/{reference_of(world, 'consultant')}"
        leave(world, "consultant")
    visitor = visit(who)
    queries.clear()
    assert visitor.get(path.format(case=case)).status_code == 200
    assert len(queries) <= 10, "\n".join(query[:150] for query in queries)
