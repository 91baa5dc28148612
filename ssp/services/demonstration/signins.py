"""Seven people to sign in as, and what is waiting for each of them."""

from dataclasses import dataclass

from ssp.models import Unit, User


@dataclass(frozen=True, slots=True)
class SignIn:
    """One way into the demonstration: the username, who it is, and what to try."""

    username: str
    name: str
    unit: str
    hint: str


HINTS = {
    "laerer": "Svar på konsulentens spørgsmål, skriv kladden færdig, og svar på aftalen i 'Ro om de to hjem'.",
    "konsulent": "Tag den ældste i køen, åbn forløbet 'Ro om de to hjem', og svar på det forløb, du bliver tilbudt.",
    "politi": "Svar på det, der er delt med dig. Åbn forløbet 'Ro om de to hjem', og se din side af familien.",
    "raadgiver": "Vurdér underretningen, der er over fristen, og indfri din aftale i forløbet 'Ro om de to hjem'.",
    "skoleleder": "En elev er over grænsen for ulovligt fravær: underret, eller ret tallet, hvis det er forkert.",
    "admin": "Se enheder, brugere og netværk. Foreslå en anden frist. Du kan ikke se en eneste bekymring.",
    "dpo": "Godkend lovgrundlaget og forslaget, og se, hvem der har læst hvad, og hvem der endnu ikke er orienteret.",
}


def sign_ins() -> list[SignIn]:
    """The sign-ins that are here, in the order the loop runs; empty when there is no demonstration."""
    rows = (
        User.select(User.username, User.name, Unit.name)
        .join(Unit, on=(Unit.id == User.unit))
        .where(User.username << list(HINTS))
        .tuples()
    )
    found = {username: SignIn(username, name, unit, HINTS[username]) for username, name, unit in rows}
    return [found[username] for username in HINTS if username in found]
