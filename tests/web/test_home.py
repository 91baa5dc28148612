"""The start page says what needs this person today, and logs what it shows and no more."""

from ssp.models import Audit
from tests.web.test_loop import log_concern


def decide(consultant, concern: str, verdict: str, reason: str, message: str):
    version = consultant.get(f"/triage/{concern}").text.split('name="version" value="')[1].split('"')[0]
    fields = {"verdict": verdict, "reason_code": reason, "message": message, "version": version}
    return consultant.follow(consultant.post(f"/triage/{concern}/decisions", fields))


def test_an_answer_to_a_decided_concern_comes_back_to_the_consultant(visit, world):
    teacher, consultant = visit("teacher"), visit("consultant")
    concern = log_concern(teacher, world.pupils["north"][0])
    decide(consultant, concern, "consultation", "general_advice", "Prøv en samtale.")
    assert "Nye svar" not in consultant.get("/").text
    teacher.get(f"/concerns/{concern}")
    teacher.post(f"/concerns/{concern}/answers", {"text": "Det hjalp ikke."})
    home = consultant.get("/").text
    assert "Nye svar" in home
    assert concern in home
    decide(consultant, concern, "ask", "clarify", "Hvad skete der?")
    assert "Nye svar" not in consultant.get("/").text


def test_the_log_names_what_the_start_page_shows(visit, world):
    teacher, consultant = visit("teacher"), visit("consultant")
    concern = log_concern(teacher, world.pupils["north"][0])
    consultant.get("/")
    shown = Audit.select(Audit.objects).order_by(Audit.seq.desc()).limit(1).scalar().split()
    assert concern in shown
    assert world.pupils["north"][0] in shown


def test_nothing_waiting_says_so(visit):
    assert "Køen er tom" in visit("consultant").get("/").text
    assert "ikke delt noget nyt" in visit("liaison").get("/").text
    assert "Er der et barn" in visit("teacher").get("/").text
    assert "ikke noget til dig i dag" in visit("partner").get("/").text
