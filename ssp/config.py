"""The settings: read once from the environment, refused when unsafe."""

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_SECRET = "development-only-secret"  # noqa: S105


class ConfigError(Exception):
    """A setting is missing or unsafe; the message says which and what to do."""


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

    @property
    def demonstration(self) -> bool:
        return self.environment == "demonstration"

    @property
    def production(self) -> bool:
        return self.environment == "production"

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
        )
        config.check()
        return config

    def check(self) -> None:
        """Refuse what must never run: the reason and the remedy are in the message."""
        if self.environment not in {"development", "demonstration", "production"}:
            raise ConfigError(f"SSP_ENV is '{self.environment}'; use development, demonstration or production.")
        if not self.production:
            return
        if self.secret_key == DEFAULT_SECRET or len(self.secret_key) < 32:
            raise ConfigError("SSP_SECRET_KEY is missing or too short; set at least 32 random characters.")
        if not self.master_key_file.is_file():
            raise ConfigError("SSP_MASTER_KEY_FILE does not exist; make one with 'flask keys create'.")
        if self.master_key_file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise ConfigError("SSP_MASTER_KEY_FILE can be read by others; run chmod 400 on it.")
        if not self.base_url.startswith("https://"):
            raise ConfigError("SSP_BASE_URL must start with https:// in production.")


def _whole(env, name: str, default: int) -> int:
    value = env.get(name, "")
    if not value:
        return default
    if not value.isdigit():
        raise ConfigError(f"{name} is '{value}'; write a whole number.")
    return int(value)
