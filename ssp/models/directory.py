"""Units, networks, users and memberships: who works where."""

from peewee import BooleanField, CharField, Check, DateField, IntegerField, TextField

from ssp.models.base import Table, link, reference


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
    away_until = DateField(null=True)
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
