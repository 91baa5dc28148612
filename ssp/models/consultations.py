"""Nameless questions to the consultant, and the small library of generalised answers."""

from peewee import BigIntegerField, BlobField, CharField

from ssp.models.base import Table, link, reference, sealed
from ssp.models.directory import Network, User
from ssp.models.drafts import Draft
from ssp.models.matters import Matter


class Consultation(Table):
    """A question without names; `concern` is what it became, when somebody gave it names (H7).

    `draft` is the concern it may become, still with the one who asked.
    """

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
    """An answered question made general by the consultant, for the network to learn from."""

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
