"""The library: what others were in doubt about, and what helped."""

from flask import Blueprint, request
from flask_babel import gettext

from ssp.services import library
from ssp.services.namelessness import Held
from ssp.terms import AgeBand, PlaceKind
from ssp.web import guard, respond
from ssp.web.consultation_forms import LessonForm

blueprint = Blueprint("library", __name__)


@blueprint.get("/library")
def index():
    age_band, place_kind = request.args.get("age_band", ""), request.args.get("place_kind", "")
    age_band = age_band if age_band in set(AgeBand) else ""
    place_kind = place_kind if place_kind in set(PlaceKind) else ""
    shelf = library.index(guard.actor(), age_band, place_kind, request.args.get("after"))
    return respond.page(
        "library/index.html", "library/_list.html", shelf=shelf, age_band=age_band, place_kind=place_kind
    )


@blueprint.get("/library/<reference:lesson>")
def show(lesson):
    return respond.page("library/show.html", page=library.show(guard.actor(), lesson))


@blueprint.post("/library/<reference:lesson>/withdraw")
def withdraw(lesson):
    library.withdraw(guard.actor(), lesson)
    return respond.onward("library.index", done="lesson_withdrawn")


@blueprint.get("/consultations/<reference:consultation>/lesson")
def new(consultation):
    found = library.outline(guard.actor(), consultation)
    return _desk_page(consultation, LessonForm(obj=found))


@blueprint.post("/consultations/<reference:consultation>/lesson")
def create(consultation):
    form = LessonForm.posted()
    if not form.validate():
        return _refused(consultation, form)
    try:
        made = library.publish(guard.actor(), consultation, form.case(), form.accepted(), respond.form_key())
    except library.NotGeneral:
        form.situation.errors = [gettext("Skriv situationen om: den står, som den blev skrevet til dig")]
        return _refused(consultation, form)
    if isinstance(made, Held):
        return _refused(consultation, form, made)
    return respond.onward("library.show", done="published", lesson=made)


def _refused(consultation, form, held=None):
    if held:
        form.refuse(held)
    library.outline(guard.actor(), consultation)
    return _desk_page(consultation, form, held, 422)


def _desk_page(consultation, form, held=None, status=200):
    return respond.page("library/new.html", status=status, consultation=consultation, form=form, held=held)
