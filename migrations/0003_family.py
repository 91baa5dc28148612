"""The case and the family: persons, homes, the baton, goals, commitments, files and saved searches."""

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    Model,
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


class Family(Table):
    reference = reference()
    unit = link(Unit)
    network = link(Network, null=True)
    wrapped_key = BlobField()
    version = IntegerField(default=1)
    created_at = BigIntegerField()
    changed_at = BigIntegerField()
    retention_class = CharField(max_length=20)
    retention_until = DateField()

    class Meta:
        table_name = "families"


class Household(Table):
    reference = reference()
    family = link(Family, on_delete="CASCADE")
    name = sealed(null=False)
    address = sealed()
    protected = BooleanField(default=False)

    class Meta:
        table_name = "households"


class HouseholdMember(Table):
    reference = reference()
    household = link(Household, on_delete="CASCADE")
    person = link(Person)

    class Meta:
        table_name = "household_members"
        indexes = ((("household", "person"), True),)


class Relation(Table):
    reference = reference()
    family = link(Family, on_delete="CASCADE")
    adult = link(Person)
    child = link(Person)
    kin = CharField(max_length=20)
    custody = CharField(max_length=20)

    class Meta:
        table_name = "relations"
        indexes = ((("family", "adult", "child"), True),)


class Merge(Table):
    reference = reference()
    kept = link(Person)
    gone = link(Person)
    moved = sealed(null=False)
    reason = sealed()
    merged_by = link(User)
    merged_at = BigIntegerField()
    undone_by = link(User, null=True)
    undone_at = BigIntegerField(null=True)

    class Meta:
        table_name = "merges"


class Entry(Table):
    class Meta:
        table_name = "entries"


class Dated(Table):
    """The entries with the day they are told under; those from before are told under the day they were written."""

    happened_on = DateField(null=True)

    class Meta:
        table_name = "entries"


class CasePerson(Table):
    reference = reference()
    case = link(Matter, on_delete="CASCADE")
    person = link(Person)
    added_by = link(User)
    added_at = BigIntegerField()

    class Meta:
        table_name = "case_persons"
        indexes = ((("case", "person"), True),)


class Baton(Table):
    reference = reference()
    case = link(Matter, on_delete="CASCADE")
    state = CharField(max_length=20)
    running = BooleanField(null=True, default=True)
    offered_by = link(User)
    offered_to = link(User)
    offered_at = BigIntegerField()
    advice = sealed()
    word = sealed()
    ended_at = BigIntegerField(null=True)

    class Meta:
        table_name = "batons"
        indexes = ((("case", "running"), True), (("offered_to", "running"), False))


class Goal(Table):
    reference = reference()
    case = link(Matter, on_delete="CASCADE")
    state = CharField(max_length=20)
    body = sealed(null=False)
    help = sealed()
    author = link(User)
    at = BigIntegerField()
    settled_at = BigIntegerField(null=True)

    class Meta:
        table_name = "goals"
        indexes = ((("case", "id"), False),)


class Filing(Table):
    reference = reference()
    case = link(Matter, on_delete="CASCADE")
    entry = link(Entry, null=True, on_delete="CASCADE")
    theme = sealed(null=False)
    due_on = DateField()
    added_by = link(User)
    added_at = BigIntegerField()
    filed_in = sealed()
    filed_by = link(User, null=True)
    filed_at = BigIntegerField(null=True)

    class Meta:
        table_name = "filings"
        indexes = ((("case", "filed_at"), False),)


class FactorSheet(Table):
    reference = reference()
    case = link(Matter, on_delete="CASCADE")
    person = link(Person)
    author = link(User)
    at = BigIntegerField()
    body = sealed(null=False)

    class Meta:
        table_name = "factor_sheets"
        indexes = ((("case", "id"), False),)


class Commitment(Table):
    reference = reference()
    matter = link(Matter, on_delete="CASCADE")
    side = CharField(max_length=10)
    state = CharField(max_length=20)
    owner = link(User, null=True)
    person = link(Person, null=True)
    waits_for = link(User, null=True)
    body = sealed(null=False)
    due_on = DateField()
    proposed_by = link(User)
    proposed_at = BigIntegerField()
    version = IntegerField(default=1)

    class Meta:
        table_name = "commitments"
        indexes = ((("matter", "state"), False), (("owner", "state", "due_on"), False))


class CommitmentTurn(Table):
    reference = reference()
    commitment = link(Commitment, on_delete="CASCADE")
    kind = CharField(max_length=20)
    by = link(User)
    asked = link(User, null=True)
    at = BigIntegerField()
    due_on = DateField(null=True)
    word = sealed()

    class Meta:
        table_name = "commitment_turns"


class Attachment(Table):
    reference = reference()
    matter = link(Matter, on_delete="CASCADE")
    entry = link(Entry, null=True, on_delete="SET NULL")
    author = link(User)
    unit = link(Unit)
    at = BigIntegerField()
    name = sealed(null=False)
    media = CharField(max_length=10)
    size = IntegerField()
    state = CharField(max_length=10)
    problem = CharField(max_length=30, default="")

    class Meta:
        table_name = "attachments"
        indexes = ((("matter", "id"), False), (("state",), False))


class AttachmentPiece(Table):
    attachment = link(Attachment, on_delete="CASCADE")
    number = IntegerField()
    body = BlobField()

    class Meta:
        table_name = "attachment_pieces"
        indexes = ((("attachment", "number"), True),)


class SavedSearch(Table):
    reference = reference()
    user = link(User)
    wrapped_key = BlobField()
    name = sealed(null=False)
    query = sealed(null=False)
    at = BigIntegerField()

    class Meta:
        table_name = "saved_searches"


TABLES = (
    Family, Household, HouseholdMember, Relation, Merge, CasePerson, Baton, Goal, Filing, FactorSheet, Commitment,
    CommitmentTurn, Attachment, AttachmentPiece, SavedSearch,
)  # fmt: skip


def added(model, on_delete="RESTRICT"):
    """A foreign key for a table that stands."""
    return ForeignKeyField(model, field=model.id, null=True, on_delete=on_delete)


COLUMNS = (
    ("users", "away_until", DateField(null=True)),
    ("clocks", "user_id", added(User)),
    ("persons", "kind", CharField(max_length=10, default="pupil")),
    ("persons", "born_on", sealed()),
    ("persons", "school", sealed()),
    ("persons", "speaks", sealed()),
    ("persons", "interpreter", BooleanField(default=False)),
    ("persons", "protected_name", BooleanField(default=False)),
    ("persons", "merged_into_id", added(Person)),
    ("persons", "version", IntegerField(default=1)),
    ("cases", "family_id", added(Family)),
    ("cases", "outcome", CharField(max_length=20, null=True)),
    ("cases", "outcome_text", sealed()),
    ("cases", "learned", sealed()),
    ("cases", "closed_at", BigIntegerField(null=True)),
    ("cases", "follow_up_on", DateField(null=True)),
    ("cases", "no_follow_up", sealed()),
    ("entries", "unit_id", added(Unit)),
    ("entries", "person_id", added(Person)),
    ("entries", "happened_on", DateField(null=True)),
    ("entries", "source", CharField(max_length=20, null=True)),
    ("entries", "fact", BooleanField(default=False)),
    ("entries", "starred", BooleanField(default=False)),
    ("entries", "amended_at", BigIntegerField(null=True)),
    ("entries", "struck_at", BigIntegerField(null=True)),
    ("entries", "struck_by_id", added(User)),
    ("entries", "struck_reason", sealed()),
    ("entries", "answers_id", added(Entry, "CASCADE")),
)

UNIT_OF_ENTRY = "UPDATE entries SET unit_id = (SELECT unit_id FROM users WHERE users.id = entries.author_id)"
PERSONS_OF_CASE = (
    "SELECT DISTINCT cc.case_id, cp.person_id, c.holder_id, m.created_at"
    " FROM case_concerns cc JOIN concern_persons cp ON cp.concern_id = cc.concern_id"
    " JOIN cases c ON c.matter_id = cc.case_id JOIN matters m ON m.id = cc.case_id"
    " WHERE cp.person_id IS NOT NULL ORDER BY 1, 2"
)


DANISH_TIME = ZoneInfo("Europe/Copenhagen")
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_row() -> str:
    picked = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"R-{picked[:4]}-{picked[4:]}"


def up(migrator, db):
    with db.bind_ctx(
        (*TABLES, Network, Unit, User, Person, Matter, Entry, Dated), bind_refs=False, bind_backrefs=False
    ):
        db.create_tables(TABLES)
        for table, name, field in COLUMNS:
            migrator.migrate(migrator.add_column(table, name, field))
        db.execute_sql(UNIT_OF_ENTRY)
        for entry, at in db.execute_sql("SELECT id, at FROM entries").fetchall():
            day = datetime.fromtimestamp(at, DANISH_TIME).date()
            Dated.update(happened_on=day).where(Dated.id == entry).execute()
        for case, person, holder, at in db.execute_sql(PERSONS_OF_CASE).fetchall():
            CasePerson.insert(reference=new_row(), case=case, person=person, added_by=holder, added_at=at).execute()


def down(migrator, db):
    for table, name, field in reversed(COLUMNS):
        if isinstance(field, ForeignKeyField):
            migrator.migrate(migrator.drop_index(table, f"{table}_{name}"))
        migrator.migrate(migrator.drop_column(table, name))
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.drop_tables(TABLES)
