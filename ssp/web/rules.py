"""The register's pages: what the law says here, another version of it, and who stands behind it."""

from datetime import timedelta

from flask import Blueprint
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField

from ssp.db import Clash
from ssp.services import rules
from ssp.services.rule_book import Entry, Version
from ssp.services.rules import Proposal, Refused
from ssp.services.standing import today
from ssp.web import guard, respond
from ssp.web.directory_forms import DayField
from ssp.web.forms import HouseForm, long_text, needed, short_text

blueprint = Blueprint("rules", __name__, url_prefix="/rules")

WORDS = {
    "out_of_bounds": _("Skriv et helt tal, der giver mening her"),
    "too_long": _("Skriv det kortere"),
    "same_value": _("Skriv en anden værdi: den nyeste version siger det samme"),
    "past_day": _("Vælg en dag, der ikke er passeret"),
}
YEAR = timedelta(days=365)


class VersionForm(HouseForm):
    """Another value for one entry."""

    value = short_text(_("Ny værdi"), needed(_("Skriv den nye værdi")))
    valid_from = DayField(
        _("Gælder fra"), [needed(_("Vælg, hvornår den gælder fra"))], description=_("I dag eller senere.")
    )
    reason = long_text(
        _("Hvorfor"), needed(_("Skriv, hvorfor værdien skal være en anden")),
        description=_("Alle kan læse det. Skriv ikke noget om enkelte personer."),
    )  # fmt: skip


class SignForm(HouseForm):
    """Versions to stand behind; each is ticked as name:version."""

    version = SelectMultipleField(
        _("Versioner"), [needed(_("Sæt hak ved mindst én version"))], choices=[], validate_choice=False
    )
    review_on = DayField(
        _("Skal ses igen"), [needed(_("Vælg, hvornår den skal ses igen"))],
        description=_("Vælg en dag, før du ved, at noget bør være set efter."),
    )  # fmt: skip


@blueprint.get("")
def index():
    return _book_page(SignForm(data={"review_on": today() + YEAR}))


@blueprint.get("/<rule>")
def show(rule):
    return _entry_page(rule)


@blueprint.post("/<rule>/versions")
def create(rule):
    form = VersionForm.posted()
    if not form.validate():
        return _entry_page(rule, form, 422)
    proposal = Proposal(form.value.data, form.valid_from.data, form.reason.data)
    try:
        rules.propose(guard.actor(), rule, proposal, respond.form_key())
    except Refused as error:
        _mark(form, error)
        return _entry_page(rule, form, 422)
    return respond.onward("rules.show", rule=rule, done="proposed")


@blueprint.post("/signatures")
def sign():
    form = SignForm.posted()
    if not form.validate():
        return _book_page(form, 422)
    try:
        rules.sign(guard.actor(), _chosen(form), form.review_on.data, respond.form_key())
    except Refused as error:
        _mark(form, error)
        return _book_page(form, 422)
    except Clash:
        return _book_page(form, 409)
    return respond.onward("rules.index", done="signed")


@blueprint.app_template_filter("amount")
def amount(value: int | str, unit: str) -> str:
    """A value with its unit in words; the words of a paragraph as they are."""
    if isinstance(value, str):
        return value
    return {
        "hours": ngettext("%(num)d time", "%(num)d timer", value),
        "days": ngettext("%(num)d dag", "%(num)d dage", value),
        "working days": ngettext("%(num)d arbejdsdag", "%(num)d arbejdsdage", value),
        "minutes": ngettext("%(num)d minut", "%(num)d minutter", value),
        "megabytes": ngettext("%(num)d megabyte", "%(num)d megabyte", value),
        "files": ngettext("%(num)d fil", "%(num)d filer", value),
        "weekdays": ngettext("%(num)d hverdag", "%(num)d hverdage", value),
        "months": ngettext("%(num)d måned", "%(num)d måneder", value),
        "percent": f"{value} %",
        "years": ngettext("%(num)d år", "%(num)d år", value),
        "meetings": ngettext("%(num)d møde", "%(num)d møder", value),
    }[unit]


@blueprint.app_template_filter("sentence")
def sentence(version: Version, entry: Entry) -> str:
    """What an entry says with this version's value in it; the words of a paragraph stay Danish, as the law is."""
    return gettext(entry.says).replace("{value}", amount(version.value, entry.unit))


def _book_page(form, status=200):
    book = rules.index(guard.actor())
    return respond.page("rules/index.html", status=status, book=book, form=form, clash=status == 409)


def _entry_page(rule, form=None, status=200):
    book = rules.show(guard.actor(), rule)
    form = form or VersionForm(data={"valid_from": today()})
    sign_form = SignForm(data={"review_on": today() + YEAR})
    return respond.page("rules/show.html", status=status, book=book, form=form, sign_form=sign_form)


def _chosen(form) -> list[tuple[str, int]]:
    """What was ticked; something that is no version at all is kept as one that cannot be."""
    parts = [text.rpartition(":") for text in form.version.data]
    return [(name, int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 0)
            for name, _, number in parts]  # fmt: skip


def _mark(form, error: Refused) -> None:
    field = form[error.field]
    field.errors = [*field.errors, WORDS[error.reason]]
