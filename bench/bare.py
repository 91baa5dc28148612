"""Our own application with the guard taken off: same templates, filters and routes, other views behind them."""

import secrets

from flask import Flask, abort, g, request
from flask_login import current_user

from ssp.config import Config
from ssp.web import guard
from ssp.web.application import create_app


def bare_app(load_person, views: dict, before=None) -> Flask:
    """The application without door, headers and origin checks; `views` answer for the endpoints they name.

    What any Flask application has stays: a sign-in, and a token in every form.
    """
    app = create_app(Config.from_env())
    app.before_request_funcs.clear()
    app.after_request_funcs.clear()
    guard.login.request_loader(lambda _request: load_person(guard.session_token() or ""))

    @app.before_request
    def admit():
        g.nonce = secrets.token_urlsafe(16)
        if before:
            before()
        if not current_user.is_authenticated:
            abort(401)
        if request.method == "POST":
            guard._check_token()

    app.view_functions.update(views)
    app.add_url_rule("/ok", "ok", lambda: "ok")
    return app
