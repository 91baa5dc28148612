"""A small municipality every test can count on: two networks, two schools, one of every role."""

from dataclasses import dataclass
from datetime import date, timedelta

from ssp.models import Membership, Network, Unit, User
from ssp.services import passwords, pupils
from ssp.services.door import Actor
from ssp.services.pupils import NewPupil
from ssp.services.references import NETWORK, UNIT, USER, new_reference
from ssp.services.standing import today
from ssp.terms import Basis, Role, Sector

PASSWORD = "en lang sætning til prøver"


@dataclass
class World:
    """Ids by name, as stored in the template every test starts from."""

    networks: dict[str, int]
    units: dict[str, int]
    users: dict[str, int]
    pupils: dict[str, list[str]]

    def actor(self, name: str) -> Actor:
        return Actor(self.users[name], session="test" * 4, request_id="test")


def make_network(name: str, ends_on: date | None = None) -> int:
    return Network.insert(
        reference=new_reference(NETWORK), name=name, purpose="Forebygge kriminalitet", legal_basis=Basis.RPL115_SSP,
        ends_on=ends_on or today() + timedelta(days=365),
    ).execute()  # fmt: skip


def make_unit(name: str, sector: Sector, network: int | None = None) -> int:
    return Unit.insert(reference=new_reference(UNIT), name=name, sector=sector, network=network).execute()


def make_user(username: str, unit: int, role: Role, name: str = "", password_hash: str = "") -> int:
    return User.insert(
        reference=new_reference(USER), username=username, name=name or username.title(),
        email=f"{username}@example.invalid", unit=unit, role=role, password_hash=password_hash, confirmed_on=today(),
    ).execute()  # fmt: skip


def join(user: int, network: int, starts_on: date | None = None, ends_on: date | None = None) -> None:
    Membership.insert(user=user, network=network, starts_on=starts_on or today(), ends_on=ends_on).execute()


PEOPLE = {
    # name: (unit, role, networks)
    "teacher": ("north", Role.SCHOOL_STAFF, ()),
    "colleague": ("north", Role.SCHOOL_STAFF, ()),
    "head": ("north", Role.SCHOOL_LEADER, ()),
    "other_teacher": ("south", Role.SCHOOL_STAFF, ()),
    "consultant": ("ssp", Role.SSP_CONSULTANT, ("north",)),
    "second_consultant": ("ssp", Role.SSP_CONSULTANT, ("north",)),
    "other_consultant": ("ssp", Role.SSP_CONSULTANT, ("south",)),
    "liaison": ("police", Role.POLICE_LIAISON, ("north",)),
    "other_liaison": ("police", Role.POLICE_LIAISON, ()),
    "social_worker": ("social", Role.SOCIAL_WORKER, ()),
    "street_worker": ("street", Role.STREET_WORKER, ()),
    "club_worker": ("club", Role.CLUB_STAFF, ()),
    "leader": ("town_hall", Role.LEADER, ()),
    "partner": ("housing", Role.PARTNER, ()),
    "administrator": ("town_hall", Role.ADMINISTRATOR, ()),
    "dpo": ("town_hall", Role.DPO, ()),
}


def build() -> World:
    """Write the world into an empty, migrated database."""
    networks = {"north": make_network("Netværk Nord"), "south": make_network("Netværk Syd")}
    units = {
        "north": make_unit("Nordskolen", Sector.SCHOOL, networks["north"]),
        "south": make_unit("Sydskolen", Sector.SCHOOL, networks["south"]),
        "ssp": make_unit("SSP-enheden", Sector.SSP),
        "police": make_unit("Lokalpolitiet", Sector.POLICE),
        "social": make_unit("Børnecenteret", Sector.SOCIAL),
        "street": make_unit("Gadeplan", Sector.STREET, networks["north"]),
        "club": make_unit("Klubben", Sector.CLUB, networks["south"]),
        "town_hall": make_unit("Rådhuset", Sector.LEADERSHIP),
        "housing": make_unit("Boligforeningen", Sector.PARTNER),
    }
    secret = passwords.hash_password(PASSWORD)
    users = {name: make_user(name, units[unit], role, password_hash=secret) for name, (unit, role, _) in PEOPLE.items()}
    for name, (_, _, member_of) in PEOPLE.items():
        for network in member_of:
            join(users[name], networks[network])
    rolls = {
        school: pupils.enrol(
            units[school],
            [
                NewPupil(f"{first} {family}", "7.B", f"0102{11 + i:02d}-4002", "Prøvevej 1", protected=i == 0)
                for i, (first, family) in enumerate(names)
            ],
        )
        for school, names in {
            "north": [("Åse", "Nørgaard"), ("Bo", "Nielsen"), ("Carla", "Nygaard")],
            "south": [("Dagny", "Sørensen"), ("Emil", "Sand")],
        }.items()
    }
    return World(networks, units, users, rolls)
