"""The demonstration's Danish texts: read from data, varied by alternatives, fitted to the child they are about."""

import re
import tomllib
from functools import cache
from pathlib import Path
from random import Random

from ssp.services.demonstration.people import Child

_HERE = Path(__file__).parent / "texts"
_ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")


@cache
def data(name: str) -> dict:
    """One file of texts."""
    return tomllib.loads((_HERE / f"{name}.toml").read_text("utf-8"))


class Pen:
    """Writes for one story: picks among the alternatives and fits names and pronouns to the children."""

    def __init__(self, rng: Random, children: list[Child] = ()):
        self.rng = rng
        self._words = _words(children)

    def write(self, text: str) -> str:
        """The text with one of each "[a|b|c]" picked and every "{slot}" filled."""
        picked = _ALTERNATIVES.sub(lambda match: self.rng.choice(match[1].split("|")), text)
        return " ".join(picked.format_map(self._words).split())

    def one_of(self, texts: list[str]) -> str:
        """One of the texts, written; where there is no child, one that names none."""
        return self.write(self.rng.choice([text for text in texts if self._words or "{" not in text]))


def _words(children: list[Child]) -> dict[str, str]:
    if not children:
        return {}
    child, friend = children[0], children[-1]
    boy = child.boy
    return {
        "navn": child.first, "navns": genitive(child.first), "ven": friend.first, "vens": genitive(friend.first),
        "klasse": child.school_class or "klassen", "han": "han" if boy else "hun", "Han": "Han" if boy else "Hun",
        "ham": "ham" if boy else "hende", "hans": "hans" if boy else "hendes", "Hans": "Hans" if boy else "Hendes",
    }  # fmt: skip


def genitive(name: str) -> str:
    """The possessive form of a name: Idas, Tobias', Max'."""
    return f"{name}'" if name[-1] in "sxz" else f"{name}s"
