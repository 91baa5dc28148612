"""The forms a person is found, described and put together with another on."""

import re

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, HiddenField, RadioField
from wtforms.validators import Optional, ValidationError

from ssp.services.case_persons import Change
from ssp.services.person_candidates import Criterion
from ssp.services.person_records import NewPerson, PersonView
from ssp.web.forms import HouseForm, needed, short_text, strip

CPR = re.compile(r"(\d{6})[ -]?(\d{4})")
DAYS = ["%Y-%m-%d", "%d-%m-%Y"]
UNFIT = {
    "no_date": _("Skriv et CPR-nummer, der begynder med en dato"),
    "other_date": _("Fødselsdagen er ikke den, der står i CPR-nummeret"),
    "not_yet": _("Vælg en dag, der har været"),
}
"""What to mend, by the reason a service gives."""


class FindForm(HouseForm):
    name = short_text(_("Barnets navn"), needed(_("Skriv barnets navn")))
    cpr = short_text(_("CPR-nummer"), description=_("Ti cifre. Nummeret gemmes forseglet og vises kun delvist."))
    born_on = DateField(_("Fødselsdag"), [Optional()], format=DAYS, description=_("Når du ikke kender CPR-nummeret."))

    def validate_cpr(self, field):
        if field.data and not CPR.fullmatch(field.data):
            raise ValidationError(_("Skriv CPR-nummeret som 010203-0000, eller lad feltet stå tomt"))

    @property
    def number(self) -> str:
        """The CPR number as "ddmmyy-nnnn", "" for none."""
        found = CPR.fullmatch(self.cpr.data or "")
        return f"{found[1]}-{found[2]}" if found else ""

    def criterion(self) -> Criterion:
        return Criterion(self.name.data or "", self.number, self.born_on.data)


class RecordForm(FindForm):
    """What is known of a person."""

    school = short_text(_("Skole"))
    school_class = short_text(_("Klasse"))
    speaks = short_text(_("Sprog"), description=_("Det sprog, familien taler bedst."))
    interpreter = BooleanField(_("Har brug for tolk"))
    address = short_text(_("Adresse"))
    protected = BooleanField(_("Adressen er beskyttet"))
    protected_name = BooleanField(_("Navnet er beskyttet"))

    def known(self) -> NewPerson:
        return NewPerson(
            self.name.data, cpr=self.number, born_on=self.born_on.data, school=self.school.data or "",
            school_class=self.school_class.data or "", speaks=self.speaks.data or "",
            interpreter=self.interpreter.data, protected=self.protected.data,
            protected_name=self.protected_name.data, address=self.address.data or "",
        )  # fmt: skip


class NewPersonForm(RecordForm):
    reason = short_text(
        _("Hvorfor er det ikke et af de børn, der står ovenfor?"),
        description=_("For eksempel: 'Samme navn, men en anden årgang.' Begrundelsen bliver registreret."),
    )


class CorrectionForm(RecordForm):
    """The same for somebody there is a record of: what is hidden on the page is kept, unless it is to go."""

    name = short_text(_("Navn"), needed(_("Skriv navnet")))
    forget_cpr = BooleanField(_("Fjern CPR-nummeret"))
    forget_address = BooleanField(_("Fjern adressen"))

    @classmethod
    def of(cls, person: PersonView) -> "CorrectionForm":
        """The form as it stands before anything is changed; no number, and no protected address, is on it."""
        found = cls(obj=person)
        found.cpr.data, found.born_on.data = "", person.born
        return found

    def change(self) -> Change:
        return Change(self.known(), self.forget_cpr.data, self.forget_address.data)


class MergeForm(HouseForm):
    other = HiddenField(filters=[strip])
    keep = RadioField(_("Hvilken registrering skal blive?"), validate_choice=False, default="")
    reason = short_text(
        _("Hvordan ved du, at det er den samme person?"), needed(_("Skriv, hvordan du ved, at det er den samme"))
    )

    def validate_keep(self, field):
        if not field.data:
            raise ValidationError(_("Vælg, hvilken registrering der skal blive"))
