"""Pictures inside documents: what they say about camera, place and person is cut out, their pixels are not touched."""

SOI, SOS, EOI = b"\xff\xd8", 0xDA, b"\xff\xd9"
COMMENT, ADOBE, PROFILE = 0xFE, 0xEE, 0xE2
PNG = b"\x89PNG\r\n\x1a\n"
DRAWN = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"bKGD", b"sBIT"}
)


def without_traces(data: bytes) -> bytes:
    """A JPEG or PNG without its metadata; anything else, and what does not hold together, as it came."""
    try:
        if data.startswith(SOI):
            return _jpeg(data)
        if data.startswith(PNG):
            return _png(data)
    except (IndexError, ValueError):
        pass
    return data


def _jpeg(data: bytes) -> bytes:
    """Its segments up to the picture itself, without those for cameras and comments; nothing after its end."""
    kept, at = [SOI], 2
    while (marker := data[at + 1]) != SOS:
        if data[at] != 0xFF:
            raise ValueError("not a segment")
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if not _speaks(marker, data[at + 4 : end]):
            kept.append(data[at:end])
        at = end
    end = data.index(EOI, at) + 2
    return b"".join([*kept, data[at:end]])


def _speaks(marker: int, content: bytes) -> bool:
    """Whether a segment is about the picture instead of being part of it."""
    if marker == PROFILE and content.startswith(b"ICC_PROFILE"):
        return False
    return marker == COMMENT or (0xE1 <= marker <= 0xEF and marker != ADOBE)


def _png(data: bytes) -> bytes:
    kept, at = [PNG], len(PNG)
    while True:
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        if len(name) < 4 or end > len(data):
            raise ValueError("not a chunk")
        if name in DRAWN:
            kept.append(data[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end
