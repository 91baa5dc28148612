"""Importing users and units from a spreadsheet's file: first a look at every line, then the change."""

from flask import Blueprint, request
from flask_babel import force_locale, get_locale
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FileField, RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from ssp.services import directory_import
from ssp.services.directory_csv import Unreadable, decode
from ssp.services.directory_import import Kind
from ssp.terms import Role, Sector
from ssp.web import guard, respond
from ssp.web.directory_forms import WORDS
from ssp.web.forms import HouseForm, choice_of, needed
from ssp.web.labels import LABELS

blueprint = Blueprint("imports", __name__, url_prefix="/directory/import")

TERMS = {Kind.USERS: (Role, "role"), Kind.UNITS: (Sector, "sector")}


class ImportForm(HouseForm):
    """A file, or its text when it has been read once."""

    kind = RadioField(
        _("Hvad indeholder filen?"), [needed(_("Vælg, hvad filen indeholder"))], default=Kind.USERS,
        choices=[SelectChoice("users", _("Brugere")), SelectChoice("units", _("Enheder"))], coerce=choice_of(Kind),
    )  # fmt: skip
    file = FileField(_("CSV-fil"), [Optional()], description=_("Gemt fra regnearket som CSV. Højst 5.000 linjer."))
    text = TextAreaField(_("Filens indhold"), [Optional()])
    update = BooleanField(_("Ret også dem, der findes i forvejen"))


@blueprint.get("")
def new():
    directory_import.ask(guard.actor())
    return _page(ImportForm(), None)


@blueprint.post("/examinations")
def examine():
    """The dry run: every line's problem, and what would happen; nothing is stored."""
    form = ImportForm.posted()
    text = _text(form) if form.validate() else None
    if text is None:
        directory_import.ask(guard.actor())
        return _page(form, None, 422)
    plan = directory_import.examine(guard.actor(), form.kind.data, text, _words(form), form.update.data)
    return _page(form, plan, 200 if plan.ready else 422, text)


@blueprint.post("")
def create():
    form = ImportForm.posted()
    if not form.validate() or not form.text.data:
        directory_import.ask(guard.actor())
        return _page(form, None, 422)
    text = form.text.data
    plan = directory_import.carry_out(
        guard.actor(), form.kind.data, text, _words(form), form.update.data, respond.form_key()
    )
    if not plan.done:
        return _page(form, plan, 422, text)
    return respond.onward(f"{form.kind.data}.index", done="imported")


def _text(form) -> str | None:
    """The text of the file, or the text that came along; None with a word beside the field when there is none."""
    uploaded = request.files.get("file")
    content = uploaded.read() if uploaded else b""
    try:
        text = decode(content) if content else form.text.data
    except Unreadable as error:
        form.file.errors = [WORDS[error.reason]]
        return None
    if not text:
        form.file.errors = [WORDS["empty"]]
        return None
    return text


def _words(form) -> dict:
    """The term behind every word a file may use: our identifiers, the Danish words, and the reader's language."""
    terms, table = TERMS[form.kind.data]
    words = {member.value: member for member in terms}
    for locale in ("da", str(get_locale())):
        with force_locale(locale):
            words |= {str(LABELS[table][member.value]).casefold(): member for member in terms}
    return words


def _page(form, plan, status=200, text=""):
    return respond.page("directory/import.html", status=status, form=form, plan=plan, text=text, words=WORDS)
