"""P-5: committed in one service → effect committed in another, at low load, against the raw parts of the same way."""

import statistics
import time
from threading import Event as Flag
from threading import Thread

import pika
import psycopg

from shared.contracts.intake import TicketMoved
from shared.messaging.topology import EVENTS, inbox_of
from shared.testing.people import DESK, SITE

from .figure import Figure
from .p3_relay import empty
from .p4_consume import handled
from .rig import Rig, moved, moved_facts, service_of

SAMPLES = 40


def measure(rig: Rig) -> Figure:
    ours = statistics.median(_ours(rig))
    reference = statistics.median(_raw(rig))
    empty(rig, "dispatch", "notify")
    what = "event committed → effect committed, median"
    return Figure("P-5", what, ours * 1000, reference * 1000, "ms", 2, at_most=True)


def _ours(rig: Rig) -> list[float]:
    sender, reader = rig.store("intake"), rig.store("notify")
    empty(rig, "notify")
    stop = Flag()
    relay = service_of("intake").relay(sender)
    consumer = service_of("notify").consumer(reader)
    threads = [Thread(target=loop.run, args=(stop,)) for loop in (relay, consumer)]
    for thread in threads:
        thread.start()
    taken = [_one(sender, reader, n) for n in range(SAMPLES + 3)][3:]
    stop.set()
    for thread in threads:
        thread.join()
    return taken


def _one(sender, reader, n: int) -> float:
    before = handled(reader)
    with sender.work(DESK) as work:
        facts = moved_facts(n)
        work.announce(TicketMoved, about=facts["ticket_id"], site_id=SITE, **facts)
    start = time.perf_counter()
    while handled(reader) == before:
        time.sleep(0.0005)
    taken = time.perf_counter() - start
    time.sleep(0.05)
    return taken


def _raw(rig: Rig) -> list[float]:
    """One commit, one confirmed publish, one delivery, one commit, each as bare as the drivers allow."""
    url = rig.postgres.create_database("raw", "bench_raw", "bench")
    with (
        psycopg.connect(url) as database,
        pika.BlockingConnection(pika.URLParameters(rig.rabbit.url(vhost="frontdesk"))) as connection,
    ):
        database.execute("CREATE TABLE raw (id serial PRIMARY KEY, body text)")
        database.commit()
        channel = connection.channel()
        channel.confirm_delivery()
        channel.queue_purge(inbox_of("notify"))
        bodies = [envelope.body for envelope in moved(SAMPLES)]
        deliveries = channel.consume(inbox_of("notify"))
        return [_raw_one(database, channel, deliveries, body) for body in bodies]


def _raw_one(database, channel, deliveries, body: str) -> float:
    insert = "INSERT INTO raw (body) VALUES (%s)"
    start = time.perf_counter()
    database.execute(insert, (body,))
    database.commit()
    properties = pika.BasicProperties(delivery_mode=2)
    channel.basic_publish(EVENTS, "intake.ticket.moved.v1", body.encode(), properties, mandatory=True)
    method, _, received = next(deliveries)
    database.execute(insert, (received.decode(),))
    database.commit()
    taken = time.perf_counter() - start
    channel.basic_ack(method.delivery_tag)
    return taken
