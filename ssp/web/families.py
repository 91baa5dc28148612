"""The family of a case: its page, and the pages a keeper changes it on."""

from flask import Blueprint, request
from flask_babel import gettext

from ssp.db import Clash
from ssp.services import families, family_desk, family_members, family_views
from ssp.services.families import Occupied
from ssp.services.family_members import Contradiction, Unplaced
from ssp.terms import PersonKind
from ssp.web import guard, respond
from ssp.web.family_forms import HomeForm, MakeForm, RemovalForm, home_form, make_form, member_form

blueprint = Blueprint("families", __name__, url_prefix="/cases/<reference:case>/family")


@blueprint.get("")
def show(case):
    return _page(case)


@blueprint.post("")
def create(case):
    form = make_form(family_desk.desk(guard.actor(), case), posted=True)
    if not form.validate():
        return _page(case, form, 422)
    try:
        families.make(guard.actor(), case, form.text(), tuple(form.children.data), respond.form_key())
    except Unplaced:
        form.children.errors = [gettext("Vælg mindst et barn")]
        return _page(case, form, 422)
    return respond.onward("families.show", case=case, done="family_made")


@blueprint.post("/links")
def link(case):
    families.link(guard.actor(), case, request.form.get("family", ""), respond.form_key())
    return respond.onward("families.show", case=case, done="family_linked")


@blueprint.get("/homes/new")
def new_home(case):
    return _home_page(family_desk.desk(guard.actor(), case))


@blueprint.post("/homes")
def create_home(case):
    form = HomeForm.posted()
    if form.validate():
        try:
            families.add_home(guard.actor(), case, form.text(), form.edit())
            return respond.onward("families.show", case=case, done="family_saved")
        except Clash:
            return _home_page(family_desk.desk(guard.actor(), case), form, 409)
    return _home_page(family_desk.desk(guard.actor(), case), form, 422)


@blueprint.get("/homes/<reference:home>")
def edit_home(case, home):
    return _home_page(family_desk.desk(guard.actor(), case, home=home))


@blueprint.post("/homes/<reference:home>")
def update_home(case, home):
    form = HomeForm.posted()
    if form.validate():
        try:
            families.change_home(guard.actor(), case, home, form.text(), form.edit())
            return respond.onward("families.show", case=case, done="family_saved")
        except Clash:
            return _home_page(family_desk.desk(guard.actor(), case, home=home), form, 409)
    return _home_page(family_desk.desk(guard.actor(), case, home=home), form, 422)


@blueprint.post("/homes/<reference:home>/end")
def remove_home(case, home):
    try:
        families.remove_home(guard.actor(), case, home, RemovalForm.posted().edit())
    except Occupied:
        desk = family_desk.desk(guard.actor(), case, home=home)
        form = home_form(desk)
        form.name.errors = [gettext("Der bor nogen i hjemmet. Flyt dem, før du fjerner det.")]
        return _home_page(desk, form, 422)
    return respond.onward("families.show", case=case, done="family_saved")


@blueprint.get("/members/new")
def new_member(case):
    desk = family_desk.desk(guard.actor(), case)
    return _member_page(desk, member_form(desk, request.args))


@blueprint.post("/members")
def create_member(case):
    desk = family_desk.desk(guard.actor(), case)
    form = member_form(desk, posted=True)
    if not form.validate() or not _found(case, form):
        return _member_page(desk, form, 422)
    return _settled(case, form, lambda: _add(case, form))


@blueprint.get("/members/<reference:person>")
def edit_member(case, person):
    desk = family_desk.desk(guard.actor(), case, member=person)
    return _member_page(desk, member_form(desk))


@blueprint.post("/members/<reference:person>")
def update_member(case, person):
    desk = family_desk.desk(guard.actor(), case, member=person)
    form = member_form(desk, posted=True)
    if not form.validate():
        return _member_page(desk, form, 422)
    change = family_members.change_member
    return _settled(case, form, lambda: change(guard.actor(), case, person, form.place(), form.edit()), person)


@blueprint.post("/members/<reference:person>/end")
def remove_member(case, person):
    family_members.remove_member(guard.actor(), case, person, RemovalForm.posted().edit())
    return respond.onward("families.show", case=case, done="family_saved")


def _found(case, form) -> bool:
    """Whether it is settled who is meant; if not, those who may be are offered, and saying nobody is one of them."""
    if form.person.data:
        return True
    alike = family_desk.alike(guard.actor(), case, form.name.data, PersonKind(form.kind.data), respond.form_key())
    return not form.offer(alike)


def _add(case, form) -> None:
    known = form.known_person
    if known:
        family_members.add_member(guard.actor(), case, known, form.place(), form.edit())
    else:
        family_members.add_new(guard.actor(), case, form.new_person(), form.place(), form.edit())


def _settled(case, form, write, person=""):
    """Do what the form says, or show it again with what stands against it."""
    status = 422
    try:
        write()
        return respond.onward("families.show", case=case, done="family_saved")
    except Unplaced:
        form.homes.errors = [gettext("Vælg et hjem, eller hvad personen er til et af børnene")]
    except Contradiction as unclear:
        form.contradicted(unclear.children)
    except Clash:
        status = 409
    return _member_page(family_desk.desk(guard.actor(), case, member=person), form, status)


def _page(case, form: MakeForm | None = None, status=200):
    page = family_views.show(guard.actor(), case)
    desk = None
    if page.edits and page.family is None:
        desk = family_desk.desk(guard.actor(), case)
        form = form or make_form(desk)
    return respond.page("families/show.html", "families/_family.html", status, page=page, desk=desk, form=form)


def _home_page(desk, form=None, status=200):
    form = form or home_form(desk)
    if status == 409:
        form.version.data = str(desk.version)
    return respond.page("families/home.html", "families/_home.html", status, desk=desk, form=form, clash=status == 409)


def _member_page(desk, form, status=200):
    if status == 409:
        form.version.data = str(desk.version)
    return respond.page(
        "families/member.html", "families/_member.html", status, desk=desk, form=form, clash=status == 409
    )
