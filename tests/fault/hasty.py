"""A clock with short leases, so that a test can stop it past them without waiting half a minute. Only tests start it:

python -m tests.fault.hasty <service> <seconds of a lease>

What it holds locked when it is stopped inside a transaction the server takes back after a second, instead of minutes.
"""

import importlib
import sys
from datetime import timedelta

from services.notify.webhooks.usecases import hold_deliveries
from shared import clockwork
from shared.heap import loading
from shared.service import main
from shared.storage import engine

if __name__ == "__main__":
    service, seconds = sys.argv[1:]
    clockwork.LEASE = hold_deliveries.LEASE = timedelta(seconds=float(seconds))
    assert "'5min'" in engine.SAFE
    engine.SAFE = engine.SAFE.replace("'5min'", "'1s'")
    with loading():
        loaded = importlib.import_module(f"services.{service}.service").service
    main(loaded, ["clock"])
