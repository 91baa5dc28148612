"""Two records of one person: looked at side by side, put together, and taken apart exactly as they were."""

import pytest
from peewee import ForeignKeyField

from ssp.models import (
    MODELS,
    Audit,
    CasePerson,
    Meeting,
    Merge,
    Person,
    Relation,
)
from ssp.services import case_persons, merges, pupils
from ssp.services.door import Denied
from ssp.services.merge_rows import LINKS
from ssp.services.merges import CannotMerge, LaterMerge
from ssp.services.person_records import NewPerson
from ssp.services.pupils import NewPupil
from ssp.terms import Action, PersonKind
from tests.support.answers import once
from tests.support.case_load import log, open_case
from tests.support.links import everything, link_everywhere, named, plan_meetings
from tests.support.people import add_child, id_of, known_of
from tests.support.sharing_load import admit

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOTH = pytest.mark.parametrize("headers", [{}, HX], ids=["plain", "htmx"])


@pytest.fixture
def case(world) -> str:
    """A case about Bo of the northern school."""
    return open_case(world, "consultant", log(world, "teacher", world.pupils["north"][1]))


def put_together(world, case: str, first: str, second: str, who: str = "consultant", keep: str = "") -> None:
    merges.merge(world.actor(who), case, first, second, keep or first, "Samme CPR i DUBU", once())


def take_apart(world, case: str) -> None:
    newest = Merge.select().where(Merge.undone_at.is_null()).order_by(Merge.id.desc()).get()
    merges.undo(world.actor("consultant"), case, newest.reference, once())


def test_every_column_that_names_a_person_moves():
    naming = {
        f"{model._meta.table_name}.{field.column_name}"
        for model in MODELS
        for field in model._meta.sorted_fields
        if isinstance(field, ForeignKeyField) and field.rel_model is Person
    }
    assert naming - {"merges.kept_id", "merges.gone_id", "persons.merged_into_id"} == {link.name for link in LINKS}
    unique = {
        f"{model._meta.table_name}.{column}"
        for model in {link.field.model for link in LINKS}
        for columns, is_unique in model._meta.indexes
        for column in columns
        if is_unique and getattr(model, column).column_name in {link.field.column_name for link in LINKS}
    }
    told = {f"{link.field.model._meta.table_name}.{link.field.name}" for link in LINKS if link.together}
    assert unique - {"meetings.person"} == told, "a unique one has to say with what; a meeting is given another number"


def test_everything_that_named_the_one_names_the_other_and_goes_back_exactly(world, case):
    kept, gone = (
        world.pupils["north"][1],
        add_child(world, case, "Bo Nilsen", cpr="020312-4002", speaks="Somali", protected=True),
    )
    Person.update(cpr=None, cpr_index=None).where(Person.reference == kept).execute()
    [aunt] = pupils.enrol(world.units["club"], [NewPupil("Moster Prøve")])
    Person.update(kind=PersonKind.ADULT).where(Person.reference == aunt).execute()
    link_everywhere(world, case, id_of(gone), id_of(kept))
    link_everywhere(world, case, id_of(kept), id_of(gone))
    plan_meetings(world, kept, gone)
    before, count = everything(), named(id_of(gone))
    assert all(count[name] for name in count if name != "relations.adult_id"), count
    put_together(world, case, kept, gone)
    assert not any(named(id_of(gone)).values())
    assert Person.get(Person.reference == gone).merged_into == id_of(kept)
    rounds = sorted(number for (number,) in Meeting.select(Meeting.round).where(Meeting.person == id_of(kept)).tuples())
    assert rounds == [1, 2], "whoever was met about twice under two records was met about twice (D1)"
    found = known_of(world, case, kept)
    assert (found.cpr, found.speaks, found.protected, found.name) == ("020312-4002", "Somali", True, "Bo Nielsen")
    take_apart(world, case)
    after = everything()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


def test_A1_nobody_puts_together_what_they_do_not_know_both_of(world, visit, case):
    theirs = open_case(world, "other_consultant", log(world, "other_teacher", world.pupils["south"][0]))
    mine, south = world.pupils["north"][1], world.pupils["south"][0]
    for first, second in ((mine, south), (south, mine), (mine, world.pupils["north"][0]), (mine, "P-0000-0000")):
        with pytest.raises(Denied) as denied:
            put_together(world, case, first, second)
        assert not denied.value.decision.may_know
        with pytest.raises(Denied):
            merges.preview(world.actor("consultant"), case, first, second)
    with pytest.raises(Denied):
        put_together(world, theirs, south, mine, who="other_consultant")
    admit(world, "consultant", case, "social_worker")
    path = f"/cases/{case}/persons/{mine}/merges"
    assert visit("social_worker").get(f"{path}/new").status_code == 403
    assert visit("other_consultant").get(f"{path}/new").status_code == 404
    assert Merge.select().count() == 0


def test_A1_one_is_looked_for_among_the_persons_one_keeps_alone(world, visit, case):
    twin = add_child(world, case, "Bo Nilsen")
    log(world, "teacher", *pupils.enrol(world.units["north"], [NewPupil("Bo Nielson")]))
    page = visit("consultant").get(f"/cases/{case}/persons/{world.pupils['north'][1]}/merges/new").text
    assert f"other={twin}" in page
    assert page.count("Se dem side om side") == 1
    alone = visit("consultant").get(f"/cases/{case}/persons/{add_child(world, case, 'Zenia Zu')}/merges/new").text
    assert "Ingen dubletter" in alone


@pytest.mark.parametrize(
    ("known", "reason"),
    [({"cpr": "020312-4002"}, "two_numbers"), ({"kind": PersonKind.ADULT}, "two_kinds"), ({}, "keep_pupil")],
    ids=["two numbers", "an adult and a child", "a pupil that would leave the roll"],
)
def test_two_that_are_not_one_stay_apart(world, case, known, reason):
    pupil, other = world.pupils["north"][1], add_child(world, case, "Bo Nilsen", **known)
    with pytest.raises(CannotMerge) as refused:
        put_together(world, case, pupil, other, keep=other)
    assert refused.value.reason == reason
    assert Merge.select().count() == 0


def test_A2_each_school_keeps_its_own_roll(world, case):
    [moved] = pupils.enrol(world.units["south"], [NewPupil("Bo Nielsen")])
    CasePerson.update(person=id_of(moved)).where(
        CasePerson.person == id_of(add_child(world, case, "Bo Nilsen"))
    ).execute()
    with pytest.raises(CannotMerge) as refused:
        put_together(world, case, world.pupils["north"][1], moved)
    assert refused.value.reason == "two_rolls"


def test_two_that_are_related_are_two(world, case):
    one, other = add_child(world, case, "Bo Nilsen"), add_child(world, case, "Bo Nilssen")
    pupils.enrol(world.units["club"], [NewPupil("Moster Prøve")])
    link_everywhere(world, case, id_of(one), id_of(other))
    Relation.update(adult=id_of(other)).execute()
    with pytest.raises(CannotMerge) as refused:
        put_together(world, case, one, other)
    assert refused.value.reason == "related"


@BOTH
def test_it_is_done_once_with_a_reason_and_undone_on_the_same_page(world, visit, case, headers):
    pupil, twin = world.pupils["north"][1], add_child(world, case, "Bo Nilsen")
    consultant, path = visit("consultant"), f"/cases/{case}/persons/{pupil}/merges"
    page = consultant.get(f"{path}/new?other={twin}").text
    assert "Bo Nielsen" in page
    assert "Bo Nilsen" in page
    assert case in page
    assert "010212-4002" not in page
    whole = {"other": twin, "keep": pupil, "reason": "Samme CPR i DUBU"}
    for wrong in ({"reason": " "}, {"keep": ""}, {"keep": twin}, {"keep": "P-0000-0000"}):
        answer = consultant.post(path, whole | wrong, headers=headers)
        assert answer.status_code == 422, wrong
        assert wrong.get("reason", "Samme CPR i DUBU") in answer.text
    for _ in range(2):
        done = consultant.post(path, {**whole, "key": "m" * 24}, headers=headers)
        assert done.status_code == 303
    room = consultant.follow(done).text
    assert "Bo Nilsen" not in room
    assert f"{twin} indgår i {pupil}" in room
    merged = Merge.get()
    assert b"DUBU" not in bytes(merged.reason)
    undo = f"/cases/{case}/merges/{merged.reference}/undo"
    assert undo in room
    for stranger in ("other_consultant", "liaison"):
        assert visit(stranger).post(undo).status_code == 404
    for _ in range(2):
        done = consultant.post(undo, {"key": "u" * 24}, headers=headers)
        assert done.status_code == 303
    assert "Bo Nilsen" in consultant.follow(done).text
    assert consultant.post(undo, {"key": once()}).status_code == 404


def test_A1_another_case_with_the_one_that_stays_learns_nothing_of_the_one_that_went(world, visit, case):
    pupil, twin = world.pupils["north"][1], add_child(world, case, "Bo Nilsen")
    other = open_case(world, "consultant", log(world, "teacher", pupil))
    put_together(world, case, pupil, twin)
    merged, consultant = Merge.get().reference, visit("consultant")
    assert twin in consultant.get(f"/cases/{case}/persons").text
    assert twin not in consultant.get(f"/cases/{other}/persons").text
    assert consultant.post(f"/cases/{other}/merges/{merged}/undo", {"key": once()}).status_code == 404


def test_B1_putting_together_and_taking_apart_are_logged(world, case):
    pupil, twin = world.pupils["north"][1], add_child(world, case, "Bo Nilsen")
    put_together(world, case, pupil, twin)
    take_apart(world, case)
    lines = list(Audit.select(Audit.action, Audit.objects).order_by(Audit.seq.desc()).limit(2).tuples())
    assert [action for action, _ in lines] == [Action.PERSON_UNMERGE, Action.PERSON_MERGE]
    assert all(pupil in objects and twin in objects for _, objects in lines)


def test_the_later_of_two_is_undone_first_and_what_came_after_stays(world, visit, case):
    pupil, twin = world.pupils["north"][1], add_child(world, case, "Bo Nilsen")
    triplet = add_child(world, case, "Bo Nielssen")
    before = everything()
    put_together(world, case, pupil, twin)
    first = Merge.get().reference
    put_together(world, case, pupil, triplet)
    with pytest.raises(LaterMerge):
        merges.undo(world.actor("consultant"), case, first, once())
    consultant = visit("consultant")
    consultant.get(f"/cases/{case}/persons")
    refused = consultant.post(f"/cases/{case}/merges/{first}/undo", {"key": once()})
    assert refused.status_code == 422
    assert "Skil først dem ad" in refused.text
    take_apart(world, case)
    take_apart(world, case)
    after = everything()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


def test_a_correction_after_the_merge_is_not_undone_with_it(world, case):
    pupil, twin = world.pupils["north"][1], add_child(world, case, "Bo Nilsen", speaks="Somali", protected=True)
    put_together(world, case, pupil, twin)
    version = Person.get(Person.reference == pupil).version
    known = NewPerson("Bo Nielsen", speaks="Arabisk", protected=True, address="Nyvej 1")
    case_persons.edit(world.actor("consultant"), case, pupil, case_persons.Change(known), version)
    take_apart(world, case)
    found = known_of(world, case, pupil)
    assert (found.speaks, found.protected, found.address) == ("Arabisk", True, "Nyvej 1")


def test_what_the_pages_cost_does_not_follow_the_rows(world, visit, case, queries):
    consultant, pupil, twin = visit("consultant"), world.pupils["north"][1], add_child(world, case, "Bo Nilsen")
    paths = (f"/cases/{case}/persons/{pupil}/merges/new", f"/cases/{case}/persons/{pupil}/merges/new?other={twin}")

    def costs() -> list[int]:
        found = []
        for path in paths:
            queries.clear()
            assert consultant.get(path).status_code == 200
            found.append(len(queries))
        return found

    few = costs()
    for _ in range(4):
        add_child(world, case, "Bo Nilsen")
        open_case(world, "consultant", log(world, "teacher", pupil))
    assert costs() == few
    assert max(few) <= 10, few
