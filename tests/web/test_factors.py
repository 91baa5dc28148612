"""The conversation sheet: written in a talk, read by those in the case, and never counted by anybody (G5)."""

import ast
import re
from itertools import pairwise

import pytest

from ssp.config import ROOT
from ssp.db import at, handle, now
from ssp.models import MODELS, Draft, FactorSheet, Person
from ssp.policy.factors import FACTORS, PROTECTIVE
from ssp.services import factors
from ssp.services.factors import BLOCK, LONGEST_COMMENT, NoStrength, Said, packed, unpacked
from ssp.terms import Answer
from ssp.web.labels import LABELS
from tests.support.answers import once
from tests.support.case_load import log, open_case
from tests.support.sharing_load import admit

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOTH = pytest.mark.parametrize("headers", [{}, HX], ids=["plain", "htmx"])
STRONG = sorted(PROTECTIVE)[0]
OTHERS = [factor for factor in FACTORS if factor != STRONG]


@pytest.fixture
def child(world) -> str:
    return world.pupils["north"][1]


@pytest.fixture
def case(world, child) -> str:
    return open_case(world, "consultant", log(world, "teacher", child))


def sheet(answer: Answer | None, yes: int = 0, comment: str = "") -> dict[str, Said]:
    """One strength, `yes` further answers of yes, and the same answer to all the rest."""
    said = {factor: Said(Answer.YES if at < yes else answer, comment) for at, factor in enumerate(OTHERS)}
    return {STRONG: Said(Answer.YES, comment)} | said


VARIED = {
    "all": sheet(Answer.YES), "one": sheet(Answer.NO), "ten": sheet(Answer.NO, 10), "unknown": sheet(Answer.UNKNOWN, 3),
    "irrelevant": sheet(Answer.IRRELEVANT, 20), "silent": sheet(None, 5),
}  # fmt: skip
"""Sheets that differ in how many answers of every kind they have."""


@BOTH
def test_G5_a_sheet_is_kept_once_something_that_protects_is_said(visit, world, case, child, headers):
    consultant, path = visit("consultant"), f"/cases/{case}/factors"
    page = consultant.get(f"{path}/new?child={child}").text
    assert page.index("Barnet tror på") < page.index("Barnet handler tit")
    sent = {"child": child, "answer_angry": "yes", "comment_angry": "Mest om morgenen.", "key": "s" * 24}
    held = consultant.post(path, sent, headers=headers)
    assert held.status_code == 422
    assert "mindst én ting, der går godt" in held.text
    assert "Mest om morgenen." in held.text
    for wrong in ({"answer_angry": "meget"}, {"comment_angry": "x" * (LONGEST_COMMENT + 1)}):
        assert consultant.post(path, {**sent, f"answer_{STRONG}": "yes", **wrong}, headers=headers).status_code == 422
    assert FactorSheet.select().count() == 0
    sent[f"comment_{STRONG}"] = "Vil gerne vise sine tegninger."
    for _ in range(2):
        page = consultant.follow(consultant.post(path, sent, headers=headers)).text
    assert FactorSheet.select().count() == 1
    assert "Vil gerne vise sine tegninger." in page
    assert "Mest om morgenen." in page
    assert f"{path}/{FactorSheet.get().reference}" in consultant.get(path).text


def test_G5_without_a_strength_nothing_is_stored(world, case, child):
    for answer in (Answer.NO, Answer.UNKNOWN, Answer.IRRELEVANT, None):
        with pytest.raises(NoStrength):
            factors.record(world.actor("consultant"), case, child, dict.fromkeys(FACTORS, Said(answer)), once())
    assert FactorSheet.select().count() == 0


def test_G5_the_police_never_read_a_sheet_and_a_stranger_knows_of_none(visit, world, case, child):
    for guest in ("liaison", "social_worker"):
        admit(world, "consultant", case, guest)
    made = factors.record(world.actor("social_worker"), case, child, VARIED["ten"], once())
    path, liaison = f"/cases/{case}/factors", visit("liaison")
    assert path not in liaison.get(f"/cases/{case}").text
    for closed in (path, f"{path}/new?child={child}", f"{path}/{made}"):
        assert liaison.get(closed).status_code == 403, closed
        assert visit("other_teacher").get(closed).status_code == 404, closed
    assert liaison.post(path, {"child": child, f"answer_{STRONG}": "yes"}).status_code == 403
    assert visit("consultant").get(f"{path}/{made}").status_code == 200


def test_A13_a_protected_name_stands_on_no_sheet_of_those_who_are_not_close(visit, world, case, child):
    Person.update(protected_name=True).where(Person.reference == child).execute()
    admit(world, "consultant", case, "teacher")
    made = factors.record(world.actor("consultant"), case, child, VARIED["one"], once())
    teacher, path = visit("teacher"), f"/cases/{case}/factors"
    for page in (path, f"{path}/{made}", f"{path}/new?child={child}"):
        assert "Bo Nielsen" not in teacher.get(page).text, page
        assert "Bo Nielsen" in visit("consultant").get(page).text, page


def test_a_sheet_is_about_one_of_the_cases_children_and_read_in_its_case(visit, world, case, child):
    apart = world.pupils["north"][2]
    other = open_case(world, "consultant", log(world, "teacher", apart))
    made = factors.record(world.actor("consultant"), other, apart, VARIED["one"], once())
    consultant, path = visit("consultant"), f"/cases/{case}/factors"
    for unknown in (f"{path}/{made}", f"{path}/new?child={apart}", f"{path}/new"):
        assert consultant.get(unknown).status_code == 404, unknown
    assert consultant.post(path, {"child": apart, f"answer_{STRONG}": "yes"}).status_code == 404
    assert FactorSheet.select().count() == 1


WORDS = [str(words) for words in LABELS["factor_answer"].values()] + ["Ikke talt om"]
ANSWERED = re.compile(f"(<dd[^>]*>)(?:{'|'.join(map(re.escape, WORDS))})(</dd>)")
CHANGING = re.compile(r'[0-9a-f]{80}|[A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4}|nonce="[^"]+"|name="key" value="[^"]+"')


def bare(page: str) -> str:
    """A page without the answers' own words, and without what is new on every page: token, nonce, key, references."""
    return CHANGING.sub("", ANSWERED.sub(r"\1\2", page))


def pages(reader, officer, case: str, made: str) -> dict[str, str]:
    """Everything that leaves the house after a sheet was kept: its room, the sheet, the case, the lists, the log."""
    room = f"/cases/{case}/factors"
    paths = (room, f"{room}/{made}", f"/cases/{case}", f"/cases/{case}/plan", f"/cases/{case}/closing", "/cases", "/")
    found = {CHANGING.sub("", path): bare(reader.get(path).text) for path in paths}
    return found | {
        "fragment": bare(reader.fragment(f"{room}/{made}").text), "log": bare(officer.get("/log").text)
    }  # fmt: skip


def test_G5_no_page_differs_by_more_than_the_answers_own_words(visit, world, case, child):
    """Sheets with any number of any answer give byte for byte the same pages: nothing on them follows from a number."""
    reader, officer, seen, moment = visit("consultant"), visit("dpo"), {}, now()
    for name, said in VARIED.items():
        with at(moment), handle.atomic() as attempt:
            made = factors.record(world.actor("consultant"), case, child, said, once())
            seen[name] = pages(reader, officer, case, made)
            attempt.rollback()
    for (name, one), (after, other) in pairwise(seen.items()):
        for path, page in one.items():
            assert page == other[path], (name, after, path)
    assert "Barnet tror på" in seen["all"]["fragment"]
    assert "Skrev et samtaleark" in seen["all"]["log"]


def test_G5_the_eye_that_compares_pages_sees_a_count_a_class_and_an_order():
    page = '<dl class="answers"><div><dt>A</dt><dd>Ja</dd></div><div><dt>B</dt><dd>Nej</dd></div></dl>'
    same = page.replace("<dd>Ja</dd>", "<dd>Ikke relevant</dd>")
    assert bare(page) == bare(same)
    assert bare(page) != bare(page.replace("</dl>", "</dl><p>2</p>"))
    assert bare(page) != bare(same.replace("<div><dt>A", '<div class="no"><dt>A'))
    assert bare(page) != bare(
        '<dl class="answers"><div><dt>B</dt><dd>Nej</dd></div><div><dt>A</dt><dd>Ja</dd></div></dl>'
    )


RANDOM = frozenset({"id", "reference", "key", "payload_hash", "objects"})


def traces() -> dict[str, list[str]]:
    """Everything stored as somebody without the keys sees it: plain values, and how long what is sealed is."""
    found = {}
    for model in MODELS:
        columns = [field for field in model._meta.sorted_fields if field.name not in RANDOM]
        rows = model.select(*columns).tuples()
        found[model.__name__] = sorted(
            repr([len(value) if isinstance(value, bytes | memoryview) else value for value in row]) for row in rows
        )
    return found


LONGEST = {factor: Said(Answer.IRRELEVANT, "😀" * LONGEST_COMMENT) for factor in FACTORS}


def test_G5_nothing_stored_tells_how_a_sheet_was_answered_not_even_its_size(world, case, child):
    """Row for row and column for column, for the shortest sheet and the longest."""
    seen, moment = [], now()
    for said in (*VARIED.values(), sheet(Answer.YES, comment="Et par ord."), LONGEST):
        with at(moment), handle.atomic() as attempt:
            factors.record(world.actor("consultant"), case, child, said, once())
            seen.append(traces())
            attempt.rollback()
    assert all(trace == seen[0] for trace in seen)
    assert len(seen[0]["FactorSheet"]) == 1
    size = int(re.findall(r"\d+", seen[0]["FactorSheet"][0])[-1])
    assert BLOCK < size < BLOCK + 100, "one size, whatever was said"


def test_G5_a_sheet_fills_one_block_and_says_the_same_when_it_is_opened():
    for said in (*VARIED.values(), LONGEST):
        assert len(packed(said).encode()) == BLOCK
        assert unpacked(packed(said)) == said
    twisted = {STRONG: Said(None, 'Han sagde "nej"\r\n\tog gik \ud800\x00.')}
    assert unpacked(packed(twisted))[STRONG].comment.split() == ["Han", "sagde", '"nej"', "og", "gik", "."]
    assert len(packed({factor: Said(None, '"\\' * LONGEST_COMMENT) for factor in FACTORS}).encode()) == BLOCK


def posted(child: str, said: dict[str, Said], key: str) -> dict[str, str]:
    """A sheet as its page sends it."""
    found = {"child": child, "form": "sheet", "key": key}
    for factor, one in said.items():
        found |= {f"comment_{factor}": one.comment} | ({f"answer_{factor}": one.answer.value} if one.answer else {})
    return found


def test_G5_a_draft_of_a_sheet_has_one_size_too_and_goes_when_the_sheet_is_kept(visit, world, case, child):
    consultant, path, sizes = visit("consultant"), f"/cases/{case}/factors", set()
    for name, said in (*VARIED.items(), ("longest", LONGEST)):
        consultant.get(f"{path}/new?child={child}")
        sent = posted(child, said, name.ljust(24, "x")) | {"case": case, "draft": "", "version": "0"}
        saved = consultant.follow(consultant.post("/drafts", sent))
        assert saved.text.count(" checked") == len([one for one in said.values() if one.answer])
        sizes.add(len(Draft.get().body))
        reference = Draft.get().reference
        assert f"/cases/factors/drafts/{reference}" in consultant.get(f"{path}/new?child={child}").text
        if name == "ten":
            sent |= {"draft": reference, "version": str(Draft.get().version)}
            assert consultant.post(path, sent).status_code == 303
            assert Draft.select().count() == 0
        assert visit("social_worker").get(f"/cases/factors/drafts/{reference}").status_code == 404
        Draft.delete().execute()
    assert len(sizes) == 1


@BOTH
def test_a_sheet_that_is_held_back_is_kept_as_a_draft(visit, world, case, child, headers):
    consultant, path = visit("consultant"), f"/cases/{case}/factors"
    consultant.get(f"{path}/new?child={child}")
    sent = posted(child, {"angry": Said(Answer.YES, "Mest om morgenen.")}, "h" * 24) | {"case": case}
    assert consultant.post(path, sent, headers=headers).status_code == 422
    page = consultant.get(f"/cases/factors/drafts/{Draft.get().reference}").text
    assert "Mest om morgenen." in page
    assert f'value="{child}"' in page


KNOWN = {"ssp/models/__init__.py", "ssp/models/cases.py", "ssp/services/factors.py"}
"""Where the sheets are known at all; a print, a search, a list or a figure that opened one would have to come here."""


def test_G5_nothing_but_its_own_room_opens_a_sheet():
    opened = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "ssp").rglob("*.py")
        if re.search(
            r"FactorSheet\.body|factor_sheets\.body|services\.factors|services import .*\bfactors\b",
            path.read_text("utf-8"),
        )
    }
    written = "ssp/services/demonstration/family_acts.py"
    assert opened - {written} == {"ssp/services/factors.py", "ssp/web/factors.py", "ssp/web/drafting.py"}
    assert not re.search(r"factors\.(index|desk|show)\b", (ROOT / written).read_text("utf-8")), "it writes one, blind"
    naming = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "ssp").rglob("*.py")
        if "FactorSheet" in path.read_text("utf-8")
    }
    assert naming >= KNOWN
    for extra in naming - KNOWN:
        tree = ast.parse((ROOT / extra).read_text("utf-8"))
        used = {
            n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and ast.unparse(n.value) == "FactorSheet"
        }
        assert used <= {"person", "update", "case"}, f"{extra} may move a sheet to another record, and nothing else"
