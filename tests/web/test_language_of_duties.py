"""The pages of the duties and of the work in a case speak one language: everybody walks through a full desk, and only stored texts are left out."""

import ast
import inspect

import pytest

from ssp.models import Network, Unit, User
from ssp.web.labels import LABELS
from tests.support import case_load, casework_load, concern_load, duty_load, family_load, languages, sharing_load
from tests.support.languages import Walk

PERSONAS = ("teacher", "consultant", "social_worker", "head", "section_leader", "liaison", "dpo", "administrator")
DUTIES = {
    "notifications.index", "notifications.new", "notifications.show", "notifications.new_registration",
    "notifications.assess", "notifications.give_receipt", "absences.index", "absences.new", "absences.show",
    "consultations.index", "consultations.new", "consultations.show", "library.index", "library.new", "library.show",
    "meetings.index", "meetings.new", "meetings.show", "notices.index", "notices.show", "notices.new",
    "consents.index", "consents.new", "consents.new_plus", "clocks.index", "rules.index", "rules.show", "rules.sign",
}  # fmt: skip
"""What the walks must have seen to say anything about the duties."""
WORK = {
    "attachments.index", "attachments.new_removal", "batons.show", "case_persons.edit", "case_persons.index",
    "case_persons.new", "case_prints.new", "closings.show", "commitments.index", "commitments.mine", "commitments.new",
    "commitments.show", "entries.new", "entries.show", "factors.index", "factors.new", "factors.show",
    "families.edit_home", "families.edit_member", "families.new_home", "families.new_member", "families.show",
    "filings.index", "filings.new", "filings.show", "handovers.away", "handovers.index", "handovers.new_summary",
    "plans.edit", "plans.edit_goal", "plans.new_link", "plans.show",
}  # fmt: skip
"""And about the work in a case."""
LOADS = (case_load, casework_load, concern_load, duty_load, family_load, sharing_load)


def stored() -> list[str]:
    """What the desk was filled with, the longest first: texts and names are in no language."""
    nodes = [node for load in LOADS for node in ast.walk(ast.parse(inspect.getsource(load)))]
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return sorted((text for text in texts if " " in text), key=len, reverse=True)


@pytest.fixture
def desk(world, monkeypatch):
    """A full desk, whose stored texts are not read aloud; names that are also words of ours are changed."""
    case_load.fill(world)
    for model, field, words in (
        (Unit, Unit.name, "SSP-enheden"), (Unit, Unit.name, "Gadeplan"), (User, User.name, "Partner"),
        (Network, Network.purpose, "Forebygge kriminalitet"),
    ):  # fmt: skip
        model.update({field: f"Kvalo {len(words)}"}).where(field == words).execute()
    known, read_aloud = stored(), languages.read_aloud

    def without_stored(tree, language):
        return {text for text in read_aloud(tree, language) if not any(words in text for words in known)}

    monkeypatch.setattr(languages, "read_aloud", without_stored)


def walk(visit, app, name: str) -> Walk:
    visitor = visit(name)
    visitor.post("/language", {"language": "en", "next": "/"})
    return Walk(visitor, app, "en").everywhere()


@pytest.mark.any_engine
def test_no_page_of_the_duties_or_the_work_is_left_in_danish(visit, app, desk):
    walks = {name: walk(visit, app, name) for name in PERSONAS}
    wrong = [f"{name} {line}" for name, walked in walks.items() for line in walked.wrong]
    assert not wrong, "in the wrong language:\n" + "\n".join(wrong)
    assert set().union(*(walked.seen for walked in walks.values())) >= DUTIES | WORK


@pytest.mark.any_engine
def test_a_clock_left_in_danish_is_noticed(visit, app, desk, monkeypatch):
    monkeypatch.setitem(LABELS["clock_act"], "assessment", "Vurder underretningen")
    assert any(": Vurder underretningen" in line for line in walk(visit, app, "social_worker").wrong)
