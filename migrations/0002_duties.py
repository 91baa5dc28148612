"""Duties: the register's versions, clocks, consents, notifications, notices, consultations, meetings, and mails."""

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    Check,
    DateField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Table(Model):
    class Meta:
        legacy_table_names = False


def reference():
    return CharField(max_length=16, unique=True)


def sealed(null=True):
    return BlobField(null=null)


def link(model, null=False, on_delete="RESTRICT", **options):
    return ForeignKeyField(model, null=null, on_delete=on_delete, lazy_load=False, **options)


class Network(Table):
    class Meta:
        table_name = "networks"


class Unit(Table):
    class Meta:
        table_name = "units"


class User(Table):
    class Meta:
        table_name = "users"


class Person(Table):
    class Meta:
        table_name = "persons"


class Matter(Table):
    class Meta:
        table_name = "matters"


class ConcernPerson(Table):
    class Meta:
        table_name = "concern_persons"


class Draft(Table):
    class Meta:
        table_name = "drafts"


class Outgoing(Table):
    reference = reference()
    recipient = CharField(max_length=200)
    template = CharField(max_length=30)
    about = CharField(max_length=16)
    created_at = BigIntegerField()
    sent_at = BigIntegerField(null=True)

    class Meta:
        table_name = "outbox"


class RuleVersion(Table):
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
    reference = reference()
    name = CharField(max_length=60)
    version = IntegerField()
    signed_by = link(User)
    signed_at = BigIntegerField()
    review_on = DateField()

    class Meta:
        table_name = "rule_signatures"
        indexes = ((("name", "version", "signed_at"), False),)


class Clock(Table):
    reference = reference()
    matter = link(Matter, on_delete="CASCADE")
    kind = CharField(max_length=30)
    capacity = CharField(max_length=20)
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


class Consent(Table):
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
    consent = link(Consent, on_delete="CASCADE")
    unit = link(Unit)

    class Meta:
        table_name = "consent_units"
        indexes = ((("consent", "unit"), True),)


class Plus(Table):
    reference = reference()
    matter = link(Matter, on_delete="CASCADE", index=True)
    document = sealed(null=False)
    starts_on = DateField()
    ends_on = DateField()
    recorded_by = link(User)
    recorded_at = BigIntegerField()

    class Meta:
        table_name = "plus"


class SharingCheck(Table):
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


class Notification(Table):
    matter = link(Matter, primary_key=True, on_delete="CASCADE")
    author = link(User)
    section = link(Unit)
    source = link(Matter, null=True)
    came_from = CharField(max_length=20)
    notifier = sealed()
    ground = CharField(max_length=20)
    acute = BooleanField(default=False)
    observation = sealed(null=False)
    words = sealed()
    strengths = sealed()
    tried = sealed()
    absence_percent = IntegerField(null=True)
    parents_informed = BooleanField()
    not_informed = CharField(max_length=20, null=True)
    not_informed_reason = sealed()
    arrived_at = BigIntegerField()
    received_at = BigIntegerField(null=True)
    received_by = link(User, null=True)
    assessed_at = BigIntegerField(null=True)
    assessed_by = link(User, null=True)
    assessment = CharField(max_length=20, null=True)
    assessment_reason = sealed()
    receipted_at = BigIntegerField(null=True)
    receipt = sealed()
    feedback = CharField(max_length=20, null=True)
    feedback_at = BigIntegerField(null=True)
    filed_in = sealed()
    filed_at = BigIntegerField(null=True)

    class Meta:
        table_name = "notifications"


class NotificationPerson(Table):
    reference = reference()
    notification = link(Matter, on_delete="CASCADE")
    person = link(Person, null=True, index=True)
    named = sealed()

    class Meta:
        table_name = "notification_persons"


class Absence(Table):
    matter = link(Matter, primary_key=True, on_delete="CASCADE")
    person = link(Person)
    author = link(User)
    quarter = CharField(max_length=7)
    percent = IntegerField()
    corrected_percent = IntegerField(null=True)
    correction = sealed()
    notification = link(Matter, null=True)

    class Meta:
        table_name = "absences"


class Notice(Table):
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


class Consultation(Table):
    matter = link(Matter, primary_key=True, on_delete="CASCADE")
    author = link(User)
    age_band = CharField(max_length=20)
    place_kind = CharField(max_length=20)
    situation = sealed(null=False)
    tried = sealed()
    concern = link(Matter, null=True, on_delete="SET NULL")
    draft = link(Draft, null=True, on_delete="SET NULL")

    class Meta:
        table_name = "consultations"


class Lesson(Table):
    reference = reference()
    network = link(Network, null=True)
    consultation = link(Matter, null=True, on_delete="SET NULL")
    wrapped_key = BlobField()
    age_band = CharField(max_length=20)
    place_kind = CharField(max_length=20)
    title = sealed(null=False)
    situation = sealed(null=False)
    advice = sealed(null=False)
    published_by = link(User)
    published_at = BigIntegerField()
    withdrawn_at = BigIntegerField(null=True)

    class Meta:
        table_name = "lessons"
        indexes = ((("network", "published_at"), False),)


class Meeting(Table):
    matter = link(Matter, primary_key=True, on_delete="CASCADE")
    lead = link(User)
    source = link(Matter)
    person = link(Person)
    round = IntegerField(null=True)
    basis = CharField(max_length=20)
    starts_at = BigIntegerField()
    place = sealed(null=False)
    purpose = sealed(null=False)
    special_reason = sealed()
    held_at = BigIntegerField(null=True)
    outcome = sealed()

    class Meta:
        table_name = "meetings"
        constraints = [Check("round IS NULL OR round >= 1")]
        indexes = ((("person", "round"), True),)


class Mail(Table):
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


TABLES = (
    RuleVersion,
    RuleSignature,
    Clock,
    Consent,
    ConsentUnit,
    Plus,
    SharingCheck,
    Notification,
    NotificationPerson,
    Absence,
    Notice,
    Consultation,
    Lesson,
    Meeting,
    Mail,
)


CARRY = (
    "INSERT INTO mails (reference, recipient, template, about, created_at, sent_at, next_at, attempts, problem)"
    " SELECT reference, recipient, template, about, created_at, sent_at, created_at, 0, '' FROM outbox"
)
CARRY_BACK = (
    "INSERT INTO outbox (reference, recipient, template, about, created_at, sent_at)"
    " SELECT reference, recipient, template, about, created_at, sent_at FROM mails"
)


def up(migrator, db):
    with db.bind_ctx((*TABLES, Outgoing), bind_refs=False, bind_backrefs=False):
        db.create_tables(TABLES)
        db.execute_sql(CARRY)
        db.drop_tables([Outgoing])


def down(migrator, db):
    with db.bind_ctx((*TABLES, Outgoing), bind_refs=False, bind_backrefs=False):
        db.create_tables([Outgoing])
        db.execute_sql(CARRY_BACK)
        db.drop_tables(TABLES)
