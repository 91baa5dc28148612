"""The hostile corpus through the real route: everything is refused or made harmless, and the server stays as it was."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from ssp.config import ROOT
from ssp.models import Attachment
from ssp.services.filenames import safe_name
from ssp.terms.files import TEST_FILE
from ssp.web.labels.files import FILES
from tests.support import hostile
from tests.support.case_load import log, open_case
from tests.support.pdfs import armed
from tests.support.sending import send

MEBIBYTE = 1024**2
REFERENCE = re.compile(r"/attachments/(D-[0-9A-Z]{4}-[0-9A-Z]{4})\"")


@pytest.fixture
def path(world) -> str:
    return f"/cases/{open_case(world, 'consultant', log(world, 'teacher', world.pupils['north'][1]))}/attachments"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    """The files, made by another process: what making them takes is not what the server takes."""
    folder = tmp_path_factory.mktemp("hostile")
    making = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[1]); from tests.support.hostile import CORPUS\n"
        "for name, make, _ in CORPUS: (pathlib.Path(sys.argv[2]) / name).write_bytes(make())"
    )
    subprocess.run([sys.executable, "-c", making, str(ROOT), str(folder)], check=True)
    return folder


def peak() -> int:
    """The most memory this process has held since `forget_peak`, in MiB."""
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) // 1024


def forget_peak() -> int:
    Path("/proc/self/clear_refs").write_text("5")
    return peak()


def left_over(name: str, data: bytes) -> set[str]:
    """What could still do harm in a file that was taken in."""
    found = {word for word in ("<script", "Exif", "MZMZ") if word.encode() in data} if "utf7" not in name else set()
    found |= {"test file"} if TEST_FILE in data else set()
    if name.endswith(".pdf"):
        found |= armed(data)
    elif name.endswith((".png", ".jpg")):
        picture = Image.open(io.BytesIO(data))
        picture.load()
        found |= set(picture.getexif()) | picture.info.keys() - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    return found


@pytest.mark.any_engine
def test_forty_hostile_uploads_are_refused_or_made_harmless(app, visit, path, corpus):
    with app.test_request_context():
        words = {
            problem: str(said).partition("%")[0].partition(".")[0] for problem, said in FILES["file_problem"].items()
        }
    sender, before = visit("consultant"), forget_peak()
    page = sender.get(path)
    for name, _, expected in hostile.CORPUS:
        kept = Attachment.select().count()
        media = "text/html" if name == "wrong-mime.png" else "application/octet-stream"
        answer = send(sender, path, name, (corpus / name).read_bytes(), media, key=name)
        if expected != hostile.HARMLESS:
            assert (answer.status_code, Attachment.select().count()) == (422, kept), name
            assert words[expected] in answer.text, name
            continue
        assert answer.status_code == 303, (name, answer.text)
        page = sender.get(path)
        file = sender.get(f"/attachments/{REFERENCE.search(page.text)[1]}")
        assert left_over(name, file.data) == set(), name
        assert file.mimetype != "text/html"
    for answer in (many_parts(sender, path), without_length(sender, path)):
        assert answer.status_code == 413
    assert len(hostile.CORPUS) + len(hostile.REQUESTS) == 40
    assert peak() - before < 200
    assert page.status_code == 200


def many_parts(sender, path):
    part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    body = (part * 100_000 + "--x--\r\n").encode()
    return sender._look(sender.client.post(path, data=body, content_type="multipart/form-data; boundary=x"))


def without_length(sender, path):
    """As gunicorn hands on a request that says chunked and no length."""
    return sender._look(
        sender.client.post(
            path, input_stream=io.BytesIO(b"--x\r\n\r\n" + b"a" * (25 * MEBIBYTE)),
            content_type="multipart/form-data; boundary=x", headers={"Transfer-Encoding": "chunked"},
            environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
        )
    )  # fmt: skip


def test_the_checks_above_find_what_they_look_for():
    """A file that nobody cleaned is called harmful."""
    dangerous = [name for name, _, expected in hostile.CORPUS if expected == hostile.HARMLESS]
    made = {name: make() for name, make, _ in hostile.CORPUS if name in dangerous}
    assert {name for name in dangerous if not left_over(name, made[name])} == {"utf7.txt"}


@pytest.mark.any_engine
def test_names_are_kept_plain_and_leave_as_they_should(visit, path):
    """Browsers write a quotation mark and a new line as %22 and %0D%0A; whoever does not is no worse for us."""
    sender = visit("consultant")
    sender.get(path)
    for number, given in enumerate(hostile.NAMES):
        assert send(sender, path, given, b"ord", key="raw").status_code in {303, 400, 422}, given
        written = given.replace("\r\n", "%0D%0A").replace('"', "%22")
        assert send(sender, path, written, b"ord %d" % number, key="written").status_code == 303, given
        page = sender.get(path)
        file = sender.get(f"/attachments/{REFERENCE.search(page.text)[1]}")
        disposition = file.headers["Content-Disposition"]
        assert re.fullmatch(r"attachment; filename=\"D-[\w-]+\.txt\"; filename\*=UTF-8''[\w.%~-]+", disposition), given
        kept = safe_name(written.replace("%22", '"'), "txt")
        assert f">{kept}<" in page.text, given
