"""The administrator's pages on units."""

from flask import Blueprint, request

from ssp.db import Clash
from ssp.services import directory_units
from ssp.services.directory import Refused
from ssp.services.directory_units import UnitFields
from ssp.web import guard, respond
from ssp.web.directory_forms import NO_NETWORK, UnitForm, mark, options

blueprint = Blueprint("units", __name__, url_prefix="/directory/units")


@blueprint.get("")
def index():
    return respond.page("directory/units.html", units=directory_units.index(guard.actor()))


@blueprint.get("/new")
def new():
    return _new_page(UnitForm())


@blueprint.post("")
def create():
    form = UnitForm.posted()
    if not form.validate():
        return _new_page(form, 422)
    try:
        directory_units.create(guard.actor(), _fields(form), respond.form_key())
    except Refused as error:
        mark(form, error.objections)
        return _new_page(form, 422)
    return respond.onward("units.index", done="saved")


@blueprint.get("/<reference:unit>")
def edit(unit):
    return _edit_page(unit, None)


@blueprint.post("/<reference:unit>")
def update(unit):
    form = UnitForm.posted()
    if not form.validate():
        return _edit_page(unit, form, 422)
    try:
        directory_units.update(guard.actor(), unit, _fields(form), request.form.get("version", ""))
    except Refused as error:
        mark(form, error.objections)
        return _edit_page(unit, form, 422)
    except Clash:
        return _edit_page(unit, form, 409)
    return respond.onward("units.index", done="saved")


def _fields(form) -> UnitFields:
    return UnitFields(
        form.name.data, form.sector.data, form.network.data or "", form.self_governing.data, form.active.data
    )


def _new_page(form, status=200):
    form.network.choices = options(directory_units.networks(guard.actor()), NO_NETWORK)
    return respond.page("directory/unit_new.html", status=status, form=form)


def _edit_page(unit, form, status=200):
    """The form as stored, or as typed; at a clash (409) with both, and the version that is stored now."""
    view = directory_units.show(guard.actor(), unit)
    form = form or UnitForm(data={name: getattr(view.fields, name) for name in UnitFields.__slots__})
    form.network.choices = options(view.networks, NO_NETWORK)
    version = view.version if status in {200, 409} else request.form.get("version", "")
    return respond.page(
        "directory/unit_edit.html", status=status, unit=view, form=form, version=version, clash=status == 409
    )
