"""How gunicorn serves Samspil: two workers, no control socket, no access log (URLs stay out of files)."""

import os

bind = os.environ.get("SSP_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("SSP_WORKERS", "2"))
worker_class = "sync"
timeout = 30
graceful_timeout = 30
max_requests = 5000
max_requests_jitter = 500
accesslog = None
control_socket_disable = True
