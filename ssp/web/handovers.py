"""The handover book: what one holds, what a colleague who is gone held, being away, and the short account of a case."""

from flask import Blueprint
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, PasswordField
from wtforms.validators import Optional

from ssp.services import absent, accounts, handovers, summaries
from ssp.services.absent import AlreadyOver
from ssp.terms import Action
from ssp.web import guard, respond, summary_prints
from ssp.web.forms import HouseForm, needed, short_text

blueprint = Blueprint("handovers", __name__)


class AwayForm(HouseForm):
    away_until = DateField(
        _("Jeg er væk til og med"), [Optional()], format=["%Y-%m-%d", "%d-%m-%Y"],
        description=_("Lad feltet stå tomt, når du er tilbage."),
    )  # fmt: skip


class SummaryForm(HouseForm):
    reason = short_text(_("Hvad skal resuméet bruges til?"), needed(_("Skriv, hvad resuméet skal bruges til")))
    password = PasswordField(_("Din adgangskode"), [needed(_("Skriv din adgangskode"))])


@blueprint.get("/handover")
def index():
    return respond.page("handovers/index.html", book=handovers.own(guard.actor()))


@blueprint.get("/handover/<reference:user>")
def show(user):
    return respond.page("handovers/show.html", book=handovers.of_colleague(guard.actor(), user))


@blueprint.get("/away")
def away():
    until = absent.show(guard.actor())
    return respond.page("handovers/away.html", form=AwayForm(away_until=until), until=until)


@blueprint.post("/away")
def set_away():
    form = AwayForm.posted()
    if not form.validate():
        return _away_page(form)
    try:
        absent.set_until(guard.actor(), form.away_until.data)
    except AlreadyOver:
        form.away_until.errors = [gettext("Vælg i dag eller en dag, der kommer")]
        return _away_page(form)
    return respond.onward("handovers.index", done="away" if form.away_until.data else "back")


@blueprint.get("/cases/<reference:case>/summary")
def new_summary(case):
    return _summary_page(case, SummaryForm(), 200)


@blueprint.post("/cases/<reference:case>/summary")
def summary(case):
    form = SummaryForm.posted()
    if not form.validate():
        return _summary_page(case, form)
    try:
        accounts.prove(guard.actor(), form.password.data, Action.CASE_PRINT)
    except accounts.WrongPassword:
        form.password.errors = [gettext("Adgangskoden passer ikke. Skriv den igen")]
        return _summary_page(case, form)
    except accounts.TooManyAttempts:
        form.password.errors = [gettext("Der er prøvet for mange gange. Vent et kvarter, og prøv igen")]
        return _summary_page(case, form, 429)
    return summary_prints.answer(summaries.draw_up(guard.actor(), case, form.reason.data))


def _summary_page(case, form, status=422):
    return respond.page("handovers/summary.html", status=status, head=summaries.desk(guard.actor(), case), form=form)


def _away_page(form):
    return respond.page("handovers/away.html", status=422, form=form, until=absent.show(guard.actor()))
