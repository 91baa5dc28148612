"""Drafts: what somebody is still writing, sealed and theirs alone."""

from peewee import BigIntegerField, BlobField, CharField, DateField, IntegerField

from ssp.models.base import Table, link, reference, sealed
from ssp.models.directory import User


class Draft(Table):
    reference = reference()
    user = link(User)
    form = CharField(max_length=20)
    page = CharField(max_length=40, default="")
    version = IntegerField(default=1)
    wrapped_key = BlobField()
    body = sealed(null=False)
    updated_at = BigIntegerField()
    retention_class = CharField(max_length=20)
    retention_until = DateField()

    class Meta:
        table_name = "drafts"
        indexes = ((("user", "form", "updated_at"), False),)
