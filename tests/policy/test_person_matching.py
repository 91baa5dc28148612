"""Which records may be of one person, which two never are, and what of a person is masked (A13)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssp.policy.persons import (
    ALIKE,
    Sides,
    Wanted,
    fits,
    kept_first,
    likeness,
    masked_cpr,
    name_shown,
    near,
    sees_identity,
    why_apart,
)
from ssp.terms import Action, PersonKind

BORN = date(2012, 3, 4)
NAMES = st.text("abdefghijklmnoprstuvyæøåÅÆØ ", min_size=2, max_size=20).filter(str.strip)
CHILD, ADULT, PUPIL = PersonKind.CHILD, PersonKind.ADULT, PersonKind.PUPIL


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed Ali", "Muhammed Ali"), ("Mohammed Ali", "Mohamad Ali"), ("Mohammed Ali", "Muhamed Alı"),
        ("Åse Nørgård", "Aase Noergaard"), ("Søren Ærø", "Soeren Aeroe"), ("Christian Holm", "Kristian Holm"),
        ("Sofie Møller", "Sophie Moeller"), ("Ida Krogh", "Ida Krog"), ("Fatima Yılmaz", "Fatma Yilmaz"),
        ("Anne-Marie Bach", "Anne Marie Bach"), ("Hassan Ali", "Ali Hassan"), ("Hussein Omar", "Hussain Omar"),
        ("Ida Marie Sivdal Krogh", "Ida Krogh"), ("IDA KROGH", "ida krogh"),
    ],
)  # fmt: skip
def test_one_name_in_two_spellings_is_alike(one, other):
    assert likeness(one, other) >= ALIKE
    assert fits(Wanted(one), other, None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Jensen", "Bo Jensen"), ("Bo Nielsen", "Carla Nielsen"), ("Mohammed Ali", "Fatima Hassan"),
        ("Bo Nielsen", "Bo Hansen"), ("Ida Krogh", "Åse Nørgård"), ("", "Ida Krogh"),
    ],
)  # fmt: skip
def test_two_names_are_two(one, other):
    assert likeness(one, other) < ALIKE
    assert not fits(Wanted(one), other, None)


@given(NAMES, NAMES)
def test_likeness_is_the_same_from_both_sides_and_whole_for_a_name_itself(one, other):
    assert likeness(one, one) == 1.0
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0.0 <= likeness(one, other) <= 1.0


@pytest.mark.parametrize(
    "typed", [BORN, date(2012, 4, 3), date(2011, 3, 4), date(2012, 3, 14), date(2012, 12, 4)],
    ids=["the day", "day and month swapped", "another year", "another day", "another month"],
)  # fmt: skip
def test_a_day_of_birth_may_be_mistyped_in_one_place(typed):
    assert near(BORN, typed)
    assert near(typed, BORN)
    assert fits(Wanted("Ida Krogh", typed), "Ida Krog", BORN)


@pytest.mark.parametrize("typed", [date(2011, 4, 3), date(2010, 5, 4), date(2012, 7, 9)])
def test_two_days_of_birth_are_two_children_of_one_name(typed):
    assert not near(BORN, typed)
    assert not fits(Wanted("Ida Krogh", typed), "Ida Krogh", BORN)


def test_the_day_of_birth_lets_a_name_differ_more_and_puts_it_first():
    name = "Youssef Ben"
    assert not fits(Wanted("Yassin Ben"), name, None)
    assert fits(Wanted("Yassin Ben", BORN), name, BORN) > fits(Wanted(name), name, None)
    assert not fits(Wanted("Karla Holm", BORN), name, BORN), "a birthday alone is nobody"


def sides(kinds=(CHILD, CHILD), units=(1, 1), numbers=("", ""), related=False) -> Sides:
    return Sides(kinds, units, numbers, related)


@pytest.mark.parametrize(
    ("both", "reason"),
    [
        (sides(), ""),
        (sides(numbers=("010203-4002", "")), ""),
        (sides(numbers=("010203-4002", "010203-4002")), ""),
        (sides(numbers=("010203-4002", "010203-4003")), "two_numbers"),
        (sides(related=True), "related"),
        (sides((CHILD, ADULT)), "two_kinds"),
        (sides((PUPIL, ADULT)), "two_kinds"),
        (sides((ADULT, ADULT), (1, 2)), ""),
        (sides((PUPIL, CHILD), (1, 2)), ""),
        (sides((PUPIL, PUPIL), (1, 1)), ""),
        (sides((PUPIL, PUPIL), (1, 2)), "two_rolls"),
    ],
)  # fmt: skip
def test_what_is_never_put_together(both, reason):
    assert why_apart(both) == reason
    turned = Sides(both.kinds[::-1], both.units[::-1], both.numbers[::-1], both.related)
    assert why_apart(turned) == reason


def test_a_pupil_is_the_one_that_stays():
    assert [kept_first(sides((first, second))) for first, second in (
        (PUPIL, CHILD), (CHILD, PUPIL), (PUPIL, PUPIL), (CHILD, CHILD), (ADULT, ADULT)
    )] == [True, False, True, True, True]  # fmt: skip


def test_A13_a_number_is_masked_and_a_protected_name_is_for_those_close_to_the_work():
    assert masked_cpr("010203-4002") == "010203-••••"
    assert masked_cpr("") == ""
    assert [name_shown("Ida", protected, close) for protected in (False, True) for close in (False, True)] == [
        "Ida", "Ida", "", "Ida"
    ]  # fmt: skip
    assert sees_identity({Action.CASE_READ, Action.PERSON_UNMASK})
    assert not sees_identity({Action.CASE_READ, Action.CASE_NOTE})
