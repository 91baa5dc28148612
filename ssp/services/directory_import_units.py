"""Units in a file: what each line would do, and doing it."""

from collections import Counter

from ssp.models import Network, Unit, User
from ssp.policy.appointments import fits
from ssp.services.directory import Objection, running, text_problem
from ssp.services.directory_csv import Line, Sheet
from ssp.services.directory_plan import Change, Fate, Plan, PlanLine, fate_of, legible
from ssp.services.door import Door
from ssp.services.references import UNIT, new_reference
from ssp.terms import Role, Sector

HEADINGS = {
    "navn": "name", "name": "name", "enhed": "name", "sektor": "sector", "sector": "sector", "netværk": "network",
    "network": "network",
}  # fmt: skip
REQUIRED = ("name", "sector")
AT_ONCE = 200


class _Known:
    """The directory as it stands, looked up once for the whole file."""

    def __init__(self, d: Door, words: dict[str, Sector], update: bool):
        self.words, self.update = words, update
        networks = Network.select(Network.name, Network.id).where(Network.ends_on >= d.today).tuples()
        self.networks = {name.casefold(): (id_, name) for name, id_ in networks}
        self.network_names = dict(self.networks.values())
        rows = Unit.select(Unit.name, Unit.id, Unit.sector, Unit.network).tuples()
        self.units = {name.casefold(): (id_, name, sector, network) for name, id_, sector, network in rows}
        self.roles: dict[int, set[Role]] = {}
        for unit, role in User.select(User.unit, User.role).where(running(d.today)).distinct().tuples():
            self.roles.setdefault(unit, set()).add(Role(role))
        self.seen: Counter[str] = Counter()


def judge(d: Door, sheet: Sheet, words: dict[str, Sector], update: bool) -> Plan:
    """What importing the sheet would do. `words` gives the sector behind each word, written small."""
    known = _Known(d, words, update)
    missing = tuple(Objection(column, "column_missing") for column in sheet.missing)
    return Plan(tuple(_judged(known, line) for line in sheet.lines) if not missing else (), missing, sheet.unknown)


def store(d: Door, plan: Plan) -> list[str]:
    """Store a plan that is ready. Returns the references of the new units."""
    rows = [line.values | {"reference": new_reference(UNIT)} for line in plan.having(Fate.CREATE)]
    for start in range(0, len(rows), AT_ONCE):
        Unit.insert_many(rows[start : start + AT_ONCE]).execute()
    for line in plan.having(Fate.UPDATE):
        Unit.update(**line.values).where(Unit.id == line.target).execute()
    return [row["reference"] for row in rows]


def _judged(known: _Known, line: Line) -> PlanLine:
    name, sector_text, network_text = (line.cells.get(column, "") for column in ("name", "sector", "network"))
    stored = known.units.get(name.casefold())
    problems = [*line.problems, *_name_problems(known, name, stored is not None)]
    sector = known.words.get(sector_text.casefold())
    network = known.networks.get(network_text.casefold(), (None, "")) if network_text else (None, "")
    if sector is None:
        problems.append(Objection("sector", "sector_unknown" if sector_text else "sector_missing"))
    elif stored and not all(fits(role, sector) for role in known.roles.get(stored[0], ())):
        problems.append(Objection("sector", "sector_outside_roles"))
    if network_text and network[0] is None:
        problems.append(Objection("network", "network_unknown"))
    shown = legible(name, sector_text, network_text)
    if problems or sector is None:
        return PlanLine(line.number, shown, Fate.PROBLEM, tuple(problems))
    network_id = network[0] if "network" in line.cells or stored is None else stored[3]
    values = {"name": name, "sector": sector, "network": network_id}
    changes = _changes(known, stored, values) if stored else []
    target = stored[0] if stored else None
    return PlanLine(line.number, shown, fate_of([], target, changes), (), tuple(changes), target, False, values)


def _name_problems(known: _Known, name: str, exists: bool) -> list[Objection]:
    if not name:
        return [Objection("name", "name_missing")]
    known.seen[name.casefold()] += 1
    if known.seen[name.casefold()] > 1:
        return [Objection("name", "unit_twice")]
    if exists and not known.update:
        return [Objection("name", "unit_taken")]
    problem = text_problem(name)
    return [Objection("name", problem)] if problem else []


def _changes(known: _Known, stored: tuple, values: dict) -> list[Change]:
    _, name, sector, network_id = stored
    names = known.network_names
    pairs = (
        ("name", name, values["name"]), ("sector", sector, values["sector"].value),
        ("network", names.get(network_id, ""), names.get(values["network"], "")),
    )  # fmt: skip
    return [Change(field, before, after) for field, before, after in pairs if before != after]
