"""The lock of a note, striking through, and silence: from moments and days alone (I1)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssp.policy.chronology import WRITTEN, Line, Silence, amend, locks_at, recent_from, silences, strike, told, without
from ssp.policy.register import limit
from ssp.terms import EntryKind

MINE, ANOTHERS = 1, 2
OPENED = date(2026, 1, 5)
HOUR = limit("note_open_minutes") * 60


def days(count: int) -> date:
    return OPENED + timedelta(days=count)


@pytest.mark.parametrize("kind", sorted(WRITTEN))
def test_I1_words_are_open_to_their_author_until_they_lock(kind):
    line = Line(kind, MINE, at=1000)
    assert locks_at(line) == 1000 + HOUR
    assert amend(line, MINE, 1000 + HOUR - 1).allowed
    late = amend(line, MINE, 1000 + HOUR)
    assert (late.allowed, late.may_know, late.reason, late.rule) == (False, True, "locked", "I1")
    assert amend(line, ANOTHERS, 1000).reason == "not_the_author"
    assert amend(Line(kind, MINE, 1000, struck=True), MINE, 1000).reason == "struck"


@pytest.mark.parametrize("kind", sorted(frozenset(EntryKind) - WRITTEN))
def test_I1_what_follows_from_an_act_is_neither_amended_nor_struck(kind):
    line = Line(kind, MINE, at=1000)
    assert amend(line, MINE, 1000).reason == "line_of_an_act"
    assert strike(line, MINE, keeper=True).reason == "line_of_an_act"


def test_I1_the_author_or_a_keeper_strikes_once():
    line = Line(EntryKind.NOTE, MINE, at=0)
    assert strike(line, MINE, keeper=False).allowed
    assert strike(line, ANOTHERS, keeper=True).allowed
    assert strike(line, ANOTHERS, keeper=False).reason == "not_the_author"
    assert strike(Line(EntryKind.NOTE, MINE, 0, struck=True), MINE, keeper=True).reason == "struck"


def test_silence_is_what_is_longer_than_the_register_allows():
    most = limit("silence_days")
    assert silences([("a", days(most))], OPENED, days(2 * most)) == {}
    late = {"a": Silence(OPENED, days(most + 1), most + 1)}
    assert silences([("a", days(most + 1))], OPENED, days(most + 2)) == late
    assert silences([], OPENED, days(56)) == {"": Silence(OPENED, None, 56)}


def test_a_closed_case_waits_for_nobody():
    assert silences([("a", days(5))], OPENED, None) == {}


def test_silence_is_counted_from_a_contact_before_the_case_was_opened():
    assert silences([("a", days(-60))], OPENED, days(40)) == {"": Silence(days(-60), None, 100)}


@given(st.lists(st.integers(0, 400), max_size=8), st.integers(400, 500))
def test_every_day_in_a_silence_is_without_contact_and_the_order_of_writing_decides_nothing(offsets, last):
    contacts = [(f"R{number}", days(offset)) for number, offset in enumerate(offsets)]
    found = silences(contacts, OPENED, days(last))
    assert sorted(s.days for s in found.values()) == sorted(
        s.days for s in silences(reversed(contacts), OPENED, days(last)).values()
    )
    for silence in found.values():
        until = silence.until or days(last)
        assert not [day for _, day in contacts if silence.since < day < until]
        assert (until - silence.since).days == silence.days > limit("silence_days")


def test_names_are_put_aside_whole_in_any_case_and_with_an_s():
    instead = {"Bo Li": "Klubben", "Bo": "Skolen", "İnci Kaya": "Gadeplan"}
    said = "bo li ringede. Bos far, Bo Lis mor og Bodil. INCI KAYA? İnci Kaya!"
    assert without(said, instead) == "Klubben ringede. Skolens far, Klubbens mor og Bodil. Gadeplan? Gadeplan!"
    assert without(said, {}) == said


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=6), max_size=4))
def test_any_text_and_any_names_can_be_put_aside(text, names):
    without(text, dict.fromkeys(names, "…"))


def test_H5_an_adult_is_told_a_line_of_their_child_and_of_the_whole_case_only_when_told_of_all():
    lines = [("whole", None), ("mine", 1), ("anothers", 2)]
    assert told(lines, frozenset({1, 2}), frozenset({1})) == {"mine"}
    assert told(lines, frozenset({1, 2}), frozenset({1, 2})) == {"whole", "mine", "anothers"}
    assert told(lines, frozenset({1}), frozenset({1})) == {"whole", "mine"}
    assert told(lines, frozenset(), frozenset({1})) == {"mine"}


def test_the_default_view_begins_as_many_days_ago_as_the_register_says():
    assert recent_from(date(2026, 3, 31)) == date(2026, 3, 31) - timedelta(days=limit("recent_days"))
