"""Cases: the list, one case with its chronology, and what can be done with it."""

from flask import Blueprint, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, HiddenField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from ssp.services import batons, cases, invitations, numbers
from ssp.services.chronology import Chronology, Filter
from ssp.services.invitations import Invite, OutsideAuthority, Unfinished, Unsettled
from ssp.terms import EntryKind
from ssp.web import guard, respond
from ssp.web.checking import CheckForm
from ssp.web.forms import HouseForm, version_of
from ssp.web.labels import label

blueprint = Blueprint("cases", __name__, url_prefix="/cases")


class FilterForm(HouseForm):
    """What the chronology can be narrowed to; it travels in the address, so it holds references and no names."""

    unit = SelectField(_("Organisation"), validate_choice=False, default="")
    kind = SelectField(_("Slags"), validate_choice=False, default="")
    person = SelectField(_("Handler om"), validate_choice=False, default="")
    facts = BooleanField(_("Kun konstateringer"))
    starred = BooleanField(_("Kun det vigtige"))
    view = HiddenField(default="")

    def wanted(self) -> Filter:
        """What the form says, as the service takes it; a kind there is none of is no wish."""
        kind = self.kind.data if self.kind.data in set(EntryKind) else ""
        return Filter(
            self.unit.data or "", kind, self.person.data or "", self.facts.data, self.starred.data,
            self.view.data == "all",
        )  # fmt: skip

    def offer(self, found: Chronology) -> None:
        """Let every field choose among what the chronology has."""
        everyone = [SelectChoice("", _("Alle"))]
        self.unit.choices = everyone + [SelectChoice(unit.reference, unit.name) for unit in found.units]
        self.kind.choices = everyone + [SelectChoice(kind.value, label(kind, "entry")) for kind in found.kinds]
        self.person.choices = everyone + [
            SelectChoice(child.reference, child.name or gettext("Navn beskyttet")) for child in found.children
        ]

    def onward(self, **more) -> dict:
        """The address of the same wish with something more; what is not chosen stays out of it."""
        said = {field.name: field.data for field in self if isinstance(field.data, str) and field.data}
        ticked = {field.name: "y" for field in self if field.data is True}
        return said | ticked | more


class InviteForm(CheckForm):
    user = SelectField(_("Hvem skal deltage?"), choices=[], validate_choice=False, default="")
    ends_on = DateField(
        _("Til og med hvilken dag?"), [Optional()], format=["%Y-%m-%d", "%d-%m-%Y"],
        description=_("Lad feltet stå tomt, hvis personen skal deltage, til forløbet er slut."),
    )  # fmt: skip

    def invite(self) -> Invite:
        """What the form says, as the service takes it."""
        return Invite(
            self.user.data or "", self.chosen_basis, self.replies, self.reason.data or "", self.consent.data or "",
            self.other_law.data or "", self.ends_on.data,
        )  # fmt: skip


@blueprint.get("")
def index():
    listing = cases.index(guard.actor(), request.args.get("after"))
    return respond.page("cases/index.html", "cases/_list.html", listing=listing)


@blueprint.get("/<reference:case>")
def show(case):
    form = FilterForm(request.args)
    view = cases.show(guard.actor(), case, form.wanted(), request.args.get("after"))
    form.offer(view.chronology)
    return respond.page(
        "cases/show.html", "cases/_case.html", case=view, form=form, wanted=form.wanted(),
        recent_days=numbers.limit("recent_days"),
    )  # fmt: skip


@blueprint.post("/<reference:case>/holder")
def take(case):
    version = request.form.get("version", "")
    batons.take(guard.actor(), case, version_of(version))
    return respond.onward("cases.show", case=case, done="taken")


@blueprint.get("/<reference:case>/participants/new")
def new_participant(case):
    return _invitation(case, InviteForm())


@blueprint.post("/<reference:case>/participants/checks")
def check_participant(case):
    """What the check says of the invitation as it stands; nobody is let in."""
    return _invitation(case, InviteForm.posted(), fragment="disclosures/_verdict.html")


@blueprint.post("/<reference:case>/participants")
def admit(case):
    form = InviteForm.posted()
    if not form.validate():
        return _invitation(case, form, 422)
    try:
        invitations.admit(guard.actor(), case, form.invite())
    except OutsideAuthority:
        form.user.errors = [gettext("Vælg en person, der handler for en myndighed")]
        return _invitation(case, form, 422)
    except Unfinished as error:
        words = {"basis": gettext("Vælg et grundlag"), "ends_on": gettext("Vælg en dag, der ikke er gået")}
        form[error.field].errors = [words[error.field]]
        return _invitation(case, form, 422)
    except Unsettled:
        return _invitation(case, form, 422)
    return respond.onward("cases.show", case=case, done="admitted")


@blueprint.post("/<reference:case>/participants/<reference:user>/end")
def dismiss(case, user):
    invitations.dismiss(guard.actor(), case, user)
    return respond.onward("cases.show", case=case, done="dismissed")


def _invitation(case, form, status=200, fragment="cases/_invitation.html"):
    desk = invitations.desk(guard.actor(), case, form.invite() if request.form else None)
    form.offer(desk.consents)
    if status == 422:
        form.mark(desk.verdict)
    return respond.page(
        "cases/invite.html", fragment, status, desk=desk, form=form, verdict=desk.verdict, case=case, concern=""
    )
