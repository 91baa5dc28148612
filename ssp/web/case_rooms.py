"""The rooms of a case: the pages below it, in the order of the way from one to the next."""

from flask import Flask
from flask_babel import lazy_gettext as _

from ssp.terms import Action

ROOMS: tuple[tuple[str, object, Action], ...] = (
    ("cases.show", _("Kronologi"), Action.CASE_READ),
    ("families.show", _("Familien"), Action.FAMILY_READ),
    ("case_persons.index", _("Personer"), Action.CASE_READ),
    ("plans.show", _("Plan"), Action.CASE_READ),
    ("commitments.index", _("Aftaler"), Action.COMMITMENT_LIST),
    ("attachments.index", _("Filer"), Action.ATTACHMENT_LIST),
    ("factors.index", _("Samtaleark"), Action.FACTORS_READ),
    ("filings.index", _("Journalisering"), Action.FILING_DONE),
    ("closings.show", _("Afslutning"), Action.CASE_READ),
    ("batons.show", _("Overdragelse"), Action.CASE_PLAN),
    ("case_prints.new", _("Udskriv"), Action.CASE_PRINT),
)
"""Endpoint, words, and the act that opens it; every one takes the case's reference as `case`."""


def install(app: Flask) -> None:
    """Register the global the heads of the pages use."""
    app.jinja_env.globals.update(case_rooms=ROOMS)
