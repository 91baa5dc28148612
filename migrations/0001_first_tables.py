"""The first tables: people, matters, who takes part, the log."""

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    Check,
    CompositeKey,
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
    reference = reference()
    name = CharField(max_length=120)
    purpose = TextField()
    legal_basis = CharField(max_length=20)
    owner_id = IntegerField(null=True)
    ends_on = DateField()

    class Meta:
        table_name = "networks"


class Unit(Table):
    reference = reference()
    name = CharField(max_length=120, unique=True)
    sector = CharField(max_length=20)
    network = link(Network, null=True)
    self_governing = BooleanField(default=False)
    active = BooleanField(default=True)

    class Meta:
        table_name = "units"


class User(Table):
    reference = reference()
    username = CharField(max_length=80, unique=True)
    name = CharField(max_length=120)
    email = CharField(max_length=200, default="")
    unit = link(Unit)
    role = CharField(max_length=20)
    password_hash = CharField(max_length=200, default="")
    language = CharField(max_length=5, default="da")
    ends_on = DateField(null=True)
    confirmed_on = DateField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "users"
        indexes = ((("unit", "role"), False),)


class Membership(Table):
    network = link(Network)
    user = link(User)
    starts_on = DateField()
    ends_on = DateField(null=True)

    class Meta:
        table_name = "memberships"
        indexes = ((("user", "network", "starts_on"), True),)
        constraints = [Check("ends_on IS NULL OR ends_on >= starts_on")]


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


class Person(Table):
    reference = reference()
    unit = link(Unit)
    wrapped_key = BlobField()
    cpr_index = CharField(max_length=64, null=True, index=True)
    name = sealed(null=False)
    cpr = sealed()
    address = sealed()
    school_class = sealed()
    protected = BooleanField(default=False)
    retention_class = CharField(max_length=20)
    retention_until = DateField()

    class Meta:
        table_name = "persons"


class Matter(Table):
    reference = reference()
    kind = CharField(max_length=20)
    state = CharField(max_length=20)
    unit = link(Unit)
    network = link(Network, null=True)
    created_at = BigIntegerField()
    changed_at = BigIntegerField()
    version = IntegerField(default=1)
    wrapped_key = BlobField()
    retention_class = CharField(max_length=20)
    retention_until = DateField()

    class Meta:
        table_name = "matters"
        indexes = ((("kind", "state", "id"), False),)


class Participation(Table):
    matter = link(Matter, on_delete="CASCADE", index=True)
    kind = CharField(max_length=20)
    user = link(User, null=True)
    unit = link(Unit, null=True)
    network = link(Network, null=True)
    role = CharField(max_length=20, null=True)
    capacity = CharField(max_length=20)
    basis = CharField(max_length=20)
    starts_at = BigIntegerField()
    ends_at = BigIntegerField(null=True)

    class Meta:
        table_name = "participations"
        constraints = [
            Check(
                "(CASE WHEN user_id IS NULL THEN 0 ELSE 1 END)"
                " + (CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END)"
                " + (CASE WHEN network_id IS NULL THEN 0 ELSE 1 END) = 1"
            ),
            Check("user_id IS NOT NULL OR role IS NOT NULL"),
            Check("ends_at IS NULL OR ends_at >= starts_at"),
        ]
        indexes = (
            (("user", "kind", "matter"), False),
            (("unit", "role", "kind", "matter"), False),
            (("network", "role", "kind", "matter"), False),
        )


class Message(Table):
    reference = reference()
    matter = link(Matter, on_delete="CASCADE")
    author = link(User)
    kind = CharField(max_length=20)
    body = sealed(null=False)
    at = BigIntegerField()

    class Meta:
        table_name = "messages"
        indexes = ((("matter", "id"), False),)


class Concern(Table):
    matter = link(Matter, primary_key=True, on_delete="CASCADE")
    author = link(User)
    subject = CharField(max_length=10)
    theme = CharField(max_length=20)
    worry = CharField(max_length=20)
    source = CharField(max_length=20)
    done = CharField(max_length=120, default="")
    observed_on = DateField()
    absence_percent = IntegerField(null=True)
    described_as = sealed()
    observation = sealed(null=False)
    words = sealed()
    assessment = sealed()
    protective = sealed()
    place = sealed()
    done_text = sealed()
    duty_mark = CharField(max_length=20, null=True)
    duty_reason = sealed()
    duty_at = BigIntegerField(null=True)
    answered = BooleanField(default=False, index=True)
    received_at = BigIntegerField(null=True)
    decided_at = BigIntegerField(null=True)
    closed_at = BigIntegerField(null=True)
    decide_by = DateField()
    answer_by = DateField()

    class Meta:
        table_name = "concerns"


class ConcernPerson(Table):
    reference = reference()
    concern = link(Matter, on_delete="CASCADE")
    person = link(Person, null=True, index=True)
    named = sealed()

    class Meta:
        table_name = "concern_persons"


class TriageDecision(Table):
    reference = reference()
    concern = link(Matter, on_delete="CASCADE")
    verdict = CharField(max_length=20)
    reason_code = CharField(max_length=30)
    reason = sealed()
    decided_by = link(User)
    at = BigIntegerField()
    case = link(Matter, null=True)

    class Meta:
        table_name = "triage_decisions"


class Case(Table):
    matter = link(Matter, primary_key=True, on_delete="CASCADE")
    holder = link(User)
    prevention_level = CharField(max_length=20)
    title = sealed(null=False)
    purpose = sealed(null=False)

    class Meta:
        table_name = "cases"


class CaseConcern(Table):
    case = link(Matter, on_delete="CASCADE")
    concern = link(Matter, on_delete="CASCADE")

    class Meta:
        table_name = "case_concerns"
        indexes = ((("case", "concern"), True),)


class Entry(Table):
    reference = reference()
    case = link(Matter, on_delete="CASCADE")
    author = link(User)
    kind = CharField(max_length=20)
    body = sealed(null=False)
    about = link(Matter, null=True)
    at = BigIntegerField()

    class Meta:
        table_name = "entries"
        indexes = ((("case", "id"), False),)


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


class Audit(Table):
    seq = BigIntegerField(primary_key=True)
    at = BigIntegerField()
    request_id = CharField(max_length=32)
    actor_id = IntegerField(null=True, index=True)
    unit_id = IntegerField(null=True)
    role = CharField(max_length=20)
    session = CharField(max_length=16)
    action = CharField(max_length=40)
    decision = CharField(max_length=10)
    rule = CharField(max_length=10)
    reason = CharField(max_length=60)
    basis = CharField(max_length=20)
    purpose = CharField(max_length=30)
    channel = CharField(max_length=20)
    objects = TextField()
    criterion = sealed()
    salt = BlobField()
    mac = BlobField()

    class Meta:
        table_name = "audit"


class Outgoing(Table):
    reference = reference()
    recipient = CharField(max_length=200)
    template = CharField(max_length=30)
    about = CharField(max_length=16)
    created_at = BigIntegerField()
    sent_at = BigIntegerField(null=True)

    class Meta:
        table_name = "outbox"


TABLES = (
    Network,
    Unit,
    User,
    Membership,
    Session,
    Attempt,
    Submission,
    Person,
    Matter,
    Participation,
    Message,
    Concern,
    ConcernPerson,
    TriageDecision,
    Case,
    CaseConcern,
    Entry,
    Disclosure,
    Draft,
    Audit,
    Outgoing,
)

_REFUSE = "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"

SQLITE_GUARDS = (
    f"CREATE TRIGGER audit_keeps_updates_out BEFORE UPDATE ON audit {_REFUSE}",
    f"CREATE TRIGGER audit_keeps_deletes_out BEFORE DELETE ON audit {_REFUSE}",
    "CREATE TRIGGER audit_keeps_replacements_out BEFORE INSERT ON audit"
    " WHEN NEW.seq IN (SELECT seq FROM audit) BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
)

POSTGRES_GUARDS = (
    "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$",
    "CREATE TRIGGER audit_keeps_changes_out BEFORE UPDATE OR DELETE ON audit"
    " FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()",
    "CREATE TRIGGER audit_keeps_truncate_out BEFORE TRUNCATE ON audit"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()",
)


def up(migrator, db):
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.create_tables(TABLES)
    for statement in SQLITE_GUARDS if type(db).__name__.startswith("Sqlite") else POSTGRES_GUARDS:
        db.execute_sql(statement)


def down(migrator, db):
    if not type(db).__name__.startswith("Sqlite"):
        db.execute_sql("DROP TRIGGER audit_keeps_truncate_out ON audit")
        db.execute_sql("DROP TRIGGER audit_keeps_changes_out ON audit")
        db.execute_sql("DROP FUNCTION audit_is_append_only()")
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.drop_tables(TABLES)
