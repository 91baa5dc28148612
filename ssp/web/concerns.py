"""Concerns: my concerns, writing one, following one."""

from dataclasses import replace

from flask import Blueprint, request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from ssp.services import birthdays, concerns
from ssp.services import drafts as draft_service
from ssp.services.drafts import new_draft_reference
from ssp.web import guard, respond
from ssp.web.concern_forms import AnswerForm, ConcernForm, DutyForm
from ssp.web.drafting import draft_body, draft_place, has_text
from ssp.web.errors import not_found

blueprint = Blueprint("concerns", __name__, url_prefix="/concerns")


@blueprint.get("")
def index():
    listing = concerns.index(guard.actor(), request.args.get("after"))
    return respond.page("concerns/index.html", "concerns/_list.html", listing=listing)


@blueprint.get("/new")
def new():
    form = ConcernForm(draft=new_draft_reference(), version="0")
    return _desk_page(form, concerns.desk(guard.actor(), None))


@blueprint.get("/drafts/<reference:draft>")
def edit(draft):
    desk = concerns.desk(guard.actor(), draft)
    if desk is None:
        return not_found()
    form = ConcernForm(MultiDict(desk.draft.body), draft=draft)
    form.draft.data, form.version.data = draft, str(desk.draft.version)
    return _desk_page(form, desk)


@blueprint.post("")
def create():
    if "find" in request.form:
        saved = draft_service.save(guard.actor().user_id, *draft_place(), draft_body())
        return respond.onward("concerns.edit", draft=saved.reference, _anchor="children")
    form = ConcernForm.posted()
    if not form.validate():
        return _refused(form)
    try:
        reference = concerns.log(guard.actor(), form.content(), respond.form_key(), *draft_place())
    except concerns.UnknownChild:
        form.subject.errors = [gettext("Vælg barnet igen: det står ikke på din skoles liste")]
        return _refused(form)
    except birthdays.GrownUp as grown:
        form.subject.errors = [_too_old(grown)]
        return _refused(form)
    return respond.onward("concerns.show", done="sent", concern=reference)


@blueprint.post("/children")
def children():
    """The list under the type-ahead, as it should look after the latest letters and ticks."""
    found = concerns.children(guard.actor(), request.form.get("q", ""), request.form.getlist("children"))
    return respond.page("concerns/_children.html", status=200, desk=found, q=request.form.get("q", ""))


@blueprint.get("/<reference:concern>")
def show(concern):
    return _show_page(concern, AnswerForm(), DutyForm())


@blueprint.get("/<reference:concern>/readers")
def readers(concern):
    found = concerns.readers(guard.actor(), concern)
    return respond.page("concerns/readers.html", "concerns/_readers.html", readers=found, concern=concern)


@blueprint.post("/<reference:concern>/answers")
def answer(concern):
    form = AnswerForm.posted()
    if not form.validate():
        return _show_page(concern, form, DutyForm(), 422)
    concerns.answer(guard.actor(), concern, form.text.data, respond.form_key())
    return respond.onward("concerns.show", done="answered", concern=concern, _anchor="thread")


@blueprint.post("/<reference:concern>/duty")
def mark_duty(concern):
    form = DutyForm.posted()
    if not form.validate():
        return _show_page(concern, AnswerForm(), form, 422)
    concerns.mark_duty(guard.actor(), concern, form.mark.data, form.reason.data or "")
    return respond.onward("concerns.show", done="duty", concern=concern, _anchor="duty")


@blueprint.post("/<reference:concern>/duty/removals")
def remove_duty(concern):
    concerns.remove_duty(guard.actor(), concern)
    return respond.onward("concerns.show", concern=concern)


def _too_old(grown) -> str:
    """Why nothing was sent, and what one can do instead (C8)."""
    return gettext(
        "%(names)s er fyldt %(age)d, og her slutter SSP-samarbejdet, medmindre der er et SSP+-grundlag. Intet er "
        "sendt. Spørg en SSP-konsulent om SSP+, bed om sparring uden navn, eller fjern navnet, og send igen.",
        names=", ".join(grown.names), age=grown.age,
    )  # fmt: skip


def _desk_page(form, desk, status=200):
    return respond.page("concerns/new.html", status=status, form=form, desk=desk, q=form.q.data or "")


def _refused(form):
    """422 with every character still in its place; the text is kept as a draft as well."""
    if has_text():
        saved = draft_service.save(guard.actor().user_id, *draft_place(), draft_body())
        form.draft.data, form.version.data = saved.reference, str(saved.version)
    desk = concerns.desk(guard.actor(), None)
    chosen = concerns.children(guard.actor(), form.q.data or "", form.children.data or [])
    return _desk_page(form, replace(desk, chosen=chosen.chosen, found=chosen.found), 422)


def _show_page(concern, answer_form, duty_form, status=200):
    return respond.page(
        "concerns/show.html",
        "concerns/_concern.html",
        status,
        concern=concerns.show(guard.actor(), concern),
        answer_form=answer_form,
        duty_form=duty_form,
    )
