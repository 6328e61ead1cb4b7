"""How gunicorn runs the functions: processes that answer one request each, as Lambda's do. Bounds stand here alone."""

import os

worker_class = "infra.home.worker_classes.WordedWorker"
workers = int(os.environ.get("BAIQAU_WORKERS", "0")) or max(2, (os.cpu_count() or 1) + 1)
# Load the app before the workers fork: they share its memory, and a killed one is replaced at once.
preload_app = True
# Longer than the store's own busy time-out and a document's examination; a worker silent for so long is replaced.
timeout = 60
graceful_timeout = 30
# The front has the whole request before the worker sees a byte of it.
limit_request_line = 8190
# As many header lines as fit into the front's limit for a head.
limit_request_fields = 32768
limit_request_field_size = 16380
backlog = 512
control_socket_disable = True
# gunicorn logs no request: the functions log what may be logged.
accesslog = None
errorlog = "-"
loglevel = "warning"
