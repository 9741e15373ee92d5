"""P-4: events through inbox and a real handler, in batches, against the same reader with one transaction an event."""

import time
from threading import Event as Flag
from threading import Thread

from sqlalchemy import func, select

from shared.messaging.publisher import RabbitPublisher

from .figure import Figure, interleaved
from .p3_relay import empty
from .rig import Rig, moved, opened, service_of

CASES = {
    "dispatch": ("ticket.opened → assigned work order", "intake", opened, 2000, 400),
    "notify": ("ticket.moved → webhook delivery", "intake", moved, 4000, 600),
}


def measure(rig: Rig) -> list[Figure]:
    return [_measure(rig, reader, *case) for reader, case in CASES.items()]


def _measure(rig: Rig, reader: str, what: str, sender: str, make, many: int, few: int) -> Figure:
    store = rig.store(reader)

    def run(count: int, prefetch: int) -> float:
        publisher = RabbitPublisher(rig.broker(sender))
        publisher.publish([(str(e.id), e.routing_key, e.body) for e in make(count)])
        publisher.close()
        return count / drain(rig, store, reader, count, prefetch)

    ours, reference = interleaved(lambda: run(many, 200), lambda: run(few, 1))
    empty(rig, "dispatch", "notify")
    return Figure("P-4", f"consume in batches: {what}", ours, reference, "events/s", 5)


def drain(rig: Rig, store, reader: str, count: int, prefetch: int) -> float:
    """Seconds until `count` more events are handled; a prefetch of 1 means one transaction and one ack an event."""
    consumer = service_of(reader).consumer(store)
    consumer.prefetch = prefetch
    before = handled(store)
    stop = Flag()
    thread = Thread(target=consumer.run, args=(stop,))
    start = time.perf_counter()
    thread.start()
    wait_till_handled(store, before + count)
    seconds = time.perf_counter() - start
    stop.set()
    thread.join()
    return seconds


def wait_till_handled(store, count: int) -> None:
    """Both sides of a comparison are watched in this way; the pause leaves the database to them."""
    while handled(store) < count:
        time.sleep(0.005)


def handled(store) -> int:
    with store.reading(None) as session:
        return session.scalar(select(func.count()).select_from(store.table("inbox")))
