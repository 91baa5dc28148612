"""What every matter shares, and participations: the one table that says who may read what."""

from peewee import BigIntegerField, BlobField, CharField, Check, DateField, IntegerField

from ssp.models.base import Table, link, reference, sealed
from ssp.models.directory import Network, Unit, User


class Matter(Table):
    reference = reference()
    kind = CharField(max_length=20)
    state = CharField(max_length=20)
    unit = link(Unit)
    network = link(Network, null=True)
    created_at = BigIntegerField()
    changed_at = BigIntegerField()
    version = IntegerField(default=1)
    wrapped_key = BlobField()
    retention_class = CharField(max_length=20)
    retention_until = DateField()

    class Meta:
        table_name = "matters"
        indexes = ((("kind", "state", "id"), False),)


class Participation(Table):
    """A party (one user, the holders of a role in a unit, or in a network) takes part in a matter."""

    matter = link(Matter, on_delete="CASCADE", index=True)
    kind = CharField(max_length=20)
    user = link(User, null=True)
    unit = link(Unit, null=True)
    network = link(Network, null=True)
    role = CharField(max_length=20, null=True)
    capacity = CharField(max_length=20)
    basis = CharField(max_length=20)
    starts_at = BigIntegerField()
    ends_at = BigIntegerField(null=True)

    class Meta:
        table_name = "participations"
        constraints = [
            Check(
                "(CASE WHEN user_id IS NULL THEN 0 ELSE 1 END)"
                " + (CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END)"
                " + (CASE WHEN network_id IS NULL THEN 0 ELSE 1 END) = 1"
            ),
            Check("user_id IS NOT NULL OR role IS NOT NULL"),
            Check("ends_at IS NULL OR ends_at >= starts_at"),
        ]
        indexes = (
            (("user", "kind", "matter"), False),
            (("unit", "role", "kind", "matter"), False),
            (("network", "role", "kind", "matter"), False),
        )


class Message(Table):
    reference = reference()
    matter = link(Matter, on_delete="CASCADE")
    author = link(User)
    kind = CharField(max_length=20)
    body = sealed(null=False)
    at = BigIntegerField()

    class Meta:
        table_name = "messages"
        indexes = ((("matter", "id"), False),)
