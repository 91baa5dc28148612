"""A family with two homes and a half-brother, written in through the services as its keeper does it."""

from dataclasses import dataclass

from ssp.models import Case, Family, Household, Matter, Person
from ssp.services import families, family_members
from ssp.services.families import HomeText
from ssp.services.family_members import Edit, Place, TieText
from ssp.services.person_records import NewPerson
from ssp.terms import Custody, Kin, PersonKind
from tests.support.answers import once
from tests.support.concern_load import log, open_case
from tests.support.world import World


@dataclass
class Kinsfolk:
    """References by name."""

    family: str
    homes: dict[str, str]
    people: dict[str, str]


def edit(case: str) -> Edit:
    """An edit from the family as it is now."""
    stands = (
        Family.select(Family.version)
        .join(Case, on=(Case.family == Family.id))
        .join(Matter, on=(Matter.id == Case.matter))
        .where(Matter.reference == case)
    )
    return Edit(stands.scalar(), once())


def newest(table):
    return table.select(table.reference).order_by(table.id.desc()).scalar()


def fill_family(world: World, case: str, child: str, brother: str = "", who: str = "consultant") -> Kinsfolk:
    """Mother's home with the child and a half-brother, father's home with the child; the brother's father elsewhere.

    The brother is somebody the keeper knows already, or a new record.
    """
    actor = world.actor(who)
    families.make(actor, case, HomeText("Hos mor", "Morvej 1"), (child,), once())
    homes = {"hers": newest(Household)}
    families.add_home(actor, case, HomeText("Hos far", "Farvej 2"), edit(case))
    homes["his"] = newest(Household)
    everywhere, people = Place((homes["hers"], homes["his"])), {"child": child}
    family_members.change_member(actor, case, child, everywhere, edit(case))
    at_hers = Place((homes["hers"],))
    if brother:
        family_members.add_member(actor, case, brother, at_hers, edit(case))
    else:
        family_members.add_new(actor, case, NewPerson("Bo Halvbror", PersonKind.CHILD), at_hers, edit(case))
    people["brother"] = brother or newest(Person)
    adults = {
        "mother": ("Mia Mor", (homes["hers"],), (("child", Kin.MOTHER, Custody.JOINT), ("brother", Kin.MOTHER, Custody.SOLE))),
        "father": ("Finn Far", (homes["his"],), (("child", Kin.FATHER, Custody.JOINT),)),
        "other_father": ("Ole Andenfar", (), (("brother", Kin.FATHER, Custody.NONE),)),
    }  # fmt: skip
    for name, (words, places, ties) in adults.items():
        place = Place(places, tuple(TieText(people[to], kin, custody) for to, kin, custody in ties))
        family_members.add_new(actor, case, NewPerson(words, PersonKind.ADULT), place, edit(case))
        people[name] = newest(Person)
    return Kinsfolk(newest(Family), homes, people)


def halves(world: World) -> tuple[str, Kinsfolk]:
    """A case about Carla, with her family; Bo is her half-brother, whom a colleague of her teacher's wrote about."""
    brother, child = world.pupils["north"][1:]
    log(world, "colleague", brother)
    case = open_case(world, "consultant", log(world, "teacher", child))
    return case, fill_family(world, case, child, brother)
