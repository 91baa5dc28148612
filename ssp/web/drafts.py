"""Drafts: kept while typing."""

from flask import Blueprint

from ssp.services import drafts
from ssp.web import guard, respond
from ssp.web.concern_forms import draft_body, draft_place

blueprint = Blueprint("drafts", __name__, url_prefix="/drafts")


@blueprint.post("")
def save():
    saved = drafts.save(guard.actor().user_id, *draft_place(), draft_body())
    if respond.wants_fragment():
        return respond.page("concerns/_saved.html", saved=saved, signed_out=False)
    return respond.onward("concerns.edit", done="draft", draft=saved.reference)


@blueprint.post("/<reference:draft>/discard")
def discard(draft):
    drafts.discard(guard.actor(), draft)
    return respond.onward("concerns.index", done="discarded")
