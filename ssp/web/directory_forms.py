"""The administrator's forms, and the words for everything the directory can object to."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, PasswordField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from ssp.services.directory_networks import NETWORK_BASES
from ssp.terms import Basis, Role, Sector
from ssp.web.forms import HouseForm, choice_of, long_text, needed, short_text
from ssp.web.labels import choices

WORDS = {
    "name_missing": _("Skriv navnet"),
    "username_missing": _("Skriv brugernavnet"),
    "username_spaces": _("Skriv brugernavnet uden mellemrum"),
    "username_taken": _("Vælg et andet brugernavn: dette er i brug"),
    "username_twice": _("Ret brugernavnet: det står også på en tidligere linje"),
    "email_bad": _("Ret e-mailadressen, så den ligner navn@eksempel.dk"),
    "unit_missing": _("Skriv, hvilken enhed personen hører til"),
    "unit_unknown": _("Vælg en enhed, der findes og er åben"),
    "unit_taken": _("Vælg et andet navn: en enhed hedder allerede sådan"),
    "unit_twice": _("Ret navnet: enheden står også på en tidligere linje"),
    "role_missing": _("Skriv en rolle"),
    "role_unknown": _("Ret rollen: den findes ikke"),
    "role_outside_sector": _("Vælg en anden rolle eller enhed: rollen passer ikke til enhedens sektor"),
    "own_role": _("Bed en anden administrator om at ændre din rolle. Forsøget er registreret."),
    "own_password": _("Skift din egen adgangskode under dit navn øverst på siden"),
    "own_unit": _("Bed en administrator fra en anden enhed om at lukke denne: du hører selv til her"),
    "sector_missing": _("Skriv en sektor"),
    "sector_unknown": _("Ret sektoren: den findes ikke"),
    "sector_outside_roles": _("Flyt først de brugere, hvis rolle ikke passer til den nye sektor"),
    "network_unknown": _("Vælg et netværk, der findes"),
    "network_taken": _("Vælg et andet navn: et netværk hedder allerede sådan"),
    "owner_missing": _("Vælg, hvem der ejer netværket"),
    "ends_past": _("Vælg en slutdato, der ikke er passeret"),
    "ends_before_start": _("Vælg en slutdato fra i dag eller senere og efter startdatoen"),
    "date_bad": _("Skriv datoen som 31-12-2027"),
    "user_unknown": _("Ret brugernavnet: ingen bruger hedder sådan"),
    "member_already": _("Personen er allerede medlem i den periode"),
    "formula": _("Fjern =, +, - eller @ fra begyndelsen: det kan blive læst som en formel"),
    "unreadable": _("Fjern de tegn, der ikke kan læses"),
    "too_long": _("Skriv det kortere"),
    "cells_extra": _("Fjern de ekstra felter på linjen, eller sæt anførselstegn om felter med skilletegn i"),
    "password_short": _("Skriv mindst 15 tegn. En sætning er let at huske."),
    "password_long": _("Skriv højst 128 tegn."),
    "password_common": _("Vælg en, der er sværere at gætte. Denne er for almindelig."),
    "password_personal": _("Vælg en, der ikke indeholder personens navn."),
    "column_missing": _("Tilføj kolonnen"),
    "column_unknown": _("Kolonnen kendes ikke og bliver sprunget over"),
    "empty": _("Vælg en fil med en overskriftslinje og mindst én linje under den"),
    "too_many": _("Del filen: den har for mange linjer"),
    "file_unreadable": _("Gem filen som CSV fra regnearket, og prøv igen: den kan ikke læses"),
}
"""What the directory can object to, as calm advice."""

CHOOSE = SelectChoice("", _("Vælg"))
NO_NETWORK = SelectChoice("", _("Intet netværk"))
EVERY = SelectChoice("", _("Alle"))


def choice(label, refusal, **options):
    """A drop-down whose choices the page fills in and the service checks."""
    return SelectField(label, [needed(refusal)], choices=[], validate_choice=False, default="", **options)


class DayField(DateField):
    """A day that can be left out; what is no date is refused in our own words."""

    def process_formdata(self, valuelist):
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(WORDS["date_bad"]) from error


class UnitForm(HouseForm):
    name = short_text(_("Navn"), needed(_("Skriv enhedens navn")))
    sector = SelectField(
        _("Sektor"),
        [needed(_("Vælg en sektor"))],
        choices=[CHOOSE, *choices(Sector, "sector")],
        coerce=choice_of(Sector),
    )
    network = SelectField(_("Hører til netværk"), [Optional()], choices=[], validate_choice=False, default="")
    self_governing = BooleanField(_("Selvejende institution"))
    active = BooleanField(_("Enheden er åben"), default=True)


class UserForm(HouseForm):
    name = short_text(_("Navn"), needed(_("Skriv personens navn")))
    username = short_text(_("Brugernavn"), needed(_("Skriv et brugernavn")))
    email = short_text(_("E-mail"), description=_("Der sendes kun besked om, at der er nyt. Aldrig indhold."))
    unit = choice(_("Enhed"), _("Vælg en enhed"))
    role = SelectField(
        _("Rolle"), [needed(_("Vælg en rolle"))], choices=[CHOOSE, *choices(Role, "role")], coerce=choice_of(Role)
    )
    ends_on = DayField(
        _("Sidste dag i stillingen"), [Optional()], description=_("Dagen efter er der lukket for adgang.")
    )
    password = PasswordField(
        _("Adgangskode"), [Optional()],
        description=_("Mindst 15 tegn. Lad feltet stå tomt, hvis adgangskoden ikke skal sættes nu."),
    )  # fmt: skip


class NetworkForm(HouseForm):
    name = short_text(_("Navn"), needed(_("Skriv netværkets navn")))
    purpose = long_text(_("Formål"), needed(_("Skriv, hvad netværket er til for")))
    legal_basis = RadioField(
        _("Grundlag"), [needed(_("Vælg et grundlag"))], choices=choices(NETWORK_BASES, "basis"),
        coerce=choice_of(Basis),
    )  # fmt: skip
    owner = choice(_("Ejer"), _("Vælg, hvem der ejer netværket"))
    ends_on = DayField(
        _("Slutdato"), [needed(_("Vælg en slutdato"))],
        description=_("Dagen efter mister medlemmerne adgang, hvis datoen ikke er flyttet."),
    )  # fmt: skip


class MemberForm(HouseForm):
    username = short_text(_("Brugernavn"), needed(_("Skriv medlemmets brugernavn")))
    starts_on = DayField(_("Fra"), [Optional()], description=_("Tomt betyder i dag."))
    leaves_on = DayField(_("Til og med"), [Optional()])


class UserFilterForm(HouseForm):
    q = short_text(_("Navn eller brugernavn"))
    unit = SelectField(_("Enhed"), choices=[], validate_choice=False, default="")
    role = SelectField(_("Rolle"), choices=[EVERY, *choices(Role, "role")], validate_choice=False, default="")
    view = SelectField(
        _("Vis"),
        choices=[
            SelectChoice("", _("I stilling")),
            SelectChoice("unconfirmed", _("Mangler bekræftelse")),
            SelectChoice("lapsing", _("Skal snart bekræftes")),
            SelectChoice("waiting", _("Uden adgangskode")),
            SelectChoice("ended", _("Fratrådte")),
        ],
        default="",
    )


def options(found, *first) -> list[SelectChoice]:
    """Directory options as a drop-down's choices."""
    return [*first, *(SelectChoice(option.reference, option.name) for option in found)]


def mark(form, objections) -> None:
    """Put each objection beside the field that can mend it."""
    for objection in objections:
        field = getattr(form, objection.field)
        field.errors = [*field.errors, WORDS[objection.reason]]
