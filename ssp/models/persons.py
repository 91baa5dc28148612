"""Children and young people as their school knows them; every word sealed."""

from peewee import BlobField, BooleanField, CharField, DateField

from ssp.models.base import Table, link, reference, sealed
from ssp.models.directory import Unit


class Person(Table):
    reference = reference()
    unit = link(Unit)
    wrapped_key = BlobField()
    cpr_index = CharField(max_length=64, null=True, index=True)
    name = sealed(null=False)
    cpr = sealed()
    address = sealed()
    school_class = sealed()
    protected = BooleanField(default=False)
    retention_class = CharField(max_length=20)
    retention_until = DateField()

    class Meta:
        table_name = "persons"
