"""L's duties: a notice and its clock for everybody who is to be told, stored and shown as ordinary rows."""

from datetime import date, timedelta

from peewee import JOIN

from bench.plain_models import PlainChild, PlainClock, PlainNotice, PlainNotification, PlainPupil
from ssp.models import User
from ssp.policy import ages
from ssp.policy.clocks import Term, term, term_until
from ssp.policy.notices import state, to_tell
from ssp.policy.register import limit
from ssp.services.birthdays import midnight
from ssp.services.clocks import ClockView, local
from ssp.services.notice_views import NoticeView
from ssp.services.references import ROW, new_reference
from ssp.services.standing import today
from ssp.terms import ClockKind, Giver, MatterKind


def plan(concern, children: list, moment: int) -> None:
    """A notice and its clock for everybody who is to be told of a new concern, and a clock for each birthday."""
    for child in children:
        born = birth_date(child)
        for to in to_tell(born, today(moment)):
            notice = PlainNotice.create(
                reference=new_reference(ROW), concern=concern, child=child, to_whom=to.to_whom, made_at=moment
            )
            starts_at = midnight(to.begins) if to.begins else moment
            _start(concern, notice.reference, term(ClockKind.NOTICE, local(starts_at)), starts_at)
        if born is not None:
            last = ages.birthday(born, limit("adult_age")) - timedelta(days=1)
            shows = max(moment, midnight(ages.review_from(born)))
            _start(concern, child.reference, term_until(ClockKind.ADULT, last, local(shows)), shows)


def shown(concern, moment: int) -> tuple[tuple[NoticeView, ...], tuple[ClockView, ...]]:
    """The notices of a concern, and the clocks that run in it."""
    clocks = list(PlainClock.select().where(PlainClock.concern == concern).order_by(PlainClock.due_at))
    running = {
        clock.about: ClockView(
            clock.reference, ClockKind(clock.kind), concern.reference, MatterKind.CONCERN, clock.about, clock.due_at,
            clock.due_at <= moment, clock.rule, clock.rule_version,
        )
        for clock in clocks
        if clock.stopped_at is None and clock.starts_at <= moment
    }  # fmt: skip
    ahead = {c.about: today(c.starts_at) for c in clocks if c.stopped_at is None and c.starts_at > moment}
    views = (
        _notice(notice, running.get(notice.reference), ahead.get(notice.reference)) for notice in _notices(concern)
    )
    kept = tuple(view for view in views if view.begins is None or view.begins <= concern.kept_until)
    return kept, tuple(running.values())


def notified(concern) -> str:
    """The latest notification the author wrote from this concern, or ""."""
    mine = (PlainNotification.concern == concern) & (PlainNotification.author == concern.author)
    found = PlainNotification.select().where(mine).order_by(PlainNotification.id.desc()).first()
    return found.reference if found else ""


def birth_date(child) -> date | None:
    """The day a child was born, for those on a school's roll."""
    return ages.birth_date(child.pupil.cpr) if child.pupil_id else None


def _notices(concern):
    return (
        PlainNotice.select(PlainNotice, PlainChild, PlainPupil, User)
        .join(PlainChild)
        .join(PlainPupil, JOIN.LEFT_OUTER)
        .switch(PlainNotice)
        .join(User, JOIN.LEFT_OUTER, on=(User.id == PlainNotice.told_by))
        .where(PlainNotice.concern == concern)
        .order_by(PlainNotice.child, PlainNotice.id)
    )


def _notice(notice, clock: ClockView | None, begins: date | None) -> NoticeView:
    child = notice.child.pupil.name if notice.child.pupil_id else notice.child.named
    by = notice.told_by.name if notice.told_by_id else ""
    return NoticeView(
        notice.reference, child, Giver(notice.to_whom), notice.named,
        state(notice.told_on, notice.review_on, begins, today()), begins, notice.told_on, notice.told_how or "",
        by, notice.exemption or "", notice.reason, notice.review_on, clock,
    )  # fmt: skip


def _start(concern, about: str, found: Term, starts_at: int) -> None:
    PlainClock.create(
        reference=new_reference(ROW), concern=concern, kind=found.kind, about=about, rule=found.rule,
        rule_version=found.version, starts_at=starts_at, due_at=int(found.due.timestamp()),
    )  # fmt: skip
