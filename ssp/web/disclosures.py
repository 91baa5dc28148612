"""Disclosures: composing an extract, reviewing one, and answering it."""

from flask import Blueprint
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.validators import Optional

from ssp.services import disclosures
from ssp.services.disclosures import OFFERED_BASES, Objected, Offer
from ssp.terms import Basis, Part, Purpose
from ssp.web import guard, respond
from ssp.web.forms import Chips, HouseForm, choice_of, long_text, needed, short_text
from ssp.web.labels import choices

blueprint = Blueprint("disclosures", __name__)


class TermsForm(HouseForm):
    """What every disclosure needs, whoever shares: basis, purpose and why (C1). Nothing is chosen beforehand."""

    basis = RadioField(
        _("På hvilket grundlag?"), [Optional()], choices=choices(OFFERED_BASES, "basis"), coerce=choice_of(Basis)
    )
    other_law = short_text(
        _("Hvilken anden lov?"), description=_("Kun hvis du vælger 'Anden lov'. Skriv lov og paragraf.")
    )
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


@blueprint.get("/disclosures")
def index():
    return respond.page(
        "disclosures/index.html", "disclosures/_list.html", disclosures=disclosures.index(guard.actor())
    )


@blueprint.get("/concerns/<reference:source>/disclosures/new", endpoint="new")
@blueprint.get("/disclosures/<reference:source>/passings/new", endpoint="new_passing")
def new(source):
    return _compose_page(source, ExtractForm())


@blueprint.post("/concerns/<reference:source>/disclosures", endpoint="create")
@blueprint.post("/disclosures/<reference:source>/passings", endpoint="create_passing")
def create(source):
    form = ExtractForm.posted()
    if not form.validate():
        return _compose_page(source, form, 422)
    try:
        reference = disclosures.share(guard.actor(), source, _offer(form), respond.form_key())
    except Objected as error:
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


@blueprint.get("/disclosures/<reference:disclosure>/returns/new")
def new_return(disclosure):
    return _return_page(disclosure, ReturnForm())


@blueprint.post("/disclosures/<reference:disclosure>/returns")
def bring_back(disclosure):
    form = ReturnForm.posted()
    if not form.validate():
        return _return_page(disclosure, form, 422)
    try:
        reference = disclosures.bring_back(guard.actor(), disclosure, _offer(form), respond.form_key())
    except Objected as error:
        _mark(form, error)
        return _return_page(disclosure, form, 422)
    return respond.onward("disclosures.show", disclosure=reference, done="shared")


def _offer(form) -> Offer:
    returning = isinstance(form, ReturnForm)
    return Offer(
        parts=(Part.STATEMENT,) if returning else tuple(form.parts.data or ()),
        recipient="" if returning else form.recipient.data or "",
        basis=form.basis.data if isinstance(form.basis.data, Basis) else None,
        purpose=form.purpose.data if isinstance(form.purpose.data, Purpose) else None,
        necessity=form.necessity.data or "",
        other_law=form.other_law.data or "",
        statement=form.statement.data if returning else "",
    )


def _mark(form, error: Objected) -> None:
    """Put each objection beside the field that can mend it."""
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


def _compose_page(source, form, status=200):
    composer = disclosures.composer(guard.actor(), source)
    action = "disclosures.create_passing" if composer.passing_on else "disclosures.create"
    return respond.page(
        "disclosures/new.html", "disclosures/_compose.html", status, composer=composer, form=form, action=action
    )


def _return_page(disclosure, form, status=200):
    view = disclosures.show(guard.actor(), disclosure)
    return respond.page("disclosures/return.html", status=status, disclosure=view, form=form)


def _page(disclosure, form, status=200):
    view = disclosures.show(guard.actor(), disclosure)
    return respond.page("disclosures/show.html", "disclosures/_disclosure.html", status, disclosure=view, form=form)
