"""Inspecting files: harmless ones come back readable and tell nothing; a reader that dies or hangs refuses the file."""

import ast
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import odfdo
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image
from pypdf import PdfReader

from ssp.config import ROOT
from ssp.services import inspection
from ssp.services.filenames import safe_name
from ssp.services.inspection import Refused
from ssp.services.inspector import child
from ssp.terms import FileKind, FileProblem
from tests.support import hostile, sending
from tests.support.pdfs import armed
from tests.support.sending import AUTHOR, DOCUMENT, RELATION, WORDS

MOST = 20 * 1024**2


def inspected(name: str, data: bytes) -> bytes:
    return inspection.inspect(inspection.kind_of(name, data, MOST), data, MOST).data


def problem(name: str, data: bytes) -> FileProblem:
    with pytest.raises(Refused) as refused:
        inspected(name, data)
    return refused.value.problem


def laid_open(data: bytes) -> bytes:
    """The bytes, and those of every member when it is an archive."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join([*(name.encode() for name in archive.namelist()), *map(archive.read, archive.namelist())])


def test_what_tells_of_the_maker_is_in_the_files_these_tests_send():
    for name in ("referat.docx", "brev.odt"):
        assert AUTHOR.encode() in laid_open(sending.BENIGN[name]())
    assert PdfReader(io.BytesIO(sending.pdf())).metadata.author == AUTHOR
    assert Image.open(io.BytesIO(sending.jpg())).getexif()[0x013B] == AUTHOR
    assert b"Ophavskvinde" in sending.png()


@pytest.mark.parametrize("name", sending.BENIGN)
def test_nothing_in_a_stored_file_tells_who_made_it(name):
    assert b"Ophavskvinde" not in laid_open(inspected(name, sending.BENIGN[name]()))


def test_a_document_keeps_its_pages_and_loses_its_author():
    cleaned = inspected("a.pdf", sending.pdf())
    with PdfReader(io.BytesIO(cleaned)) as document:
        assert len(document.pages) == 1
        assert document.metadata is None
        assert document.xmp_metadata is None
        photo = document.pages[0]["/Resources"]["/XObject"]["/Im0"]._data
    assert Image.open(io.BytesIO(photo)).size == (40, 30)
    assert b"Exif" not in photo


def test_a_picture_keeps_its_transparency_and_a_photograph_stands_up():
    picture = Image.open(io.BytesIO(inspected("a.png", sending.png())))
    assert (picture.size, picture.mode, picture.getpixel((0, 0))) == ((40, 30), "RGBA", (200, 30, 30, 120))
    assert picture.info == {}
    photo = Image.open(io.BytesIO(inspected("a.jpeg", sending.jpg())))
    assert photo.size == (30, 40)
    assert not photo.getexif()
    assert "comment" not in photo.info


def test_a_word_document_opens_without_its_properties():
    made = docx.Document()
    made.core_properties.author = AUTHOR
    made.add_paragraph(WORDS)
    made.add_picture(io.BytesIO(sending.jpg()))
    raw = io.BytesIO()
    made.save(raw)
    document = docx.Document(io.BytesIO(inspected("a.docx", raw.getvalue())))
    assert WORDS in [paragraph.text for paragraph in document.paragraphs]
    assert len(document.inline_shapes) == 1
    assert document.core_properties.author == ""
    assert b"Normal.dotm" not in laid_open(inspected("b.docx", sending.docx()))


def test_an_opendocument_text_opens_without_its_metadata():
    made, raw = odfdo.Document("text"), io.BytesIO()
    made.body.append(odfdo.Paragraph(WORDS))
    made.save(raw)
    cleaned = inspected("a.odt", raw.getvalue())
    assert WORDS in odfdo.Document(io.BytesIO(cleaned)).body.text_recursive
    assert "meta.xml" not in zipfile.ZipFile(io.BytesIO(cleaned)).namelist()
    assert cleaned[30:38] == b"mimetype"


def test_text_becomes_utf8():
    assert inspected("a.txt", "\ufeffblåbær".encode()).decode() == "blåbær"
    assert inspected("a.txt", "blåbær".encode("cp1252")).decode() == "blåbær"
    for binary in (b"a\0b", b"\x81\x8d", b"a\x1b[2J"):
        assert problem("a.txt", binary) is FileProblem.NOT_TEXT


def relation(kind: str, target: str) -> tuple[str, str]:
    return "word/_rels/document.xml.rels", RELATION.format(kind, target)


@pytest.mark.parametrize(
    "parts",
    [
        dict([relation("image", "http://x.invalid/a.png")]),
        dict([relation("attachedTemplateX", "http://x.invalid/a.dotm")]),
        dict([relation("hyperlink", "file://server/share")]),
        {"word/document.xml": DOCUMENT.format('</w:t><w:instrText xmlns:w="w">DDEAUTO c:\\x</w:instrText><w:t>')},
        {"word/embeddings/oleObject1.bin": b"\xd0\xcf"},
        {"word/a.html": hostile.SCRIPT},
        {"word/media/a.svg": '<svg onload="alert(1)"/>'},
        {"word/media/a.svg": "<svg><script>alert(1)</script></svg>"},
        {"[Content_Types].xml": sending.DOCX_TYPES.replace("document.main+xml", "macroEnabled.main+xml")},
    ],
)
def test_a_word_document_that_acts_or_fetches_is_refused(parts):
    assert problem("a.docx", sending.docx(**parts)) is FileProblem.ACTIVE


def test_an_opendocument_text_that_acts_or_fetches_is_refused():
    whole = sending.ODT_CONTENT
    for content in (
        whole.replace("https://example.invalid/", "javascript:alert(1)"),
        whole.replace("text:a xlink", "text:section-source xlink").replace("</text:a>", "</text:section-source>"),
        whole.replace("<office:scripts/>", "<office:event-listener/>"),
    ):
        assert problem("a.odt", sending.odt(content=content)) is FileProblem.ACTIVE
    broken = whole.replace("<office:scripts/>", "<office:scripts>")
    assert problem("a.odt", sending.odt(content=broken)) is FileProblem.UNREADABLE
    locked = sending.ODT_MANIFEST.replace(
        'media-type="text/xml"/>', 'media-type="text/xml"><manifest:encryption-data/></manifest:file-entry>'
    )
    assert problem("a.odt", sending.odt(manifest=locked)) is FileProblem.ENCRYPTED


def played(document):
    film = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, RichMediaContent=Dictionary())
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.FileAttachment, FS=Dictionary(EF=Dictionary(F=Stream(document, b"MZ")))
    )
    document.pages[0].obj["/Annots"] = Array([document.make_indirect(film), note])
    document.Root.AcroForm = Dictionary(XFA=Stream(document, b"<xdp/>"), Fields=Array())


@pytest.mark.parametrize(
    "arm",
    [
        played, hostile.scripted, hostile.opening, hostile.carrying(b"MZ", "x.exe"),
        *(hostile.linked(hostile.act(kind, F="x", URI="javascript:x")) for kind in ("Launch", "URI", "GoToR", "SubmitForm")),
    ],
)  # fmt: skip
def test_what_acts_in_a_document_is_gone(arm):
    raw = sending.pdf(arm)
    assert armed(raw), "there was nothing to take out"
    assert armed(inspected("a.pdf", raw)) == set()


def test_a_link_to_the_web_stays_in_a_document():
    cleaned = inspected("a.pdf", sending.pdf(hostile.linked(hostile.act("URI", URI="https://example.invalid/"))))
    with PdfReader(io.BytesIO(cleaned)) as document:
        assert document.pages[0]["/Annots"][0].get_object()["/A"]["/URI"] == "https://example.invalid/"


@pytest.mark.parametrize(
    ("begin", "patience", "expected"),
    [
        ("import os; os.kill(os.getpid(), 9)", 15, FileProblem.TOO_COMPLEX),
        ("import time; time.sleep(60)", 0.2, FileProblem.TOO_COMPLEX),
        ("raise SystemExit(1)", 15, FileProblem.UNREADABLE),
        ("pass", 15, FileProblem.UNREADABLE),
    ],
)
def test_a_reader_that_does_not_come_back_refuses_the_file(monkeypatch, begin, patience, expected):
    monkeypatch.setattr(inspection, "BEGIN", begin)
    monkeypatch.setattr(inspection, "PATIENCE", patience)
    assert problem("a.txt", b"ord") is expected


LOCKED_IN = """
import sys; sys.path.insert(0, sys.argv[1])
import os, socket
from ssp.services.inspector import child
child.SECONDS = 1
child.lock_in()
def refuses(what):
    try:
        what()
    except (OSError, MemoryError):
        return True
assert refuses(lambda: open("/etc/hostname"))
assert refuses(socket.socket)
assert refuses(os.pipe)
assert refuses(lambda: bytearray(600 * 1024**2))
print("locked in", flush=True)
while True: pass
"""


def test_a_reader_can_open_nothing_and_ends_by_itself():
    """The deadline is the reader's own: it holds whatever the library does, and before we stop waiting."""
    command = [sys.executable, "-I", "-c", LOCKED_IN, str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.stdout == "locked in\n", done.stderr
    assert done.returncode < 0
    assert child.SECONDS <= 10 < inspection.PATIENCE
    assert child.BYTES <= 512 * 1024**2


def test_the_libraries_that_read_files_are_loaded_by_the_reader_alone():
    """A web worker never parses what a stranger wrote, and never pays for the libraries that do."""
    inside = ROOT / "ssp" / "services" / "inspector"
    for path in (ROOT / "ssp").rglob("*.py"):
        if path.is_relative_to(inside) or path.is_relative_to(ROOT / "ssp" / "services" / "demonstration"):
            continue  # the demonstration writes its own papers, once, by command
        named = {name for node in ast.walk(ast.parse(path.read_text("utf-8"))) for name in _imported(node)}
        assert not {name for name in named if name.split(".")[0] in {"pikepdf", "PIL", "lxml"}}, path
        assert not {name for name in named if name.startswith("ssp.services.inspector")}, path
    assert Path(child.__file__).parent == inside


def _imported(node) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


@pytest.mark.parametrize(("given", "kept"), hostile.NAMES.items(), ids=range(len(hostile.NAMES)))
def test_names_are_made_plain(given, kept):
    assert safe_name(given, FileKind.TXT) == kept


def test_a_name_of_nothing_is_a_name():
    assert [safe_name(given, FileKind.PDF) for given in ("", "...", ".pdf", "\u202e.pdf")] == ["fil.pdf"] * 4
    assert safe_name("regneark.xls.pdf", FileKind.PDF) == "regneark.xls.pdf"
