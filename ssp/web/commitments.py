"""Commitments: the room of a case, proposing one, every turn it takes, and the lists of one's own."""

from flask import Blueprint, request
from flask_babel import gettext
from flask_login import current_user

from ssp.services import commitment_views, commitments, numbers
from ssp.services.commitment_views import Mine
from ssp.services.commitments import UnfitCommitment
from ssp.terms import Turn
from ssp.web import guard, respond
from ssp.web.commitment_forms import FORMS, ProposalForm
from ssp.web.forms import version_of

blueprint = Blueprint("commitments", __name__)

ROOM = "/cases/<reference:case>/commitments"
ONE = f"{ROOM}/<reference:commitment>"

DONE: dict[Turn, str] = {
    Turn.PROPOSED: "commitment_given",
    Turn.ACCEPTED: "commitment_accepted",
    Turn.DECLINED: "commitment_declined",
    Turn.RENEGOTIATED: "commitment_countered",
    Turn.KEPT: "commitment_kept",
    Turn.MOVED: "commitment_moved",
    Turn.DROPPED: "commitment_dropped",
}


@blueprint.get("/commitments")
def mine():
    wanted = request.args.get("view", "")
    view = Mine(wanted) if wanted in set(Mine) else Mine.MINE
    listing = commitment_views.index(guard.actor(), view, request.args.get("after"))
    return respond.page("commitments/mine.html", "commitments/_list.html", listing=listing)


@blueprint.get(ROOM)
def index(case):
    room = commitment_views.room(guard.actor(), case, request.args.get("after"))
    return respond.page("commitments/index.html", "commitments/_room.html", room=room)


@blueprint.get(f"{ROOM}/new")
def new(case):
    return _desk(case, ProposalForm())


@blueprint.post(ROOM)
def create(case):
    form = ProposalForm.posted()
    if not form.validate():
        return _desk(case, form, 422)
    try:
        commitments.propose(guard.actor(), case, form.proposal(), respond.form_key())
    except UnfitCommitment as error:
        form[error.field].errors = [_words(error)]
        return _desk(case, form, 422)
    return respond.onward("commitments.index", case=case, done="commitment")


@blueprint.get(ONE)
def show(case, commitment):
    return _page(case, commitment)


@blueprint.post(f"{ONE}/acceptance")
def accept(case, commitment):
    return _take(case, commitment, Turn.ACCEPTED)


@blueprint.post(f"{ONE}/refusal")
def decline(case, commitment):
    return _take(case, commitment, Turn.DECLINED)


@blueprint.post(f"{ONE}/counter-proposal")
def renegotiate(case, commitment):
    return _take(case, commitment, Turn.RENEGOTIATED)


@blueprint.post(f"{ONE}/keeping")
def keep(case, commitment):
    return _take(case, commitment, Turn.KEPT)


@blueprint.post(f"{ONE}/move")
def move(case, commitment):
    return _take(case, commitment, Turn.MOVED)


@blueprint.post(f"{ONE}/drop")
def drop(case, commitment):
    return _take(case, commitment, Turn.DROPPED)


@blueprint.post(f"{ONE}/owner")
def give(case, commitment):
    return _take(case, commitment, Turn.PROPOSED)


def _take(case, commitment, turn):
    form = FORMS[turn].posted(prefix=turn.value)
    if not form.validate():
        return _page(case, commitment, turn, form, 422)
    change = form.change(turn, version_of(request.form.get("version")))
    try:
        commitments.take_turn(guard.actor(), case, commitment, change, respond.form_key())
    except UnfitCommitment as error:
        if turn is Turn.ACCEPTED:
            return _page(case, commitment, Turn.RENEGOTIATED, None, 422)
        form[error.field].errors = [_words(error)]
        return _page(case, commitment, turn, form, 422)
    return respond.onward("commitments.show", case=case, commitment=commitment, done=DONE[turn])


def _words(error: UnfitCommitment) -> str:
    return {
        "owner": gettext("Vælg en person, der deltager i forløbet"),
        "person": gettext("Vælg et barn, som forløbet handler om, eller familien"),
        "due_on": gettext(
            "Vælg en dag fra i dag og højst %(days)s dage frem", days=numbers.limit("commitment_longest_days")
        ),
    }[error.field]


def _desk(case, form, status=200):
    desk = commitment_views.desk(guard.actor(), case)
    form.offer(desk, current_user.reference)
    if not request.form:
        form.due_on.data = desk.by
    return respond.page("commitments/new.html", "commitments/_proposal.html", status, desk=desk, form=form)


def _page(case, commitment, tried=None, posted=None, status=200):
    """One commitment with a form for each turn that is open; the one that was tried stands as it was posted."""
    page = commitment_views.show(guard.actor(), case, commitment)
    forms = {}
    for turn in Turn:
        if turn not in page.commitment.may and turn is not tried:
            continue
        forms[turn] = posted if turn is tried and posted else FORMS[turn](prefix=turn.value)
        if forms[turn] is not posted:
            forms[turn].start_from(page, current_user.reference)
    if Turn.PROPOSED in forms:
        forms[Turn.PROPOSED].offer(page, current_user.reference)
    if tried is Turn.RENEGOTIATED and posted is None:
        forms[tried].due_on.errors = [gettext("Dagen er gået. Foreslå en ny dag")]
    version = version_of(request.form.get("version")) if tried else page.commitment.line.version
    return respond.page(
        "commitments/show.html", "commitments/_commitment.html", status, page=page, forms=forms, tried=tried,
        version=version,
    )  # fmt: skip
