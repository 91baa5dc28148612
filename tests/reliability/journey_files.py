"""The part of the walk that sends a file, its name and its text a marker."""

from tests.support.sending import send


def attach(trail, sender, path: str) -> None:
    """Send a file to a matter's room, and find it there."""
    sender.get(path)
    name, text = trail.mark("file_name"), trail.mark("file_body")
    answer = send(sender, path, f"{name}.txt", text.encode())
    assert answer.status_code == 303, (answer.status_code, answer.text[:2000])
    assert name in sender.follow(answer).text
