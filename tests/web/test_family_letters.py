"""A letter about a child and the adults of its family: offered, refused in words, and no address in it (H5)."""

import io
import re

import pytest
from pypdf import PdfReader

from ssp.models import Relation
from ssp.services import case_prints, concerns
from ssp.services.door import Denied
from ssp.terms import PrintKind
from tests.support.answers import once
from tests.support.case_load import log
from tests.support.family_load import halves
from tests.support.informing import CUSTODY, notices_of, place
from tests.support.sharing_load import admit


@pytest.fixture
def written_in(world):
    return halves(world)


@pytest.fixture
def kin(written_in):
    return written_in[1]


def test_H6_a_print_can_be_made_for_the_adults_its_reader_sees_and_no_others(world, written_in):
    case, kin = written_in
    kept = case_prints.desk(world.actor("consultant"), case)
    assert {adult.name for adult in kept.adults} == {"Mia Mor", "Finn Far"}
    Relation.update(custody="joint").where(Relation.custody << ["none", "sole"]).execute()
    admit(world, "consultant", case, "teacher")
    assert {adult.name for adult in case_prints.desk(world.actor("teacher"), case).adults} == {"Mia Mor", "Finn Far"}
    kept = case_prints.desk(world.actor("consultant"), case)
    assert {adult.name for adult in kept.adults} == {"Mia Mor", "Finn Far", "Ole Andenfar"}
    with pytest.raises(Denied):
        case_prints.read(world.actor("teacher"), case, PrintKind.SUMMARY, "Til samtalen", kin.people["other_father"])


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
