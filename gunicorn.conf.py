"""How gunicorn serves Samspil: two workers, no control socket, no access log (URLs stay out of files).

The application is loaded once, before the workers are forked, and they share its memory. Nothing is connected to
at that point: each worker opens its own connection with its first request. New code takes a restart, not a reload.
"""

import gc
import os

bind = os.environ.get("SSP_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("SSP_WORKERS", "2"))
worker_class = "sync"
preload_app = True
timeout = 30
graceful_timeout = 30
max_requests = 5000
max_requests_jitter = 500
accesslog = None
control_socket_disable = True


def when_ready(server):
    """Keep the collector away from what was loaded, so that it stays shared between the workers."""
    gc.collect()
    gc.freeze()
