"""The letter that tells somebody what is registered: all the law asks for, and not what is written (H1, H3)."""

import io

import pytest
from flask_babel import force_locale, gettext
from pypdf import PdfReader

from ssp.models import Audit, Notice
from ssp.web.notice_letters import languages
from tests.support.births import in_days, pupil, turning
from tests.support.case_load import log, share
from tests.support.informing import CUSTODY, YOUNG, notices_of, place


@pytest.fixture
def concern(world):
    """A concern about a child of fourteen."""
    return log(world, "teacher", pupil(world, turning(15, in_days(60))))


def letter(visitor, concern: str, notice: Notice, language: str = "da"):
    response = visitor.get(f"{place(concern, notice)}/letter?language={language}")
    assert response.status_code == 200, response.text
    reader = PdfReader(io.BytesIO(response.data))
    return response, reader, " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def test_H1_the_letter_says_what_the_law_asks_for_and_not_what_is_written(visit, world):
    child = pupil(world, turning(12, in_days(0)), "Ida Lykke")
    concern = log(world, "teacher", child, observation="Hemmelig iagttagelse", words="Hemmelige ord")
    notice = notices_of(concern)[CUSTODY]
    response, _, text = letter(visit("consultant"), concern, notice)
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{notice.reference}.pdf"'
    for said in (
        "Fjordby Kommune", "Ida Lykke", "Nordskolen", "dataansvarlig", "GDPR art. 14", "retsplejeloven § 115",
        "klage til Datatilsynet", "få rettet", "gøre indsigelse", "sletter oplysningerne senest", "Consultant",
        "ikke givet videre", notice.reference,
    ):  # fmt: skip
        assert said in text, said
    for hidden in ("Hemmelig", "Hemmeligvej", "Skolegården", "4002"):
        assert hidden not in text
    line = Audit.select().order_by(Audit.seq.desc()).get()
    assert (line.action, line.decision) == ("notice.print", "allowed")
    assert {concern, notice.reference, child} <= set(line.objects.split())


def test_H3_the_young_persons_letter_speaks_to_the_young_person(visit, world):
    concern = log(world, "teacher", pupil(world, turning(15, in_days(0)), "Ida Lykke"))
    _, _, text = letter(visit("teacher"), concern, notices_of(concern)[YOUNG])
    assert "Vi har skrevet noget ned om dig" in text
    assert "forældremyndigheden" not in text


def test_H1_the_letter_names_the_authorities_it_was_shared_with(visit, world, concern):
    share(world, "consultant", concern, "liaison")
    _, _, text = letter(visit("consultant"), concern, notices_of(concern)[CUSTODY])
    assert "givet videre til: Lokalpolitiet" in text


@pytest.mark.parametrize("language", ["da", "en", "xx", ""])
def test_H1_the_letter_comes_in_the_languages_there_are(visit, world, concern, language, app):
    _, reader, text = letter(visit("consultant"), concern, notices_of(concern)[CUSTODY], language)
    spoken = language if language in ("da", "en") else "da"
    assert reader.trailer["/Root"]["/Lang"].lower().startswith(spoken)
    with app.test_request_context(), force_locale(spoken):
        assert gettext("Dine rettigheder") in text


def test_H1_every_language_with_a_catalogue_is_offered(visit, world, concern, app):
    with app.test_request_context():
        assert list(languages().items()) == [("da", "Dansk"), ("en", "English")]
    page = visit("consultant").get(place(concern, notices_of(concern)[CUSTODY])).text
    assert "letter?language=da" in page
    assert "letter?language=en" in page
