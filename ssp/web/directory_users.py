"""The administrator's pages on users."""

from flask import Blueprint, request

from ssp.db import Clash
from ssp.services import directory_listing, directory_users
from ssp.services.directory import Objection, Refused
from ssp.services.directory_listing import UserFilter
from ssp.services.directory_people import UserFields
from ssp.services.door import Denied
from ssp.web import guard, respond
from ssp.web.directory_forms import CHOOSE, EVERY, UserFilterForm, UserForm, mark, options

blueprint = Blueprint("users", __name__, url_prefix="/directory/users")


@blueprint.get("")
def index():
    form = UserFilterForm(request.args)
    chosen = UserFilter(
        form.q.data or "", form.unit.data or "", form.role.data or "", form.view.data or "",
        request.args.get("after", ""),
    )  # fmt: skip
    listing = directory_listing.index(guard.actor(), chosen)
    form.unit.choices = options(listing.units, EVERY)
    onward = {name: value for name, value in form.data.items() if value} | {"after": listing.next}
    return respond.page("directory/users.html", listing=listing, form=form, onward=onward)


@blueprint.get("/new")
def new():
    return _new_page(UserForm())


@blueprint.post("")
def create():
    form = UserForm.posted()
    if not form.validate():
        return _new_page(form, 422)
    try:
        reference = directory_users.create(guard.actor(), _fields(form), form.password.data or "", respond.form_key())
    except Refused as error:
        mark(form, error.objections)
        return _new_page(form, 422)
    return respond.onward("users.edit", user=reference, done="saved")


@blueprint.get("/<reference:user>")
def edit(user):
    return _edit_page(user)


@blueprint.post("/<reference:user>")
def update(user):
    form = UserForm.posted()
    if not form.validate():
        return _edit_page(user, form, 422)
    version = request.form.get("version", "")
    try:
        directory_users.update(
            guard.actor(), user, _fields(form), form.password.data or "", int(version) if version.isdecimal() else 0
        )
    except Refused as error:
        mark(form, error.objections)
        return _edit_page(user, form, 422)
    except Clash:
        return _edit_page(user, form, 409)
    except Denied as denied:
        if denied.decision.reason != "own_role":
            raise
        mark(form, [Objection("role", "own_role")])
        return _edit_page(user, form, 403)
    return respond.onward("users.edit", user=user, done="saved")


@blueprint.post("/confirmations")
def confirm():
    users = request.form.getlist("user")
    directory_users.confirm(guard.actor(), users)
    if request.form.get("back") == "edit" and len(users) == 1:
        return respond.onward("users.edit", user=users[0], done="confirmed")
    return respond.onward("users.index", view=request.form.get("view", ""), done="confirmed")


def _fields(form) -> UserFields:
    return UserFields(
        form.name.data, form.username.data, form.email.data or "", form.unit.data, form.role.data, form.ends_on.data
    )


def _new_page(form, status=200):
    form.unit.choices = options(directory_users.units(guard.actor()), CHOOSE)
    return respond.page("directory/user_new.html", status=status, form=form)


def _edit_page(user, form=None, status=200):
    """The form as stored, or as typed; at a clash (409) with both, and the version that is stored now."""
    view = directory_users.show(guard.actor(), user)
    form = form or UserForm(data={name: getattr(view.fields, name) for name in UserFields.__slots__})
    form.unit.choices = options(view.units, CHOOSE)
    version = view.version if status in {200, 409} else request.form.get("version", "")
    return respond.page(
        "directory/user_edit.html", status=status, user=view, form=form, version=version, clash=status == 409
    )
