"""What gunicorn does in each web worker of the embedded centre; how many there are says parts.py."""

from shared.web import orphans


def post_worker_init(worker) -> None:
    orphans.end_with(worker.ppid)
