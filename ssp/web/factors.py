"""The conversation sheet: writing one about a child, and reading it again (G5)."""

from flask import Blueprint, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import Length, Optional

from ssp.services import drafts, factors
from ssp.services.drafts import new_draft_reference
from ssp.services.factors import FACTORS, LONGEST_COMMENT, SHEET_FORM, NoStrength, Said
from ssp.terms import Answer
from ssp.web import guard, respond
from ssp.web.drafting import draft_body, draft_place, has_text, posted_desk
from ssp.web.errors import not_found
from ssp.web.forms import HouseForm, choice_of, strip
from ssp.web.labels import LABELS, choices

blueprint = Blueprint("factors", __name__)


class SheetForm(HouseForm):
    draft = HiddenField()
    version = HiddenField()
    child = HiddenField()

    def said(self) -> dict[str, Said]:
        """What the form says, factor by factor."""
        return {
            factor: Said(self[f"answer_{factor}"].data or None, self[f"comment_{factor}"].data or "")
            for factor in FACTORS
        }


for _factor in FACTORS:
    setattr(
        SheetForm,
        f"answer_{_factor}",
        RadioField(
            LABELS["factor"][_factor], [Optional()], choices=choices(Answer, "factor_answer"), coerce=choice_of(Answer)
        ),
    )
    setattr(
        SheetForm,
        f"comment_{_factor}",
        StringField(
            _("Kommentar"), [Length(max=LONGEST_COMMENT, message=_("Skriv højst %(max)d tegn"))], filters=[strip]
        ),
    )


@blueprint.get("/cases/<reference:case>/factors")
def index(case):
    return respond.page("factors/index.html", "factors/_list.html", listing=factors.index(guard.actor(), case))


@blueprint.get("/cases/<reference:case>/factors/new")
def new(case):
    child = request.args.get("child", "")
    form = SheetForm(child=child, draft=new_draft_reference(), version="0")
    return _desk_page(form, factors.desk(guard.actor(), case, child))


@blueprint.get("/cases/factors/drafts/<reference:draft>")
def resume(draft):
    desk = factors.resume(guard.actor(), draft)
    if desk is None:
        return not_found()
    form = SheetForm(MultiDict(desk.draft.body), draft=draft)
    form.draft.data, form.version.data = draft, str(desk.draft.version)
    return _desk_page(form, desk)


@blueprint.post("/cases/<reference:case>/factors")
def create(case):
    form = SheetForm.posted()
    if not form.validate():
        return _refused(case, form)
    said = form.child.data or "", form.said()
    try:
        made = factors.record(guard.actor(), case, *said, respond.form_key(), *draft_place())
    except NoStrength:
        return _refused(case, form, gettext("Svar ja til eller skriv en kommentar om mindst én ting, der går godt"))
    return respond.onward("factors.show", case=case, sheet=made, done="sheet")


@blueprint.get("/cases/<reference:case>/factors/<reference:sheet>")
def show(case, sheet):
    page = factors.show(guard.actor(), case, sheet)
    return respond.page("factors/show.html", "factors/_sheet.html", page=page)


def _refused(case, form, asked=""):
    """422 with every answer still in its place; they are kept as a draft as well."""
    desk = factors.desk(guard.actor(), case, form.child.data or "")
    if posted_desk().form == SHEET_FORM and has_text():
        saved = drafts.save(guard.actor().user_id, *draft_place(), draft_body(), SHEET_FORM)
        form.draft.data, form.version.data = saved.reference, str(saved.version)
    return _desk_page(form, desk, 422, asked)


def _desk_page(form, desk, status=200, asked=""):
    return respond.page("factors/new.html", "factors/_sheet_form.html", status, desk=desk, form=form, asked=asked)
