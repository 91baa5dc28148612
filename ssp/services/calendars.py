"""A calendar file for a meeting: a reference, an address and a time; no place, no subject, nobody but the recipient."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

LENGTH = timedelta(hours=1)
"""How long a meeting stands in the calendar; only its beginning is agreed in Samspil."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What an installation puts on every calendar file: its mail address, its host, and where one signs in."""

    address: str
    host: str
    url: str


def calendar(
    reference: str, starts_at: int, written_at: int, summary: str, recipient: str, desk: Desk, cancelled: bool = False
) -> bytes:
    """The iCalendar bytes that put a meeting into the recipient's calendar, or take it out again.

    Moments are seconds since 1970 and stand in UTC, so that no calendar has to know a time zone. The identity
    follows from the reference alone: a cancellation finds the invitation.
    """
    starts = datetime.fromtimestamp(starts_at, UTC)
    event = Event()
    event.add("uid", f"{reference}@{desk.host}")
    event.add("dtstamp", datetime.fromtimestamp(written_at, UTC))
    event.add("sequence", int(cancelled))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("dtstart", starts)
    event.add("dtend", starts + LENGTH)
    event.add("summary", summary)
    event.add("description", reference)
    event.add("url", desk.url)
    event.add("organizer", vCalAddress(f"mailto:{desk.address}"))
    event.add("attendee", _attendee(recipient), encode=0)
    file = Calendar()
    file.add("prodid", "-//Samspil//DA")
    file.add("version", "2.0")
    file.add("method", "CANCEL" if cancelled else "REQUEST")
    file.add_component(event)
    return file.to_ical()


def _attendee(recipient: str) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{recipient}")
    attendee.params["partstat"] = vText("NEEDS-ACTION")
    attendee.params["rsvp"] = vText("FALSE")
    return attendee
