"""What a mail says: a reference and where to sign in, in the recipient's language, and nothing of anybody."""

from dataclasses import replace
from datetime import date, datetime
from threading import Event

import icalendar
import pytest

from ssp import db, worker
from ssp.models import Clock, Mail, Matter, Meeting, Network, Person, Unit, User
from ssp.services import mails, reminders
from ssp.services.keyring import Keyring
from ssp.services.standing import DANISH_TIME
from ssp.terms import ClockKind, MatterKind, MeetingState
from ssp.worker_mail import compose
from tests.support import case_load, deadlines, markers
from tests.support.postoffice import SENDER, PostOffice

WRITTEN = 1_700_000_000


@pytest.fixture(scope="module")
def keyring(config) -> Keyring:
    return Keyring.from_file(config.master_key_file)


@pytest.fixture
def office():
    with PostOffice() as running:
        yield running


@pytest.fixture
def deliver(application, config, office):
    """Send what is due and return what came."""

    def go(**more):
        with application.app_context():
            settings = replace(config, base_url="https://ssp.fjordby.invalid", mail=office.config(**more))
            worker.deliver(settings, Event())
        return office.received

    return go


def meeting(world, keyring, starts: datetime, state=MeetingState.PLANNED) -> str:
    """A planned meeting at a Danish local time."""
    id_, reference = deadlines.matter(world, keyring, MatterKind.MEETING, state)
    source, _ = deadlines.matter(world, keyring, MatterKind.CONCERN)
    person = Person.get(Person.reference == world.pupils["north"][1]).id
    Meeting.insert(
        matter=id_, lead=world.users["teacher"], source=source, person=person, round=1, basis="ssd",
        starts_at=int(starts.replace(tzinfo=DANISH_TIME).timestamp()), place=b"x", purpose=b"x",
    ).execute()  # fmt: skip
    return reference


def test_J1_news_says_a_reference_and_where_to_sign_in(world, deliver):
    mail = deadlines.mail("teacher@example.invalid", WRITTEN, about="B-7K3F-92QD")
    (came,) = deliver()
    assert came.recipients == ("teacher@example.invalid",)
    assert came.sender == SENDER
    headers = came.message
    assert headers["Subject"] == "Nyt i Samspil"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"] == f"<{mail.reference}@ssp.fjordby.invalid>"
    assert " ".join(came.text.split()) == (
        "Hej Der er noget nyt i B-7K3F-92QD. Log ind for at se det: https://ssp.fjordby.invalid "
        "Mailen er sendt automatisk og kan ikke besvares. Den indeholder med vilje ikke mere."
    )


def test_a_mail_is_in_the_language_of_its_recipient(world, deliver):
    deadlines.mail("teacher@example.invalid", WRITTEN)
    deadlines.mail("head@example.invalid", WRITTEN)
    deadlines.mail("nobody@example.invalid", WRITTEN)
    User.update(language="en").where(User.username == "head").execute()
    languages = {came.recipients[0].split("@")[0]: came.message["Content-Language"] for came in deliver()}
    assert languages == {"teacher": "da", "head": "en", "nobody": "da"}


@pytest.mark.parametrize(
    ("kind", "start", "after", "says"),
    [
        (ClockKind.ASSESSMENT, datetime(2026, 11, 20, 15, 10), 20, "udløber 21. november 2026 kl. 15.10"),
        (ClockKind.ASSESSMENT, datetime(2026, 11, 20, 15, 10), 24, "udløb 21. november 2026 kl. 15.10"),
        (ClockKind.ASSESSMENT, datetime(2026, 10, 24, 15, 10), 20, "udløber 25. oktober 2026 kl. 14.10"),
        (ClockKind.ABSENCE, datetime(2026, 11, 23, 9, 0), 30, "udløber med udgangen af 24. november 2026"),
    ],
)
def test_a_deadline_is_told_in_danish_time(world, keyring, deliver, kind, start, after, says):
    deadlines.move_to(date(2026, 10, 1))
    id_, reference = deadlines.matter(world, keyring, deadlines.SETTINGS[kind][0])
    clock = deadlines.clock(id_, kind, start)
    with db.at(clock.starts_at + after * 3600):
        reminders.run()
        (came,) = deliver()
    assert f"En frist i {reference} {says}." in " ".join(came.text.split())


def test_a_reminder_of_a_deadline_that_was_met_is_not_sent(world, keyring, deliver):
    deadlines.move_to(date(2026, 10, 1))
    id_, _ = deadlines.matter(world, keyring, MatterKind.NOTIFICATION)
    clock = deadlines.clock(id_, ClockKind.ASSESSMENT, datetime(2026, 11, 20, 15, 10))
    with db.at(clock.due_at - 60):
        assert reminders.run().mails == 1
        Clock.update(stopped_at=db.now()).execute()
        assert deliver() == []
    assert Mail.get().problem == mails.NO_LONGER
    assert mails.look() == mails.Outbox(0, None, 0)


@pytest.mark.parametrize(
    ("starts", "utc"),
    [
        (datetime(2026, 10, 23, 9, 30), "2026-10-23T07:30:00+00:00"),
        (datetime(2026, 10, 26, 9, 30), "2026-10-26T08:30:00+00:00"),
        (datetime(2027, 3, 26, 9, 30), "2027-03-26T08:30:00+00:00"),
        (datetime(2027, 3, 29, 9, 30), "2027-03-29T07:30:00+00:00"),
    ],
)
def test_an_invitation_carries_the_meeting_through_summer_and_winter_time(world, keyring, deliver, starts, utc):
    reference = meeting(world, keyring, starts)
    Mail.delete().execute()
    deadlines.mail("social_worker@example.invalid", WRITTEN, "invitation", reference)
    (came,) = deliver()
    file = icalendar.Calendar.from_ical(came.calendar)
    (event,) = file.walk("VEVENT")
    assert file["method"] == "REQUEST"
    assert event["dtstart"].dt.isoformat() == utc
    assert (event["dtend"].dt - event["dtstart"].dt).total_seconds() == 3600
    assert (str(event["summary"]), str(event["uid"])) == ("Møde i Samspil", f"{reference}@ssp.fjordby.invalid")
    assert str(event["url"]) == "https://ssp.fjordby.invalid"
    assert "LOCATION" not in event
    people = {str(event["organizer"]), str(event["attendee"])}
    assert people == {f"mailto:{SENDER}", "mailto:social_worker@example.invalid"}
    assert "kl. 09.30" in came.text


def test_a_cancelled_meeting_leaves_the_calendar(world, keyring, deliver):
    reference = meeting(world, keyring, datetime(2026, 12, 1, 9, 0))
    Mail.delete().execute()
    invited = deadlines.mail("social_worker@example.invalid", WRITTEN, "invitation", reference)
    Matter.update(state=MeetingState.CANCELLED).where(Matter.reference == reference).execute()
    deadlines.mail("social_worker@example.invalid", WRITTEN + 5, "cancellation", reference)
    (came,) = deliver()
    file = icalendar.Calendar.from_ical(came.calendar)
    (event,) = file.walk("VEVENT")
    assert (file["method"], event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert event["uid"] == f"{reference}@ssp.fjordby.invalid"
    assert Mail.get_by_id(invited.id).problem == mails.NO_LONGER, "an invitation to nothing is not sent"


INJECTIONS = (
    "a@b.invalid\nBcc: x@b.invalid", "a@b.invalid\r\nBcc: x@b.invalid", "a@b.invalid, x@b.invalid", "a@b.invalid\x07",
    "a@b.invalid\u2028x", "<a@b.invalid>", "\"a\nb\"@c.invalid", "æ@b.invalid", "a b@c.invalid", "a@@b.invalid", "a", "",
)  # fmt: skip


@pytest.mark.parametrize("address", INJECTIONS)
def test_an_address_that_is_not_one_is_put_aside_and_holds_nobody_up(world, deliver, address):
    bad = deadlines.mail(address or " ", WRITTEN)
    good = deadlines.mail("teacher@example.invalid", WRITTEN + 1)
    (came,) = deliver()
    assert came.recipients == ("teacher@example.invalid",)
    assert (Mail.get_by_id(bad.id).problem, Mail.get_by_id(bad.id).sent_at) == (mails.UNSENDABLE, None)
    assert Mail.get_by_id(good.id).sent_at
    assert mails.look().given_up == 1


@pytest.mark.parametrize("field", ["product", "base_url"])
def test_no_setting_can_add_a_header(world, application, config, field):
    letter = mails.Letter(1, "O-1", "a@b.invalid", "news", "da", "B-1", None, WRITTEN, 1)
    hostile = replace(config, mail=PostOffice().config(), **{field: "https://x\r\nBcc: x@b.invalid"})
    with application.app_context():
        try:
            message = compose(letter, hostile)
        except ValueError:
            return
        assert message["Bcc"] is None


def mark_the_directory() -> set[str]:
    """A marker in every name of a person, a unit and a network. Returns them."""
    made = set()
    for model, column in ((User, User.name), (User, User.username), (Unit, Unit.name), (Network, Network.name)):
        for row in model.select():
            made.add(marker := markers.marker())
            model.update({column: marker}).where(model.id == row.id).execute()
    return made


def everything_told(world, keyring, load) -> None:
    """Every template there is, about matters full of text."""
    Meeting.update(round=None).execute()
    reference = meeting(world, keyring, datetime(2026, 12, 1, 9, 0))
    called_off = meeting_called_off(world, keyring)
    for name in ("teacher", "consultant", "social_worker"):
        for template, about in (
            ("news", load.concerns["north"]),
            ("invitation", reference),
            ("cancellation", called_off),
        ):
            deadlines.mail(f"{name}@example.invalid", WRITTEN, template, about)
    for kind, (of, _) in deadlines.SETTINGS.items():
        for start in (datetime(2026, 1, 5, 9, 0), datetime(2026, 6, 1, 9, 0)):
            deadlines.clock(deadlines.matter(world, keyring, of)[0], kind, start)


def meeting_called_off(world, keyring) -> str:
    Meeting.update(round=None).execute()
    return meeting(world, keyring, datetime(2026, 12, 2, 9, 0), MeetingState.CANCELLED)


def test_J1_no_mail_and_no_calendar_carries_anything_of_anybody(world, keyring, deliver):
    load = case_load.fill(world)
    everything_told(world, keyring, load)
    planted = set(markers.plant(keyring)) | mark_the_directory()
    deadlines.move_to(date(2026, 1, 1))
    told = reminders.Told()
    for moment in sorted({moment for clock in Clock.select() for moment in (clock.due_at - 60, clock.due_at)}):
        with db.at(moment):
            told += reminders.run()
            deliver()
    came = deliver()
    running = Clock.select().where(Clock.stopped_at.is_null()).count()
    assert told.reminded == told.overdue == running >= 2 * len(ClockKind)
    sent = {mail.reference: mail.template for mail in Mail.select().where(Mail.sent_at.is_null(False))}
    assert set(sent.values()) == {"news", "reminder", "overdue", "invitation", "cancellation"}
    assert {mail.message["Message-ID"][1:12] for mail in came} == sent.keys()
    assert mails.look() == mails.Outbox(0, None, 0)
    assert len(planted) > 50
    theirs = {b"Nordskolen", b"Netv\xc3\xa6rk", b"4002", b"wellbeing", b"Trivsel", b"assessment"}
    for mail in came:
        said = mail.everything
        assert not markers.MARKER.findall(said.decode("utf-8", "replace"))
        assert not [word for word in theirs if word in said]


def test_the_search_finds_a_marker_however_it_is_wrapped(world, office, deliver, monkeypatch):
    """The control: a name that slipped into a text is found, in quoted-printable and in base64."""
    deadlines.mail("teacher@example.invalid", WRITTEN, about=f"æ{markers.marker()[:14]}")
    monkeypatch.setattr(markers, "MARKER", markers.re.compile(r"zq[0-9a-f]{12}"))
    (came,) = deliver()
    assert markers.MARKER.findall(came.everything.decode("utf-8", "replace"))
