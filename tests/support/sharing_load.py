"""What a full desk shares on: consents in every state, an SSP+ basis, and guests in a case, through the services."""

from datetime import timedelta

from ssp.models import Consent, Unit
from ssp.services import consents, invitations, plus
from ssp.services.consents import Given
from ssp.services.invitations import Invite
from ssp.services.standing import today
from ssp.terms import Basis, Giver
from ssp.terms import Given as Way
from tests.support.answers import clear, once, reference_of
from tests.support.world import World

DAY = timedelta(days=1)


def consent(world: World, who: str, matter: str, *units: str, named: str = "Mor og den unge") -> str:
    """A consent by a young person and a custody holder, noted in a matter. Returns its reference."""
    places = tuple(Unit.get_by_id(world.units[name]).reference for name in units or ("police", "social"))
    given = Given(
        today(), Way.TALK, True, givers=(Giver.YOUNG_PERSON, Giver.CUSTODY_HOLDER), named=named,
        scope="At skolen taler med politiet om fraværet.", units=places,
    )  # fmt: skip
    return consents.record(world.actor(who), matter, given, once())


def admit(world: World, who: str, case: str, guest: str, **more) -> None:
    """Let somebody into a case, with the check's questions answered."""
    basis = more.setdefault("basis", Basis.RPL115_SSP)
    invitations.admit(world.actor(who), case, Invite(reference_of(world, guest), replies=clear(basis), **more))


def fill_consents(world: World, concern: str, case: str) -> dict[str, str]:
    """Running, withdrawn, expired and renewed ones in a concern, and one in the case somebody is let in on."""
    made = {
        "running": consent(world, "consultant", concern),
        "withdrawn": consent(world, "teacher", concern),
        "expired": consent(world, "consultant", concern),
        "case": consent(world, "consultant", case, named="Far til barnet"),
    }
    consents.withdraw(world.actor("consultant"), concern, made["withdrawn"])
    yesterday = today() - DAY
    Consent.update(given_on=yesterday - DAY, expires_on=yesterday).where(Consent.reference == made["expired"]).execute()
    plus.record(world.actor("consultant"), concern, "Aftale om SSP+ af i dag.", today(), today() + 90 * DAY, once())
    return made
