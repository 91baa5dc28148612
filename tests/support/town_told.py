"""Everything a demonstration municipality says, opened with its key: what makes two towns the same."""

import re

from ssp.models import Concern, Disclosure, Matter, Message, Person, User
from ssp.services.concern_views import SEALED
from ssp.services.keyring import Keyring


def children(keyring: Keyring) -> list[tuple[str, str, str]]:
    """Name, CPR number and address of every pupil, in the order they were enrolled."""
    rows = Person.select(Person.reference, Person.wrapped_key, Person.name, Person.cpr, Person.address).order_by(
        Person.id
    )
    found = []
    for reference, wrapped, name, cpr, where in rows.tuples():
        key = keyring.unwrap(reference, wrapped)
        found.append(
            tuple(key.open(f"persons.{c}", reference, v) for c, v in (("name", name), ("cpr", cpr), ("address", where)))
        )
    return found


def everything_said(keyring: Keyring) -> list:
    """Every person, text, state and moment, without the references, which are random by design."""
    said: list = [tuple(row) for row in User.select(User.username, User.name, User.role).order_by(User.id).tuples()]
    said.extend(children(keyring))
    for row in Matter.select().order_by(Matter.id).dicts():
        key = keyring.unwrap(row["reference"], row["wrapped_key"])
        said.append((row["kind"], row["state"], row["created_at"], row["changed_at"], row["version"]))
        for concern in Concern.select().where(Concern.matter == row["id"]).dicts():
            texts = [key.open(f"concerns.{n}", row["reference"], concern[n]) for n in SEALED if concern[n] is not None]
            said.append((concern["theme"], concern["worry"], concern["observed_on"], concern["duty_mark"], *texts))
        for text in Disclosure.select(Disclosure.necessity).where(Disclosure.matter == row["id"]).tuples():
            said.append(key.open("disclosures.necessity", row["reference"], text[0]))
        for ref, kind, body in (
            Message.select(Message.reference, Message.kind, Message.body)
            .where(Message.matter == row["id"])
            .order_by(Message.id)
            .tuples()
        ):
            said.append((kind, re.sub(r"V-[0-9A-Z]{4}-[0-9A-Z]{4}", "V", key.open("messages.body", ref, body))))
    return said
