"""A consent noted, shared on and withdrawn, and a doubt that takes a reason; with and without scripts."""

from tests.browser.test_loop import Loop, answer_check, ways


class Sharing(Loop):
    """A consultant who shares what a teacher wrote."""

    def consent(self, consultant, concern: str) -> None:
        page = consultant.page
        page.goto(f"/concerns/{concern}/consents")
        self.see(consultant, "no-consent")
        page.get_by_role("link", name="Notér et samtykke").click()
        consultant.press_send("Gem samtykket")
        assert page.locator("#problems a").count() == 7
        self.see(consultant, "consent-with-problems")
        page.get_by_label("Forældremyndighedsindehaver").check()
        page.locator("#named").fill("Carlas mor")
        page.locator("#scope").fill("At tale med politiet om fraværet.")
        page.locator("summary", has_text="Politi").click()
        page.get_by_label("Lokalpolitiet").check()
        page.locator("#given_on").fill(page.evaluate("new Date().toLocaleDateString('sv')"))
        page.get_by_label("I en samtale").check()
        page.locator("#voluntary").check()
        consultant.press_send("Gem samtykket")
        self.see(consultant, "consent")

    def share_on_it(self, consultant, concern: str) -> None:
        page = consultant.page
        page.goto(f"/concerns/{concern}/disclosures/new")
        assert page.locator(".ask:visible").count() == 0
        page.get_by_label("Hvad der er set eller hørt").check()
        liaison = page.locator("#recipient option", has_text=": Liaison (").get_attribute("value")
        page.locator("#recipient").select_option(liaison)
        page.get_by_label("Samtykke", exact=True).check()
        assert page.locator(".ask:visible").count() == 3
        page.get_by_label("At tale med politiet om fraværet.").check()
        for question, reply in {"covered": "unsure", "voluntary": "yes", "necessary": "yes"}.items():
            page.locator(f"#ask_{question}-{reply}").check()
        page.get_by_label("Barnets sikkerhed").check()
        page.locator("#necessity").fill("Lokalbetjenten kender gruppen og kan tale med dem.")
        self.look(consultant, "reason")
        consultant.press_send("Del uddraget")
        self.see(consultant, "asked-for-a-reason")
        page.locator("#reason").fill("Mor har sagt det samme i telefonen i dag.")
        consultant.press_send("Del uddraget")
        self.see(consultant, "shared-on-consent")

    def withdraw(self, consultant, concern: str) -> None:
        page = consultant.page
        page.goto(f"/concerns/{concern}/consents")
        page.get_by_role("link", name="Samtykket er trukket tilbage").click()
        self.see(consultant, "withdrawal")
        consultant.press_send("Ja, samtykket er trukket tilbage")
        assert "modtageren kan læse det nu" in page.locator("main").inner_text()
        self.see(consultant, "withdrawn")

    def stopped(self, consultant, concern: str) -> None:
        page = consultant.page
        page.goto(f"/concerns/{concern}/disclosures/new")
        page.locator("#basis-ssd").check()
        for question, reply in {"early": "yes", "necessary": "yes", "violence": "no"}.items():
            page.locator(f"#ask_{question}-{reply}").check()
        liaison = page.locator("#recipient option", has_text=": Liaison (").get_attribute("value")
        page.locator("#recipient").select_option(liaison)
        self.look(consultant, "stop")
        assert page.locator(".ways-out a").count() >= 3

    def invite(self, consultant, concern: str) -> None:
        page = consultant.page
        page.goto(f"/triage/{concern}")
        page.get_by_label("Åbn et forløb").check()
        page.locator("#reason_code").select_option("serious")
        page.locator("#title").fill("Forløb")
        consultant.press_send("Gem beslutningen")
        page.get_by_role("link", name="Åbn forløbet").first.click()
        page.get_by_role("link", name="Tilføj en deltager").click()
        self.see(consultant, "invitation")
        liaison = page.locator("#user option", has_text=": Liaison (").get_attribute("value")
        page.locator("#user").select_option(liaison)
        page.get_by_label("SSP: retsplejeloven § 115").check()
        answer_check(page)
        consultant.press_send("Tilføj deltageren")
        self.see(consultant, "case")


@ways("desk")
def test_sharing_with_the_guided_check(person, width, javascript):
    sharing = Sharing(person, width, javascript)
    concern = sharing.log_concern(sharing.make("teacher"))
    consultant = sharing.make("consultant")
    sharing.consent(consultant, concern)
    sharing.share_on_it(consultant, concern)
    sharing.withdraw(consultant, concern)
    sharing.stopped(consultant, concern)
    sharing.invite(consultant, concern)
