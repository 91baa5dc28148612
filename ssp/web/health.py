"""Health: whether the database answers and the log can be written to, for whoever watches the server."""

from flask import Blueprint

from ssp.db import Unavailable, connect, handle

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def show():
    try:
        connect()
        handle.execute_sql("SELECT 1 FROM audit LIMIT 1")
    except Exception as error:
        raise Unavailable from error
    return {"status": "ok"}
