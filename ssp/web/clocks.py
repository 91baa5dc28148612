"""A clock as people read it: what is left of it, when it ends, where one acts on it, and the law behind it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Blueprint, Flask, url_for
from flask_babel import format_date, format_datetime, get_locale, gettext, ngettext
from markupsafe import Markup

from ssp.db import now
from ssp.services import home, numbers
from ssp.services.clocks import ClockView
from ssp.services.standing import today
from ssp.terms import ClockKind, MatterKind
from ssp.web import format, guard, respond

blueprint = Blueprint("clocks", __name__)

HOUR = 60 * 60
SOON = 6 * HOUR
"""A clock that runs by the hour is close to its end from here."""

PAGE: dict[MatterKind, str] = {
    MatterKind.CONCERN: "concerns.show",
    MatterKind.CASE: "cases.show",
    MatterKind.DISCLOSURE: "disclosures.show",
    MatterKind.NOTIFICATION: "notifications.show",
    MatterKind.ABSENCE: "absences.show",
    MatterKind.CONSULTATION: "consultations.show",
    MatterKind.MEETING: "meetings.show",
}
"""The page of each kind of matter; the reference goes under the kind's own name."""

ANCHOR: dict[ClockKind, str] = {
    ClockKind.ASSESSMENT: "assessment",
    ClockKind.RECEIPT: "receipt",
    ClockKind.NETWORK_CONSULTATION: "network-consultation",
    ClockKind.CONSULTATION: "thread",
}
"""Where on that page one acts, when it is not the page as a whole."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How a clock stands: `state` is overdue, soon or calm; the rest is words, and where one acts."""

    state: str
    left: str
    ends: str
    law: str
    url: str


@blueprint.get("/clocks")
def index():
    return respond.page("clocks/index.html", found=home.deadlines(guard.actor()))


def install(app: Flask) -> None:
    """Register the filter and the globals the templates use."""
    app.jinja_env.filters.update(shown_clock=shown)
    app.jinja_env.globals.update(law=cited, limit=numbers.limit)


def cited(name: str) -> str:
    """A paragraph as the law is cited: in Danish, and marked as such on a page in another language."""
    return _danish(numbers.law(name))


def _danish(words: str) -> str:
    if not words or str(get_locale()) == "da":
        return words
    return Markup('<span lang="da">{}</span>').format(words)


def shown(clock: ClockView) -> Shown:
    """A clock, ready for a page."""
    state, left, ends = _by_the_hour(clock) if numbers.unit(clock.rule) == "hours" else _by_the_day(clock)
    return Shown(
        "overdue" if clock.late or _back(clock) else state, left, ends, _danish(numbers.cited(clock.rule)), where(clock)
    )


def _back(clock: ClockView) -> bool:
    """Whether this is the day, or past the day, to which something was put off (H2)."""
    return clock.kind is ClockKind.NOTICE_REVIEW and today(clock.due_at - 1) <= today()


def where(clock: ClockView) -> str:
    """The address at which this clock's act is done."""
    if clock.kind in _ELSEWHERE:
        return _ELSEWHERE[clock.kind](clock)
    return url_for(PAGE[clock.matter_kind], _anchor=ANCHOR.get(clock.kind), **{clock.matter_kind: clock.matter})


def _notice(clock: ClockView) -> str:
    return url_for("notices.show", concern=clock.matter, notice=clock.about, _anchor="given")


def _review(clock: ClockView) -> str:
    return url_for("notices.review", matter=clock.matter)


def _consents(clock: ClockView) -> str:
    return url_for("consents.index", **{clock.matter_kind: clock.matter})


def _commitment(clock: ClockView) -> str:
    return url_for("commitments.show", case=clock.matter, commitment=clock.about)


def _filing(clock: ClockView) -> str:
    return url_for("filings.show", case=clock.matter, filing=clock.about)


def _follow_up(clock: ClockView) -> str:
    return url_for("closings.follow_up", case=clock.matter)


def _baton(clock: ClockView) -> str:
    return url_for("batons.show", case=clock.matter)


_ELSEWHERE = {
    ClockKind.NOTICE: _notice,
    ClockKind.NOTICE_REVIEW: _notice,
    ClockKind.ADULT: _review,
    ClockKind.CONSENT: _consents,
    ClockKind.BATON: _baton,
    ClockKind.FILING: _filing,
    ClockKind.FOLLOW_UP: _follow_up,
    ClockKind.COMMITMENT: _commitment,
    ClockKind.ANSWER: _commitment,
}
"""The clocks whose act has a page of its own below the matter."""


def _by_the_hour(clock: ClockView) -> tuple[str, str, str]:
    seconds = clock.due_at - now()
    ends = format_datetime(datetime.fromtimestamp(clock.due_at, UTC), gettext("EEEE 'den' d. MMMM yyyy 'kl.' HH.mm"))
    return "soon" if seconds <= SOON else "calm", _hours_late(-seconds) if clock.late else _hours_left(seconds), ends


def _hours_left(seconds: int) -> str:
    if seconds < HOUR:
        minutes = max(seconds // 60, 1)
        return ngettext("om %(num)d minut", "om %(num)d minutter", minutes)
    return ngettext("om %(num)d time", "om %(num)d timer", seconds // HOUR)


def _hours_late(seconds: int) -> str:
    if seconds < HOUR:
        minutes = max(seconds // 60, 1)
        return ngettext("%(num)d minut over fristen", "%(num)d minutter over fristen", minutes)
    return ngettext("%(num)d time over fristen", "%(num)d timer over fristen", seconds // HOUR)


def _by_the_day(clock: ClockView) -> tuple[str, str, str]:
    last = today(clock.due_at - 1)
    stands = format.due(last)
    return stands["state"], stands["text"], written_out(last)


def written_out(day: date) -> str:
    """A day with its name: tirsdag den 24. november 2026."""
    return format_date(day, gettext("EEEE 'den' d. MMMM yyyy"))
