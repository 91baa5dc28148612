"""What stands in a page's forms, and a database that takes no writes for a while."""

import html
import re
import sqlite3
from html.parser import HTMLParser

from ssp import db
from tests.reliability import faults


class Fields(HTMLParser):
    """The values a browser would send from a page's forms, by name."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        self.values: dict[str, str] = {}
        self._open, self._text = "", ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "input" and given.get("type") not in {"checkbox", "radio"} and given.get("name"):
            self.values[given["name"]] = given.get("value") or ""
        if tag == "textarea":
            self._open, self._text = given["name"], ""

    def handle_data(self, data):
        self._text += data if self._open else ""

    def handle_endtag(self, tag):
        if tag == "textarea":  # a browser drops the first line break of a textarea
            self.values[self._open], self._open = self._text.removeprefix("\n"), ""


def fields(response) -> dict[str, str]:
    return Fields(response.text).values


def same(one: str, other: str) -> bool:
    """Equal as a browser sends them: every line break is CR LF."""
    return re.sub("\r\n|\r|\n", "\r\n", one) == re.sub("\r\n|\r|\n", "\r\n", other)


def everything_hidden(response) -> dict[str, list[str]]:
    """What the form in main would send: every hidden field, repeated names too."""
    main = response.text.split('<main id="main"')[1].split("</main>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', main):
        found.setdefault(name, []).append(html.unescape(value))
    return found


class WritesStopped:
    """Another connection holds the write lock, longer than anybody waits."""

    def __init__(self, engine: str):
        self.engine = engine

    def __enter__(self):
        if self.engine == "sqlite":
            db.handle.close()
            self.other = sqlite3.connect(db.handle.obj.database, isolation_level=None)
            self.other.execute("BEGIN IMMEDIATE")
            return
        self.other = faults.postgres_locked()
        self.other.__enter__()

    def __exit__(self, *problem):
        if self.engine == "sqlite":
            self.other.execute("ROLLBACK")
            self.other.close()
        else:
            self.other.__exit__(*problem)
