"""The forms of a commitment: one to propose it, and one for each turn it can take."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from ssp.services.commitment_views import Desk, Page
from ssp.services.commitments import Change, Proposal
from ssp.services.participating import Reader
from ssp.terms import Side, Turn
from ssp.web.forms import HouseForm, choice_of, long_text, needed
from ssp.web.labels import LABELS, choices

DAYS = ["%Y-%m-%d", "%d-%m-%Y"]


def _day(label):
    return DateField(label, [needed(_("Vælg en dag"))], format=DAYS)


def _wording(label):
    return long_text(label, needed(_("Skriv, hvad der skal ske")))


def _person(label):
    return SelectField(label, choices=[], validate_choice=False, default="")


class ProposalForm(HouseForm):
    side = RadioField(
        _("Hvem gør noget?"), [needed(_("Vælg, hvem der gør noget"))], choices=choices(Side, "side"),
        coerce=choice_of(Side), default=Side.AGENCY,
    )  # fmt: skip
    owner = _person(_("Hvilken medarbejder?"))
    person = _person(_("Hvem i familien?"))
    text = long_text(
        _("Hvad er aftalen?"),
        needed(_("Skriv, hvad der skal ske")),
        description=_("Én ting, så man bagefter kan se, om den blev gjort. Er aftalen familiens, så brug deres ord."),
    )
    due_on = _day(_("Senest hvilken dag?"))

    def validate_owner(self, field):
        if self.side.data != Side.FAMILY and not field.data:
            raise ValidationError(_("Vælg, hvilken medarbejder der gør det"))

    def offer(self, desk: Desk, you: str) -> None:
        """Put in who can be chosen; "" in the family is all of it."""
        self.owner.choices = people(desk.people, you)
        self.person.choices = [
            SelectChoice("", _("Familien")),
            *(SelectChoice(child.reference, child.name or _("Navn beskyttet")) for child in desk.children),
        ]

    def proposal(self) -> Proposal:
        """What the form says, as the service takes it."""
        family = self.side.data == Side.FAMILY
        return Proposal(
            self.side.data, self.text.data, self.due_on.data, "" if family else self.owner.data,
            self.person.data if family else "",
        )  # fmt: skip


class TurnForm(HouseForm):
    """A turn that takes nothing but the press of a button."""

    def start_from(self, page: Page, you: str) -> None:
        """Fill in what the turn begins from, where nobody has typed yet."""

    def change(self, turn: Turn, version: int) -> Change:
        """What the form says, as the service takes it."""
        said = {name: self[name].data for name in ("word", "text", "due_on", "owner") if name in self}
        return Change(turn, version, **said)


class DeclineForm(TurnForm):
    word = long_text(_("Hvorfor ikke?"), needed(_("Skriv kort, hvorfor du siger nej")))


class DropForm(TurnForm):
    word = long_text(_("Hvorfor bliver den opgivet?"), needed(_("Skriv kort, hvorfor aftalen bliver opgivet")))


class MoveForm(TurnForm):
    due_on = _day(_("Ny dag"))
    word = long_text(_("Hvorfor bliver den flyttet?"), needed(_("Skriv kort, hvorfor aftalen bliver flyttet")))

    def start_from(self, page: Page, you: str) -> None:
        self.due_on.data = page.by


class CounterForm(TurnForm):
    text = _wording(_("Hvad kan du sige ja til?"))
    due_on = _day(_("Senest hvilken dag?"))

    def start_from(self, page: Page, you: str) -> None:
        line = page.commitment.line
        self.text.data, self.due_on.data = line.text, line.due_on


class GiveForm(CounterForm):
    owner = _person(_("Hvem skal gøre det i stedet?"))
    text = _wording(_("Hvad er aftalen?"))

    def start_from(self, page: Page, you: str) -> None:
        self.text.data, self.due_on.data = page.commitment.line.text, page.by

    def offer(self, page: Page, you: str) -> None:
        """Put in who can be chosen."""
        self.owner.choices = people(page.people, you)

    def validate_owner(self, field):
        if not field.data:
            raise ValidationError(_("Vælg, hvem der skal gøre det"))


FORMS: dict[Turn, type[TurnForm]] = {
    Turn.ACCEPTED: TurnForm,
    Turn.DECLINED: DeclineForm,
    Turn.RENEGOTIATED: CounterForm,
    Turn.KEPT: TurnForm,
    Turn.MOVED: MoveForm,
    Turn.DROPPED: DropForm,
    Turn.PROPOSED: GiveForm,
}


def people(readers, you: str) -> list[SelectChoice]:
    """Those who take part, as choices; oneself first."""
    return [SelectChoice("", _("Vælg en person")), *(SelectChoice(r.reference, _named(r, you)) for r in readers)]


def _named(reader: Reader, you: str):
    return _("Mig selv") if reader.reference == you else f"{reader.name} ({LABELS['role'][reader.role]}, {reader.unit})"
