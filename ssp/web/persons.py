"""Showing a child's CPR number or protected address in full: its own act, with a reason."""

from flask import Blueprint
from flask_babel import lazy_gettext as _

from ssp.services import persons
from ssp.web import guard, respond
from ssp.web.forms import HouseForm, needed, short_text

blueprint = Blueprint("persons", __name__)


class UnmaskForm(HouseForm):
    reason = short_text(_("Hvorfor har du brug for det?"), needed(_("Skriv, hvorfor du har brug for det")))


@blueprint.get("/concerns/<reference:concern>/persons/<reference:person>/unmask")
@blueprint.get(
    "/notifications/<reference:notification>/persons/<reference:person>/unmask", endpoint="new_in_notification"
)
def new(person, concern="", notification=""):
    return _asking_page(UnmaskForm(), person, concern, notification)


@blueprint.post("/concerns/<reference:concern>/persons/<reference:person>/unmask")
@blueprint.post(
    "/notifications/<reference:notification>/persons/<reference:person>/unmask", endpoint="create_in_notification"
)
def create(person, concern="", notification=""):
    form = UnmaskForm.posted()
    if not form.validate():
        return _asking_page(form, person, concern, notification, 422)
    shown = persons.unmask(guard.actor(), concern or notification, person, form.reason.data)
    return respond.page("persons/unmasked.html", shown=shown, concern=concern, notification=notification)


def _asking_page(form, person, concern, notification, status=200):
    persons.ask(guard.actor(), concern or notification)
    return respond.page(
        "persons/unmask.html", status=status, form=form, concern=concern, notification=notification, person=person
    )
