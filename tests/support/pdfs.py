"""What acts in a PDF, found with another library than the one that took it out."""

import io

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

KEYS = frozenset(
    {"/JS", "/JavaScript", "/OpenAction", "/AA", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/Metadata"}
)
ACTS = frozenset({"/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition"})
PLAYED = frozenset({"/RichMedia", "/FileAttachment", "/Movie", "/Sound", "/Screen"})


def armed(data: bytes) -> set[str]:
    """Everything reachable from the document's root that acts, fetches or carries a file."""
    found: set[str] = set()
    with PdfReader(io.BytesIO(data)) as document:
        seen, waiting = set(), [document.trailer]
        while waiting:
            part = waiting.pop()
            if isinstance(part, IndirectObject):
                if part.idnum in seen:
                    continue
                seen.add(part.idnum)
                part = part.get_object()
            if isinstance(part, DictionaryObject):
                found |= _found(part)
                waiting += part.values()
            elif isinstance(part, ArrayObject):
                waiting += part
    return found


def _found(part: DictionaryObject) -> set[str]:
    found = {key for key in part if key in KEYS}
    found |= {str(part.get("/S"))} & ACTS | {str(part.get("/Subtype"))} & PLAYED
    if part.get("/S") == "/URI" and not str(part.get("/URI")).startswith(("http:", "https:", "mailto:")):
        found.add(str(part["/URI"]))
    return found
