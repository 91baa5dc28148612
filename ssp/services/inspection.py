"""Inspecting a file somebody sends: what it is, that it does no harm, and a copy without what it told of its maker.

Ending, first bytes and a full reading must agree. The reading happens in a process of its own (`inspector/`), which
gets the bytes, can open nothing, and is ended when it takes too long; one that dies refused the file.
"""

import json
import subprocess
import sys
from dataclasses import dataclass

from ssp.config import ROOT
from ssp.terms import FileKind, FileProblem
from ssp.terms.files import TEST_FILE

PATIENCE = 15
"""Seconds we wait for the inspector, which ends itself before."""

BEGIN = "import sys; sys.path.insert(0, sys.argv[1]); from ssp.services.inspector.child import main; main()"

ENDINGS = {
    "pdf": FileKind.PDF, "png": FileKind.PNG, "jpg": FileKind.JPG, "jpeg": FileKind.JPG, "docx": FileKind.DOCX,
    "odt": FileKind.ODT, "txt": FileKind.TXT,
}  # fmt: skip

ZIP = b"PK\x03\x04"
BEGINNINGS = {
    FileKind.PDF: b"%PDF-", FileKind.PNG: b"\x89PNG\r\n\x1a\n", FileKind.JPG: b"\xff\xd8\xff", FileKind.DOCX: ZIP,
    FileKind.ODT: ZIP, FileKind.TXT: b"",
}  # fmt: skip


class Refused(Exception):
    """The file is not taken in, and why; `kind` is what it was taken for, when it got that far."""

    def __init__(self, problem: FileProblem, kind: FileKind | None = None):
        super().__init__(problem)
        self.problem = problem
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Inspected:
    """A harmless file: what it is, and its bytes."""

    kind: FileKind
    data: bytes


def kind_of(name: str, data: bytes, most_bytes: int) -> FileKind:
    """What a file is by its ending and its first bytes; nothing is parsed. Raises Refused."""
    kind = ENDINGS.get(name.rpartition(".")[2].strip().lower()) if "." in name else None
    if kind is None:
        raise Refused(FileProblem.KIND)
    if not data:
        raise Refused(FileProblem.EMPTY, kind)
    if len(data) > most_bytes:
        raise Refused(FileProblem.TOO_LARGE, kind)
    if not data.startswith(BEGINNINGS[kind]):
        raise Refused(FileProblem.MISMATCH, kind)
    if TEST_FILE in data:
        raise Refused(FileProblem.INFECTED, kind)
    return kind


def inspect(kind: FileKind, data: bytes, most_bytes: int) -> Inspected:
    """The file read through and cleaned. Raises Refused, also when the inspector did not come back."""
    command = [sys.executable, "-I", "-c", BEGIN, str(ROOT), kind]
    try:
        done = subprocess.run(  # noqa: S603 - our own words; the file travels on standard input
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=PATIENCE, env={}, cwd="/"
        )
    except (OSError, subprocess.TimeoutExpired):
        raise Refused(FileProblem.TOO_COMPLEX, kind) from None
    if done.returncode < 0:
        raise Refused(FileProblem.TOO_COMPLEX, kind)  # it used up its time or its memory, and was ended
    header, _, cleaned = done.stdout.partition(b"\n")
    if done.returncode or not header:
        raise Refused(FileProblem.UNREADABLE, kind)
    if problem := json.loads(header)["problem"]:
        raise Refused(FileProblem(problem), kind)
    if not cleaned or len(cleaned) > 2 * most_bytes:
        raise Refused(FileProblem.TOO_LARGE if cleaned else FileProblem.UNREADABLE, kind)
    return Inspected(kind, cleaned)
