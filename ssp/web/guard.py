"""The guard at the gate of every request: who it is, where it came from, and which headers leave with the answer."""

import hashlib
import hmac
import logging
import secrets
import time

from flask import Flask, current_app, g, request
from flask_login import LoginManager, current_user
from itsdangerous import BadSignature, URLSafeSerializer

from ssp.db import connect
from ssp.services import accounts, attachments
from ssp.services.accounts import Limits, SignedIn
from ssp.services.door import Actor

log = logging.getLogger("ssp")

PUBLIC = frozenset({"static", "sessions.new", "sessions.create", "sessions.language", "health.show"})
"""The endpoints that answer without a sign-in; a test spells them out."""

UPLOADS = frozenset({"attachments.create", "attachments.create_on_concern"})
"""The endpoints that take a file of the size the register allows; all others take what a form needs."""

ROOM_FOR_FORM = 1024**2

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
DEVICE_AGE = 180 * 24 * 60 * 60


class ForgedRequest(Exception):
    """The request did not come from one of our own pages."""


class StalePage(Exception):
    """The page belongs to an earlier session; what was typed is offered again."""


class SignInNeeded(Exception):
    """Nobody is signed in."""


login = LoginManager()


def install(app: Flask) -> None:
    """Put the guard on every request of the application."""
    login.init_app(app)
    login.request_loader(_load)
    app.before_request(_admit)
    app.after_request(_add_headers)


def actor() -> Actor:
    """The person behind this request, as the services know them."""
    return Actor(current_user.user_id, current_user.session, g.request_id)


def limits() -> Limits:
    config = current_app.config["SAMSPIL"]
    return Limits(config.idle_minutes * 60, config.absolute_hours * 3600)


def cookie_name() -> str:
    return "__Host-ssp" if current_app.config["SAMSPIL"].production else "ssp"


def session_token() -> str | None:
    return request.cookies.get(cookie_name())


def set_cookie(response, name: str, value: str, max_age: int | None = None) -> None:
    """A cookie no script reads and no other site sends along."""
    secure = current_app.config["SAMSPIL"].production
    response.set_cookie(name, value, max_age=max_age, httponly=True, samesite="Lax", secure=secure, path="/")


def visitor() -> str:
    """A random mark for a browser nobody is signed in on, so that its forms carry a token too."""
    if "visitor" not in g:
        g.visitor = request.cookies.get("ssp-visitor") or secrets.token_urlsafe(16)
    return g.visitor


def csrf_token() -> str:
    """The token every form carries: bound to the session, or to the browser before sign-in; nothing is stored.

    It is salted anew for each answer, so that compressing a page gives nothing of it away.
    """
    if "token_salt" not in g:
        g.token_salt = secrets.token_hex(8)
    return _token(g.token_salt)


def _token(salt: str, bound_to: str = "") -> str:
    bound_to = bound_to or (current_user.session if current_user.is_authenticated else visitor())
    return salt + hmac.new(secret(), f"csrf:{salt}:{bound_to}".encode(), hashlib.sha256).hexdigest()


def given_token() -> str:
    """The token that came with the request."""
    return request.form.get("csrf_token") or request.headers.get("X-CSRF-Token") or ""


def page_was_made_for(user_id: int, token: str) -> bool:
    """Whether the page that carried this token was made in one of this person's own sessions, ended ones too."""
    own = accounts.sessions_of(user_id)
    return any(hmac.compare_digest(token.encode(), _token(token[:16], session).encode()) for session in own)


def nonce() -> str:
    """The mark of this answer: htmx obeys no element that does not carry it."""
    return g.get("nonce", "")


def device_of(username: str) -> str:
    """The mark of a device this person has signed in on before, or "" (it frees the owner from others' failures)."""
    try:
        user, device = _devices().loads(request.cookies.get("ssp-device", ""))
    except (BadSignature, ValueError):
        return ""
    return device if user == username.strip().casefold() else ""


def remember_device(response, username: str) -> None:
    device = device_of(username) or secrets.token_urlsafe(16)
    set_cookie(response, "ssp-device", _devices().dumps([username.strip().casefold(), device]), DEVICE_AGE)


def former_user() -> int | None:
    """Whose session this was until lately, when the page is theirs too: enough to keep their text, nothing else."""
    token = session_token()
    user_id = accounts.former_user_of(token) if token else None
    return user_id if user_id is not None and page_was_made_for(user_id, given_token()) else None


def greet(person: SignedIn) -> None:
    """Let the rest of this answer be made for somebody who has just signed in."""
    g._login_user = person  # where Flask-Login keeps the person of the request


def _load(_request) -> SignedIn | None:
    token = session_token()
    return accounts.session_of(token, limits()) if token and not g.get("nobody") else None


def _admit() -> None:
    g.request_id = secrets.token_hex(8)
    g.nonce = secrets.token_urlsafe(16)
    g.started = time.perf_counter()
    if request.endpoint == "static":
        return
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        raise ForgedRequest
    connect()
    if request.endpoint in UPLOADS and request.method not in SAFE_METHODS and current_user.is_authenticated:
        request.max_content_length = attachments.most_bytes() + ROOM_FOR_FORM
    if any("\0" in value for _, value in request.values.items(multi=True)):
        raise ForgedRequest
    if request.method not in SAFE_METHODS:
        _check_origin()
    if request.endpoint is not None and request.endpoint not in PUBLIC and not current_user.is_authenticated:
        raise SignInNeeded
    if request.method not in SAFE_METHODS:
        _check_token()


def _check_origin() -> None:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site != "same-origin":
        raise ForgedRequest
    origin = request.headers.get("Origin")
    if site is None and origin is not None and origin != request.host_url.rstrip("/"):
        raise ForgedRequest


def _check_token() -> None:
    given = given_token()
    if not hmac.compare_digest(given.encode(), _token(given[:16]).encode()):
        raise StalePage


def _add_headers(response):
    _note(response)
    response.headers.update(
        {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        }
    )
    if request.endpoint == "static" and response.mimetype != "text/html":
        return response
    response.headers.setdefault("Content-Security-Policy", _of_pages())
    response.headers["Cache-Control"] = "no-store"
    response.vary.update(("HX-Request", "HX-Request-Type", "Cookie"))
    if current_app.config["SAMSPIL"].production:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if "visitor" in g and "ssp-visitor" not in request.cookies:
        set_cookie(response, "ssp-visitor", g.visitor)
    return response


def _of_pages() -> str:
    """What a page of ours may load; a file that is handed out brings its own, stricter one."""
    return (
        f"default-src 'none'; script-src 'self' 'nonce-{g.get('nonce', '')}'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "object-src 'none'"
    )


def _note(response) -> None:
    """One line per request: what was asked of us and how it went, without a path, a name or an id of anybody."""
    if "started" in g:
        took = round((time.perf_counter() - g.started) * 1000, 1)
        fields = {"endpoint": request.endpoint or "", "status": response.status_code, "ms": took}
        log.info("request", extra={"request_id": g.request_id, "fields": fields})


def _devices() -> URLSafeSerializer:
    return URLSafeSerializer(secret(), salt="device")


def secret() -> bytes:
    """The key that signs cookies and tokens."""
    return current_app.config["SAMSPIL"].secret_key.encode()
