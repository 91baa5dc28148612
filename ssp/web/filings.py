"""Filing: what is to be filed in a case, marking something, and saying where it was filed (I2)."""

from flask import Blueprint, request
from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField
from wtforms.validators import ValidationError

from ssp.services import filings
from ssp.services.filings import Mark, NoSuchFiling
from ssp.services.standing import today
from ssp.web import guard, respond
from ssp.web.errors import not_found
from ssp.web.forms import HouseForm, needed, short_text

blueprint = Blueprint("filings", __name__, url_prefix="/cases/<reference:case>/filings")


class MarkForm(HouseForm):
    entry = HiddenField()
    theme = short_text(
        _("Hvad skal journaliseres?"),
        needed(_("Skriv kort, hvad der skal journaliseres")),
        description=_("Et kort tema, for eksempel 'Referat af mødet på skolen'."),
    )
    due_on = DateField(_("Senest hvilken dag?"), [needed(_("Vælg en dag"))], format=["%Y-%m-%d", "%d-%m-%Y"])

    def validate_due_on(self, field):
        if field.data and field.data < today():
            raise ValidationError(_("Vælg en dag, der ikke er gået"))


class DoneForm(HouseForm):
    filed_in = short_text(
        _("Hvor er det journaliseret?"),
        needed(_("Skriv, hvor det er journaliseret")),
        description=_("Systemet og journalnummeret, så andre kan finde det."),
    )


@blueprint.get("")
def index(case):
    listing = filings.index(guard.actor(), case)
    return respond.page("filings/index.html", "filings/_list.html", listing=listing)


@blueprint.get("/new")
def new(case):
    entry = request.args.get("entry", "")
    return _desk(case, entry, None)


@blueprint.post("")
def create(case):
    form = MarkForm.posted()
    if not form.validate():
        return _desk(case, form.entry.data, form, 422)
    try:
        mark = Mark(form.theme.data, form.due_on.data, form.entry.data or "")
        filings.add(guard.actor(), case, mark, respond.form_key())
    except NoSuchFiling:
        return not_found()
    return respond.onward("filings.index", case=case, done="to_file")


@blueprint.get("/<reference:filing>")
def show(case, filing):
    return _page(case, filing, DoneForm())


@blueprint.post("/<reference:filing>")
def done(case, filing):
    form = DoneForm.posted()
    if not form.validate():
        return _page(case, filing, form, 422)
    filings.done(guard.actor(), case, filing, form.filed_in.data)
    return respond.onward("filings.index", case=case, done="filed_away")


def _desk(case, entry, form, status=200):
    """The page something is marked on; a line that is marked already leads to its filing."""
    try:
        desk = filings.desk(guard.actor(), case, entry)
    except NoSuchFiling:
        return not_found()
    if form is None and desk.known:
        return respond.onward("filings.show", case=case, filing=desk.known)
    form = form or MarkForm(entry=entry, due_on=desk.usual)
    return respond.page("filings/new.html", "filings/_marking.html", status, desk=desk, form=form)


def _page(case, filing, form, status=200):
    page = filings.show(guard.actor(), case, filing)
    return respond.page("filings/show.html", "filings/_filing.html", status, page=page, form=form)
