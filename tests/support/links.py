"""Rows that name a person in every table, and everything that is stored, to be compared."""

import re

from ssp.models import (
    MODELS,
    Absence,
    Case,
    Commitment,
    ConcernPerson,
    Entry,
    FactorSheet,
    Family,
    Household,
    HouseholdMember,
    Matter,
    Meeting,
    NotificationPerson,
    Person,
    Relation,
)
from ssp.services.merge_rows import LINKS
from ssp.services.references import FAMILY, ROW, new_reference
from ssp.services.standing import today
from ssp.terms import WORDLESS, RetentionClass
from tests.support import duty_load
from tests.support.case_load import log
from tests.support.people import id_of


def row(model, **columns) -> int:
    return model.insert(reference=new_reference(ROW), **columns).execute()


def link_everywhere(world, case: str, person: int, other: int) -> None:
    """A row of every table about this person; several say what one of `other` says too."""
    matter, consultant = Matter.get(Matter.reference == case).id, world.users["consultant"]
    concern = Matter.select(Matter.id).where(Matter.kind == "concern").scalar()
    home = Family.select(Family.id).scalar() or Family.insert(
        reference=new_reference(FAMILY), unit=world.units["ssp"], wrapped_key=b"", created_at=0, changed_at=0,
        retention_class=RetentionClass.FAMILY, retention_until=today(),
    ).execute()  # fmt: skip
    house = Household.select(Household.id).scalar() or row(Household, family=home, name=b"")
    aunt = Person.select(Person.id).where(Person.unit == world.units["club"]).scalar()
    row(HouseholdMember, household=house, person=person)
    row(Relation, family=home, adult=aunt, child=person, kin="other", custody="none")
    row(ConcernPerson, concern=concern, person=person)
    row(Entry, case=matter, author=consultant, kind="note", body=b"", at=0, person=person)
    row(FactorSheet, case=matter, person=person, author=consultant, at=0, body=b"")
    row(Commitment, matter=matter, side="family", state="proposed", person=person, body=b"", due_on=today(),
        proposed_by=consultant, proposed_at=0)  # fmt: skip
    Case.update(family=home).where(Case.matter == matter).execute()


def everything() -> dict[str, list]:
    """Every row of every table but the merges, the matters' clocks of change, and what says that something happened."""
    kept = {}
    for model in MODELS:
        name = model._meta.table_name
        if name not in {"merges", "audit", "submissions", "mails", "sessions"}:
            kept[name] = sorted(map(repr, model.select().dicts()))
    kept["entries"] = [found for found in kept["entries"] if not any(f"'kind': '{kind}'" in found for kind in WORDLESS)]
    for name in ("matters", "persons"):
        kept[name] = [re.sub(r"'(version|changed_at)': \d+", "", found) for found in kept[name]]
    return kept


def named(person: int) -> dict[str, int]:
    return {link.name: link.field.model.select().where(link.field == person).count() for link in LINKS}


def plan_meetings(world, *people: str) -> None:
    """A meeting, an absence and a notification about each, made by their school."""
    concern = log(world, "teacher", world.pupils["north"][0])
    source = Matter.get(Matter.reference == concern).id
    for person in people:
        met = duty_load.plan(world, "teacher", log(world, "teacher", world.pupils["north"][0]),
                             world.pupils["north"][0], "social_worker")  # fmt: skip
        meeting = Matter.get(Matter.reference == met).id
        Meeting.update(person=id_of(person), round=1, source=source).where(Meeting.matter == meeting).execute()
        away = duty_load.report(world, "teacher", world.pupils["north"][0], 20)
        Absence.update(person=id_of(person)).where(Absence.matter == Matter.get(Matter.reference == away).id).execute()
        sent = duty_load.notify(world, "teacher", children=(world.pupils["north"][0],))
        NotificationPerson.update(person=id_of(person)).where(
            NotificationPerson.notification == Matter.get(Matter.reference == sent).id
        ).execute()
