"""Answering: a page or its fragment, a way onward, and errors that keep what was typed."""

import secrets
from io import BytesIO

from flask import current_app, g, make_response, redirect, render_template, request, url_for
from htmx_flask.requests import HtmxAwareRequest, HtmxHeaders
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


class Headers(HtmxHeaders):
    """The HX- headers as htmx 4 sends them."""

    @property
    def wants_fragment(self) -> bool:
        """Whether a region of a page is asked for, and not a page."""
        return bool(self) and self._headers.get("HX-Request-Type") == "partial" and not self.history_restore_request


class Request(HtmxAwareRequest):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.htmx = Headers(self.headers)

    def _get_file_stream(self, *_, **__):
        """A file somebody sends stays in memory: in a temporary file it would lie on the disk in clear."""
        return BytesIO()


def wants_fragment() -> bool:
    return request.htmx.wants_fragment


def page(full: str, fragment: str | None = None, status: int = 200, **context):
    """The page `full`, or its region `fragment` when htmx asks for one. The same partial serves both."""
    name = fragment if fragment and wants_fragment() else full
    return make_response(render_template(name, **context), status)


def onward(endpoint: str, done: str = "", **values):
    """303 to a GET of our own; `done` names the message shown there, never its content."""
    if done:
        values["done"] = done
    return redirect(url_for(endpoint, **values), 303)


def leave_for(endpoint: str, **values):
    """Send the whole window to another page, also when htmx asked for a region."""
    if not request.htmx:
        return onward(endpoint, **values)
    response = make_response("", 200)
    response.headers["HX-Redirect"] = url_for(endpoint, **values)
    return response


def error(template: str, status: int, **context):
    """An error page; htmx swaps it in for the whole of main."""
    response = make_response(render_template(template, **context), status)
    if request.htmx:
        response.headers["HX-Retarget"] = "#main"
        response.headers["HX-Reselect"] = "#main"
        response.headers["HX-Reswap"] = "outerHTML"
    return response


def own_path(target: str, method: str = "GET") -> str | None:
    """`target` when it is a path of ours that answers `method`, else None; decided by the routes, not by its looks."""
    if not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    try:
        current_app.url_map.bind("localhost").match(target.split("?")[0], method=method)
    except (HTTPException, RequestRedirect):
        return None
    return target


def form_key() -> str:
    """The key of a form that makes something: the one it came with, or a new one."""
    if "form_key" not in g:
        g.form_key = request.form.get("key", "")[:40] or secrets.token_urlsafe(16)
    return g.form_key
