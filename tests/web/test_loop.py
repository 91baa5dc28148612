"""The whole loop through the pages: concern, triage, disclosure, review, answer, and back to the teacher."""

from tests.support.answers import answered
from tests.support.visitor import Visitor


def log_concern(teacher: Visitor, child: str, **more) -> str:
    """Log a concern about a pupil and return its reference."""
    teacher.get("/concerns/new")
    response = teacher.post(
        "/concerns",
        {
            "subject": "child", "children": child, "theme": "wellbeing", "observation": "Sidder alene i frikvarteret.",
            "words": "Jeg gider ikke mere.", "worry": "worried", "done": "talked_child", "source": "own", **more,
        },
    )  # fmt: skip
    assert response.status_code == 303, response.text
    return response.location.split("/concerns/")[1].split("?")[0]


def test_the_whole_loop(visit, world):
    teacher, consultant, liaison = visit("teacher"), visit("consultant"), visit("liaison")
    concern = log_concern(teacher, world.pupils["north"][1])

    page = consultant.get("/triage")
    assert "Bo Nielsen" in page.text
    assert "Sidder alene" in consultant.get(f"/triage/{concern}").text
    consultant.follow(consultant.post(f"/triage/{concern}/receive"))
    version = consultant.get(f"/triage/{concern}").text.split('name="version" value="')[1].split('"')[0]
    response = consultant.post(
        f"/triage/{concern}/decisions",
        {"verdict": "ask", "reason_code": "clarify", "message": "Hvor længe har det stået på?", "version": version},
    )
    consultant.follow(response)
    assert "Hvor længe har det stået på?" in teacher.get(f"/concerns/{concern}").text
    teacher.follow(teacher.post(f"/concerns/{concern}/answers", {"text": "Siden efterårsferien."}))

    compose = consultant.get(f"/concerns/{concern}/disclosures/new")
    assert "checked" not in compose.text
    recipient = compose.text.split("Liaison (")[0].rsplit('value="', 1)[1].split('"')[0]
    response = consultant.post(
        f"/concerns/{concern}/disclosures",
        {
            "parts": "observation", "recipient": recipient, "basis": "rpl115_ssp", "purpose": "prevent_crime",
            "necessity": "Lokalbetjenten kender gruppen og kan tale med dem.", **answered(),
        },
    )  # fmt: skip
    shared = consultant.follow(response)
    disclosure = response.location.split("/disclosures/")[1].split("?")[0]
    assert "Sidder alene" in shared.text

    assert disclosure in liaison.get("/").text
    extract = liaison.get(f"/disclosures/{disclosure}").text
    assert "Sidder alene" in extract
    assert "Jeg gider ikke mere" not in extract
    assert "Bo Nielsen" not in extract
    assert liaison.get(f"/concerns/{concern}").status_code == 404
    liaison.follow(liaison.post(f"/disclosures/{disclosure}/answers", {"text": "Jeg tager en snak med dem."}))
    assert "Jeg tager en snak" in consultant.get(f"/disclosures/{disclosure}").text

    version = consultant.get(f"/triage/{concern}").text.split('name="version" value="')[1].split('"')[0]
    response = consultant.post(
        f"/triage/{concern}/decisions",
        {
            "verdict": "consultation", "reason_code": "school_can_act", "message": "Prøv en makkerordning.",
            "version": version,
        },
    )  # fmt: skip
    consultant.follow(response)
    told = teacher.get(f"/concerns/{concern}").text
    assert "Prøv en makkerordning." in told
    assert "Besvaret med sparring" in told
