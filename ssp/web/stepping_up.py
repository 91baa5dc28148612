"""Stepping up: one's own password once more, in the same form, before an act that takes it."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import PasswordField

from ssp.services import accounts
from ssp.terms import Action
from ssp.web import guard
from ssp.web.forms import HouseForm, needed


def password_again() -> PasswordField:
    """The last field of a form that takes it; the page never shows again what was typed there."""
    return PasswordField(
        _("Din adgangskode"),
        [needed(_("Skriv din adgangskode"))],
        description=_("Skriv den igen, så vi ved, at det er dig."),
    )


def proved(form: HouseForm, action: Action) -> int:
    """200 when the form's `password` is right; else 422, or 429 after too many tries, and the field says what to do."""
    try:
        accounts.prove(guard.actor(), form.password.data, action)
    except accounts.TooManyAttempts:
        form.password.errors = [gettext("Der er prøvet for mange gange. Vent et kvarter, og prøv igen.")]
        return 429
    except accounts.WrongPassword:
        form.password.errors = [gettext("Adgangskoden passer ikke. Skriv den igen.")]
        return 422
    return 200
