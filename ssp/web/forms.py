"""Forms: what the pages share. Text is stripped, blank counts as missing, messages say what to do in Danish."""

from flask import request
from flask_babel import get_domain, gettext, lazy_gettext
from wtforms import Form, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

LONG_TEXT = 20_000
SHORT_TEXT = 200


class _Translations:
    """WTForms' own messages, from our catalogue."""

    def gettext(self, text):
        return gettext(text)

    def ngettext(self, singular, plural, n):
        return get_domain().get_translations().ngettext(singular, plural, n)


class HouseForm(Form):
    """The base of every form; the token is checked by the guard before any form is made."""

    class Meta:
        def get_translations(self, form):
            return _Translations()

    @classmethod
    def posted(cls, **kwargs):
        """The form as it was posted."""
        return cls(request.form, **kwargs)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Every problem as (field id, message), in the order of the page."""
        return [(field.id, str(message)) for field in self for message in field.errors]


class Chips(SelectMultipleField):
    """Several of a short list, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def strip(value):
    return value.strip() if isinstance(value, str) else value


def needed(message):
    """Blank or missing is refused with this message."""
    return DataRequired(message)


def long_text(label, *validators, **options):
    """A text area. No Optional here: it would silence the form's own validate_… for a blank text."""
    limit = Length(max=LONG_TEXT, message=lazy_gettext("Skriv højst %(max)d tegn"))
    return TextAreaField(label, [*validators, limit], filters=[strip], **options)


def short_text(label, *validators, **options):
    """A line of text, under the same condition as long_text."""
    limit = Length(max=SHORT_TEXT, message=lazy_gettext("Skriv højst %(max)d tegn"))
    return StringField(label, [*validators, limit], filters=[strip], **options)


def choice_of(enum):
    """A coercion to the members of an enum that leaves anything else as it came, for the validator to refuse."""

    def coerce(value):
        return enum(value) if value in set(enum) else value

    return coerce


def version_of(posted: str | None) -> int:
    """The version a page was made from, as it posted it; 0, which no record has, for anything else."""
    return int(posted[:9]) if posted and posted.isdecimal() else 0
