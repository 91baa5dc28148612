"""Two journeys of duty: a nameless question that ends as a notification with its receipt, and a third meeting refused."""

import re
import uuid

import pytest

from tests.browser.test_loop import Loop, ways


class Duties(Loop):
    """The same way of looking at every page, with other things to do."""

    def ask_without_a_name(self, teacher) -> None:
        page = teacher.page
        page.get_by_role("link", name="Spørg uden navn").first.click()
        self.see(teacher, "question")
        page.get_by_label("Hvad er du i tvivl om?").fill("Carla Nygaard går alene. Hendes cpr er 010213-4002.")
        page.get_by_label("10-12 år").check()
        page.get_by_label("Skole eller SFO").check()
        teacher.press_send("Send spørgsmålet")
        assert page.get_by_role("heading", name="Fjern CPR-nummeret").is_visible()
        self.see(teacher, "question-refused")
        page.get_by_label("Hvad er du i tvivl om?").fill("Carla Nygaard går alene i frikvartererne.")
        teacher.press_send("Send spørgsmålet")
        assert page.locator("mark", has_text="Carla Nygaard").is_visible()
        self.see(teacher, "question-held")
        page.get_by_label("Hvad er du i tvivl om?").fill(
            "En pige går alene i frikvartererne og er bange for at gå hjem."
        )
        teacher.press_send("Send spørgsmålet")
        page.get_by_role("heading", level=1, name="Sparring S-").wait_for()
        self.see(teacher, "question-sent")

    def answer(self, consultant, question: str) -> None:
        page = consultant.page
        page.get_by_role("link", name="Sparring", exact=True).first.click()
        self.see(consultant, "questions")
        page.locator(f"a[href$='{question}']").first.click()
        page.get_by_label("Skriv dit svar").fill("Hun er bange for at gå hjem: skriv det som en bekymring.")
        consultant.press_send("Send svaret")
        self.see(consultant, "question-answered")

    def give_it_a_name(self, teacher, question: str) -> str:
        page = teacher.page
        page.goto(f"/consultations/{question}")
        self.see(teacher, "answer")
        teacher.press_send("Skriv den som en bekymring")
        assert "bange for at gå hjem" in page.get_by_label("Hvad har du set eller hørt?").input_value()
        self.find_child(teacher)
        page.get_by_label("Familie og hjem").check()
        page.get_by_label("Jeg er meget bekymret").check()
        self.see(teacher, "concern-from-question")
        teacher.press_send("Send bekymringen")
        page.get_by_role("heading", level=1, name="Bekymring B-").wait_for()
        self.see(teacher, "concern-sent")
        return page.url.split("/concerns/")[1][:11]

    def notify(self, teacher) -> str:
        page = teacher.page
        page.get_by_role("link", name="Skriv underretningen").click()
        assert "bange for at gå hjem" in page.get_by_label("Hvad har du set eller hørt?").input_value()
        self.see(teacher, "notification-begun")
        teacher.press_send("Send underretningen")
        assert page.locator("#problems a").count() >= 3
        self.see(teacher, "notification-with-problems")
        page.locator("#acute").get_by_label("Nej").check()
        page.get_by_label("Barnet kan være udsat for vold eller overgreb").check()
        page.locator("#parents_informed").get_by_label("Nej").check()
        page.get_by_label("Mistanke om vold eller overgreb").check()
        page.locator("#not_informed_reason").fill("Hun siger, at hun bliver slået.")
        self.see(teacher, "notification-filled")
        teacher.press_send("Send underretningen")
        page.get_by_role("heading", level=1, name="Underretning U-").wait_for()
        self.see(teacher, "notification-sent")
        return page.url.split("/notifications/")[1][:11]

    def receive(self, worker, notification: str) -> None:
        page = worker.page
        self.see(worker, "social-home")
        page.get_by_role("link", name="Underretninger", exact=True).click()
        self.see(worker, "inbox")
        page.locator(f"a[href*='{notification}']").first.click()
        page.get_by_role("heading", level=1, name=notification).wait_for()
        assert "Carla Nygaard" in page.locator("main").inner_text()
        self.see(worker, "notification")
        worker.press_send("Jeg tager den")
        page.get_by_label("Akut indsats er sat i gang").check()
        page.locator("#assessment_reason").fill("Barnet hentes i dag.")
        worker.press_send("Gem vurderingen")
        self.see(worker, "assessed")
        worker.press_send("Giv kvitteringen")
        self.see(worker, "receipted")
        page.get_by_label("Der er sat noget i gang", exact=True).check()
        worker.press_send("Giv tilbagemeldingen")

    def hear_back(self, teacher, notification: str) -> None:
        page = teacher.page
        page.goto(f"/notifications/{notification}")
        told = page.locator("main").inner_text()
        assert "Der er sat noget i gang" in told
        assert "Barnet hentes i dag" not in told
        self.see(teacher, "receipt-read")

    def call_meeting(self, lead, concern: str, child: str) -> None:
        page = lead.page
        page.goto(f"/concerns/{concern}")
        page.get_by_role("link", name="Indkald til møde").click()
        self.see(lead, "plan")
        page.get_by_label(child).check()
        for question, reply in (("early", "Ja"), ("necessary", "Ja"), ("violence", "Nej")):
            page.locator(f"#{question}").get_by_label(reply, exact=True).check()
        page.get_by_text("Børnecenteret", exact=True).click()
        page.get_by_label("Social_Worker").check()
        page.get_by_label("Hvilken dag?").fill("2099-03-02")
        page.get_by_label("Hvad tid?").fill("14:30")
        page.get_by_label("Hvor?").fill("Skolens mødelokale")
        page.get_by_label("Hvad skal mødet føre til?").fill("At hun får en voksen at gå til.")
        lead.press_send("Indkald")


@pytest.fixture
def fresh_child(server, tmp_path):
    """fresh_child(teacher): a concern the teacher has just sent about a pupil nobody has met about. The pupil's name, and its reference."""

    def send(teacher) -> tuple[str, str]:
        name = f"Prøve {uuid.uuid4().hex[:8].translate(str.maketrans('0123456789', 'ghijklmnop')).title()}"
        roll = tmp_path / "roll.csv"
        roll.write_text(f"navn;klasse;cpr;adresse;beskyttet\n{name};5.A;;;nej\n", "utf-8")
        server.flask("pupils", "import", str(roll), "--unit", "Nordskolen", "--apply").check_returncode()
        page = teacher.page
        page.goto("/concerns/new")
        page.get_by_role("searchbox", name="Find barnet på din skole").fill(name)
        page.get_by_role("button", name="Find").locator("visible=true").last.click()
        page.get_by_label(name).check()
        page.get_by_label("Trivsel").check()
        page.get_by_label("Hvad har du set eller hørt?").fill("Går hjem ved middagstid.")
        page.get_by_label("Jeg undrer mig").check()
        teacher.press_send("Send bekymringen")
        page.get_by_role("heading", level=1, name="Bekymring B-").wait_for()
        return name, page.url.split("/concerns/")[1][:11]

    return send


def begun(person, width, javascript):
    journey = Duties(person, width, javascript)
    journey.prefix = f"duty-{journey.prefix}"
    return journey, journey.make("teacher")


@ways("desk", "hand-plain")
def test_a_nameless_question_becomes_a_concern_and_a_notification_with_its_receipt(person, width, javascript):
    journey, teacher = begun(person, width, javascript)
    journey.ask_without_a_name(teacher)
    question = teacher.page.url.split("/consultations/")[1][:11]
    journey.answer(journey.make("consultant"), question)
    journey.give_it_a_name(teacher, question)
    notification = journey.notify(teacher)
    journey.receive(journey.make("social_worker"), notification)
    journey.hear_back(teacher, notification)


@ways("hand-plain")
def test_a_third_meeting_is_refused_and_the_ways_out_are_offered(person, width, javascript, fresh_child):
    journey, teacher = begun(person, width, javascript)
    page = teacher.page
    child, concern = fresh_child(teacher)
    special = "Der er kommet nyt om hjemmet, som kun kan afklares sammen."
    journey.call_meeting(teacher, concern, child)
    journey.see(teacher, "first-meeting")
    page.get_by_label("Hvad kom der ud af mødet?").fill("Vi prøver en makkerordning.")
    teacher.press_send("Gem, at mødet er holdt")
    journey.see(teacher, "first-held")
    journey.call_meeting(teacher, concern, child)
    assert page.locator("#problems").is_visible()
    journey.see(teacher, "follow-up-needs-reason")
    page.get_by_label("Din begrundelse").fill(special)
    teacher.press_send("Indkald")
    journey.see(teacher, "follow-up")
    page.goto(f"/concerns/{concern}/meetings/new")
    journey.see(teacher, "third-refused")
    ways = page.locator(".ways-out a")
    assert ways.count() == 3
    ways.nth(2).click()
    page.get_by_role("heading", level=1, name=re.compile("Spørg uden navn")).wait_for()
    journey.see(teacher, "way-out")
