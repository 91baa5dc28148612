"""The duty to inform: one row for each person who is to be told that something is recorded."""

from peewee import BigIntegerField, CharField, DateField

from ssp.models.base import Table, link, reference, sealed
from ssp.models.concerns import ConcernPerson
from ssp.models.directory import User
from ssp.models.matters import Matter


class Notice(Table):
    """Who is to be told about which child in a concern; done says when, how and by whom, deferred says why (H1, H2)."""

    reference = reference()
    concern = link(Matter, on_delete="CASCADE", index=True)
    child = link(ConcernPerson, on_delete="CASCADE")
    to_whom = CharField(max_length=20)
    named = sealed()
    told_on = DateField(null=True)
    told_how = CharField(max_length=20, null=True)
    told_by = link(User, null=True)
    exemption = CharField(max_length=20, null=True)
    reason = sealed()
    review_on = DateField(null=True)
    deferred_by = link(User, null=True)
    made_at = BigIntegerField()

    class Meta:
        table_name = "notices"
