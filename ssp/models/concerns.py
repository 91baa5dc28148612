"""Concerns, the children they name, and what triage decided."""

from peewee import BigIntegerField, BooleanField, CharField, DateField, IntegerField

from ssp.models.base import Table, link, reference, sealed
from ssp.models.directory import User
from ssp.models.matters import Matter
from ssp.models.persons import Person


class Concern(Table):
    matter = link(Matter, primary_key=True, on_delete="CASCADE")
    author = link(User)
    subject = CharField(max_length=10)
    theme = CharField(max_length=20)
    worry = CharField(max_length=20)
    source = CharField(max_length=20)
    done = CharField(max_length=120, default="")
    observed_on = DateField()
    absence_percent = IntegerField(null=True)
    described_as = sealed()
    observation = sealed(null=False)
    words = sealed()
    assessment = sealed()
    protective = sealed()
    place = sealed()
    done_text = sealed()
    duty_mark = CharField(max_length=20, null=True)
    duty_reason = sealed()
    duty_at = BigIntegerField(null=True)
    answered = BooleanField(default=False, index=True)
    received_at = BigIntegerField(null=True)
    decided_at = BigIntegerField(null=True)
    closed_at = BigIntegerField(null=True)
    decide_by = DateField()
    answer_by = DateField()

    class Meta:
        table_name = "concerns"


class ConcernPerson(Table):
    reference = reference()
    concern = link(Matter, on_delete="CASCADE")
    person = link(Person, null=True, index=True)
    named = sealed()

    class Meta:
        table_name = "concern_persons"


class TriageDecision(Table):
    reference = reference()
    concern = link(Matter, on_delete="CASCADE")
    verdict = CharField(max_length=20)
    reason_code = CharField(max_length=30)
    reason = sealed()
    decided_by = link(User)
    at = BigIntegerField()
    case = link(Matter, null=True)

    class Meta:
        table_name = "triage_decisions"
