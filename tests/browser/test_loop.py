"""The whole loop as four people, with and without JavaScript, on a desk and in a hand; every page is looked at."""

import os

import pytest

FITTING = {"part_of_work": "yes", "factual": "yes", "necessary": "yes", "investigation": "no"}


def answer_check(page, **more) -> None:
    """Answer the questions the chosen basis shows."""
    for question, reply in (FITTING | more).items():
        page.locator(f"#ask_{question}-{reply}").check()


EVERY = {"desk": (1280, True), "hand-plain": (375, False), "desk-plain": (1280, False), "hand": (375, True)}


def ways(*names: str):
    """A wide window or a narrow one, with scripts or without: those named, and all four in the soak form."""
    chosen = EVERY if os.environ.get("SAMSPIL_SOAK") else {name: EVERY[name] for name in names}
    return pytest.mark.parametrize(("width", "javascript"), chosen.values(), ids=chosen.keys())


class Loop:
    """What happens from a teacher's concern until the teacher has heard back."""

    def __init__(self, person, width: int, javascript: bool):
        self.javascript = javascript
        self.prefix = f"{width}-{'js' if javascript else 'plain'}"
        self.number = 0
        self.make = lambda name: person(name, width=width, javascript=javascript)

    def see(self, who, step: str) -> None:
        self.number += 1
        who.see(f"{self.prefix}-{self.number:02d}-{step}")

    def log_concern(self, teacher) -> str:
        page = teacher.page
        self.see(teacher, "teacher-home")
        page.get_by_role("link", name="Log en bekymring").first.click()
        self.see(teacher, "empty-form")
        teacher.press_send("Send bekymringen")
        assert page.locator("#problems a").count() == 4
        self.see(teacher, "form-with-problems")
        self.find_child(teacher)
        page.get_by_label("Gaden og kammerater").check()
        page.get_by_label("Hvad har du set eller hørt?").fill("Står ved kiosken hver aften med nogle ældre.")
        page.get_by_label("Talt med barnet").check()
        page.get_by_label("Jeg er bekymret", exact=True).check()
        if self.javascript:
            page.locator("#saved p").wait_for()
        self.see(teacher, "filled-form")
        teacher.press_send("Send bekymringen")
        self.see(teacher, "receipt")
        page.get_by_role("link", name="Vis navnene").click()
        page.locator("#readers p").wait_for()
        self.see(teacher, "readers")
        return page.url.split("/concerns/")[1][:11]

    def find_child(self, teacher) -> None:
        page, find = teacher.page, teacher.page.get_by_role("searchbox", name="Find barnet på din skole")
        if self.javascript:
            find.press_sequentially("car", delay=20)
        else:
            find.fill("car")
            page.get_by_role("button", name="Find").locator("visible=true").last.click()
        page.get_by_label("Carla Nygaard").check()
        self.see(teacher, "child-found")

    def triage(self, consultant, concern: str) -> None:
        page = consultant.page
        self.see(consultant, "consultant-home")
        page.get_by_role("link", name="Kø", exact=True).click()
        self.see(consultant, "queue")
        row = page.locator(f"#queue a[href$='{concern}']")
        if self.javascript:
            for _ in range(page.locator("[data-row]").count()):
                page.keyboard.press("j")
                if row.evaluate("row => row === document.activeElement"):
                    break
            page.keyboard.press("k")
            page.keyboard.press("j")
            page.keyboard.press("Enter")
            page.locator("#pane form[action]").first.wait_for()
            assert page.url.endswith(concern)
            assert page.evaluate("document.activeElement.id") == "pane"
        else:
            row.click()
        self.see(consultant, "triage")
        consultant.press_send("Kvittér for modtagelsen")
        self.decide(consultant, "Spørg den, der skrev", "clarify", "Hvor længe har det stået på?")
        self.see(consultant, "asked")

    def decide(self, consultant, verdict: str, reason: str, message: str) -> None:
        page = consultant.page
        page.get_by_label(verdict).check()
        page.locator("#reason_code").select_option(reason)
        page.locator("form[data-decide]").get_by_label("Besked til den, der skrev").fill(message)
        consultant.press_send("Gem beslutningen")

    def share(self, consultant) -> None:
        page = consultant.page
        page.get_by_role("link", name="Videregiv en del").click()
        self.see(consultant, "compose")
        consultant.press_send("Del uddraget")
        assert page.locator("#problems a").count() >= 4
        self.see(consultant, "compose-with-problems")
        page.get_by_label("Hvad der er set eller hørt").check()
        liaison = page.locator("#recipient option", has_text=": Liaison (").get_attribute("value")
        page.locator("#recipient").select_option(liaison)
        page.get_by_label("SSP: retsplejeloven § 115").check()
        answer_check(page)
        page.get_by_label("Forebygge kriminalitet").check()
        page.get_by_label("Hvorfor er det nødvendigt?").fill("Lokalbetjenten kender gruppen og kan tale med dem.")
        self.look(consultant)
        consultant.press_send("Del uddraget")
        self.see(consultant, "shared")

    def look(self, consultant, verdict: str = "green") -> None:
        """The verdict before anything is shared: a region with scripts, the whole page without."""
        button = consultant.page.get_by_role("button", name="Se vurderingen")
        if self.javascript:
            button.click()
        else:
            consultant.press_send("Se vurderingen")
        consultant.page.locator(f".verdict-{verdict}").wait_for()
        self.see(consultant, f"verdict-{verdict}")

    def review(self, liaison) -> str:
        page = liaison.page
        self.see(liaison, "liaison-home")
        page.locator("main .row-main").first.click()
        page.get_by_role("heading", name="Det delte uddrag").wait_for()
        assert "Står ved kiosken" in page.locator("main").inner_text()
        assert "Carla" not in page.locator("main").inner_text()
        self.see(liaison, "extract")
        disclosure = page.url
        page.get_by_label("Skriv dit svar").fill("Jeg tager en snak med dem i morgen.")
        liaison.press_send("Send svaret")
        self.see(liaison, "answered")
        page.get_by_role("link", name="Bring noget tilbage").click()
        self.see(liaison, "return-form")
        page.locator("#statement").fill("Gruppen mødes også ved stationen om fredagen.")
        page.get_by_label("SSP: retsplejeloven § 115").check()
        answer_check(page)
        page.get_by_label("Forebygge kriminalitet").check()
        page.get_by_label("Hvorfor er det nødvendigt?").fill("SSP skal vide, hvor de unge er.")
        liaison.press_send("Del det")
        self.see(liaison, "brought-back")
        return disclosure

    def close_the_loop(self, consultant, teacher, concern: str, disclosure: str) -> None:
        page = consultant.page
        page.goto(disclosure)
        assert "Jeg tager en snak" in page.locator("main").inner_text()
        self.see(consultant, "police-answer")
        page.goto("/disclosures")
        self.see(consultant, "disclosures")
        page.goto(f"/triage/{concern}")
        self.decide(consultant, "Svar med sparring", "school_can_act", "Prøv en makkerordning.")
        page = teacher.page
        page.goto("/")
        self.see(teacher, "teacher-home-again")
        page.goto("/concerns")
        self.see(teacher, "my-concerns")
        page.locator(f"a[href*='{concern}']").first.click()
        page.get_by_role("heading", name=concern).wait_for()
        told = page.locator("#thread").inner_text()
        assert "Hvor længe har det stået på?" in told
        assert "Prøv en makkerordning." in told
        page.get_by_label("Skriv dit svar").fill("Tak, det gør vi.")
        teacher.press_send("Send svaret")
        assert "Tak, det gør vi." in page.locator("#thread").inner_text()
        self.see(teacher, "heard-back")


@ways("desk", "hand-plain")
def test_the_whole_loop(person, width, javascript):
    loop = Loop(person, width, javascript)
    teacher, consultant = loop.make("teacher"), loop.make("consultant")
    concern = loop.log_concern(teacher)
    loop.triage(consultant, concern)
    loop.share(consultant)
    disclosure = loop.review(loop.make("liaison"))
    loop.close_the_loop(consultant, teacher, concern, disclosure)
