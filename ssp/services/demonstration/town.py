"""Fjordby: the units, networks, people and pupils of the demonstration, written straight into the directory."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from ssp.models import Membership, Network, Unit, User
from ssp.services import passwords, pupils
from ssp.services.demonstration.people import Births, Child
from ssp.services.demonstration.texts import data
from ssp.services.door import Actor
from ssp.services.pupils import NewPupil
from ssp.services.references import NETWORK, UNIT, USER, new_reference
from ssp.terms import Basis, Role, Sector

PASSWORD = "fjordby"  # noqa: S105
NORTH, SOUTH = "nord", "syd"
CLASSES = tuple(f"{grade}.{letter}" for grade in range(10) for letter in "AB")

STAFF = (
    # unit, role, usernames
    ("police", Role.POLICE_LIAISON, ("politi", "politi2", "politi3", "politi4")),
    ("social", Role.SOCIAL_WORKER, ("raadgiver", "raadgiver2", "raadgiver3", "raadgiver4", "raadgiver5")),
    ("ssp", Role.SSP_CONSULTANT, ("konsulent", "konsulent2", "konsulent3", "tidligere")),
    ("street", Role.STREET_WORKER, ("gade", "gade2", "gade3", "gade4")),
    ("club", Role.CLUB_STAFF, ("klub", "klub2", "klub3")),
    ("town_hall", Role.LEADER, ("chef",)),
    ("social", Role.LEADER, ("centerleder",)),
    ("town_hall", Role.ADMINISTRATOR, ("admin",)),
    ("town_hall", Role.DPO, ("dpo",)),
    ("housing", Role.PARTNER, ("partner",)),
)
UNITS = {
    "police": ("Lokalpolitiet i Fjordby", Sector.POLICE, None),
    "social": ("Børne- og Familiecentret", Sector.SOCIAL, None),
    "ssp": ("SSP-enheden", Sector.SSP, None),
    "street": ("Gadeplan Fjordby", Sector.STREET, NORTH),
    "club": ("Ungdomsklubben Bryggen", Sector.CLUB, SOUTH),
    "town_hall": ("Fjordby Rådhus", Sector.LEADERSHIP, None),
    "housing": ("Fjordby Boligforening", Sector.PARTNER, None),
}
MEMBERS = {
    NORTH: ("konsulent", "konsulent3", "tidligere", "politi", "politi2", "raadgiver", "raadgiver2", "gade", "gade2"),
    SOUTH: ("konsulent2", "konsulent3", "politi3", "politi4", "raadgiver3", "raadgiver4", "klub", "gade3"),
}
NETWORKS = {NORTH: "SSP-netværk Nord", SOUTH: "SSP-netværk Syd"}
PURPOSE = "Forebygge, at børn og unge kommer ud i kriminalitet eller mistrives, gennem et tidligt og fælles samarbejde."
TEACHERS_PER_SCHOOL = 5
LEFT_DAYS_AGO = 8


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child on a school's roll."""

    child: Child
    reference: str


@dataclass
class Town:
    """Who is who, by username; `rolls` are the pupils of each school's unit, `home` the network of each user."""

    today: date
    users: dict[str, int] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    home: dict[str, str | None] = field(default_factory=dict)
    teachers: list[str] = field(default_factory=list)
    schools: dict[str, int] = field(default_factory=dict)
    rolls: dict[int, list[Pupil]] = field(default_factory=dict)

    def actor(self, username: str) -> Actor:
        return Actor(self.users[username], session="demonstration", request_id="demonstration")

    def roll_of(self, teacher: str) -> list[Pupil]:
        """The pupils of a teacher's own school."""
        return self.rolls[self.schools[teacher]]

    def leader_of(self, teacher: str) -> str:
        """The leader of a teacher's school."""
        return next(
            name for name, unit in self.schools.items() if unit == self.schools[teacher] and name not in self.teachers
        )

    def consultant_of(self, author: str) -> str:
        """The consultant who answers this author."""
        return "konsulent2" if self.home[author] == SOUTH else "konsulent"


def build(today: date, schools: int, children: int, rng: Random) -> Town:
    """Write the directory and the rolls into an empty database."""
    town, births = Town(today), Births(rng, data("people"), today)
    secret = passwords.hash_password(PASSWORD)
    networks = {key: _network(name, today) for key, name in NETWORKS.items()}
    units = {key: (_unit(name, sector, networks.get(net)), net) for key, (name, sector, net) in UNITS.items()}
    for unit, role, usernames in STAFF:
        for username in usernames:
            _user(town, username, births.grown(), units[unit], role, secret)
    for number, name in enumerate(data("people")["schools"][:schools]):
        net = NORTH if number % 2 == 0 else SOUTH
        unit = _unit(name, Sector.SCHOOL, networks[net])
        _school(town, number, (unit, net), births, secret)
        _enrol(town, unit, children // schools + (number < children % schools), births)
    for key, usernames in MEMBERS.items():
        Membership.insert_many(
            [
                {"network": networks[key], "user": town.users[name], "starts_on": today - timedelta(days=200)}
                for name in usernames
            ]
        ).execute()
    left_on = today - timedelta(days=LEFT_DAYS_AGO)
    User.update(ends_on=left_on).where(User.id == town.users["tidligere"]).execute()
    return town


def _school(town: Town, number: int, unit: tuple, births: Births, secret: str) -> None:
    for place in range(TEACHERS_PER_SCHOOL + 1):
        name, leads = births.grown(), place == TEACHERS_PER_SCHOOL
        stem = "skoleleder" if leads else "laerer"
        count = number + 1 if leads else number * TEACHERS_PER_SCHOOL + place + 1
        username = stem if count == 1 else f"{stem}{count}"
        _user(town, username, name, unit, Role.SCHOOL_LEADER if leads else Role.SCHOOL_STAFF, secret)
        town.schools[username] = unit[0]
        if not leads:
            town.teachers.append(username)


def _enrol(town: Town, unit: int, count: int, births: Births) -> None:
    children = [births.child(CLASSES[place % len(CLASSES)]) for place in range(count)]
    made = pupils.enrol(unit, [NewPupil(c.name, c.school_class, c.cpr, c.address, c.protected) for c in children])
    town.rolls[unit] = [Pupil(child, reference) for child, reference in zip(children, made, strict=True)]


def _network(name: str, today: date) -> int:
    return Network.insert(
        reference=new_reference(NETWORK), name=name, purpose=PURPOSE, legal_basis=Basis.RPL115_SSP,
        ends_on=today + timedelta(days=365),
    ).execute()  # fmt: skip


def _unit(name: str, sector: Sector, network: int | None) -> int:
    return Unit.insert(reference=new_reference(UNIT), name=name, sector=sector, network=network).execute()


def _user(town: Town, username: str, name: str, unit: tuple, role: Role, secret: str) -> None:
    reference = new_reference(USER)
    town.users[username] = User.insert(
        reference=reference, username=username, name=name, email=f"{username}@fjordby.example", unit=unit[0],
        role=role, password_hash=secret, confirmed_on=town.today,
    ).execute()  # fmt: skip
    town.references[username] = reference
    town.home[username] = unit[1]
