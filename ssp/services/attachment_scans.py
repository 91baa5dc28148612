"""Files that wait for the scanner: the worker hands them over, one at a time, and writes down what it said."""

from dataclasses import dataclass

from ssp.models import Attachment, Mail, Matter, User
from ssp.services import attachment_pieces, scanning
from ssp.services.hatch import hatch
from ssp.services.references import MAIL, new_reference
from ssp.terms import Action, AttachmentState, FileProblem

RULE, REASON = "A1", "scan"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a round did."""

    ready: int = 0
    refused: int = 0


def run() -> Scanned:
    """Hand what waits to the scanner. While that does not answer nothing is opened, and everything goes on waiting."""
    ready = refused = after = 0
    while scanning.is_set() and (after := _next(after)) and scanning.answers():
        try:
            matter, reference, data = _opened(after)
            clean = scanning.is_clean(data)
        except (scanning.Unreachable, attachment_pieces.BrokenSeal):
            continue
        _settle(after, matter, reference, clean)
        ready, refused = ready + clean, refused + (not clean)
    return Scanned(ready, refused)


def _next(after: int) -> int:
    """The next file that waits, or 0."""
    waiting = (Attachment.state == AttachmentState.PENDING) & (Attachment.id > after)
    return Attachment.select(Attachment.id).where(waiting).order_by(Attachment.id).limit(1).scalar() or 0


def _opened(id_: int) -> tuple[str, str, bytes]:
    with hatch(Action.ATTACHMENT_READ, RULE, REASON) as h:
        matter, wrapped, reference = (
            Attachment.select(Matter.reference, Matter.wrapped_key, Attachment.reference)
            .join(Matter, on=(Matter.id == Attachment.matter))
            .where(Attachment.id == id_)
            .tuples()
            .get()
        )
        return matter, reference, attachment_pieces.opened(h.unwrap(matter, wrapped, reference), id_, reference)


def _settle(id_: int, matter: str, reference: str, clean: bool) -> None:
    """Let the file out, or remove its bytes and tell whoever sent it; a file taken away meanwhile stays away."""
    with hatch(Action.ATTACHMENT_ADD, RULE, REASON) as h:
        h.note(matter, reference)
        waiting = (Attachment.id == id_) & (Attachment.state == AttachmentState.PENDING)
        if clean:
            Attachment.update(state=AttachmentState.READY).where(waiting).execute()
        elif Attachment.update(state=AttachmentState.REFUSED, problem=FileProblem.INFECTED).where(waiting).execute():
            attachment_pieces.remove(id_)
            _tell(id_, matter, h.now)


def _tell(id_: int, matter: str, at: int) -> None:
    """'Something new' in a mail to whoever sent the file (J1)."""
    sender = Attachment.select(Attachment.author).where(Attachment.id == id_)
    for (address,) in User.select(User.email).where((User.id << sender) & (User.email != "")).tuples():
        Mail.insert(
            reference=new_reference(MAIL), recipient=address, template="news", about=matter, created_at=at, next_at=at
        ).execute()
