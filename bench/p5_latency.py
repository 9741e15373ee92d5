"""P-5: committed in one service → effect committed in another, at low load, against the raw parts of the same way."""

import os
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager

import pika
import psycopg

from shared.contracts.intake import TicketMoved
from shared.testing.people import DESK, SITE

from .figure import Figure
from .p3_relay import empty
from .rig import Rig, moved, moved_facts

SAMPLES = 80
QUEUE = "bench.raw"
TOLD = (
    "CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN PERFORM pg_notify('effects', ''); RETURN NULL; END $$",
    "CREATE TRIGGER tell AFTER INSERT ON inbox FOR EACH STATEMENT EXECUTE FUNCTION tell()",
    "LISTEN effects",
)


def measure(rig: Rig) -> Figure:
    """One of ours, one raw, one of ours …: latency feels every neighbour on the machine."""
    sender, reader = rig.store("intake"), rig.store("notify")
    empty(rig, "dispatch", "notify")
    with (
        _process("intake", "relay", sender),
        _process("notify", "consume", reader),
        _effects(reader) as effects,
        _raw_parts(rig) as raw,
    ):
        pairs = [(_one(sender, effects, n), _raw_one(raw, moved(1)[0].body)) for n in range(SAMPLES + 5)][5:]
    empty(rig, "dispatch")
    ours, reference = (statistics.median(one) * 1000 for one in zip(*pairs, strict=True))
    return Figure("P-5", "event committed → effect committed, median", ours, reference, "ms", 2, at_most=True)


@contextmanager
def _process(service: str, process: str, store):
    """A process of a service as it runs in production; the first events wait for it to start."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FRONTDESK_")}
    names = ("database_url", "broker_url", "token_public_keys", "token_private_key")
    ours = {f"FRONTDESK_{name.upper()}": getattr(store.settings, name, "") for name in names}
    given = {name: value for name, value in ours.items() if value} | {"FRONTDESK_LOG_LEVEL": "warning"}
    running = subprocess.Popen([sys.executable, "-m", f"services.{service}", process], env=kept | given)
    try:
        yield
    finally:
        running.terminate()
        running.wait(30)


@contextmanager
def _effects(reader):
    """A connection that is told of every effect when it is committed: with the inbox row, by a trigger."""
    url = reader.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in TOLD:
            connection.execute(statement)
        yield connection


def _one(sender, effects, n: int) -> float:
    with sender.work(DESK) as work:
        facts = moved_facts(n)
        work.announce(TicketMoved, about=facts["ticket_id"], site_id=SITE, **facts)
    start = time.perf_counter()
    if not list(effects.notifies(timeout=60, stop_after=1)):
        raise RuntimeError("No effect within a minute.")
    taken = time.perf_counter() - start
    time.sleep(0.05)  # low load: the relay stops lingering and sleeps again before the next one
    return taken


@contextmanager
def _raw_parts(rig: Rig):
    """A database, a channel with confirms and deliveries of a queue like ours, as bare as the drivers allow."""
    url = rig.postgres.create_database("raw", "bench_raw", "bench")
    with (
        psycopg.connect(url) as database,
        pika.BlockingConnection(pika.URLParameters(rig.rabbit.url(vhost="frontdesk"))) as connection,
    ):
        database.execute("CREATE TABLE raw (id serial PRIMARY KEY, body text)")
        database.commit()
        channel = connection.channel()
        channel.queue_declare(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
        channel.confirm_delivery()
        yield database, channel, channel.consume(QUEUE)


def _raw_one(parts: tuple, body: str) -> float:
    database, channel, deliveries = parts
    insert = "INSERT INTO raw (body) VALUES (%s)"
    start = time.perf_counter()
    database.execute(insert, (body,))
    database.commit()
    properties = pika.BasicProperties(delivery_mode=2)
    channel.basic_publish("", QUEUE, body.encode(), properties, mandatory=True)
    method, _, received = next(deliveries)
    database.execute(insert, (received.decode(),))
    database.commit()
    taken = time.perf_counter() - start
    channel.basic_ack(method.delivery_tag)
    return taken
