"""The register: what is read from its files, and that a rule reads what is in force and nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from ssp.policy import permits, register
from ssp.terms import Action, Capacity, CaseState, MatterKind, Role


@pytest.fixture
def own():
    """Own versions of two entries, in force during the test."""
    noon = replace(register.LIMITS["assessment_hours"], value=12, version=2)
    paragraph = replace(register.LIMITS["law_duty"], value="barnets lov § 999", version=3)
    register.enforce(register.with_own({"assessment_hours": noon, "law_duty": paragraph}))
    yield noon, paragraph
    register.enforce(register.LIMITS)


def test_the_files_are_read_entry_by_entry():
    read = register._entries("limits.toml")
    assert read["adult_age"] == register.Number(
        name="adult_age", group="ages", value=18, unit="years", source="Fælles ramme for SSP-samarbejdet",
        confidence="H", valid_from=date(2026, 1, 1), version=1, law="",
        says="SSP-samarbejdet slutter, når den unge er {value}, hvis der ikke er et SSP+-grundlag.",
    )  # fmt: skip
    assert read.keys() | register._entries("paragraphs.toml").keys() == register.LIMITS.keys()
    assert register._read("bases.toml") == register.BASES
    assert register._read("rules.toml") == register.RULES


def test_what_is_in_force_is_what_is_read(own):
    noon, paragraph = own
    assert register.number("assessment_hours") == noon
    assert register.limit("assessment_hours") == 12
    assert register.law("law_duty") == "barnets lov § 999"
    assert register.number("adult_age") == register.LIMITS["adult_age"]


def test_everything_in_force_comes_in_the_registers_order(own):
    everything = register.numbers()
    assert [number.name for number in everything] == list(register.LIMITS)
    assert [number.name for number in everything if number.version > 1] == ["assessment_hours", "law_duty"]


def test_without_own_versions_the_products_are_in_force():
    assert register.numbers() == tuple(register.LIMITS.values())
    assert register.with_own({}) == register.LIMITS


def test_a_permit_says_what_it_was_made_of():
    made = permits._on(MatterKind.CASE, MatterKind.CONCERN)
    holder, open_, leaders = frozenset({Capacity.HOLDER}), frozenset({CaseState.OPEN}), frozenset({Role.SCHOOL_LEADER})
    kinds = frozenset({MatterKind.CASE, MatterKind.CONCERN})
    assert made(holder, "A1") == permits.Permit(kinds, holder, "A1", frozenset(), frozenset(), "")
    assert made(holder, "E4", open_, leaders, "no") == permits.Permit(kinds, holder, "E4", open_, leaders, "no")
    assert permits.PERMITS.keys() | permits.GENERAL.keys() == set(Action)
    assert not permits.PERMITS.keys() & permits.GENERAL.keys()
