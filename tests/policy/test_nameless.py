"""Rule H7: what in a question for sparring may tell who a child is. Cases written from the rule's text; all names invented."""

import subprocess
import sys

import pytest

from ssp.policy import nameless_names
from ssp.policy.first_names import first_names
from ssp.policy.nameless import FindingKind, findings, refused
from ssp.policy.spelling import folded

ROLL = (
    "Storm Due", "Aase Grønhavre", "Liv Mosebølge", "Xerxine Skærtang", "Bo Glad", "Anne-Sol Hvidkær",
    "Ove van der Klitsiv", "Frode Emil Rørsøbro", "My Sol",
    "Vilde Ylvine Lykke", "Ea Q Tangsiv", "Ylv Mosetang", "Fred",
)  # fmt: skip


def found(text: str) -> list[tuple[str, str]]:
    return [(finding.kind.value, finding.text) for finding in findings(text, ROLL)]


POINTED_OUT = [
    # CPR numbers, however they are typed
    ("Hans nummer er 010213-1234.", "cpr", "010213-1234"),
    ("0102131234", "cpr", "0102131234"),
    ("nummer 010213 1234 fik jeg", "cpr", "010213 1234"),
    ("nummer 010213 - 1234 fik jeg", "cpr", "010213 - 1234"),
    ("nummer 010213\u20131234 fik jeg", "cpr", "010213\u20131234"),
    ("nummer 010213\u20111234 fik jeg", "cpr", "010213\u20111234"),
    ("nummer 010213\u00a01234 fik jeg", "cpr", "010213\u00a01234"),
    ("cpr:311213-4321", "cpr", "311213-4321"),
    ("født 01.02.13 1234", "cpr", "01.02.13 1234"),
    ("født 01.02.2013-1234", "cpr", "01.02.2013-1234"),
    ("født 01/02-13-1234", "cpr", "01/02-13-1234"),
    ("født 01 02 13 1234", "cpr", "01 02 13 1234"),
    ("(290212-9999)", "cpr", "290212-9999"),
    ("290200-9999", "cpr", "290200-9999"),
    ("x010213-1234y", "cpr", "010213-1234"),
    ("010213-1234@eksempel.dk", "cpr", "010213-1234@eksempel.dk"),
    # telephone numbers
    ("Ring til far på 20123456.", "phone", "20123456"),
    ("Ring til far på 20 12 34 56.", "phone", "20 12 34 56"),
    ("Ring til far på 2012 3456", "phone", "2012 3456"),
    ("Ring til far på 20-12-34-56", "phone", "20-12-34-56"),
    ("Ring til far på 20.12.34.56", "phone", "20.12.34.56"),
    ("Ring til far på 201 23 456", "phone", "201 23 456"),
    ("Ring til far på 2012 34 56", "phone", "2012 34 56"),
    ("Ring til far på +45 20 12 34 56", "phone", "+45 20 12 34 56"),
    ("Ring til far på +4520123456", "phone", "+4520123456"),
    ("Ring til far på 0045 2012 3456", "phone", "0045 2012 3456"),
    ("Ring til far på (+45) 20123456", "phone", "(+45) 20123456"),
    ("Ring til far på tlf.20123456", "phone", "20123456"),
    ("Ring til onkel på +46 70 123 45 67", "phone", "+46 70 123 45 67"),
    ("Ring til onkel på +46 12 34 56", "phone", "+46 12 34 56"),
    ("Ring til onkel på 20240431", "phone", "20240431"),
    # electronic mail
    ("Skriv til far.og-mor+1@eksempel.dk.", "email", "far.og-mor+1@eksempel.dk"),
    ("Skriv til skærtang@post.eksempel.dk", "email", "skærtang@post.eksempel.dk"),
    # addresses
    ("De bor på Blæretangsvej 4.", "address", "Blæretangsvej 4"),
    ("De bor på blæretangsvej 4.", "address", "blæretangsvej 4"),
    ("De bor på Blæretangsvej nr. 4, 2. tv", "address", "Blæretangsvej nr. 4, 2. tv"),
    ("De bor på Blæretangsvej 4 B", "address", "Blæretangsvej 4 B"),
    ("De bor på Blæretangsvej 4B, st. th.", "address", "Blæretangsvej 4B, st. th."),
    ("De bor på Blæretangsvej 114, 3. sal", "address", "Blæretangsvej 114, 3. sal"),
    ("De bor i Muslingegade 12", "address", "Muslingegade 12"),
    ("De bor i Muslingestræde 12", "address", "Muslingestræde 12"),
    ("De bor i Muslingeskalsvænget 12", "address", "Muslingeskalsvænget 12"),
    ("De bor i Tangparken 12", "address", "Tangparken 12"),
    ("De bor på Tangtorvet 12", "address", "Tangtorvet 12"),
    ("De bor på Krabbeboulevard 12", "address", "Krabbeboulevard 12"),
    ("De bor på Krabbeallé 12", "address", "Krabbeallé 12"),
    ("De bor på Krabbealle 12", "address", "Krabbealle 12"),
    ("De bor på Nørre Allé 12", "address", "Nørre Allé 12"),
    ("De bor i Rødspættetoften 7", "address", "Rødspættetoften 7"),
    ("De bor på Elmvej 4", "address", "Elmvej 4"),
    ("De bor i Tanglopperne 7, 1. mf", "address", "Tanglopperne 7, 1. mf"),
    # classes
    ("Hun går i 7.b nu", "school_class", "7.b"),
    ("Hun går i 7. B nu", "school_class", "7. B"),
    ("Hun går i 7. b.", "school_class", "7. b"),
    ("Hun går i 7b", "school_class", "7b"),
    ("Hun går i 7B.", "school_class", "7B"),
    ("Hun går i 7 B", "school_class", "7 B"),
    ("Hun går i 9.A, tror jeg", "school_class", "9.A"),
    ("Hun går i 5.X", "school_class", "5.X"),
    ("Hun går i 10.c", "school_class", "10.c"),
    ("Hun går i 0.a", "school_class", "0.a"),
    ("Drengene i 7.B-klassen", "school_class", "7.B"),
    ("Drengene i 7. B-klassen", "school_class", "7. B"),
    ("Drengene i 7.b-gruppen", "school_class", "7.b"),
    ("Drengene i 8.klasse B", "school_class", "8.klasse B"),
    ("Drengene i 8. klasse B", "school_class", "8. klasse B"),
    ("Drengene i syvende b", "school_class", "syvende b"),
    # names on the school's roll, typed in any way
    ("Jeg tænker på xerxine.", "known_name", "xerxine"),
    ("Xerxines mor", "known_name", "Xerxines"),
    ("familien skærtang", "known_name", "skærtang"),
    ("familien skaertang", "known_name", "skaertang"),
    ("familien SKÆRTANG", "known_name", "SKÆRTANG"),
    ("Åse er bange", "known_name", "Åse"),
    ("A\u030ase er bange", "known_name", "A\u030ase"),
    ("Så kom Storm og slog", "known_name", "Storm"),
    ("Så kom Storms far", "known_name", "Storms"),
    ("så kom storm due ind", "known_name", "storm due"),
    ("så kom storm dues far", "known_name", "storm dues"),
    ("Storm Due er bange", "known_name", "Storm Due"),
    ("Xerxine-sagen fylder", "known_name", "Xerxine"),
    ("anne-sol hvidkær", "known_name", "anne-sol hvidkær"),
    ("frode rørsøbro", "known_name", "frode rørsøbro"),
    ("Det var bl.a. Storm", "known_name", "Storm"),
    ("så kom vilde lykke ind", "known_name", "vilde lykke"),
    ("så kom vilde ylvine lykkes far", "known_name", "vilde ylvine lykkes"),
    ("så kom ea tangsiv", "known_name", "ea tangsiv"),
    ("Ea slog igen", "known_name", "Ea"),
    ("så slog ylv igen", "known_name", "ylv"),
    ("Xerxine Malthe", "known_name", "Xerxine Malthe"),
    ("Xerxine-Malthe", "known_name", "Xerxine-Malthe"),
    ("Xerxine 20123456", "known_name", "Xerxine"),
    ("20123456 Xerxine", "known_name", "Xerxine"),
    # first names given in Denmark
    ("Malthe20123456", "first_name", "Malthe"),
    ("Malthe fejrer sankt", "first_name", "Malthe"),
    ("Kim slog igen", "first_name", "Kim"),
    ("Line slog igen", "first_name", "Line"),
    ("Palle 14", "first_name", "Palle"),
    ("Så sagde Ida det", "first_name", "Ida"),
    ("SÅ SAGDE EMMA DET", "first_name", "EMMA"),
    ("Det er Malthe B", "first_name", "Malthe B"),
    ("Det er Malthe IT-vejleder", "first_name", "Malthe"),
    ("Så gik Malthe I dag", "first_name", "Malthe"),
    ("Det er Malthe Ege Elm Ask Birk", "first_name", "Malthe Ege Elm Ask"),
    ("Hans Jensens far sagde det", "first_name", "Hans Jensens"),
    ("Så kom Hans Jensen", "first_name", "Hans Jensen"),
    ("Hans Jensen", "first_name", "Hans Jensen"),
    ("Malthe slår de andre.", "first_name", "Malthe"),
    ("De andre slår Malthe.", "first_name", "Malthe"),
    ("Det er Malthes far.", "first_name", "Malthes"),
    ("Det er Ahmed og hans bror.", "first_name", "Ahmed"),
    ("Det er Malthe Birkeskær igen", "first_name", "Malthe Birkeskær"),
    ("Det er Anna-Sofie igen", "first_name", "Anna-Sofie"),
    ("Så sagde Hans det", "first_name", "Hans"),
    ("Hans Jensen sagde det", "first_name", "Hans Jensen"),
    # initials
    ("Vi talte om M.K. i går", "initials", "M.K."),
    ("Vi talte om M. K. i går", "initials", "M. K."),
    ("Vi talte om Æ.Ø.Å.", "initials", "Æ.Ø.Å."),
]  # fmt: skip

LEFT_ALONE = [
    "", " ", "Hej.", "Hvad gør vi?",
    # numbers that are no CPR numbers
    "nummer 320113-1234", "nummer 011313-1234", "nummer 300213-1234", "nummer 000013-1234", "nummer 010213-123",
    "nummer 010213-12345", "Mødet var 12.03.2024 14.30", "Mødet var den 12.03.2024 kl. 14.30", "sag 12345678901",
    # numbers that are no telephone numbers
    "Det kostede 20123456 kr.", "Det kostede 20 12 34 56 kroner", "kr. 20123456", "20123456,50", "skoleåret 2024-2025",
    "skoleåret 2024 2025", "årene 20242025", "den 20240115", "den 31122013", "kl. 14.30-15.30", "kl. 8.15", "10123456",
    "I 2023 og 2024", "12.345.678", "1 2 3 4 5 6 7 8", "løbenummer 123456789", "den 20240228", "+46 12 34", "+20 123 456 kr",
    # no mail
    "Han skrev @skolen", "8@9", "a@b",
    # no address
    "Han bor på Blæretangsvej.", "Han er på vej 2 gange om ugen", "Det er på Strandvejen 8. maj",
    "på Strandvejen 14.30", "på Strandvejen 3 gange", "på skolevej 2", "De var alle 4 med", "på legepladsen 3 dage",
    "i Danmark 2 år", "palle 14", "på Tangtorvet 2024", "parken 2", "Allé 12 Krabbe", "Krabbe, Allé 12", "på Allé 12",
    # an age, not a class
    "Han går i 8. klasse", "en elev fra 7. klasse", "på 7.-9. årgang", "i 1.g", "i 2.g", "i 3.G", "den 7. i måneden", "Det var den 7. I går kom han",
    "§ 9 a", "§ 9.a", "stk. 2 a", "3D-print", "2 A-vitaminer", "3. A-kasse", "5G", "8 timer", "3x om ugen", "7b2", "1.a) først", "kl. 12.7.b",
    "grade 77b", "7. elev", "fylder 15 i år",
    # everyday words that are names on the roll, not written as names
    "Der var storm og en due", "Storm var det", "Hun er glad. Glad er hun altid.", "hele sit liv", "Liv og glade dage",
    "Han bor der. Bo der kan man ikke.", "en sol", "\u201eStorm er det\u201d, sagde hun", "Pause:\n- Storm",
    "van der", "my", "de vilde børn", "storm, due", "storm. due", "storm løs", "de vilde dyr lykkes her", "ea", "Q", "et livs arbejde", "i fred",  "Stormen kom", "livlig", "glade",
    # capitals that are no names
    "I mandags var SSP her. Mandag, Tirsdag, Maj og August er i Danmark", "Kom De selv?", "Vi var på Fyn og i Odense",
    "Til Sankt Hans brænder vi bål", "Hans mor ringede", "SSP-konsulenten, PPR og TV", "Mange elever. Hele klassen. Alle kom.",
    "malthe", "Sankt Anna Kirke", "Skt. Anna Kirke", "Sct. Anna Kirke", "Hans. Jensen", "Hans jensen", "Hans Mor kom", "IDA", "Instagram og Snapchat", "i Jylland i April", "TIM", "P.S. husk det", "N.N.", "M. sagde", "Gruppe A. De kom",
    "Min elev er 14 år. Hun bor hos sin mor. Far rejser meget.",
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "where"), POINTED_OUT)
def test_H7_is_pointed_out(text, kind, where):
    assert (kind, where) in found(text)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_H7_is_left_alone(text):
    assert found(text) == []


def test_H7_only_a_cpr_number_refuses():
    told = "Malthe, 20 12 34 56, a@eksempel.dk, Blæretangsvej 4, 7.b, M.K. og Xerxine"
    assert {kind for kind, _ in found(told)} == set(FindingKind) - {FindingKind.CPR}
    assert not refused(findings(told, ROLL))
    assert refused(findings(f"{told}, 010213-1234", ROLL))


def test_H7_a_whole_question_in_order():
    text = "Malthe Birkeskær (010213-1234) i 7. B bor på Tangvej 4 B. Mor: 20 12 34 56. Storm Due så det."
    assert found(text) == [
        ("first_name", "Malthe Birkeskær"), ("cpr", "010213-1234"), ("school_class", "7. B"), ("address", "Tangvej 4 B"),
        ("phone", "20 12 34 56"), ("known_name", "Storm Due"),
    ]  # fmt: skip


def test_H7_names_nobody_handed_in_are_not_known():
    assert findings("Xerxine og familien Skærtang") == ()


def test_H7_nothing_is_remembered_from_one_roll_to_the_next():
    assert found("Xerxine") == [("known_name", "Xerxine")]
    assert findings("Xerxine", ["Ylvine Tang"]) == ()


def test_the_list_of_first_names_is_there_and_cheap():
    """The package is read, never imported: importing it would cost every web worker tens of megabytes."""
    listed = first_names.__wrapped__()
    assert len(listed) > 2_500
    assert {"malthe", "freja", "ahmed", "fatima", "bo", "elif", "solvej", folded("Aage")} <= listed
    assert all(name.isalpha() for name in listed)
    code = "import sys; from ssp.policy.nameless import findings; assert findings('Det er Malthe'); assert 'faker' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_tables_tell_when_the_list_is_gone(monkeypatch):
    monkeypatch.setattr(nameless_names, "first_names", frozenset)
    assert ("first_name", "Malthe") not in found("Malthe slår de andre.")
