"""Attachments: files on a case or a concern, made harmless on the way in, sealed, and only ever fetched one by one."""

import hashlib
from dataclasses import dataclass

from ssp.models import Attachment, Entry, Matter, User
from ssp.policy import attachments as policy
from ssp.policy.register import limit
from ssp.services import attachment_pieces, inspection, scanning
from ssp.services.case_heads import CaseHead, head
from ssp.services.casework import add_entry
from ssp.services.door import Actor, Door, Facts, door
from ssp.services.filenames import safe_name
from ssp.services.inspection import Inspected, Refused
from ssp.services.references import ATTACHMENT, new_reference
from ssp.services.writing import advance, already, remember, seal, unseal
from ssp.terms import Action, AttachmentState, EntryKind, FileKind, FileProblem, MatterKind

MEGABYTE = 1024**2


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file as a line; `problem` says why it was refused after all."""

    reference: str
    name: str
    kind: FileKind
    size: int
    author: str
    at: int
    state: AttachmentState
    problem: str
    removable: bool


@dataclass(frozen=True, slots=True)
class Room:
    """The files of a case or a concern as one person may see them; `head` is a case's."""

    matter: str
    head: CaseHead | None
    files: tuple[FileLine, ...]
    may_add: bool
    most_megabytes: int


@dataclass(frozen=True, slots=True)
class Most:
    """What the register allows."""

    megabytes: int
    files: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file, whole."""

    reference: str
    name: str
    kind: FileKind
    data: bytes


@dataclass(frozen=True, slots=True)
class Removal:
    """A file that can be taken away, and from where."""

    reference: str
    matter: str
    matter_kind: MatterKind
    name: str


def most() -> Most:
    """How large a file may be, and how many a matter may have."""
    return Most(limit("attachment_megabytes"), limit("attachments_per_matter"))


def most_bytes() -> int:
    return most().megabytes * MEGABYTE


def index(actor: Actor, matter: str) -> Room:
    """The files of a matter, newest first. Raises Denied."""
    with door(actor) as d:
        facts = d.require(Action.ATTACHMENT_LIST, matter, d.facts(matter))
        files = tuple(_line(d, facts, row) for row in _rows(Attachment.matter == facts.id))
        d.show(*(file.reference for file in files))
        top = head(d, facts) if facts.matter.kind is MatterKind.CASE else None
        return Room(matter, top, files, Action.ATTACHMENT_ADD in d.may(facts), most().megabytes)


def add(actor: Actor, matter: str, name: str, data: bytes, key: str) -> AttachmentState:
    """Put a file on a matter, made harmless; says whether it is ready or waits for the scanner. Raises Denied, Refused.

    Whether this person may is asked first, so that a stranger's file is never read; it is inspected with no door
    open; then it is stored. The same bytes from the same form are one file, however often the button was pressed.
    """
    digest = hashlib.sha256(data).hexdigest()
    known = _may_add(actor, matter, key, digest)
    if known is not None:
        return known
    kind = inspection.kind_of(name, data, most_bytes())
    state = _scanned(kind, data)
    return _store(actor, matter, name, inspection.inspect(kind, data, most_bytes()), state, key, digest)


def fetch(actor: Actor, reference: str) -> Fetched:
    """One file, to be saved; the log says which. Raises Denied."""
    with door(actor) as d:
        row, facts = _found(d, Action.ATTACHMENT_READ, reference)
        d.show(reference)
        verdict = policy.decide_fetch(d.standing, row["author"], AttachmentState(row["state"]))
        d.require_decision(Action.ATTACHMENT_READ, verdict, facts.reference)
        data = attachment_pieces.opened(facts.key, row["id"], reference)
        return Fetched(reference, _name(facts, row), FileKind(row["media"]), data)


def removal(actor: Actor, reference: str) -> Removal:
    """What would be taken away. Raises Denied."""
    with door(actor) as d:
        row, facts = _removable(d, reference)
        return Removal(reference, facts.reference, facts.matter.kind, _name(facts, row))


def remove(actor: Actor, reference: str, reason: str) -> Removal:
    """Take a file away for good; the case's chronology says what it was called and why. Raises Denied."""
    with door(actor) as d:
        row, facts = _removable(d, reference)
        d.searched(reason)
        name = _name(facts, row)
        Attachment.delete().where(Attachment.id == row["id"]).execute()
        if facts.matter.kind is MatterKind.CASE:
            add_entry(d, facts, EntryKind.ATTACHMENT_REMOVED, f"{name}\n{reason}")
        advance(d, facts)
        return Removal(reference, facts.reference, facts.matter.kind, name)


def _may_add(actor: Actor, matter: str, key: str, digest: str) -> AttachmentState | None:
    """Ask before anything is read. Returns the state of the file an earlier press of the same form made, or None."""
    with door(actor) as d:
        facts = d.require(Action.ATTACHMENT_ADD, matter, d.facts(matter))
        return _pressed_before(d, key, digest) or _full(facts)


def _scanned(kind: FileKind, data: bytes) -> AttachmentState:
    """Ask the scanner when there is one: what it cannot be asked about now waits until it can (fail closed)."""
    if not scanning.is_set():
        return AttachmentState.READY
    try:
        if not scanning.is_clean(data):
            raise Refused(FileProblem.INFECTED, kind)
    except scanning.Unreachable:
        return AttachmentState.PENDING
    return AttachmentState.READY


def _store(actor, matter, given_name, file: Inspected, state, key, digest) -> AttachmentState:
    with door(actor) as d:
        facts = d.require(Action.ATTACHMENT_ADD, matter, d.facts(matter))
        known = _pressed_before(d, key, digest) or _full(facts)
        if known is not None:
            return known
        reference, name = new_reference(ATTACHMENT), safe_name(given_name, file.kind)
        id_ = Attachment.insert(
            reference=reference, matter=facts.id, entry=_entry(d, facts, name), author=actor.user_id,
            unit=d.standing.unit_id, at=d.now, media=file.kind, size=len(file.data), state=state,
            **seal(facts.key, "attachments", reference, name=name),
        ).execute()  # fmt: skip
        attachment_pieces.store(facts.key, id_, reference, file.data)
        d.show(reference)
        remember(d, _once(d, key, digest), {"digest": digest}, reference)
        advance(d, facts)
        return state


def _once(d: Door, key: str, digest: str) -> str:
    """The form's key together with the bytes: back on the same page, another file is another file."""
    return d.blind_index(f"{key}|{digest}")[:40]


def _pressed_before(d: Door, key: str, digest: str) -> AttachmentState | None:
    reference = already(d, _once(d, key, digest), {"digest": digest})
    if reference is None:
        return None
    state = Attachment.select(Attachment.state).where(Attachment.reference == reference).scalar()
    return AttachmentState(state) if state else AttachmentState.READY


def _full(facts: Facts) -> None:
    taken = (Attachment.matter == facts.id) & (Attachment.state != AttachmentState.REFUSED)
    if Attachment.select().where(taken).count() >= most().files:
        raise Refused(FileProblem.TOO_MANY)


def _entry(d: Door, facts: Facts, name: str) -> int | None:
    """The line in a case's chronology; a concern has none."""
    if facts.matter.kind is not MatterKind.CASE:
        return None
    line = add_entry(d, facts, EntryKind.ATTACHMENT, name)
    return Entry.select(Entry.id).where(Entry.reference == line).scalar()


def _found(d: Door, action: Action, reference: str) -> tuple[dict, Facts]:
    """A file and the matter it is on, when this may be done there."""
    row = (
        Attachment.select(
            Attachment.id, Attachment.reference, Attachment.author, Attachment.name, Attachment.media,
            Attachment.state, Matter.reference.alias("matter"),
        )
        .join(Matter, on=(Matter.id == Attachment.matter))
        .where(Attachment.reference == reference)
        .dicts()
        .first()
    )  # fmt: skip
    matter = row["matter"] if row else ""
    return row, d.require(action, matter, d.facts(matter) if row else None)


def _removable(d: Door, reference: str) -> tuple[dict, Facts]:
    row, facts = _found(d, Action.ATTACHMENT_REMOVE, reference)
    d.show(reference)
    verdict = policy.decide_removal(d.standing, facts.matter, row["author"], d.now)
    d.require_decision(Action.ATTACHMENT_REMOVE, verdict, facts.reference)
    return row, facts


def _name(facts: Facts, row: dict) -> str:
    return unseal(facts.key, "attachments", row["reference"], name=row["name"])["name"]


def _rows(condition) -> list[dict]:
    return list(
        Attachment.select(
            Attachment.reference, Attachment.name, Attachment.media, Attachment.size, Attachment.author,
            User.name.alias("author_name"), Attachment.at, Attachment.state, Attachment.problem,
        )
        .join(User, on=(User.id == Attachment.author))
        .where(condition)
        .order_by(Attachment.id.desc())
        .dicts()
    )  # fmt: skip


def _line(d: Door, facts: Facts, row: dict) -> FileLine:
    removable = Action.ATTACHMENT_REMOVE in d.may(facts) and policy.may_remove(
        d.standing, facts.matter, row["author"], d.now
    )
    return FileLine(
        row["reference"], _name(facts, row), FileKind(row["media"]), row["size"], row["author_name"], row["at"],
        AttachmentState(row["state"]), row["problem"], removable,
    )  # fmt: skip
