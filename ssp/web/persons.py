"""Showing somebody's CPR number or protected address in full: its own act, with a reason."""

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _

from ssp.services import persons
from ssp.web import guard, respond
from ssp.web.forms import HouseForm, needed, short_text

blueprint = Blueprint("persons", __name__)

CREATE = {"concern": "create", "notification": "create_in_notification", "case": "create_in_case"}
PAGES = {"concern": "triage.show", "notification": "notifications.show", "case": "case_persons.index"}
"""The page each kind of matter shows its persons on."""


class UnmaskForm(HouseForm):
    reason = short_text(_("Hvorfor har du brug for det?"), needed(_("Skriv, hvorfor du har brug for det")))


@blueprint.get("/concerns/<reference:concern>/persons/<reference:person>/unmask")
@blueprint.get("/cases/<reference:case>/persons/<reference:person>/unmask", endpoint="new_in_case")
@blueprint.get(
    "/notifications/<reference:notification>/persons/<reference:person>/unmask", endpoint="new_in_notification"
)
def new(person, **matter):
    return _asking_page(UnmaskForm(), person, matter)


@blueprint.post("/concerns/<reference:concern>/persons/<reference:person>/unmask")
@blueprint.post("/cases/<reference:case>/persons/<reference:person>/unmask", endpoint="create_in_case")
@blueprint.post(
    "/notifications/<reference:notification>/persons/<reference:person>/unmask", endpoint="create_in_notification"
)
def create(person, **matter):
    form = UnmaskForm.posted()
    if not form.validate():
        return _asking_page(form, person, matter, 422)
    [(kind, reference)] = matter.items()
    shown = persons.unmask(guard.actor(), reference, person, form.reason.data)
    return respond.page("persons/unmasked.html", shown=shown, back=_back(kind, reference), kind=kind)


def _asking_page(form, person, matter, status=200):
    """`matter` says which kind of matter the person stands in, and its reference."""
    [(kind, reference)] = matter.items()
    persons.ask(guard.actor(), reference)
    action = url_for(f"persons.{CREATE[kind]}", person=person, **matter)
    return respond.page("persons/unmask.html", status=status, form=form, action=action, back=_back(kind, reference))


def _back(kind: str, reference: str) -> str:
    return url_for(PAGES[kind], **{kind: reference})
