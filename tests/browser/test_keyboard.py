"""What the keyboard alone can do: hide the page, write and send a concern, walk the queue."""

from playwright.sync_api import Page


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus stands on `selector`; everything passed on the way must show where the focus is."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def outline(page: Page) -> str:
    """The outline around whatever has the focus: its own, or that of the label drawn over it."""
    return page.evaluate(
        """() => { const at = document.activeElement;
        const drawn = at.matches('.form-radio, .form-checkbox') ? at.nextElementSibling : at;
        return getComputedStyle(drawn).outlineStyle; }"""
    )


def test_esc_twice_hides_the_page_and_shows_it_again(person):
    page = person("teacher").page
    hidden = "getComputedStyle(document.querySelector('h1')).visibility === 'hidden'"
    page.keyboard.press("Escape")
    assert not page.evaluate(hidden)
    page.keyboard.press("Escape")
    assert page.evaluate(hidden)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert not page.evaluate(hidden)


def test_a_concern_is_written_and_sent_with_the_keyboard_alone(person):
    teacher = person("teacher")
    page = teacher.page
    page.goto("/concerns/new")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.skipnav')")
    tab_to(page, "#subject-child")
    assert outline(page) == "solid"
    tab_to(page, "#q")
    page.keyboard.type("bo ni", delay=20)
    page.locator("#children input").wait_for()
    tab_to(page, "#children input")
    page.keyboard.press("Space")
    tab_to(page, "[name=theme]")
    page.keyboard.press("ArrowDown")
    assert page.locator("#theme-absence").is_checked()
    assert page.locator(".guide-absence").is_visible()
    assert not page.locator(".guide-wellbeing").is_visible()
    tab_to(page, "#observation")
    page.keyboard.type("Er kommet for sent hver dag i to uger.")
    tab_to(page, "#done-talked_child")
    page.keyboard.press("Space")
    tab_to(page, "[name=worry]")
    page.keyboard.press("Space")
    tab_to(page, ".actions .button-primary")
    assert outline(page) == "solid"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Bekymring B-").wait_for()
    assert not teacher.wrong


def test_the_focus_stands_on_what_is_missing(person):
    teacher = person("teacher")
    page = teacher.page
    page.goto("/concerns/new")
    teacher.press_send("Send bekymringen")
    assert page.evaluate("document.activeElement.id") == "problems"
    page.get_by_role("link", name="Skriv, hvad du har set eller hørt").click()
    assert page.evaluate("document.activeElement.id") == "observation"


def test_letters_typed_in_a_field_stay_letters(person):
    page = person("consultant").page
    page.goto("/triage")
    page.locator("#theme-filter").focus()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "theme-filter"


def test_back_leads_from_a_concern_to_the_queue(person, sent):
    concern = sent()
    consultant = person("consultant")
    page = consultant.page
    page.goto("/triage")
    page.locator(f"#queue a[href$='{concern}']").click()
    page.locator("article#pane").wait_for()
    assert page.url.endswith(f"/triage/{concern}")
    assert page.locator(f"#queue a[href$='{concern}']").get_attribute("aria-current") == "true"
    page.go_back()
    page.locator("#pane.pane-empty").wait_for()
    assert page.url.endswith("/triage")
    page.go_forward()
    page.get_by_role("heading", level=1, name=concern).wait_for()
    assert not consultant.wrong


def test_two_quick_clicks_send_one_form(person, sent):
    concern = sent()
    teacher = person("teacher")
    page = teacher.page
    page.goto(f"/concerns/{concern}")
    page.get_by_label("Skriv dit svar").fill("Et svar, sendt to gange.")
    page.route("**/answers", lambda route: (page.wait_for_timeout(300), route.continue_()))
    posts = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Send svaret").dblclick()
    page.locator("#thread .message", has_text="Et svar, sendt to gange.").wait_for()
    assert len(posts) == 1
