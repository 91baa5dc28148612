"""Errors as pages: calm words, the next step, and never the text somebody typed lost."""

import json
import logging
import secrets

from flask import Flask, g, render_template, request
from flask_login import current_user
from itsdangerous import URLSafeSerializer
from peewee import InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException

from ssp.db import Clash, Unavailable, handle
from ssp.services import drafts
from ssp.services.door import Denied, LogUnavailable
from ssp.services.writing import Reused
from ssp.web import guard, respond
from ssp.web.concern_forms import draft_body, draft_place
from ssp.web.session_forms import SignInForm

log = logging.getLogger("ssp")

NOT_CARRIED = frozenset({"csrf_token", "password", "old_password", "new_password", "carried"})


def install(app: Flask) -> None:
    """Register a page for everything that can go wrong."""
    app.register_error_handler(Denied, denied)
    app.register_error_handler(Clash, clash)
    app.register_error_handler(Reused, sent_already)
    app.register_error_handler(LogUnavailable, log_unavailable)
    app.register_error_handler(Unavailable, unavailable)
    app.register_error_handler(OperationalError, unavailable)
    app.register_error_handler(InterfaceError, unavailable)
    app.register_error_handler(guard.SignInNeeded, sign_in_needed)
    app.register_error_handler(guard.StalePage, stale_page)
    app.register_error_handler(guard.ForgedRequest, forged)
    app.register_error_handler(HTTPException, plain)
    app.register_error_handler(Exception, broken)


def typed() -> list[tuple[str, str]]:
    """What was typed into the form that failed, ready to be sent again."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_CARRIED]


def denied(error: Denied):
    """Not allowed to know: the same page as for something that does not exist."""
    if not error.decision.may_know:
        return not_found()
    return respond.error("errors/403.html", 403, reason=error.decision.reason, rule=error.decision.rule)


def not_found():
    return respond.error("errors/404.html", 404)


def clash(_error):
    return respond.error("errors/409.html", 409, typed=typed(), place=request.path.rsplit("/", 1)[0] or "/")


def sent_already(_error):
    """The form was sent before with other words: offer to send these as something new."""
    g.form_key = secrets.token_urlsafe(16)
    fields = [(name, value) for name, value in typed() if name != "key"]
    return respond.error("errors/sent.html", 409, typed=fields)


def log_unavailable(_error):
    log.error("the read log cannot be written", extra={"request_id": g.get("request_id", "")})
    return respond.error("errors/503.html", 503, typed=typed(), why="log")


def unavailable(_error):
    log.error("the database does not answer", extra={"request_id": g.get("request_id", "")})
    g.nobody = True
    if not handle.is_closed():
        handle.close()
    response = respond.error("errors/503.html", 503, typed=typed(), why="database")
    response.headers["Retry-After"] = "5"
    return response


def sign_in_needed(_error):
    """Ask for a sign-in; what was typed waits in the form, and a concern's text in its draft too."""
    if request.method in guard.SAFE_METHODS:
        return respond.leave_for("sessions.new", next=request.full_path.rstrip("?"))
    user_id = guard.former_user()
    if user_id is not None and request.endpoint in {"drafts.save", "concerns.create", "concerns.children"}:
        saved = _keep_draft(user_id)
        if request.endpoint == "drafts.save" and respond.wants_fragment():
            return render_template("concerns/_saved.html", saved=saved, signed_out=True)
    if request.htmx:
        return respond.leave_for("sessions.new")
    return respond.error("sessions/new.html", 401, carried=carry(user_id), form=SignInForm(), next="", wait=0)


def stale_page(_error):
    """The page was made before the last sign-in: show what was typed, and let it be sent again."""
    if not current_user.is_authenticated:
        return respond.leave_for("sessions.new")
    return respond.error("errors/again.html", 400, typed=typed(), action=request.path)


def forged(_error):
    return respond.error("errors/400.html", 400)


def plain(error: HTTPException):
    if error.code == 404:
        return not_found()
    if error.code in {301, 302, 303, 308}:
        return error
    return respond.error("errors/400.html", error.code or 400)


def broken(error: Exception):
    """The last resort: no trace on the page, no content in the log."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
    log.error("unexpected %s at %s", type(error).__name__, where, extra={"request_id": g.get("request_id", "")})
    return respond.error("errors/500.html", 500, typed=typed())


def carry(user_id: int | None) -> str:
    """What was typed, signed and bound to its writer, to wait in the sign-in form."""
    fields = typed()
    if not fields:
        return ""
    return _carrier().dumps({"user": user_id, "action": request.path, "fields": fields})


def carried(value: str, user_id: int) -> dict | None:
    """What waited in the sign-in form, when it is this person's own."""
    try:
        found = _carrier().loads(value)
    except Exception:  # anything that does not verify is nobody's
        return None
    return found if found["user"] in {None, user_id} and respond.own_path(found["action"], "POST") else None


def _keep_draft(user_id: int):
    reference, version = draft_place()
    return drafts.save(user_id, reference, version, draft_body())


def _carrier() -> URLSafeSerializer:
    return URLSafeSerializer(guard.secret(), salt="carried", serializer=json)
