"""The hostile corpus: forty ways to harm whoever opens, unpacks or stores a file, made when they are needed.

Each is a name, how it is made, and what must become of it: the word for why it is refused, or HARMLESS.
"""

import io
import stat
import warnings
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from ssp.terms.files import TEST_FILE
from tests.support import sending
from tests.support.sending import DOCUMENT, RELATION, archive, chunk, docx, jpg, odt, pdf, png

HARMLESS = "harmless"
SCRIPT = "<html><script>alert(1)</script>"
MEBIBYTE = 1024**2


def act(kind: str, **more) -> Dictionary:
    return Dictionary(S=Name(f"/{kind}"), **more)


def linked(action: Dictionary):
    """A page with a link that does this."""

    def arm(document):
        box = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 99, 99]), A=action)
        document.pages[0].obj["/Annots"] = Array([document.make_indirect(box)])

    return arm


def scripted(document):
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["x", act("JavaScript", JS="app.alert(1)")])))


def opening(document):
    document.Root.OpenAction = act("JavaScript", JS="app.alert(1)")
    document.pages[0].obj["/AA"] = Dictionary(O=act("JavaScript", JS="app.alert(2)"))


def carrying(content: bytes, name: str):
    def arm(document):
        document.attachments[name] = content

    return arm


def polyglot() -> bytes:
    head, _, rest = pdf().partition(b"\n")
    return head + b"\n%" + SCRIPT.encode() + b"\n" + rest + b"\n" + SCRIPT.encode()


def million_objects() -> bytes:
    """A small file that says it has a million objects, packed into one stream."""
    count = 1_000_000
    index = b" ".join(b"%d %d" % (10 + i, 2 * i) for i in range(count)) + b" "
    packed = zlib.compress(index + b"1 " * count, 1)
    head = (
        b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    )
    places = [head.index(b"%d 0 obj" % n) for n in (1, 2, 3)] + [len(head)]
    body = head + b"4 0 obj<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n" % (
        count, len(index), len(packed),
    ) + packed + b"\nendstream endobj\n"  # fmt: skip
    rows = [b"\0" * 9, *(b"\1" + place.to_bytes(4, "big") + bytes(4) for place in places), *[bytes(9)] * 5]
    rows += [b"\2" + (4).to_bytes(4, "big") + i.to_bytes(4, "big") for i in range(count)]
    table = zlib.compress(b"".join(rows), 1)
    return body + b"5 0 obj<</Type/XRef/Size %d/W[1 4 4]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n" % (
        len(rows), len(table),
    ) + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(body)  # fmt: skip


def hundred_thousand_members() -> bytes:
    return archive(*((f"word/{i}.xml", b"") for i in range(100_000)))


def bomb() -> bytes:
    """190 MiB that fit in 190 KiB."""
    made = io.BytesIO(docx())
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as file, file.open("word/more.xml", "w") as member:
        for _ in range(190):
            member.write(bytes(MEBIBYTE))
    return made.getvalue()


def nested() -> bytes:
    inner = archive(("deep.txt", "a"))
    for _ in range(10):
        inner = archive(("inner.zip", inner))
    return docx(("word/inner.zip", inner))


def overlapping() -> bytes:
    """Members that are all the same bytes of the archive, as in a quine: unpacking never ends, or takes everything."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/0.xml", "<a/>" * 9_000)
        for number in range(1, 500):
            again = zipfile.ZipInfo(f"word/{number}.xml")
            first = file.filelist[0]
            again.header_offset, again.CRC, again.compress_type = 0, first.CRC, first.compress_type
            again.compress_size, again.file_size = first.compress_size, first.file_size
            file.filelist.append(again)
            file.NameToInfo[again.filename] = again
    return made.getvalue()


def symlink() -> bytes:
    link = zipfile.ZipInfo("word/link.xml")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return docx((link, "/etc/passwd"))


def twice() -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that is the point
        return docx(("word/document.xml", DOCUMENT.format("noget andet")))


def flood() -> bytes:
    """A picture of 20,000 by 20,000 in 50 KiB."""
    side = 20_000
    pixels = zlib.compress(bytes((side // 8 + 1) * side), 1)
    header = side.to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    return sending.png()[:8] + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def wordy() -> bytes:
    """A picture with a hundred megabytes of text in it, packed."""
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100 * MEBIBYTE), 1))
    return png()[:33] + text + png()[33:]


def saved(kind: str, **more) -> bytes:
    made = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(made, kind, **({"save_all": True, "append_images": frames[1:]} if more else {}))
    return made.getvalue()


XXE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LOCK = pikepdf.Encryption(owner="hemmelig", user="hemmelig")

CORPUS = (
    ("eicar.txt", lambda: TEST_FILE, "infected"),
    ("eicar.zip", lambda: archive(("eicar.com", TEST_FILE)), "kind"),
    ("eicar.docx", lambda: docx(("word/media/image2.png", TEST_FILE)), "infected"),
    ("eicar.pdf", lambda: pdf(carrying(TEST_FILE * 9, "eicar.com")), HARMLESS),
    ("polyglot.pdf", polyglot, HARMLESS),
    ("gifar.png", lambda: saved("GIF") + archive(("Evil.class", "x")), "mismatch"),
    ("script.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "kind"),
    ("html.pdf", SCRIPT.encode, "mismatch"),
    ("macro.docx", lambda: docx(("word/vbaProject.bin", "Sub AutoOpen()")), "active"),
    ("outside.docx", lambda: docx(("word/_rels/x.xml.rels", RELATION.format("frame", "http://x.invalid/"))), "active"),
    ("xxe.docx", lambda: docx(("word/x.xml", XXE + "<a>&x;</a>")), "active"),
    ("members.docx", hundred_thousand_members, "bomb"),
    ("bomb.docx", bomb, "bomb"),
    ("nested.docx", nested, "active"),
    ("quine.docx", overlapping, "bomb"),
    ("climbing.docx", lambda: docx(("../../x.xml", "<a/>")), "bad_names"),
    ("absolute.odt", lambda: odt(("/etc/cron.d/x.xml", "<a/>")), "bad_names"),
    ("symlink.docx", symlink, "bad_names"),
    ("twice.docx", twice, "bad_names"),
    ("flood.png", flood, "pixels"),
    ("truncated.png", lambda: png()[:-40], "unreadable"),
    ("wordy.png", wordy, "unreadable"),
    ("gps.jpg", jpg, HARMLESS),
    ("animated.webp", lambda: saved("WEBP", animated=True), "kind"),
    ("scan.tiff", lambda: saved("TIFF"), "kind"),
    ("javascript.pdf", lambda: pdf(scripted), HARMLESS),
    ("opening.pdf", lambda: pdf(opening), HARMLESS),
    ("launch.pdf", lambda: pdf(linked(act("Launch", F="cmd.exe"))), HARMLESS),
    ("carrying.pdf", lambda: pdf(carrying(b"MZ" * 99, "x.exe")), HARMLESS),
    ("file-uri.pdf", lambda: pdf(linked(act("URI", URI="file:///etc/passwd"))), HARMLESS),
    ("objects.pdf", million_objects, "too_complex"),
    ("locked.pdf", lambda: pdf(encryption=LOCK), "encrypted"),
    ("empty.pdf", bytes, "empty"),
    ("too-large.txt", lambda: b"a" * (20 * MEBIBYTE + 1), "too_large"),
    ("wrong-mime.png", png, HARMLESS),
    ("formulas.csv", lambda: b"=cmd|' /C calc'!A0;+1;-1;@x", "kind"),
    ("utf7.txt", lambda: b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-", HARMLESS),
    ("utf16.txt", lambda: SCRIPT.encode("utf-16"), "not_text"),
)
"""Thirty-eight files; the two that are no file are ways of sending one, in `REQUESTS`."""

REQUESTS = ("100,000 parts", "chunked, without a length")

NAMES = {
    "../../etc/passwd.txt": "passwd.txt",
    "C:\\Users\\zoe\\brev.txt": "brev.txt",
    "nul\x00byte.txt": "nulbyte.txt",
    "linje\r\nSet-Cookie: x=1.txt": "linjeSet-Cookie_ x=1.txt",
    "exe\u202etxt.fdp.txt": "exetxt.fdp.txt",
    "a" * 300 + ".txt": "a" * 96 + ".txt",
    "CON.txt": "_CON.txt",
    ".bashrc.txt": "bashrc.txt",
    "😀 glad.txt": "😀 glad.txt",
    'x"; filename="y.html.txt': "x__ filename=_y.html.txt",
}
"""Names as they are sent, and as they are kept."""
