"""Filling both databases with the same municipality: sealed with the real keyring, and in clear text."""

import hashlib
from datetime import timedelta
from itertools import islice
from pathlib import Path

from bench.municipality import (
    BUSY,
    CONSULTANTS,
    SCHOOLS,
    SSP_UNIT,
    TEACHERS,
    Municipality,
    Written,
    network_of,
    school_of,
)
from bench.plain_models import (
    PLAIN,
    SHARED,
    PlainChild,
    PlainClock,
    PlainConcern,
    PlainDecision,
    PlainMessage,
    PlainNotice,
    PlainPupil,
)
from ssp import db
from ssp.models import (
    Clock,
    Concern,
    ConcernPerson,
    Matter,
    Membership,
    Message,
    Network,
    Notice,
    Participation,
    Person,
    Session,
    TriageDecision,
    Unit,
    User,
)
from ssp.policy import parties
from ssp.policy.retention import retention_until
from ssp.services import upkeep
from ssp.services.keyring import Keyring
from ssp.services.standing import today
from ssp.services.writing import seal
from ssp.terms import Basis, Capacity, MatterKind, PersonKind, RetentionClass, Role, Sector

SECRET_TOKEN = "bench-{:03d}"
BATCH = 2000


def fill_sealed(path: Path, size: int, keyring: Keyring, moment: int) -> None:
    """A migrated database with the municipality sealed in it, as the application itself would have written it."""
    database = _open(path)
    upkeep.upgrade()
    place = Municipality(size, moment)
    with database.atomic():
        _directory(place)
        _insert(Person, (_person(keyring, pupil) for pupil in place.pupils))
        writer = _Sealed(keyring)
        for batch in _batches(place.concerns()):
            for model, rows in writer.rows(batch).items():
                _insert(model, rows)
    _settle(database)


def fill_plain(path: Path, size: int, moment: int) -> None:
    """The same municipality in clear text, for the plain application."""
    database = _open(path)
    database.create_tables(SHARED + PLAIN)
    place = Municipality(size, moment)
    with database.atomic():
        _directory(place)
        _insert(PlainPupil, (_plain_pupil(pupil) for pupil in place.pupils))
        for batch in _batches(place.concerns()):
            for model, rows in _plain_rows(batch).items():
                _insert(model, rows)
    _settle(database)


def token_of(user: int) -> str:
    """The session token of a user in the databases that are measured."""
    return SECRET_TOKEN.format(user)


def _open(path: Path):
    database = db.configure(f"sqlite:///{path}")
    db.connect()
    return database


def _settle(database) -> None:
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _batches(rows):
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _insert(model, rows) -> None:
    """Rows of one shape, in one prepared statement."""
    rows = list(rows)
    if not rows:
        return
    columns = list(rows[0])
    fields = [model._meta.fields[name] for name in columns]
    names = ", ".join(f'"{field.column_name}"' for field in fields)
    marks = ", ".join("?" for _ in columns)
    values = [[field.db_value(row[name]) for name, field in zip(columns, fields, strict=True)] for row in rows]
    statement = f'INSERT INTO "{model._meta.table_name}" ({names}) VALUES ({marks})'
    model._meta.database.connection().executemany(statement, values)


def _directory(place: Municipality) -> None:
    day, moment = today(), place.moment
    _insert(Network, [
        {"id": n, "reference": f"N-0000-000{n}", "name": f"Netværk {n}", "purpose": "Forebygge kriminalitet",
         "legal_basis": Basis.RPL115_SSP, "ends_on": day + timedelta(days=365)}
        for n in (1, 2)
    ])  # fmt: skip
    units = [
        {"id": s, "reference": f"E-0000-00{s:02d}", "name": f"Skole {s}", "sector": Sector.SCHOOL,
         "network": network_of(s), "self_governing": False, "active": True}
        for s in range(1, SCHOOLS + 1)
    ]  # fmt: skip
    ssp = {"id": SSP_UNIT, "reference": "E-0000-0099", "name": "SSP-enheden", "sector": Sector.SSP, "network": None}
    _insert(Unit, [*units, {**ssp, "self_governing": False, "active": True}])
    people = [(t, school_of(t), Role.SCHOOL_STAFF) for t in range(1, TEACHERS + 1)]
    people += [(TEACHERS + c, SSP_UNIT, Role.SSP_CONSULTANT) for c in range(1, CONSULTANTS + 1)]
    _insert(User, [
        {"id": id_, "reference": f"M-0000-0{id_:03d}", "username": f"person{id_}", "name": f"Person {id_}",
         "email": f"person{id_}@example.invalid", "unit": unit, "role": role, "password_hash": "", "language": "da",
         "confirmed_on": day, "version": 1}
        for id_, unit, role in people
    ])  # fmt: skip
    _insert(Membership, [
        {"network": 2 - c % 2, "user": TEACHERS + c, "starts_on": day, "ends_on": None}
        for c in range(1, CONSULTANTS + 1)
    ])  # fmt: skip
    signed_in = [*range(1, BUSY + 1), *range(TEACHERS + 1, TEACHERS + CONSULTANTS + 1)]
    _insert(Session, [
        {"id_hash": hashlib.sha256(token_of(id_).encode()).hexdigest(), "user": id_, "created_at": moment,
         "seen_at": moment, "data": "{}"}
        for id_ in signed_in
    ])  # fmt: skip


def _person(keyring: Keyring, pupil) -> dict:
    wrapped, key = keyring.new_key(pupil.reference)
    return {
        "id": pupil.id, "reference": pupil.reference, "kind": PersonKind.PUPIL, "unit": pupil.school,
        "wrapped_key": wrapped, "interpreter": False, "protected_name": False, "version": 1, "protected": False,
        "cpr_index": keyring.blind_index(pupil.cpr), "retention_class": RetentionClass.PERSON,
        "retention_until": retention_until(RetentionClass.PERSON, today()),
        **seal(key, "persons", pupil.reference, name=pupil.name, cpr=pupil.cpr, address=pupil.address,
               school_class=pupil.school_class),
    }  # fmt: skip


def _plain_pupil(pupil) -> dict:
    return {
        "id": pupil.id, "reference": pupil.reference, "unit": pupil.school, "name": pupil.name, "cpr": pupil.cpr,
        "address": pupil.address, "school_class": pupil.school_class, "protected": False,
    }  # fmt: skip


class _Sealed:
    """Turns concerns into the rows the application stores."""

    def __init__(self, keyring: Keyring):
        self.keyring = keyring

    def rows(self, batch: list[Written]) -> dict:
        made = {m: [] for m in (Matter, Concern, ConcernPerson, Participation, Message, Notice, Clock, TriageDecision)}
        for concern in batch:
            wrapped, key = self.keyring.new_key(concern.reference)
            made[Matter].append(self._matter(concern, wrapped))
            texts = seal(key, "concerns", concern.reference, **concern.texts)
            made[Concern].append({"matter": concern.id, "author": concern.author, **concern.fields, **texts})
            made[ConcernPerson] += self._children(concern, key)
            made[Participation] += self._grants(concern)
            made[Message] += [self._message(concern, key, spoken) for spoken in concern.messages]
            made[Notice] += _notices(concern)
            made[Clock] += [{"matter": concern.id, "capacity": Capacity.CONSULTANT, **row} for row in _clocks(concern)]
            if concern.decision:
                reference, verdict, code, by, at = concern.decision
                made[TriageDecision].append(
                    {"reference": reference, "concern": concern.id, "verdict": verdict, "reason_code": code,
                     "decided_by": by, "at": at}
                )  # fmt: skip
        return made

    def _matter(self, concern: Written, wrapped: bytes) -> dict:
        return {
            "id": concern.id, "reference": concern.reference, "kind": MatterKind.CONCERN, "state": concern.state,
            "unit": concern.school, "network": concern.network, "created_at": concern.created_at,
            "changed_at": concern.created_at, "version": 1, "wrapped_key": wrapped,
            "retention_class": RetentionClass.CONCERN,
            "retention_until": retention_until(RetentionClass.CONCERN, today()),
        }  # fmt: skip

    def _children(self, concern: Written, key) -> list[dict]:
        listed, unlisted = concern.child_references
        first, second = concern.child_ids
        rows = [{"id": first, "reference": listed, "concern": concern.id, "person": concern.pupil.id, "named": None}]
        if concern.unlisted:
            sealed = seal(key, "concern_persons", unlisted, named=concern.unlisted)
            rows.append({"id": second, "reference": unlisted, "concern": concern.id, "person": None, **sealed})
        return rows

    def _grants(self, concern: Written) -> list[dict]:
        return [
            {"matter": concern.id, "kind": MatterKind.CONCERN, "user": g.user_id, "unit": g.unit_id,
             "network": g.network_id, "role": g.role, "capacity": g.capacity, "basis": g.basis,
             "starts_at": g.starts_at, "ends_at": g.ends_at}
            for g in parties.closing(
                parties.of_concern(concern.author, concern.network, None, concern.created_at), concern.closes_at
            )
        ]  # fmt: skip

    def _message(self, concern: Written, key, spoken) -> dict:
        return {
            "reference": spoken.reference, "matter": concern.id, "author": spoken.author, "kind": spoken.kind,
            "at": spoken.at, "body": key.seal("messages.body", spoken.reference, spoken.text),
        }  # fmt: skip


def _notices(concern: Written) -> list[dict]:
    return [
        {"reference": t.reference, "concern": concern.id, "child": t.child, "to_whom": t.to_whom, "told_on": t.told_on,
         "told_how": t.told_how, "told_by": t.told_by, "made_at": concern.created_at}
        for t in concern.tellings
    ]  # fmt: skip


def _clocks(concern: Written) -> list[dict]:
    return [
        {"reference": t.reference, "kind": t.term.kind, "about": t.about, "rule": t.term.rule,
         "rule_version": t.term.version, "starts_at": t.starts_at, "due_at": int(t.term.due.timestamp()),
         "stopped_at": t.stopped_at}
        for t in concern.timers
    ]  # fmt: skip


def _plain_rows(batch: list[Written]) -> dict:
    made = {m: [] for m in (PlainConcern, PlainChild, PlainMessage, PlainDecision, PlainNotice, PlainClock)}
    for concern in batch:
        made[PlainConcern].append(
            {"id": concern.id, "reference": concern.reference, "author": concern.author, "unit": concern.school,
             "network": concern.network, "state": concern.state, "version": 1, "created_at": concern.created_at,
             "kept_until": retention_until(RetentionClass.CONCERN, today()), "described_as": "", "assessment": "",
             "protective": "", "done_text": "", "duty_reason": "", **concern.fields, **concern.texts}
        )  # fmt: skip
        made[PlainChild] += _plain_children(concern)
        made[PlainNotice] += [{**row, "named": "", "reason": ""} for row in _notices(concern)]
        made[PlainClock] += [{"concern": concern.id, **row} for row in _clocks(concern)]
        made[PlainMessage] += [
            {"reference": s.reference, "concern": concern.id, "author": s.author, "kind": s.kind, "body": s.text,
             "at": s.at}
            for s in concern.messages
        ]  # fmt: skip
        if concern.decision:
            _, verdict, code, by, at = concern.decision
            made[PlainDecision].append(
                {"concern": concern.id, "verdict": verdict, "reason_code": code, "decided_by": by, "at": at}
            )
    return made


def _plain_children(concern: Written) -> list[dict]:
    (first, second), (listed, unlisted) = concern.child_ids, concern.child_references
    rows = [{"id": first, "reference": listed, "concern": concern.id, "pupil": concern.pupil.id, "named": ""}]
    if concern.unlisted:
        named = {"pupil": None, "named": concern.unlisted}
        rows.append({"id": second, "reference": unlisted, "concern": concern.id, **named})
    return rows
