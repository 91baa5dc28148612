"""Meetings in the early cross-sector exchange: calling one, reading one, and what came of it."""

from datetime import datetime

from flask import Blueprint, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, RadioField, SelectMultipleField, TimeField
from wtforms.validators import ValidationError

from ssp.db import Clash
from ssp.services import meetings
from ssp.services.meetings import ASKED, NobodyInvited, Plan, UnknownChild, Unsettled
from ssp.services.standing import DANISH_TIME, today
from ssp.terms import Guidance, Reply
from ssp.web import guard, respond
from ssp.web.forms import HouseForm, choice_of, long_text, needed, short_text, version_of
from ssp.web.labels import LABELS, choices

blueprint = Blueprint("meetings", __name__)


def _asked(question):
    return RadioField(
        LABELS["question"][question], [needed(_("Svar på spørgsmålet"))], choices=choices(Reply, "reply"),
        coerce=choice_of(Reply),
    )  # fmt: skip


class PlanForm(HouseForm):
    child = RadioField(_("Hvilket barn handler mødet om?"), choices=[], validate_choice=False)
    early, necessary, violence = (_asked(question) for question in ASKED)
    day = DateField(_("Hvilken dag?"), [needed(_("Vælg en dag"))], format=["%Y-%m-%d", "%d-%m-%Y"])
    hour = TimeField(_("Hvad tid?"), [needed(_("Skriv et klokkeslæt"))], format=["%H:%M", "%H.%M"])
    place = short_text(_("Hvor?"), needed(_("Skriv, hvor mødet er")))
    purpose = long_text(
        _("Hvad skal mødet føre til?"),
        needed(_("Skriv, hvad mødet skal føre til")),
        description=_("Læses af dem, du indkalder. Skriv kun det, de har brug for."),
    )
    invited = SelectMultipleField(_("Hvem indkalder du?"), choices=[], validate_choice=False)
    reason = long_text(
        _("Din begrundelse"),
        description=_("Skal skrives ved et opfølgningsmøde (den særlige grund), og når du er i tvivl om et svar."),
    )

    def validate_child(self, field):
        if not field.data:
            raise ValidationError(_("Vælg, hvilket barn mødet handler om"))

    def validate_day(self, field):
        if field.data and field.data < today():
            raise ValidationError(_("Vælg en dag, der ikke er gået"))

    def validate_invited(self, field):
        if not field.data:
            raise ValidationError(_("Vælg mindst én, du vil mødes med"))

    def plan(self) -> Plan:
        """What the form says, as the service takes it."""
        starts = datetime.combine(self.day.data, self.hour.data, DANISH_TIME)
        replies = dict(zip(ASKED, (self.early.data, self.necessary.data, self.violence.data), strict=True))
        return Plan(
            self.child.data, int(starts.timestamp()), self.place.data, self.purpose.data, tuple(self.invited.data),
            replies, self.reason.data or "",
        )  # fmt: skip


class OutcomeForm(HouseForm):
    version = HiddenField()
    outcome = long_text(_("Hvad kom der ud af mødet?"), needed(_("Skriv kort, hvad I blev enige om")))


@blueprint.get("/meetings")
def index():
    found, following = meetings.index(guard.actor(), request.args.get("after"))
    return respond.page("meetings/index.html", meetings=found, next=following)


@blueprint.get("/concerns/<reference:source>/meetings/new")
@blueprint.get("/notifications/<reference:source>/meetings/new", endpoint="new_after_notification")
def new(source):
    return _plan_page(source, PlanForm())


@blueprint.post("/concerns/<reference:source>/meetings")
@blueprint.post("/notifications/<reference:source>/meetings", endpoint="create_after_notification")
def create(source):
    form = PlanForm.posted()
    if not form.validate():
        return _plan_page(source, form, status=422)
    try:
        reference = meetings.plan(guard.actor(), source, form.plan(), respond.form_key())
    except Unsettled as unsettled:
        return _unsettled(source, form, unsettled.advice)
    except UnknownChild:
        form.child.errors = [gettext("Vælg et af de børn, sagen handler om")]
        return _plan_page(source, form, status=422)
    except NobodyInvited:
        form.invited.errors = [gettext("Vælg igen: en af dem, du valgte, kan ikke indkaldes")]
        return _plan_page(source, form, status=422)
    return respond.onward("meetings.show", meeting=reference, done="planned")


@blueprint.get("/meetings/<reference:meeting>")
def show(meeting):
    return _meeting_page(meeting, OutcomeForm())


@blueprint.post("/meetings/<reference:meeting>/outcome")
def hold(meeting):
    form = OutcomeForm.posted()
    if not form.validate():
        return _meeting_page(meeting, form, 422)
    try:
        meetings.hold(guard.actor(), meeting, version_of(form.version.data), form.outcome.data, respond.form_key())
    except Clash:
        return _meeting_page(meeting, form, 409)
    return respond.onward("meetings.show", meeting=meeting, done="held")


@blueprint.post("/meetings/<reference:meeting>/cancellation")
def cancel(meeting):
    meetings.cancel(guard.actor(), meeting, version_of(OutcomeForm.posted().version.data))
    return respond.onward("meetings.show", meeting=meeting, done="cancelled")


def _unsettled(source, form, advice):
    if advice.guidance is Guidance.REASON:
        form.reason.errors = [gettext("Skriv din begrundelse")]
    return _plan_page(source, form, advice, 422)


def _plan_page(source, form, advice=None, status=200):
    planner = meetings.planner(guard.actor(), source)
    return respond.page("meetings/new.html", "meetings/_plan.html", status, planner=planner, form=form, advice=advice)


def _meeting_page(meeting, form, status=200):
    view = meetings.show(guard.actor(), meeting)
    form.version.data = str(view.version)
    return respond.page(
        "meetings/show.html", "meetings/_meeting.html", status, meeting=view, form=form, clash=status == 409
    )
