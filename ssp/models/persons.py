"""Children, young people and adults; every word about them sealed with the person's own key."""

from peewee import BlobField, BooleanField, CharField, DateField, IntegerField

from ssp.models.base import Table, link, reference, sealed
from ssp.models.directory import Unit


class Person(Table):
    """A person. A PUPIL stands on the roll of `unit`, a school; the others were named by somebody in `unit`.

    One whose record was merged into another's has `merged_into`, and is shown nowhere.
    """

    reference = reference()
    kind = CharField(max_length=10, default="pupil")
    unit = link(Unit)
    wrapped_key = BlobField()
    cpr_index = CharField(max_length=64, null=True, index=True)
    name = sealed(null=False)
    cpr = sealed()
    born_on = sealed()
    address = sealed()
    school_class = sealed()
    school = sealed()
    speaks = sealed()
    interpreter = BooleanField(default=False)
    protected = BooleanField(default=False)
    protected_name = BooleanField(default=False)
    merged_into = link("self", null=True)
    version = IntegerField(default=1)
    retention_class = CharField(max_length=20)
    retention_until = DateField()

    class Meta:
        table_name = "persons"
