"""The persons of a case: its children, finding one before adding, correcting, and putting two records together."""

from flask import Blueprint, request
from flask_babel import gettext

from ssp.services import case_persons, merges
from ssp.services.birthdays import GrownUp
from ssp.services.case_persons import LikelyKnown, Unfit
from ssp.services.merges import CannotMerge, LaterMerge
from ssp.web import guard, respond
from ssp.web.forms import version_of
from ssp.web.person_forms import UNFIT, CorrectionForm, FindForm, MergeForm, NewPersonForm

blueprint = Blueprint("case_persons", __name__, url_prefix="/cases/<reference:case>")


@blueprint.get("/persons")
def index(case):
    return _room(case)


@blueprint.get("/persons/new")
def new(case):
    return _finding(case, FindForm())


@blueprint.post("/persons/candidates")
def find(case):
    """Who may be the child looked for; a search is no link, so that no name stands in an address."""
    form = FindForm.posted()
    if not form.validate():
        return _finding(case, form, 422)
    try:
        return _choosing(case, NewPersonForm.posted())
    except Unfit as error:
        _mark(form, error)
        return _finding(case, form, 422)


@blueprint.post("/persons/known")
def add_known(case):
    try:
        case_persons.add_known(guard.actor(), case, request.form.get("person", ""), respond.form_key())
    except GrownUp as grown:
        form = FindForm()
        form.name.errors = [_too_old(grown)]
        return _finding(case, form, 422)
    return respond.onward("case_persons.index", done="child_added", case=case)


@blueprint.post("/persons")
def create(case):
    form = NewPersonForm.posted()
    if not form.validate():
        return _refused(case, form)
    try:
        case_persons.create(guard.actor(), case, form.known(), form.reason.data or "", respond.form_key())
    except LikelyKnown:
        form.reason.errors = [gettext("Skriv, hvorfor det ikke er et af børnene, eller vælg et af dem")]
        return _refused(case, form)
    except Unfit as error:
        _mark(form, error)
        return _refused(case, form)
    except GrownUp as grown:
        form.born_on.errors = [_too_old(grown)]
        return _refused(case, form)
    return respond.onward("case_persons.index", done="child_added", case=case)


@blueprint.get("/persons/<reference:person>")
def edit(case, person):
    return _correcting(case, case_persons.record(guard.actor(), case, person))


@blueprint.post("/persons/<reference:person>/corrections")
def update(case, person):
    form = CorrectionForm.posted()
    if not form.validate():
        return _correcting(case, case_persons.record(guard.actor(), case, person), form)
    try:
        version = version_of(request.form.get("version"))
        case_persons.edit(guard.actor(), case, person, form.change(), version)
    except Unfit as error:
        _mark(form, error)
        return _correcting(case, case_persons.record(guard.actor(), case, person), form)
    return respond.onward("case_persons.index", done="person_saved", case=case)


@blueprint.post("/persons/<reference:person>/removals")
def remove(case, person):
    case_persons.remove(guard.actor(), case, person, respond.form_key())
    return respond.onward("case_persons.index", done="child_removed", case=case)


@blueprint.get("/persons/<reference:person>/merges/new")
def new_merge(case, person):
    return _merging(case, person, MergeForm(other=request.args.get("other", "")))


@blueprint.post("/persons/<reference:person>/merges")
def merge(case, person):
    form = MergeForm.posted()
    if not form.validate():
        return _merging(case, person, form, 422)
    try:
        merges.merge(guard.actor(), case, person, form.other.data, form.keep.data, form.reason.data, respond.form_key())
    except CannotMerge:
        form.keep.errors = [gettext("De to kan ikke lægges sammen på den måde. Se hvorfor nedenfor")]
        return _merging(case, person, form, 422)
    return respond.onward("case_persons.index", done="merged", case=case)


@blueprint.post("/merges/<reference:merge>/undo")
def undo(case, merge):
    try:
        merges.undo(guard.actor(), case, merge, respond.form_key())
    except LaterMerge:
        return _room(case, 422, later=merge)
    return respond.onward("case_persons.index", done="unmerged", case=case)


def _room(case, status=200, later=""):
    room = case_persons.index(guard.actor(), case)
    return respond.page("case_persons/index.html", "case_persons/_list.html", status, room=room, later=later)


def _finding(case, form, status=200):
    head = case_persons.desk(guard.actor(), case)
    return respond.page("case_persons/new.html", "case_persons/_find.html", status, head=head, form=form)


def _choosing(case, form, status=200):
    found = case_persons.find(guard.actor(), case, form.criterion())
    return respond.page(
        "case_persons/choose.html", "case_persons/_choose.html", status, found=found, head=found.head, form=form
    )


def _refused(case, form):
    """The page again with everything typed; who has no fitting name yet looks for one first."""
    try:
        return _choosing(case, form, 422)
    except Unfit:
        found = case_persons.Found(case_persons.desk(guard.actor(), case), (), frozenset())
        return respond.page(
            "case_persons/choose.html", "case_persons/_choose.html", 422, found=found, head=found.head, form=form
        )


def _correcting(case, record, form=None):
    status = 200 if form is None else 422
    form = form or CorrectionForm.of(record.person)
    return respond.page(
        "case_persons/edit.html", "case_persons/_edit.html", status, record=record, head=record.head, form=form
    )


def _merging(case, person, form, status=200):
    found = merges.preview(guard.actor(), case, person, form.other.data or "")
    return respond.page(
        "case_persons/merge.html", "case_persons/_merge.html", status, preview=found, head=found.head, form=form
    )


def _mark(form, error: Unfit) -> None:
    form[error.field].errors = [UNFIT[error.reason]]


def _too_old(grown: GrownUp) -> str:
    return gettext(
        "Barnet er fyldt %(age)s, og der er intet SSP+-grundlag. Notér først grundlaget i forløbet", age=grown.age
    )
