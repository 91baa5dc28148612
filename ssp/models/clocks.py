"""Clocks: what has to happen in a matter, by when, and who is to do it."""

from peewee import BigIntegerField, CharField, IntegerField

from ssp.models.base import Table, link, reference
from ssp.models.directory import User
from ssp.models.matters import Matter


class Clock(Table):
    """One deadline, on the version of the rule it started with.

    `capacity` says who acts: those who take part in the matter in it, of them `user` alone when one is named.
    `about` is the row of the matter it is about, or "". A clock with `starts_at` ahead shows nothing yet.
    """

    reference = reference()
    matter = link(Matter, on_delete="CASCADE")
    kind = CharField(max_length=30)
    capacity = CharField(max_length=20)
    user = link(User, null=True)
    about = CharField(max_length=16, default="")
    rule = CharField(max_length=60)
    rule_version = IntegerField()
    starts_at = BigIntegerField()
    due_at = BigIntegerField()
    stopped_at = BigIntegerField(null=True)
    reminded_at = BigIntegerField(null=True)
    escalated_at = BigIntegerField(null=True)

    class Meta:
        table_name = "clocks"
        indexes = ((("matter", "kind", "about"), False), (("stopped_at", "starts_at"), False))
