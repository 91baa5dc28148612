"""The minimal case: a holder, the concerns it gathers and one chronology."""

from peewee import BigIntegerField, CharField

from ssp.models.base import Table, link, reference, sealed
from ssp.models.directory import User
from ssp.models.matters import Matter


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
