"""Drafts: kept while typing."""

from flask import Blueprint

from ssp.services import drafts
from ssp.web import guard, respond
from ssp.web.drafting import DESKS, draft_body, draft_place, posted_desk
from ssp.web.errors import not_found

blueprint = Blueprint("drafts", __name__, url_prefix="/drafts")


@blueprint.post("")
def save():
    saved = drafts.save(guard.actor().user_id, *draft_place(), draft_body(), posted_desk().form)
    if respond.wants_fragment():
        return respond.page("concerns/_saved.html", saved=saved, signed_out=False)
    return respond.onward(posted_desk().edit, done="draft", draft=saved.reference)


@blueprint.get("/<reference:draft>")
def edit(draft):
    """The desk a draft is written on."""
    found = drafts.read(guard.actor(), draft)
    return respond.onward(DESKS[found.form].edit, draft=draft) if found else not_found()


@blueprint.post("/<reference:draft>/discard")
def discard(draft):
    drafts.discard(guard.actor(), draft)
    return respond.onward("home.show", done="discarded")
