"""A letter about a child and the adults of its family: offered, refused in words, and no address in it (H5)."""

import io
import re

import pytest
from pypdf import PdfReader

from ssp.services import concerns
from tests.support.answers import once
from tests.support.case_load import log
from tests.support.family_load import halves
from tests.support.informing import CUSTODY, notices_of, place


@pytest.fixture
def kin(world):
    return halves(world)[1]


def test_H5_a_letter_goes_to_who_may_be_told_and_to_nobody_else(visit, world, kin):
    concern = log(world, "teacher", kin.people["child"])
    notice = notices_of(concern)[CUSTODY]
    keeper = visit("consultant")
    page = keeper.get(place(concern, notice)).text
    assert "Brev til Finn Far" in page
    assert "Brev til Mia Mor" in page
    assert "Brev til Ole Andenfar" not in page
    letter = keeper.get(f"{place(concern, notice)}/letter?to={kin.people['father']}")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(letter.data)).pages)
    assert "Finn Far" in text
    assert not any(words in text for words in ("Morvej", "Farvej", "Hos mor", "Hos far", "Mia Mor"))


def test_H5_a_letter_to_the_other_father_is_refused_in_words(visit, world, kin):
    concern = log(world, "teacher", kin.people["child"])
    notice = notices_of(concern)[CUSTODY]
    keeper, letter = visit("consultant"), f"{place(concern, notice)}/letter"
    refused = keeper.get(f"{letter}?to={kin.people['other_father']}")
    assert refused.status_code == 422
    assert "Ole Andenfar må ikke få besked om Carla Nygaard" in refused.text
    assert "barnet har en anden far" in refused.text
    teacher = visit("teacher")
    assert teacher.get(letter).mimetype == "application/pdf"
    assert "Finn Far" not in teacher.get(place(concern, notice)).text
    assert teacher.get(f"{letter}?to={kin.people['father']}").status_code == 404


def test_H5_a_letter_with_the_name_of_one_who_may_not_be_told_is_refused_however_it_is_written(visit, world, kin):
    keeper = visit("consultant")
    concern = concerns.index(world.actor("teacher")).lines[0].reference
    page = keeper.get(f"/concerns/{concern}/notices/new").text
    row = re.search(r'<option value="(R-[^"]+)"', page)[1]
    posted = {"child": row, "to_whom": "custody_holder", "named": "ole  ANDENFAR", "key": once()}
    answer = keeper.post(f"/concerns/{concern}/notices", posted)
    notice = answer.location.split("/notices/")[1].split("?")[0]
    assert keeper.get(f"/concerns/{concern}/notices/{notice}/letter").status_code == 422
