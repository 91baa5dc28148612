"""The case: its holder and baton, what it gathers, its one chronology, its goals and what is to be filed."""

from peewee import BigIntegerField, BooleanField, CharField, DateField

from ssp.models.base import Table, link, reference, sealed
from ssp.models.directory import Unit, User
from ssp.models.families import Family
from ssp.models.matters import Matter
from ssp.models.persons import Person


class Case(Table):
    """A forløb; `holder` is never empty: it changes hands in one statement, when somebody accepts the baton."""

    matter = link(Matter, primary_key=True, on_delete="CASCADE")
    holder = link(User)
    prevention_level = CharField(max_length=20)
    title = sealed(null=False)
    purpose = sealed(null=False)
    family = link(Family, null=True)
    outcome = CharField(max_length=20, null=True)
    outcome_text = sealed()
    learned = sealed()
    closed_at = BigIntegerField(null=True)
    follow_up_on = DateField(null=True)
    no_follow_up = sealed()

    class Meta:
        table_name = "cases"


class CaseConcern(Table):
    case = link(Matter, on_delete="CASCADE")
    concern = link(Matter, on_delete="CASCADE")

    class Meta:
        table_name = "case_concerns"
        indexes = ((("case", "concern"), True),)


class CasePerson(Table):
    """A child the case is about; everybody who takes part in the case knows these, and through it no others (H6)."""

    reference = reference()
    case = link(Matter, on_delete="CASCADE")
    person = link(Person)
    added_by = link(User)
    added_at = BigIntegerField()

    class Meta:
        table_name = "case_persons"
        indexes = ((("case", "person"), True),)


class Entry(Table):
    """A line of the chronology.

    Its text is open to its author for an hour (I1); later a correction strikes it through with a reason, and a new
    note `answers` it. A statement by somebody it is about `answers` it too, and is shown wherever it is (H4).
    """

    reference = reference()
    case = link(Matter, on_delete="CASCADE")
    author = link(User)
    kind = CharField(max_length=20)
    body = sealed(null=False)
    about = link(Matter, null=True)
    at = BigIntegerField()
    unit = link(Unit, null=True)
    person = link(Person, null=True)
    happened_on = DateField(null=True)
    source = CharField(max_length=20, null=True)
    fact = BooleanField(default=False)
    starred = BooleanField(default=False)
    amended_at = BigIntegerField(null=True)
    struck_at = BigIntegerField(null=True)
    struck_by = link(User, null=True)
    struck_reason = sealed()
    answers = link("self", null=True, on_delete="CASCADE")

    class Meta:
        table_name = "entries"
        indexes = ((("case", "id"), False),)


class Baton(Table):
    """An offer of the case to another consultant, with private advice; one at a time is `running`, and none is NULL."""

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
    """What the family wants, in its own words, and how we help."""

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
    """Something of importance to be filed in the authority's own system (I2); done, it says where."""

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
    """One conversation's answers on risk and protection about a child; sealed whole, so that nothing can count (G5)."""

    reference = reference()
    case = link(Matter, on_delete="CASCADE")
    person = link(Person)
    author = link(User)
    at = BigIntegerField()
    body = sealed(null=False)

    class Meta:
        table_name = "factor_sheets"
        indexes = ((("case", "id"), False),)
