"""The part of the walk that sends a file, its name and its text a marker."""

from ssp.models import Attachment
from tests.support.family_load import newest
from tests.support.sending import send


def attach(trail, sender, path: str, named: str = "file") -> None:
    """Send a file to a matter's room, and find it there."""
    sender.get(path)
    name, text = trail.mark(f"{named}_name"), trail.mark(f"{named}_body")
    answer = send(sender, path, f"{name}.txt", text.encode())
    assert answer.status_code == 303, (answer.status_code, answer.text[:2000])
    assert name in sender.follow(answer).text
    trail.rows[named] = newest(Attachment)
