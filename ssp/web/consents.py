"""Consents of a concern or a case: noting one, renewing it, noting its withdrawal; and the SSP+ basis."""

from flask import Blueprint
from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, RadioField, SelectMultipleField
from wtforms.validators import Optional

from ssp.services import consents, plus
from ssp.services.consents import Given as GivenConsent
from ssp.services.consents import NoSuchConsent, Renewal, UnfitConsent
from ssp.services.plus import UnfitPlus
from ssp.terms import Action, Given, Giver
from ssp.web import guard, respond
from ssp.web.errors import not_found
from ssp.web.forms import Chips, HouseForm, choice_of, long_text, needed, short_text
from ssp.web.labels import choices

blueprint = Blueprint("consents", __name__)

DAYS = ["%Y-%m-%d", "%d-%m-%Y"]


class RenewalForm(HouseForm):
    given_on = DateField(_("Hvornår blev det givet?"), [needed(_("Vælg den dag, samtykket blev givet"))], format=DAYS)
    given_how = RadioField(
        _("Hvordan blev det givet?"), [needed(_("Vælg, hvordan det blev givet"))], choices=choices(Given, "given"),
        coerce=choice_of(Given),
    )  # fmt: skip
    expires_on = DateField(_("Til og med hvilken dag gælder det?"), [Optional()], format=DAYS)
    voluntary = BooleanField(
        _("Samtykket er frivilligt, og giveren ved, at det kan trækkes tilbage når som helst"),
        [needed(_("Et samtykke skal være frivilligt: sæt kryds, hvis det er det"))],
    )

    def renewal(self) -> dict:
        return {
            "given_on": self.given_on.data, "given_how": self.given_how.data, "voluntary": bool(self.voluntary.data),
            "expires_on": self.expires_on.data,
        }  # fmt: skip


class ConsentForm(RenewalForm):
    givers = Chips(
        _("Hvem har givet samtykke?"), [needed(_("Vælg, hvem der har givet samtykke"))],
        choices=choices(Giver, "giver"), coerce=choice_of(Giver),
    )  # fmt: skip
    named = short_text(_("Skriv navnene på dem, der gav det"), needed(_("Skriv, hvem der gav samtykket")))
    scope = long_text(
        _("Hvad må deles, og til hvad?"),
        needed(_("Skriv, hvad samtykket dækker")),
        description=_("Med de ord, giveren har sagt ja til. Jo mere præcist, jo bedre."),
    )
    units = SelectMultipleField(
        _("Hvem må det deles med?"), [needed(_("Vælg mindst én enhed"))], choices=[], validate_choice=False
    )

    def given(self) -> GivenConsent:
        """What the form says, as the service takes it."""
        return GivenConsent(
            **self.renewal(), givers=tuple(self.givers.data), named=self.named.data, scope=self.scope.data,
            units=tuple(self.units.data),
        )  # fmt: skip


class PlusForm(HouseForm):
    document = long_text(
        _("Hvad er grundlaget?"),
        needed(_("Skriv, hvilket dokument eller hvilken aftale grundlaget står i")),
        description=_("For eksempel aftalen med den unge, dato og hvor den er journaliseret."),
    )
    starts_on = DateField(_("Fra"), [needed(_("Vælg den første dag"))], format=DAYS)
    ends_on = DateField(_("Til og med"), [needed(_("Vælg den sidste dag"))], format=DAYS)


def both(path: str, **options):
    """The same page for a concern and for a case."""

    def register(view):
        blueprint.add_url_rule(f"/concerns/<reference:concern>{path}", view_func=view, **options)
        blueprint.add_url_rule(f"/cases/<reference:case>{path}", view_func=view, **options)
        return view

    return register


@both("/consents")
def index(**here):
    return _list(here, consents.show(guard.actor(), _matter(here)))


@both("/consents/new")
def new(**here):
    return _form(here, ConsentForm())


@both("/consents", methods=["POST"])
def create(**here):
    form = ConsentForm.posted()
    if not form.validate():
        return _form(here, form, 422)
    try:
        consents.record(guard.actor(), _matter(here), form.given(), respond.form_key())
    except UnfitConsent as error:
        _mark(form, error)
        return _form(here, form, 422)
    return respond.onward("consents.index", done="consented", **here)


@both("/consents/<reference:consent>/renewals/new")
def new_renewal(consent, **here):
    return _renewal(here, consent, RenewalForm())


@both("/consents/<reference:consent>/renewals", methods=["POST"])
def renew(consent, **here):
    form = RenewalForm.posted()
    if not form.validate():
        return _renewal(here, consent, form, 422)
    try:
        consents.renew(guard.actor(), _matter(here), consent, Renewal(**form.renewal()), respond.form_key())
    except UnfitConsent as error:
        _mark(form, error)
        return _renewal(here, consent, form, 422)
    except NoSuchConsent:
        return not_found()
    return respond.onward("consents.index", done="renewed", **here)


@both("/consents/<reference:consent>/withdrawal/new")
def new_withdrawal(consent, **here):
    """One step of confirming; nobody asks why."""
    page = consents.desk(guard.actor(), _matter(here), Action.CONSENT_WITHDRAW)
    try:
        return respond.page("consents/withdraw.html", here=here, page=page, consent=page.consent(consent))
    except NoSuchConsent:
        return not_found()


@both("/consents/<reference:consent>/withdrawal", methods=["POST"])
def withdraw(consent, **here):
    try:
        consents.withdraw(guard.actor(), _matter(here), consent)
    except NoSuchConsent:
        return not_found()
    return respond.onward("consents.index", done="withdrawn", **here)


@both("/consents/<reference:consent>/lapse", methods=["POST"])
def lapse(consent, **here):
    try:
        consents.lapse(guard.actor(), _matter(here), consent)
    except NoSuchConsent:
        return not_found()
    return respond.onward("consents.index", done="lapsed", **here)


@both("/plus/new")
def new_plus(**here):
    return _plus(here, PlusForm())


@both("/plus", methods=["POST"])
def create_plus(**here):
    form = PlusForm.posted()
    if not form.validate():
        return _plus(here, form, 422)
    dates = form.starts_on.data, form.ends_on.data
    try:
        plus.record(guard.actor(), _matter(here), form.document.data, *dates, respond.form_key())
    except UnfitPlus as error:
        words = gettext("Vælg en dag efter den første, der ikke er gået")
        if error.reason == "gap":
            words = gettext("Vælg senest %(day)s: ellers er der dage uden grundlag", day=format_date(error.latest))
        elif error.latest is not None:
            words = gettext("SSP+ kan for den unge højst gælde til %(day)s", day=format_date(error.latest))
        form[error.field].errors = [words]
        return _plus(here, form, 422)
    return respond.onward("consents.index", done="plus", **here)


def _matter(here: dict) -> str:
    return here.get("concern") or here["case"]


def _mark(form, error: UnfitConsent) -> None:
    words = {
        "units": gettext("Vælg mindst én enhed"),
        "givers": gettext("Vælg, hvem der har givet samtykke"),
        "voluntary": gettext("Et samtykke skal være frivilligt: sæt kryds, hvis det er det"),
        "given_on": gettext("Vælg en dag, der er kommet"),
        "expires_on": gettext("Vælg en tidligere dag: så længe kan et samtykke ikke gælde"),
    }
    over = gettext("Vælg en dag, der ikke er gået")
    form[error.field].errors = [over if error.reason == "over" else words[error.field]]


def _list(here, page, status=200):
    return respond.page("consents/index.html", "consents/_list.html", status, here=here, page=page)


def _form(here, form, status=200):
    page = consents.desk(guard.actor(), _matter(here), Action.CONSENT_RECORD)
    return respond.page("consents/new.html", "consents/_form.html", status, here=here, page=page, form=form)


def _renewal(here, consent, form, status=200):
    page = consents.desk(guard.actor(), _matter(here), Action.CONSENT_RENEW)
    try:
        found = page.consent(consent)
    except NoSuchConsent:
        return not_found()
    return respond.page("consents/renew.html", status=status, here=here, page=page, consent=found, form=form)


def _plus(here, form, status=200):
    page = consents.desk(guard.actor(), _matter(here), Action.PLUS_RECORD)
    return respond.page("consents/plus.html", status=status, here=here, page=page, form=form)
