"""Triage: the queue, the pane and the five decisions."""

from flask import Blueprint, request
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from ssp.db import Clash
from ssp.services import concerns, triage
from ssp.terms import REASONS, Action, PreventionLevel, Theme, Verdict
from ssp.web import guard, respond
from ssp.web.forms import HouseForm, choice_of, long_text, needed, short_text, version_of
from ssp.web.labels import LABELS, choices

blueprint = Blueprint("triage", __name__, url_prefix="/triage")

VIEWS = ("waiting", "under_way", "closed")


class DecisionForm(HouseForm):
    version = HiddenField()
    verdict = RadioField(
        _("Hvad skal der ske?"),
        [needed(_("Vælg en beslutning"))],
        choices=choices(Verdict, "verdict"),
        coerce=choice_of(Verdict),
    )
    reason_code = SelectField(
        _("Begrundelse"),
        [needed(_("Vælg en begrundelse"))],
        choices=[
            SelectChoice("", _("Vælg")),
            *(
                SelectChoice(code, LABELS["reason"][code], optgroup=LABELS["verdict"][verdict])
                for verdict, codes in REASONS.items()
                for code in codes
            ),
        ],
    )
    reason = long_text(_("Uddyb, hvis du vil"), description=_("Læses kun af SSP-konsulenterne i netværket."))
    message = long_text(
        _("Besked til den, der skrev"), description=_("Skriv ikke mere, end modtageren behøver at vide.")
    )
    title = short_text(_("Forløbets titel"), description=_("Kun hvis du åbner et forløb."))
    purpose = long_text(_("Forløbets formål"), description=_("Læses af alle, der deltager i forløbet."))
    level = SelectField(
        _("Forebyggelsesniveau"),
        choices=choices(PreventionLevel, "level"),
        coerce=choice_of(PreventionLevel),
        default=PreventionLevel.INDIVIDUAL,
    )

    def validate_reason_code(self, field):
        if isinstance(self.verdict.data, Verdict) and field.data not in REASONS[self.verdict.data]:
            raise ValidationError(_("Vælg en begrundelse, der hører til beslutningen"))

    def validate_message(self, field):
        if self.verdict.data in {Verdict.ASK, Verdict.CONSULTATION} and not field.data:
            raise ValidationError(_("Skriv beskeden til den, der skrev"))

    def validate_title(self, field):
        if self.verdict.data == Verdict.CASE and not field.data:
            raise ValidationError(_("Skriv en titel til forløbet"))


class CloseForm(HouseForm):
    version = HiddenField()
    closing = long_text(_("Besked til den, der skrev"), needed(_("Skriv en kort afslutning til den, der skrev")))


@blueprint.get("")
def index():
    view = request.args.get("view", "waiting")
    theme = request.args.get("theme", "")
    queue = triage.queue(
        guard.actor(),
        view if view in VIEWS else "waiting",
        theme if theme in set(Theme) else "",
        request.args.get("after"),
    )
    return respond.page("triage/index.html", "triage/_queue.html", queue=queue, theme=theme)


@blueprint.get("/<reference:concern>")
def show(concern):
    return _pane(concern)


@blueprint.post("/<reference:concern>/receive")
def receive(concern):
    triage.receive(guard.actor(), concern)
    return respond.onward("triage.show", concern=concern, done="received")


@blueprint.post("/<reference:concern>/decisions")
def decide(concern):
    form = DecisionForm.posted()
    if not form.validate():
        return _pane(concern, form, status=422)
    judgement = triage.Judgement(
        form.verdict.data,
        form.reason_code.data,
        form.reason.data or "",
        form.message.data or "",
        form.title.data or "",
        form.level.data,
        form.purpose.data or "",
    )
    try:
        triage.decide(guard.actor(), concern, version_of(form.version.data), judgement, respond.form_key())
    except Clash:
        return _pane(concern, form, status=409)
    return respond.onward("triage.show", concern=concern, done="decided")


@blueprint.post("/<reference:concern>/close")
def close(concern):
    form = CloseForm.posted()
    if not form.validate():
        return _pane(concern, close_form=form, status=422)
    try:
        triage.close(guard.actor(), concern, version_of(form.version.data), form.closing.data)
    except Clash:
        return _pane(concern, close_form=form, status=409)
    return respond.onward("triage.show", concern=concern, done="closed")


def _pane(concern, form=None, close_form=None, status=200):
    """The concern as it is now; after a clash the form keeps what was chosen and takes the new version."""
    view = concerns.show(guard.actor(), concern)
    if Action.DISCLOSURE_COMPOSE not in view.may:
        return respond.onward("concerns.show", concern=concern)
    if status == 409:
        (form or close_form).version.data = str(view.version)
    return respond.page(
        "triage/show.html",
        "triage/_pane.html",
        status,
        concern=view,
        clash=status == 409,
        form=form or DecisionForm(version=str(view.version)),
        close_form=close_form or CloseForm(version=str(view.version)),
    )
