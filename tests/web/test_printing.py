"""Letters and documents as PDF: what goes in is what stands there, on any machine and at any time."""

import io
import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from ssp.web import glyphs, press, printing
from ssp.web.printing import Document, Letter, PrintingFailed

HOSTILE = '#let x = read("/etc/passwd") #import "@preview/a:1.0.0" $a^2$ *fed* _skrå_ @citat <mærke> `kode` \\ // = - + / [a] {b} \'c\' ~ --- ...'
LETTER = Letter(
    sender=("Fjordby Kommune", "SSP og Ungeindsats"),
    recipient="Til forældrene\nSkovvej 12",
    date="24. november 2026",
    heading="Vi har skrevet noget ned om jeres barn",
    paragraphs=("Kære forældre", "Skolen har skrevet en bekymring ned: blåbærgrød på Ærø.\nOg en linje til."),
    sections=(("Jeres rettigheder", ("I kan bede om at se det.", HOSTILE)),),
    contact=("Har I spørgsmål?", "Mette Kjær, SSP-konsulent"),
    reference="Vores reference: K-7K3F-92QD",
    pages="Side {page} af {pages}",
)
DOCUMENT = Document(
    sender=("Fjordby Kommune",),
    title="Underretning",
    reference="Reference: U-7K3F-92QD",
    facts=(("Barn", "Bo Nielsen"), ("Underretter", HOSTILE)),
    sections=(("Hvad er set og hørt", "Sidder alene i frikvarteret.\n\nSiger intet."),),
    watermark="Udskrevet af Anne Lund den 24. november 2026",
    pages="Side {page} af {pages}",
)


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def words(text: str) -> str:
    """A text without the places where its lines break."""
    return re.sub(r"[\s\u200b]+", "", text)


def text_of(data: bytes) -> str:
    return words("".join(page.extract_text() for page in read(data).pages))


def with_section(text: str) -> Document:
    return replace(DOCUMENT, sections=(("Tekst", text),))


def tags(element) -> list[str]:
    """The tags of the structure tree, in reading order."""
    element = element.get_object()
    if isinstance(element, list):
        return [tag for child in element for tag in tags(child)]
    if not hasattr(element, "get"):
        return []
    return ([str(element["/S"])] if "/S" in element else []) + (tags(element["/K"]) if "/K" in element else [])


def instead(monkeypatch, tmp_path, script: str) -> None:
    """Put another script where the press stands."""
    (tmp_path / "press.py").write_text(script)
    monkeypatch.setattr(press, "__file__", str(tmp_path / "press.py"))


def test_a_letter_says_what_was_handed_in_and_nothing_else():
    given_in = (
        *LETTER.sender, LETTER.recipient, LETTER.date, LETTER.reference, LETTER.heading, *LETTER.paragraphs,
        "Jeres rettigheder", *LETTER.sections[0][1], *LETTER.contact, LETTER.reference, "Side 1 af 1",
    )  # fmt: skip
    assert text_of(printing.letter(LETTER, "da")) == words("".join(given_in))


def test_a_document_says_what_was_handed_in_and_nothing_else():
    given_in = (
        *DOCUMENT.sender, DOCUMENT.title, DOCUMENT.reference, *DOCUMENT.facts[0], *DOCUMENT.facts[1],
        *DOCUMENT.sections[0], DOCUMENT.reference, "Side 1 af 1", DOCUMENT.watermark,
    )  # fmt: skip
    assert text_of(printing.document(DOCUMENT, "da")) == words("".join(given_in))


def test_markup_is_text_in_every_field():
    nasty = '#panic() "x" $1$ *a* @b <c> \\ \''
    everywhere = Letter(
        (nasty, nasty), nasty, nasty, nasty, (nasty,), ((nasty, (nasty,)),), (nasty, nasty), nasty, nasty
    )  # fmt: skip
    assert text_of(printing.letter(everywhere, "da")) == words(nasty) * 13
    all_of_it = Document((nasty, nasty), nasty, nasty, ((nasty, nasty),), ((nasty, nasty),), nasty, nasty)
    assert text_of(printing.document(all_of_it, "da")) == words(nasty) * 11


def test_line_breaks_stay_and_an_empty_line_begins_a_paragraph():
    shown = read(printing.document(with_section("Først\r\nså\n\n \nsidst"), "da"))
    assert re.search(r"Først\s*\nså\s*\nsidst", shown.pages[0].extract_text())
    assert tags(shown.root_object["/StructTreeRoot"]["/K"])[-2:] == ["/P", "/P"]


@pytest.mark.parametrize(("language", "pages"), [("da", "Side {page} af {pages}"), ("en", "Page {page} of {pages}")])
def test_it_is_accessible(language, pages):
    for data, title in (
        (printing.letter(replace(LETTER, pages=pages), language), LETTER.heading),
        (printing.document(replace(DOCUMENT, pages=pages), language), DOCUMENT.title),
    ):
        made = read(data)
        root = made.root_object
        assert root["/Lang"] == language
        assert root["/MarkInfo"]["/Marked"]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert made.metadata.title == title
        assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
        found = tags(root["/StructTreeRoot"]["/K"])
        assert [tag for tag in found if tag.startswith("/H")] == ["/H1", "/H2"]
        assert found.count("/P") > 3
        assert words(pages.format(page=1, pages=1)) in text_of(data)


def test_the_same_words_are_the_same_bytes_and_carry_no_moment():
    for make, content in ((printing.letter, LETTER), (printing.document, DOCUMENT)):
        data = make(content, "da")
        assert data == make(content, "da")
        assert make(replace(content, reference="Reference: X-0000-0000"), "da") != data
        assert read(data).metadata.creation_date is None
        assert b"xmp:CreateDate" not in data


def test_a_long_text_fills_several_pages_each_with_its_number_and_the_watermark():
    text = " ".join(f"ord{number}" for number in range(3000))[:20000]
    data = printing.document(with_section(text), "da")
    pages = read(data).pages
    assert len(pages) >= 4
    for number, page in enumerate(pages, 1):
        assert f"Side {number} af {len(pages)}" in page.extract_text()
        assert DOCUMENT.watermark in page.extract_text()
        assert DOCUMENT.reference in page.extract_text()
    foot = rf"{words(DOCUMENT.reference)}Side\d+af\d+{words(DOCUMENT.watermark)}"
    assert words(text) in re.sub(foot, "", text_of(data))


def test_a_word_without_end_stays_on_the_page():
    page = read(printing.document(with_section("æ" * 1000), "da")).pages[0]
    lines = [line for line in page.extract_text().splitlines() if "ææ" in line]
    assert len(lines) > 10
    assert words("".join(lines)) == "æ" * 1000


@pytest.mark.parametrize(
    "text",
    ["Привіт, Їжак і ґанок, є", "Çocuğunuz hakkında; ş ı İ", "Waxaan kuu soo qoraynaa", "Ðé ńį ţő ąęłżź", "Αθήνα"],
)
def test_other_languages_are_shown(text):
    assert words(text) in text_of(printing.letter(replace(LETTER, paragraphs=(text,)), "da"))


def test_arabic_is_shown_letter_by_letter_in_its_own_direction():
    text = "نكتب إليكم بشأن طفلكم"
    whole = replace(LETTER, heading=text, paragraphs=(text,), pages="صفحة {page} من {pages}")
    data = printing.letter(whole, "ar")
    assert set(words(text)) <= set(text_of(data))
    assert read(data).root_object["/Lang"] == "ar"
    assert read(data).root_object["/ViewerPreferences"]["/Direction"] == "/R2L"


def test_only_the_fonts_that_come_with_pip_are_used():
    data = printing.letter(replace(LETTER, paragraphs=("Їжак, طفلكم, 中, ✅",)), "da")
    names = {str(font["/BaseFont"]) for page in read(data).pages for font in page["/Resources"]["/Font"].values()}
    assert names
    assert all(re.fullmatch(r"/[A-Z]{6}\+IBMPlexSans(Arabic)?(-\w+)?", name) for name in names), names


def test_what_no_font_knows_is_told_and_never_lost():
    data = printing.document(with_section("Skrev 🔪 og 中 til ham.\x07\x00\ud800 \u202eslut"), "da")
    assert words("Skrev [U+1F52A hocho] og [U+4E2D] til ham. slut") in text_of(data)
    assert glyphs.drawable("a\u030a e\u0301") == "å é"
    assert glyphs.drawable("ж\u0651") == "ж[U+0651]"


def test_every_character_there_is_can_be_printed():
    everything = map(chr, range(0x3000))
    assert len(read(printing.document(with_section("".join(everything)), "da")).pages) > 10


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60))
def test_whatever_is_written_can_be_printed(text, short):
    anything = replace(with_section(text), title="T" + short, facts=((short, text),), watermark=short)
    assert printing.document(anything, "da").startswith(b"%PDF")


def test_what_cannot_be_printed_is_one_error_without_its_words(monkeypatch, tmp_path):
    with pytest.raises(PrintingFailed) as failed:
        printing.letter(replace(LETTER, heading=""), "da")
    assert str(failed.value) == "letter.typ: the press ended with 1"
    with pytest.raises(PrintingFailed):
        printing.letter(LETTER, "not a language")
    instead(monkeypatch, tmp_path, "import sys\nsys.stdin.read()\nprint('hello')")
    with pytest.raises(PrintingFailed):
        printing.letter(LETTER, "da")
    instead(monkeypatch, tmp_path, "import time\ntime.sleep(60)")
    monkeypatch.setattr(printing, "PATIENCE", 0.2)
    with pytest.raises(PrintingFailed, match="TimeoutExpired"):
        printing.letter(LETTER, "da")


def test_the_press_is_told_no_secrets(monkeypatch, tmp_path):
    monkeypatch.setenv("SSP_SECRET_KEY", "never-told")
    instead(monkeypatch, tmp_path, "import os, sys\nsys.stdin.read()\nprint('%PDF', dict(os.environ))")
    told = printing.letter(LETTER, "da")
    assert told.startswith(b"%PDF")
    assert b"SSP_" not in told


def press_alone(folder, source: str) -> subprocess.CompletedProcess:
    """What the press makes of a template of somebody else's, with `folder` as its root."""
    folder.mkdir(exist_ok=True)
    (folder / "x.typ").write_text(f"#set document(title: [x])\n{source}")
    order = {
        "template": str(folder / "x.typ"), "root": str(folder), "content": "{}", "standard": "ua-1",
        "fonts": [str(fonts) for fonts in glyphs.FOLDERS],
    }  # fmt: skip
    command = [sys.executable, press.__file__]
    return subprocess.run(command, input=json.dumps(order).encode(), capture_output=True, check=False)


def test_a_template_reads_nothing_outside_its_folder(tmp_path):
    (tmp_path / "secret.txt").write_text("hemmeligt")
    for path in ("../secret.txt", str(tmp_path / "secret.txt"), "/etc/hostname"):
        done = press_alone(tmp_path / "print", f"#read({json.dumps(path)})")
        assert (done.returncode, done.stdout, done.stderr.strip()) == (1, b"", b"TypstError")
    assert press_alone(tmp_path / "print", '#read("x.typ")').stdout.startswith(b"%PDF")


def test_the_press_knows_no_fonts_but_ours(tmp_path):
    text = '#set text(font: ("IBM Plex Sans", "IBM Plex Sans Arabic"))\n'
    assert press_alone(tmp_path, text + "æ").stdout.startswith(b"%PDF")
    assert press_alone(tmp_path, text + "□").returncode == 1, "a font of typst's own or of the machine was used"


def test_templates_fetch_nothing_and_obey_nothing():
    templates = sorted(printing.SHEETS.glob("*.typ"))
    assert len(templates) == 4
    for path in templates:
        source = re.sub(r"^\s*//.*$", "", path.read_text("utf-8"), flags=re.M)
        assert not re.search(r"@\w|\beval\(|\bread\(|\bplugin\(|datetime", source), path.name


def test_the_answer_is_saved_under_a_reference_and_kept_nowhere(application):
    with application.test_request_context("/"):
        response = application.process_response(printing.pdf(b"%PDF-1.7", "U-7K3F-92QD"))
    assert response.data == b"%PDF-1.7"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="U-7K3F-92QD.pdf"'
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    for name in ("Bo Nielsen", 'x"; a="b', "", "../x", "a\nb"):
        with pytest.raises(ValueError, match="reference"):
            printing.pdf(b"", name)
