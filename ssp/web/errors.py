"""Errors as pages: calm words, the next step, and never the text somebody typed lost."""

import base64
import contextlib
import hashlib
import json
import logging
import secrets
import zlib

from cryptography.fernet import Fernet, InvalidToken
from flask import Flask, g, make_response, render_template, request, url_for
from flask_login import current_user
from peewee import DatabaseError, InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException

from ssp.db import Clash, Unavailable, handle
from ssp.services import attachments, drafts
from ssp.services.door import Denied, LogUnavailable
from ssp.services.drafts import Saved
from ssp.services.writing import Reused
from ssp.web import guard, respond
from ssp.web.drafting import FINDING, WRITING, draft_body, draft_place, posted_desk
from ssp.web.session_forms import SignInForm

log = logging.getLogger("ssp")

MOST_DROPPED = 64 * 1024**2
"""How much of what is too large is still read to its end."""

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


def typed(*without: str) -> list[tuple[str, str]]:
    """What was typed into the form that failed, ready to be sent again."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_CARRIED.union(without)]


def denied(error: Denied):
    """Not allowed to know: the same page as for something that does not exist."""
    if not error.decision.may_know:
        return not_found()
    return respond.error("errors/403.html", 403, typed=typed(), reason=error.decision.reason, rule=error.decision.rule)


def not_found():
    """The same page whatever the reason; who was writing when their access ended keeps what they wrote."""
    return respond.error("errors/404.html", 404, typed=typed())


def clash(_error):
    return _failed("errors/409.html", 409, typed=typed(), place=request.path.rsplit("/", 1)[0] or "/")


def sent_already(_error):
    """The form was sent before with other words: offer to send these as something new."""
    g.form_key = secrets.token_urlsafe(16)
    return respond.error("errors/sent.html", 409, typed=typed("key"))


def log_unavailable(_error):
    log.error("the read log cannot be written", extra={"request_id": g.get("request_id", "")})
    return _failed("errors/503.html", 503, typed=typed(), why="log")


def unavailable(_error):
    log.error("the database does not answer", extra={"request_id": g.get("request_id", "")})
    g.nobody = True
    if not handle.is_closed():
        handle.close()
    response = make_response(_failed("errors/503.html", 503, typed=typed(), why="database"))
    response.headers["Retry-After"] = "5"
    return response


def sign_in_needed(_error):
    """Ask for a sign-in; what was typed waits in the form, and a concern's text in its draft too."""
    if request.method in guard.SAFE_METHODS:
        return respond.leave_for("sessions.new", next=request.full_path.rstrip("?"))
    saved = _kept_draft()
    if respond.wants_fragment() and request.endpoint == "drafts.save":
        return render_template("concerns/_saved.html", saved=saved or _draft_shown(), signed_out=True, kept=bool(saved))
    if respond.wants_fragment() and request.endpoint in FINDING:
        return "", 204
    writing_on = url_for(posted_desk().edit, draft=saved.reference) if saved else ""
    if request.htmx:
        return respond.leave_for("sessions.new", next=writing_on)
    sending = request.endpoint != "drafts.save" and "find" not in request.form
    waits = carry(saved) if sending or not saved else ""
    return respond.error("sessions/new.html", 401, carried=waits, form=SignInForm(), next=writing_on, wait=0)


def stale_page(_error):
    """The page was made before the last sign-in: its own writer is shown the text, and may send it again."""
    if not current_user.is_authenticated:
        return respond.leave_for("sessions.new")
    if request.endpoint in guard.PUBLIC or request.endpoint == "sessions.destroy":
        return respond.leave_for("home.show")
    if not guard.page_was_made_for(current_user.user_id, guard.given_token()):
        return respond.error("errors/400.html", 400)
    return respond.error("errors/again.html", 400, typed=typed(), action=request.path)


def forged(_error):
    return respond.error("errors/400.html", 400)


def plain(error: HTTPException):
    if error.code == 404:
        return not_found()
    if error.code == 413:
        return too_large()
    if error.code in {301, 302, 303, 308}:
        return error
    if error.code == 500:
        return respond.error("errors/500.html", 500, typed=typed())
    return respond.error("errors/400.html", error.code or 400)


def too_large():
    """More than a form or a file may be; what was sent is taken in and dropped, so that the browser sees the answer."""
    sent, left = request.environ["wsgi.input"], MOST_DROPPED
    with contextlib.suppress(OSError, ValueError):
        while left > 0 and (piece := sent.read(min(left, 64 * 1024))):
            left -= len(piece)
    back = request.path if request.endpoint in guard.UPLOADS else ""
    return respond.error("errors/413.html", 413, back=back, most=attachments.most_bytes() // 1024**2)


def broken(error: Exception):
    """The last resort: no trace on the page, no content in the log."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
    log.error("unexpected %s at %s", type(error).__name__, where, extra={"request_id": g.get("request_id", "")})
    return _failed("errors/500.html", 500, typed=typed())


def _failed(template: str, status: int, **context):
    """The error page; but what a page asks for by itself while somebody types must not take the page away."""
    if not (respond.wants_fragment() and request.endpoint in FINDING | {"drafts.save"}):
        return respond.error(template, status, **context)
    if request.endpoint in FINDING:
        return "", status, {"HX-Reswap": "none"}
    return render_template("concerns/_saved.html", saved=_draft_shown(), signed_out=False, failed=True), status


def carry(saved: Saved | None) -> str:
    """What was typed, to wait in the sign-in form; sealed, so that nobody reads it there while its writer is out."""
    fields = typed()
    if saved:
        fields = [*typed("draft", "version"), ("draft", saved.reference), ("version", str(saved.version))]
    if not fields:
        return ""
    waiting = {"token": guard.given_token(), "action": request.path, "fields": fields}
    return _carrier().encrypt(zlib.compress(json.dumps(waiting).encode())).decode()


def carried(value: str, user_id: int) -> dict | None:
    """What waited in the sign-in form, when the page it was typed on was this person's own."""
    try:
        found = json.loads(zlib.decompress(_carrier().decrypt(value.encode())))
    except (InvalidToken, ValueError, zlib.error):  # anything that does not open is nobody's
        return None
    own = guard.page_was_made_for(user_id, found["token"]) and respond.own_path(found["action"], "POST")
    return found if own else None


def _kept_draft() -> Saved | None:
    """The draft a concern's text was kept in for whoever held the session until lately, when there was one."""
    if request.endpoint not in WRITING:
        return None
    try:
        user_id = guard.former_user()
        if user_id is None:
            return None
        return drafts.save(user_id, *draft_place(), draft_body(), posted_desk().form)
    except (Unavailable, Clash, DatabaseError):
        return None


def _draft_shown() -> Saved:
    """The draft the page stands on, as the page itself says."""
    return Saved(*draft_place(), False)


def _carrier() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"carried:" + guard.secret()).digest()))
