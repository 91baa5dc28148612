"""The conversation sheet: writing one about a child, and reading it again (G5)."""

from flask import Blueprint, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import Length, Optional

from ssp.services import factors
from ssp.services.factors import FACTORS, LONGEST_COMMENT, NoStrength, Said
from ssp.terms import Answer
from ssp.web import guard, respond
from ssp.web.forms import HouseForm, choice_of, strip
from ssp.web.labels import LABELS, choices

blueprint = Blueprint("factors", __name__, url_prefix="/cases/<reference:case>/factors")


class SheetForm(HouseForm):
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


@blueprint.get("")
def index(case):
    return respond.page("factors/index.html", "factors/_list.html", listing=factors.index(guard.actor(), case))


@blueprint.get("/new")
def new(case):
    return _desk(case, SheetForm(child=request.args.get("child", "")))


@blueprint.post("")
def create(case):
    form = SheetForm.posted()
    if not form.validate():
        return _desk(case, form, 422)
    try:
        made = factors.record(guard.actor(), case, form.child.data or "", form.said(), respond.form_key())
    except NoStrength:
        asked = gettext("Svar ja til eller skriv en kommentar om mindst én ting, der går godt")
        return _desk(case, form, 422, asked)
    return respond.onward("factors.show", case=case, sheet=made, done="sheet")


@blueprint.get("/<reference:sheet>")
def show(case, sheet):
    page = factors.show(guard.actor(), case, sheet)
    return respond.page("factors/show.html", "factors/_sheet.html", page=page)


def _desk(case, form, status=200, asked=""):
    desk = factors.desk(guard.actor(), case, form.child.data or "")
    return respond.page(
        "factors/new.html", "factors/_sheet_form.html", status, desk=desk, form=form, asked=asked
    )  # fmt: skip
