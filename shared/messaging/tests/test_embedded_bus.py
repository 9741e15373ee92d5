"""What only the bus file has to prove: leases, crashes of writers, forks, idle readers."""

import os
import signal
import sqlite3
import threading
import time

import pytest

from shared.messaging.embedded import EmbeddedPublisher, declare, depths, kombu_connection, path_of
from shared.messaging.embedded.bus import open_bus

from .carriers import OnFile, Reader, events, eventually, ids, other_process, publish


@pytest.fixture
def bus(tmp_path):
    carrier = OnFile(tmp_path / "bus.db")
    carrier.declare({"inbox": ["a.#"]})
    return carrier


def test_a_long_handler_keeps_its_lease(bus):
    publish(bus, events(3, "a.b"))
    with Reader(bus, "inbox", lease=1.2) as busy, Reader(bus, "inbox", lease=1.2) as other:
        held = busy.take(2)
        assert other.nothing(3)
        held[1].ack(multiple=True)
        busy.take(1)[0].ack()
    assert depths(bus.path) == {"inbox": (0, 0)}


def test_an_acknowledgement_after_the_lease_was_lost_leaves_the_new_holder_alone(bus):
    publish(bus, events(1, "a"))
    with Reader(bus, "inbox") as frozen, Reader(bus, "inbox") as other:
        (late,) = frozen.take(1)
        direct = open_bus(bus.path)
        direct.execute("UPDATE messages SET lease_until = 0")  # as if its process had been stopped for a while
        direct.close()
        (mine,) = other.take(1)
        late.ack()
        assert depths(bus.path) == {"inbox": (0, 1)}
        mine.ack()
    assert depths(bus.path) == {"inbox": (0, 0)}


def test_a_new_start_of_the_machine_frees_every_lease(bus):
    publish(bus, events(1, "a"))
    with Reader(bus, "inbox", lease=3600) as reader:
        reader.take(1)
        direct = open_bus(bus.path)
        direct.execute("UPDATE facts SET value = 'another boot' WHERE name = 'boot'")
        direct.close()
        assert depths(bus.path) == {"inbox": (1, 0)}


CRASH = """
import os, signal, sys
from shared.messaging.embedded import EmbeddedPublisher
def rows():
    for number in range(5000):
        if number == 4000:
            os.kill(os.getpid(), signal.SIGKILL)
        yield f"event-{number}", "a.b", "x" * 2000
EmbeddedPublisher(sys.argv[1]).publish(rows())
"""


def test_a_publisher_killed_in_the_middle_leaves_nothing(bus):
    writer = other_process(CRASH, bus.path)
    writer.communicate()
    assert writer.returncode == -signal.SIGKILL
    assert depths(bus.path) == {"inbox": (0, 0)}
    assert len(publish(bus, events(10, "a.b"))) == 10


READ_UNTIL_TOLD = """
import select, sys
from shared.messaging.tests.carriers import OnFile, Reader, ids
reader = Reader(OnFile(sys.argv[1]), "inbox", prefetch=10)
print("ready", flush=True)
while not select.select([sys.stdin], [], [], 0)[0]:
    reader.nothing(0.05)
    batch = reader.gather()
    if batch:
        print(*ids(batch), flush=True)
        batch[-1].ack(multiple=True)
reader.close()
"""


def test_thousands_of_messages_with_two_processes_none_lost_none_doubled(bus):
    readers = [other_process(READ_UNTIL_TOLD, bus.path) for _ in range(2)]
    for reader in readers:
        assert reader.stdout.readline() == "ready\n"
    sent = events(4000, "a.b")
    with EmbeddedPublisher(bus.path) as publisher:
        for start in range(0, 4000, 200):
            publisher.publish(sent[start : start + 200])
    eventually(lambda: depths(bus.path) == {"inbox": (0, 0)})
    parts = [reader.communicate("stop")[0].split() for reader in readers]
    assert sorted(parts[0] + parts[1]) == [event_id for event_id, _, _ in sent]


def test_a_message_that_kills_its_reader_each_time_ends_in_the_dead_letter_queue(bus):
    bus.declare_dead("inbox.dead")
    arguments = {"x-delivery-limit": 2, "x-dead-letter-exchange": "conformance.dead"}
    declare(bus.path, {"inbox": ["a.#"]}, arguments={"inbox": {**arguments, "x-dead-letter-routing-key": "inbox.dead"}})
    publish(bus, events(1, "a"))
    for _ in range(3):
        with Reader(bus, "inbox") as reader:
            reader.take(1)
    with Reader(bus, "inbox") as reader, Reader(bus, "inbox.dead") as undertaker:
        assert reader.nothing(0.05)
        assert ids(undertaker.take(1)) == ["event-00000"]


def test_an_idle_reader_costs_little_and_is_woken_soon(bus):
    with Reader(bus, "inbox") as reader, EmbeddedPublisher(bus.path) as publisher:
        before = time.process_time()
        assert reader.nothing(1.5)
        assert time.process_time() - before < 0.15, "a tenth of a processor would be far too much"
        delays = []
        for number in range(5):
            assert reader.nothing(0.1)
            sender = threading.Thread(target=publisher.publish, args=([(str(number), "a", str(time.monotonic()))],))
            sender.start()
            (message,) = reader.take(1)
            delays.append(time.monotonic() - float(message.body))
            sender.join()
        assert min(delays) < 0.1, "about 10 ms on a quiet machine; this one may be crowded"


def test_publisher_and_channel_open_anew_in_a_forked_child(bus):
    with EmbeddedPublisher(bus.path) as publisher, Reader(bus, "inbox") as reader:
        publisher.publish(events(1, "a"))
        reader.take(1)
        child = os.fork()
        if child == 0:
            try:
                publisher.publish([("of-the-child", "a", "{}")])
                os._exit(0 if ids(reader.take(1)) == ["of-the-child"] else 3)
            except BaseException:
                os._exit(4)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        publisher.publish([("of-the-parent", "a", "{}")])
        assert ids(reader.take(1)) == ["of-the-parent"]


def test_processes_that_start_together_on_no_file_at_all_make_one_bus(tmp_path):
    code = "import sys; from shared.messaging.embedded import declare; declare(sys.argv[1], {'inbox': ['a']})"
    started = [other_process(code, tmp_path / "new.db") for _ in range(5)]
    assert [process.wait() for process in started] == [0] * 5
    for process in started:
        process.communicate()
    assert depths(str(tmp_path / "new.db")) == {"inbox": (0, 0)}


def test_the_file_is_written_so_that_a_power_cut_loses_nothing(bus):
    direct = open_bus(bus.path)
    assert direct.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert direct.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    direct.close()


def test_a_file_that_cannot_be_written_stores_nothing_and_says_so(bus):
    blocker = open_bus(bus.path)
    blocker.execute("BEGIN IMMEDIATE")
    publisher = EmbeddedPublisher(bus.path)
    publisher._bus._connection.execute("PRAGMA busy_timeout = 50")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        publisher.publish(events(1, "a"))
    blocker.execute("ROLLBACK")
    assert publisher.publish(events(1, "a")) == {"event-00000"}
    assert depths(bus.path) == {"inbox": (1, 0)}
    publisher.close()
    blocker.close()


@pytest.mark.parametrize("url", ["embedded://", "embedded://host/x", "sqlite:////x", "redis://x", "embedded:////x?a=1"])
def test_a_url_that_names_no_bus_is_refused(url):
    with pytest.raises(ValueError, match="embedded:////absolute/path/bus.db"):
        kombu_connection(url)


def test_a_path_may_hold_any_character():
    assert path_of("embedded:////var/a%20b/%E6%80%BB%E7%BA%BF.db") == "/var/a b/总线.db"
    assert path_of("embedded:///var/bus.db") == "/var/bus.db"
