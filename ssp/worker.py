"""The worker: lets clocks speak up, has files scanned and sends the outbox, beside the web server and without it.

It opens no matter, but for a file that waits for the scanner, and the log says so. What it logs are counts and
classes of problems, never an address, a reference or a word.
"""

import logging
import signal
import sys
import time
from collections import Counter
from threading import Event

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from ssp import db
from ssp.config import Config
from ssp.services import attachment_scans, mails, reminders
from ssp.worker_mail import Post

log = logging.getLogger("ssp.worker")

REMINDER_SECONDS = 60
"""How often the clocks are looked at."""

PAUSES = (0, 1, 2, 4, 8)
"""How long to wait before marking a mail is tried again: one that was sent and is not marked is sent once more."""

mail = AppGroup("mail", help="The outbox.")


def install(app: Flask) -> None:
    """Register the worker's commands with the application."""
    app.cli.add_command(worker)
    app.cli.add_command(mail)


@click.command("worker")
@click.option("--once", is_flag=True, help="One round and no more: for cron.")
def worker(once: bool):
    """Send mails from the outbox, and reminders and escalations from the clocks."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if not work(current_app.config["SAMSPIL"], stop, once) and once:
        sys.exit(1)


@mail.command("retry")
def retry():
    """Put the mails that were given up back in line."""
    db.connect()
    click.echo(f"{mails.retry()} mails are in line again.")


def work(config: Config, stop: Event, once: bool = False) -> bool:
    """Round after round until told to stop; the mail in hand is finished first. Returns whether the last went well."""
    _say("the worker has started")
    if not config.mail.host:
        _say("no mail server is set (SSP_SMTP_HOST): mails wait, reminders are written all the same")
    looked = 0.0
    while True:
        well = True
        if time.monotonic() - looked >= REMINDER_SECONDS or not looked:
            looked = time.monotonic()
            well = _safely(remind)
        well = _safely(scan) and well
        well = _safely(deliver, config, stop) and well
        if once or stop.wait(config.mail.pause_seconds):
            break
    _say("the worker has stopped")
    return well


def remind() -> None:
    """Let the clocks speak up whose time has come."""
    told = reminders.run()
    if told != reminders.Told():
        fields = {"reminded": told.reminded, "overdue": told.overdue, "mails": told.mails, "nobody": told.nobody}
        _say("clocks have spoken up", **fields)


def scan() -> None:
    """Hand the files that wait to the virus scanner."""
    scanned = attachment_scans.run()
    if scanned != attachment_scans.Scanned():
        _say("files were scanned", ready=scanned.ready, refused=scanned.refused)


def deliver(config: Config, stop: Event) -> None:
    """Send what is due, until nothing is, the server cannot be reached, or it is time to stop."""
    if not config.mail.host:
        return
    post, outcomes = Post(config), Counter()
    try:
        while post.reachable and not stop.is_set():
            letter = mails.take(config.mail.lease_seconds)
            if letter is None:
                break
            problem = post.hand_over(letter)
            outcomes[problem or "sent"] += 1
            _mark(letter, problem, config.mail.retry_seconds)
    finally:
        post.close()
        if outcomes:
            _say("mails were tried", **outcomes)


def _mark(letter: mails.Letter, problem: str, pause: int) -> None:
    """Store what became of a letter, through a short absence of the database."""
    for wait in PAUSES:
        time.sleep(wait)
        try:
            db.connect()
            if problem:
                mails.failed(letter, problem, pause)
            else:
                mails.sent(letter)
            return
        except Exception as error:
            _complain("a mail could not be marked", error)


def _safely(part, *arguments) -> bool:
    """Run a part of a round; whatever goes wrong there is said, and the next round comes all the same."""
    try:
        db.connect()
        part(*arguments)
    except Exception as error:
        _complain("a part of a round failed", error)
        return False
    return True


def _say(text: str, **fields) -> None:
    log.info(text, extra={"fields": fields})


def _complain(text: str, error: Exception) -> None:
    log.warning(text, extra={"fields": {"class": type(error).__name__}})
