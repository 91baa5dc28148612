"""Files on a case or a concern: the list, taking one in, handing one out, and taking one away."""

from urllib.parse import quote

from flask import Blueprint, make_response, request
from flask_babel import format_decimal
from flask_babel import lazy_gettext as _
from wtforms import FileField

from ssp.services import attachments
from ssp.services.inspection import Refused
from ssp.terms import AttachmentState, FileKind, FileProblem, MatterKind
from ssp.web import guard, labels, respond
from ssp.web.forms import HouseForm, long_text, needed

blueprint = Blueprint("attachments", __name__)

MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPG: "image/jpeg",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.TXT: "text/plain; charset=utf-8",
}
NOT_SHOWN = frozenset({"", "document", "empty"})
"""What a browser says it fetches a file for when it is to be saved, and not drawn, run or framed by a page."""


class FileForm(HouseForm):
    file = FileField(_("Vælg en fil"))


class RemovalForm(HouseForm):
    reason = long_text(_("Hvorfor skal filen fjernes?"), needed(_("Skriv, hvorfor filen skal fjernes")))


@blueprint.app_template_filter("megabytes")
def megabytes(size: int) -> str:
    """The size of a file as people say it: 340 kB, 1,4 MB."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{format_decimal(round(size / 1_000_000, 1))} MB"


@blueprint.get("/cases/<reference:case>/attachments")
def index(case):
    return _room(FileForm(), case)


@blueprint.get("/concerns/<reference:concern>/attachments")
def index_of_concern(concern):
    return _room(FileForm(), concern)


@blueprint.post("/cases/<reference:case>/attachments")
def create(case):
    return _take_in("attachments.index", case, case=case)


@blueprint.post("/concerns/<reference:concern>/attachments")
def create_on_concern(concern):
    return _take_in("attachments.index_of_concern", concern, concern=concern)


@blueprint.get("/attachments/<reference:attachment>")
def show(attachment):
    """The file, only ever to be saved: a page that tries to draw or run it gets nothing."""
    if request.headers.get("Sec-Fetch-Dest", "") not in NOT_SHOWN:
        raise guard.ForgedRequest
    file = attachments.fetch(guard.actor(), attachment)
    response = make_response(file.data)
    response.content_type = MEDIA_TYPES[file.kind]
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{file.reference}.{file.kind}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@blueprint.get("/attachments/<reference:attachment>/removals/new")
def new_removal(attachment):
    return _removal_page(RemovalForm(), attachment)


@blueprint.post("/attachments/<reference:attachment>/removals")
def remove(attachment):
    form = RemovalForm.posted()
    if not form.validate():
        return _removal_page(form, attachment, 422)
    removed = attachments.remove(guard.actor(), attachment, form.reason.data)
    endpoint, here = _place(removed)
    return respond.onward(endpoint, done="file_removed", **here)


def _take_in(endpoint: str, matter: str, **here):
    form, sent = FileForm(), request.files.get("file")
    try:
        if sent is None or not sent.filename:
            raise Refused(FileProblem.NONE_GIVEN)
        state = attachments.add(guard.actor(), matter, sent.filename, sent.read(), respond.form_key())
    except Refused as refused:
        form.file.errors = [_words(refused)]
        return _room(form, matter, 422)
    return respond.onward(endpoint, done="file_waits" if state is AttachmentState.PENDING else "file_added", **here)


def _words(refused: Refused) -> str:
    """What is wrong with the file and what to do about it."""
    most = attachments.most()
    return str(labels.label(refused.problem, "file_problem")) % {
        "kind": labels.label(refused.kind, "file_kind") if refused.kind else "",
        "megabytes": most.megabytes,
        "files": most.files,
    }


def _room(form, matter, status=200):
    room = attachments.index(guard.actor(), matter)
    return respond.page("attachments/index.html", "attachments/_attachments.html", status, room=room, form=form)


def _removal_page(form, attachment, status=200):
    removal = attachments.removal(guard.actor(), attachment)
    endpoint, here = _place(removal)
    return respond.page(
        "attachments/remove.html", status=status, form=form, removal=removal, endpoint=endpoint, here=here
    )


def _place(removal) -> tuple[str, dict[str, str]]:
    if removal.matter_kind is MatterKind.CASE:
        return "attachments.index", {"case": removal.matter}
    return "attachments.index_of_concern", {"concern": removal.matter}
