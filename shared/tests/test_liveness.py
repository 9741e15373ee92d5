"""A loop that hangs ends its process, and only that one; pauses grow, are bounded and never in step (2.4.4-5)."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from shared.liveness import Watch, beat
from shared.messaging.tests.carriers import eventually
from shared.patience import LONGEST, Patience, spread
from shared.testing.servers import free_ports

ROOT = Path(__file__).resolve().parents[2]
HANGS = """
import sys
from threading import Event
from shared.liveness import beat
from shared.service import Service, _run
from shared.storage.tables import make_base

service = Service(name="things", metadata=make_base().metadata)

def loop(store, stop):
    while not stop.is_set():
        beat("things", "consumer")
        if sys.argv[1] == "hangs":
            Event().wait()
        stop.wait(0.1)

settings = service.settings(
    database_url=f"sqlite:///{sys.argv[2]}/x.db", broker_url=f"embedded://{sys.argv[2]}/bus.db",
    token_public_keys='{"keys": []}', silence_seconds=2, metrics_port=int(sys.argv[3]) if sys.argv[3:] else 0,
)
sys.exit(_run(service, settings, loop))
"""


def test_a_process_whose_loop_hangs_ends_and_one_that_works_does_not(tmp_path):
    children = {
        how: subprocess.Popen(
            [sys.executable, "-c", HANGS, how, str(tmp_path)], cwd=ROOT, env=dict(os.environ), stderr=subprocess.PIPE
        )
        for how in ("hangs", "works")
    }
    assert children["hangs"].wait(60) == 70
    assert b"consumer gave no sign for 2 s" in children["hangs"].stderr.read()
    assert children["works"].poll() is None
    children["works"].terminate()
    assert children["works"].wait(60) == 0
    for child in children.values():
        child.stderr.close()


def test_what_is_rare_is_shown_as_none_before_its_first_time(tmp_path):
    """A counter that begins at 1 has not increased, for Prometheus: the first webhook given up would call nobody."""
    (port,) = free_ports(1)
    process = subprocess.Popen([sys.executable, "-c", HANGS, "works", str(tmp_path), str(port)], cwd=ROOT)
    eventually(lambda: numbers(port))
    told = numbers(port)
    process.terminate()
    assert process.wait(60) == 0
    for name in ("webhooks_given_up", "events_sent", "events_retried"):
        assert f'frontdesk_{name}_total{{service="things"}} 0.0' in told


def numbers(port: int) -> str:
    try:
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:  # noqa: S310
            return answer.read().decode()
    except OSError:
        return ""


def test_silence_is_counted_in_looks_so_that_a_frozen_process_is_not_silent():
    watch, never = Watch(3), Watch(0)
    beat("x", "a-loop")
    assert [("a-loop" in watch.silent()) for _ in range(5)] == [False, False, False, True, True]
    beat("x", "a-loop")
    assert "a-loop" not in watch.silent()
    assert [never.silent() for _ in range(5)] == [[]] * 5


def test_pauses_grow_to_a_bound_and_no_two_readers_wait_alike():
    patience, others = Patience(), Patience()
    ours = [patience.next() for _ in range(10)]
    assert ours != [others.next() for _ in range(10)]
    assert ours[0] < 1 < 7 < ours[-1] <= LONGEST * 1.5
    patience.reset()
    assert patience.next() < 1
    waits = [spread(100) for _ in range(50)]
    assert 100 <= min(waits) < max(waits) <= 120 and len(set(waits)) > 1
