"""The two ways events travel, seen alike: what the conformance suite asks of both RabbitMQ and the bus file."""

import ctypes
import subprocess
import sys
import threading
import time
from pathlib import Path

import pika
from kombu import Queue

from shared.messaging.embedded import EmbeddedPublisher, declare, depths, kombu_connection
from shared.messaging.publisher import RabbitPublisher

EVENTS, DEAD = "frontdesk.events", "conformance.dead"
LONG = 60  # seconds: no lease may run out in a test that is not about leases, however crowded the machine
ROOT = Path(__file__).resolve().parents[3]


class OnFile:
    """The embedded default."""

    name = "embedded"

    def __init__(self, path):
        self.path = str(path)
        self.url = f"embedded:///{self.path}"

    def declare(self, queues, arguments=None):
        declare(self.path, queues, arguments=dict.fromkeys(queues, arguments or {}))

    def declare_dead(self, queue):
        declare(self.path, {queue: [queue]}, DEAD, kind="direct")

    def publisher(self):
        return EmbeddedPublisher(self.path)

    def waiting(self, queue):
        return depths(self.path)[queue][0]

    def restart(self):
        """A file needs no restart: every connection of this test is new."""

    def clear(self):
        """Each test has its own file."""


class OnRabbit:
    """The same on a private broker; quorum queues, as the services use."""

    name = "rabbitmq"

    def __init__(self, server):
        self.server, self.url = server, server.url()
        self.declared: list[str] = []

    def _channel(self):
        return pika.BlockingConnection(pika.URLParameters(self.url)).channel()

    def _declare(self, queues, exchange, kind, arguments):
        channel = self._channel()
        channel.exchange_declare(exchange, kind, durable=True)
        for queue, keys in queues.items():
            channel.queue_declare(queue, durable=True, arguments={"x-queue-type": "quorum", **arguments})
            self.declared.append(queue)
            for key in keys:
                channel.queue_bind(queue, exchange, key)
        channel.connection.close()

    def declare(self, queues, arguments=None):
        self._declare(queues, EVENTS, "topic", arguments or {})

    def declare_dead(self, queue):
        self._declare({queue: [queue]}, DEAD, "direct", {})

    def publisher(self):
        return RabbitPublisher(self.url)

    def waiting(self, queue):
        return self.server.waiting(queue)

    def restart(self):
        self.server.settle()
        self.server.kill()
        self.server.start()

    def clear(self):
        channel = self._channel()
        for queue in self.declared:
            channel.queue_delete(queue)
        channel.connection.close()


class Reader:
    """One consuming connection; `take(n)` waits for n messages, `nothing(seconds)` sees that none comes."""

    def __init__(self, carrier, *queues, prefetch=100, lease=LONG):
        self.held = []
        self.connection = kombu_connection(carrier.url, lease=lease)
        self.consumer = self.connection.Consumer(
            [Queue(queue, no_declare=True) for queue in queues],
            on_message=self.held.append,
            prefetch_count=prefetch,
            auto_declare=False,
        )
        self.consumer.consume()

    def take(self, count, seconds=10):
        while len(self.held) < count:
            self.connection.drain_events(timeout=seconds)
        taken, self.held[:] = self.held[:count], self.held[count:]
        return taken

    def gather(self):
        """Whatever has arrived already."""
        while self._one_more(0):
            pass
        return self.take(len(self.held))

    def nothing(self, seconds):
        return not self._one_more(seconds)

    def _one_more(self, seconds):
        try:
            self.connection.drain_events(timeout=seconds)
        except TimeoutError:
            return False
        return True

    def close(self):
        self.connection.release()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def publish(carrier, rows):
    publisher = carrier.publisher()
    try:
        return publisher.publish(rows)
    finally:
        publisher.close()


def events(count, key, body="{}"):
    return [(f"event-{number:05}", key, body) for number in range(count)]


def ids(messages):
    return [message.properties["message_id"] for message in messages]


def die_with_the_test():
    """A test that is killed takes its other processes along: they would go on reading for ever."""
    ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG, SIGKILL


def other_process(code, *arguments):
    """Python code in a process of its own, from the root of the house; it says on stdout how far it is."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=die_with_the_test,
    )


def eventually(check, seconds=30):
    """Wait until `check()` holds, looking often."""
    give_up_at = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < give_up_at, "it did not come to pass"
        threading.Event().wait(0.02)
