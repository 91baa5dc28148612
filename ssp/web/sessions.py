"""Signing in, signing out, the language, one's own password."""

from flask import Blueprint, current_app, g, redirect, request
from flask_login import current_user

from ssp.services import accounts
from ssp.web import errors, guard, respond
from ssp.web.session_forms import PasswordForm, SignInForm

blueprint = Blueprint("sessions", __name__)


@blueprint.get("/sign-in")
def new():
    if current_user.is_authenticated:
        return respond.onward("home.show")
    return _sign_in_page(SignInForm())


@blueprint.post("/sign-in")
def create():
    form = SignInForm.posted()
    if not form.validate():
        return _sign_in_page(form, 422)
    username = form.username.data
    try:
        token = accounts.sign_in(
            username, form.password.data, guard.device_of(username), g.request_id, guard.session_token()
        )
    except accounts.TooManyAttempts as error:
        return _sign_in_page(form, 429, wait=error.seconds)
    except accounts.WrongPassword:
        return _sign_in_page(form, 422, wrong=True)
    response = _welcome(token)
    guard.set_cookie(response, guard.cookie_name(), token)
    guard.remember_device(response, username)
    return response


@blueprint.post("/sign-out")
def destroy():
    accounts.sign_out(guard.actor(), guard.session_token())
    response = respond.leave_for("sessions.new", done="signed_out")
    response.delete_cookie(guard.cookie_name(), path="/", secure=current_app.config["SAMSPIL"].production)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.post("/language")
def language():
    chosen = "en" if request.form.get("language") == "en" else "da"
    target = respond.own_path(request.form.get("next", "")) or "/"
    response = redirect(target, 303)
    if current_user.is_authenticated:
        accounts.set_language(guard.actor(), chosen)
    else:
        guard.set_cookie(response, "ssp-language", chosen, guard.DEVICE_AGE)
    return response


@blueprint.get("/password")
def edit():
    return respond.page("sessions/password.html", form=PasswordForm(), unsuitable="")


@blueprint.post("/password")
def update():
    form = PasswordForm.posted()
    if not form.validate():
        return respond.page("sessions/password.html", status=422, form=form, unsuitable="")
    try:
        accounts.change_password(guard.actor(), form.old_password.data, form.new_password.data)
    except accounts.TooManyAttempts:
        return respond.page("sessions/password.html", status=429, form=form, unsuitable="wait")
    except accounts.WrongPassword:
        return respond.page("sessions/password.html", status=422, form=form, unsuitable="wrong")
    except accounts.Unsuitable as error:
        return respond.page("sessions/password.html", status=422, form=form, unsuitable=error.reason)
    return respond.onward("home.show", done="password")


def _sign_in_page(form, status=200, wait=0, wrong=False):
    return respond.page(
        "sessions/new.html",
        status=status,
        form=form,
        wait=wait,
        wrong=wrong,
        next=request.values.get("next", ""),
        carried=request.form.get("carried", ""),
    )


def _welcome(token: str):
    person = accounts.session_of(token, guard.limits())
    waiting = errors.carried(request.form.get("carried", ""), person.user_id)
    if waiting:
        guard.greet(person)
        return respond.page("errors/again.html", action=waiting["action"], typed=waiting["fields"])
    return redirect(respond.own_path(request.form.get("next", "")) or "/", 303)
