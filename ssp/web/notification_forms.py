"""The notification forms: what is seen, what was tried, who has been told; and what the section does with it."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectMultipleField, StringField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from ssp.services.notifications import OUTSIDE, Arrival, NotificationContent
from ssp.services.standing import DANISH_TIME, today
from ssp.terms import Assessment, CameFrom, Feedback, Ground, NotInformed
from ssp.web.forms import HouseForm, choice_of, long_text, needed, short_text, strip
from ssp.web.labels import LABELS, choices

YES, NO = "yes", "no"
A_YEAR = timedelta(days=366)
"""A notification that is registered later than this has a slip of the pen in its date."""


def yes_or_no(label, message, **options) -> RadioField:
    """A question with two answers, and none chosen beforehand."""
    both = [SelectChoice(YES, _("Ja")), SelectChoice(NO, _("Nej"))]
    return RadioField(label, [needed(message)], choices=both, **options)


class NotificationForm(HouseForm):
    draft = HiddenField()
    version = HiddenField()
    source = HiddenField()
    q = StringField(_("Find barnet på din skole"), filters=[strip])
    children = SelectMultipleField(choices=[], validate_choice=False)
    unlisted = short_text(
        _("Barnets navn"),
        description=_(
            "Flere navne skilles med komma. Kender du ikke navnet, så skriv det, du ved. Før fødslen: morens navn."
        ),
    )
    ground = RadioField(
        _("Hvorfor underretter du?"),
        [needed(_("Vælg, hvorfor du underretter. Er du i tvivl, så vælg særlig støtte"))],
        choices=choices(Ground, "ground"),
        coerce=choice_of(Ground),
    )
    acute = yes_or_no(_("Er barnet i fare lige nu?"), _("Svar på, om barnet er i fare lige nu"))
    observation = long_text(
        _("Hvad har du set eller hørt?"),
        needed(_("Skriv, hvad du har set eller hørt")),
        description=_("Hvad, hvornår og hvor. Du skal ikke bevise noget: tvivl er nok."),
    )
    words = long_text(_("Hvad siger barnet eller forældrene?"), description=_("Med deres egne ord, hvis du kan."))
    strengths = long_text(_("Hvad går godt for barnet?"), description=_("Voksne, venner og interesser, der hjælper."))
    tried = long_text(_("Hvad er der prøvet, og hvad kom der ud af det?"))
    absence_percent = IntegerField(
        _("Fravær i procent dette kvartal"),
        [Optional(), NumberRange(0, 100, _("Skriv et tal mellem 0 og 100"))],
    )
    parents_informed = yes_or_no(
        _("Har du sagt til forældrene, at du underretter?"), _("Svar på, om forældrene ved, at du underretter")
    )
    not_informed = RadioField(
        _("Hvorfor ved forældrene det ikke?"), choices=choices(NotInformed, "not_informed"),
        coerce=choice_of(NotInformed), validate_choice=False,
    )  # fmt: skip
    not_informed_reason = long_text(_("Uddyb, hvis du vil"), description=_("Skal skrives ved 'En anden grund'."))

    def validate_unlisted(self, field):
        if not self.children.data and not self.names():
            raise ValidationError(_("Find barnet på listen, eller skriv det, du ved om, hvem det er"))

    def validate_not_informed(self, field):
        if self.parents_informed.data == NO and field.data not in set(NotInformed):
            raise ValidationError(_("Vælg, hvorfor forældrene ikke ved det"))

    def validate_not_informed_reason(self, field):
        other = self.parents_informed.data == NO and self.not_informed.data == NotInformed.OTHER
        if other and not field.data:
            raise ValidationError(_("Skriv grunden til, at forældrene ikke ved det"))

    def names(self) -> tuple[str, ...]:
        """The names of children who are not on the list."""
        return tuple(filter(None, (name.strip() for name in (self.unlisted.data or "").split(","))))

    def content(self) -> NotificationContent:
        """What the form says, as the service takes it; why the parents do not know only when they do not."""
        told = self.parents_informed.data == YES
        return NotificationContent(
            ground=self.ground.data,
            acute=self.acute.data == YES,
            observation=self.observation.data,
            parents_informed=told,
            children=tuple(self.children.data or ()),
            unlisted=self.names(),
            words=self.words.data or "",
            strengths=self.strengths.data or "",
            tried=self.tried.data or "",
            absence_percent=self.absence_percent.data,
            not_informed=None if told else self.not_informed.data or None,
            not_informed_reason="" if told else self.not_informed_reason.data or "",
            source=self.source.data or "",
        )


class RegistrationForm(NotificationForm):
    """What reached the section by phone, letter or in person; only here can it be anonymous (E8)."""

    came_from = RadioField(
        _("Hvem underrettede?"),
        [needed(_("Vælg, hvem der underrettede"))],
        choices=[SelectChoice(who.value, LABELS["came_from"][who]) for who in OUTSIDE],
        coerce=choice_of(CameFrom),
    )
    notifier = short_text(_("Navn og arbejdssted eller telefon"), description=_("Ikke ved anonyme underretninger."))
    arrived_on = DateField(
        _("Hvilken dag nåede den frem?"), [needed(_("Vælg dagen, den nåede frem"))], format=["%Y-%m-%d", "%d-%m-%Y"]
    )
    arrived_at = TimeField(
        _("Hvad var klokken?"),
        [needed(_("Skriv klokkeslættet, for eksempel 14:30"))],
        format=["%H:%M", "%H.%M", "%H:%M:%S"],
        description=_("Fristerne løber fra det øjeblik, den nåede frem til kommunen."),
    )

    ground = RadioField(
        _("Hvad underrettes der om?"),
        [needed(_("Vælg, hvad der underrettes om"))],
        choices=choices(Ground, "ground"),
        coerce=choice_of(Ground),
    )
    observation = long_text(
        _("Hvad er der set eller hørt?"),
        needed(_("Skriv, hvad der er set eller hørt")),
        description=_("Så tæt på det, der blev sagt eller skrevet, som muligt."),
    )
    parents_informed = yes_or_no(
        _("Ved forældrene, at der er underrettet?"), _("Svar på, om forældrene ved, at der er underrettet")
    )

    def validate_arrived_on(self, field):
        if field.data and field.data < today() - A_YEAR:
            raise ValidationError(_("Se efter, om årstallet er rigtigt"))

    def validate_notifier(self, field):
        if self.came_from.data == CameFrom.ANONYMOUS and field.data:
            raise ValidationError(_("Slet navnet, eller vælg, at det ikke er en anonym underretning"))
        if self.came_from.data in {CameFrom.PROFESSIONAL, CameFrom.PRIVATE} and not field.data:
            raise ValidationError(_("Skriv, hvem der underrettede, så de kan få en kvittering"))

    def validate_not_informed(self, field):
        """Whoever registers may not know why: what the notifier said is taken down, and nothing more asked for."""

    def arrival(self) -> Arrival:
        """Who notified, and when; a time the clock shows twice in autumn is taken as the earlier one."""
        local = datetime.combine(self.arrived_on.data, self.arrived_at.data, DANISH_TIME)
        return Arrival(self.came_from.data, self.notifier.data or "", int(local.timestamp()))


class AssessmentForm(HouseForm):
    outcome = RadioField(
        _("Hvad besluttede I?"),
        [needed(_("Vælg, hvad I besluttede"))],
        choices=choices(Assessment, "assessment"),
        coerce=choice_of(Assessment),
    )
    assessment_reason = long_text(
        _("Begrundelse"), needed(_("Skriv begrundelsen")), description=_("Læses kun af socialforvaltningen.")
    )


class ReceiptForm(HouseForm):
    text = long_text(_("Kvittering"), needed(_("Skriv kvitteringen")), description=_("Læses af den, der underrettede."))


class FeedbackForm(HouseForm):
    feedback = RadioField(
        _("Er der sat noget i gang?"),
        [needed(_("Vælg, om der er sat noget i gang"))],
        choices=choices(Feedback, "feedback"),
        coerce=choice_of(Feedback),
    )


class FilingForm(HouseForm):
    filed_in = short_text(
        _("Journaliseret i"),
        needed(_("Skriv systemet og journalnummeret")),
        description=_("Systemet og nummeret dér, for eksempel DUBU 2026-1234."),
    )
