"""The family itself: two homes, those who live in them, who has custody of whom, and a record made twice."""

from ssp.models import Case, Family, Household, Matter
from ssp.services import case_persons, families, family_members, merges
from ssp.services.demonstration.texts import data
from ssp.services.families import HomeText
from ssp.services.family_edits import Edit
from ssp.services.family_members import Place, TieText
from ssp.services.person_records import NewPerson
from ssp.terms import Custody, Kin, PersonKind


def move_in(story, actor, step) -> None:
    """The mother with both children, the father and his partner with one; the other father lives elsewhere."""
    names, child, brother = data("two_homes")["people"], story.child, story.brother
    hers, his = HomeText(names["hers"], brother.child.address), HomeText(names["his"], child.child.address)
    families.make(actor, story.case, hers, (child.reference,), story.key())
    her_home = _newest_home()
    families.add_home(actor, story.case, his, _edit(story))
    his_home = _newest_home()
    family_members.change_member(actor, story.case, child.reference, Place((her_home, his_home)), _edit(story))
    family_members.add_member(actor, story.case, brother.reference, Place((her_home,)), _edit(story))
    one, other = child.reference, brother.reference
    adults = (
        (f"{names['mother']} {brother.child.family}", (her_home,),
         ((one, Kin.MOTHER, Custody.JOINT), (other, Kin.MOTHER, Custody.SOLE))),
        (f"{names['father']} {child.child.family}", (his_home,), ((one, Kin.FATHER, Custody.JOINT),)),
        (names["partner"], (his_home,), ((one, Kin.STEP_PARENT, Custody.NONE),)),
        (names["other_father"], (), ((other, Kin.FATHER, Custody.NONE),)),
    )  # fmt: skip
    for name, homes, ties in adults:
        place = Place(homes, tuple(TieText(*tie) for tie in ties))
        family_members.add_new(actor, story.case, NewPerson(name, PersonKind.ADULT), place, _edit(story))


def twin(story, actor, step) -> None:
    """A second record of the half-brother, by somebody who thought it was another boy."""
    known = story.brother.child
    new = NewPerson(known.name, PersonKind.CHILD, school_class=known.school_class)
    story.made["twin"] = case_persons.create(actor, story.case, new, step["why"], story.key())


def merge(story, actor, step) -> None:
    """Both records become the pupil's own; the case is about the other child alone, as it was."""
    second, kept = story.made["twin"], story.brother.reference
    merges.merge(actor, story.case, second, kept, kept, step["why"], story.key())
    case_persons.remove(actor, story.case, kept, story.key())


def _edit(story) -> Edit:
    """An edit of the family as it stands."""
    version = (
        Family.select(Family.version)
        .join(Case, on=(Case.family == Family.id))
        .join(Matter, on=(Matter.id == Case.matter))
        .where(Matter.reference == story.case)
        .scalar()
    )
    return Edit(version, story.key())


def _newest_home() -> str:
    return Household.select(Household.reference).order_by(Household.id.desc()).scalar()
