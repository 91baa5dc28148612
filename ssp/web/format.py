"""How moments, dates and words are written on a page."""

from datetime import UTC, date, datetime
from itertools import groupby

from flask import Flask
from flask_babel import format_date, format_datetime, gettext, ngettext

from ssp.services.standing import today
from ssp.web import labels


def install(app: Flask) -> None:
    """Register the filters under the names the templates use."""
    app.jinja_env.filters.update(
        moment=moment, day=day, short_day=short_day, month=month, label=labels.label, excerpt=excerpt, due=due,
        count=count, said=said, grouped=grouped, quarter=quarter,
    )  # fmt: skip


def moment(at: int | None) -> str:
    """A moment in Danish time: 24. november 2026 kl. 15.50, or in English 24 November 2026, 15:50."""
    if at is None:
        return ""
    return format_datetime(datetime.fromtimestamp(at, UTC), gettext("d. MMMM yyyy 'kl.' HH.mm"))


def day(value: date | int | None) -> str:
    """A date, written out: 24. november 2026."""
    if value is None:
        return ""
    return format_date(today(value) if isinstance(value, int) else value, gettext("d. MMMM yyyy"))


def short_day(value: date | int | None) -> str:
    """A date, short: 24. nov."""
    if value is None:
        return ""
    return format_date(today(value) if isinstance(value, int) else value, gettext("d. MMM"))


def month(at: date | int) -> str:
    """The month of a moment, for what should not be tied to a day: november 2026."""
    return format_date(today(at) if isinstance(at, int) else at, "MMMM yyyy")


def due(deadline: date) -> dict[str, str]:
    """How a deadline stands today: `state` is overdue, soon or calm; `text` says how far it is away."""
    left = (deadline - today()).days
    return {"state": "overdue" if left < 0 else "soon" if left < 2 else "calm", "text": days(left)}


def days(left: int) -> str:
    """How far away a day is, or how long ago it was."""
    if left < 0:
        return ngettext("%(num)d dag over fristen", "%(num)d dage over fristen", -left)
    if left == 0:
        return gettext("i dag")
    if left == 1:
        return gettext("i morgen")
    return ngettext("om %(num)d dag", "om %(num)d dage", left)


def quarter(code: str) -> str:
    """A quarter as stored, in words: 4. kvartal 2026."""
    year, _, number = code.partition("-Q")
    return gettext("%(number)s. kvartal %(year)s", number=number, year=year)


def grouped(choices) -> list[tuple[str, list]]:
    """A field's choices by their heading, in the order they stand; "" for those without one."""
    return [(str(heading or ""), list(group)) for heading, group in groupby(choices, key=lambda c: c.optgroup)]


def count(number: int, cap: int = 100) -> str:
    """A number, or "100+" where counting stopped."""
    return f"{cap}+" if number >= cap else str(number)


def said(message) -> str:
    """A message as people read it: the code of a duty mark or an exemption becomes words."""
    words = {"duty": "duty_mark", "deferral": "exemption"}.get(message.kind)
    code, _, reason = message.text.partition("\n")
    if message.kind == "network_consultation":
        return f"{day(date.fromisoformat(code))}\n{reason}"
    if words is None:
        return message.text
    return "\n".join(filter(None, (str(labels.label(code, words)), reason)))


def excerpt(text: str, part: str) -> str:
    """A frozen part as people read it: codes become words, dates are written out."""
    if part == "theme":
        return str(labels.label(text, "theme"))
    if part == "done":
        words = text.split(" ")
        codes = [word for word in words if word in labels.LABELS["done"]]
        rest = " ".join(words[len(codes) :])
        return ". ".join([*(str(labels.label(code, "done")) for code in codes), *([rest] if rest else [])])
    if part == "when_where":
        found, _, place = text.partition(" ")
        return ", ".join(filter(None, (day(date.fromisoformat(found)), place)))
    return text
