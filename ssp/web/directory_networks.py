"""The administrator's pages on networks and their members."""

from flask import Blueprint, request

from ssp.db import Clash
from ssp.services import directory_networks
from ssp.services.directory import Refused
from ssp.services.directory_networks import NetworkFields
from ssp.web import guard, respond
from ssp.web.directory_forms import CHOOSE, MemberForm, NetworkForm, mark, options

blueprint = Blueprint("networks", __name__, url_prefix="/directory/networks")


@blueprint.get("")
def index():
    return respond.page("directory/networks.html", networks=directory_networks.index(guard.actor()))


@blueprint.get("/new")
def new():
    return _new_page(NetworkForm())


@blueprint.post("")
def create():
    form = NetworkForm.posted()
    if not form.validate():
        return _new_page(form, 422)
    try:
        reference = directory_networks.create(guard.actor(), _fields(form), respond.form_key())
    except Refused as error:
        mark(form, error.objections)
        return _new_page(form, 422)
    return respond.onward("networks.edit", network=reference, done="saved")


@blueprint.get("/<reference:network>")
def edit(network):
    return _edit_page(network)


@blueprint.post("/<reference:network>")
def update(network):
    form = NetworkForm.posted()
    if not form.validate():
        return _edit_page(network, form, 422)
    try:
        directory_networks.update(guard.actor(), network, _fields(form), request.form.get("version", ""))
    except Refused as error:
        mark(form, error.objections)
        return _edit_page(network, form, 422)
    except Clash:
        return _edit_page(network, form, 409)
    return respond.onward("networks.edit", network=network, done="saved")


@blueprint.post("/<reference:network>/memberships")
def admit(network):
    member = MemberForm.posted()
    if not member.validate():
        return _edit_page(network, member=member, status=422)
    try:
        directory_networks.admit(
            guard.actor(), network, member.username.data, member.starts_on.data, member.leaves_on.data
        )
    except Refused as error:
        mark(member, error.objections)
        return _edit_page(network, member=member, status=422)
    return respond.onward("networks.edit", network=network, done="member", _anchor="members")


@blueprint.post("/<reference:network>/endings")
def end(network):
    directory_networks.end(guard.actor(), network, request.form.get("user", ""))
    return respond.onward("networks.edit", network=network, done="member_ended", _anchor="members")


def _fields(form) -> NetworkFields:
    return NetworkFields(**{name: getattr(form, name).data for name in NetworkFields.__slots__})


def _new_page(form, status=200):
    form.owner.choices = options(directory_networks.owners(guard.actor()), CHOOSE)
    return respond.page("directory/network_new.html", status=status, form=form)


def _edit_page(network, form=None, status=200, member=None):
    """The form as stored, or as typed; at a clash (409) with both, and the version that is stored now."""
    view = directory_networks.show(guard.actor(), network)
    posted = form is not None and status == 422
    form = form or NetworkForm(data={name: getattr(view.fields, name) for name in NetworkFields.__slots__})
    form.owner.choices = options(view.owners, CHOOSE)
    version = request.form.get("version", "") if posted else view.version
    return respond.page(
        "directory/network_edit.html", status=status, network=view, form=form, version=version,
        member=member or MemberForm(), clash=status == 409,
    )  # fmt: skip
