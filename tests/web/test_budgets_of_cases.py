"""Budgets of the work in a case: each room, with one row of everything and with many."""

import pytest

from ssp.models import Attachment, Commitment, Entry, FactorSheet, Filing, Goal, User
from ssp.services import (
    attachments,
    case_persons,
    commitments,
    entries,
    factors,
    families,
    filings,
    plans,
    saved_searches,
)
from ssp.services.commitments import Proposal
from ssp.services.entries import Words
from ssp.services.factors import Said
from ssp.services.families import HomeText
from ssp.services.filings import Mark
from ssp.services.person_records import NewPerson
from ssp.services.search import Asked
from ssp.services.standing import today
from ssp.terms import Answer, EntryKind, PersonKind, Side, Source
from tests.support.answers import once, reference_of
from tests.support.concern_load import log, open_case
from tests.support.costs import LIST, PAGE, Cost, judge
from tests.support.family_load import edit, fill_family, newest
from tests.support.sharing_load import DAY, admit

MANY = 12
HERE = "/cases/{case}"

BUDGETS = [
    # who, path, budget
    ("consultant", "/commitments", LIST),
    ("consultant", "/commitments?view=proposed", LIST),
    ("liaison", "/commitments", LIST),
    ("consultant", "/search", LIST),
    ("consultant", "/handover", PAGE),
    ("second_consultant", "/handover/{consultant}", PAGE),
    ("consultant", "/away", PAGE),
    ("consultant", HERE, PAGE),
    ("liaison", HERE, PAGE),
    ("consultant", f"{HERE}/entries/new", PAGE),
    ("consultant", f"{HERE}/entries/{{entry}}", PAGE),
    ("consultant", f"{HERE}/entries/{{entry}}/edit", PAGE),
    ("consultant", f"{HERE}/entries/{{entry}}/strike", PAGE),
    ("consultant", f"{HERE}/entries/{{entry}}/statements/new", PAGE),
    ("consultant", f"{HERE}/persons", PAGE),
    ("liaison", f"{HERE}/persons", PAGE),
    ("consultant", f"{HERE}/persons/new", PAGE),
    ("consultant", f"{HERE}/persons/{{child}}", PAGE),
    ("consultant", f"{HERE}/persons/{{child}}/merges/new", PAGE),
    ("consultant", f"{HERE}/persons/{{child}}/merges/new?other={{brother}}", PAGE),
    ("consultant", f"{HERE}/family", PAGE),
    ("consultant", f"{HERE}/family/homes/new", PAGE),
    ("consultant", f"{HERE}/family/homes/{{home}}", PAGE),
    ("consultant", f"{HERE}/family/members/new?kind=adult", PAGE),
    ("consultant", f"{HERE}/family/members/{{mother}}", PAGE),
    ("consultant", f"{HERE}/plan", PAGE),
    ("consultant", f"{HERE}/plan/edit", PAGE),
    ("consultant", f"{HERE}/plan/goals/{{goal}}", PAGE),
    ("consultant", f"{HERE}/concerns/new", PAGE),
    ("consultant", f"{HERE}/commitments", PAGE),
    ("consultant", f"{HERE}/commitments/new", PAGE),
    ("consultant", f"{HERE}/commitments/{{commitment}}", PAGE),
    ("consultant", f"{HERE}/attachments", PAGE),
    ("consultant", "/attachments/{attachment}/removals/new", PAGE),
    ("consultant", f"{HERE}/factors", PAGE),
    ("consultant", f"{HERE}/factors/new?child={{child}}", PAGE),
    ("consultant", f"{HERE}/factors/{{sheet}}", PAGE),
    ("consultant", f"{HERE}/filings", PAGE),
    ("consultant", f"{HERE}/filings/new", PAGE),
    ("consultant", f"{HERE}/filings/{{filing}}", PAGE),
    ("consultant", f"{HERE}/closing", PAGE),
    ("consultant", f"{HERE}/baton", PAGE),
    ("consultant", f"{HERE}/prints/new", PAGE),
    ("consultant", f"{HERE}/summary", PAGE),
]


class Room:
    """A case with a family, in which more and more of everything is written."""

    def __init__(self, world):
        self.world, self.who, self.child = world, world.actor("consultant"), world.pupils["north"][1]
        self.case = open_case(world, "consultant", log(world, "teacher", self.child))
        admit(world, "consultant", self.case, "liaison")
        kin = fill_family(world, self.case, self.child)
        User.update(away_until=today()).where(User.id == world.users["consultant"]).execute()
        self.names = {"case": self.case, "child": self.child, "consultant": reference_of(world, "consultant"),
                      "home": kin.homes["hers"], **{who: kin.people[who] for who in ("mother", "brother")}}  # fmt: skip

    def write(self, count: int) -> None:
        for number in range(count):
            self._write(number)
            self._promise(number)
        kinds = {"attachment": Attachment, "commitment": Commitment, "entry": Entry, "filing": Filing, "goal": Goal}
        self.names |= {name: newest(table) for name, table in kinds.items()} | {"sheet": newest(FactorSheet)}

    def _write(self, number: int) -> None:
        who, case = self.who, self.case
        case_persons.create(who, case, NewPerson("Ny Prøvesen", PersonKind.CHILD), "En anden.", once())
        families.add_home(who, case, HomeText("Hos en anden", "Vejen 3"), edit(case))
        plans.add_goal(who, case, "At være sammen.", "Vi mødes.", once())
        filings.add(who, case, Mark("Notat om fravær", today() + 3 * DAY), once())
        attachments.add(who, case, "notat.txt", b"Skrevet efter samtalen.", once())
        factors.record(who, case, self.child, dict.fromkeys(factors.FACTORS, Said(Answer.YES)), once())
        saved_searches.save(who, f"Mine fredage {number}", Asked("fredag"), once())
        open_case(self.world, "consultant", log(self.world, "teacher", self.child))
        log(self.world, "teacher", self.child)

    def _promise(self, number: int) -> None:
        who, case = self.who, self.case
        for owner in ("consultant", "liaison"):
            proposal = Proposal(Side.AGENCY, "Taler med drengene.", today() + 7 * DAY, reference_of(self.world, owner))
            commitments.propose(who, case, proposal, once())
        note = entries.write(who, case, Words("Kom for sent.", EntryKind.NOTE, today(), Source.OWN, True), once())
        entries.state(who, case, note, "Bussen kom ikke.", Source.CHILD, once())
        entries.strike(who, case, note, "En anden dag.", "Kom til tiden.", once())
        entries.write(who, case, Words("Talte med mor.", EntryKind.CONTACT), once())


@pytest.fixture
def cost(visit, queries):
    return Cost(visit, queries)


def test_every_room_keeps_its_budget_however_much_is_written(world, cost):
    room = Room(world)
    room.write(1)
    few = cost.of(BUDGETS, room.names)
    room.write(MANY - 1)
    judge(few, cost.of(BUDGETS, room.names))
