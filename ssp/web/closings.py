"""The end of a case: closing it, following it up, and opening it again (I2, G7)."""

from flask import Blueprint
from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, RadioField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import StopValidation, ValidationError

from ssp.services import closing
from ssp.services.closing import Closing, FollowUp, Hindered
from ssp.services.standing import today
from ssp.terms import Action, Outcome
from ssp.web import guard, respond
from ssp.web.forms import HouseForm, choice_of, long_text, needed, short_text, version_of
from ssp.web.labels import choices

blueprint = Blueprint("closings", __name__, url_prefix="/cases/<reference:case>")


def a_day_to_come(form, field):
    """A day is asked for, and looked at, only when the case is to be followed up."""
    field.errors[:] = []
    if form.followed.data == "yes" and (not field.data or field.data <= today()):
        raise StopValidation(_("Vælg en dag, der kommer"))
    raise StopValidation


class ClosingForm(HouseForm):
    version = HiddenField()
    outcome = RadioField(
        _("Hvordan endte det?"), [needed(_("Vælg, hvordan forløbet endte"))], choices=choices(Outcome, "outcome"),
        coerce=choice_of(Outcome),
    )  # fmt: skip
    happened = long_text(_("Hvad skete der?"), needed(_("Skriv kort, hvad der skete i forløbet")))
    learned = long_text(
        _("Hvad lærte I?"),
        needed(_("Skriv, hvad I lærte")),
        description=_("Noget, I vil gøre igen, eller noget, I vil lade være med."),
    )
    filed_in = short_text(
        _("Hvor er forløbet journaliseret?"),
        needed(_("Skriv, hvor det, der skal gemmes, er journaliseret")),
        description=_("Systemet og journalnummeret. Skriv det også, hvis intet skal gemmes."),
    )
    followed = RadioField(
        _("Skal der følges op?"), [needed(_("Vælg, om der skal følges op"))],
        choices=[SelectChoice("yes", _("Ja, på en bestemt dag")), SelectChoice("no", _("Nej"))], default="yes",
    )  # fmt: skip
    follow_up_on = DateField(_("Hvilken dag?"), [a_day_to_come], format=["%Y-%m-%d", "%d-%m-%Y"])
    no_follow_up = long_text(_("Hvorfor ikke?"))
    finished = SelectMultipleField(_("Bekymringer, der også er færdige"), choices=[], validate_choice=False)
    message = long_text(
        _("Besked til dem, der skrev"),
        description=_("Fortæl, hvor det står, og ikke hvad andre har skrevet."),
        default=_("Arbejdet med det, du skrev om, er afsluttet. Tak, fordi du skrev."),
    )

    def validate_no_follow_up(self, field):
        if self.followed.data == "no" and not field.data:
            raise ValidationError(_("Skriv, hvorfor der ikke følges op"))

    def validate_message(self, field):
        if self.finished.data and not field.data:
            raise ValidationError(_("Skriv en kort besked til dem, der skrev"))

    def closing(self) -> Closing:
        """What the form says, as the service takes it."""
        follows = self.followed.data == "yes"
        return Closing(
            self.outcome.data, self.happened.data, self.learned.data, self.filed_in.data,
            self.follow_up_on.data if follows else None, "" if follows else self.no_follow_up.data,
            tuple(self.finished.data), self.message.data or "",
        )  # fmt: skip


class ReopenForm(HouseForm):
    version = HiddenField()
    reason = long_text(_("Hvorfor åbner du forløbet igen?"), needed(_("Skriv, hvorfor forløbet åbnes igen")))
    message = long_text(
        _("Besked til dem, der skrev"),
        needed(_("Skriv en kort besked til dem, der skrev")),
        description=_("Den sendes til dem, hvis bekymring blev afsluttet sammen med forløbet."),
        default=_("Vi arbejder videre med det, du skrev om."),
    )


class FollowUpForm(HouseForm):
    version = HiddenField()
    found = long_text(_("Hvordan går det nu?"), needed(_("Skriv, hvordan det går nu")))
    then = RadioField(
        _("Hvad skal der ske?"), [needed(_("Vælg, hvad der skal ske"))],
        choices=[
            SelectChoice("close", _("Luk forløbet endeligt")),
            SelectChoice("reopen", _("Åbn forløbet igen")),
        ],
    )  # fmt: skip
    message = long_text(
        _("Besked til dem, der skrev"),
        description=_("Sendes kun, hvis forløbet åbnes igen."),
        default=_("Vi arbejder videre med det, du skrev om."),
    )


@blueprint.get("/closing")
def show(case):
    return _page(case)


@blueprint.post("/closing")
def create(case):
    form = ClosingForm.posted()
    if not form.validate():
        return _page(case, form, status=422)
    try:
        closing.close(guard.actor(), case, form.closing(), version_of(form.version.data), respond.form_key())
    except Hindered:
        return _page(case, form, status=422)
    return respond.onward("closings.show", case=case, done="case_closed")


@blueprint.post("/reopening")
def reopen(case):
    form = ReopenForm.posted()
    if not form.validate():
        return _page(case, reopen_form=form, status=422)
    said = form.reason.data, form.message.data
    closing.reopen(guard.actor(), case, *said, version_of(form.version.data), respond.form_key())
    return respond.onward("cases.show", case=case, done="reopened")


@blueprint.get("/follow-up")
def follow_up(case):
    return _follow_up(case)


@blueprint.post("/follow-up")
def followed(case):
    form = FollowUpForm.posted()
    if not form.validate():
        return _follow_up(case, form, 422)
    found = FollowUp(form.found.data, form.then.data == "reopen", form.message.data or "")
    try:
        closing.follow_up(guard.actor(), case, found, version_of(form.version.data), respond.form_key())
    except Hindered:
        return _follow_up(case, form, 422)
    return respond.onward("closings.show", case=case, done="reopened" if found.reopen else "followed_up")


def _page(case, form=None, reopen_form=None, status=200):
    page = closing.show(guard.actor(), case)
    now = str(page.head.version)
    every = [concern.reference for concern in page.concerns]
    form = form or ClosingForm(version=now, follow_up_on=page.usual, finished=every)
    reopen_form = reopen_form or ReopenForm(version=now)
    may_close = Action.CASE_CLOSE in page.head.may
    return respond.page(
        "closings/show.html", "closings/_closing.html", status, page=page, form=form, reopen_form=reopen_form,
        may_close=may_close,
    )  # fmt: skip


def _follow_up(case, form=None, status=200):
    page = closing.follow_up_desk(guard.actor(), case)
    form = form or FollowUpForm(version=str(page.head.version))
    return respond.page("closings/follow_up.html", "closings/_follow_up.html", status, page=page, form=form)
