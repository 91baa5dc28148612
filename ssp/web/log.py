"""The DPO's pages: the read log and the register of disclosures."""

from flask import Blueprint, request
from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional, Regexp

from ssp.services import log, register
from ssp.services.log import LogFilter
from ssp.terms import Action
from ssp.web import guard, respond
from ssp.web.directory_forms import DayField
from ssp.web.forms import HouseForm, short_text
from ssp.web.labels import choices

blueprint = Blueprint("log", __name__)

BIGGEST_NUMBER = 2**62


class LogForm(HouseForm):
    """What the log can be narrowed to; it travels in the query string, so it holds no child's name."""

    user = short_text(_("Brugernavn"))
    action = SelectField(_("Handling"), choices=[SelectChoice("", _("Alle")), *choices(Action, "action")], default="")
    reference = short_text(
        _("Reference"), Optional(), Regexp(r"[A-Za-z]-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}$",
        message=_("Skriv referencen som B-7K3F-92QD")),
    )  # fmt: skip
    first_day = DayField(_("Fra"), [Optional()])
    last_day = DayField(_("Til og med"), [Optional()])


@blueprint.get("/log")
def index():
    form = LogForm(request.args)
    valid = form.validate()
    listing = log.index(guard.actor(), _filter(form) if valid else LogFilter(), _before())
    onward = {field.name: field.raw_data[0] for field in form if field.raw_data} | {"before": listing.next}
    return respond.page(
        "log/index.html", "log/_list.html", 200 if valid else 422, listing=listing, form=form, onward=onward
    )


@blueprint.get("/register")
def disclosures():
    return respond.page("log/register.html", lines=register.index(guard.actor()))


def _filter(form) -> LogFilter:
    return LogFilter(
        form.user.data or "", form.action.data or "", form.reference.data or "", form.first_day.data,
        form.last_day.data,
    )  # fmt: skip


def _before() -> int | None:
    number = request.args.get("before", "")
    return min(int(number), BIGGEST_NUMBER) if number.isdecimal() and len(number) < 20 else None
