"""J: the same pages rendered from memory: no database, the views made beforehand and held by the process."""

import os
import pickle
from pathlib import Path

from flask_login import current_user

from bench.bare import bare_app
from ssp.web import respond
from ssp.web.concern_forms import AnswerForm, ConcernForm, DutyForm

HELD: dict = {"people": {}, "listings": {}, "concerns": {}, "queues": {}}
WRITTEN: list = []


def index():
    return respond.page("concerns/index.html", listing=HELD["listings"][current_user.user_id])


def queue():
    return respond.page("triage/index.html", queue=HELD["queues"][current_user.user_id], theme="")


def show(concern):
    view = HELD["concerns"][concern]
    return respond.page("concerns/show.html", concern=view, answer_form=AnswerForm(), duty_form=DutyForm())


def create():
    form = ConcernForm.posted()
    if not form.validate():
        return respond.page("errors/400.html", status=422)
    WRITTEN.append(form.content())
    return respond.onward("concerns.show", done="sent", concern="B-0000-0000")


def make():
    """What gunicorn loads; the views were made by our own services when the databases were filled."""
    HELD.update(pickle.loads(Path(os.environ["BENCH_HELD"]).read_bytes()))
    views = {"concerns.index": index, "concerns.show": show, "concerns.create": create, "triage.index": queue}
    return bare_app(HELD["people"].get, views)
