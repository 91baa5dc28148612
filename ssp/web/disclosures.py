"""Disclosures: composing an extract, reviewing one, and answering it."""

from flask import Blueprint, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, RadioField, SelectField
from wtforms.validators import Optional

from ssp.services import disclosures, network_consultations
from ssp.services.disclosures import Objected, Offer, Unsettled
from ssp.terms import Part, Purpose
from ssp.web import guard, respond
from ssp.web.checking import CheckForm
from ssp.web.forms import Chips, HouseForm, choice_of, long_text, needed
from ssp.web.labels import choices

blueprint = Blueprint("disclosures", __name__)


class TermsForm(CheckForm):
    """What every disclosure needs, whoever shares: basis, purpose and why (C1). Nothing is chosen beforehand."""

    purpose = RadioField(
        _("Til hvilket formål?"), [Optional()], choices=choices(Purpose, "purpose"), coerce=choice_of(Purpose)
    )
    necessity = long_text(
        _("Hvorfor er det nødvendigt?"),
        description=_("Skriv, hvorfor modtageren har brug for netop disse dele. Modtageren læser det også."),
    )


class ExtractForm(TermsForm):
    parts = Chips(_("Hvilke dele deler du?"), choices=choices(Part, "part"), coerce=choice_of(Part))
    recipient = SelectField(_("Hvem deler du med?"), choices=[], validate_choice=False, default="")


class ReturnForm(TermsForm):
    statement = long_text(_("Hvad bringer du med tilbage?"), needed(_("Skriv det, du vil bringe med tilbage")))


class ReplyForm(HouseForm):
    text = long_text(_("Skriv dit svar"), needed(_("Skriv dit svar")))


class HeldForm(HouseForm):
    held_on = DateField(
        _("Hvornår blev det holdt?"), [needed(_("Vælg den dag, samrådet blev holdt"))], format=["%Y-%m-%d", "%d-%m-%Y"]
    )
    outcome = long_text(
        _("Hvad kom der ud af det?"),
        needed(_("Skriv kort, hvad der kom ud af samrådet")),
        description=_("Læses også af den, der delte uddraget. Skriv kun det, de har brug for."),
    )


@blueprint.get("/disclosures")
def index():
    return respond.page(
        "disclosures/index.html", "disclosures/_list.html", disclosures=disclosures.index(guard.actor())
    )


@blueprint.get("/concerns/<reference:source>/disclosures/new", endpoint="new")
@blueprint.get("/disclosures/<reference:source>/passings/new", endpoint="new_passing")
def new(source):
    return _compose_page(source, ExtractForm())


@blueprint.post("/concerns/<reference:source>/disclosures/checks", endpoint="check")
@blueprint.post("/disclosures/<reference:source>/passings/checks", endpoint="check_passing")
def check(source):
    """What the check says of the form as it stands; nothing is shared."""
    return _compose_page(source, ExtractForm.posted(), fragment="disclosures/_verdict.html")


@blueprint.post("/concerns/<reference:source>/disclosures", endpoint="create")
@blueprint.post("/disclosures/<reference:source>/passings", endpoint="create_passing")
def create(source):
    form = ExtractForm.posted()
    if not form.validate():
        return _compose_page(source, form, 422)
    try:
        reference = disclosures.share(guard.actor(), source, _offer(form), respond.form_key())
    except (Objected, Unsettled) as error:
        _mark(form, error)
        return _compose_page(source, form, 422)
    return respond.onward("disclosures.show", disclosure=reference, done="shared")


@blueprint.get("/disclosures/<reference:disclosure>")
def show(disclosure):
    return _page(disclosure, ReplyForm())


@blueprint.post("/disclosures/<reference:disclosure>/answers")
def answer(disclosure):
    form = ReplyForm.posted()
    if not form.validate():
        return _page(disclosure, form, 422)
    disclosures.answer(guard.actor(), disclosure, form.text.data, respond.form_key())
    return respond.onward("disclosures.show", disclosure=disclosure, done="answered", _anchor="thread")


@blueprint.post("/disclosures/<reference:disclosure>/decline")
def decline(disclosure):
    disclosures.decline(guard.actor(), disclosure)
    return respond.onward("disclosures.index", done="declined")


@blueprint.post("/disclosures/<reference:disclosure>/recall")
def recall(disclosure):
    disclosures.recall(guard.actor(), disclosure)
    return respond.onward("disclosures.show", disclosure=disclosure, done="recalled")


@blueprint.post("/disclosures/<reference:disclosure>/investigation")
def investigate(disclosure):
    disclosures.want_for_investigation(guard.actor(), disclosure)
    return respond.onward("disclosures.show", disclosure=disclosure)


@blueprint.post("/disclosures/<reference:disclosure>/crime-documentation")
def document_crime(disclosure):
    network_consultations.document_crime(guard.actor(), disclosure)
    return respond.onward("disclosures.show", disclosure=disclosure, done="documented", _anchor="network-consultation")


@blueprint.post("/disclosures/<reference:disclosure>/network-consultation")
def hold_consultation(disclosure):
    form = HeldForm.posted()
    if not form.validate():
        return _page(disclosure, ReplyForm(), 422, held=form)
    try:
        network_consultations.hold(guard.actor(), disclosure, form.held_on.data, form.outcome.data, respond.form_key())
    except network_consultations.NotYetHeld:
        form.held_on.errors = [gettext("Vælg en dag, der er kommet: notér samrådet, når det er holdt")]
        return _page(disclosure, ReplyForm(), 422, held=form)
    return respond.onward("disclosures.show", disclosure=disclosure, done="consulted", _anchor="thread")


@blueprint.get("/disclosures/<reference:disclosure>/returns/new")
def new_return(disclosure):
    return _return_page(disclosure, ReturnForm())


@blueprint.post("/disclosures/<reference:disclosure>/returns/checks")
def check_return(disclosure):
    return _return_page(disclosure, ReturnForm.posted(), fragment="disclosures/_verdict.html")


@blueprint.post("/disclosures/<reference:disclosure>/returns")
def bring_back(disclosure):
    form = ReturnForm.posted()
    if not form.validate():
        return _return_page(disclosure, form, 422)
    try:
        reference = disclosures.bring_back(guard.actor(), disclosure, _offer(form), respond.form_key())
    except (Objected, Unsettled) as error:
        _mark(form, error)
        return _return_page(disclosure, form, 422)
    return respond.onward("disclosures.show", disclosure=reference, done="shared")


def _offer(form) -> Offer:
    returning = isinstance(form, ReturnForm)
    return Offer(
        parts=(Part.STATEMENT,) if returning else tuple(form.parts.data or ()),
        recipient="" if returning else form.recipient.data or "",
        basis=form.chosen_basis,
        purpose=form.purpose.data if isinstance(form.purpose.data, Purpose) else None,
        necessity=form.necessity.data or "",
        other_law=form.other_law.data or "",
        statement=(form.statement.data or "") if returning else "",
        consent=form.consent.data or "",
        replies=form.replies,
        reason=form.reason.data or "",
    )


def _mark(form, error: Objected | Unsettled) -> None:
    """Put each objection beside the field that can mend it."""
    if isinstance(error, Unsettled):
        return
    words = {
        "nothing_ticked": gettext("Sæt kryds ved det, modtageren skal kunne læse"),
        "sector_outside_basis": gettext("Vælg et andet grundlag: dette dækker ikke begge parter"),
        "outside_authority": gettext("Vælg en person, der handler for en myndighed"),
    }
    missing = {
        "basis": gettext("Vælg, hvilket grundlag du deler på"),
        "purpose": gettext("Vælg et formål"),
        "recipient": gettext("Vælg, hvem du deler med"),
        "necessity": gettext("Skriv, hvorfor det er nødvendigt"),
        "other_law": gettext("Skriv, hvilken lov og paragraf du deler efter"),
    }
    for objection in error.objections:
        field = getattr(form, objection.field, form.basis)
        field.errors = [*field.errors, words.get(objection.reason) or missing[objection.field]]


def _compose_page(source, form, status=200, fragment="disclosures/_compose.html"):
    composer = disclosures.composer(guard.actor(), source, _offer(form) if request.form else None)
    form.offer(composer.consents)
    if status == 422:
        form.mark(composer.verdict)
    ends = "_passing" if composer.passing_on else ""
    return respond.page(
        "disclosures/new.html", fragment, status, composer=composer, form=form, verdict=composer.verdict,
        action=f"disclosures.create{ends}", look=f"disclosures.check{ends}", concern="" if ends else source,
    )  # fmt: skip


def _return_page(disclosure, form, status=200, fragment=None):
    desk = disclosures.return_desk(guard.actor(), disclosure, _offer(form) if request.form else None)
    form.offer(())
    if status == 422:
        form.mark(desk.verdict)
    return respond.page(
        "disclosures/return.html", fragment, status, disclosure=desk.disclosure, form=form, verdict=desk.verdict,
        concern="",
    )  # fmt: skip


def _page(disclosure, form, status=200, held=None):
    view = disclosures.show(guard.actor(), disclosure)
    return respond.page(
        "disclosures/show.html", "disclosures/_disclosure.html", status, disclosure=view, form=form,
        held_form=held or HeldForm(),
    )  # fmt: skip
