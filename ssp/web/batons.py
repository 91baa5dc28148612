"""The room of a case where it changes hands: offering it, accepting, saying no, and taking an offer back."""

from flask import Blueprint, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.fields import SelectChoice

from ssp.services import batons
from ssp.services.batons import NotASuccessor
from ssp.web import guard, respond
from ssp.web.forms import HouseForm, long_text, needed

blueprint = Blueprint("batons", __name__, url_prefix="/cases/<reference:case>/baton")


class OfferForm(HouseForm):
    user = SelectField(
        _("Hvem skal være tovholder?"), [needed(_("Vælg, hvem forløbet skal tilbydes"))], choices=[],
        validate_choice=False, default="",
    )  # fmt: skip
    advice = long_text(
        _("Dine råd til den næste"),
        description=_(
            "Det, du ville sige over en kop kaffe: hvad der virker, hvem man skal ringe til først, hvad der er på vej. "
            "Kun du og den, du tilbyder forløbet, kan læse det. Det er ikke en del af kronologien."
        ),
    )

    def offer(self, readers) -> None:
        """Fill in who can be chosen."""
        people = [SelectChoice(reader.reference, f"{reader.name}, {reader.unit}") for reader in readers]
        self.user.choices = [SelectChoice("", gettext("Vælg en person")), *people]


class DeclineForm(HouseForm):
    word = long_text(
        _("Hvorfor kan du ikke?"),
        needed(_("Skriv kort, hvorfor du siger nej, så en anden kan få det tilbudt")),
        description=_("Kun den, der tilbød dig forløbet, kan læse det."),
    )


@blueprint.get("")
def show(case):
    return _page(case, OfferForm(), DeclineForm())


@blueprint.post("")
def offer(case):
    form = OfferForm.posted()
    if not form.validate():
        return _page(case, form, DeclineForm(), 422)
    try:
        batons.offer(guard.actor(), case, form.user.data, form.advice.data or "", respond.form_key())
    except NotASuccessor:
        form.user.errors = [gettext("Vælg en konsulent, der er i netværket og ikke er væk lige nu")]
        return _page(case, form, DeclineForm(), 422)
    return respond.onward("batons.show", case=case, done="baton_offered")


@blueprint.post("/accept")
def accept(case):
    batons.accept(guard.actor(), case, _offer(), respond.form_key())
    return respond.onward("cases.show", case=case, done="taken")


@blueprint.post("/decline")
def decline(case):
    form = DeclineForm.posted()
    if not form.validate():
        return _page(case, OfferForm(), form, 422)
    batons.decline(guard.actor(), case, _offer(), form.word.data, respond.form_key())
    return respond.onward("batons.show", case=case, done="baton_declined")


@blueprint.post("/withdraw")
def withdraw(case):
    batons.withdraw(guard.actor(), case, _offer(), respond.form_key())
    return respond.onward("batons.show", case=case, done="baton_withdrawn")


def _offer() -> str:
    """The offer the page was made for."""
    return request.form.get("baton", "")[:16]


def _page(case, form, decline, status=200):
    room = batons.show(guard.actor(), case)
    form.offer(room.choices)
    return respond.page("batons/show.html", "batons/_baton.html", status, room=room, form=form, decline=decline)
