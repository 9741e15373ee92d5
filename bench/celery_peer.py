"""The Celery worker of P-6: our own handler and inbox, one task and one transaction an event."""

import os
from datetime import UTC, datetime

from celery import Celery

from .rig import service_of

app = Celery(broker=os.environ.get("BENCH_BROKER", ""))
app.conf.update(task_acks_late=True, worker_prefetch_multiplier=64, task_ignore_result=True)
_settlements = []


def settlement():
    """Opened at the first task: Celery imports this module before it is configured."""
    if not _settlements:
        table = service_of("notify")
        url = os.environ["BENCH_DATABASE"]
        store = table.open_store(table.settings(database_url=url, broker_url="", token_public_keys="{}"))
        _settlements.append(table.settlement(store))
    return _settlements[0]


@app.task(name="bench.handle")
def handle(body: str) -> None:
    settlement().handle_all([body], datetime.now(UTC))
