"""The prints of a chronology: a reason, one's password again, and a mark in the log of what left (J10, H4)."""

import hashlib
import io
import re

import pikepdf
import pytest
from pdfua import validate
from pypdf import PdfReader

from ssp.db import at, now
from ssp.models import Attempt, Audit, Entry, User
from ssp.services import case_persons, case_prints, entries
from ssp.services.accounts import FREE_FAILURES
from ssp.services.door import LogUnavailable
from ssp.services.entries import Words
from ssp.terms import Action, Source
from ssp.web import case_prints as pages
from tests.support import chronicle
from tests.support.answers import once
from tests.support.case_load import log, open_case
from tests.support.family_load import fill_family
from tests.support.sharing_load import admit
from tests.support.world import PASSWORD

WHY = "Familien har bedt om det."


@pytest.fixture
def case(world) -> str:
    made = open_case(world, "consultant", log(world, "teacher", *world.pupils["north"][:2]))
    for guest in ("social_worker", "liaison", "street_worker"):
        admit(world, "consultant", made, guest)
    return made


def asked(kind: str = "evidential", **more) -> dict:
    return {"kind": kind, "reason": WHY, "password": PASSWORD, **more}


def printed(visitor, case: str, kind: str = "evidential", **more) -> bytes:
    visitor.get(f"/cases/{case}/prints/new")
    response = visitor.post(f"/cases/{case}/prints", asked(kind, **more))
    assert (response.status_code, response.mimetype) == (200, "application/pdf"), response.text
    return response.data


def written(world, who: str, case: str, text: str, **more) -> str:
    return entries.write(world.actor(who), case, Words(text, **more), once())


def words(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def text_of(data: bytes) -> str:
    return words("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


def test_J10_a_case_of_200_lines_is_printed_whole_tagged_and_marked(visit, world, case):
    made = chronicle.fill(world, case, 200)
    data = printed(visit("consultant"), case)
    text = text_of(data)
    rows = Entry.select(Entry.reference).tuples()
    for (row,) in rows:
        assert words(row) in text, row
    for number in range(200):
        assert words(chronicle.TEXT % number) in text, number
    assert text.count(words("Sådan var det ikke, nr.")) == 10
    assert words("Forløb " + case + " · udskrevet af Consultant den") in text
    [line] = Audit.select().where(Audit.objects.contains("sha256:")).dicts()
    assert line["objects"] == f"{case} sha256:{hashlib.sha256(data).hexdigest()}"
    assert (line["action"], line["purpose"]) == (Action.CASE_PRINT, "evidential")
    assert len(made) == 200
    assert not validate(io.BytesIO(data)).findings
    assert_tagged(data)


def assert_tagged(data: bytes) -> None:
    """What PDF/UA-1 asks for and a reader can see: tags, marks, language, title, the claim, and fonts within."""
    with pikepdf.open(io.BytesIO(data)) as found:
        root = found.Root
        assert root.MarkInfo.Marked
        assert root.Lang == "da"
        assert root.ViewerPreferences.DisplayDocTitle
        assert found.docinfo["/Title"]
        with found.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
        assert root.StructTreeRoot.K
        fonts = {font.objgen: font for page in found.pages for font in page.Resources.Font.values()}
        assert all("/FontFile3" in font.DescendantFonts[0].FontDescriptor or "/FontFile2" in
                   font.DescendantFonts[0].FontDescriptor for font in fonts.values())  # fmt: skip
        heads = [str(tag) for tag in tags(root.StructTreeRoot.K) if str(tag).startswith("/H")]
        assert heads[0] == "/H1"
        assert set(heads) == {"/H1", "/H2", "/H3"}


def tags(element) -> list:
    """The tags of the structure tree, in reading order."""
    if isinstance(element, pikepdf.Array):
        return [tag for child in element for tag in tags(child)]
    if not isinstance(element, pikepdf.Dictionary):
        return []
    return [element.S, *tags(element.K)] if "/S" in element and "/K" in element else []


def test_J10_the_marks_under_the_lines_can_be_worked_out_again(visit, world, case):
    row = written(world, "consultant", case, "Æblegrød på Ærø.")
    text = text_of(printed(visit("consultant"), case))
    mark = hashlib.sha256("Æblegrød på Ærø.".encode()).hexdigest()
    assert words(f"{row} · SHA-256 {mark}") in text
    pairs = re.findall(r"(R-\w{4}-\w{4})·SHA-256([0-9a-f]{64})", text)
    whole = hashlib.sha256("".join(f"{one} {of}\n" for one, of in pairs).encode()).hexdigest()
    assert whole in text


def test_H4_statements_and_struck_lines_stand_in_every_print(visit, world, case):
    row = written(world, "social_worker", case, "Far var fuld.")
    entries.state(world.actor("social_worker"), case, row, "Jeg var træt.", Source.PARENT, once())
    entries.strike(world.actor("consultant"), case, row, "Ingen så ham.", "Far virkede træt.", once())
    consultant = visit("consultant")
    for kind in ("summary", "evidential", "unnamed"):
        text = text_of(printed(consultant, case, kind))
        for said in ("Far var fuld.", "Jeg var træt.", "Far virkede træt.", "Overstreget", "En forælder"):
            assert words(said) in text, (kind, said)
        assert (words("Ingen så ham.") in text) == (kind != "summary")


def test_J10_without_names_nobody_who_wrote_or_reported_is_named(visit, world, case):
    User.update(name="Rigmor Tornekvist").where(User.username == "teacher").execute()
    User.update(name="Palle Ellemark").where(User.username == "social_worker").execute()
    written(world, "social_worker", case, "Rigmor Tornekvist ringede. PALLE ELLEMARKs notat er vedlagt.")
    consultant = visit("consultant")
    named, unnamed = text_of(printed(consultant, case)), text_of(printed(consultant, case, "unnamed"))
    assert "RigmorTornekvist" in named
    assert words("Skrevet af Palle Ellemark, Børnecenteret") in named
    for name in ("RigmorTornekvist", "PalleEllemark", "PALLEELLEMARK"):
        assert name not in unnamed
    assert words("Nordskolen ringede. Børnecenterets notat er vedlagt.") in unnamed
    assert words("Skrevet af Børnecenteret") in unnamed


def test_J10_a_print_takes_a_reason_and_the_password_again(visit, world, case):
    consultant, path = visit("consultant"), f"/cases/{case}/prints"
    consultant.get(f"{path}/new")
    for wrong in ({"password": "en anden sætning"}, {"password": ""}, {"reason": " "}, {"kind": "everything"}):
        refused = consultant.post(path, asked(**wrong))
        assert refused.status_code == 422, wrong
        assert ("reason" in wrong) or WHY in refused.text
        assert PASSWORD not in refused.text
    assert not Audit.select().where(Audit.objects.contains("sha256:")).exists()
    assert Audit.select().where((Audit.action == Action.CASE_PRINT) & (Audit.reason == "wrong_password")).count() == 1
    with at(now()):  # the first wait lasts a second, and a slow machine must not sit it out
        for _ in range(FREE_FAILURES):
            last = consultant.post(path, asked(password="gæt"))
        assert last.status_code == 429
        assert WHY in last.text
        assert consultant.post(path, asked()).status_code == 429


def test_J10_the_reason_is_sealed_in_the_log_and_the_log_page_shows_the_mark(visit, world, case):
    data = printed(visit("consultant"), case, "summary")
    line = Audit.select().where(Audit.purpose == "summary").order_by(Audit.seq).dicts().first()
    assert line["criterion"]
    assert WHY.encode() not in bytes(line["criterion"])
    page = visit("dpo").get("/log").text
    assert hashlib.sha256(data).hexdigest() in page
    assert "Kort: en linje for hver hændelse" in page


def test_J10_no_print_for_police_and_street_workers_and_none_for_strangers(visit, world, case):
    for guest in ("liaison", "street_worker"):
        visitor = visit(guest)
        assert "/prints" not in visitor.get(f"/cases/{case}").text
        assert visitor.get(f"/cases/{case}/prints/new").status_code == 403
        assert visitor.post(f"/cases/{case}/prints", asked()).status_code == 403
    for stranger in ("other_consultant", "teacher", "club_worker", "dpo"):
        assert visit(stranger).post(f"/cases/{case}/prints", asked(password="forkert")).status_code == 404
    assert not Attempt.select().exists()


def test_J10_nothing_leaves_when_its_mark_cannot_be_put_in_the_log(visit, world, case, monkeypatch):
    consultant = visit("consultant")
    consultant.get(f"/cases/{case}/prints/new")

    def broken(*_):
        raise LogUnavailable

    pressed = []
    press = pages.chronicle
    monkeypatch.setattr(pages, "chronicle", lambda *given: pressed.append(press(*given)) or pressed[-1])
    monkeypatch.setattr(case_prints, "deliver", broken)
    answer = consultant.post(f"/cases/{case}/prints", asked())
    assert answer.status_code == 503
    assert pressed
    assert b"%PDF" not in answer.data
    assert WHY in answer.text


def test_J10_for_an_adult_of_the_family_only_what_that_adult_may_be_told(visit, world, case):
    own, other = world.pupils["north"][:2]
    adult = fill_family(world, case, own, other).people["father"]
    for child, text in ((own, "Går til fodbold ved Prøvevej 1."), (other, "Er skiftet klasse."), ("", "Begge børn.")):
        written(world, "consultant", case, text, child=child)
    consultant = visit("consultant")
    assert adult in consultant.get(f"/cases/{case}/prints/new").text
    text = text_of(printed(consultant, case, adult=adult))
    assert words("Går til fodbold ved […].") in text
    for hidden in ("Er skiftet klasse.", "Begge børn.", "Bo Nielsen", "Prøvevej", "Hjælp i skolen", "At holde barnet"):
        assert words(hidden) not in text, hidden
    assert consultant.post(f"/cases/{case}/prints", asked(adult="P-0000-0000")).status_code == 404


def test_H5_what_was_written_while_the_case_was_about_another_child_too_stays_about_both(visit, world, case):
    own, other = world.pupils["north"][:2]
    adult = fill_family(world, case, own, other).people["father"]
    written(world, "consultant", case, "Halvbroderen flytter i pleje.")
    case_persons.remove(world.actor("consultant"), case, other, once())
    written(world, "consultant", case, "Går til fodbold.", child=own)
    text = text_of(printed(visit("consultant"), case, adult=adult))
    assert words("Går til fodbold.") in text
    assert words("Halvbroderen flytter") not in text
