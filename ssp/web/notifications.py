"""Notifications: writing one, registering one from outside, the section's inbox, and following one's own."""

from flask import Blueprint, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict

from ssp.services import drafts as draft_service
from ssp.services import notification_desk, notification_lists, notifications
from ssp.services.drafts import new_draft_reference
from ssp.services.notifications import Page
from ssp.services.standing import today
from ssp.web import guard, notification_prints, respond
from ssp.web.drafting import draft_body, draft_place, has_text, posted_desk
from ssp.web.errors import not_found
from ssp.web.labels import label
from ssp.web.notification_forms import (
    AssessmentForm,
    FeedbackForm,
    FilingForm,
    NotificationForm,
    ReceiptForm,
    RegistrationForm,
)

blueprint = Blueprint("notifications", __name__)

RECEIPT = _(
    "Tak for din underretning. Vi har modtaget den og vurderet, hvad der skal ske. "
    "Af hensyn til familien kan vi ikke fortælle mere."
)
"""What a receipt says when the section writes nothing else."""


@blueprint.get("/notifications")
def index():
    listing = notification_lists.index(guard.actor(), request.args.get("view", ""), request.args.get("after"))
    return respond.page("notifications/index.html", "notifications/_list.html", listing=listing)


@blueprint.get("/notifications/new")
def new():
    form = NotificationForm(draft=new_draft_reference(), version="0")
    return _desk_page(form, notification_desk.desk(guard.actor()))


@blueprint.get("/concerns/<reference:concern>/notifications/new")
def from_concern(concern):
    return _begun(concern)


@blueprint.get("/absences/<reference:absence>/notifications/new")
def from_absence(absence):
    return _begun(absence)


@blueprint.get("/notifications/register")
def new_registration():
    form = RegistrationForm(draft=new_draft_reference(), version="0", arrived_on=today())
    return _desk_page(form, notification_desk.desk(guard.actor(), registering=True))


@blueprint.get("/notifications/drafts/<reference:draft>")
def edit(draft):
    desk = notification_desk.from_draft(guard.actor(), draft)
    if desk is None:
        return not_found()
    body = desk.draft.body
    outside = desk.may_register and any(body.get(name) for name in ("came_from", "arrived_on", "arrived_at"))
    form = (RegistrationForm if outside else NotificationForm)(MultiDict(body))
    form.draft.data, form.version.data = draft, str(desk.draft.version)
    return _desk_page(form, desk)


@blueprint.post("/notifications")
def create():
    if "find" in request.form:
        return _kept()
    form = NotificationForm.posted()
    if not form.validate():
        return _refused(form)
    try:
        reference = notifications.send(guard.actor(), form.content(), _page())
    except notifications.UnknownChild:
        return _unknown_child(form)
    except notifications.NoSection:
        return _refused(form, no_section=True)
    return respond.onward("notifications.show", done="notified", notification=reference)


@blueprint.post("/notifications/register")
def register():
    if "find" in request.form:
        return _kept()
    form = RegistrationForm.posted()
    if not form.validate():
        return _refused(form)
    try:
        reference = notifications.register(guard.actor(), form.content(), form.arrival(), _page())
    except notifications.UnknownChild:
        return _unknown_child(form)
    except notifications.NoSection:
        return _refused(form, no_section=True)
    except notifications.NotYet:
        form.arrived_at.errors = [gettext("Vælg et tidspunkt, der ikke ligger i fremtiden")]
        return _refused(form)
    return respond.onward("notifications.show", done="registered", notification=reference)


@blueprint.post("/notifications/children")
def children():
    """The list under the type-ahead, as it should look after the latest letters and ticks."""
    q, source = request.form.get("q", ""), request.form.get("source", "")
    desk = notification_desk.children(guard.actor(), q, tuple(request.form.getlist("children")), source)
    return respond.page("concerns/_children.html", status=200, desk=desk, q=q)


@blueprint.get("/notifications/<reference:notification>")
def show(notification):
    return _show_page(notification)


@blueprint.get("/notifications/<reference:notification>/pdf")
def print_out(notification):
    """The notification on paper, or for secure mail and the municipality's own system."""
    return notification_prints.answer(notifications.print_out(guard.actor(), notification))


@blueprint.post("/notifications/<reference:notification>/receive")
def receive(notification):
    notifications.receive(guard.actor(), notification)
    return respond.onward("notifications.show", done="notification_received", notification=notification)


@blueprint.post("/notifications/<reference:notification>/assessments")
def assess(notification):
    form = AssessmentForm.posted()
    if not form.validate():
        return _show_page(notification, assessment_form=form)
    notifications.assess(
        guard.actor(), notification, form.outcome.data, form.assessment_reason.data, respond.form_key()
    )
    return respond.onward("notifications.show", done="assessed", notification=notification, _anchor="receipt")


@blueprint.post("/notifications/<reference:notification>/receipts")
def give_receipt(notification):
    form = ReceiptForm.posted()
    if not form.validate():
        return _show_page(notification, receipt_form=form)
    notifications.give_receipt(guard.actor(), notification, form.text.data, respond.form_key())
    return respond.onward("notifications.show", done="receipted", notification=notification)


@blueprint.post("/notifications/<reference:notification>/feedback")
def give_feedback(notification):
    form = FeedbackForm.posted()
    if not form.validate():
        return _show_page(notification, feedback_form=form)
    notifications.give_feedback(guard.actor(), notification, form.feedback.data)
    return respond.onward("notifications.show", done="feedback", notification=notification)


@blueprint.post("/notifications/<reference:notification>/filings")
def file(notification):
    form = FilingForm.posted()
    if not form.validate():
        return _show_page(notification, filing_form=form)
    version = request.form.get("version", "")
    notifications.file(
        guard.actor(), notification, form.filed_in.data, int(version[:9]) if version.isdecimal() else None
    )
    return respond.onward("notifications.show", done="filed", notification=notification)


@blueprint.post("/notifications/<reference:notification>/blocks")
def block(notification):
    notifications.block(guard.actor(), notification)
    return respond.onward("notifications.show", notification=notification)


def _begun(source):
    """The desk with what is known already; what was done becomes words the writer can change."""
    desk = notification_desk.from_source(guard.actor(), source)
    done = [str(label(code, "done")) for code in desk.start.done]
    tried = ". ".join([*done, *filter(None, [desk.start.texts.get("tried", "")])])
    known = desk.start.texts | {"tried": tried, "source": source, "children": list(desk.start.children)}
    form = NotificationForm(MultiDict(known))
    form.draft.data, form.version.data = new_draft_reference(), "0"
    return _desk_page(form, desk)


def _page() -> Page:
    return Page(respond.form_key(), *draft_place())


def _kept():
    """Find without script: what is typed becomes a draft, and the desk comes back with the matches on it."""
    saved = _save()
    return respond.onward("notifications.edit", draft=saved.reference, _anchor="children")


def _save():
    return draft_service.save(guard.actor().user_id, *draft_place(), draft_body(), posted_desk().form)


def _unknown_child(form):
    form.unlisted.errors = [gettext("Vælg barnet igen: det står ikke på din skoles liste")]
    return _refused(form)


def _refused(form, no_section=False):
    """422 with every character still in its place; the text is kept as a draft as well."""
    if has_text():
        saved = _save()
        form.draft.data, form.version.data = saved.reference, str(saved.version)
    desk = notification_desk.desk(
        guard.actor(), form.q.data or "", tuple(form.children.data or ()), form.source.data or "",
        isinstance(form, RegistrationForm),
    )  # fmt: skip
    return _desk_page(form, desk, 422, no_section)


def _desk_page(form, desk, status=200, no_section=False):
    if desk.may_search:
        form.unlisted.label.text = gettext("Barnet står ikke på listen")
    return respond.page(
        "notifications/new.html", status=status, form=form, desk=desk, q=form.q.data or "", no_section=no_section,
        registering=isinstance(form, RegistrationForm),
    )  # fmt: skip


def _show_page(reference, **refused):
    """The notification as it is now; a form that was refused stands as it was typed."""
    shown = notifications.show(guard.actor(), reference)
    forms = {
        "assessment_form": AssessmentForm(),
        "receipt_form": ReceiptForm(text=RECEIPT),
        "feedback_form": FeedbackForm(feedback=shown.feedback),
        "filing_form": FilingForm(filed_in=shown.texts["filed_in"]),
    }
    status = 422 if refused else 200
    return respond.page(
        "notifications/show.html", "notifications/_notification.html", status, notification=shown, **(forms | refused)
    )
