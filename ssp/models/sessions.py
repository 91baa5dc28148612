"""Sessions, sign-in attempts and what has been submitted once."""

from peewee import BigIntegerField, CharField, CompositeKey, IntegerField, TextField

from ssp.models.base import Table, link
from ssp.models.directory import User


class Session(Table):
    id_hash = CharField(max_length=64, primary_key=True)
    user = link(User, null=True)
    created_at = BigIntegerField()
    seen_at = BigIntegerField()
    ended_at = BigIntegerField(null=True)
    data = TextField(default="{}")

    class Meta:
        table_name = "sessions"


class Attempt(Table):
    key = CharField(max_length=64, primary_key=True)
    failures = IntegerField()
    until_at = BigIntegerField()

    class Meta:
        table_name = "sign_in_attempts"


class Submission(Table):
    user = link(User)
    key = CharField(max_length=40)
    payload_hash = CharField(max_length=64)
    reference = CharField(max_length=16)
    at = BigIntegerField()

    class Meta:
        table_name = "submissions"
        primary_key = CompositeKey("user", "key")
