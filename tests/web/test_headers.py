"""What leaves with every answer, where a request may come from, and where a redirect may lead."""

import re

import pytest
from werkzeug.exceptions import MethodNotAllowed, NotFound

from ssp.models import MODELS, Audit, Session
from ssp.web import guard

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
POLICY = {
    "default-src": "'none'", "object-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'",
    "form-action": "'self'", "style-src": "'self'", "connect-src": "'self'",
}  # fmt: skip
FOREIGN = (
    "https://evil.example/", "//evil.example/", "/\\evil.example/", "///evil.example", "/%09/evil.example",
    "/\t/evil.example", "\\\\evil.example", "javascript:alert(1)", "/\r\nSet-Cookie: a=b", "http:evil.example",
    "/concerns\r\nX: y", "/.evil.example", "/sign-in@evil.example", "",
)  # fmt: skip


def paths(app) -> list[tuple[str, str, str]]:
    """Every route with every method, its references filled with one that nobody has."""
    found = []
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<reference:\w+>", "B-0000-0000", rule.rule).replace("<path:filename>", "missing.css")
        found += [(rule.endpoint, method, path) for method in sorted(rule.methods)]
    return found


def check_headers(response, what: str) -> None:
    for name, value in ALWAYS.items():
        assert response.headers.get(name) == value, f"{what}: {name} is {response.headers.get(name)}"
    policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
    assert {name: policy.get(name) for name in POLICY} == POLICY, what
    assert re.fullmatch(r"'self' 'nonce-[\w-]{20,}'", policy["script-src"]), f"{what}: {policy['script-src']}"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert {"HX-Request", "HX-Request-Type", "Cookie"} <= set(response.vary), what
    assert "Server-Timing" not in response.headers
    if response.data and response.mimetype == "text/html":
        assert response.headers["Content-Type"] == "text/html; charset=utf-8", what


@pytest.mark.any_engine
@pytest.mark.parametrize("who", [None, "teacher", "consultant", "administrator"])
def test_every_route_and_method_answers_with_every_header(app, visit, who):
    seen = set()
    for endpoint, method, path in paths(app):
        visitor = visit(who)
        response = visitor.client.open(path, method=method, data={"csrf_token": visitor.token})
        seen.add(response.status_code)
        check_headers(response, f"{method} {path} as {who}: {response.status_code}")
        assert response.status_code != 500, f"{endpoint} {method}"
    assert {200, 303, 404} <= seen


def test_errors_of_every_kind_carry_the_headers(visit, monkeypatch):
    teacher = visit("teacher")
    answers = {
        404: teacher.get("/nowhere"), 405: teacher.client.delete("/concerns", headers={"X-CSRF-Token": teacher.token}),
        413: teacher.post("/concerns", {"observation": "x" * 5_000_000}), 422: teacher.post("/concerns", {"words": "x"}),
        400: teacher.post("/concerns", {"csrf_token": "0" * 80, "words": "x"}),
    }  # fmt: skip
    for status, response in answers.items():
        assert response.status_code == status
        check_headers(response, str(status))
    from ssp.services import concerns

    monkeypatch.setattr(concerns, "index", _explode)
    response = teacher.get("/concerns")
    assert (response.status_code, "hemmeligt" in response.text) == (500, False)
    check_headers(response, "500")


def _explode(*_):
    raise RuntimeError("hemmeligt")


def test_the_nonce_is_new_every_time(visit):
    teacher = visit("teacher")
    nonces = {re.search(r"nonce-([\w-]+)", teacher.get("/").headers["Content-Security-Policy"])[1] for _ in range(20)}
    assert len(nonces) == 20


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(visit):
    visitor = visit()
    first = visitor.get("/sign-in")
    response = visitor.post("/sign-in", {"username": "teacher", "password": "en lang sætning til prøver"})
    cookies = first.headers.getlist("Set-Cookie") + response.headers.getlist("Set-Cookie")
    assert {cookie.split("=")[0] for cookie in cookies} == {"ssp", "ssp-device", "ssp-visitor"}
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie for cookie in cookies)
    assert all("Domain" not in cookie for cookie in cookies)


def test_the_public_endpoints_are_these_and_no_more():
    assert {"static", "sessions.new", "sessions.create", "sessions.language", "health.show"} == guard.PUBLIC


def unsafe(app) -> list[tuple[str, str]]:
    return [(e, p) for e, method, p in paths(app) if method not in guard.SAFE_METHODS]


def everything() -> dict:
    return {m.__name__: sorted(map(repr, m.select().tuples())) for m in MODELS if m not in {Audit, Session}}


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
     {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://localhost.evil.example"}],
)  # fmt: skip
def test_no_unsafe_route_obeys_another_site(app, visit, headers):
    teacher = visit("teacher")
    before = everything()
    for _, path in unsafe(app):
        response = teacher.post(path, {"observation": "fremmed"}, headers=headers)
        assert response.status_code == 400, f"{path}: {response.status_code}"
        assert "fremmed" not in response.text
    assert everything() == before
    assert teacher.get("/").status_code == 200, "still signed in"


@pytest.mark.parametrize("token", ["", "0" * 80, "æ", "another"])
def test_no_unsafe_route_obeys_without_its_token(app, visit, token):
    teacher, other = visit("teacher"), visit("colleague")
    given = other.token if token == "another" else token
    before = everything()
    for endpoint, path in unsafe(app):
        response = teacher.post(path, {"csrf_token": given, "observation": "tekst", "text": "tekst"})
        leaves = endpoint in guard.PUBLIC or endpoint == "sessions.destroy"
        assert response.status_code == (303 if leaves else 400), f"{path}: {response.status_code}"
    assert everything() == before
    assert teacher.get("/").status_code == 200, "still signed in"


@pytest.mark.parametrize("target", FOREIGN)
def test_a_redirect_never_leaves_the_house(visit, target):
    visitor = visit()
    visitor.get("/sign-in")
    fields = {"username": "teacher", "password": "en lang sætning til prøver", "next": target}
    signed_in = visitor.post("/sign-in", fields)
    visitor.get("/")
    language = visitor.post("/language", {"language": "da", "next": target})
    for response in (signed_in, language):
        assert response.status_code == 303
        assert response.location == "/", response.location


@pytest.mark.parametrize("target", ["/concerns", "/concerns?after=B-0000-0000", "/triage/B-0000-0000"])
def test_a_redirect_leads_on_to_a_page_of_the_house(visit, target):
    visitor = visit()
    visitor.get("/sign-in")
    fields = {"username": "teacher", "password": "en lang sætning til prøver", "next": target}
    assert visitor.post("/sign-in", fields).location == target


@pytest.mark.parametrize("purpose", ["prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip"])
def test_a_page_nobody_looked_at_is_not_read(app, visit, purpose):
    teacher = visit("teacher")
    lines = Audit.select().count()
    for path in ("/", "/concerns", "/concerns/new", "/password"):
        response = teacher.client.get(path, headers={"Sec-Purpose": purpose})
        assert response.status_code == 400
        assert "Teacher</h1>" not in response.text
    assert Audit.select().count() == lines


def test_only_the_methods_in_use_are_answered(app, visit):
    teacher = visit("teacher")
    adapter = app.url_map.bind("localhost")
    for path in {path for _, _, path in paths(app)}:
        for method in ("PUT", "PATCH", "DELETE", "TRACE"):
            with pytest.raises((MethodNotAllowed, NotFound)):
                adapter.match(path, method)
            assert teacher.client.open(path, method=method).status_code in {400, 404, 405}
