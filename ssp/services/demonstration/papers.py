"""Files people of the demonstration put on a case: a plain text, or one page of PDF."""

import io
import textwrap

import pikepdf
from pikepdf import Dictionary, Name

A4 = (595, 842)
LINE = 18
FONT = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)


def paper(name: str, text: str) -> bytes:
    """The text as the file its name says it is."""
    title, ending = name.rsplit(".", 1)
    lines = [title, "", *textwrap.wrap(text, 78)]
    return _pdf(lines) if ending == "pdf" else "\n".join(lines).encode()


def _pdf(lines: list[str]) -> bytes:
    shown = " T* ".join(f"({_escaped(line)}) Tj" for line in lines)
    drawn = f"BT /F1 11 Tf {LINE} TL 72 760 Td {shown} ET"
    made = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=A4)
        page.Resources = Dictionary(Font=Dictionary(F1=FONT))
        page.Contents = document.make_stream(drawn.encode("cp1252"))
        document.save(made, deterministic_id=True)
    return made.getvalue()


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
