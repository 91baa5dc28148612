"""The law as printed tables: who may do what, which rules are in force, how long things are kept."""

from collections.abc import Iterable

from ssp.policy.permits import GENERAL, PERMITS, READABLE
from ssp.policy.register import BASES, LIMITS, PARAGRAPH, RULES
from ssp.terms import Action, MatterKind, Role

MADE = "<!-- Made by `flask rules table`. Change the policy, not this file. -->\n"


def permissions() -> str:
    """Who may do what, as Markdown: by matter, by role, and what each role can ever read."""
    return "\n".join([MADE, "# Permissions", "", *_on_matters(), *_in_general(), *_readable()]) + "\n"


def rules() -> str:
    """The rules in force, the legal bases and every number, as Markdown."""
    return "\n".join([MADE, "# Rules", "", *_in_force(), *_bases(), *_numbers()]) + "\n"


def _on_matters() -> Iterable[str]:
    yield "## Acts on a matter"
    yield ""
    yield "Open only to somebody who takes part in the matter, in one of these capacities, and only while the matter"
    yield "stands in one of these states. No role opens anything by itself."
    yield ""
    yield from _head("Act", "Matter", "Capacity", "State", "Role", "Rule")
    for action, permit in PERMITS.items():
        capacities = f"never: {permit.refused}" if permit.refused else _words(permit.capacities)
        yield _row(action, _words(permit.kinds), capacities, _words(permit.states), _words(permit.roles), permit.rule)
    yield ""


def _in_general() -> Iterable[str]:
    yield "## Acts without a matter"
    yield ""
    yield from _head("Act", *Role, "Rule")
    for action, general in GENERAL.items():
        yield _row(action, *("yes" if role in general.roles else "" for role in Role), general.rule)
    yield ""


def _readable() -> Iterable[str]:
    yield "## What a role can ever read"
    yield ""
    yield "With a participation that is running. Without one, nothing."
    yield ""
    yield from _head("Role", *MatterKind)
    for role in Role:
        yield _row(role, *("with participation" if kind in READABLE[role] else "never" for kind in MatterKind))


def _in_force() -> Iterable[str]:
    yield "## In force"
    yield ""
    yield from _head("Rule", "Says", "Basis", "Confidence", "Acts it decides")
    for number, rule in RULES.items():
        yield _row(number, rule["says"], rule["basis"], rule["confidence"], _words(_decided_by(number), ""))
    yield ""


def _bases() -> Iterable[str]:
    yield "## Legal bases a share can rest on"
    yield ""
    yield from _head("Basis", "Source", "Between", "Self-governing recipients", "Confidence")
    for name, basis in BASES.items():
        sectors, self_governing = ", ".join(basis["sectors"]), ", ".join(basis["self_governing"])
        yield _row(name, basis["source"], sectors, self_governing, basis["confidence"])
    yield ""


def _numbers() -> Iterable[str]:
    yield "## Numbers"
    yield ""
    yield from _head("Number", "Value", "Source", "Confidence", "Valid from")
    for name, number in LIMITS.items():
        value = number.value if number.unit == PARAGRAPH else f"{number.value} {number.unit}"
        yield _row(name, value, number.source, number.confidence, number.valid_from)


def _decided_by(number: str) -> list[Action]:
    return [action for action, permit in (PERMITS | GENERAL).items() if permit.rule == number]


def _words(values, nothing: str = "any") -> str:
    return ", ".join(sorted(str(value) for value in values)) or nothing


def _head(*columns) -> Iterable[str]:
    yield _row(*columns)
    yield _row(*("---" for _ in columns))


def _row(*cells) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
