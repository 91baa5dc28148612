"""Disclosures: frozen extracts with recipient, basis, purpose and necessity."""

from peewee import BigIntegerField, CharField

from ssp.models.base import Table, link, sealed
from ssp.models.directory import Unit, User
from ssp.models.matters import Matter


class Disclosure(Table):
    matter = link(Matter, primary_key=True, on_delete="CASCADE")
    source = link(Matter)
    sender = link(User)
    recipient = link(User, null=True)
    recipient_unit = link(Unit)
    basis = CharField(max_length=20)
    purpose = CharField(max_length=30)
    parts = CharField(max_length=200)
    other_law = sealed()
    necessity = sealed(null=False)
    extract = sealed(null=False)
    extract_hash = CharField(max_length=64)
    shared_at = BigIntegerField()
    expires_at = BigIntegerField()
    answered_at = BigIntegerField(null=True)
    ended_at = BigIntegerField(null=True)

    class Meta:
        table_name = "disclosures"
        indexes = ((("source",), False),)
