"""A person at a real browser, whose every page is looked at: axe, the console, the width."""

import os
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, Response

from tests.support.world import PASSWORD

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
TOO_WIDE = """() => { const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.querySelectorAll("body *")].filter((at) => at.getBoundingClientRect().right > room)
        .map((at) => `${at.tagName} ${at.className} ${at.textContent.trim().slice(0, 30)}`); }"""
REFUSAL = re.compile(r"Failed to load resource: the server responded with a status of (401|403|404|409|422)")


class Person:
    """One signed-in browser; `see` looks at the page as it stands and fails on anything wrong with it."""

    def __init__(self, browser: Browser, url: str, album: Path, width: int = 1280, javascript: bool = True):
        self.browser, self.url, self.album, self.width, self.javascript = browser, url, album, width, javascript
        self.context = self._context(javascript)
        self.context.set_default_timeout(15_000)
        self.wrong: list[str] = []
        self.page = self.open()
        self.checker = None if javascript else self._context(True).new_page()

    def open(self) -> Page:
        """One more tab, watched like the first."""
        page = self.context.new_page()
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        return page

    def sign_in(self, username: str):
        self.page.goto("/sign-in")
        self.page.get_by_label("Brugernavn").fill(username)
        self.page.get_by_label("Adgangskode").fill(PASSWORD)
        self.page.locator("main button").click()
        self.page.get_by_role("heading", level=1, name="Hej").wait_for()
        return self

    def see(self, step: str) -> None:
        """Nothing wrong for axe, nothing in the console, nothing wider than the window; a picture in the album."""
        page = self.page
        page.wait_for_load_state()
        picture = {"path": self.album / f"{step}.png", "full_page": "SAMSPIL_SCREENSHOTS" in os.environ}
        try:
            page.screenshot(**picture)
        except Error:  # a busy Chromium sometimes drops a frame; the second try has it
            page.screenshot(**picture)
        looked_at = page if self.javascript else self._copy()
        beyond = looked_at.evaluate(TOO_WIDE)
        assert not beyond, f"{step}: wider than the window: {beyond}"
        found = Axe().run(looked_at, options=RULES)
        assert found.violations_count == 0, f"{step}: {found.generate_report()}"
        assert not self.wrong, f"{step}: {self.wrong}"

    def press_send(self, button: str) -> Response:
        """Press a form's button and stand on the page it leads to."""
        with self.page.expect_navigation() as leaving:
            self.page.get_by_role("button", name=button, exact=True).click()
        return leaving.value

    def close(self) -> None:
        self.context.close()
        if self.checker:
            self.checker.context.close()

    def _context(self, javascript: bool):
        return self.browser.new_context(
            base_url=self.url, viewport={"width": self.width, "height": 800}, locale="da-DK",
            java_script_enabled=javascript,
        )  # fmt: skip

    def _copy(self) -> Page:
        """The same HTML where axe can run: a page without scripts cannot look at itself."""
        html, address = self.page.content(), self.page.url.split("#")[0]
        without_scripts = re.sub(r"<script .*?</script>", "", html)
        self.checker.unroute_all()
        self.checker.route(address, lambda route: route.fulfill(body=without_scripts, content_type="text/html"))
        self.checker.goto(address)
        return self.checker

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not REFUSAL.search(text):
            self.wrong.append(text)
