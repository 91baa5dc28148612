"""What the pages and the import share about users: what can be stored, and storing it."""

import re
from dataclasses import dataclass
from datetime import date

from ssp.models import Unit, User
from ssp.policy.access import is_active
from ssp.policy.appointments import fits
from ssp.services.directory import Objection, text_problem
from ssp.terms import Role, Sector

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LONGEST = {"name": 120, "username": 80, "email": 200}


@dataclass(frozen=True, slots=True)
class UserFields:
    """A user as a form or a file knows them; `unit` is a reference."""

    name: str
    username: str
    email: str
    unit: str
    role: Role
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Workplace:
    """A unit somebody can be placed in."""

    id: int
    reference: str
    name: str
    sector: Sector


def workplaces(condition=None) -> list[Workplace]:
    """The units a user can be placed in: the active ones, or those the condition holds for."""
    rows = Unit.select(Unit.id, Unit.reference, Unit.name, Unit.sector).where(condition or Unit.active).tuples()
    return [Workplace(id_, reference, name, Sector(sector)) for id_, reference, name, sector in rows]


def normal_username(text: str) -> str:
    """A username as it is stored and typed at sign-in."""
    return text.strip().casefold()


def username_taken(username: str, but: int | None = None) -> bool:
    others = User.select(User.id).where(User.username == normal_username(username))
    return (others.where(User.id != but) if but is not None else others).exists()


def text_objections(name: str, username: str, email: str) -> list[Objection]:
    """What is wrong with the words themselves."""
    texts = {"name": name, "username": username, "email": email}
    found = [
        Objection(field, problem) for field, text in texts.items() if (problem := text_problem(text, LONGEST[field]))
    ]
    if not name.strip():
        found.append(Objection("name", "name_missing"))
    if not username.strip():
        found.append(Objection("username", "username_missing"))
    elif len(username.split()) > 1:
        found.append(Objection("username", "username_spaces"))
    if email and not EMAIL.fullmatch(email):
        found.append(Objection("email", "email_bad"))
    return found


def role_objections(role: Role, unit: Workplace | None) -> list[Objection]:
    """Whether the unit exists and the role can stand in it."""
    if unit is None:
        return [Objection("unit", "unit_unknown")]
    return [] if fits(role, unit.sector) else [Objection("role", "role_outside_sector")]


def columns(fields: UserFields, unit_id: int) -> dict:
    return {
        "name": fields.name, "username": normal_username(fields.username), "email": fields.email, "unit": unit_id,
        "role": fields.role, "ends_on": fields.ends_on,
    }  # fmt: skip


def state_of(ends_on: date | None, confirmed_on: date, unit_active: bool, today: date) -> str:
    """Whether an account is active, unconfirmed (A10), ended, or closed with its unit."""
    if ends_on is not None and ends_on < today:
        return "ended"
    if not unit_active:
        return "closed"
    return "active" if is_active(ends_on, confirmed_on, today) else "unconfirmed"
