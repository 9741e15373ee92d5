"""P-6: the whole event path, outbox to effect, against Celery with late acks, same handler, same broker."""

import os
import subprocess
import sys
import time
from threading import Event as Flag
from threading import Thread

from celery import Celery

from .figure import Figure, interleaved
from .p3_relay import empty
from .p4_consume import handled, wait_till_handled
from .rig import Rig, fill_outbox, moved, service_of

OURS, THEIRS = 4000, 400
WORKER = [sys.executable, "-m", "celery", "-A", "bench.celery_peer", "worker", "-P", "solo", "--loglevel", "error"]


def measure(rig: Rig) -> Figure:
    sender, reader = rig.store("intake"), rig.store("notify")
    empty(rig, "dispatch", "notify")
    peer_url, broker = rig.database("notify"), rig.rabbit.url()
    environment = {**os.environ, "BENCH_DATABASE": peer_url, "BENCH_BROKER": broker}
    worker = subprocess.Popen(WORKER, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        peer = _Peer(broker, rig._store("notify", peer_url))
        peer.run(20)  # until the worker is there
        ours, theirs = interleaved(lambda: _ours(rig, sender, reader), lambda: peer.run(THEIRS))
    finally:
        worker.terminate()
        worker.wait()
    return Figure("P-6", "whole event path, outbox → effect, against Celery", ours, theirs, "events/s", 10)


def _ours(rig: Rig, sender, reader) -> float:
    fill_outbox(sender, moved(OURS))
    before = handled(reader)
    stop = Flag()
    loops = (service_of("intake").relay(sender), service_of("notify").consumer(reader))
    threads = [Thread(target=loop.run, args=(stop,)) for loop in loops]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    wait_till_handled(reader, before + OURS)
    rate = OURS / (time.perf_counter() - start)
    stop.set()
    for thread in threads:
        thread.join()
    return rate


class _Peer:
    """Celery as a user would use it: a task per event, sent with a confirm, acknowledged after it ran."""

    def __init__(self, broker: str, store):
        self.app = Celery(broker=broker)
        self.app.conf.update(broker_transport_options={"confirm_publish": True}, task_ignore_result=True)
        self.store = store

    def run(self, count: int) -> float:
        before = handled(self.store)
        bodies = [envelope.body for envelope in moved(count)]
        start = time.perf_counter()
        for body in bodies:
            self.app.send_task("bench.handle", args=[body])
        wait_till_handled(self.store, before + count)
        return count / (time.perf_counter() - start)
