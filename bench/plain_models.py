"""The tables of the plain application: the same content in clear text, without participations, keys or log."""

from peewee import BigIntegerField, BooleanField, CharField, DateField, ForeignKeyField, IntegerField, Model, TextField

from ssp.db import handle
from ssp.models import Draft, Mail, Membership, Network, Session, Submission, Unit, User

TEXTS = ("described_as", "observation", "words", "assessment", "protective", "place", "done_text", "duty_reason")


class Plain(Model):
    class Meta:
        database = handle
        legacy_table_names = False


class PlainPupil(Plain):
    reference = CharField(max_length=16, unique=True)
    unit = ForeignKeyField(Unit)
    name = CharField()
    cpr = CharField()
    address = CharField()
    school_class = CharField()
    protected = BooleanField(default=False)


class PlainConcern(Plain):
    reference = CharField(max_length=16, unique=True)
    author = ForeignKeyField(User)
    unit = ForeignKeyField(Unit)
    network = ForeignKeyField(Network)
    state = CharField(max_length=20)
    version = IntegerField(default=1)
    created_at = BigIntegerField()
    subject = CharField(max_length=10)
    theme = CharField(max_length=20)
    worry = CharField(max_length=20)
    source = CharField(max_length=20)
    done = CharField(default="")
    observed_on = DateField()
    absence_percent = IntegerField(null=True)
    described_as = TextField(default="")
    observation = TextField()
    words = TextField(default="")
    assessment = TextField(default="")
    protective = TextField(default="")
    place = TextField(default="")
    done_text = TextField(default="")
    duty_mark = CharField(null=True)
    duty_reason = TextField(default="")
    duty_at = BigIntegerField(null=True)
    answered = BooleanField(default=False)
    received_at = BigIntegerField(null=True)
    decided_at = BigIntegerField(null=True)
    closed_at = BigIntegerField(null=True)
    decide_by = DateField()
    answer_by = DateField()
    kept_until = DateField()

    class Meta:
        indexes = ((("author", "id"), False), (("network", "state", "id"), False))


class PlainChild(Plain):
    reference = CharField(max_length=16, unique=True)
    concern = ForeignKeyField(PlainConcern, on_delete="CASCADE")
    pupil = ForeignKeyField(PlainPupil, null=True)
    named = CharField(default="")


class PlainMessage(Plain):
    reference = CharField(max_length=16, unique=True)
    concern = ForeignKeyField(PlainConcern, on_delete="CASCADE")
    author = ForeignKeyField(User)
    kind = CharField(max_length=20)
    body = TextField()
    at = BigIntegerField()


class PlainDecision(Plain):
    concern = ForeignKeyField(PlainConcern, on_delete="CASCADE")
    verdict = CharField(max_length=20)
    reason_code = CharField(max_length=30)
    decided_by = ForeignKeyField(User)
    at = BigIntegerField()


class PlainDisclosure(Plain):
    concern = ForeignKeyField(PlainConcern, on_delete="CASCADE")
    recipient = CharField()
    shared_at = BigIntegerField()
    basis = CharField()


class PlainNotice(Plain):
    reference = CharField(max_length=16, unique=True)
    concern = ForeignKeyField(PlainConcern, on_delete="CASCADE")
    child = ForeignKeyField(PlainChild, on_delete="CASCADE")
    to_whom = CharField(max_length=20)
    named = CharField(default="")
    told_on = DateField(null=True)
    told_how = CharField(max_length=20, null=True)
    told_by = ForeignKeyField(User, null=True)
    exemption = CharField(max_length=20, null=True)
    reason = TextField(default="")
    review_on = DateField(null=True)
    made_at = BigIntegerField()


class PlainClock(Plain):
    reference = CharField(max_length=16, unique=True)
    concern = ForeignKeyField(PlainConcern, on_delete="CASCADE")
    kind = CharField(max_length=30)
    about = CharField(max_length=16, default="")
    rule = CharField(max_length=60)
    rule_version = IntegerField()
    starts_at = BigIntegerField()
    due_at = BigIntegerField()
    stopped_at = BigIntegerField(null=True)

    class Meta:
        indexes = ((("stopped_at", "due_at"), False),)


class PlainNotification(Plain):
    reference = CharField(max_length=16, unique=True)
    concern = ForeignKeyField(PlainConcern, on_delete="CASCADE")
    author = ForeignKeyField(User)


SHARED = (Network, Unit, User, Membership, Session, Submission, Draft, Mail)
"""Tables the plain application has in the same form: the directory, sessions, drafts, mails."""

PLAIN = (
    PlainPupil, PlainConcern, PlainChild, PlainMessage, PlainDecision, PlainDisclosure, PlainNotice, PlainClock,
    PlainNotification,
)  # fmt: skip
