"""The base every table shares, and the columns that recur."""

from peewee import BlobField, CharField, ForeignKeyField, Model

from ssp.db import handle


class Table(Model):
    class Meta:
        database = handle
        legacy_table_names = False


def reference():
    """An opaque reference such as B-7K3F-92QD, safe in a URL, a mail or on the phone."""
    return CharField(max_length=16, unique=True)


def sealed(null=True):
    """A column that only ever holds ciphertext; the door alone can open it."""
    return BlobField(null=null)


def link(model, null=False, on_delete="RESTRICT", **options):
    """A foreign key that never fetches by itself."""
    return ForeignKeyField(model, null=null, on_delete=on_delete, lazy_load=False, **options)
