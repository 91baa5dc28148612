"""Writing in a chronology: notes, corrections, statements, and what is starred."""

from datetime import timedelta

from flask import Blueprint, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from ssp.services import drafts, entries, numbers
from ssp.services.drafts import new_draft_reference
from ssp.services.entries import Locked, NoteDesk, UnknownChild, Words
from ssp.services.standing import today
from ssp.terms import EntryKind, Source
from ssp.web import guard, respond
from ssp.web.drafting import draft_body, draft_place, has_text, posted_desk
from ssp.web.errors import not_found
from ssp.web.forms import HouseForm, choice_of, long_text, needed, version_of
from ssp.web.labels import choices, label

blueprint = Blueprint("entries", __name__, url_prefix="/cases")

KINDS = (EntryKind.NOTE, EntryKind.CONTACT)
OTHERS = (Source.CHILD, Source.PARENT, Source.OTHER)
"""Who can say something against a line: never the one who writes it down."""
OLDEST = timedelta(days=365 * 25)


class NoteForm(HouseForm):
    draft = HiddenField()
    version = HiddenField()
    kind = RadioField(
        _("Hvad skriver du?"), choices=[SelectChoice(kind.value, label(kind, "entry")) for kind in KINDS],
        coerce=choice_of(EntryKind), default=EntryKind.NOTE,
    )  # fmt: skip
    happened_on = DateField(_("Hvornår skete det?"), [Optional()], format=["%Y-%m-%d", "%d-%m-%Y"])
    source = SelectField(
        _("Hvor ved du det fra?"), choices=choices(Source, "source"), coerce=choice_of(Source), default=Source.OWN
    )
    child = SelectField(_("Hvem handler det om?"), choices=[], validate_choice=False, default="")
    fact = BooleanField(_("Det er en konstatering: noget, der er set, hørt eller aftalt, ikke en vurdering"))
    text = long_text(_("Skriv, hvad der skete"), needed(_("Skriv, hvad der skete")))

    def validate_happened_on(self, field):
        if field.data and not today() - OLDEST <= field.data <= today():
            raise ValidationError(_("Vælg en dag, der ikke ligger i fremtiden"))

    def offer(self, desk: NoteDesk) -> None:
        """Let the line be about the whole case or one of its children."""
        everyone = [SelectChoice("", _("Hele forløbet"))]
        self.child.choices = everyone + [
            SelectChoice(child.reference, child.name or gettext("Navn beskyttet")) for child in desk.children
        ]

    def words(self) -> Words:
        """What the form says, as the service takes it."""
        return Words(
            self.text.data, self.kind.data, self.happened_on.data, self.source.data, self.fact.data,
            self.child.data or "",
        )  # fmt: skip


class StatementForm(HouseForm):
    draft = HiddenField()
    version = HiddenField()
    source = RadioField(
        _("Hvem siger det?"), [needed(_("Vælg, hvem der siger det"))],
        choices=[SelectChoice(one.value, label(one, "said_by")) for one in OTHERS], coerce=choice_of(Source),
    )  # fmt: skip
    text = long_text(
        _("Hvad siger den, det handler om?"),
        needed(_("Skriv det, der blev sagt")),
        description=_("Med deres egne ord. Det bliver stående ved linjen, hvor den end vises."),
    )


class AmendForm(HouseForm):
    version = HiddenField()
    text = long_text(_("Ret teksten"), needed(_("Skriv, hvad der skete")))


class StrikeForm(HouseForm):
    reason = long_text(_("Hvorfor er det forkert?"), needed(_("Skriv, hvorfor det er forkert")))
    instead = long_text(_("Hvad skal der stå i stedet?"), description=_("Gemmes som en ny linje ved siden af."))


@blueprint.get("/<reference:case>/entries/new")
def new(case):
    desk = entries.desk(guard.actor(), case)
    return _note_page(NoteForm(draft=new_draft_reference(), version="0", happened_on=today()), desk)


@blueprint.get("/entries/drafts/<reference:draft>")
def resume(draft):
    desk = entries.resume(guard.actor(), draft)
    if desk is None:
        return not_found()
    form = (StatementForm if desk.entry else NoteForm)(MultiDict(desk.draft.body), draft=draft)
    form.draft.data, form.version.data = draft, str(desk.draft.version)
    return _statement_page(form, desk) if desk.entry else _note_page(form, desk)


@blueprint.post("/<reference:case>/notes")
def create(case):
    form = NoteForm.posted()
    if not form.validate():
        return _refused_note(form, case)
    try:
        entries.write(guard.actor(), case, form.words(), respond.form_key(), *draft_place())
    except UnknownChild:
        form.child.errors = [gettext("Vælg igen: barnet er ikke længere med i forløbet")]
        return _refused_note(form, case)
    return respond.onward("cases.show", case=case, done="noted")


@blueprint.get("/<reference:case>/entries/<reference:entry>")
def show(case, entry):
    return respond.page("entries/show.html", page=entries.show(guard.actor(), case, entry))


@blueprint.get("/<reference:case>/entries/<reference:entry>/edit")
def edit(case, entry):
    page = entries.show(guard.actor(), case, entry)
    if not page.amend:
        return respond.onward("entries.show", case=case, entry=entry)
    form = AmendForm(text=page.entry.text, version=str(page.entry.version))
    return respond.page("entries/edit.html", page=page, form=form)


@blueprint.post("/<reference:case>/entries/<reference:entry>")
def update(case, entry):
    form = AmendForm.posted()
    if not form.validate():
        return respond.page("entries/edit.html", status=422, page=entries.show(guard.actor(), case, entry), form=form)
    try:
        entries.amend(guard.actor(), case, entry, form.text.data, version_of(form.version.data))
    except Locked:
        return _strike_page(case, entry, StrikeForm(instead=form.text.data), 422, locked=True)
    return respond.onward("entries.show", case=case, entry=entry, done="amended")


@blueprint.get("/<reference:case>/entries/<reference:entry>/strike")
def new_strike(case, entry):
    page = entries.show(guard.actor(), case, entry)
    if not page.strike:
        return respond.onward("entries.show", case=case, entry=entry)
    return respond.page("entries/strike.html", page=page, form=StrikeForm(), locked=False)


@blueprint.post("/<reference:case>/entries/<reference:entry>/strike")
def strike(case, entry):
    form = StrikeForm.posted()
    if not form.validate():
        return _strike_page(case, entry, form, 422)
    said = form.reason.data, form.instead.data or ""
    entries.strike(guard.actor(), case, entry, *said, respond.form_key())
    return respond.onward("entries.show", case=case, entry=entry, done="struck")


@blueprint.get("/<reference:case>/entries/<reference:entry>/statements/new")
def new_statement(case, entry):
    desk = entries.statement_desk(guard.actor(), case, entry)
    return _statement_page(StatementForm(draft=new_draft_reference(), version="0"), desk)


@blueprint.post("/<reference:case>/entries/<reference:entry>/statements")
def state(case, entry):
    form = StatementForm.posted()
    if not form.validate():
        desk = entries.statement_desk(guard.actor(), case, entry)
        return _statement_page(_kept(form), desk, 422)
    entries.state(guard.actor(), case, entry, form.text.data, form.source.data, respond.form_key(), *draft_place())
    return respond.onward("entries.show", case=case, entry=entry, done="stated")


@blueprint.post("/<reference:case>/entries/<reference:entry>/star")
def star(case, entry):
    starred = request.form.get("starred") == "yes"
    entries.star(guard.actor(), case, entry, starred)
    return respond.onward("entries.show", case=case, entry=entry, done="starred" if starred else "unstarred")


def _refused_note(form, case):
    """422 with every character still in its place; nothing is kept for a stranger, who learns nothing."""
    desk = entries.desk(guard.actor(), case)
    return _note_page(_kept(form), desk, 422)


def _kept(form):
    """The form with its text kept as a draft as well."""
    if has_text():
        saved = drafts.save(guard.actor().user_id, *draft_place(), draft_body(), posted_desk().form)
        form.draft.data, form.version.data = saved.reference, str(saved.version)
    return form


def _note_page(form, desk, status=200):
    form.offer(desk)
    minutes = numbers.limit("note_open_minutes")
    return respond.page("entries/new.html", status=status, form=form, desk=desk, open_minutes=minutes)


def _statement_page(form, desk, status=200):
    return respond.page("entries/new_statement.html", status=status, form=form, desk=desk)


def _strike_page(case, entry, form, status=200, locked=False):
    page = entries.show(guard.actor(), case, entry)
    return respond.page("entries/strike.html", status=status, page=page, form=form, locked=locked)
