"""The start page."""

from flask import Blueprint

from ssp.services import home
from ssp.web import guard, respond

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def show():
    return respond.page("home/show.html", home=home.show(guard.actor()))
