"""Files as people send them: harmless ones of every kind, full of what they tell about their makers, and the form."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image
from werkzeug.test import encode_multipart

AUTHOR = "Zoe Ophavskvinde"
WORDS = "Aftale med skolen om morgenmad"

DOCX_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>
<Default Extension="emf" ContentType="image/x-emf"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>"""
DOCX_RELS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""
RELATION = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}" TargetMode="External"/>
</Relationships>"""
DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/'
    '2006/main"><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>'
)
SETTINGS = (
    '<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.'
    'openxmlformats.org/officeDocument/2006/relationships"><w:attachedTemplate r:id="rId1"/><w:zoom/></w:settings>'
)
ODT_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
ODT_CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:'
    'names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"><office:scripts/><office:body>'
    '<office:text><text:p>{}</text:p><text:p><text:a xlink:href="https://example.invalid/">her</text:a></text:p>'
    "</office:text></office:body></office:document-content>"
)


def archive(*members, **more) -> bytes:
    """A zip archive of (name or ZipInfo, content)."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, **more) as file:
        for name, content in members:
            file.writestr(name, content)
    return made.getvalue()


def docx(*more, **instead) -> bytes:
    """A Word document with an author, a template on somebody's drive, and a photograph that says where it was taken."""
    core = f"<core><creator>{AUTHOR}</creator></core>"
    parts = {
        "[Content_Types].xml": DOCX_TYPES, "_rels/.rels": DOCX_RELS, "docProps/core.xml": core,
        "word/document.xml": DOCUMENT.format(WORDS), "word/settings.xml": SETTINGS,
        "word/_rels/settings.xml.rels": RELATION.format("attachedTemplate", "file:///H:/Zoe/Normal.dotm"),
        "word/_rels/document.xml.rels": RELATION.format("hyperlink", "https://example.invalid/"),
        "word/media/image1.jpeg": jpg(),
    }  # fmt: skip
    return archive(*(parts | instead).items(), *more)


def odt(*more, content: str = ODT_CONTENT, manifest: str = ODT_MANIFEST) -> bytes:
    return archive(
        (zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text"),
        ("content.xml", content.format(WORDS)), ("meta.xml", f"<meta><creator>{AUTHOR}</creator></meta>"),
        ("META-INF/manifest.xml", manifest), ("Configurations2/accelerator/current.xml", ""), *more,
    )  # fmt: skip


def png() -> bytes:
    """A picture with a word about its author."""
    from PIL.PngImagePlugin import PngInfo

    about, made = PngInfo(), io.BytesIO()
    about.add_text("Author", AUTHOR)
    Image.new("RGBA", (40, 30), (200, 30, 30, 120)).save(made, "PNG", pnginfo=about)
    return made.getvalue()


def jpg() -> bytes:
    """A photograph, held sideways, that says where it was taken, by whom, and something else."""
    picture, made, exif = Image.new("RGB", (40, 30), (30, 200, 30)), io.BytesIO(), Image.Exif()
    exif[0x013B], exif[0x0112] = AUTHOR, 6
    exif.get_ifd(0x8825)[2] = (55.0, 40.0, 34.0)
    picture.save(made, "JPEG", exif=exif, comment=AUTHOR.encode())
    return made.getvalue()


def pdf(arm=None, **saving) -> bytes:
    """A document with an author in both places and a photograph; `arm` does something to it before it is saved."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(200, 200))
        document.docinfo["/Author"] = AUTHOR
        with document.open_metadata() as about:
            about["dc:creator"] = [AUTHOR]
        photo = pikepdf.Stream(
            document, jpg(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=40, Height=30,
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        document.pages[0].obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=photo))
        if arm:
            arm(document)
        document.save(made, **saving)
    return made.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


BENIGN = {
    "aftale.pdf": pdf, "skærmbillede.png": png, "foto.JPG": jpg, "referat.docx": docx, "brev.odt": odt,
    "noter.txt": lambda: WORDS.encode() + " på dansk".encode("cp1252"),
}  # fmt: skip


def send(visitor, path: str, name: str, data: bytes, media: str = "application/octet-stream", **options):
    """Send a file as the form does; the whole body is made here, so that no test leaves a temporary file open."""
    fields = {"csrf_token": visitor.token, "key": options.pop("key", visitor.key)}
    boundary, body = encode_multipart(fields)
    name = name.replace("\\", "\\\\")
    part = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {media}\r\n'
    )
    whole = body.removesuffix(f"--{boundary}--\r\n".encode()) + part.encode() + b"\r\n" + data
    whole += f"\r\n--{boundary}--\r\n".encode()
    return visitor._look(
        visitor.client.post(path, data=whole, content_type=f"multipart/form-data; boundary={boundary}", **options)
    )
