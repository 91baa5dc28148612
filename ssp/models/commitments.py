"""Commitments: who does what by when, and every turn it took."""

from peewee import BigIntegerField, CharField, DateField, IntegerField

from ssp.models.base import Table, link, reference, sealed
from ssp.models.directory import User
from ssp.models.matters import Matter
from ssp.models.persons import Person


class Commitment(Table):
    """An aftale. `owner` is the professional who does it, `person` the one of the family whose own it is.

    `waits_for` is the one whose answer is awaited while it is proposed.
    """

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
    """One thing that happened to a commitment; none is ever changed.

    `asked` is the one whose answer is awaited after it; `word` the wording proposed, or the word on why.
    """

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
