"""Sparring: asking without a name, answering, and making a concern of it."""

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict

from ssp.services import consultations, drafts
from ssp.services.drafts import new_draft_reference
from ssp.services.namelessness import Held
from ssp.terms import Action
from ssp.web import guard, respond
from ssp.web.consultation_forms import ConversionForm, MessageForm, QuestionForm, ReplyForm
from ssp.web.drafting import draft_body, draft_place, has_text, posted_desk
from ssp.web.errors import not_found

blueprint = Blueprint("consultations", __name__, url_prefix="/consultations")


@blueprint.get("")
def index():
    listing = consultations.index(guard.actor(), request.args.get("after"))
    return respond.page("consultations/index.html", "consultations/_list.html", listing=listing)


@blueprint.get("/new")
def new():
    form = QuestionForm(draft=new_draft_reference(), version="0")
    return _desk_page(form, consultations.desk(guard.actor(), None))


@blueprint.get("/drafts/<reference:draft>")
def edit(draft):
    desk = consultations.desk(guard.actor(), draft)
    if desk is None:
        return not_found()
    form = QuestionForm(MultiDict(desk.draft.body), draft=draft)
    form.draft.data, form.version.data = draft, str(desk.draft.version)
    return _desk_page(form, desk)


@blueprint.post("")
def create():
    form = QuestionForm.posted()
    if not form.validate():
        return _refused(form)
    sent = consultations.ask(guard.actor(), form.question(), form.accepted(), respond.form_key(), *draft_place())
    if isinstance(sent, Held):
        return _refused(form, sent)
    return respond.onward("consultations.show", done="asked", consultation=sent)


@blueprint.get("/<reference:consultation>")
def show(consultation):
    return _show_page(consultation)


@blueprint.post("/<reference:consultation>/answers")
def answer(consultation):
    return _say(consultation, consultations.answer, MessageForm)


@blueprint.post("/<reference:consultation>/replies")
def reply(consultation):
    return _say(consultation, consultations.reply, ReplyForm)


@blueprint.post("/<reference:consultation>/concern")
def convert(consultation):
    form = ConversionForm.posted()
    if not form.validate():
        return _show_page(consultation, conversion_form=form, status=422)
    made = consultations.convert(
        guard.actor(), consultation, form.why.data or "", form.accepted(), respond.form_key()
    )  # fmt: skip
    if isinstance(made, Held):
        return _show_page(consultation, conversion_form=form, held=made, status=422)
    if made:
        return respond.onward("concerns.edit", draft=made)
    return respond.onward("consultations.show", done="concern_asked", consultation=consultation)


@blueprint.post("/<reference:consultation>/close")
def close(consultation):
    consultations.close(guard.actor(), consultation, respond.form_key())
    return respond.onward("consultations.show", done="consultation_closed", consultation=consultation)


def _say(consultation, send, form_class):
    """Send a message to the thread, or show the page again with every character and what holds it back."""
    form = form_class.posted()
    if not form.validate():
        return _show_page(consultation, form, status=422)
    held = send(guard.actor(), consultation, form.text.data, form.accepted(), respond.form_key())
    if held:
        return _show_page(consultation, form, held=held, status=422)
    return respond.onward("consultations.show", done="answered", consultation=consultation)


def _desk_page(form, desk, held=None, status=200):
    return respond.page("consultations/new.html", status=status, form=form, desk=desk, held=held)


def _refused(form, held=None):
    """422 with every character still in its place; the text is kept as a draft as well."""
    if held:
        form.refuse(held)
    if has_text():
        saved = drafts.save(guard.actor().user_id, *draft_place(), draft_body(), posted_desk().form)
        form.draft.data, form.version.data = saved.reference, str(saved.version)
    return _desk_page(form, consultations.desk(guard.actor(), None), held, 422)


def _show_page(consultation, message_form=None, conversion_form=None, held=None, status=200):
    if held:
        (message_form or conversion_form).refuse(held)
    view = consultations.show(guard.actor(), consultation)
    answering = Action.CONSULTATION_ANSWER in view.may
    return respond.page(
        "consultations/show.html",
        "consultations/_consultation.html",
        status,
        consultation=view,
        message_form=message_form or (MessageForm() if answering else ReplyForm()),
        conversion_form=conversion_form or ConversionForm(),
        held=held,
        holding="message" if message_form else "conversion",
    )
