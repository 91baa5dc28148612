"""Rule H7 in any text: places are in order and apart, a CPR number is found wherever it stands, and no text is too much."""

import re
import sys
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ssp.policy.nameless import Finding, FindingKind, findings, refused

ROLL = ("Storm Due", "Xerxine Skærtang")

TEXTS = st.text(alphabet="aAbBeEiIlLmMoOsStTæøåÆØÅ0123456789 .,-–:()@§\n\u00a0\u0301'\u201d", max_size=120)
PIECES = st.lists(
    st.sampled_from(
        [
            "010213-1234",
            "20123456",
            "+45",
            "Malthe",
            "Storm",
            "Due",
            "storm",
            "7.b",
            "vej",
            "Tangvej",
            "4",
            "B",
            ",",
            "M.K.",
        ]
    ),
    max_size=25,
).map(" ".join)


def check_places(text: str, places: tuple[Finding, ...]) -> None:
    for place in places:
        assert 0 <= place.start < place.end <= len(text)
        assert text[place.start : place.end] == place.text
    for earlier, later in pairwise(places):
        assert earlier.end <= later.start


@given(st.one_of(st.text(max_size=150), TEXTS, PIECES))
@example("İ ı ß ŉ ﬁ \U0001d400 e\u0301")
@example("\u0301\u0301Å\u030a")
def test_places_are_inside_the_text_in_order_and_apart(text):
    check_places(text, findings(text, ROLL))


@given(st.one_of(TEXTS, PIECES), st.one_of(TEXTS, PIECES), st.dates(date(1990, 1, 1), date(2026, 1, 1)), st.data())
def test_H7_a_cpr_number_is_found_wherever_it_stands(before, after, born, data):
    gap = data.draw(st.sampled_from(("", "-", " ", " - ", "\u2013", " \u2013 ", "\u2011", "\u00a0")))
    cpr = f"{born:%d%m%y}{gap}{data.draw(st.integers(0, 9999)):04}"
    text = f"{re.sub(r'[0-9]$', 'x', before)}{cpr}{re.sub(r'^[0-9]', 'x', after)}"
    place = text.index(cpr, len(before) - len(cpr) if len(before) > len(cpr) else 0)
    places = findings(text, ROLL)
    assert refused(places)
    assert any(p.kind is FindingKind.CPR and p.start <= place and place + len(cpr) <= p.end for p in places)


@given(st.one_of(TEXTS, PIECES), st.sampled_from(("Xerxine Skærtang", "storm due", "XERXINE", "Xerxines")))
def test_H7_a_known_name_is_found_wherever_it_stands(before, name):
    text = f"{before} , {name}"
    assert any(p.start <= len(before) + 3 and p.end == len(text) for p in findings(text, ROLL))


MONSTERS = {
    "digits": "1" * 20_000, "dates": "0102" * 5_000, "pairs": "20 " * 6_666, "at": "a@" * 10_000, "mail": "a." * 10_000,
    "letters": "a" * 20_000, "capitals": "A" * 20_000, "initials": "A. " * 6_666, "dots": "." * 20_000,
    "blanks": " " * 20_000, "streets": "Vej " * 5_000, "houses": "Tangvej 4 " * 2_000, "names": "Malthe " * 2_857,
    "roll": "storm " * 3_333, "classes": "7.b " * 5_000, "marks": "e" + "\u0301" * 20_000, "plus": "+1 22 22 " * 2_222,
    "ends": "vejgade" * 2_857, "cpr": "010213-1234 " * 1_666, "hyphens": "Malthe-" * 2_857,
}  # fmt: skip


@pytest.mark.parametrize("monster", MONSTERS)
def test_a_long_text_costs_in_step_with_its_length(monster):
    """Counted, not timed: the lines of our code run for a text four times as long are about four times as many."""
    text = MONSTERS[monster]
    short, long = (lines_run(text[:length]) for length in (5_000, 20_000))
    assert long <= 4.4 * short + 2_000
    check_places(text, findings(text, ROLL))


def lines_run(text: str) -> int:
    count = 0

    def local(frame, event, argument):
        nonlocal count
        count += event == "line"
        return local

    before = sys.gettrace()
    sys.settrace(lambda frame, event, argument: local if "/ssp/policy/" in frame.f_code.co_filename else None)
    try:
        findings(text, ROLL)
    finally:
        sys.settrace(before)
    return count
