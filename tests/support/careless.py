"""Samspil made wrong on purpose, for the tests that must notice: loaded by gunicorn as tests.support.careless:<name>()."""

import threading
import time
from unittest import mock

from ssp.config import Config
from ssp.services import concerns
from ssp.services.references import CONCERN, new_reference
from ssp.web.application import create_app

DELAY = 0.3


def forgetful():
    """Forgets which forms were sent before."""
    mock.patch.object(concerns, "already", return_value=None).start()
    mock.patch.object(concerns, "remember", return_value=None).start()
    return create_app(Config.from_env())


def hasty():
    """Acknowledges first and writes afterwards."""
    log = concerns.log

    def promise(*arguments):
        def keep():
            time.sleep(DELAY)
            log(*arguments)

        threading.Thread(target=keep).start()
        return new_reference(CONCERN)

    mock.patch.object(concerns, "log", promise).start()
    return create_app(Config.from_env())
