"""Putting the application together."""

import hashlib
import logging
from functools import cache

from flask import Flask, current_app, request, url_for
from flask_babel import Babel, get_locale
from flask_login import current_user
from htmx_flask import Htmx
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter
from whitenoise import WhiteNoise

from ssp import db
from ssp.config import ROOT, Config
from ssp.services import door, passwords, scanning
from ssp.services.keyring import Keyring
from ssp.web import (
    absences,
    attachments,
    batons,
    case_persons,
    case_prints,
    case_rooms,
    cases,
    clocks,
    closings,
    commitments,
    concerns,
    consents,
    consultations,
    directory_import,
    directory_networks,
    directory_units,
    directory_users,
    disclosures,
    drafts,
    entries,
    errors,
    factors,
    families,
    filings,
    format,
    guard,
    handovers,
    health,
    home,
    labels,
    library,
    log,
    meetings,
    notices,
    notifications,
    persons,
    plans,
    respond,
    rules,
    searches,
    sessions,
    triage,
)
from ssp.web.logging import JsonLines
from ssp.web.navigation import CARDS, MENUS, SEARCHERS

LANGUAGES = ("da", "en")
BLUEPRINTS = (
    sessions, home, concerns, consultations, library,
    drafts, persons, triage, cases, entries, case_prints, families, disclosures, directory_units, directory_users,
    directory_networks, directory_import, log, health, rules, clocks, meetings, notifications,
    absences, notices, consents, case_persons, attachments, commitments, batons, handovers,
    plans, filings, factors, closings,
    searches,
)  # fmt: skip


SETTINGS = {
    "MAX_CONTENT_LENGTH": 4 * 1024 * 1024,
    "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
    "BABEL_DEFAULT_LOCALE": "da",
    "BABEL_DEFAULT_TIMEZONE": "Europe/Copenhagen",
    "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
}


class ReferenceConverter(BaseConverter):
    """An opaque reference in a URL."""

    regex = "[A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4}"


def create_app(config: Config) -> Flask:
    """The application for a configuration: database bound, keyring handed to the door, routes in place."""
    app = Flask("ssp", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(SETTINGS, SAMSPIL=config, SECRET_KEY=config.secret_key)
    _speak_in_lines(app)
    db.configure(config.database_url)
    if config.master_key_file.is_file():
        door.install(Keyring.from_file(config.master_key_file))
    passwords.configure(config.argon2_memory_kib, config.argon2_time, config.demonstration)
    scanning.configure(config.clamd)
    Htmx(app)
    app.request_class = respond.Request
    Babel(app, locale_selector=_language)
    app.url_map.converters["reference"] = ReferenceConverter
    for part in (format, clocks, case_rooms, guard, errors):
        part.install(app)
    for module in BLUEPRINTS:
        app.register_blueprint(module.blueprint)
    _dress(app)
    _serve(app, config)
    return app


def _dress(app: Flask) -> None:
    """What templates can count on."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_everywhere)
    app.jinja_env.globals.update(
        csrf_token=guard.csrf_token, form_key=respond.form_key, nonce=guard.nonce, asset=_asset, LABELS=labels.LABELS
    )
    app.jinja_env.globals["ui"] = app.jinja_env.get_template("ui/macros.html").module


def _language() -> str:
    if current_user.is_authenticated:
        return current_user.language
    chosen = request.cookies.get("ssp-language")
    return chosen if chosen in LANGUAGES else "da"


def _everywhere() -> dict:
    """What every template can count on."""
    return {
        "config": current_app.config["SAMSPIL"],
        "language": str(get_locale()),
        "menu": MENUS[current_user.role] if current_user.is_authenticated else (),
        "card": CARDS[current_user.role] if current_user.is_authenticated else (),
        "searching": current_user.is_authenticated and current_user.role in SEARCHERS,
        "done": request.args.get("done", ""),
    }


@cache
def _version(name: str) -> str:
    path = ROOT / "static" / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else "missing"


def _asset(name: str) -> str:
    """The URL of a static file, changed whenever the file does."""
    return url_for("static", filename=name, v=_version(name))


def _serve(app: Flask, config: Config) -> None:
    app.wsgi_app = WhiteNoise(app.wsgi_app, root=str(ROOT / "static"), prefix="static/", max_age=365 * 24 * 3600)
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, config.proxies, config.proxies, config.proxies, config.proxies)


def _speak_in_lines(app: Flask) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("ssp")
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(logging.INFO)
    app.logger.handlers = [handler]
