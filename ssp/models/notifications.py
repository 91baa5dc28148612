"""Statutory notifications, and the unlawful absence that makes one mandatory."""

from peewee import BigIntegerField, BooleanField, CharField, IntegerField

from ssp.models.base import Table, link, reference, sealed
from ssp.models.directory import Unit, User
from ssp.models.matters import Matter
from ssp.models.persons import Person


class Notification(Table):
    """An underretning: what was seen, who was told, and what the social section did by when (E1-E9).

    `arrived_at` is when it reached the municipality: the clocks run from there, not from when somebody opened it.
    """

    matter = link(Matter, primary_key=True, on_delete="CASCADE")
    author = link(User)
    section = link(Unit)
    source = link(Matter, null=True)
    came_from = CharField(max_length=20)
    notifier = sealed()
    ground = CharField(max_length=20)
    acute = BooleanField(default=False)
    observation = sealed(null=False)
    words = sealed()
    strengths = sealed()
    tried = sealed()
    absence_percent = IntegerField(null=True)
    parents_informed = BooleanField()
    not_informed = CharField(max_length=20, null=True)
    not_informed_reason = sealed()
    arrived_at = BigIntegerField()
    received_at = BigIntegerField(null=True)
    received_by = link(User, null=True)
    assessed_at = BigIntegerField(null=True)
    assessed_by = link(User, null=True)
    assessment = CharField(max_length=20, null=True)
    assessment_reason = sealed()
    receipted_at = BigIntegerField(null=True)
    receipt = sealed()
    feedback = CharField(max_length=20, null=True)
    feedback_at = BigIntegerField(null=True)
    filed_in = sealed()
    filed_at = BigIntegerField(null=True)

    class Meta:
        table_name = "notifications"


class NotificationPerson(Table):
    reference = reference()
    notification = link(Matter, on_delete="CASCADE")
    person = link(Person, null=True, index=True)
    named = sealed()

    class Meta:
        table_name = "notification_persons"


class Absence(Table):
    """A pupil's unlawful absence in a quarter at or above the limit: the school leader must notify (E4)."""

    matter = link(Matter, primary_key=True, on_delete="CASCADE")
    person = link(Person)
    author = link(User)
    quarter = CharField(max_length=7)
    percent = IntegerField()
    corrected_percent = IntegerField(null=True)
    correction = sealed()
    notification = link(Matter, null=True)

    class Meta:
        table_name = "absences"
