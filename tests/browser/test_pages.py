"""Every page at the width of a small phone, in English, and within its budget of requests and bytes."""

import gzip

import pytest

PAGES = {
    "teacher": (
        "/",
        "/concerns",
        "/concerns/new",
        "/cases",
        "/disclosures",
        "/password",
        "/nowhere",
        "/clocks",
        "/rules",
    ),
    "consultant": ("/", "/triage", "/triage?view=under_way", "/triage?view=closed", "/cases", "/disclosures"),
    "liaison": ("/", "/disclosures", "/cases"),
    "leader": ("/", "/clocks"),
    "administrator": (
        "/",
        "/directory/users",
        "/directory/units",
        "/directory/networks",
        "/directory/import",
        "/rules/assessment_hours",
    ),
    "dpo": ("/", "/log", "/register", "/rules", "/rules/law_duty"),
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_320_pixels(person, name):
    someone = person(name, width=320)
    for path in PAGES[name]:
        someone.page.goto(path)
        someone.see(f"320-{name}-{path.strip('/').replace('/', '-').replace('?', '-') or 'home'}")


def test_the_sign_in_page_and_its_refusal(person):
    nobody = person()
    nobody.page.goto("/sign-in")
    nobody.see("sign-in")
    nobody.page.get_by_label("Brugernavn").fill("teacher")
    nobody.page.get_by_label("Adgangskode").fill("ikke den rigtige sætning")
    nobody.press_send("Log ind")
    nobody.see("sign-in-refused")


def test_the_interface_speaks_english(person):
    someone = person("club_worker")
    page = someone.page
    someone.press_send("English")
    assert page.locator("html").get_attribute("lang") == "en"
    for path in ("/concerns/new", "/concerns", "/"):
        page.goto(path)
        someone.see(f"english-{path.strip('/').replace('/', '-') or 'home'}")
        assert not {"bekymring", "barnet", "log ud"} & set(page.locator("main").inner_text().lower().split())
    someone.press_send("Dansk")
    assert page.locator("html").get_attribute("lang") == "da"


class Meter:
    """What one page costs on the wire: how many requests leave the browser, and their bytes once compressed."""

    def __init__(self, teacher):
        self.page, self.asked, self.cached, self.weights = teacher.page, {}, set(), {}
        wire = teacher.context.new_cdp_session(teacher.page)
        wire.on("Network.requestServedFromCache", lambda event: self.cached.add(event["requestId"]))
        wire.on("Network.responseReceived", self._hear)
        wire.on("Network.loadingFinished", self._weigh)
        wire.send("Network.enable")

    def open(self, path: str) -> tuple[int, int]:
        """(requests, compressed bytes) of opening a page; what comes from the cache costs nothing."""
        for seen in (self.asked, self.cached, self.weights):
            seen.clear()
        html = self.page.goto(path, wait_until="networkidle").body()
        asked = {key: kind for key, kind in self.asked.items() if key not in self.cached}
        files = sum(self.weights.get(key, 0) for key, kind in asked.items() if kind != "Document")
        return len(asked), files + len(gzip.compress(html))

    def _hear(self, event) -> None:
        if not event["response"].get("fromDiskCache"):
            self.asked[event["requestId"]] = event["type"]

    def _weigh(self, event) -> None:
        self.weights[event["requestId"]] = event["encodedDataLength"]


def test_first_visit_and_next_page_stay_within_their_budgets(person):
    teacher = person()
    meter = Meter(teacher)
    requests, weight = meter.open("/sign-in")
    print(f"first visit: {requests} requests, {weight} bytes")
    assert 5 <= requests <= 6
    assert 30_000 < weight <= 60_000
    teacher.sign_in("teacher")
    for path in ("/concerns/new", "/concerns", "/"):
        requests, weight = meter.open(path)
        print(f"{path}: {requests} requests, {weight} bytes")
        assert requests == 1
        assert 500 < weight <= 8_000
