"""Cases: the list, one case with its chronology, and what can be done with it."""

from flask import Blueprint, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField
from wtforms.validators import Optional

from ssp.services import cases, invitations
from ssp.services.invitations import Invite, OutsideAuthority, Unfinished, Unsettled
from ssp.web import guard, respond
from ssp.web.checking import CheckForm
from ssp.web.forms import HouseForm, long_text, needed, version_of

blueprint = Blueprint("cases", __name__, url_prefix="/cases")


class NoteForm(HouseForm):
    text = long_text(_("Skriv et notat"), needed(_("Skriv notatet")))


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
    return _page(case, NoteForm())


@blueprint.post("/<reference:case>/notes")
def note(case):
    form = NoteForm.posted()
    if not form.validate():
        return _page(case, form, status=422)
    cases.note(guard.actor(), case, form.text.data, respond.form_key())
    return respond.onward("cases.show", case=case, done="noted")


@blueprint.post("/<reference:case>/holder")
def take(case):
    version = request.form.get("version", "")
    cases.take(guard.actor(), case, version_of(version))
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


def _page(case, form, status=200):
    view = cases.show(guard.actor(), case)
    return respond.page("cases/show.html", "cases/_case.html", status, case=view, form=form)


def _invitation(case, form, status=200, fragment="cases/_invitation.html"):
    desk = invitations.desk(guard.actor(), case, form.invite() if request.form else None)
    form.offer(desk.consents)
    if status == 422:
        form.mark(desk.verdict)
    return respond.page(
        "cases/invite.html", fragment, status, desk=desk, form=form, verdict=desk.verdict, case=case, concern=""
    )
