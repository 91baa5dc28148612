"""A notification as PDF: the same as its reader sees on the page, and on every sheet who printed it and when."""

import time

from flask import current_app
from flask_babel import get_locale, gettext
from flask_login import current_user

from ssp.services.notifications import NotificationView
from ssp.web import respond
from ssp.web.format import moment
from ssp.web.labels import label
from ssp.web.printing import Document, PrintingFailed, document, pdf


def answer(notification: NotificationView):
    """The PDF to be saved under the notification's reference, or a page that says it could not be made."""
    try:
        return pdf(document(_document(notification), str(get_locale())), notification.reference)
    except PrintingFailed:
        return respond.error("notifications/unprinted.html", 500, reference=notification.reference)


def _document(notification: NotificationView) -> Document:
    now = int(time.time())
    return Document(
        sender=(current_app.config["SAMSPIL"].municipality, notification.section),
        title=gettext("Underretning"),
        reference=gettext("Reference: %(reference)s", reference=notification.reference),
        facts=tuple((term, text) for term, text in _facts(notification) if text),
        sections=tuple((heading, text) for heading, text in _sections(notification) if text),
        watermark=gettext("Udskrevet af %(name)s den %(moment)s", name=current_user.name, moment=moment(now)),
        pages=gettext("Side %(page)s af %(pages)s", page="{page}", pages="{pages}"),
    )


def _facts(notification: NotificationView):
    yield gettext("Hvem det handler om"), "\n".join(_child(child) for child in notification.children)
    yield gettext("Hvorfor"), str(label(notification.ground, "ground"))
    yield gettext("I fare lige nu"), gettext("Ja") if notification.acute else gettext("Nej")
    yield gettext("Underrettet af"), _notifier(notification)
    yield gettext("Nåede frem"), moment(notification.arrived_at)
    if notification.absence_percent is not None:
        yield gettext("Fravær i kvartalet"), f"{notification.absence_percent} %"
    yield gettext("Forældrene ved det"), _parents(notification)
    yield gettext("Vurderet"), moment(notification.assessed_at)
    if notification.assessment:
        yield gettext("Beslutning"), str(label(notification.assessment, "assessment"))
    yield gettext("Kvittering givet"), moment(notification.receipted_at)
    yield gettext("Journaliseret i"), notification.texts["filed_in"]


def _sections(notification: NotificationView):
    texts = notification.texts
    yield gettext("Hvad der er set eller hørt"), texts["observation"]
    yield gettext("Barnets eller forældrenes egne ord"), texts["words"]
    yield gettext("Det, der går godt"), texts["strengths"]
    yield gettext("Hvad der er prøvet"), texts["tried"]
    yield gettext("Begrundelse for beslutningen"), texts["assessment_reason"]
    yield gettext("Kvittering"), texts["receipt"]


def _child(child) -> str:
    protected = gettext("beskyttet adresse") if child.protected and child.cpr else ""
    return ", ".join(filter(None, (child.name, child.school_class, child.cpr, child.address, protected)))


def _notifier(notification: NotificationView) -> str:
    if notification.came_from == "staff":
        role = str(label(notification.author_role, "role"))
        return ", ".join((notification.author, role, notification.author_unit))
    return ", ".join(filter(None, (str(label(notification.came_from, "came_from")), notification.texts["notifier"])))


def _parents(notification: NotificationView) -> str:
    if notification.parents_informed:
        return gettext("Ja")
    why = str(label(notification.not_informed, "not_informed")) if notification.not_informed else ""
    return ". ".join(filter(None, (gettext("Nej"), why, notification.texts["not_informed_reason"])))
