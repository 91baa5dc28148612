"""Families: homes, who lives in them, and what each adult is to each child."""

from peewee import BigIntegerField, BlobField, BooleanField, CharField, DateField, IntegerField

from ssp.models.base import Table, link, reference, sealed
from ssp.models.directory import Network, Unit, User
from ssp.models.persons import Person


class Family(Table):
    """A family as the work on it knows it; it is opened through a case, and has no readers of its own."""

    reference = reference()
    unit = link(Unit)
    network = link(Network, null=True)
    wrapped_key = BlobField()
    version = IntegerField(default=1)
    created_at = BigIntegerField()
    changed_at = BigIntegerField()
    retention_class = CharField(max_length=20)
    retention_until = DateField()

    class Meta:
        table_name = "families"


class Household(Table):
    """A home; a child may live in two."""

    reference = reference()
    family = link(Family, on_delete="CASCADE")
    name = sealed(null=False)
    address = sealed()
    protected = BooleanField(default=False)

    class Meta:
        table_name = "households"


class HouseholdMember(Table):
    reference = reference()
    household = link(Household, on_delete="CASCADE")
    person = link(Person)

    class Meta:
        table_name = "household_members"
        indexes = ((("household", "person"), True),)


class Relation(Table):
    """What an adult is to a child, and whether the adult has custody."""

    reference = reference()
    family = link(Family, on_delete="CASCADE")
    adult = link(Person)
    child = link(Person)
    kin = CharField(max_length=20)
    custody = CharField(max_length=20)

    class Meta:
        table_name = "relations"
        indexes = ((("family", "adult", "child"), True),)


class Merge(Table):
    """Two records of one person put together: `moved` says which rows went over, so that it can be undone."""

    reference = reference()
    kept = link(Person)
    gone = link(Person)
    moved = sealed(null=False)
    reason = sealed()
    merged_by = link(User)
    merged_at = BigIntegerField()
    undone_by = link(User, null=True)
    undone_at = BigIntegerField(null=True)

    class Meta:
        table_name = "merges"
