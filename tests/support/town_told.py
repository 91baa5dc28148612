"""Everything a demonstration municipality says, opened with its key: what makes two towns the same."""

import re

from ssp.models import Commitment, Concern, Disclosure, Entry, Matter, Message, Person, User
from ssp.services.concern_views import SEALED
from ssp.services.keyring import Keyring
from ssp.terms import PersonKind

REFERENCE = re.compile(r"[A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4}")


def children(keyring: Keyring) -> list[tuple[str, str, str]]:
    """Name, CPR number and address of every pupil, in the order they were enrolled."""
    return [tuple(told) for kind, *told in _persons(keyring) if kind == PersonKind.PUPIL]


def _persons(keyring: Keyring) -> list[tuple]:
    """Kind, name, CPR number and address of everybody there is a record of, in the order they were made."""
    columns = (Person.name, Person.cpr, Person.address)
    rows = Person.select(Person.kind, Person.reference, Person.wrapped_key, *columns).order_by(Person.id)
    found = []
    for kind, reference, wrapped, *sealed in rows.tuples():
        key = keyring.unwrap(reference, wrapped)
        found.append((kind, *(_opened(key, column, reference, v) for column, v in zip(columns, sealed, strict=True))))
    return found


def _opened(key, column, reference: str, value) -> str:
    """One sealed value in clear; what was never written is empty."""
    return key.open(f"{column.model._meta.table_name}.{column.name}", reference, value) if value is not None else ""


def _of_case(key, matter: int) -> list[tuple]:
    """Every line of a case's chronology and every commitment, as they stand."""
    lines = Entry.select(Entry.reference, Entry.kind, Entry.at, Entry.starred, Entry.body).where(Entry.case == matter)
    said = [
        (*rest, REFERENCE.sub("", _opened(key, Entry.body, ref, body)))
        for ref, *rest, body in lines.order_by(Entry.id).tuples()
    ]
    rows = Commitment.select(Commitment.reference, Commitment.state, Commitment.due_on, Commitment.body)
    for ref, *rest, body in rows.where(Commitment.matter == matter).order_by(Commitment.id).tuples():
        said.append((*rest, _opened(key, Commitment.body, ref, body)))
    return said


def everything_said(keyring: Keyring) -> list:
    """Every person, text, state and moment, without the references, which are random by design."""
    said: list = [tuple(row) for row in User.select(User.username, User.name, User.role).order_by(User.id).tuples()]
    said.extend(_persons(keyring))
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
            said.append((kind, REFERENCE.sub("", key.open("messages.body", ref, body))))
        said.extend(_of_case(key, row["id"]))
    return said
