"""The forms for signing in and changing a password."""

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, StringField

from ssp.web.forms import HouseForm, needed, strip


class SignInForm(HouseForm):
    username = StringField(_("Brugernavn"), [needed(_("Skriv dit brugernavn"))], filters=[strip])
    password = PasswordField(_("Adgangskode"), [needed(_("Skriv din adgangskode"))])


class PasswordForm(HouseForm):
    old_password = PasswordField(_("Nuværende adgangskode"), [needed(_("Skriv din nuværende adgangskode"))])
    new_password = PasswordField(_("Ny adgangskode"), [needed(_("Skriv en ny adgangskode"))])
