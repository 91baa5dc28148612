"""The plan of a case: its purpose, the family's goals, and the matters linked to it."""

from flask import Blueprint
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice

from ssp.services import linking, plans
from ssp.services.linking import Link
from ssp.terms import REASONS, GoalState, PreventionLevel, Verdict
from ssp.web import format, guard, respond
from ssp.web.forms import HouseForm, choice_of, long_text, needed, short_text, version_of
from ssp.web.labels import LABELS, choices

blueprint = Blueprint("plans", __name__, url_prefix="/cases/<reference:case>")


class PlanForm(HouseForm):
    version = HiddenField()
    title = short_text(_("Forløbets titel"), needed(_("Skriv en titel til forløbet")))
    purpose = long_text(
        _("Forløbets formål"), needed(_("Skriv, hvad forløbet skal føre til")),
        description=_("Læses af alle, der deltager i forløbet."),
    )  # fmt: skip
    level = SelectField(
        _("Forebyggelsesniveau"), choices=choices(PreventionLevel, "level"), coerce=choice_of(PreventionLevel)
    )


class GoalForm(HouseForm):
    version = HiddenField()
    words = long_text(
        _("Familiens egne ord"), needed(_("Skriv, hvad familien ønsker, med deres egne ord")),
        description=_("Skriv det, som de siger det."),
    )  # fmt: skip
    help = long_text(_("Det gør vi for at hjælpe"))


class SettleForm(HouseForm):
    version = HiddenField()
    state = RadioField(
        _("Hvordan går det med målet?"), [needed(_("Vælg, hvordan det går"))], choices=choices(GoalState, "goal"),
        coerce=choice_of(GoalState),
    )  # fmt: skip
    word = long_text(_("Et par ord om det"), needed(_("Skriv et par ord om, hvad der skete")))


class LinkForm(HouseForm):
    concern = SelectField(_("Hvilken bekymring?"), [needed(_("Vælg en bekymring"))], choices=[], validate_choice=False)
    reason_code = SelectField(
        _("Begrundelse"), [needed(_("Vælg en begrundelse"))],
        choices=[
            SelectChoice("", _("Vælg")),
            *(SelectChoice(code, LABELS["reason"][code]) for code in REASONS[Verdict.CASE]),
        ],
    )  # fmt: skip
    message = long_text(
        _("Besked til den, der skrev"), needed(_("Skriv en kort besked til den, der skrev")),
        description=_("Fortæl, hvor det står, og ikke hvad andre har skrevet."),
        default=_("Vi arbejder med det, du skrev om."),
    )  # fmt: skip

    def offer(self, desk) -> None:
        """Put the concerns that can be linked on the form, those on the same children first."""
        groups = ((gettext("Om de samme børn"), desk.same), (gettext("Andre i netværket"), desk.others))
        self.concern.choices = [
            SelectChoice("", gettext("Vælg")),
            *(SelectChoice(line.reference, _words(line), optgroup=of) for of, lines in groups for line in lines),
        ]


@blueprint.get("/plan")
def show(case):
    return _plan(case, GoalForm())


@blueprint.get("/plan/edit")
def edit(case):
    return _details(case)


@blueprint.post("/plan/details")
def update(case):
    form = PlanForm.posted()
    if not form.validate():
        return _details(case, form, 422)
    version = version_of(form.version.data)
    plans.edit(guard.actor(), case, form.title.data, form.purpose.data, form.level.data, version)
    return respond.onward("plans.show", case=case, done="plan_saved")


@blueprint.post("/plan/goals")
def add_goal(case):
    form = GoalForm.posted()
    if not form.validate():
        return _plan(case, form, 422)
    plans.add_goal(guard.actor(), case, form.words.data, form.help.data or "", respond.form_key())
    return respond.onward("plans.show", case=case, done="goal_added", _anchor="goals")


@blueprint.get("/plan/goals/<reference:goal>")
def edit_goal(case, goal):
    return _goal(case, goal)


@blueprint.post("/plan/goals/<reference:goal>/words")
def change_goal(case, goal):
    form = GoalForm.posted()
    if not form.validate():
        return _goal(case, goal, form, status=422)
    texts = form.words.data, form.help.data or ""
    plans.change_goal(guard.actor(), case, goal, *texts, version_of(form.version.data))
    return respond.onward("plans.show", case=case, done="goal_saved", _anchor="goals")


@blueprint.post("/plan/goals/<reference:goal>/state")
def settle_goal(case, goal):
    form = SettleForm.posted()
    if not form.validate():
        return _goal(case, goal, settle_form=form, status=422)
    settled = form.state.data, form.word.data
    plans.settle_goal(guard.actor(), case, goal, *settled, version_of(form.version.data))
    return respond.onward("plans.show", case=case, done="goal_saved", _anchor="goals")


@blueprint.get("/concerns/new")
def new_link(case):
    return _link(case, LinkForm())


@blueprint.post("/concerns")
def link(case):
    form = LinkForm.posted()
    if not form.validate():
        return _link(case, form, 422)
    chosen = Link(form.concern.data, form.reason_code.data, form.message.data)
    linking.link(guard.actor(), case, chosen, respond.form_key())
    return respond.onward("plans.show", case=case, done="linked", _anchor="linked")


def _words(line) -> str:
    parts = (line.who, str(LABELS["theme"][line.theme]), format.short_day(line.sent_at), line.reference)
    return " · ".join(part for part in parts if part)


def _plan(case, form, status=200):
    plan = plans.show(guard.actor(), case)
    return respond.page("plans/show.html", "plans/_plan.html", status, plan=plan, form=form)


def _details(case, form=None, status=200):
    plan = plans.desk(guard.actor(), case)
    top = plan.head
    form = form or PlanForm(title=top.title, purpose=top.purpose, level=top.level, version=str(top.version))
    return respond.page("plans/edit.html", "plans/_details.html", status, plan=plan, form=form)


def _goal(case, goal, form=None, settle_form=None, status=200):
    plan = plans.goal(guard.actor(), case, goal)
    now = str(plan.head.version)
    form = form or GoalForm(words=plan.goal.words, help=plan.goal.help, version=now)
    settle_form = settle_form or SettleForm(state=plan.goal.state, version=now)
    return respond.page(
        "plans/goal.html", "plans/_goal.html", status, plan=plan, goal=plan.goal, form=form, settle_form=settle_form
    )


def _link(case, form, status=200):
    desk = linking.desk(guard.actor(), case)
    form.offer(desk)
    return respond.page("plans/link.html", "plans/_link.html", status, desk=desk, form=form)
