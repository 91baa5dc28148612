"""The duty to inform: the list, one notice at a time, its letter; and the review before somebody grows up."""

from flask import Blueprint, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from ssp.db import Clash
from ssp.services import notice_list, notice_views, notices, reviews
from ssp.services.family_letters import NotToBeTold
from ssp.services.notices import Deferral, Told
from ssp.services.standing import today
from ssp.terms import Exemption, Given, Giver
from ssp.web import guard, respond
from ssp.web.directory_forms import DayField
from ssp.web.format import day
from ssp.web.forms import HouseForm, choice_of, long_text, needed, short_text, version_of
from ssp.web.labels import choices
from ssp.web.notice_letters import languages, letter_of
from ssp.web.printing import letter as printed
from ssp.web.printing import pdf

blueprint = Blueprint("notices", __name__)


class GivenForm(HouseForm):
    """When, how and by whom somebody was told (H1)."""

    version = HiddenField()
    told_on = DayField(_("Hvornår fik personen det at vide?"), [needed(_("Vælg dagen"))])
    told_how = RadioField(
        _("Hvordan?"),
        [needed(_("Vælg, hvordan det blev sagt"))],
        choices=choices(Given, "given"),
        coerce=choice_of(Given),
    )
    told_by = SelectField(_("Hvem gav beskeden?"), [needed(_("Vælg, hvem der gav beskeden"))], choices=[])

    def validate_told_on(self, field):
        if field.data and field.data > today():
            raise ValidationError(_("Vælg en dag, der ikke ligger i fremtiden"))


class DeferForm(HouseForm):
    """Why somebody is not told yet, and when it is taken up again (H2)."""

    version = HiddenField()
    exemption = RadioField(
        _("Hvad gør, at det må vente?"),
        [needed(_("Vælg, hvad der gør, at det må vente"))],
        choices=choices(Exemption, "exemption"),
        coerce=choice_of(Exemption),
    )
    reason = long_text(
        _("Begrundelse"),
        needed(_("Skriv, hvorfor det må vente i netop denne sag")),
        description=_("Læses af den, der skrev bekymringen, og af SSP-konsulenterne i netværket."),
    )
    review_on = DayField(_("Hvornår skal det tages op igen?"), [needed(_("Vælg den dag, det skal tages op igen"))])

    def validate_review_on(self, field):
        if field.data and not notices.can_be_reviewed(field.data, today()):
            last = day(notices.last_review(today()))
            raise ValidationError(gettext("Vælg en dag efter i dag og senest %(last)s", last=last))


class AddForm(HouseForm):
    """One more who is to be told (H1)."""

    child = SelectField(_("Barnet"), [needed(_("Vælg barnet"))], choices=[])
    to_whom = RadioField(
        _("Hvem skal orienteres?"),
        [needed(_("Vælg, hvem der skal orienteres"))],
        choices=choices(Giver, "giver"),
        coerce=choice_of(Giver),
    )
    named = short_text(
        _("Navn"), description=_("Så alle kan se, hvem det er, når forældremyndigheden er delt mellem to hjem.")
    )

    def validate_named(self, field):
        if self.to_whom.data == Giver.CUSTODY_HOLDER and not field.data:
            raise ValidationError(_("Skriv navnet på forældremyndighedsindehaveren"))


class ReviewForm(HouseForm):
    """What came of going through a record before somebody grows up (I6)."""

    version = HiddenField()
    outcome = long_text(_("Hvad kom der ud af gennemgangen?"), needed(_("Skriv, hvad gennemgangen førte til")))


@blueprint.get("/notices")
def index():
    view = request.args.get("view", "due")
    view = view if view in notice_list.VIEWS else "due"
    listing = notice_list.index(guard.actor(), view, request.args.get("after"))
    return respond.page("notices/index.html", "notices/_due.html", listing=listing)


@blueprint.get("/concerns/<reference:concern>/notices/new")
def new(concern):
    return _add_page(concern, AddForm())


@blueprint.post("/concerns/<reference:concern>/notices")
def create(concern):
    form = AddForm.posted()
    page = _prepared(form, notice_views.page(guard.actor(), concern))
    if not form.validate():
        return _add_page(concern, form, 422, page)
    notice = notices.add(
        guard.actor(), concern, form.child.data, form.to_whom.data, form.named.data or "", respond.form_key()
    )
    return respond.onward("notices.show", done="notice_added", concern=concern, notice=notice)


@blueprint.get("/concerns/<reference:concern>/notices/<reference:notice>")
def show(concern, notice):
    return _page(concern, notice)


@blueprint.post("/concerns/<reference:concern>/notices/<reference:notice>/given")
def give(concern, notice):
    form = GivenForm.posted()
    page = notice_views.page(guard.actor(), concern, notice)
    form.told_by.choices = _tellers(page)
    if not form.validate():
        return _page(concern, notice, given_form=form, status=422)
    told = Told(form.told_on.data, form.told_how.data, form.told_by.data)
    try:
        notices.give(guard.actor(), concern, notice, told, version_of(form.version.data), respond.form_key())
    except Clash:
        return _page(concern, notice, given_form=form, status=409)
    return respond.onward("notices.show", done="informed", concern=concern, notice=notice)


@blueprint.post("/concerns/<reference:concern>/notices/<reference:notice>/deferrals")
def defer(concern, notice):
    form = DeferForm.posted()
    if not form.validate():
        return _page(concern, notice, defer_form=form, status=422)
    deferral = Deferral(form.exemption.data, form.reason.data, form.review_on.data)
    try:
        notices.defer(guard.actor(), concern, notice, deferral, version_of(form.version.data), respond.form_key())
    except Clash:
        return _page(concern, notice, defer_form=form, status=409)
    return respond.onward("notices.show", done="deferred", concern=concern, notice=notice)


@blueprint.get("/concerns/<reference:concern>/notices/<reference:notice>/letter")
def letter(concern, notice):
    try:
        facts = notice_views.letter(guard.actor(), concern, notice, request.args.get("to", ""))
    except NotToBeTold as refused:
        return _page(concern, notice, status=422, refused=refused)
    wanted = request.args.get("language", "")
    language = wanted if wanted in languages() else "da"
    return pdf(printed(letter_of(facts, language), language), facts.reference)


@blueprint.get("/reviews/<reference:matter>")
def review(matter):
    return _review_page(matter)


@blueprint.post("/reviews/<reference:matter>")
def note_review(matter):
    form = ReviewForm.posted()
    if not form.validate():
        return _review_page(matter, form, 422)
    try:
        kind = reviews.note(guard.actor(), matter, form.outcome.data, version_of(form.version.data), respond.form_key())
    except Clash:
        return _review_page(matter, form, 409)
    return respond.onward(f"{kind}s.show", done="reviewed", **{kind: matter})


def _page(concern, notice, given_form=None, defer_form=None, status=200, refused=None):
    """The notice as it is now. Nothing is left to write in once somebody has been told: then a clash is a clash."""
    page = notice_views.page(guard.actor(), concern, notice)
    if status == 409:
        if page.notice.state == "told":
            raise Clash
        (given_form or defer_form).version.data = str(page.version)
    given_form = given_form or GivenForm(version=str(page.version), told_by=page.me)
    given_form.told_by.choices = _tellers(page)
    return respond.page(
        "notices/show.html",
        "notices/_notice.html",
        status,
        page=page,
        clash=status == 409,
        refused=refused,
        given_form=given_form,
        defer_form=defer_form or DeferForm(version=str(page.version)),
        languages=languages(),
    )


def _add_page(concern, form, status=200, page=None):
    page = page or _prepared(form, notice_views.page(guard.actor(), concern))
    return respond.page("notices/new.html", "notices/_add.html", status, page=page, form=form)


def _prepared(form, page):
    """The form with the children to choose from; the only one is chosen already."""
    form.child.choices = [SelectChoice(row, name) for row, name in page.children]
    if len(page.children) > 1:
        form.child.choices.insert(0, SelectChoice("", _("Vælg")))
    return page


def _review_page(matter, form=None, status=200):
    page = reviews.show(guard.actor(), matter)
    if status == 409:
        form.version.data = str(page.version)
    form = form or ReviewForm(version=str(page.version))
    return respond.page(
        "notices/review.html", "notices/_review.html", status, page=page, form=form, clash=status == 409
    )


def _tellers(page) -> list[SelectChoice]:
    return [SelectChoice("", _("Vælg")), *(SelectChoice(person.reference, person.name) for person in page.tellers)]
