"""The read log, and the outbox: mails waiting to be sent."""

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


class Mail(Table):
    """A mail waiting to be sent; it names a reference and nothing else.

    `next_at` is when it may be tried (again): a worker that takes it moves it ahead, so that a mail in the hands
    of a worker that died is taken up by the next. `occasion` keeps a reminder from being written twice.
    """

    reference = reference()
    recipient = CharField(max_length=200)
    template = CharField(max_length=30)
    about = CharField(max_length=16)
    occasion = CharField(max_length=60, null=True, unique=True)
    created_at = BigIntegerField()
    next_at = BigIntegerField()
    attempts = IntegerField(default=0)
    problem = CharField(max_length=60, default="")
    sent_at = BigIntegerField(null=True)
    given_up_at = BigIntegerField(null=True)

    class Meta:
        table_name = "mails"
        indexes = ((("sent_at", "next_at"), False),)
