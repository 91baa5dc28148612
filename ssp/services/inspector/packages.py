"""Documents that are zip archives: opened with care, their parts handed on, and packed anew."""

import io
import stat
import zipfile
from pathlib import PurePosixPath

from lxml import etree

from ssp.services.inspector.flaws import Flawed
from ssp.services.inspector.traces import without_traces
from ssp.terms.files import TEST_FILE

MOST_MEMBERS = 2_000
MOST_UNPACKED = 100 * 1024**2
MOST_RATIO = 100
SMALL = 1024**2
"""Below this a member may be packed as tightly as it likes: it cannot fill anything."""

EPOCH = (1980, 1, 1, 0, 0, 0)
WAYS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".jpe"})


def unpacked(data: bytes) -> dict[str, bytes]:
    """Every member by its name, when the archive is one that does no harm to open."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        _measure(members, len(data))
        _names(members)
        parts = {member.filename: archive.read(member) for member in members if not member.is_dir()}
    if any(TEST_FILE in content for content in parts.values()):
        raise Flawed("infected")
    return {name: without_traces(part) if suffix(name) in PICTURES else part for name, part in parts.items()}


def packed(parts: dict[str, bytes], first: str = "") -> bytes:
    """The members as a new archive; `first` goes first and unpacked, where a format asks for that."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: name != first):
            way = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = way
            archive.writestr(member, parts[name])
    return made.getvalue()


def tree(part: bytes):
    """The XML of a part. What declares a document type is refused: entities and outside files come in that way."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(part, parser)
    if root.getroottree().docinfo.doctype:
        raise Flawed("active")
    return root


def written(root) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def local(element) -> str:
    """The name of an element without its namespace; "" for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def suffix(name: str) -> str:
    """The ending of a member's name, the point included; `_rels/.rels` is all ending."""
    return "".join(name.rpartition("/")[2].rpartition(".")[1:]).lower()


def _measure(members: list, size: int) -> None:
    if not members or min(member.header_offset for member in members) != 0:
        raise Flawed("unreadable")
    if len(members) > MOST_MEMBERS:
        raise Flawed("bomb")
    unpacked_size = sum(member.file_size for member in members)
    packed_size = sum(member.compress_size for member in members)
    if packed_size > size:
        raise Flawed("bomb")  # the same bytes are used twice
    if unpacked_size > min(MOST_UNPACKED, MOST_RATIO * max(packed_size, SMALL)):
        raise Flawed("bomb")
    if any(member.file_size > MOST_RATIO * member.compress_size and member.file_size > SMALL for member in members):
        raise Flawed("bomb")
    if any(member.flag_bits & 0x1 for member in members):
        raise Flawed("encrypted")
    if any(member.compress_type not in WAYS for member in members):
        raise Flawed("unreadable")


def _names(members: list) -> None:
    """Only plain relative names, each once, and no links: an archive that cannot write anywhere but below itself."""
    names = [member.orig_filename for member in members]
    if len({name.casefold() for name in names}) != len(names):
        raise Flawed("bad_names")
    for member, name in zip(members, names, strict=True):
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or not name.isprintable():
            raise Flawed("bad_names")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise Flawed("bad_names")
