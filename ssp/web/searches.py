"""Searching from every page: what is looked for is posted, what narrows it stands in the address."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from ssp.services import saved_searches, search
from ssp.services.search import Asked, Found, NothingAsked
from ssp.terms import MatterKind
from ssp.web import guard, respond
from ssp.web.clocks import PAGE
from ssp.web.directory_forms import DayField
from ssp.web.forms import HouseForm, needed, short_text
from ssp.web.labels import LABELS
from ssp.web.labels.searching import ABOUT

blueprint = Blueprint("searches", __name__, url_prefix="/search")

NARROWING = ("kind", "state", "since", "until", "unit")
EMPTY = _("Skriv, hvad du leder efter")


class SearchForm(HouseForm):
    q = short_text(_("Hvad leder du efter?"), needed(EMPTY))
    kind = SelectField(_("Slags"), [Optional()], default="", validate_choice=False)
    state = SelectField(_("Status"), [Optional()], default="", validate_choice=False)
    since = DayField(_("Fra"), [Optional()])
    until = DayField(_("Til og med"), [Optional()])
    unit = SelectField(_("Enhed"), [Optional()], default="", validate_choice=False)

    def offer(self, kinds, units) -> None:
        """Fill the lists one chooses from."""
        everything = SelectChoice("", _("Alle"))
        self.kind.choices = [everything, *(SelectChoice(kind, LABELS["matter_kind"][kind]) for kind in kinds)]
        self.state.choices = [everything, *choices_of("search_state")]
        self.unit.choices = [everything, *(SelectChoice(unit.reference, unit.name) for unit in units)]

    def narrowing(self) -> dict[str, str]:
        """What the form narrows the search to, as it stands in the address; what makes no sense narrows nothing."""
        kind, state, unit = self.kind.data, self.state.data, self.unit.data
        found = {
            "kind": kind if kind in set(MatterKind) else "",
            "state": state if state in LABELS["search_state"] else "",
            "since": self.since.data.isoformat() if self.since.data else "",
            "until": self.until.data.isoformat() if self.until.data else "",
            "unit": unit or "",
        }
        return {name: value for name, value in found.items() if value}

    def asked(self, after: str | None = None) -> Asked:
        """The search, as the services take it."""
        found = self.narrowing()
        kind = MatterKind(found["kind"]) if "kind" in found else None
        state, unit = found.get("state", ""), found.get("unit", "")
        return Asked(self.q.data, kind, self.since.data, self.until.data, state, unit, after)


class SaveForm(HouseForm):
    name = short_text(_("Hvad skal søgningen hedde?"), needed(_("Giv søgningen et navn")))


def choices_of(table: str) -> list[SelectChoice]:
    return [SelectChoice(value, words) for value, words in LABELS[table].items()]


@blueprint.get("")
def index():
    return _desk_page(SearchForm(_from_address()), SaveForm())


@blueprint.post("")
def find():
    """The answer; a search that was narrowed in the form is asked again under the address that says so."""
    if "saved" in request.form:
        return _answer(search.run(guard.actor(), request.form["saved"]))
    form = _posted(SearchForm)
    if not form.validate():
        return _desk_page(form, SaveForm(), 422)
    if form.narrowing() != _in_address():
        return redirect(url_for("searches.find", **form.narrowing()), 307)
    try:
        return _answer(search.find(guard.actor(), form.asked(request.form.get("after") or None)))
    except NothingAsked:
        form.q.errors = [str(EMPTY)]
        return _desk_page(form, SaveForm(), 422)


@blueprint.post("/saved")
def save():
    form, named = _posted(SearchForm), SaveForm.posted()
    if not (form.validate() & named.validate()):
        return _desk_page(form, named, 422)
    try:
        saved_searches.save(guard.actor(), named.name.data, form.asked(), respond.form_key())
    except saved_searches.NotKept:
        named.name.errors = [gettext("En søgning med et CPR-nummer kan ikke gemmes. Søg på navnet i stedet")]
        return _desk_page(form, named, 422)
    return respond.onward("searches.index", done="search_saved")


@blueprint.post("/saved/<reference:saved>/delete")
def delete(saved):
    saved_searches.delete(guard.actor(), saved)
    return respond.onward("searches.index", done="search_deleted")


def form_of(asked: Asked) -> MultiDict:
    """A search as the fields of its form."""
    fields = {
        "q": asked.text, "kind": asked.kind or "", "state": asked.state, "unit": asked.unit,
        "since": asked.since and asked.since.isoformat(), "until": asked.until and asked.until.isoformat(),
    }  # fmt: skip
    return MultiDict({name: value for name, value in fields.items() if value})


def _posted(form_class):
    """The form as it was posted; where only words were, what narrows them is what the address says."""
    fields = MultiDict(request.form)
    if not any(name in request.form for name in NARROWING):
        fields.update(_from_address())
    return form_class(fields)


def _from_address() -> MultiDict:
    """What the address narrows the search to. Words never come from there: a name is nobody's address (J2)."""
    return MultiDict((name, request.args[name]) for name in NARROWING if name in request.args)


def _in_address() -> dict[str, str]:
    form = SearchForm(_from_address())
    form.validate()
    return form.narrowing()


def _answer(found: Found):
    form = SearchForm(form_of(found.asked))
    form.offer(found.kinds, found.units)
    return respond.page(
        "searches/index.html", "searches/_results.html", form=form, save_form=SaveForm(), found=found,
        saved=(), narrowing=form.narrowing(), PAGE=PAGE, ABOUT=ABOUT,
    )  # fmt: skip


def _desk_page(form, save_form, status=200):
    desk = search.desk(guard.actor())
    form.q.raw_data, form.q.data = None, search.said_again(form.q.data or "")
    form.offer(desk.kinds, desk.units)
    saved = [(one, SearchForm(form_of(one.asked)).narrowing()) for one in desk.saved]
    return respond.page(
        "searches/index.html", status=status, form=form, save_form=save_form, found=None,
        saved=saved, narrowing=form.narrowing(), PAGE=PAGE, ABOUT=ABOUT,
    )  # fmt: skip
