"""The Visitor: a client that signs in, carries the token of the page it stands on, and checks every page."""

import re
import secrets

from ssp.services import accounts
from ssp.web import guard
from tests.support.world import PASSWORD

TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')
KEY = re.compile(r'name="key" value="([^"]+)"')


class Visitor:
    """A person at a browser."""

    def __init__(self, app, check_page=None):
        self.app = app
        self.client = app.test_client()
        self.check_page = check_page
        self.token = ""
        self.key = ""

    def enter(self, username: str):
        """Signed in, with a token in hand, without the pages on the way: they cost a third of a short test."""
        session = accounts.sign_in(username, PASSWORD, "", "test", None)
        self.client.set_cookie("ssp", session)
        with self.app.test_request_context():
            self.token = guard._token(secrets.token_hex(8), accounts.hashed(session))
        return self

    def sign_in(self, username: str, password: str = PASSWORD):
        """Signed in; the two pages on the way are looked at where they are what is tested."""
        looking, self.check_page = self.check_page, None
        self.get("/sign-in")
        response = self.post("/sign-in", {"username": username, "password": password})
        assert response.status_code == 303, response.text
        self.get("/")
        self.check_page = looking
        return self

    def get(self, path: str, **options):
        return self._look(self.client.get(path, **options))

    def post(self, path: str, data=None, **options):
        """Post a form from the page the visitor stands on; the page's key goes along unless one is given."""
        fields = {"csrf_token": self.token, "key": self.key, **(data or {})}
        return self._look(self.client.post(path, data=fields, **options))

    def fragment(self, path: str, data=None):
        """Ask as htmx does, for a region."""
        headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
        if data is None:
            return self._look(self.client.get(path, headers=headers))
        return self.post(path, data, headers=headers)

    def follow(self, response):
        assert response.status_code == 303, (response.status_code, response.text)
        return self.get(response.location)

    def _look(self, response):
        if response.mimetype == "text/html":
            token, key = TOKEN.search(response.text), KEY.search(response.text)
            self.token = token[1] if token else self.token
            self.key = key[1] if key else self.key
            if self.check_page and response.text.lstrip().startswith("<!doctype"):
                self.check_page(response)
        return response
