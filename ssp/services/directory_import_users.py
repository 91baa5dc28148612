"""Users in a file: what each line would do, and doing it."""

from collections import Counter
from datetime import date

from ssp.models import Unit, User
from ssp.policy.appointments import decide_appointment
from ssp.services.accounts import end_sessions_of
from ssp.services.directory import Objection
from ssp.services.directory_csv import Line, Sheet, read_date
from ssp.services.directory_people import (
    UserFields,
    Workplace,
    columns,
    normal_username,
    role_objections,
    text_objections,
    workplaces,
)
from ssp.services.directory_plan import Change, Fate, Plan, PlanLine, fate_of, legible
from ssp.services.door import Door
from ssp.services.references import USER, new_reference
from ssp.terms import Role

HEADINGS = {
    "navn": "name", "name": "name", "brugernavn": "username", "username": "username", "email": "email",
    "e-mail": "email", "mail": "email", "enhed": "unit", "unit": "unit", "rolle": "role", "role": "role",
    "slutdato": "ends_on", "end date": "ends_on", "end_date": "ends_on", "ends_on": "ends_on",
}  # fmt: skip
REQUIRED = ("name", "username", "unit", "role")
AT_ONCE = 200
MOVES = frozenset({"unit", "role", "ends_on"})


class _Known:
    """The directory as it stands, looked up once for the whole file."""

    def __init__(self, d: Door, sheet: Sheet, words: dict[str, Role], update: bool):
        self.standing, self.today, self.words, self.update = d.standing, d.today, words, update
        self.units = {unit.name.casefold(): unit for unit in workplaces()}
        self.users = {
            row[1]: row
            for row in User.select(
                User.id, User.username, User.name, User.email, User.unit, User.role, User.ends_on, Unit.name
            )
            .join(Unit, on=(Unit.id == User.unit))
            .tuples()
        }
        self.seen: Counter[str] = Counter()


def judge(d: Door, sheet: Sheet, words: dict[str, Role], update: bool) -> Plan:
    """What importing the sheet would do. `words` gives the role behind each word, written small.

    A username that exists is a problem, unless `update` says that the file corrects users too.
    """
    known = _Known(d, sheet, words, update)
    missing = tuple(Objection(column, "column_missing") for column in sheet.missing)
    return Plan(tuple(_judged(known, line) for line in sheet.lines) if not missing else (), missing, sheet.unknown)


def store(d: Door, plan: Plan) -> list[str]:
    """Store a plan that is ready. Returns the references of the new users; those who moved are signed out."""
    rows = [
        line.values | {"reference": new_reference(USER), "confirmed_on": d.today} for line in plan.having(Fate.CREATE)
    ]
    for start in range(0, len(rows), AT_ONCE):
        User.insert_many(rows[start : start + AT_ONCE]).execute()
    for line in plan.having(Fate.UPDATE):
        User.update(version=User.version + 1, **line.values).where(User.id == line.target).execute()
        if line.moved:
            end_sessions_of(line.target)
    return [row["reference"] for row in rows]


def _judged(known: _Known, line: Line) -> PlanLine:
    cells = {column: line.cells.get(column, "") for column in ("name", "username", "email", "unit", "role", "ends_on")}
    username = normal_username(cells["username"])
    stored = known.users.get(username)
    problems = [*line.problems, *text_objections(cells["name"], cells["username"], cells["email"])]
    unit, role = _unit(known, cells["unit"], problems), _role(known, cells["role"], problems)
    if unit and role:
        problems += role_objections(role, unit)
    ends_on = _ends_on(known, cells["ends_on"], stored is None, problems)
    problems += _username_problems(known, username, stored is not None)
    if stored and role and not decide_appointment(known.standing, stored[0], Role(stored[5]), role).allowed:
        problems.append(Objection("role", "own_role"))
    shown = legible(cells["name"], cells["username"], cells["unit"], cells["role"])
    if problems or unit is None or role is None:
        return PlanLine(line.number, shown, Fate.PROBLEM, tuple(problems))
    email = cells["email"] if "email" in line.cells or stored is None else stored[3]
    ends_on = ends_on if "ends_on" in line.cells or stored is None else stored[6]
    values = columns(UserFields(cells["name"], username, email, unit.reference, role, ends_on), unit.id)
    changes = _changes(stored, values, unit) if stored else []
    return PlanLine(
        line.number, shown, fate_of([], stored[0] if stored else None, changes), (), tuple(changes),
        stored[0] if stored else None, any(change.field in MOVES for change in changes), values,
    )  # fmt: skip


def _username_problems(known: _Known, username: str, exists: bool) -> list[Objection]:
    known.seen[username] += 1
    if username and known.seen[username] > 1:
        return [Objection("username", "username_twice")]
    return [Objection("username", "username_taken")] if exists and not known.update else []


def _unit(known: _Known, text: str, problems: list[Objection]) -> Workplace | None:
    unit = known.units.get(text.casefold())
    if unit is None:
        problems.append(Objection("unit", "unit_unknown" if text else "unit_missing"))
    return unit


def _role(known: _Known, text: str, problems: list[Objection]) -> Role | None:
    role = known.words.get(text.casefold())
    if role is None:
        problems.append(Objection("role", "role_unknown" if text else "role_missing"))
    return role


def _ends_on(known: _Known, text: str, new: bool, problems: list[Objection]) -> date | None:
    try:
        found = read_date(text)
    except ValueError:
        problems.append(Objection("ends_on", "date_bad"))
        return None
    if new and found is not None and found < known.today:
        problems.append(Objection("ends_on", "ends_past"))
    return found


def _changes(stored: tuple, values: dict, unit: Workplace) -> list[Change]:
    _, _, name, email, unit_id, role, ends_on, unit_name = stored
    pairs = (
        ("name", name, values["name"]), ("email", email, values["email"]),
        ("role", role, values["role"].value), ("ends_on", str(ends_on or ""), str(values["ends_on"] or "")),
    )  # fmt: skip
    changes = [Change(field, before, after) for field, before, after in pairs if before != after]
    if unit_id != unit.id:
        changes.append(Change("unit", unit_name, unit.name))
    return changes
