"""Cases: the list, one case with its chronology, and what can be done with it."""

from flask import Blueprint, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ssp.services import cases
from ssp.web import guard, respond
from ssp.web.forms import HouseForm, long_text, needed

blueprint = Blueprint("cases", __name__, url_prefix="/cases")


class NoteForm(HouseForm):
    text = long_text(_("Skriv et notat"), needed(_("Skriv notatet")))


@blueprint.get("")
def index():
    listing = cases.index(guard.actor(), request.args.get("after"))
    return respond.page("cases/index.html", "cases/_list.html", listing=listing)


@blueprint.get("/<reference:case>")
def show(case):
    return _page(case, NoteForm())


@blueprint.post("/<reference:case>/notes")
def note(case):
    form = NoteForm.posted()
    if not form.validate():
        return _page(case, form, status=422)
    cases.note(guard.actor(), case, form.text.data, respond.form_key())
    return respond.onward("cases.show", case=case, done="noted")


@blueprint.post("/<reference:case>/holder")
def take(case):
    version = request.form.get("version", "")
    cases.take(guard.actor(), case, int(version[:9]) if version.isdecimal() else 0)
    return respond.onward("cases.show", case=case, done="taken")


@blueprint.post("/<reference:case>/participants")
def admit(case):
    try:
        cases.admit(guard.actor(), case, request.form.get("user", ""))
    except cases.OutsideAuthority:
        problem = gettext("Vælg en person, der handler for en myndighed")
        return _page(case, NoteForm(), problem, 422)
    return respond.onward("cases.show", case=case, done="admitted")


def _page(case, form, problem="", status=200):
    view = cases.show(guard.actor(), case)
    return respond.page("cases/show.html", "cases/_case.html", status, case=view, form=form, problem=problem)
