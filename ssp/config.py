"""The settings: read once from the environment, refused when unsafe."""

import os
import stat
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_SECRET = "development-only-secret"  # noqa: S105


class ConfigError(Exception):
    """A setting is missing or unsafe; the message says which and what to do."""


TLS = ("starttls", "implicit", "none")
PATIENCE = {"lease": "SSP_MAIL_LEASE_SECONDS", "retry": "SSP_MAIL_RETRY_SECONDS", "pause": "SSP_WORKER_SECONDS"}
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class MailConfig:
    """How mail leaves, and how patient the worker is. Without a host, mails wait."""

    host: str = ""  # SSP_SMTP_HOST
    port: int = 587  # SSP_SMTP_PORT
    user: str = ""  # SSP_SMTP_USER
    password_file: Path | None = None  # SSP_SMTP_PASSWORD_FILE: its first line is the password
    tls: str = "starttls"  # SSP_SMTP_TLS: starttls, implicit or none
    sender: str = ""  # SSP_MAIL_FROM: the address mails come from
    lease_seconds: int = 300  # SSP_MAIL_LEASE_SECONDS: how long a worker has for one mail
    retry_seconds: int = 60  # SSP_MAIL_RETRY_SECONDS: the wait after a first failure; it doubles
    pause_seconds: int = 5  # SSP_WORKER_SECONDS: how often the worker looks

    @classmethod
    def from_env(cls, env) -> "MailConfig":
        password_file = env.get("SSP_SMTP_PASSWORD_FILE")
        return cls(
            host=env.get("SSP_SMTP_HOST", cls.host),
            port=_whole(env, "SSP_SMTP_PORT", cls.port),
            user=env.get("SSP_SMTP_USER", cls.user),
            password_file=Path(password_file) if password_file else None,
            tls=env.get("SSP_SMTP_TLS") or cls.tls,
            sender=env.get("SSP_MAIL_FROM", cls.sender),
            lease_seconds=_whole(env, "SSP_MAIL_LEASE_SECONDS", cls.lease_seconds),
            retry_seconds=_whole(env, "SSP_MAIL_RETRY_SECONDS", cls.retry_seconds),
            pause_seconds=_whole(env, "SSP_WORKER_SECONDS", cls.pause_seconds),
        )

    def check(self, production: bool) -> None:
        """Refuse what could not work, and in production what would show passwords or mails on the way."""
        if self.tls not in TLS:
            raise ConfigError(f"SSP_SMTP_TLS is '{self.tls}'; use starttls, implicit or none.")
        for name in ("lease", "retry", "pause"):
            if getattr(self, f"{name}_seconds") < 1:
                raise ConfigError(f"{PATIENCE[name]} is 0; write a number of seconds.")
        if not self.host:
            return
        if not is_address(self.sender):
            raise ConfigError("SSP_MAIL_FROM is missing or no mail address; set the address mails come from.")
        if bool(self.user) != bool(self.password_file):
            raise ConfigError("SSP_SMTP_USER and SSP_SMTP_PASSWORD_FILE belong together; set both or none.")
        if self.password_file and not self.password_file.is_file():
            raise ConfigError("SSP_SMTP_PASSWORD_FILE does not exist.")
        if not production:
            return
        if self.tls == "none" and self.host not in HERE:
            raise ConfigError("SSP_SMTP_TLS is none; in production only a mail server on this machine goes without.")
        if self.password_file and _others_can_read(self.password_file):
            raise ConfigError("SSP_SMTP_PASSWORD_FILE can be read by others; run chmod 400 on it.")


@dataclass(frozen=True)
class Config:
    """Every setting the application reads, with the environment variable it comes from."""

    environment: str = "development"  # SSP_ENV: development, demonstration or production
    secret_key: str = DEFAULT_SECRET  # SSP_SECRET_KEY: at least 32 characters in production
    database_url: str = ""  # DATABASE_URL: sqlite:///path or postgresql://…
    master_key_file: Path = field(default=ROOT / "instance" / "master.key")  # SSP_MASTER_KEY_FILE
    municipality: str = "Fjordby Kommune"  # SSP_MUNICIPALITY
    product: str = "Samspil"  # SSP_PRODUCT
    duty_phone: str = "72 00 00 00"  # SSP_DUTY_PHONE: the social duty phone shown beside 112
    base_url: str = "http://127.0.0.1:8000"  # SSP_BASE_URL: used in mails
    idle_minutes: int = 15  # SSP_IDLE_MINUTES (rule A12)
    absolute_hours: int = 10  # SSP_ABSOLUTE_HOURS
    argon2_memory_kib: int = 65536  # SSP_ARGON2_MEMORY_KIB
    argon2_time: int = 3  # SSP_ARGON2_TIME
    proxies: int = 0  # SSP_PROXIES: trusted reverse proxies in front
    clamd: str = ""  # SSP_CLAMD: where the virus scanner listens, a socket's path or host:port
    mail: MailConfig = field(default_factory=MailConfig)

    @property
    def demonstration(self) -> bool:
        return self.environment == "demonstration"

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def host(self) -> str:
        """The name of this installation on the net: what is unique here is unique anywhere with it."""
        return urlsplit(self.base_url).hostname or "localhost"

    @classmethod
    def from_env(cls, environ: dict[str, str] | None = None) -> "Config":
        """The configuration the environment asks for, checked.

        Raises ConfigError when production would start unsafely.
        """
        env = os.environ if environ is None else environ
        url = env.get("DATABASE_URL") or f"sqlite:///{ROOT / 'instance' / 'samspil.db'}"
        key_file = env.get("SSP_MASTER_KEY_FILE")
        config = cls(
            environment=env.get("SSP_ENV", cls.environment),
            secret_key=env.get("SSP_SECRET_KEY", DEFAULT_SECRET),
            database_url=url,
            master_key_file=Path(key_file) if key_file else ROOT / "instance" / "master.key",
            municipality=env.get("SSP_MUNICIPALITY", cls.municipality),
            product=env.get("SSP_PRODUCT", cls.product),
            duty_phone=env.get("SSP_DUTY_PHONE", cls.duty_phone),
            base_url=env.get("SSP_BASE_URL", cls.base_url),
            idle_minutes=_whole(env, "SSP_IDLE_MINUTES", cls.idle_minutes),
            absolute_hours=_whole(env, "SSP_ABSOLUTE_HOURS", cls.absolute_hours),
            argon2_memory_kib=_whole(env, "SSP_ARGON2_MEMORY_KIB", cls.argon2_memory_kib),
            argon2_time=_whole(env, "SSP_ARGON2_TIME", cls.argon2_time),
            proxies=_whole(env, "SSP_PROXIES", cls.proxies),
            clamd=env.get("SSP_CLAMD", cls.clamd),
            mail=MailConfig.from_env(env),
        )
        config.check()
        return config

    def check(self) -> None:
        """Refuse what must never run: the reason and the remedy are in the message."""
        if self.environment not in {"development", "demonstration", "production"}:
            raise ConfigError(f"SSP_ENV is '{self.environment}'; use development, demonstration or production.")
        self.mail.check(self.production)
        self._check_scanner()
        if not self.production:
            return
        if self.secret_key == DEFAULT_SECRET or len(self.secret_key) < 32:
            raise ConfigError("SSP_SECRET_KEY is missing or too short; set at least 32 random characters.")
        if not self.master_key_file.is_file():
            raise ConfigError("SSP_MASTER_KEY_FILE does not exist; make one with 'flask keys create'.")
        if _others_can_read(self.master_key_file):
            raise ConfigError("SSP_MASTER_KEY_FILE can be read by others; run chmod 400 on it.")
        if not self.base_url.startswith("https://"):
            raise ConfigError("SSP_BASE_URL must start with https:// in production.")

    def _check_scanner(self) -> None:
        """A socket, or a host and a port; files go there in clear, so in production to this machine only."""
        host, _, port = self.clamd.rpartition(":")
        if not self.clamd or self.clamd.startswith("/"):
            return
        if not (host and port.isdigit()):
            raise ConfigError(f"SSP_CLAMD is '{self.clamd}'; write the path of clamd's socket, or host:port.")
        if self.production and host.strip("[]") not in HERE:
            raise ConfigError("SSP_CLAMD is another machine; files would go there in clear. Run clamd on this one.")


def is_address(text: str) -> bool:
    """Whether this is exactly one mail address, with nothing in it that could begin another header."""
    if not (text.isascii() and text.isprintable()):
        return False
    try:
        return bool(Address(addr_spec=text).domain)
    except (ValueError, IndexError, MessageError):
        return False


def _others_can_read(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _whole(env, name: str, default: int) -> int:
    value = env.get(name, "")
    if not value:
        return default
    if not value.isdigit():
        raise ConfigError(f"{name} is '{value}'; write a whole number.")
    return int(value)
