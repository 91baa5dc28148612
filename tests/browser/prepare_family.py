"""Two pupils, a case about the first, and three let into it: `python -m tests.browser.prepare_family` with their names.

In the server's environment; the case's reference is printed.
"""

import sys

from app import app
from ssp import db
from ssp.models import Network, Unit, User
from ssp.services import pupils
from ssp.services.pupils import NewPupil
from ssp.terms import Basis
from tests.support.answers import WHY
from tests.support.case_load import log, open_case
from tests.support.duty_load import notify
from tests.support.sharing_load import admit, consent
from tests.support.world import World

UNITS = {"north": "Nordskolen", "police": "Lokalpolitiet", "social": "Børnecenteret"}


def small_world() -> World:
    """The world the server was started with."""
    units = {name: Unit.get(Unit.name == words).id for name, words in UNITS.items()}
    users = {user.username: user.id for user in User.select(User.id, User.username)}
    return World({"north": Network.get(Network.name == "Netværk Nord").id}, units, users, {})


def prepare(ask: str, bo: str) -> str:
    """A teacher has written about Ask, a colleague about Bo, and the social section knows Bo; returns the case."""
    world = small_world()
    names = [NewPupil(ask, "7.B", "010213-4002"), NewPupil(bo, "4.A", "020316-4002")]
    first, second = pupils.enrol(world.units["north"], names)
    log(world, "colleague", second)
    notify(world, "colleague", children=(second,))
    case = open_case(world, "consultant", log(world, "teacher", first))
    agreed = consent(world, "consultant", case, "north")
    admit(world, "consultant", case, "teacher", basis=Basis.CONSENT, consent=agreed, reason=WHY)
    for guest in ("social_worker", "liaison"):
        admit(world, "consultant", case, guest)
    return case


if __name__ == "__main__":
    with app.app_context():
        db.connect()
        print(prepare(*sys.argv[1:]))
