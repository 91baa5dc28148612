"""The process that inspects one file: bytes in on standard input, a line of JSON and the cleaned bytes out.

Once it has what it needs it locks itself in: no more files, sockets or processes, ten seconds, half a gibibyte.
"""

import codecs
import json
import resource
import signal
import sys

from ssp.services.inspector.flaws import Flawed

SECONDS = 10
BYTES = 512 * 1024**2
STREAMS = 3
"""Standard input, output and error: a process that may hold no more than these opens nothing."""

CODECS = ("cp437", "cp1252", "utf-8-sig", "ascii", "latin-1", "utf-16", "utf-32")
"""Loaded before the door is locked: Python fetches a codec the first time it is needed."""


def main() -> None:
    """Inspect what comes in as the kind named on the command line; what goes wrong unforeseen is a flaw as well."""
    clean = _reader(sys.argv[2])
    data = sys.stdin.buffer.read()
    lock_in()
    problem, cleaned = "", b""
    try:
        cleaned = clean(data)
    except Flawed as flaw:
        problem = flaw.problem
    except (MemoryError, RecursionError):
        problem = "too_complex"
    except Exception:
        problem = "unreadable"
    sys.stdout.buffer.write(json.dumps({"problem": problem}).encode() + b"\n" + cleaned)


def lock_in() -> None:
    """Give up everything that is not needed to read bytes that are already here."""
    for codec in CODECS:
        codecs.lookup(codec)
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, BYTES),
        (resource.RLIMIT_NOFILE, STREAMS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    signal.alarm(SECONDS)  # nobody listens for it, so it ends the process


def _reader(kind: str):
    """The function for a kind; only its own libraries are loaded."""
    if kind == "pdf":
        from ssp.services.inspector import pdf

        return pdf.clean
    if kind in {"png", "jpg"}:
        from ssp.services.inspector import images

        return images.READERS[kind]
    if kind in {"docx", "odt"}:
        from ssp.services.inspector import documents

        return documents.READERS[kind]
    from ssp.services.inspector import texts

    return texts.clean
