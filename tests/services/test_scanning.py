"""The scanner port: clean, infected, gone; what waits is let out, or removed, by the worker and by nobody else."""

import pytest

from ssp.config import Config, ConfigError
from ssp.models import Attachment, AttachmentPiece, Audit, Mail
from ssp.services import attachment_scans, attachments, scanning
from ssp.services.attachment_scans import Scanned
from ssp.services.door import verify_log
from ssp.services.inspection import Refused
from ssp.terms import AttachmentState, FileProblem
from tests.support import clamd
from tests.support.answers import once
from tests.support.case_load import log, open_case
from tests.support.clamd import FOUND, Clamd

TEXT = b"Aftale med skolen"


@pytest.fixture
def case(world) -> str:
    return open_case(world, "consultant", log(world, "teacher", world.pupils["north"][1]))


@pytest.fixture
def gone(monkeypatch, tmp_path):
    """A scanner is set, and does not answer."""
    clamd.use(monkeypatch, str(tmp_path / "clamd.ctl"))
    return tmp_path


def add(world, case: str, data: bytes = TEXT) -> AttachmentState:
    return attachments.add(world.actor("consultant"), case, "aftale.txt", data, once())


def lines() -> list[str]:
    """What the scans wrote into the log."""
    scans = Audit.select(Audit.action, Audit.objects).where(Audit.reason == "scan").order_by(Audit.seq)
    return [f"{line.action}: {line.objects}" for line in scans]


@pytest.mark.parametrize("unix", [True, False], ids=["unix", "tcp"])
def test_the_scanner_is_asked_over_its_socket(monkeypatch, tmp_path, unix):
    with Clamd(tmp_path if unix else None) as scanner:
        clamd.use(monkeypatch, scanner.address)
        assert scanning.answers()
        assert scanning.is_clean(TEXT * 100_000)
        assert not scanning.is_clean(TEXT * 100_000 + FOUND)
        for confused in (b"INSTREAM size limit exceeded. ERROR", b"", b"stream: NOT OK", b"x" * 5000):
            scanner.said = confused or b"\0"
            with pytest.raises(scanning.Unreachable):
                scanning.is_clean(TEXT)
    assert not scanning.answers()
    with pytest.raises(scanning.Unreachable):
        scanning.is_clean(TEXT)


def test_without_a_scanner_a_file_is_ready_at_once(world, case):
    assert add(world, case) is AttachmentState.READY
    assert attachment_scans.run() == Scanned()


def test_a_clean_file_is_ready_and_an_infected_one_is_not_stored(monkeypatch, world, case, tmp_path):
    with Clamd(tmp_path) as scanner:
        clamd.use(monkeypatch, scanner.address)
        assert add(world, case) is AttachmentState.READY
        with pytest.raises(Refused) as refused:
            add(world, case, TEXT + FOUND)
        assert refused.value.problem is FileProblem.INFECTED
        assert scanner.asked == 2
    assert Attachment.select().count() == 1


def test_while_the_scanner_is_gone_files_wait_and_nothing_is_opened(world, case, gone):
    assert add(world, case) is AttachmentState.PENDING
    assert attachment_scans.run() == Scanned()
    assert lines() == []
    assert Attachment.get().state == AttachmentState.PENDING


def test_the_worker_lets_out_what_is_clean_and_removes_what_is_not(world, case, gone):
    add(world, case)
    add(world, case, TEXT + FOUND)
    add(world, case, b"Mere")
    clean, infected, more = [row.reference for row in Attachment.select().order_by(Attachment.id)]
    mails = Mail.select().count()
    with Clamd(gone) as scanner:
        assert attachment_scans.run() == Scanned(ready=2, refused=1)
        assert attachment_scans.run() == Scanned()
        assert scanner.asked == 3
    assert lines() == [
        f"{action}: {case} {file}"
        for file in (clean, infected, more)
        for action in ("attachment.read", "attachment.add")
    ]
    states = {row.reference: (row.state, row.problem) for row in Attachment.select()}
    assert states == {clean: ("ready", ""), infected: ("refused", "infected"), more: ("ready", "")}
    assert AttachmentPiece.select().count() == 2
    assert Mail.select().count() == mails + 1
    assert Mail.select().order_by(Mail.id.desc()).get().about == case
    assert attachments.fetch(world.actor("consultant"), clean).data == TEXT
    assert verify_log()[1] is None


def test_a_file_that_cannot_be_opened_or_judged_does_not_hold_up_the_next(world, case, gone):
    add(world, case)
    add(world, case, b"Mere")
    broken = AttachmentPiece.select().order_by(AttachmentPiece.id).get()
    AttachmentPiece.update(body=b"\x01" + bytes(40)).where(AttachmentPiece.id == broken.id).execute()
    with Clamd(gone) as scanner:
        assert attachment_scans.run() == Scanned(ready=1)
        Attachment.update(state=AttachmentState.PENDING).execute()
        scanner.said = b"stream: something ERROR"
        assert attachment_scans.run() == Scanned()
    assert {row.state for row in Attachment.select()} == {AttachmentState.PENDING}


def test_a_scanner_on_another_machine_is_refused_in_production():
    for address in ("/run/clamd.ctl", "127.0.0.1:3310", "localhost:3310", ""):
        Config(clamd=address)._check_scanner()
    with pytest.raises(ConfigError):
        Config(clamd="clamd").check()
    with pytest.raises(ConfigError):
        Config(environment="production", clamd="scanner.example.invalid:3310").check()
    assert Config.from_env({"SSP_CLAMD": "/run/clamd.ctl"}).clamd == "/run/clamd.ctl"
