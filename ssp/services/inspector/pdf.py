"""PDF: rebuilt from the objects its pages reach, without whatever acts, carries other files, or tells who wrote it."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from ssp.services.inspector.flaws import Flawed
from ssp.services.inspector.traces import without_traces

MOST_OBJECTS = 100_000

DROPPED = frozenset(
    {
        "/JS", "/JavaScript", "/OpenAction", "/AA", "/EmbeddedFiles", "/EF", "/AF", "/XFA", "/Collection",
        "/RichMediaContent", "/RichMediaSettings", "/Metadata", "/PieceInfo", "/Author", "/Creator", "/Producer",
    }
)  # fmt: skip
"""Keys that hold what acts or what tells, wherever they stand."""

ACTS = frozenset(
    {
        "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/ResetForm", "/GoToR", "/GoToE", "/Thread", "/Sound",
        "/Movie", "/Rendition", "/RichMediaExecute", "/GoTo3DView",
    }
)  # fmt: skip
"""Acts that leave the document or run something; going to a page of it and to a web address stay."""

PLAYED = frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/FileAttachment"})
SAFE_ADDRESSES = (b"http://", b"https://", b"mailto:", b"tel:")


def clean(data: bytes) -> bytes:
    """The document with its pages and nothing that acts; read once more, to see that it is so."""
    with _opened(data) as document:
        pages = len(document.pages)
        _disarm(document)
        made = io.BytesIO()
        document.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    cleaned = made.getvalue()
    with _opened(cleaned) as again:
        if len(again.pages) != pages or _disarm(again):
            raise Flawed("active")
    return cleaned


def _opened(data: bytes):
    try:
        document = pikepdf.open(io.BytesIO(data), access_mode=pikepdf.AccessMode.stream)
    except pikepdf.PasswordError:
        raise Flawed("encrypted") from None
    if document.is_encrypted:
        raise Flawed("encrypted")
    if len(document.objects) > MOST_OBJECTS:
        raise Flawed("too_complex")
    if not len(document.pages):
        raise Flawed("unreadable")
    return document


def _disarm(document) -> int:
    """Take out of every object what acts or tells. Returns how much there was."""
    found = 0
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
        found += 1
    for thing in document.objects:
        waiting = [thing]
        while waiting:
            part = waiting.pop()
            found += _disarm_part(part)
            waiting += [child for child in _children(part) if not child.is_indirect]
    return found


def _children(part) -> list:
    if isinstance(part, Dictionary | Stream):
        found = [part[key] for key in part.keys()]  # noqa: SIM118 - a stream is no mapping
    elif isinstance(part, Array):
        found = list(part)
    else:
        return []
    return [child for child in found if isinstance(child, Dictionary | Stream | Array)]


def _disarm_part(part) -> int:
    if isinstance(part, Array):
        played = [
            i for i, item in enumerate(part) if isinstance(item, Dictionary) and _name(item, "/Subtype") in PLAYED
        ]
        for i in reversed(played):
            del part[i]
        return len(played)
    if not isinstance(part, Dictionary | Stream):
        return 0
    wrong = [key for key in part.keys() if key in DROPPED]  # noqa: SIM118
    if _acts(part):
        wrong = list(part.keys())
    for key in wrong:
        del part[key]
    return len(wrong) + (_untrace(part) if isinstance(part, Stream) else 0)


def _acts(part) -> bool:
    """Whether this is an act that leaves the document, or an address that is not one of the web's or of mail."""
    if isinstance(part, Stream):
        return False
    kind = _name(part, "/S")
    if kind == "/URI":
        address = bytes(part.get("/URI", b"")).translate(None, bytes(range(33))).lower()
        return not address.startswith(SAFE_ADDRESSES)
    return kind in ACTS


def _untrace(picture) -> int:
    """Photographs keep their pixels and lose what the camera wrote into them."""
    filters = picture.get("/Filter")
    if isinstance(filters, Array) and len(filters) == 1:
        filters = filters[0]
    if not isinstance(filters, Name) or filters != Name.DCTDecode:
        return 0
    raw = picture.read_raw_bytes()
    bare = without_traces(raw)
    if bare == raw:
        return 0
    picture.write(bare, filter=Name.DCTDecode, decode_parms=picture.get("/DecodeParms"))
    return 1


def _name(part, key: str) -> str:
    value = part.get(key)
    return str(value) if isinstance(value, Name) else ""
