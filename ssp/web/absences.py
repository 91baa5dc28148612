"""Unlawful absence: reporting it, and the leader's page."""

from flask import Blueprint, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from ssp.services import absences
from ssp.terms import Channel
from ssp.web import guard, respond
from ssp.web.format import quarter
from ssp.web.forms import HouseForm, long_text, needed, strip

blueprint = Blueprint("absences", __name__, url_prefix="/absences")


def percent(label, message, **options) -> IntegerField:
    """A share in whole percent; 0 counts as an answer."""
    return IntegerField(
        label, [InputRequired(message), NumberRange(0, 100, _("Skriv et tal mellem 0 og 100"))], **options
    )


class AbsenceForm(HouseForm):
    q = StringField(_("Find barnet på din skole"), filters=[strip])
    children = SelectMultipleField(choices=[], validate_choice=False)
    quarter = SelectField(_("Hvilket kvartal?"), [needed(_("Vælg kvartalet"))])
    percent = percent(
        _("Ulovligt fravær i procent"),
        _("Skriv, hvor mange procent af kvartalet barnet har været ulovligt fraværende"),
        description=_("Hele procent, rundet ned. Sygdom og aftalt fri tæller ikke med."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.quarter.choices = [SelectChoice(code, quarter(code)) for code in absences.quarters_now()]

    def validate_children(self, field):
        if len(field.data or ()) != 1:
            raise ValidationError(_("Vælg ét barn. Er der flere, så registrér dem hver for sig"))


class CorrectionForm(HouseForm):
    corrected_percent = percent(
        _("Det rigtige tal, i procent"),
        _("Skriv det rigtige tal"),
        description=_("Er tallet stadig på grænsen eller over, skal der underrettes."),
    )
    correction = long_text(
        _("Hvad var forkert?"),
        needed(_("Skriv, hvad der var forkert i registreringen")),
        description=_("For eksempel: 'Seks dage var meldt syge, men ført som ulovlige.'"),
    )


@blueprint.get("")
def index():
    listing = absences.index(guard.actor(), request.args.get("after"))
    return respond.page("absences/index.html", "absences/_list.html", listing=listing)


@blueprint.get("/new")
def new():
    return _desk_page(AbsenceForm(), absences.desk(guard.actor()))


@blueprint.post("/children")
def children():
    """The list under the type-ahead; without script the whole page, with what was typed."""
    form = AbsenceForm.posted()
    desk = absences.desk(guard.actor(), form.q.data or "", tuple(form.children.data or ()), Channel.PARTIAL)
    return _desk_page(form, desk, fragment="concerns/_children.html")


@blueprint.post("")
def create():
    form = AbsenceForm.posted()
    if not form.validate():
        return _refused(form)
    said = absences.Report(form.children.data[0], form.quarter.data, form.percent.data)
    try:
        reference = absences.report(guard.actor(), said, respond.form_key())
    except absences.UnknownChild:
        form.children.errors = [gettext("Vælg barnet igen: det står ikke på din skoles liste")]
        return _refused(form)
    if not reference:
        return respond.onward("absences.index", done="below_limit")
    return respond.onward("absences.show", done="absence", absence=reference)


@blueprint.get("/<reference:absence>")
def show(absence):
    return _show_page(absence, CorrectionForm())


@blueprint.post("/<reference:absence>/corrections")
def correct(absence):
    form = CorrectionForm.posted()
    if not form.validate():
        return _show_page(absence, form, 422)
    try:
        absences.correct(guard.actor(), absence, form.corrected_percent.data, form.correction.data, respond.form_key())
    except absences.StillOverTheLimit:
        form.corrected_percent.errors = [gettext("Tallet når stadig grænsen. Skriv underretningen i stedet")]
        return _show_page(absence, form, 422)
    return respond.onward("absences.show", done="corrected", absence=absence)


@blueprint.post("/<reference:absence>/dismissals")
def dismiss(absence):
    absences.dismiss(guard.actor(), absence)
    return respond.onward("absences.show", absence=absence)


def _refused(form):
    return _desk_page(form, absences.desk(guard.actor(), form.q.data or "", tuple(form.children.data or ())), 422)


def _desk_page(form, desk, status=200, fragment=None):
    return respond.page("absences/new.html", fragment, status, form=form, desk=desk, q=form.q.data or "")


def _show_page(absence, form, status=200):
    return respond.page(
        "absences/show.html", "absences/_absence.html", status, absence=absences.show(guard.actor(), absence), form=form
    )
