"""Finding: what was typed, words in a text, names however they are spelled, and the few words shown around a hit."""

import pytest

from ssp.policy.finding import FINDS_NUMBERS, FINDS_PERSONS, Finder, analysed, reference_in, without_numbers
from ssp.policy.name_sounds import may_be_one
from ssp.policy.spelling import bare, folded, run_of, surely_danish
from ssp.terms import Role


def fits(typed: str, text: str, *names: str) -> bool:
    """Whether a text fits; the quick look at its bytes may never say no to one that does."""
    finder = Finder(analysed(typed))
    found = finder.fits(bare("\n".join((text, *names))), names)
    assert finder.may_fit("\n".join((text, *names)).encode(), names) or not found
    return found


def marked(pieces) -> list[str]:
    return [text for text, hit in pieces if hit]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("skole", "Kom for sent i skolen"),
        ("skolens", "Talte med skole og hjem"),
        ("cykler stjålet", "Der blev STJÅLET en cykel. Cyklen er væk"),
        ("frikvart", "Sad alene i frikvarteret"),
        ("aaben", "Døren stod åben"),
        ("åben", "Døren stod Aaben"),
        ("broed", "Spiste et brød"),
        ("ide", "Det var en god idé"),
        ("idé", "Det var en god ide"),
        ("cafe", "Mødtes på Café Zoë"),
        ("zoe", "Mødtes på Café Zoë"),
        ('"fire dage"', "Har været væk fire dage i træk"),
        ('skolen "fire dage"', "Væk fra skolen i fire dage"),
        ("8.b", "Eleverne i 8.B"),
        ("8.b skolen", "8.B kom ikke i skole"),
        ("A\u030aben", "døren stod åben"),
        ("Lise-Lotte", "Lotte og Lise"),
    ],
)
def test_a_text_fits(typed, text):
    assert fits(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("skole hjem", "Kom for sent i skolen"),
        ("kole", "Kom for sent i skolen"),
        ("hus have", "Husker at have det godt"),
        ('"dage fire"', "Har været væk fire dage"),
        ('"fire dage i"', "fire\ndage"),
        ("bo hjemme", "Bor ikke hjemme"),
        ("8.b", "Eleverne i 7.B er 8 år"),
        ("nilsen", "Talte med Nielsen"),
    ],
)
def test_a_text_does_not_fit(typed, text):
    assert not fits(typed, text)


NAMES = [
    ("Mohammed", "Muhamad"), ("Mohammed", "Mohamed"), ("Muhammet", "Mohammad"), ("Mohamud", "Muhammad"),
    ("Aase", "Åse"), ("Soeren", "Søren"), ("Sören", "Søren"), ("Kjaer", "Kjær"), ("Kær", "Kjær"), ("Aagaard", "Ågård"),
    ("Christian", "Kristian"), ("Mathilde", "Matilde"), ("Sophie", "Sofie"), ("Vibecke", "Vibeke"),
    ("Schmidt", "Smith"), ("Maja", "Maya"), ("Cecilie", "Sesilie"), ("Nilsen", "Nielsen"), ("Yousef", "Yusuf"),
    ("Abdallah", "Abdullah"), ("Jorgensen", "Jørgensen"), ("Zoë", "Zoe"), ("Kirsten", "Kristen"), ("Andrés", "Andres"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), NAMES)
def test_one_name_in_two_spellings(one, other):
    for typed, name in ((one, other), (other, one)):
        finder = Finder(analysed(f"{typed} nørgaard"))
        assert finder.fits_name(f"{name} Nørgård")
        assert finder.fits(bare(f"{name} Nørgård"), (f"{name} Nørgård",))
        assert marked(Finder(analysed(typed)).pieces(f"Lille {name}", True)) == [name]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mahmoud", "Mohammed"), ("Ahmed", "Mohammed"), ("Hansen", "Jansen"), ("Bo", "Bob"), ("Lone", "Lene"),
        ("Anna", "Anne"), ("Jonas", "Johannes"), ("Emil", "Kamil"), ("Jens", "Jans"), ("Olsen", "Poulsen"),
    ],
)  # fmt: skip
def test_two_names(one, other):
    assert not may_be_one(bare(one), bare(other))


def test_every_word_must_be_in_a_name_and_the_last_may_be_its_beginning():
    assert Finder(analysed("bo nie")).fits_name("Bo Nielsen")
    assert not Finder(analysed("nie bo")).fits_name("Nielsen, Karl")
    assert not Finder(analysed("bo hansen")).fits_name("Bo Nielsen")


def test_words_may_stand_in_the_text_and_in_the_names():
    assert fits("nilsen kiosken", "Set ved kiosken", "Bo Nielsen")
    assert not fits("nilsen skolen", "Set ved kiosken", "Bo Nielsen")


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("B-7K3F-92QD", "B-7K3F-92QD"), (" b7k3f92qd ", "B-7K3F-92QD"), ("f oi1l 00o0", "F-0111-0000"),
        ("b-7k3f 92qd", "B-7K3F-92QD"), ("Bo Nielsen", ""), ("B-7K3F-92Q", ""), ("B-UUUU-0000", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_reference_is_read_as_it_is_heard(typed, reference):
    assert reference_in(typed) == reference


def test_A13_a_number_is_lifted_out_and_is_never_a_word():
    for typed in ("Bo 010211-4002", "Bo 0102114002", "010211 4002 Bo"):
        query = analysed(typed)
        assert query.numbers == ("010211-4002",)
        assert [word.text for word in query.words] == ["bo"]
        assert without_numbers(typed) == "Bo"
    assert analysed("ring 12345678").numbers == ()
    assert without_numbers("ring  12345678") == "ring  12345678"


def test_A3_the_police_find_no_persons_and_no_numbers():
    assert Role.POLICE_LIAISON not in FINDS_PERSONS | FINDS_NUMBERS
    assert FINDS_NUMBERS < FINDS_PERSONS


@pytest.mark.parametrize("typed", ["", "  ", ".", '""', "- ?"])
def test_nothing_to_look_for(typed):
    assert analysed(typed).empty


def test_an_excerpt_is_cut_between_words_and_marks_what_was_found():
    text = "Første linje. " * 20 + "Hun sad alene i Frikvarteret\nog græd. " + "Sidste linje. " * 20
    pieces = Finder(analysed("frikvarter alene")).excerpt(["Noget andet", text])
    assert marked(pieces) == ["alene", "Frikvarteret"]
    whole = "".join(piece for piece, _ in pieces)
    assert whole.startswith("… ")
    assert whole.endswith(" …")
    assert len(whole) < 200
    assert whole.strip("… ") in " ".join(text.split())
    assert Finder(analysed("kiosk")).excerpt([text]) == ()


def test_pieces_put_together_are_the_text():
    text = "Ærlig talt: »Åse« og Zoë – 8.B!"
    for typed in ("åse", "zoe", "8.b", '"og zoë"', "xyz"):
        assert "".join(piece for piece, _ in Finder(analysed(typed)).pieces(text, True)) == text


def test_the_quick_look_trusts_danish_letters_alone():
    assert surely_danish("Ærø, åbent: 5 % ØL".encode())
    assert not surely_danish("idé".encode())
    assert run_of("nørgård") == b"rg"
    assert run_of("åøæ") == b""
    assert folded("Aarhus É") == "århus é"
