"""The small things every form takes: a key, the replies to the guided check, somebody's reference."""

import secrets

from ssp.models import User
from ssp.policy.checks import QUESTIONS
from ssp.terms import Basis, Question, Reply
from tests.support.world import World

WHY = "Modtageren har brug for netop denne del for at kunne hjælpe."


def once() -> str:
    """A form's key, never used before."""
    return secrets.token_hex(16)


def clear(basis: Basis) -> dict[Question, Reply]:
    """What a sender answers when nothing stands in the way."""
    refused = {Question.INVESTIGATION, Question.VIOLENCE}
    return {question: Reply.NO if question in refused else Reply.YES for question in QUESTIONS[basis]}


def reference_of(world: World, who: str) -> str:
    return User.get_by_id(world.users[who]).reference


def answered(basis: str = "rpl115_ssp") -> dict[str, str]:
    """The same answers as a form posts them."""
    return {f"ask_{question}": reply.value for question, reply in clear(Basis(basis)).items()}
