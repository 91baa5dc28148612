"""Settings are read from the environment, and production refuses to start unsafely."""

import pytest

from ssp.config import DEFAULT_SECRET, Config, ConfigError
from ssp.services.keyring import create_master_key


@pytest.fixture
def safe(tmp_path):
    """An environment production accepts."""
    create_master_key(tmp_path / "master.key")
    return {
        "SSP_ENV": "production", "SSP_SECRET_KEY": "t" * 16 + "ilfældigt tilfældig", "SSP_BASE_URL": "https://ssp.example",
        "SSP_MASTER_KEY_FILE": str(tmp_path / "master.key"), "DATABASE_URL": "sqlite:////tmp/x.db",
    }  # fmt: skip


def test_a_safe_environment_is_accepted(safe):
    config = Config.from_env(safe)
    assert (config.production, config.demonstration, config.idle_minutes) == (True, False, 15)


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"SSP_SECRET_KEY": ""}, "SSP_SECRET_KEY"),
        ({"SSP_SECRET_KEY": DEFAULT_SECRET}, "SSP_SECRET_KEY"),
        ({"SSP_SECRET_KEY": "x" * 31}, "SSP_SECRET_KEY"),
        ({"SSP_MASTER_KEY_FILE": "/nowhere/master.key"}, "SSP_MASTER_KEY_FILE"),
        ({"SSP_MASTER_KEY_FILE": "/tmp"}, "SSP_MASTER_KEY_FILE"),
        ({"SSP_BASE_URL": "http://ssp.example"}, "SSP_BASE_URL"),
        ({"SSP_BASE_URL": ""}, "SSP_BASE_URL"),
        ({"SSP_ENV": "prod"}, "SSP_ENV"),
        ({"SSP_IDLE_MINUTES": "soon"}, "SSP_IDLE_MINUTES"),
        ({"SSP_ABSOLUTE_HOURS": "-1"}, "SSP_ABSOLUTE_HOURS"),
    ],
)
def test_an_unsafe_environment_is_refused_and_the_setting_named(safe, change, names):
    with pytest.raises(ConfigError, match=names) as refusal:
        Config.from_env({**safe, **change})
    assert safe["SSP_SECRET_KEY"] not in str(refusal.value)


@pytest.mark.parametrize("name", ["SSP_SECRET_KEY", "SSP_MASTER_KEY_FILE", "SSP_BASE_URL"])
def test_a_missing_setting_is_refused_in_production(safe, name, monkeypatch, tmp_path):
    monkeypatch.setattr("ssp.config.ROOT", tmp_path / "empty")
    del safe[name]
    with pytest.raises(ConfigError, match=name):
        Config.from_env(safe)


@pytest.mark.parametrize("mode", [0o440, 0o404, 0o640, 0o644])
def test_a_key_others_can_read_is_refused(safe, tmp_path, mode):
    (tmp_path / "master.key").chmod(mode)
    with pytest.raises(ConfigError, match="SSP_MASTER_KEY_FILE"):
        Config.from_env(safe)


@pytest.fixture
def mailing(safe, tmp_path):
    """A production that sends mail."""
    password = tmp_path / "password"
    password.write_text("hemmelig\n")
    password.chmod(0o400)
    return safe | {
        "SSP_SMTP_HOST": "mail.kommune.invalid", "SSP_MAIL_FROM": "samspil@kommune.invalid", "SSP_SMTP_USER": "samspil",
        "SSP_SMTP_PASSWORD_FILE": str(password),
    }  # fmt: skip


def test_mail_is_encrypted_unless_said_otherwise(mailing):
    mail = Config.from_env(mailing).mail
    assert (mail.host, mail.port, mail.tls, mail.user) == ("mail.kommune.invalid", 587, "starttls", "samspil")
    assert Config.from_env({**mailing, "SSP_SMTP_HOST": "localhost", "SSP_SMTP_TLS": "none"}).mail.tls == "none"
    assert Config.from_env({**mailing, "SSP_SMTP_TLS": "implicit", "SSP_SMTP_PORT": "465"}).mail.port == 465


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"SSP_SMTP_TLS": "none"}, "SSP_SMTP_TLS"),
        ({"SSP_SMTP_TLS": "ssl"}, "SSP_SMTP_TLS"),
        ({"SSP_SMTP_PORT": "mail"}, "SSP_SMTP_PORT"),
        ({"SSP_MAIL_FROM": ""}, "SSP_MAIL_FROM"),
        ({"SSP_MAIL_FROM": "samspil@kommune.invalid\nBcc: x@y.invalid"}, "SSP_MAIL_FROM"),
        ({"SSP_MAIL_FROM": "Samspil <samspil@kommune.invalid>"}, "SSP_MAIL_FROM"),
        ({"SSP_SMTP_USER": ""}, "SSP_SMTP_USER"),
        ({"SSP_SMTP_PASSWORD_FILE": ""}, "SSP_SMTP_PASSWORD_FILE"),
        ({"SSP_SMTP_PASSWORD_FILE": "/nowhere/password"}, "SSP_SMTP_PASSWORD_FILE"),
        ({"SSP_MAIL_LEASE_SECONDS": "long"}, "SSP_MAIL_LEASE_SECONDS"),
        ({"SSP_MAIL_LEASE_SECONDS": "0"}, "SSP_MAIL_LEASE_SECONDS"),
        ({"SSP_WORKER_SECONDS": "0"}, "SSP_WORKER_SECONDS"),
    ],
)
def test_unsafe_mail_is_refused_and_the_setting_named(mailing, change, names):
    with pytest.raises(ConfigError, match=names):
        Config.from_env({**mailing, **change})


@pytest.mark.parametrize("mode", [0o440, 0o404])
def test_a_mail_password_others_can_read_is_refused(mailing, tmp_path, mode):
    (tmp_path / "password").chmod(mode)
    with pytest.raises(ConfigError, match="SSP_SMTP_PASSWORD_FILE"):
        Config.from_env(mailing)


def test_development_starts_with_nothing_set():
    assert Config.from_env({}).environment == "development"
