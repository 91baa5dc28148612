"""From the outbox to the mail server: a letter becomes a message that says next to nothing, and is handed over (J1)."""

import smtplib
import ssl
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from flask import current_app
from flask_babel import force_locale, gettext

from ssp.config import Config, MailConfig, is_address
from ssp.services.mails import UNSENDABLE, Letter
from ssp.services.standing import DANISH_TIME

SECONDS = 20
"""How long the server may take over each step."""

CALENDARS = {"invitation": False, "cancellation": True}


class Unsendable(ValueError):
    """The address is not one; trying again does not help."""


class NoTls(OSError):
    """The server offers no encryption, and none of it goes without."""


def compose(letter: Letter, config: Config) -> EmailMessage:
    """The mail, in the recipient's language: a reference, where to sign in, and for a deadline or a meeting its time.

    The same letter always has the same Message-ID, so that a mail sent twice is known to be one.
    Raises Unsendable when the recipient is not exactly one address.
    """
    if not is_address(letter.recipient):
        raise Unsendable
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(config.product, addr_spec=config.mail.sender)
    message["To"] = Address(addr_spec=letter.recipient)
    message["Date"] = datetime.fromtimestamp(letter.written_at, UTC)
    message["Message-ID"] = f"<{letter.reference}@{config.host}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    with force_locale(letter.language):
        message["Subject"] = gettext("Nyt i %(product)s", product=config.product)
        message.set_content(_text(letter, config), cte="quoted-printable")
        if letter.template in CALENDARS:
            _attach_calendar(message, letter, config)
        message["Content-Language"] = letter.language
    return message


def _text(letter: Letter, config: Config) -> str:
    ends = datetime.fromtimestamp(letter.moment or 0, DANISH_TIME)
    return current_app.jinja_env.get_template(f"mail/{letter.template}.txt").render(
        about=letter.about,
        url=config.base_url,
        at=letter.moment,
        ends_with_day=(ends.hour, ends.minute, ends.second) == (0, 0, 0),
        last_day=(ends - timedelta(seconds=1)).date(),
    )


def _attach_calendar(message: EmailMessage, letter: Letter, config: Config) -> None:
    cancelled = CALENDARS[letter.template]
    from ssp.services.calendars import Desk, calendar  # its package is 3 MB that no web worker needs

    file = calendar(
        letter.about,
        letter.moment,
        letter.written_at,
        gettext("Møde i %(product)s", product=config.product),
        letter.recipient,
        Desk(config.mail.sender, config.host, config.base_url),
        cancelled,
    )
    message.add_attachment(
        file.decode(), subtype="calendar", cte="base64", filename=f"{letter.about}.ics",
        params={"method": "CANCEL" if cancelled else "REQUEST"},
    )  # fmt: skip


class Post:
    """A connection to the mail server, made when the first letter is handed over and kept while it works."""

    def __init__(self, config: Config):
        self._config = config
        self._client: smtplib.SMTP | None = None
        self.reachable = True

    def hand_over(self, letter: Letter) -> str:
        """Give the letter to the server. Returns "" or the class of what went wrong, never words from it."""
        try:
            message = compose(letter, self._config)
        except Exception as error:
            return UNSENDABLE if isinstance(error, Unsendable) else type(error).__name__
        try:
            self._connected().send_message(message, self._config.mail.sender, [letter.recipient])
        except Exception as error:
            if not isinstance(error, smtplib.SMTPRecipientsRefused):
                self.close()
            return problem_class(error)
        return ""

    def close(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        try:
            client.quit()
        except (smtplib.SMTPException, OSError):
            client.close()

    def _connected(self) -> smtplib.SMTP:
        if self._client is None:
            self.reachable = False
            self._client = connect(self._config.mail, self._config.host)
            self.reachable = True
        return self._client


def connect(mail: MailConfig, name: str) -> smtplib.SMTP:
    """A connection ready to take mails: encrypted and signed in as configured. Certificates are checked."""
    context = None if mail.tls == "none" else ssl.create_default_context()
    if mail.tls == "implicit":
        client = smtplib.SMTP_SSL(mail.host, mail.port, local_hostname=name, timeout=SECONDS, context=context)
    else:
        client = smtplib.SMTP(mail.host, mail.port, local_hostname=name, timeout=SECONDS)
    try:
        if mail.tls == "starttls":
            client.ehlo()
            if not client.has_extn("starttls"):
                raise NoTls
            client.starttls(context=context)
        if mail.user:
            client.login(mail.user, mail.password_file.read_text("utf-8").splitlines()[0])
    except BaseException:
        client.close()
        raise
    return client


CLASSES: tuple[tuple[type[BaseException], str], ...] = (
    (NoTls, "tls"),
    (ssl.SSLError, "tls"),
    (TimeoutError, "timeout"),
    (smtplib.SMTPAuthenticationError, "sign_in"),
    (smtplib.SMTPServerDisconnected, "disconnected"),
    (smtplib.SMTPNotSupportedError, "not_supported"),
)


def problem_class(error: Exception) -> str:
    """The class of an error: what one may store and log, since the words of a server quote addresses."""
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError):
        return "timeout"  # smtplib calls a server that says nothing one that has gone
    for kind, name in CLASSES:
        if isinstance(error, kind):
            return name
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _by_code(max(code for code, _ in error.recipients.values()))
    if isinstance(error, smtplib.SMTPResponseException):
        return _by_code(error.smtp_code)
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
        return "connection"
    return type(error).__name__[:60]


def _by_code(code: int) -> str:
    return "deferred" if 400 <= code < 500 else "refused"
