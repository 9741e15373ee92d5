"""How the HTTP doors run: several processes of several threads, one log, one set of numbers (libraries.md §7)."""

import logging
import os
import tempfile
from pathlib import Path

from shared import logs
from shared.settings import PREFIX, SPARE_THREADS, Settings
from shared.web import orphans


def _said(name: str):
    """A setting as the environment has it; `Settings.read` has checked it before this process began."""
    default = getattr(Settings, name)
    return type(default)(os.environ.get(PREFIX + name.upper(), default))


def _metrics_folder() -> str:
    """Every worker keeps its numbers in a file here; what a former run left is removed."""
    folder = Path(_said("metrics_folder") or tempfile.mkdtemp(prefix="frontdesk-metrics-"))
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("*.db"):
        left.unlink()
    return str(folder)


bind = f"{_said('http_host')}:{_said('http_port')}"
workers = _said("web_workers")
threads = _said("web_threads") + _said("web_waiting") + SPARE_THREADS
worker_class = "gthread"
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  heartbeats need no disk
control_socket_disable = True  # services of one user would share one path
timeout = 60
graceful_timeout = 25
keepalive = 5
limit_request_line = 8190
limit_request_fields = 64
accesslog = None  # every answer is logged with its rule and trace by shared/web/app.py
loglevel = _said("log_level")


def service_name(app_uri: str) -> str:
    """shared.service:web_application('intake') belongs to intake."""
    return app_uri.partition("('")[2].removesuffix("')") or app_uri


def _one_log(app_uri: str) -> None:
    logs.set_up(service_name(app_uri), _said("log_level"))
    for name in ("gunicorn.error", "gunicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True


def on_starting(server) -> None:
    """Before a worker imports anything of ours: prometheus_client decides at its import where numbers are kept."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = _metrics_folder()
    _one_log(server.app.app_uri)


def post_worker_init(worker) -> None:
    _one_log(worker.app.app_uri)
    orphans.end_with(worker.ppid)


def child_exit(_server, worker) -> None:
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)
