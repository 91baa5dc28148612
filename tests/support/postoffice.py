"""A real mail server on this machine that can be slow, refuse, break off, ask for encryption and a password, or be down."""

import asyncio
import email
from collections import Counter
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from ssp.config import MailConfig
from tests.support.engines import free_port

SENDER = "samspil@kommune.invalid"


@dataclass(frozen=True)
class Received:
    """A mail as it came over the wire."""

    recipients: tuple[str, ...]
    sender: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.raw, policy=default)

    @property
    def text(self) -> str:
        return self.message.get_body(("plain",)).get_content()

    @property
    def calendar(self) -> bytes:
        (part,) = self.message.iter_attachments()
        return part.get_payload(decode=True)

    @property
    def everything(self) -> bytes:
        """The bytes as they came, and every part and header of them decoded."""
        parts = [part.get_payload(decode=True) or b"" for part in self.message.walk()]
        headers = [f"{name}: {value}".encode() for part in self.message.walk() for name, value in part.items()]
        return b"\n".join([self.raw, *parts, *headers])


@dataclass
class PostOffice:
    """Started by `with`; `received` is all that came, in order. The behaviours can be changed at any time."""

    port: int = field(default_factory=free_port)
    tls: object = None
    password: str = ""
    delay: float = 0
    answers: dict[str, str] = field(default_factory=dict)
    breaks_off: object = None
    received: list[Received] = field(default_factory=list)
    working: int = 0

    def __enter__(self) -> "PostOffice":
        more = {"tls_context": self.tls, "require_starttls": True} if self.tls else {}
        if self.password:
            more |= {"authenticator": self._sign_in, "auth_required": True}
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **more)
        self._controller.start()
        return self

    def __exit__(self, *_) -> None:
        self._controller.stop()

    def config(self, **more) -> MailConfig:
        known = {"host": "127.0.0.1", "port": self.port, "tls": "none", "sender": SENDER}
        return MailConfig(**(known | more))

    def environment(self) -> dict[str, str]:
        return {
            "SSP_SMTP_HOST": "127.0.0.1", "SSP_SMTP_PORT": str(self.port), "SSP_SMTP_TLS": "none",
            "SSP_MAIL_FROM": SENDER,
        }  # fmt: skip

    def counts(self) -> Counter:
        """How often each Message-ID came."""
        return Counter(mail.message["Message-ID"] for mail in list(self.received))

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        self.working += 1
        if self.delay:
            await asyncio.sleep(self.delay)
        self.received.append(Received(tuple(envelope.rcpt_tos), envelope.mail_from, envelope.content))
        if self.breaks_off and self.breaks_off():
            server.transport.abort()
        return "250 OK"

    def _sign_in(self, server, session, envelope, mechanism, data) -> AuthResult:
        return AuthResult(success=data.password.decode() == self.password, handled=False)
