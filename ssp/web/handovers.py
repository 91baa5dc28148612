"""The handover book: what one holds, what a colleague who is gone held, being away, and the short account of a case."""

from flask import Blueprint
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField
from wtforms.validators import Optional

from ssp.services import absent, case_prints, handovers, summaries
from ssp.services.absent import AlreadyOver
from ssp.terms import Action
from ssp.web import guard, respond, summary_prints
from ssp.web.forms import HouseForm, needed, short_text
from ssp.web.printing import PrintingFailed, pdf
from ssp.web.stepping_up import password_again, proved

blueprint = Blueprint("handovers", __name__)


class AwayForm(HouseForm):
    away_until = DateField(
        _("Jeg er væk til og med"), [Optional()], format=["%Y-%m-%d", "%d-%m-%Y"],
        description=_("Lad feltet stå tomt, når du er tilbage."),
    )  # fmt: skip


class SummaryForm(HouseForm):
    reason = short_text(
        _("Hvad skal resuméet bruges til?"),
        needed(_("Skriv, hvad resuméet skal bruges til")),
        description=_("Grunden gemmes i loggen sammen med, hvem der printede, og hvornår."),
    )
    password = password_again()


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
    return respond.page("handovers/summary.html", head=summaries.desk(guard.actor(), case), form=SummaryForm())


@blueprint.post("/cases/<reference:case>/summary")
def summary(case):
    """The PDF itself: a door that reads, the press, and a door that marks what was pressed before it leaves."""
    form, actor = SummaryForm.posted(), guard.actor()
    head = summaries.desk(actor, case)
    status = proved(form, Action.CASE_PRINT) if form.validate() else 422
    if status != 200:
        return respond.page("handovers/summary.html", status=status, head=head, form=form)
    try:
        data = summary_prints.fitted(summaries.draw_up(actor, case, form.reason.data), str(get_locale()))
    except PrintingFailed:
        return respond.error("handovers/unprinted.html", 500, case=case)
    case_prints.deliver(actor, case, data)
    return pdf(data, case)


def _away_page(form):
    return respond.page("handovers/away.html", status=422, form=form, until=absent.show(guard.actor()))
