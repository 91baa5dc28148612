"""A family with two homes and a half-brother, written in through the pages; three readers see three correct things."""

import base64
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from ssp.config import ROOT
from tests.browser.test_loop import Loop

WAYS = pytest.mark.parametrize(("width", "javascript"), [(1280, True), (375, False)], ids=["desk", "hand-plain"])
READERS = {"teacher": "Skolen", "social_worker": "Rådgiveren", "liaison": "Lokalbetjenten"}
FIRST = ("Lind", "Sand", "Birke", "Sol", "Vester", "Bøge", "Ege", "Nørre")
LAST = ("holt", "ager", "toft", "borg", "lund", "bjerg", "gaard", "høj")
PICTURE = "SAMSPIL_FAMILY_PICTURE"
"""Set, the three pages are hung side by side in the documentation."""


@pytest.fixture(scope="module")
def portraits():
    """What each reader saw, by width and reader."""
    return {}


@pytest.fixture
def case(server):
    """case() is a case about a child whose half-brother the social section knows; and their two names."""

    def prepare() -> tuple[str, str, str]:
        number = uuid.uuid4().int
        family = FIRST[number % 8] + LAST[number // 8 % 8]
        names = f"Ask {family}", f"Bo {family}"
        made = subprocess.run(
            [sys.executable, "-m", "tests.browser.prepare_family", *names], cwd=ROOT, env=server.environment,
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return made.stdout.split()[-1], *names

    return prepare


class Household(Loop):
    """A keeper at the family's pages."""

    def write_in(self, keeper, case: str, ask: str, bo: str) -> None:
        page = keeper.page
        page.goto(f"/cases/{case}")
        page.get_by_role("link", name="Familien", exact=True).click()
        page.get_by_label("Hvad skal hjemmet hedde?").fill("Hos mor")
        page.get_by_label("Adresse", exact=False).first.fill("Prøvevej 1")
        keeper.press_send("Skriv familien ind")
        page.get_by_role("link", name="Tilføj et hjem").click()
        keeper.press_send("Gem hjemmet")
        assert page.locator("#problems a").count() == 1
        page.get_by_label("Hvad skal hjemmet hedde?").fill("Hos far")
        page.get_by_label("Adresse", exact=False).first.fill("Prøvevej 2")
        keeper.press_send("Gem hjemmet")
        page.get_by_role("link", name=f"Ret {ask}").click()
        page.get_by_label("Hos far").check()
        keeper.press_send("Gem")
        self.add_brother(keeper, bo)
        joint, alone = "Fælles forældremyndighed", "Forældremyndighed alene"
        self.add_adult(keeper, "Mia Mor", "Hos mor", {ask: ("Mor", joint), bo: ("Mor", alone)})
        self.add_adult(keeper, "Finn Far", "Hos far", {ask: ("Far", joint)})
        self.add_adult(keeper, "Ole Andenfar", "", {bo: ("Far", "Ikke forældremyndighed")})
        self.see(keeper, "family-written")

    def add_brother(self, keeper, bo: str) -> None:
        """Looked for before a record is made: the consultant knows him from a colleague's concern."""
        page = keeper.page
        page.get_by_role("link", name="Tilføj et barn her Hos mor").click()
        page.get_by_label("Navn", exact=True).fill(bo)
        keeper.press_send("Gem")
        page.get_by_label(bo, exact=False).first.check()
        self.see(keeper, "family-known-child")
        keeper.press_send("Gem")

    def add_adult(self, keeper, name: str, home: str, ties: dict[str, tuple[str, str]]) -> None:
        page = keeper.page
        page.get_by_role("link", name="Tilføj en voksen", exact=True).click()
        page.get_by_label("Navn", exact=True).fill(name)
        if home:
            page.get_by_label(home).check()
        for child, (kin, custody) in ties.items():
            page.get_by_label(f"Hvad er den voksne til {child}?").select_option(label=kin)
            page.get_by_label(f"Forældremyndighed over {child}").select_option(label=custody)
        keeper.press_send("Gem")
        if page.get_by_label("det er en ny person").count():
            page.get_by_label("det er en ny person").check()
            keeper.press_send("Gem")
        page.locator("#family", has_text=name).wait_for()

    def read(self, who: str, case: str, portraits: dict) -> str:
        """What somebody reads on the page, looked over; and a picture of it when one is wanted."""
        reader = self.make(who)
        reader.page.goto(f"/cases/{case}/family")
        self.see(reader, f"family-{who}")
        if os.environ.get(PICTURE):
            portraits[self.prefix, who] = reader.page.locator("main").screenshot()
        return reader.page.locator("#family").inner_text()


@WAYS
def test_three_readers_open_the_same_family_and_see_three_correct_things(
    person, case, portraits, chromium, width, javascript
):
    journey = Household(person, width, javascript)
    reference, ask, bo = case()
    keeper = journey.make("consultant")
    journey.write_in(keeper, reference, ask, bo)
    everything = keeper.page.locator("#family").inner_text()
    teacher, social, police = [journey.read(who, reference, portraits) for who in READERS]
    for text in (everything, teacher, social, police):
        assert all(words in text for words in (ask, "Hos mor", "Hos far", "Mia Mor", "Finn Far", f"{ask}: Ja"))
    for text in (everything, social):
        assert all(words in text for words in (bo, "Ole Andenfar", "Prøvevej 1", f"{bo}: Nej: barnet har en anden far"))
        assert "vises ikke" not in text
    for text in (teacher, police):
        assert "2 linjer vises ikke." in text
        assert not any(words in text for words in (bo, "Ole Andenfar", "Prøvevej", "Underretning"))
    assert "Underretning U-" in social
    assert ("Bekymring B-" in teacher, "Bekymring B-" in police) == (True, False)
    assert len({teacher, social, police}) == 3
    if len(portraits) == 2 * len(READERS):
        hang(chromium, portraits, ROOT / "docs" / "screenshots" / "family.png")


def hang(chromium, portraits: dict, place: Path) -> None:
    """The three pages side by side, on a desk and in a hand, as one picture."""
    prefixes = sorted({prefix for prefix, _ in portraits}, key=lambda prefix: -int(prefix.split("-")[0]))
    rows = "".join(
        "<div class='row'>"
        + "".join(
            f"<figure class='w{prefix.split('-')[0]}'><figcaption>{words}</figcaption>"
            f"<img src='data:image/png;base64,{base64.b64encode(portraits[prefix, who]).decode()}'></figure>"
            for who, words in READERS.items()
        )
        + "</div>"
        for prefix in prefixes
    )
    style = (
        "body{background:#e9e4d8;font:600 22px system-ui;margin:32px;width:1800px}"
        ".row{display:flex;gap:28px;align-items:start;margin-bottom:28px}figure{margin:0;width:580px}"
        "figcaption{color:#0b3335;margin-bottom:10px}img{border-radius:10px;box-shadow:0 2px 18px #0003;width:100%}"
        ".w375 img{width:375px}"
    )
    page = chromium.new_page(viewport={"width": 1864, "height": 900})
    page.set_content(f"<!doctype html><style>{style}</style>{rows}")
    page.screenshot(path=place, full_page=True)
    page.close()
