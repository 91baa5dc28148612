"""The page checks themselves: a good page passes, and each fault is seen."""

import pytest

from tests.support import pages

GOOD = """<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Bekymring · Samspil</title></head><body>
<main id="main"><h1>Bekymring</h1><form method="post" action="/x"><input type="hidden" name="csrf_token" value="a">
<label for="t">Svar</label><input id="t" name="t"><button>Send</button></form>
<a href="/y" hx-get="/y" hx-target="#main" hx-swap="outerHTML" hx-nonce="n">Vis</a></main></body></html>"""


class Answer:
    """As much of a response as the checks look at."""

    headers = {"Content-Security-Policy": "script-src 'nonce-n'"}
    request = None

    def __init__(self, text: str):
        self.text = text


def test_a_good_page_passes():
    pages.check(Answer(GOOD))


@pytest.fixture(autouse=True)
def seen_before():
    """Every fault is looked for on a page whose faultless form has passed already."""
    pages.check_once(Answer(GOOD))


def test_a_page_is_looked_over_once_and_again_when_its_own_marks_are_wrong(monkeypatch):
    looked = []
    monkeypatch.setattr(pages, "_passed", set(pages._passed))
    monkeypatch.setattr(pages, "check", looked.append)
    pages.check_once(Answer(GOOD.replace('value="a"', 'value="b"')))
    assert not looked, "only its token is new"
    pages.check_once(Answer(GOOD.replace('hx-nonce="n"', 'hx-nonce="m"')))
    assert len(looked) == 1


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("<h1>Bekymring</h1>", "<h1>Bekymring</h1><h1>Bekymring</h1>"),
        ("<h1>Bekymring</h1>", "<p>Bekymring</p>"),
        ("<title>Bekymring", "<title>Side"),
        (' lang="da"', ""),
        ('id="t" name', 'id="main" name'),
        ('<label for="t">', '<label for="u">'),
        ("<label for=\"t\">Svar</label>", ""),
        (' action="/x"', ""),
        ('method="post"', 'method="get"'),
        ('method="post" ', ""),
        ('name="csrf_token" value="a"', 'name="csrf_token" value=""'),
        ("<button>Send</button>", "<button></button>"),
        ('hx-target="#main"', 'hx-target="#nowhere"'),
        (' hx-swap="outerHTML"', ""),
        ('hx-nonce="n"', 'hx-nonce="m"'),
        (' hx-nonce="n"', ""),
        ('href="/y"', 'href="/z"'),
        ('href="/y"', 'href="#nothing"'),
        ("<h1>", '<h1 style="color:red">'),
        ("<h1>", '<h1 onclick="x()">'),
        ("</main>", "<script>x()</script></main>"),
        ("</main>", "<style>p{}</style></main>"),
        ("</main>", ""),
        ("<h1>Bekymring</h1>", "<p><h1>Bekymring</h1></p>"),
    ],
)  # fmt: skip
def test_a_fault_is_seen(good, bad):
    assert good in GOOD
    with pytest.raises(pages.BadPage):
        pages.check_once(Answer(GOOD.replace(good, bad, 1)))
