"""Drafts: two windows keep two texts, a page never forks itself, and none outlives its sending."""

import re

from ssp.models import Draft

FIELDS = {"subject": "child", "unlisted": "Ida Prøve", "theme": "unsure", "worry": "wondering", "source": "own"}


def place(page) -> dict:
    """The draft and version a page stands on."""
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page.text)[1] for name in ("draft", "version")}


def test_a_second_window_keeps_its_own_text(visit):
    teacher = visit("teacher")
    first = teacher.follow(
        teacher.post("/drafts", {**FIELDS, **place(teacher.get("/concerns/new")), "observation": "Et."})
    )
    on = place(first)
    url = f"/concerns/drafts/{on['draft']}"
    teacher.get(url)
    window_one = teacher.key
    teacher.get(url)
    teacher.post("/drafts", {**FIELDS, **on, "observation": "Fra vindue to."})
    kept = teacher.post("/drafts", {**FIELDS, **on, "observation": "Fra vindue et.", "key": window_one})
    assert kept.location.split("?")[0] != url
    listed = teacher.get("/concerns").text
    assert "Fra vindue to." in listed
    assert "Fra vindue et." in listed


def test_a_page_that_saves_late_does_not_fork_itself(visit):
    teacher = visit("teacher")
    on = place(teacher.get("/concerns/new"))
    for text in ("A", "AB", "ABC"):
        teacher.fragment("/drafts", {**FIELDS, **on, "observation": text})
    assert Draft.select().count() == 1
    assert "ABC" in teacher.get("/concerns").text


def test_no_draft_outlives_the_sending(visit):
    teacher = visit("teacher")
    on = place(teacher.get("/concerns/new"))
    key = teacher.key
    teacher.fragment("/drafts", {**FIELDS, **on, "observation": "Sendes."})
    assert teacher.post("/concerns", {**FIELDS, **on, "observation": "Sendes.", "key": key}).status_code == 303
    teacher.fragment("/drafts", {**FIELDS, **on, "observation": "Sendes.", "key": key})
    assert Draft.select().count() == 0


def test_somebody_elses_draft_is_not_there(visit):
    teacher, colleague = visit("teacher"), visit("colleague")
    on = place(teacher.get("/concerns/new"))
    teacher.fragment("/drafts", {**FIELDS, **on, "observation": "Hemmeligt."})
    assert colleague.get(f"/concerns/drafts/{on['draft']}").status_code == 404
    colleague.get("/concerns/new")
    colleague.fragment("/drafts", {**FIELDS, **on, "version": "1", "observation": "Overskriver."})
    assert "Hemmeligt." in teacher.get(f"/concerns/drafts/{on['draft']}").text
    colleague.post(f"/drafts/{on['draft']}/discard")
    assert "Hemmeligt." in teacher.get("/concerns").text
