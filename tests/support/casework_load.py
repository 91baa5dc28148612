"""The work in a case: a family, a plan, promises, files and a baton on offer, and a case that has ended."""

from datetime import timedelta

from ssp.models import Baton, Commitment, Filing, Goal, Matter, Merge
from ssp.services import (
    attachments,
    batons,
    case_persons,
    closing,
    commitments,
    entries,
    factors,
    filings,
    merges,
    plans,
    saved_searches,
)
from ssp.services.closing import Closing
from ssp.services.commitments import Change, Proposal
from ssp.services.entries import Words
from ssp.services.factors import Said
from ssp.services.filings import Mark
from ssp.services.person_records import NewPerson
from ssp.services.saved_searches import Asked
from ssp.services.standing import today
from ssp.terms import Answer, EntryKind, GoalState, Outcome, PersonKind, Side, Source, Turn
from tests.support.answers import once, reference_of
from tests.support.family_load import Kinsfolk, fill_family, newest
from tests.support.world import World


def version_of(case: str) -> int:
    return Matter.select(Matter.version).where(Matter.reference == case).scalar()


def fill_case(world: World, case: str) -> dict[str, str]:
    """Everything that can stand in an open case, by name: the references of its rows."""
    who, rows = world.actor("consultant"), {}
    rows["entry"] = entries.write(who, case, Words("Kom for sent.", EntryKind.NOTE, today(), Source.OWN, True), once())
    entries.state(who, case, rows["entry"], "Bussen kom ikke.", Source.CHILD, once())
    entries.strike(who, case, rows["entry"], "Det var en anden dag.", "Kom til tiden.", once())
    rows["contact"] = entries.write(world.actor("liaison"), case, Words("Talte med mor.", EntryKind.CONTACT), once())
    plans.add_goal(who, case, "At være sammen uden at skændes.", "Vi mødes hver fredag.", once())
    rows["goal"] = newest(Goal)
    plans.settle_goal(who, case, rows["goal"], GoalState.REACHED, "Det lykkedes.", version_of(case))
    rows["filing"] = filings.add(who, case, Mark("Notat om fravær", today() + timedelta(days=3)), once())
    rows["filed"] = filings.add(who, case, Mark("Notat om møde", today() + timedelta(days=3)), once())
    filings.done(who, case, rows["filed"], "Sag 12/34")
    rows["commitment"] = _promise(world, case)
    second, advice = reference_of(world, "second_consultant"), "Ring til mormor først."
    batons.offer(who, case, second, advice, once())
    batons.decline(world.actor("second_consultant"), case, newest(Baton), "Jeg er på kursus i næste uge.", once())
    batons.offer(who, case, second, advice, once())
    rows["baton"] = newest(Baton)
    assert Filing.select().count() >= 2
    return rows


def _promise(world: World, case: str) -> str:
    """Proposed to the liaison, who suggests another day, with a word."""
    proposal = Proposal(Side.AGENCY, "Taler med drengene.", today() + timedelta(days=7), reference_of(world, "liaison"))
    made = commitments.propose(world.actor("consultant"), case, proposal, once())
    version = Commitment.select(Commitment.version).where(Commitment.reference == made).scalar()
    other_day = Change(
        Turn.RENEGOTIATED, version, "Jeg er på kursus.", "Taler med drengene.", today() + timedelta(days=9)
    )
    commitments.take_turn(world.actor("liaison"), case, made, other_day, once())
    return made


def fill_sheet(world: World, case: str, child: str) -> str:
    said = {name: Said(Answer.YES, "Går til fodbold.") for name in factors.FACTORS}
    return factors.record(world.actor("consultant"), case, child, said, once())


def fill_files(world: World, case: str, concern: str) -> dict[str, str]:
    """A file in a case and one at a concern, by name."""
    found = {}
    for name, who, matter in (("case", "consultant", case), ("concern", "teacher", concern)):
        attachments.add(world.actor(who), matter, "notat.txt", b"Skrevet af efter samtalen.", once())
        found[name] = attachments.index(world.actor(who), matter).files[0].reference
    return found


def fill_kin(world: World, case: str, child: str) -> Kinsfolk:
    """A family with two homes; the half-brother's record was made twice, and the two were put together."""
    kin = fill_family(world, case, child)
    who, twin = world.actor("consultant"), NewPerson("Bo Halvbrors", PersonKind.CHILD)
    again = case_persons.create(who, case, twin, "Vi troede, det var en anden.", once())
    merges.merge(who, case, again, kin.people["brother"], kin.people["brother"], "Det er den samme dreng.", once())
    case_persons.remove(who, case, kin.people["brother"], once())
    kin.people["gone"] = again
    kin.people["merge"] = newest(Merge)
    return kin


def end_case(world: World, case: str) -> None:
    """The other network's case is closed, with a day to look at it again."""
    ending = Closing(Outcome.PARTLY, "Det går bedre.", "Begynd med hjemmet.", "Sag 56/78", today() + timedelta(days=60),
                     "", (), "")  # fmt: skip
    closing.close(world.actor("other_consultant"), case, ending, version_of(case), once())


def fill_searches(world: World) -> dict[str, str]:
    return {
        who: saved_searches.save(world.actor(who), "Mine fredage", Asked("fredag"), once())
        for who in ("teacher", "consultant", "liaison")
    }
