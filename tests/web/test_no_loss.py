"""Whatever happens on the way, what somebody typed is still there, and only for them."""

import html
import re
import threading

import pytest

from ssp import db
from ssp.models import Concern, Draft, Message, Session
from ssp.services import accounts, concerns, drafts
from tests.support.typing import WritesStopped, everything_hidden, fields, same
from tests.web.test_loop import log_concern

HOUR = 60 * 60
TEXTS = {
    "danish": "Blåbærgrød på Ærø, åh så rødt. ÆØÅ",
    "emoji": "👧🏽 græd 😢 hele dagen 👨‍👩‍👧",
    "lines": "første\r\nanden\r\n\r\nfjerde",
    "leading_newline": "\r\nførste linje er tom",
    "spaces": "   rykket ind, og så luft   ",
    "markup": "</textarea><b onclick='x'>\"&amp; &lt; {{ 7*7 }}",
    "long": "æ🙂 " * 6_666 + "ab",
    "separators": "a\u2028b\u2029c\u00a0d\tslut",
}


def body_of(world, name: str = "teacher") -> list[dict]:
    return [draft.body for draft in drafts.index(world.actor(name))]


@pytest.fixture
def clock():
    """clock(seconds) moves what the application takes for the present moment; set back afterwards."""
    start, token = db.now(), db._moment.set(None)

    def forward(seconds: int) -> None:
        db._moment.set(start + seconds)

    yield forward
    db._moment.reset(token)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_refused_concern_keeps_every_character(visit, text):
    teacher = visit("teacher")
    teacher.get("/concerns/new")
    response = teacher.post("/concerns", {"observation": text, "words": text, "assessment": text})
    assert response.status_code == 422
    for name in ("observation", "words", "assessment"):
        assert same(fields(response)[name], text), name


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_draft_gives_back_every_character(visit, text):
    teacher = visit("teacher")
    teacher.get("/concerns/new")
    page = teacher.follow(teacher.post("/drafts", {"observation": text, "words": text}))
    assert same(fields(page)["observation"], text)
    assert same(fields(page)["words"], text)


@pytest.mark.parametrize("path", ["answers", "duty"])
def test_a_refused_answer_keeps_every_character(visit, world, path):
    teacher = visit("teacher")
    concern = log_concern(teacher, world.pupils["north"][1])
    too_long = "å" * 20_001
    response = teacher.post(f"/concerns/{concern}/{path}", {"text": too_long, "reason": too_long})
    assert response.status_code == 422
    assert too_long in fields(response).values()


def test_what_was_typed_when_the_session_idled_out_is_in_the_draft(visit, world, clock):
    teacher = visit("teacher")
    place = fields(teacher.get("/concerns/new"))
    clock(HOUR)
    saved = teacher.fragment("/drafts", {"draft": place["draft"], "version": "0", "observation": "skrevet for sent"})
    assert saved.status_code == 200
    assert "Du er logget ud, men kladden er gemt." in saved.text
    assert [body["observation"] for body in body_of(world)] == ["skrevet for sent"]
    assert "skrevet for sent" in visit("teacher").get(f"/concerns/drafts/{place['draft']}").text


def test_a_concern_sent_after_the_session_idled_out_waits_and_is_sent_once(visit, world, clock):
    teacher = visit("teacher")
    teacher.get("/concerns/new")
    clock(HOUR)
    sent = {
        "subject": "child", "children": world.pupils["north"][1], "theme": "unsure", "worry": "worried",
        "source": "own", "observation": "sendt for sent 🙂", "done": ["called", "talked_child"],
    }  # fmt: skip
    lost = teacher.post("/concerns", sent)
    assert lost.status_code == 401
    assert "sendt for sent" not in lost.text, "the next person at this computer could read it"
    again = _sign_in_on(lost, teacher, "teacher")
    assert "sendt for sent 🙂" in again.text
    response = teacher.post("/concerns", everything_hidden(again))
    assert response.status_code == 303, response.text
    assert "sendt for sent 🙂" in teacher.follow(response).text
    assert Concern.select().count() == 1
    assert Draft.select().count() == 0


def test_an_answer_sent_after_the_session_idled_out_can_be_sent_after_signing_in(visit, world, clock):
    teacher = visit("teacher")
    concern = log_concern(teacher, world.pupils["north"][1])
    teacher.get(f"/concerns/{concern}")
    clock(HOUR)
    again = _sign_in_on(teacher.post(f"/concerns/{concern}/answers", {"text": "svar for sent"}), teacher, "teacher")
    assert "svar for sent" in again.text
    response = teacher.post(f"/concerns/{concern}/answers", everything_hidden(again))
    assert response.status_code == 303, "the token on the page that offers the text again must work"
    assert "svar for sent" in teacher.follow(response).text
    assert Message.select().count() == 1


def test_a_cookie_that_was_lost_altogether_still_gives_the_text_back(visit, world):
    teacher = visit("teacher")
    concern = log_concern(teacher, world.pupils["north"][1])
    teacher.get(f"/concerns/{concern}")
    teacher.client.delete_cookie("ssp")
    again = _sign_in_on(teacher.post(f"/concerns/{concern}/answers", {"text": "uden cookie"}), teacher, "teacher")
    assert "uden cookie" in again.text


@pytest.mark.parametrize("lose", ["idle", "cookie", "sign_out"])
def test_the_next_person_on_the_same_browser_does_not_get_the_text(visit, world, clock, lose):
    teacher = visit("teacher")
    teacher.get("/concerns/new")
    page_token = teacher.token
    if lose == "cookie":
        teacher.client.delete_cookie("ssp")
    elif lose == "sign_out":
        teacher.post("/sign-out")
        teacher.token = page_token
    else:
        clock(HOUR)
    lost = teacher.post("/concerns", {"observation": "kun for læreren", "subject": "child"})
    assert lost.status_code == 401
    assert "kun for læreren" not in lost.text
    response = _sign_in_on(lost, teacher, "colleague")
    assert response.status_code == 303
    assert "kun for læreren" not in teacher.get("/").text + teacher.get("/concerns").text
    assert body_of(world, "colleague") == []


def test_a_page_from_before_the_last_sign_in_offers_its_text_again(visit):
    teacher = visit("teacher")
    teacher.get("/concerns/new")
    old_token = teacher.token
    teacher.post("/sign-out")
    teacher.sign_in("teacher")
    response = teacher.post("/concerns", {"csrf_token": old_token, "observation": "fra den gamle side"})
    assert response.status_code == 400
    assert "fra den gamle side" in response.text
    again = teacher.post("/concerns", everything_hidden(response))
    assert again.status_code == 422, "with the new token the form is looked at"
    assert fields(again)["observation"] == "fra den gamle side"


def test_a_page_of_somebody_else_does_not_offer_its_text_to_the_one_signed_in_now(visit, world):
    teacher = visit("teacher")
    teacher.get("/concerns/new")
    old_token = teacher.token
    teacher.post("/sign-out")
    teacher.sign_in("colleague")
    response = teacher.post("/concerns", {"csrf_token": old_token, "observation": "kun for læreren"})
    assert response.status_code == 400
    assert "kun for læreren" not in response.text
    assert body_of(world, "colleague") == []


def test_a_clash_shows_what_is_stored_and_keeps_what_was_written(visit, world):
    concern = log_concern(visit("teacher"), world.pupils["north"][1])
    first, second = visit("consultant"), visit("second_consultant")
    form = {"reason_code": "general_advice", "verdict": "consultation"}
    forms = [{**form, "version": _version(person.get(f"/triage/{concern}"))} for person in (first, second)]
    first.follow(first.post(f"/triage/{concern}/decisions", {**forms[0], "message": "det første råd"}))
    response = second.post(f"/triage/{concern}/decisions", {**forms[1], "message": "det andet råd"})
    assert response.status_code == 409
    assert "det første råd" in response.text
    assert fields(response)["message"] == "det andet råd"
    resolved = {**forms[1], "message": "det andet råd", "version": _version(response)}
    assert second.post(f"/triage/{concern}/decisions", resolved).status_code == 303


def test_a_form_sent_before_with_other_words_is_offered_as_a_new_one(visit, world):
    teacher = visit("teacher")
    concern = log_concern(teacher, world.pupils["north"][1])
    teacher.get(f"/concerns/{concern}")
    key = {"key": teacher.key}
    teacher.post(f"/concerns/{concern}/answers", {**key, "text": "det ene"})
    response = teacher.post(f"/concerns/{concern}/answers", {**key, "text": "det andet"})
    assert response.status_code == 409
    assert "det andet" in response.text
    assert teacher.post(f"/concerns/{concern}/answers", everything_hidden(response)).status_code == 303
    assert Message.select().count() == 2


def test_pressing_twice_makes_one_record(visit, world):
    teacher = visit("teacher")
    concern = log_concern(teacher, world.pupils["north"][1])
    teacher.get(f"/concerns/{concern}")
    answers = [teacher.post(f"/concerns/{concern}/answers", {"key": "trykket", "text": "to gange"}) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {303}
    assert Message.select().count() == 1


def test_when_the_database_is_locked_the_text_stands_on_the_page(visit, world, engine, monkeypatch):
    if engine == "sqlite":
        monkeypatch.setattr(db.handle.obj, "timeout", 0.05)
    teacher = visit("teacher")
    concern = log_concern(teacher, world.pupils["north"][1])
    teacher.get("/concerns/new")
    with WritesStopped(engine):
        response = teacher.post("/concerns", {"observation": "mens basen var låst", "subject": "child", "words": "åh"})
        answer = teacher.post(f"/concerns/{concern}/answers", {"text": "svar mens basen var låst"})
    for page, text in ((response, "mens basen var låst"), (answer, "svar mens basen var låst")):
        assert page.status_code == 503
        assert text in html.unescape(page.text)
    assert teacher.post(f"/concerns/{concern}/answers", everything_hidden(answer)).status_code == 303


def test_an_autosave_that_fails_leaves_the_page_and_its_place_alone(visit, world, engine, monkeypatch):
    teacher = visit("teacher")
    place = fields(teacher.get("/concerns/new"))
    monkeypatch.setattr(drafts, "letterbox", _broken)
    response = teacher.fragment("/drafts", {"draft": place["draft"], "version": "0", "observation": "mens den fejler"})
    assert response.status_code == 503
    assert "HX-Retarget" not in response.headers
    assert response.text.lstrip().startswith('<div id="saved"')
    assert fields(response)["draft"] == place["draft"]
    assert "Kladden er ikke gemt endnu" in response.text


def test_two_requests_that_prolong_the_same_session_at_once_both_go_through(visit, world):
    """On PostgreSQL the second loses the race for the session's row, which must not cost anybody a page."""
    token = visit("teacher").client.get_cookie("ssp").value
    later, limits, seen = db.now() + 2 * accounts.MINUTE, accounts.Limits(HOUR, 10 * HOUR), []

    def prolong():
        with db.at(later):
            seen.append(accounts.session_of(token, limits))
            db.handle.close()

    second = threading.Thread(target=prolong)
    with db.transaction():
        Session.update(seen_at=later).execute()
        second.start()
        second.join(0.5)
        assert second.is_alive(), "the second must be waiting for the first"
    second.join(30)
    assert [person.name for person in seen] == ["Teacher"]


def test_a_concern_that_went_wrong_inside_keeps_its_text(visit, world, monkeypatch):
    teacher = visit("teacher")
    teacher.get("/concerns/new")
    monkeypatch.setattr(concerns, "route", _broken_inside)
    sent = {
        "subject": "child", "unlisted": "Bo", "theme": "unsure", "worry": "worried", "source": "own",
        "observation": "noget gik galt midt i det",
    }  # fmt: skip
    response = teacher.post("/concerns", sent)
    assert response.status_code == 500
    assert "noget gik galt midt i det" in response.text
    monkeypatch.undo()
    assert teacher.post("/concerns", everything_hidden(response)).status_code == 303


def _broken(*_):
    raise db.Unavailable


def _broken_inside(*_):
    raise RuntimeError("noget gik galt midt i det")


def _version(response) -> str:
    return re.search(r'name="version" value="(\d+)"', response.text)[1]


def _sign_in_on(page, visitor, username: str):
    """Sign in on the page that was answered, with everything its form carries."""
    hidden = fields(page)
    carried = {name: hidden[name] for name in ("csrf_token", "next", "carried") if name in hidden}
    password = {"username": username, "password": "en lang sætning til prøver"}
    return visitor.post("/sign-in", {**carried, **password})
