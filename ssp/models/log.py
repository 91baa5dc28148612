"""The read log and the outbox."""

from peewee import BigIntegerField, BlobField, CharField, IntegerField, TextField

from ssp.models.base import Table, reference, sealed


class Audit(Table):
    """One row per request that shows or changes a matter; no content, no names; never changed."""

    seq = BigIntegerField(primary_key=True)
    at = BigIntegerField()
    request_id = CharField(max_length=32)
    actor_id = IntegerField(null=True, index=True)
    unit_id = IntegerField(null=True)
    role = CharField(max_length=20)
    session = CharField(max_length=16)
    action = CharField(max_length=40)
    decision = CharField(max_length=10)
    rule = CharField(max_length=10)
    reason = CharField(max_length=60)
    basis = CharField(max_length=20)
    purpose = CharField(max_length=30)
    channel = CharField(max_length=20)
    objects = TextField()
    criterion = sealed()
    salt = BlobField()
    mac = BlobField()

    class Meta:
        table_name = "audit"


class Outgoing(Table):
    """A mail waiting to be sent; it names a reference and nothing else."""

    reference = reference()
    recipient = CharField(max_length=200)
    template = CharField(max_length=30)
    about = CharField(max_length=16)
    created_at = BigIntegerField()
    sent_at = BigIntegerField(null=True)

    class Meta:
        table_name = "outbox"
