"""The register's own versions: what this installation says instead of the register that came with it."""

from peewee import BigIntegerField, CharField, DateField, IntegerField, TextField

from ssp.models.base import Table, link, reference
from ssp.models.directory import User


class RuleVersion(Table):
    """A number or paragraph with another value, from a day, for a reason; never edited, only followed by a newer."""

    reference = reference()
    name = CharField(max_length=60)
    version = IntegerField()
    value = CharField(max_length=200)
    valid_from = DateField()
    reason = TextField()
    made_by = link(User)
    made_at = BigIntegerField()

    class Meta:
        table_name = "rule_versions"
        indexes = ((("name", "version"), True),)


class RuleSignature(Table):
    """The data protection officer stands behind a version; an installation's own version counts from then."""

    reference = reference()
    name = CharField(max_length=60)
    version = IntegerField()
    signed_by = link(User)
    signed_at = BigIntegerField()
    review_on = DateField()

    class Meta:
        table_name = "rule_signatures"
        indexes = ((("name", "version", "signed_at"), False),)
