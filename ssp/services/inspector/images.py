"""Pictures: decoded, turned the way they were held, and drawn anew without a word about where and by whom."""

import io

from PIL import Image, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin

from ssp.services.inspector.flaws import Flawed

MOST_PIXELS = 40_000_000
QUALITY = 90

Image.preinit()
LOADED = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin)
"""Pillow fetches these when it needs them; by then the process can open no more files."""


def png(data: bytes) -> bytes:
    picture = _decoded(data, "PNG")
    if picture.mode not in {"1", "L", "LA", "RGB", "RGBA", "I;16"}:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    return _drawn(picture, "PNG")


def jpg(data: bytes) -> bytes:
    picture = _decoded(data, "JPEG")
    return _drawn(picture if picture.mode in {"L", "RGB"} else picture.convert("RGB"), "JPEG", quality=QUALITY)


READERS = {"png": png, "jpg": jpg}


def _decoded(data: bytes, kind: str):
    Image.MAX_IMAGE_PIXELS = None  # counted here, before a single one is decoded
    picture = Image.open(io.BytesIO(data), formats=(kind,))
    if picture.width * picture.height > MOST_PIXELS:
        raise Flawed("pixels")
    picture.load()
    return ImageOps.exif_transpose(picture)


def _drawn(picture, kind: str, **options) -> bytes:
    """The pixels alone, transparency among them; Pillow writes what it finds in `info`, so nothing is left there."""
    picture.info = {}
    drawn = io.BytesIO()
    picture.save(drawn, kind, **options)
    return drawn.getvalue()
