"""Attachments: files on a matter, made harmless, sealed with the matter's key, in pieces."""

from peewee import BigIntegerField, BlobField, CharField, IntegerField

from ssp.models.base import Table, link, reference, sealed
from ssp.models.cases import Entry
from ssp.models.directory import Unit, User
from ssp.models.matters import Matter


class Attachment(Table):
    """A file: what it is called is sealed, `media` is what it was found to be; PENDING until a scanner let it pass."""

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
    """A mebibyte of a file at most; its seal knows its number and whether it is the last."""

    attachment = link(Attachment, on_delete="CASCADE")
    number = IntegerField()
    body = BlobField()

    class Meta:
        table_name = "attachment_pieces"
        indexes = ((("attachment", "number"), True),)
