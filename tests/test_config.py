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


def test_development_starts_with_nothing_set():
    assert Config.from_env({}).environment == "development"
