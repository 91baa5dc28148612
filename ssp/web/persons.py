"""Showing a child's CPR number or protected address in full: its own act, with a reason."""

from flask import Blueprint
from flask_babel import lazy_gettext as _

from ssp.services import persons
from ssp.web import guard, respond
from ssp.web.forms import HouseForm, needed, short_text

blueprint = Blueprint("persons", __name__, url_prefix="/concerns/<reference:concern>/persons/<reference:person>")


class UnmaskForm(HouseForm):
    reason = short_text(_("Hvorfor har du brug for det?"), needed(_("Skriv, hvorfor du har brug for det")))


@blueprint.get("/unmask")
def new(concern, person):
    persons.ask(guard.actor(), concern)
    return respond.page("persons/unmask.html", form=UnmaskForm(), concern=concern, person=person)


@blueprint.post("/unmask")
def create(concern, person):
    form = UnmaskForm.posted()
    if not form.validate():
        persons.ask(guard.actor(), concern)
        return respond.page("persons/unmask.html", status=422, form=form, concern=concern, person=person)
    shown = persons.unmask(guard.actor(), concern, person, form.reason.data)
    return respond.page("persons/unmasked.html", shown=shown, concern=concern)
