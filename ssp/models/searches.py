"""Saved searches: what somebody looks for again, sealed and theirs alone."""

from peewee import BigIntegerField, BlobField

from ssp.models.base import Table, link, reference, sealed
from ssp.models.directory import User


class SavedSearch(Table):
    reference = reference()
    user = link(User)
    wrapped_key = BlobField()
    name = sealed(null=False)
    query = sealed(null=False)
    at = BigIntegerField()

    class Meta:
        table_name = "saved_searches"
