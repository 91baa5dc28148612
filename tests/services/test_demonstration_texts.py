"""The demonstration's texts, numbers and calendar, without a database."""

import re
from random import Random

from ssp import db
from ssp.services.demonstration.clock import Clock, working_days
from ssp.services.demonstration.people import Child, fails_modulus_11
from ssp.services.demonstration.texts import Pen, data, genitive
from ssp.services.standing import today

THEMES = ("wellbeing", "absence", "street", "substances", "violence", "theft", "digital", "family", "unsure")
ITEMS = (*THEMES, "groups", "places", "club", "duties", "two_homes")


def test_the_modulus_check_tells_numbers_apart():
    """4*0 + 3*1 + 2*0 + 7*1 + 6*7 + 5*0 + 4*0 + 3*0 + 2*1 + 1*1 = 55 passes; one more fails."""
    assert not fails_modulus_11("010170-0011")
    assert fails_modulus_11("010170-0012")


def test_every_text_can_be_written():
    """Written twelve ways about a boy and a girl: no slot is left, no bracket stays."""
    pairs = [
        [Child("Tobias", "Klitbro", True, "7.A"), Child("Ida", "Sivdal", False, "7.A")],
        [Child("Ida", "Sivdal", False, "7.A"), Child("Tobias", "Klitbro", True, "7.A")],
    ]
    for name in (*ITEMS, "common"):
        for text in _strings(data(name)):
            for seed in range(12):
                written = Pen(Random(seed), pairs[seed % 2]).write(text)
                assert not re.search(r"[\[\]{}|]|\.\.|  ", written), (name, written)
                assert written == "" or written[0].isupper() or len(written) < 40 or written[0] in "'1234567890"


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def test_a_name_that_ends_in_s_takes_an_apostrophe():
    assert genitive("Tobias") == "Tobias'"
    assert genitive("Ida") == "Idas"


def test_a_story_stops_where_today_begins():
    days = working_days(today())
    assert Clock(days, 0, Random(1)).forward(1) is None
    assert Clock(days, 1, Random(1)).forward(1) < db.now()
