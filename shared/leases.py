"""Work in hand stays ours as long as we live: its lease is short, and renewed while the work goes on."""

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Event as Flag

log = logging.getLogger(__name__)


def renew_until(stop: Flag, renew: Callable[[], object], lease: timedelta) -> None:
    """Call `renew` three times in each lease until `stop`. One that fails is tried again the next time.

    What is done twice because of that is the holder's to bear: leases are not locks.
    """
    while not stop.wait(lease.total_seconds() / 3):
        try:
            renew()
        except Exception as error:
            log.warning("leases not renewed: %r", error)
