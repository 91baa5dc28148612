"""Consents, the basis for going on after 18, and what the guided check said of each share."""

from peewee import BigIntegerField, BooleanField, CharField, DateField

from ssp.models.base import Table, link, reference, sealed
from ssp.models.directory import Unit, User
from ssp.models.matters import Matter


class Consent(Table):
    """Who let what be shared, with whom and until when; withdrawn it stands, and opens nothing more (C9).

    A renewed one `renews` the one before it, and what rested on that rests on it.
    """

    reference = reference()
    matter = link(Matter, on_delete="CASCADE", index=True)
    givers = CharField(max_length=60)
    named = sealed(null=False)
    scope = sealed(null=False)
    given_on = DateField()
    given_how = CharField(max_length=20)
    voluntary = BooleanField()
    expires_on = DateField()
    recorded_by = link(User)
    recorded_at = BigIntegerField()
    renews = link("self", null=True)
    withdrawn_at = BigIntegerField(null=True)
    withdrawn_by = link(User, null=True)

    class Meta:
        table_name = "consents"


class ConsentUnit(Table):
    """An organisation a consent covers."""

    consent = link(Consent, on_delete="CASCADE")
    unit = link(Unit)

    class Meta:
        table_name = "consent_units"
        indexes = ((("consent", "unit"), True),)


class Plus(Table):
    """A documented SSP+ basis: the cooperation goes on after the 18th birthday, until a day (C8, I6)."""

    reference = reference()
    matter = link(Matter, on_delete="CASCADE", index=True)
    document = sealed(null=False)
    starts_on = DateField()
    ends_on = DateField()
    recorded_by = link(User)
    recorded_at = BigIntegerField()

    class Meta:
        table_name = "plus"


class Check(Table):
    """What the guided check said when somebody shared: answers, verdict, rule version and the person's reason.

    `matter` is what was made or changed by the share: the disclosure, the case, the meeting.
    """

    reference = reference()
    matter = link(Matter, on_delete="CASCADE", index=True)
    crossing = CharField(max_length=20)
    basis = CharField(max_length=20)
    guidance = CharField(max_length=10)
    answers = CharField(max_length=200)
    rule_versions = CharField(max_length=200)
    reason = sealed()
    consent = link(Consent, null=True, index=True)
    about = link(User, null=True)
    checked_by = link(User)
    at = BigIntegerField()

    class Meta:
        table_name = "checks"
