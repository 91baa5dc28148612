"""The concern form: six short answers, everything else under 'Tilføj mere'."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import NumberRange, Optional, ValidationError

from ssp.services.concerns import ConcernContent
from ssp.services.standing import today
from ssp.terms import Done, DutyMark, Source, Subject, Theme, Worry
from ssp.web.forms import Chips, HouseForm, choice_of, long_text, needed, short_text, strip
from ssp.web.labels import choices


class ConcernForm(HouseForm):
    draft = HiddenField()
    version = HiddenField()
    consultation = HiddenField()
    subject = RadioField(
        _("Hvem handler det om?"),
        [needed(_("Vælg, hvem det handler om"))],
        choices=choices(Subject, "subject"),
        coerce=choice_of(Subject),
        default=Subject.CHILD,
    )
    q = StringField(_("Find barnet på din skole"), filters=[strip])
    children = SelectMultipleField(choices=[], validate_choice=False)
    unlisted = short_text(
        _("Barnet står ikke på listen"), description=_("Skriv navnet. Flere navne skilles med komma.")
    )
    described_as = short_text(
        _("Beskriv gruppen eller stedet"),
        description=_("Uden navne. For eksempel: 'Fem drenge ved kiosken efter skole'."),
    )
    theme = RadioField(
        _("Hvad handler det om?"),
        [needed(_("Vælg det, der passer bedst. Er du i tvivl, så vælg 'Ved ikke endnu'"))],
        choices=choices(Theme, "theme"),
        coerce=choice_of(Theme),
    )
    observation = long_text(
        _("Hvad har du set eller hørt?"),
        needed(_("Skriv, hvad du har set eller hørt")),
        description=_("Skriv det, som det skete. Din egen vurdering har sit eget felt nedenfor."),
    )
    words = long_text(_("Hvad siger barnet eller forældrene?"), description=_("Med deres egne ord, hvis du kan."))
    done = Chips(_("Hvad har du gjort?"), choices=choices(Done, "done"), coerce=choice_of(Done))
    done_text = short_text(_("Fortæl kort, hvad der kom ud af det"))
    worry = RadioField(
        _("Hvor bekymret er du?"),
        [needed(_("Vælg, hvor bekymret du er"))],
        choices=choices(Worry, "worry"),
        coerce=choice_of(Worry),
    )
    observed_on = DateField(_("Hvornår så eller hørte du det?"), [Optional()], format=["%Y-%m-%d", "%d-%m-%Y"])
    place = short_text(_("Hvor skete det?"))
    source = SelectField(
        _("Hvor ved du det fra?"), choices=choices(Source, "source"), coerce=choice_of(Source), default=Source.OWN
    )
    assessment = long_text(_("Hvad er din egen vurdering?"), description=_("Hold den adskilt fra det, du har set."))
    protective = long_text(_("Hvad går godt for barnet?"), description=_("Voksne, venner og interesser, der hjælper."))
    absence_percent = IntegerField(
        _("Fravær i procent dette kvartal"),
        [Optional(), NumberRange(0, 100, _("Skriv et tal mellem 0 og 100"))],
    )
    unlawful_percent = IntegerField(
        _("Heraf ulovligt, i procent"),
        [Optional(), NumberRange(0, 100, _("Skriv et tal mellem 0 og 100"))],
        description=_(
            "Gælder ét barn på listen. Når det når lovens grænse, får skolens leder opgaven. Ellers gemmes det ikke."
        ),
    )

    def validate_unlawful_percent(self, field):
        one = self.subject.data == Subject.CHILD and len(self.children.data or ()) == 1 and not self.names()
        if field.data is not None and not one:
            raise ValidationError(_("Tallet gælder ét barn på listen. Vælg ét, eller slet tallet"))

    def validate_observed_on(self, field):
        if field.data and field.data > today():
            raise ValidationError(_("Vælg en dag, der ikke ligger i fremtiden"))

    def validate_subject(self, field):
        if field.data == Subject.CHILD and not self.children.data and not self.names():
            raise ValidationError(_("Find barnet på listen, eller skriv navnet"))
        if field.data in {Subject.GROUP, Subject.PLACE} and not self.described_as.data:
            raise ValidationError(_("Beskriv gruppen eller stedet"))

    def names(self) -> tuple[str, ...]:
        """The names of children who are not on the list."""
        return tuple(filter(None, (name.strip() for name in (self.unlisted.data or "").split(","))))

    def content(self) -> ConcernContent:
        """What the form says, as the service takes it; children only when it is about children."""
        about_children = self.subject.data == Subject.CHILD
        return ConcernContent(
            subject=self.subject.data,
            theme=self.theme.data,
            worry=self.worry.data,
            source=self.source.data,
            observed_on=self.observed_on.data or today(),
            observation=self.observation.data,
            children=tuple(self.children.data) if about_children else (),
            unlisted=self.names() if about_children else (),
            described_as="" if about_children else self.described_as.data or "",
            words=self.words.data or "",
            assessment=self.assessment.data or "",
            protective=self.protective.data or "",
            place=self.place.data or "",
            done=tuple(dict.fromkeys(self.done.data or ())),
            done_text=self.done_text.data or "",
            absence_percent=self.absence_percent.data,
            unlawful_percent=self.unlawful_percent.data,
            consultation=self.consultation.data or "",
        )


class AnswerForm(HouseForm):
    text = long_text(_("Skriv dit svar"), needed(_("Skriv dit svar")))


class DutyForm(HouseForm):
    mark = RadioField(
        _("Hvad har du gjort?"),
        [needed(_("Vælg, om underretningen er sendt"))],
        choices=choices(DutyMark, "duty_mark"),
        coerce=choice_of(DutyMark),
    )
    reason = long_text(_("Begrundelse"), description=_("Skal skrives, hvis underretning ikke er relevant."))

    def validate_reason(self, field):
        if self.mark.data == DutyMark.NOT_RELEVANT and not field.data:
            raise ValidationError(_("Skriv, hvorfor underretning ikke er relevant"))
