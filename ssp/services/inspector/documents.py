"""Word and OpenDocument texts: no macros, nothing embedded or fetched from outside, nothing about who wrote them."""

import posixpath
import re

from ssp.services.inspector.flaws import Flawed
from ssp.services.inspector.packages import local, packed, suffix, tree, unpacked, written

KNOWN = frozenset(
    {
        ".xml", ".rels", ".rdf", ".png", ".jpg", ".jpeg", ".jpe", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf",
        ".svg", ".odttf", ".ttf", ".otf",
    }
)  # fmt: skip
"""What a text is made of. Programs, embedded files and everything nobody thought of is something else."""

XML = frozenset({".xml", ".rels", ".rdf", ".svg"})
ADDRESSES = ("http://", "https://", "mailto:", "tel:", "#")
SCRIPTED = frozenset({"script", "foreignObject", "handler", "listener"})
EVENT = re.compile("on[a-z]{4,}", re.IGNORECASE)
FETCHING = re.compile(r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|DATABASE)\b", re.IGNORECASE)

DOCX_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCX_ABOUT = ("docProps/", "customXml/", "docMetadata/")
DOCX_TYPES, TEMPLATE = "[Content_Types].xml", "attachedTemplate"
ACTIVE_TYPES = re.compile("macro|vba|activex", re.IGNORECASE)

ODT_TYPE, ODT_MANIFEST = b"application/vnd.oasis.opendocument.text", "META-INF/manifest.xml"
ODT_ABOUT = (
    "meta.xml", "settings.xml", "Thumbnails/", "Configurations2/", "META-INF/documentsignatures.xml", "layout-cache",
)  # fmt: skip
ODT_ACTIVE = frozenset({"event-listener", "script", "object-ole", "applet", "plugin", "floating-frame", "dde-source"})


def docx(data: bytes) -> bytes:
    """A Word document of words and pictures, without what stood in its properties."""
    parts = unpacked(data)
    if DOCX_TYPES not in parts:
        raise Flawed("mismatch")
    parts = {name: part for name, part in parts.items() if not name.startswith(DOCX_ABOUT)}
    _only_known(parts)
    parts[DOCX_TYPES] = _content_types(parts)
    for name in [name for name in parts if suffix(name) == ".rels"]:
        parts[name] = _relations(name, parts[name], parts)
    for name in [name for name in parts if suffix(name) in XML]:
        root = tree(parts[name])
        _nothing_scripted(root)
        _nothing_fetched(root)
        if name.endswith("/settings.xml"):
            parts[name] = written(_without(root, lambda element: local(element) == TEMPLATE))
    return packed(parts)


def odt(data: bytes) -> bytes:
    """An OpenDocument text of words and pictures, without its metadata."""
    parts = unpacked(data)
    if parts.get("mimetype", b"").strip() != ODT_TYPE or not {"content.xml", ODT_MANIFEST} <= parts.keys():
        raise Flawed("mismatch")
    parts = {name: part for name, part in parts.items() if not name.startswith(ODT_ABOUT)}
    _only_known({name: part for name, part in parts.items() if name != "mimetype"})
    manifest = tree(parts[ODT_MANIFEST])
    if any(local(element) == "encryption-data" for element in manifest.iter()):
        raise Flawed("encrypted")
    about = lambda element: _attribute(element, "full-path").startswith(ODT_ABOUT)  # noqa: E731
    parts[ODT_MANIFEST] = written(_without(manifest, about))
    for name in [name for name in parts if suffix(name) in XML]:
        root = tree(parts[name])
        _nothing_scripted(root)
        if any(local(element) in ODT_ACTIVE or _fetches(element) for element in root.iter()):
            raise Flawed("active")
    return packed(parts, "mimetype")


READERS = {"docx": docx, "odt": odt}


def _only_known(parts) -> None:
    if any(suffix(name) not in KNOWN for name in parts):
        raise Flawed("active")


def _content_types(parts: dict[str, bytes]) -> bytes:
    """The list of what the parts are, without those that are left out; a document with macros says so here."""
    root = tree(parts[DOCX_TYPES])
    types = [(_attribute(element, "PartName").lstrip("/"), _attribute(element, "ContentType")) for element in root]
    if any(ACTIVE_TYPES.search(kind) for _, kind in types):
        raise Flawed("active")
    if not any(kind == DOCX_MAIN and name in parts for name, kind in types):
        raise Flawed("mismatch")
    return written(_without(root, lambda element: _attribute(element, "PartName").lstrip("/").startswith(DOCX_ABOUT)))


def _relations(name: str, part: bytes, parts) -> bytes:
    """What a part points at: parts of the same document, and addresses a reader can choose to follow."""
    root = tree(part)
    folder = posixpath.dirname(posixpath.dirname(name))

    def leaves(element) -> bool:
        kind, target = _attribute(element, "Type").rsplit("/", 1)[-1], _attribute(element, "Target").strip()
        if _attribute(element, "TargetMode").lower() != "external":
            inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            return inside.startswith(DOCX_ABOUT)
        if kind != TEMPLATE and not (kind == "hyperlink" and target.lower().startswith(ADDRESSES)):
            raise Flawed("active")
        return kind == TEMPLATE

    return written(_without(root, leaves))


def _without(root, leaves):
    """The tree without the elements that leave it."""
    for element in [element for element in root.iter() if element is not root and leaves(element)]:
        element.getparent().remove(element)
    return root


def _nothing_scripted(root) -> None:
    """Drawings can carry scripts; a text's own parts never do."""
    for element in root.iter():
        if local(element) in SCRIPTED or any(EVENT.fullmatch(key) for key in element.keys()):  # noqa: SIM118
            raise Flawed("active")
        if any(value.strip().lower().startswith(("javascript:", "vbscript:")) for value in element.values()):
            raise Flawed("active")


def _nothing_fetched(root) -> None:
    """Fields that fetch from outside or run something when the document is opened."""
    said = "".join(element.text or "" for element in root.iter() if local(element) in {"instrText", "delInstrText"})
    said += " ".join(_attribute(element, "instr") for element in root.iter())
    if FETCHING.search(said):
        raise Flawed("active")


def _fetches(element) -> bool:
    """Whether an element points outside the document in another way than as a link a reader can follow."""
    target = _attribute(element, "href").strip().lower()
    if not target or target.startswith("#"):
        return False
    if local(element) in {"a", "bookmark-ref"}:
        return not target.startswith(ADDRESSES)
    return ":" in target or target.startswith(("/", "\\", ".."))


def _attribute(element, name: str) -> str:
    """An attribute by its name, in whatever namespace; "" when it is not there."""
    return next((value for key, value in element.items() if key.rsplit("}", 1)[-1] == name), "")
