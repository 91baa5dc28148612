"""Asking for sparring and talking about it, as the tests do it."""

import html
import re

from ssp.models import Clock, Mail
from tests.support.sweep import FRAGMENT

CPR = "Nummeret er 010213-1234, ikke?"
FORM = {
    "form": "consultation", "situation": "Han sidder alene hver dag.", "tried": "Vi har talt med ham.",
    "age_band": "ten_to_twelve", "place_kind": "school",
}  # fmt: skip
LESSON = {
    "title": "Når en er alene", "situation": "Et barn står udenfor i frikvartererne.", "advice": "Del gruppen op.",
    "age_band": "ten_to_twelve", "place_kind": "school",
}  # fmt: skip
WAYS = {"page": {}, "htmx": FRAGMENT}
"""The headers of a form sent by the browser itself, and of one sent by htmx."""


def ask(person, headers=None, **more) -> str:
    """Ask, and return the question's reference."""
    person.get("/consultations/new")
    response = person.post("/consultations", {**FORM, **more}, headers=headers or {})
    assert response.status_code == 303, response.text
    return response.location.split("/consultations/")[1].split("?")[0]


def say(person, reference: str, what: str, text: str, **more):
    """Send a message (`answers`, `replies`, `concern`) from the question's page."""
    person.get(f"/consultations/{reference}")
    return person.post(f"/consultations/{reference}/{what}", {"text": text, "why": text, **more})


def answered(teacher, consultant, **more) -> str:
    """A question with an answer."""
    reference = ask(teacher, **more)
    consultant.follow(say(consultant, reference, "answers", "Tal med ham i ro."))
    return reference


def running() -> list[tuple]:
    """The clocks that run: kind, capacity and when they end."""
    rows = Clock.select(Clock.kind, Clock.capacity, Clock.due_at).where(Clock.stopped_at.is_null()).order_by(Clock.id)
    return list(rows.tuples())


def told(person: str) -> list[str]:
    """What somebody got mails about."""
    rows = Mail.select(Mail.about).where(Mail.recipient == f"{person}@example.invalid").order_by(Mail.id)
    return [about for (about,) in rows.tuples()]


def marked(response) -> list[str]:
    """What the page points out."""
    return re.findall(r"<mark>(.*?) <span", response.text, flags=re.S)


def seen(response) -> list[str]:
    """What the form brings back of that; the panel that points it out stands outside the form, and belongs to it."""
    found = re.findall(r'<input type="hidden" name="seen" value="([^"]*)" form="([^"]*)">', response.text)
    for _, form in found:
        assert re.search(rf'<form [^>]*id="{form}"', response.text), form
    return [html.unescape(stretch) for stretch, _ in found]
