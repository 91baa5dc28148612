"""The composition root: what `gunicorn app:app` and `flask` load."""

from ssp import cli, worker
from ssp.config import Config
from ssp.web.application import create_app

app = create_app(Config.from_env())
cli.install(app)
worker.install(app)
