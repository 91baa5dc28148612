"""The installation's own versions of the register, put in force each time the door is opened."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ssp.models import RuleSignature, RuleVersion
from ssp.policy import register
from ssp.policy.register import LIMITS, PARAGRAPH, Number, law, limit

_held: dict[tuple[str | None, date], Mapping[str, Number]] = {}
"""The register as it was last read, by the newest signature and the day it was read for."""


def unit(name: str) -> str:
    """What an entry counts in."""
    return LIMITS[name].unit


def cited(name: str) -> str:
    """The paragraph an entry rests on, as it is cited today; "" for a local agreement or the product's own proposal."""
    return law(LIMITS[name].law) if LIMITS[name].law else ""


def stamp():
    """A column for a query: changes whenever a version has been signed, so that most openings cost no query."""
    return RuleSignature.select(RuleSignature.reference).order_by(RuleSignature.id.desc()).limit(1)


def enforce(newest: str | None, on: date) -> None:
    """Have in force what counts on a day: signed versions that have begun, over what came with the product."""
    found = _held.get((newest, on))
    if found is None:
        found = register.with_own(_signed(on) if newest else {})
        _held.clear()
        _held[(newest, on)] = found
    register.enforce(found)


def _signed(on: date) -> dict[str, Number]:
    rows = (
        RuleVersion.select(RuleVersion.name, RuleVersion.version, RuleVersion.value, RuleVersion.valid_from)
        .join(
            RuleSignature,
            on=((RuleSignature.name == RuleVersion.name) & (RuleSignature.version == RuleVersion.version)),
        )
        .where((RuleVersion.valid_from <= on) & (RuleVersion.name << list(LIMITS)))
        .order_by(RuleVersion.version)
        .tuples()
    )
    return {name: version_of(LIMITS[name], version, value, begins) for name, version, value, begins in rows}


def version_of(base: Number, version: int, value: str, valid_from: date) -> Number:
    """A stored version as the register knows it: `value` is words for a paragraph, else a whole number."""
    typed = value if base.unit == PARAGRAPH else int(value)
    return replace(base, value=typed, version=version, valid_from=valid_from)


__all__ = ["cited", "enforce", "law", "limit", "stamp", "unit", "version_of"]
