"""The guided check as a form: the basis, its questions in plain words, and one's own reason when it is asked for."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from ssp.services.checking import QUESTIONS
from ssp.services.disclosures import OFFERED_BASES
from ssp.terms import Basis, Guidance, Question, Reply
from ssp.web.forms import HouseForm, choice_of, long_text, short_text
from ssp.web.labels import LABELS, choices

BASES_OF: dict[Question, tuple[Basis, ...]] = {
    question: tuple(basis for basis in OFFERED_BASES if question in QUESTIONS[basis])
    for question in (
        Question.PART_OF_WORK, Question.VULNERABLE, Question.RELEASE, Question.EARLY, Question.COVERED,
        Question.VOLUNTARY, Question.FACTUAL, Question.NECESSARY, Question.INVESTIGATION, Question.VIOLENCE,
    )
}  # fmt: skip
"""Every question in the order it is asked, with the bases that ask it."""


def _asked(question: Question) -> RadioField:
    return RadioField(
        LABELS["question"][question], [Optional()], choices=choices(Reply, "reply"), coerce=choice_of(Reply)
    )


class CheckForm(HouseForm):
    """What crosses a boundary needs: a basis and the answers to its questions. Nothing is chosen beforehand."""

    basis = RadioField(
        _("På hvilket grundlag?"), [Optional()], choices=choices(OFFERED_BASES, "basis"), coerce=choice_of(Basis)
    )
    other_law = short_text(
        _("Hvilken anden lov?"), description=_("Kun hvis du vælger 'Anden lov'. Skriv lov og paragraf.")
    )
    consent = RadioField(_("Hvilket samtykke?"), choices=[], validate_choice=False)
    (
        ask_part_of_work, ask_vulnerable, ask_release, ask_early, ask_covered, ask_voluntary, ask_factual,
        ask_necessary, ask_investigation, ask_violence,
    ) = (_asked(question) for question in BASES_OF)  # fmt: skip
    reason = long_text(
        _("Skriv din begrundelse"), description=_("Gemmes sammen med det, du deler. Modtageren læser den ikke.")
    )

    @property
    def asked(self):
        """Every question's field, with the bases that ask it, in order."""
        return [(self[f"ask_{question}"], bases) for question, bases in BASES_OF.items()]

    @property
    def chosen_basis(self) -> Basis | None:
        return self.basis.data if self.basis.data in OFFERED_BASES else None

    @property
    def replies(self) -> dict[Question, Reply]:
        """What was answered to the questions of the chosen basis, and of no other."""
        if self.chosen_basis is None:
            return {}
        given = {question: self[f"ask_{question}"].data for question in QUESTIONS[self.chosen_basis]}
        return {question: reply for question, reply in given.items() if isinstance(reply, Reply)}

    def offer(self, consents) -> None:
        """Put the consents one can share on into the form."""
        self.consent.choices = [SelectChoice(consent.reference, consent) for consent in consents]

    def mark(self, verdict) -> None:
        """Put what the check still needs beside the field that can give it."""
        if verdict is None:
            return
        for question in QUESTIONS[verdict.basis]:
            if question not in self.replies:
                _add(self[f"ask_{question}"], gettext("Svar på spørgsmålet"))
        if verdict.basis is Basis.CONSENT and self.consent.choices and not self.consent.data:
            _add(self.consent, gettext("Vælg, hvilket samtykke du deler på"))
        if verdict.advice.guidance is Guidance.REASON and not verdict.settled:
            _add(self.reason, gettext("Skriv din begrundelse: vurderingen er i tvivl"))
        if verdict.advice.guidance is Guidance.STOP and not verdict.open:
            _add(self.basis, gettext("Læs vurderingen: på det her grundlag kan du ikke dele"))


def _add(field, message: str) -> None:
    if message not in field.errors:
        field.errors = [*field.errors, message]
