"""Fixtures: one real server, one Chromium, and people at browsers."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.person import Person
from tests.browser.server import Server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items):
    """Every test in this folder is a browser test, and one worker runs them all over one server."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("browser"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def album(tmp_path):
    """Where the pictures of every step go: SAMSPIL_SCREENSHOTS, or a directory of the test's own."""
    path = Path(os.environ.get("SAMSPIL_SCREENSHOTS") or tmp_path / "screenshots")
    path.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture
def person(chromium, server, album):
    """person("teacher") is that person, signed in at a browser; person() is nobody yet."""
    people = []

    def make(username: str = "", **options) -> Person:
        someone = Person(chromium, server.url, album, **options)
        people.append(someone)
        return someone.sign_in(username) if username else someone

    yield make
    for someone in people:
        someone.close()


@pytest.fixture
def sent(person):
    """sent() is the reference of a concern a teacher has just sent."""

    def send() -> str:
        page = person("teacher").page
        page.goto("/concerns/new")
        page.get_by_label("Barnet står ikke på listen").fill("Kim Prøve")
        page.get_by_label("Trivsel").check()
        page.get_by_label("Hvad har du set eller hørt?").fill("Sidder alene i frikvarteret.")
        page.get_by_label("Jeg undrer mig").check()
        page.get_by_role("button", name="Send bekymringen").click()
        page.get_by_role("heading", level=1, name="Bekymring B-").wait_for()
        return page.url.split("/concerns/")[1][:11]

    return send
