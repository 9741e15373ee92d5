"""The databases and queues of a whole centre, opened for the judge to look at."""

import contextlib
import importlib
import json
from collections.abc import Iterator
from pathlib import Path

from embedded.folder import SERVICES, DataFolder
from shared.messaging.embedded import depths
from shared.messaging.topology import VHOST, dead_of, inbox_of


@contextlib.contextmanager
def stores_of(folder: Path) -> Iterator[dict]:
    """The four stores of the centre whose data folder this is, wherever its databases are."""
    environs = json.loads(DataFolder(folder).settings_file.read_text())
    services = {name: importlib.import_module(f"services.{name}.service").service for name in SERVICES}
    stores = {name: service.open_store(service.settings.read(environs[name])) for name, service in services.items()}
    try:
        yield stores
    finally:
        for store in stores.values():
            store.close()


def bus_queues(folder: Path) -> dict[str, int]:
    """What is left on the bus in the folder, waiting or held."""
    return {name: ready + held for name, (ready, held) in depths(str(Path(folder) / "bus.db")).items()}


def rabbit_queues(rabbit) -> dict[str, int]:
    """What no reader of a RabbitMQ holds: inboxes and dead letters."""
    names = [queue_of(name) for name in SERVICES for queue_of in (inbox_of, dead_of)]
    return {name: rabbit.waiting(name, VHOST) for name in names}
