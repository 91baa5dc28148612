"""The outbox: patience that grows, giving up late, and every way a mail server can refuse."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from dataclasses import replace
from threading import Event

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ssp import db, worker, worker_mail
from ssp.models import Mail, User
from ssp.services import mails, upkeep
from tests.support import deadlines
from tests.support.engines import free_port
from tests.support.postoffice import PostOffice

BEGIN = 1_700_000_000
HOUR, DAY = 3600, 24 * 3600


@pytest.fixture
def send(application, config, world):
    """Send what is due by these mail settings."""

    def go(mail, at: int = BEGIN):
        with application.app_context(), db.at(at):
            worker.deliver(replace(config, mail=mail), Event())

    return go


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that signs itself. Returns (certificate file, key file)."""
    folder, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "certificate").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key").write_bytes(private)
    return folder / "certificate", folder / "key"


@pytest.fixture
def secure(certificate):
    """A mail server that takes nothing unencrypted, and nothing from whoever does not sign in."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    with PostOffice(tls=context, password="rigtig") as running:
        yield running


@pytest.fixture
def password(tmp_path):
    def write(text: str):
        (tmp_path / "password").write_text(f"{text}\n")
        return tmp_path / "password"

    return write


def problem() -> str:
    mail = Mail.get()
    assert (mail.sent_at is None) == bool(mail.problem)
    return mail.problem


def test_encrypted_and_signed_in_it_arrives(send, secure, certificate, password, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    deadlines.mail("teacher@example.invalid", BEGIN)
    send(secure.config(tls="starttls", user="samspil", password_file=password("rigtig")))
    assert (problem(), len(secure.received)) == ("", 1)


def test_a_wrong_password_is_a_class_of_its_own(send, secure, certificate, password, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    deadlines.mail("teacher@example.invalid", BEGIN)
    send(secure.config(tls="starttls", user="samspil", password_file=password("forkert")))
    assert (problem(), secure.received) == ("sign_in", [])


def test_a_certificate_nobody_vouches_for_gets_no_mail(send, secure):
    deadlines.mail("teacher@example.invalid", BEGIN)
    send(secure.config(tls="starttls"))
    assert (problem(), secure.received) == ("tls", [])


def test_a_server_without_encryption_gets_no_mail(send):
    deadlines.mail("teacher@example.invalid", BEGIN)
    with PostOffice() as office:
        send(office.config(tls="starttls"))
        assert (problem(), office.received) == ("tls", [])


def test_a_server_that_wants_encryption_gets_nothing_without(send, secure):
    deadlines.mail("teacher@example.invalid", BEGIN)
    send(secure.config(tls="none"))
    assert (problem(), secure.received) == ("refused", [])


@pytest.mark.parametrize(("answer", "name"), [("450 senere", "deferred"), ("550 ukendt", "refused")])
def test_a_refused_recipient_is_tried_again_later_and_holds_nobody_up(send, answer, name):
    bad = deadlines.mail("head@example.invalid", BEGIN - 1)
    deadlines.mail("teacher@example.invalid", BEGIN)
    with PostOffice(answers={"head@example.invalid": answer}) as office:
        send(office.config())
        assert [came.recipients for came in office.received] == [("teacher@example.invalid",)]
        waiting = Mail.get_by_id(bad.id)
        assert (waiting.problem, waiting.attempts, waiting.next_at) == (name, 1, BEGIN + 60)
        office.answers.clear()
        send(office.config(), BEGIN + 59)
        assert len(office.received) == 1
        send(office.config(), BEGIN + 60)
        assert len(office.received) == 2
    assert (Mail.get_by_id(bad.id).problem, Mail.get_by_id(bad.id).attempts) == ("", 2)


def test_a_silent_server_is_a_timeout(send, monkeypatch):
    monkeypatch.setattr(worker_mail, "SECONDS", 0.2)
    deadlines.mail("teacher@example.invalid", BEGIN)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        send(PostOffice(port=silent.getsockname()[1]).config())
    assert problem() == "timeout"


def test_a_connection_that_breaks_is_a_class_of_its_own_and_the_next_mail_gets_a_new_one(send):
    deadlines.mail("teacher@example.invalid", BEGIN)
    deadlines.mail("head@example.invalid", BEGIN)
    breaks = iter([True, False])
    with PostOffice(breaks_off=lambda: next(breaks)) as office:
        send(office.config())
        assert len(office.received) == 2
    assert [mail.problem for mail in Mail.select().order_by(Mail.id)] == ["disconnected", ""]


def test_a_server_that_is_down_costs_one_attempt_a_round(send):
    for _ in range(3):
        deadlines.mail("teacher@example.invalid", BEGIN)
    send(PostOffice(port=free_port()).config())
    assert sorted(mail.problem for mail in Mail.select()) == ["", "", "connection"]


def test_a_template_that_is_not_there_is_that_mails_problem_alone(send):
    deadlines.mail("teacher@example.invalid", BEGIN - 1, "nothing")
    deadlines.mail("head@example.invalid", BEGIN)
    with PostOffice() as office:
        send(office.config())
        assert len(office.received) == 1
    assert Mail.get(Mail.template == "nothing").problem == "TemplateNotFound"


def test_patience_doubles_up_to_an_hour_and_ends_after_three_days(send):
    mail, config, at, pauses = (
        deadlines.mail("teacher@example.invalid", BEGIN),
        PostOffice(port=free_port()).config(),
        BEGIN,
        [],
    )
    while (stored := Mail.get_by_id(mail.id)).given_up_at is None:
        if stored.attempts:
            pauses.append(stored.next_at - at)
        at = max(stored.next_at, at)
        send(config, at)
    assert pauses[:8] == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert 3 * DAY <= at - BEGIN <= 3 * DAY + HOUR
    assert (stored.problem, mails.look()) == ("connection", mails.Outbox(0, None, 1))


def test_an_old_mail_is_not_given_up_at_the_first_attempt(send):
    """A worker that was away for a week tries everything that waited, and more than once."""
    deadlines.mail("teacher@example.invalid", BEGIN)
    send(PostOffice(port=free_port()).config(), BEGIN + 7 * DAY)
    assert mails.look() == mails.Outbox(1, BEGIN, 0)


def test_what_was_given_up_can_be_put_back_in_line(send, application, config):
    deadlines.mail("not an address", BEGIN)
    with PostOffice() as office:
        send(office.config())
        assert mails.look().given_up == 1
        Mail.update(recipient="teacher@example.invalid").execute()
        assert application.test_cli_runner().invoke(worker.retry).output == "1 mails are in line again.\n"
        send(office.config(), db.now())
        assert len(office.received) == 1


def test_a_mail_is_in_one_pair_of_hands_until_its_time_has_passed(world):
    deadlines.mail("teacher@example.invalid", BEGIN)
    with db.at(BEGIN):
        assert mails.take(30).attempts == 1
        assert mails.take(30) is None
    with db.at(BEGIN + 29):
        assert mails.take(30) is None
    with db.at(BEGIN + 30):
        assert mails.take(30).attempts == 2


def test_many_hands_never_hold_the_same_mail(world, database_url):
    for _ in range(30):
        deadlines.mail("teacher@example.invalid", BEGIN)
    taken: list[str] = []

    def work():
        db.connect()
        while letter := mails.take(600):
            taken.append(letter.reference)
        db.handle.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(taken) == len(set(taken)) == 30


def test_without_a_mail_server_mails_wait_and_it_is_said_once(application, config, world, caplog):
    User.update(email="").execute()
    deadlines.mail("teacher@example.invalid", BEGIN)
    with application.app_context():
        assert worker.work(config, Event(), once=True)
    assert mails.look().waiting == 1
    assert sum("no mail server is set" in record.message for record in caplog.records) <= 1


@pytest.mark.parametrize(
    ("environment", "host", "age", "given_up", "well"),
    [
        ("demonstration", "", 5 * DAY, False, True),
        ("production", "", 0, False, False),
        ("production", "mail.invalid", 600, False, True),
        ("production", "mail.invalid", 2 * HOUR, False, False),
        ("production", "mail.invalid", 600, True, False),
    ],
)
def test_the_doctor_sees_what_waits(config, world, environment, host, age, given_up, well):
    waiting = deadlines.mail("teacher@example.invalid", db.now() - age)
    if given_up:
        Mail.update(given_up_at=1, problem="refused").where(Mail.id == waiting.id).execute()
    known = replace(config, environment=environment, mail=replace(config.mail, host=host, sender="s@example.invalid"))
    (finding,) = [finding for finding in upkeep.examine(known) if finding.name == "mail"]
    assert finding.well is well
    assert ("1 wait" in finding.detail) is not given_up
    assert ("1 given up" in finding.detail) is given_up
    assert ("SSP_SMTP_HOST" in finding.detail) is not host or not host
    assert "@" not in finding.detail
