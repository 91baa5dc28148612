"""L: a straightforward Flask and Peewee application that serves the same HTML without access rules, log and sealing."""

import hashlib
import json
import time
from dataclasses import asdict
from datetime import UTC, datetime

from flask_login import current_user
from peewee import JOIN

from bench import plain_duties
from bench.bare import bare_app
from bench.plain_models import (
    TEXTS,
    PlainChild,
    PlainConcern,
    PlainDecision,
    PlainDisclosure,
    PlainMessage,
    PlainPupil,
)
from ssp.db import connect, handle
from ssp.models import Draft, Mail, Membership, Session, Submission, Unit, User
from ssp.policy import ages
from ssp.policy.deadlines import answer_by, decide_by
from ssp.policy.retention import retention_until
from ssp.services.accounts import SignedIn
from ssp.services.concern_lines import ConcernLine
from ssp.services.concern_views import ChildView, ConcernView, DecisionView, MessageView
from ssp.services.concerns import Listing
from ssp.services.references import CONCERN, MAIL, ROW, new_reference
from ssp.services.standing import today
from ssp.services.triage import WAITING, Queue
from ssp.terms import DUTY_THEMES, Action, ConcernState, MessageKind, RetentionClass, Role, Sector
from ssp.web import respond
from ssp.web.concern_forms import AnswerForm, ConcernForm, DutyForm

PAGE_SIZE = 30
OWN_ACTS = frozenset(
    {
        Action.CONCERN_READ,
        Action.CONCERN_MARK_DUTY,
        Action.MEETING_PLAN,
        Action.CONSENT_LIST,
        Action.NOTICE_ADD,
        Action.ATTACHMENT_LIST,
    }  # fmt: skip
)
NOT_STORED = frozenset({"children", "unlisted", "done", "unlawful_percent", "consultation"})


def person(token: str):
    """The person behind a session token."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    session = (
        Session.select(Session, User, Unit)
        .join(User, on=(User.id == Session.user))
        .join(Unit, on=(Unit.id == User.unit))
        .where((Session.id_hash == digest) & Session.ended_at.is_null())
        .first()
    )
    if session is None:
        return None
    user, unit = session.user, session.user.unit
    return SignedIn(user.id, user.reference, user.name, Role(user.role), unit.name, Sector(unit.sector), user.language,
                    digest, session.created_at + 36000)  # fmt: skip


def index():
    """My concerns, newest first, and my drafts."""
    rows = _with_people().where(PlainConcern.author == current_user.user_id).order_by(PlainConcern.id.desc())
    found = _lines(rows.limit(PAGE_SIZE + 1))
    drafts = list(Draft.select().where(Draft.user == current_user.user_id).order_by(Draft.updated_at.desc()).limit(20))
    shown = found[:PAGE_SIZE]
    following = shown[-1].reference if len(found) > PAGE_SIZE else None
    return respond.page("concerns/index.html", listing=Listing(shown, following, drafts))


def queue():
    """Concerns in my network that wait, oldest first."""
    mine = Membership.select(Membership.network).where(Membership.user == current_user.user_id)
    rows = _with_people().where((PlainConcern.network << mine) & (PlainConcern.state << [str(s) for s in WAITING]))
    found = _lines(rows.order_by(PlainConcern.id).limit(PAGE_SIZE + 1))
    shown = found[:PAGE_SIZE]
    following = shown[-1].reference if len(found) > PAGE_SIZE else None
    return respond.page("triage/index.html", queue=Queue(shown, following, "waiting"), theme="")


def show(concern):
    """One concern with its children, thread and decisions."""
    found = _with_people().where(PlainConcern.reference == concern).get()
    return respond.page("concerns/show.html", concern=_view(found), answer_form=AnswerForm(), duty_form=DutyForm())


def create():
    """Store a concern; the same form sent twice makes one."""
    form = ConcernForm.posted()
    if not form.validate():
        return respond.page("errors/400.html", status=422)
    with handle.atomic():
        reference = _store(form.content(), respond.form_key(), form.draft.data or "")
    return respond.onward("concerns.show", done="sent", concern=reference)


def _with_people():
    return (
        PlainConcern.select(PlainConcern, User, Unit)
        .join(User, on=(User.id == PlainConcern.author))
        .switch(PlainConcern)
        .join(Unit, on=(Unit.id == PlainConcern.unit))
    )


def _lines(query) -> list[ConcernLine]:
    concerns = list(query)
    ids = [concern.id for concern in concerns]
    names, threads = _names(ids), {}
    for message in PlainMessage.select().where(PlainMessage.concern << ids).order_by(PlainMessage.id):
        threads.setdefault(message.concern_id, []).append(message.kind)
    return [_line(concern, names.get(concern.id, []), threads.get(concern.id, [])) for concern in concerns]


def _line(concern, names: list[str], kinds: list[str]) -> ConcernLine:
    own = concern.author.id == current_user.user_id
    waits = kinds[-1:] == [MessageKind.QUESTION] if own else concern.answered
    return ConcernLine(
        concern.reference, concern.state, concern.subject, concern.theme, concern.worry,
        ", ".join(names) or concern.described_as, concern.author.name, concern.unit.name, concern.created_at,
        concern.decide_by, len(kinds), waits, own,
    )  # fmt: skip


def _children(ids):
    return (
        PlainChild.select(PlainChild, PlainPupil)
        .join(PlainPupil, JOIN.LEFT_OUTER, on=(PlainPupil.id == PlainChild.pupil))
        .where(PlainChild.concern << ids)
        .order_by(PlainChild.id)
    )


def _names(ids) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for child in _children(ids):
        found.setdefault(child.concern_id, []).append(child.pupil.name if child.pupil_id else child.named)
    return found


def _view(concern) -> ConcernView:
    own = concern.author.id == current_user.user_id
    answering = frozenset({Action.CONCERN_ANSWER}) if concern.state != ConcernState.CLOSED else frozenset()
    disclosures = PlainDisclosure.select().where(PlainDisclosure.concern == concern).limit(50)
    notices, clocks = plain_duties.shown(concern, int(time.time()))
    return ConcernView(
        reference=concern.reference, version=concern.version, state=concern.state, subject=concern.subject,
        theme=concern.theme, worry=concern.worry, source=concern.source, author=concern.author.name,
        author_role=concern.author.role, unit=concern.unit.name, sent_at=concern.created_at,
        observed_on=concern.observed_on, decide_by=concern.decide_by, answer_by=concern.answer_by,
        received_at=concern.received_at, decided_at=concern.decided_at, closed_at=concern.closed_at,
        done=tuple(concern.done.split()), absence_percent=concern.absence_percent,
        texts={name: getattr(concern, name) for name in TEXTS}, duty_mark=concern.duty_mark or "",
        duty_likely=concern.theme in DUTY_THEMES, duty_at=concern.duty_at,
        children=tuple(_child(child) for child in _children([concern.id])),
        messages=_messages(concern), decisions=_decisions(concern), disclosures=tuple(disclosures), earlier=(),
        notices=notices, clocks=clocks, notified=plain_duties.notified(concern) if own else "", own=own,
        may=OWN_ACTS | answering,
    )  # fmt: skip


def _child(child) -> ChildView:
    if child.pupil_id is None:
        return ChildView("", child.named, "", "", "", False, child.reference, ())
    pupil, hints = child.pupil, ages.hints(plain_duties.birth_date(child), today())
    return ChildView(pupil.reference, pupil.name, pupil.school_class, "", "", pupil.protected, child.reference, hints)


def _messages(concern) -> tuple[MessageView, ...]:
    rows = (
        PlainMessage.select(PlainMessage, User)
        .join(User, on=(User.id == PlainMessage.author))
        .where(PlainMessage.concern == concern)
        .order_by(PlainMessage.id)
    )
    return tuple(
        MessageView(m.reference, MessageKind(m.kind), m.author.name, m.author.role, m.at, m.body) for m in rows
    )


def _decisions(concern) -> tuple[DecisionView, ...]:
    rows = (
        PlainDecision.select(PlainDecision, User)
        .join(User, on=(User.id == PlainDecision.decided_by))
        .where(PlainDecision.concern == concern)
        .order_by(PlainDecision.id)
    )
    return tuple(DecisionView(d.verdict, "", "", d.decided_by.name, d.at, "") for d in rows)


def _store(content, key: str, draft: str) -> str:
    me, moment = current_user.user_id, int(time.time())
    payload = hashlib.sha256(json.dumps(asdict(content), sort_keys=True, default=str).encode()).hexdigest()
    before = Submission.get_or_none((Submission.user == me) & (Submission.key == key))
    if before is not None:
        return before.reference
    unit, sent = User.get_by_id(me).unit_id, datetime.fromtimestamp(moment, UTC).date()
    network = Unit.get_by_id(unit).network_id
    fields = {k: v for k, v in asdict(content).items() if k not in NOT_STORED}
    concern = PlainConcern.create(
        reference=new_reference(CONCERN), author=me, unit=unit, network=network, state=ConcernState.SENT,
        created_at=moment, decide_by=decide_by(sent), answer_by=answer_by(sent), done=" ".join(content.done),
        kept_until=retention_until(RetentionClass.CONCERN, sent), **fields,
    )  # fmt: skip
    for pupil in PlainPupil.select().where(PlainPupil.reference << content.children):
        PlainChild.create(reference=new_reference(ROW), concern=concern, pupil=pupil)
    for name in content.unlisted:
        PlainChild.create(reference=new_reference(ROW), concern=concern, named=name)
    plain_duties.plan(concern, list(_children([concern.id])), moment)
    Submission.create(user=me, key=key, payload_hash=payload, reference=concern.reference, at=moment)
    Draft.delete().where((Draft.reference == draft) & (Draft.user == me)).execute()
    for user in User.select().join(Membership).where(Membership.network == network):
        Mail.create(reference=new_reference(MAIL), recipient=user.email, template="news", about=concern.reference,
                    created_at=moment, next_at=moment)  # fmt: skip
    return concern.reference


def make():
    """What gunicorn loads."""
    views = {"concerns.index": index, "concerns.show": show, "concerns.create": create, "triage.index": queue}
    return bare_app(person, views, before=connect)
