"""A file at rest: pieces of a mebibyte, each sealed with the matter's key, its number and whether it is the last."""

from ssp.models import AttachmentPiece
from ssp.services.keyring import BrokenSeal, DataKey

PIECE = 1024**2
COLUMN = "attachment_pieces.body"


def store(key: DataKey, attachment_id: int, reference: str, data: bytes) -> None:
    """Write the pieces of a file. One statement for each, so that no statement is larger than a piece."""
    count = -(-len(data) // PIECE)
    for number in range(count):
        sealed = key.seal_bytes(COLUMN, _row(reference, number, count), data[number * PIECE : (number + 1) * PIECE])
        AttachmentPiece.insert(attachment=attachment_id, number=number, body=sealed).execute()


def opened(key: DataKey, attachment_id: int, reference: str) -> bytes:
    """The file, whole. Raises BrokenSeal when a piece is missing, moved, swapped, altered or not the last one."""
    pieces = list(
        AttachmentPiece.select(AttachmentPiece.body)
        .where(AttachmentPiece.attachment == attachment_id)
        .order_by(AttachmentPiece.number)
        .tuples()
    )
    if not pieces:
        raise BrokenSeal(COLUMN)
    return b"".join(
        key.open_bytes(COLUMN, _row(reference, number, len(pieces)), body) for number, (body,) in enumerate(pieces)
    )


def remove(attachment_id: int) -> None:
    AttachmentPiece.delete().where(AttachmentPiece.attachment == attachment_id).execute()


def _row(reference: str, number: int, count: int) -> str:
    return f"{reference}|{number}|{'last' if number == count - 1 else 'more'}"
