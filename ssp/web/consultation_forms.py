"""Forms for sparring: no field asks for a name, and what may tell who a child is is read through before it is sent."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField

from ssp.services.consultations import Question
from ssp.services.library import Case
from ssp.services.namelessness import Held
from ssp.terms import AgeBand, PlaceKind
from ssp.web.forms import HouseForm, choice_of, long_text, needed, short_text
from ssp.web.labels import choices


class NamelessForm(HouseForm):
    """A form whose texts are looked over: `seen` is what the writer was shown, `read_through` that they stand by it."""

    seen = SelectMultipleField(choices=[], validate_choice=False)
    read_through = BooleanField(_("Jeg har læst det igennem: ingen kan genkendes"))

    def accepted(self) -> frozenset[str]:
        """What the writer was shown and stands by."""
        return frozenset(self.seen.data) if self.read_through.data else frozenset()

    def refuse(self, held: Held) -> None:
        """Say of each text with a CPR number in it what to do."""
        for name in held.refused:
            self[name].errors = [gettext("Fjern CPR-nummeret. Det kan ikke sendes i en sparring.")]


def _age_band():
    return RadioField(
        _("Hvor gammelt er barnet cirka?"),
        [needed(_("Vælg, hvor gammelt barnet er cirka"))],
        choices=choices(AgeBand, "age_band"),
        coerce=choice_of(AgeBand),
    )


def _place_kind():
    return RadioField(
        _("Hvor handler det om?"),
        [needed(_("Vælg, hvor det handler om"))],
        choices=choices(PlaceKind, "place_kind"),
        coerce=choice_of(PlaceKind),
    )


class QuestionForm(NamelessForm):
    draft = HiddenField()
    version = HiddenField()
    age_band = _age_band()
    place_kind = _place_kind()
    situation = long_text(
        _("Hvad er du i tvivl om?"),
        needed(_("Skriv, hvad du er i tvivl om")),
        description=_("Skriv 'en dreng' eller 'hun'. Ingen navne, klasse, adresse eller andet, der peger på barnet."),
    )
    tried = long_text(_("Hvad har I prøvet?"), description=_("Og hvad kom der ud af det?"))

    def question(self) -> Question:
        """What the form says, as the service takes it."""
        return Question(self.age_band.data, self.place_kind.data, self.situation.data, self.tried.data or "")


class MessageForm(NamelessForm):
    text = long_text(_("Skriv dit svar"), needed(_("Skriv dit svar")))


class ReplyForm(MessageForm):
    text = long_text(_("Vil du tilføje eller spørge om mere?"), needed(_("Skriv det, du vil tilføje")))


class ConversionForm(NamelessForm):
    why = long_text(_("Skriv, hvad der gør, at barnet skal have navn på"), description=_("Stadig uden navne."))


class LessonForm(NamelessForm):
    age_band = _age_band()
    place_kind = _place_kind()
    title = short_text(
        _("Overskrift"),
        needed(_("Skriv en overskrift")),
        description=_("Det, andre vil lede efter. For eksempel: 'Når en gruppe holder én udenfor'."),
    )
    situation = long_text(
        _("Situationen"),
        needed(_("Skriv situationen")),
        description=_("Skriv den om, så den kunne være sket mange steder."),
    )
    advice = long_text(
        _("Rådet"), needed(_("Skriv rådet")), description=_("Det, der kan hjælpe andre i samme situation.")
    )

    def case(self) -> Case:
        """What the form says, as the service takes it."""
        return Case(
            self.age_band.data, self.place_kind.data, self.title.data, self.situation.data, self.advice.data
        )  # fmt: skip
