"""What was typed is never lost: while typing, when the tab closes, and when somebody has signed out next door."""

from tests.support.world import PASSWORD


def begin(teacher, text: str, page=None):
    """Start on a concern and type into it."""
    page = page or teacher.page
    page.goto("/concerns/new")
    page.get_by_label("Hvad har du set eller hørt?").press_sequentially(text, delay=5)
    return page


def version(page) -> tuple[str, int]:
    draft = page.locator("#saved [name=draft]").get_attribute("value")
    return draft, int(page.locator("#saved [name=version]").get_attribute("value"))


def test_typing_saves_one_draft_again_and_again(person):
    teacher = person("teacher")
    page = begin(teacher, "Første sætning i kladden.")
    page.locator("#saved", has_text="Kladden er gemt").wait_for()
    draft, first = version(page)
    page.get_by_label("Hvad har du set eller hørt?").press_sequentially(" Anden sætning.", delay=5)
    with page.expect_response("**/drafts") as saving:
        pass
    assert saving.value.status == 200
    page.locator(f"#saved [name=version]:not([value='{first}'])").wait_for(state="attached")
    assert version(page) == (draft, first + 1)
    assert page.evaluate("document.activeElement.id") == "observation"
    page.goto("/concerns")
    assert page.locator("a", has_text="Første sætning i kladden. Anden sætning.").count() == 1
    assert not teacher.wrong


def test_a_draft_survives_the_tab_being_closed(person):
    teacher = person("teacher")
    page = begin(teacher, "Fanen lukkes midt i en sætning", teacher.open())
    page.close(run_before_unload=False)
    teacher.page.wait_for_timeout(500)
    teacher.page.goto("/concerns")
    teacher.page.get_by_role("link", name="Fanen lukkes midt i en sætning").click()
    written = teacher.page.get_by_label("Hvad har du set eller hørt?").input_value()
    assert written == "Fanen lukkes midt i en sætning"


def test_leaving_the_tab_saves_and_coming_back_goes_on_with_the_same_draft(person):
    teacher = person("teacher")
    page = begin(teacher, "Skifter fane.")
    with page.expect_response("**/drafts"):
        page.evaluate(
            """() => { Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});
            document.dispatchEvent(new Event('visibilitychange')); delete document.visibilityState; }"""
        )
    page.locator("#saved", has_text="Kladden er gemt").wait_for()
    draft, _ = version(page)
    with page.expect_response("**/drafts"):
        page.get_by_label("Hvad har du set eller hørt?").press_sequentially(" Kommer tilbage.", delay=5)
    page.wait_for_timeout(300)
    assert version(page)[0] == draft
    assert page.get_by_text("andet vindue").count() == 0


def sign_in_again(page, text: str) -> None:
    page.get_by_label("Brugernavn").fill("teacher")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.locator("main button").click()
    page.get_by_role("heading", level=1, name=text).wait_for()


def test_a_session_that_ran_out_while_writing_keeps_every_word(person, server):
    teacher = person("teacher")
    page = begin(teacher, "Tænker længe over det her.")
    page.locator("#saved", has_text="Kladden er gemt").wait_for()
    server.end_every_session()
    page.get_by_label("Hvad har du set eller hørt?").press_sequentially(" Og skriver så videre.", delay=5)
    page.locator("#saved", has_text="Du er logget ud, men kladden er gemt").wait_for()
    assert page.evaluate("document.activeElement.id") == "observation"
    teacher.see("signed-out-while-writing")
    page.get_by_role("link", name="Log ind, og skriv videre").click()
    sign_in_again(page, "Log en bekymring")
    written = page.get_by_label("Hvad har du set eller hørt?").input_value()
    assert written == "Tænker længe over det her. Og skriver så videre."
    assert not teacher.wrong


def test_signing_out_in_another_tab_leaves_the_words_where_they_are(person):
    teacher = person("teacher")
    page = begin(teacher, "Skriver videre her.", teacher.open())
    page.locator("#saved", has_text="Kladden er gemt").wait_for()
    teacher.page.locator(".person-menu summary").click()
    teacher.press_send("Log ud")
    field = page.get_by_label("Hvad har du set eller hørt?")
    field.press_sequentially(" Uden at vide det.", delay=5)
    page.locator("#saved", has_text="Du er logget ud. Det, du skriver, står her").wait_for()
    assert field.input_value() == "Skriver videre her. Uden at vide det."
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Log ind i et nyt vindue").click()
    sign_in_again(opened.value, "Hej")
    opened.value.close()
    page.get_by_label("Barnet står ikke på listen").fill("Kim Prøve")
    page.get_by_label("Trivsel").check()
    page.get_by_label("Jeg undrer mig").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Send bekymringen").click()
    page.get_by_role("button", name="Send igen").click()
    page.get_by_role("heading", level=1, name="Bekymring B-").wait_for()
    assert "Uden at vide det." in page.locator("#body").inner_text()


def test_a_sent_concern_leaves_no_draft_behind(person):
    teacher = person("teacher")
    page = begin(teacher, "Sendt uden at blive liggende.")
    page.get_by_label("Barnet står ikke på listen").fill("Kim Prøve")
    page.get_by_label("Trivsel").check()
    page.get_by_label("Jeg undrer mig").check()
    teacher.press_send("Send bekymringen")
    page.get_by_role("heading", level=1, name="Bekymring B-").wait_for()
    page.wait_for_timeout(2500)
    page.goto("/concerns")
    assert page.locator("a", has_text="Sendt uden at blive liggende").count() == 0


def test_after_signing_out_back_shows_nothing_and_nothing_is_kept(person):
    teacher = person("teacher")
    page = begin(teacher, "Hemmeligt for den næste ved maskinen.")
    page.locator("#saved", has_text="Kladden er gemt").wait_for()
    page.locator(".person-menu summary").click()
    teacher.press_send("Log ud")
    page.get_by_text("Du er logget ud.").wait_for()
    for _ in range(2):
        page.go_back()
        page.get_by_label("Brugernavn").wait_for()
        assert "Hemmeligt" not in page.content()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
