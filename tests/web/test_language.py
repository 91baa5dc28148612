"""Two languages: Danish at the source, English complete, and never both on one page."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import wtforms
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from flask_babel import force_locale, get_translations
from werkzeug.datastructures import MultiDict
from wtforms import DateField, IntegerField, RadioField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, NumberRange

from ssp.models import Network, Unit, User
from ssp.policy.permits import PERMITS
from ssp.services.directory_import import APPLY, DRY_RUN
from ssp.services.standing import today
from ssp.web import format
from ssp.web.forms import HouseForm, short_text
from ssp.web.labels import LABELS
from tests.support import pages
from tests.support.answers import answered
from tests.support.languages import PLACEHOLDER, Walk, catalogue, forms_of, leftover, read_aloud, source_texts
from tests.web.test_loop import log_concern

PERSONAS = ("teacher", "consultant", "liaison", "administrator", "dpo", "leader")
LOOP = {
    "home.show", "concerns.index", "concerns.new", "concerns.create", "concerns.edit", "concerns.show",
    "concerns.readers", "concerns.answer", "concerns.mark_duty", "triage.index", "triage.show", "triage.decide",
    "triage.close", "persons.new", "persons.create", "cases.index", "cases.show", "entries.create", "disclosures.index",
    "disclosures.new", "disclosures.create", "disclosures.show", "disclosures.answer", "disclosures.new_return",
    "disclosures.bring_back", "sessions.edit", "sessions.update",
}  # fmt: skip
"""What a walk must have seen to say anything about the loop."""

INVENTED = "Kvalo bimsa runto delmi vasko."


@pytest.fixture
def loop(visit, world):
    """Something to read on every page: a concern asked about and answered, a case, and a part with the police.

    Stored texts are in no language, and names that are also words of ours are changed.
    """
    Unit.update(name="Kvalo").where(Unit.name == "Gadeplan").execute()
    Unit.update(name="Delmi").where(Unit.name == "SSP-enheden").execute()
    User.update(name="Vasko").where(User.name == "Partner").execute()
    Network.update(purpose=INVENTED).execute()
    teacher, consultant, liaison = visit("teacher"), visit("consultant"), visit("liaison")
    texts = {"observation": INVENTED, "words": INVENTED}
    concern = log_concern(teacher, world.pupils["north"][1], **texts, place="Kvalo", absence_percent="12")
    log_concern(teacher, world.pupils["north"][1], **texts)
    consultant.post(f"/triage/{concern}/receive")
    decide(consultant, concern, verdict="ask", reason_code="clarify", message=INVENTED)
    teacher.post(f"/concerns/{concern}/answers", {"text": INVENTED})
    teacher.post(f"/concerns/{concern}/duty", {"mark": "sent"})
    teacher.post("/drafts", {"observation": INVENTED})
    decide(consultant, concern, verdict="case", reason_code="serious", title="Kvalo bimsa", level="individual")
    share(consultant, liaison, concern)


def decide(consultant, concern: str, **decision):
    version = consultant.get(f"/triage/{concern}").text.split('name="version" value="')[1].split('"')[0]
    response = consultant.post(f"/triage/{concern}/decisions", {"version": version, "reason": INVENTED, **decision})
    assert response.status_code == 303, response.text


def share(consultant, liaison, concern: str):
    page = consultant.get(f"/concerns/{concern}/disclosures/new").text
    recipient = page.split("Liaison (")[0].rsplit('value="', 1)[1].split('"')[0]
    offer = {
        "parts": ["theme", "when_where", "observation", "done"], "recipient": recipient, "basis": "rpl115_ssp",
        "purpose": "prevent_crime", "necessity": INVENTED, **answered(),
    }  # fmt: skip
    response = consultant.post(f"/concerns/{concern}/disclosures", offer)
    assert response.status_code == 303, response.text
    disclosure = response.location.split("/disclosures/")[1].split("?")[0]
    assert liaison.post(f"/disclosures/{disclosure}/answers", {"text": INVENTED}).status_code == 303


@pytest.mark.any_engine
@pytest.mark.parametrize("language", ["da", "en"])
def test_no_page_speaks_two_languages(language, visit, app, loop):
    seen, wrong = set(), []
    for name in PERSONAS:
        visitor = visit(name)
        visitor.post("/language", {"language": language, "next": "/"})
        walk = Walk(visitor, app, language).everywhere()
        seen |= walk.seen
        wrong += [f"{name} {line}" for line in walk.wrong]
    assert seen >= LOOP
    assert not wrong, "in the wrong language:\n" + "\n".join(wrong)


@pytest.mark.any_engine
def test_a_walk_notices_a_label_left_in_danish(visit, app, loop, monkeypatch):
    teacher = visit("teacher")
    teacher.post("/language", {"language": "en", "next": "/"})
    monkeypatch.setitem(LABELS["theme"], "wellbeing", "Trivsel")
    wrong = Walk(teacher, app, "en").everywhere().wrong
    assert any(": Trivsel" in line for line in wrong)


def test_a_text_left_in_danish_is_noticed():
    page = '<!doctype html><html lang="en"><title>Queue</title><p aria-label="{}">{} <b lang="da">Dansk</b></p></html>'
    for label, text, found in (
        ("Queue", "All is well", set()),
        ("Queue", "Kø", {"Kø"}),
        ("Bekymringer i køen", "All is well", {"Bekymringer i køen"}),
        ("Queue", "Tovholder: Bo", {"Tovholder: Bo"}),
        ("Queue", "Skrevet til Bo", {"Skrevet til Bo"}),
    ):
        texts = read_aloud(pages.parse(page.format(label, text)), "en")
        assert {text for text in texts if leftover(text, "en")} == found


def test_the_language_stays_with_the_person(visit):
    teacher = visit("teacher")
    assert '<html lang="da">' in teacher.get("/").text
    response = teacher.post("/language", {"language": "en", "next": "/concerns"})
    assert response.location == "/concerns"
    assert "My concerns" in teacher.follow(response).text
    elsewhere = visit("teacher").get("/").text
    assert '<html lang="en">' in elsewhere
    assert "Hello Teacher" in elsewhere
    assert '<html lang="da">' in visit("colleague").get("/").text


def test_the_language_is_kept_before_sign_in(visit):
    stranger = visit()
    assert "Log ind" in stranger.get("/sign-in").text
    chosen = stranger.follow(stranger.post("/language", {"language": "en", "next": "/sign-in"}))
    assert "Sign in" in chosen.text
    assert '<html lang="en">' in stranger.get("/sign-in").text
    assert '<html lang="da">' in visit().get("/sign-in").text
    wrong = stranger.post("/sign-in", {"username": "", "password": ""})
    assert "Enter your username" in wrong.text
    assert "Skriv dit brugernavn" not in wrong.text


def test_an_unknown_language_is_danish(visit):
    stranger = visit()
    stranger.get("/sign-in")
    stranger.client.set_cookie("ssp-language", "xx")
    assert '<html lang="da">' in stranger.get("/sign-in").text


def test_nothing_is_translated_in_vain():
    assert {message.id for message in catalogue("en") if message.id} - source_texts() == set(), "leave it out"
    assert not catalogue("en").obsolete


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_translation_is_sound(language, application):
    with application.test_request_context(), force_locale(language):
        for message in catalogue(language):
            if not message.id:
                continue
            assert not message.fuzzy, message.id
            for text in forms_of(message.string):
                assert text.strip(), message.id
                known = [sorted(PLACEHOLDER.findall(form)) for form in forms_of(message.id)]
                assert sorted(PLACEHOLDER.findall(text)) in known, text
            assert running(message) == message.string, f"run 'make environment': {message.id}"


def running(message):
    """What the application has loaded for a message; it is compiled from the catalogue."""
    loaded = get_translations()
    if isinstance(message.id, tuple):
        return tuple(loaded.ngettext(*message.id, n) for n in (1, 2))
    return loaded.gettext(message.id)


def test_every_message_of_the_form_library_is_danish():
    found = extract_from_dir(Path(wtforms.__file__).parent, [("**.py", "python")], keywords=DEFAULT_KEYWORDS)
    messages = {message for _, _, message, _, _ in found if message and "_translations" not in str(message)}
    assert len(messages) > 30
    assert messages - {message.id for message in catalogue("da")} == set()


def test_every_refusal_in_the_log_has_words():
    refusals = {permit.refused for permit in PERMITS.values()} - {""}
    assert refusals
    assert refusals <= LABELS["verdict_reason"].keys()
    assert {DRY_RUN, APPLY} == LABELS["import_step"].keys()


class Probe(HouseForm):
    """A form that refuses everything in the form library's own words."""

    missing = StringField(validators=[DataRequired()])
    chosen = RadioField(choices=[SelectChoice("a", "A")])
    several = SelectMultipleField(choices=[SelectChoice("a", "A")])
    when = DateField()
    number = IntegerField()
    share = IntegerField(validators=[NumberRange(0, 10)])
    title = short_text("")


REFUSED = MultiDict(
    {"chosen": "x", "several": "x", "when": "x", "number": "x", "share": "11", "title": "x" * 201, "missing": " "}
)


def test_form_errors_follow_the_language(application):
    with application.test_request_context():
        with force_locale("da"):
            form = Probe(REFUSED)
            form.validate()
            assert dict(form.problems) == {
                "missing": "Udfyld feltet",
                "chosen": "Vælg noget fra listen",
                "several": "Vælg noget fra listen i stedet for 'x'",
                "when": "Skriv datoen som 31-12-2026",
                "number": "Skriv et helt tal",
                "share": "Skriv et tal mellem 0 og 10",
                "title": "Skriv højst 200 tegn",
            }
        with force_locale("en"):
            form = Probe(REFUSED)
            form.validate()
            assert dict(form.problems) == {
                "missing": "This field is required.",
                "chosen": "Not a valid choice.",
                "several": "'x' is not a valid choice for this field.",
                "when": "Not a valid date value.",
                "number": "Not a valid integer value.",
                "share": "Number must be between 0 and 10.",
                "title": "Use at most 200 characters",
            }


def test_dates_are_written_as_the_language_writes_them(application):
    at = int(datetime(2026, 11, 24, 14, 50, tzinfo=UTC).timestamp())
    written = {
        "da": ("24. november 2026 kl. 15.50", "1. marts 2026", "1. mar.", "1 dag over fristen", "2 dage over fristen"),
        "en": ("24 November 2026, 15:50", "1 March 2026", "1 Mar", "1 day overdue", "2 days overdue"),
    }
    with application.test_request_context():
        for language, expected in written.items():
            with force_locale(language):
                late = [format.due(today() - timedelta(days=days))["text"] for days in (1, 2)]
                day = date(2026, 3, 1)
                assert (format.moment(at), format.day(day), format.short_day(day), *late) == expected
