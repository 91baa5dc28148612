"""Meetings in the early cross-sector exchange: one about a child, exceptionally a second, never a third."""

from peewee import BigIntegerField, CharField, Check, IntegerField

from ssp.models.base import Table, link, sealed
from ssp.models.directory import User
from ssp.models.matters import Matter
from ssp.models.persons import Person


class Meeting(Table):
    """A meeting about one particular child; a cancelled one has no `round`, and leaves its place to another."""

    matter = link(Matter, primary_key=True, on_delete="CASCADE")
    lead = link(User)
    source = link(Matter)
    person = link(Person)
    round = IntegerField(null=True)
    basis = CharField(max_length=20)
    starts_at = BigIntegerField()
    place = sealed(null=False)
    purpose = sealed(null=False)
    special_reason = sealed()
    held_at = BigIntegerField(null=True)
    outcome = sealed()

    class Meta:
        table_name = "meetings"
        constraints = [Check("round IS NULL OR round >= 1")]
        indexes = ((("person", "round"), True),)
