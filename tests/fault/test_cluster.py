"""F4 on three nodes: the leader dies, a follower dies, and a majority dies; nothing confirmed is lost, and relay and
consumer go on without hands (reliability 2.1). Long: the nodes alone take half a minute. `make fault` runs it."""

import re
import threading
import time
from pathlib import Path

import pytest

from shared.messaging.topology import VHOST, dead_of, inbox_of
from tests.end_to_end.conftest import PASSWORD, definitions, eventually, open_store
from tests.fault import scale
from tests.fault.road import ROOT, Road

pytestmark = [pytest.mark.servers, pytest.mark.slow, pytest.mark.xdist_group("cluster"), pytest.mark.timeout(900)]
NOTIFY = inbox_of("notify")
PATIENCE = 300  # seconds, for the stuck


def test_production_tells_its_nodes_to_make_the_queues_when_all_three_are_there():
    """Without it each quorum queue lives on the first node alone, seen on 3.10.8."""
    told = (Path(ROOT) / "k8s/overlays/production/broker.yaml").read_text()
    assert int(re.search(r"replicas: (\d+)", told)[1]) == 3
    assert "cluster_formation.target_cluster_size_hint = 3" in told
    assert "cluster_partition_handling = pause_minority" in told


class Voice:
    """Goes on announcing, and measures how long after a fault it is heard again."""

    def __init__(self, road: Road):
        self.road, self.numbers, self.over = road, [], threading.Event()
        self.thread = threading.Thread(target=self.speak, daemon=True)

    def speak(self) -> None:
        while not self.over.wait(0.1):  # slowly: the silence is to be the fault's, not that of a backlog
            self.numbers += self.road.announce(5)

    def silence_after(self, fault) -> float:
        """Seconds from the fault until something announced after it is heard."""
        fault()
        began, mark = time.monotonic(), len(self.numbers)
        eventually(lambda: len(self.numbers) > mark and self.numbers[mark] in set(self.road.told()), PATIENCE)
        return time.monotonic() - began

    def __enter__(self) -> "Voice":
        self.thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.over.set()
        self.thread.join(30)


if scale.LONG:
    from tests.fault.cluster import Cluster, FrontOfAll

    @pytest.fixture(scope="module")
    def cluster():
        with Cluster(definitions()) as cluster:
            yield cluster

    @pytest.fixture
    def wide_road(cluster, templates, token_keys, tmp_path):
        """Intake's relay and notify's consumer, both through the one address of the cluster."""
        with FrontOfAll(cluster.nodes) as front:
            broker = lambda name: f"amqp://{name}:{PASSWORD}@127.0.0.1:{front.port}/{VHOST}"  # noqa: E731
            stores = [
                open_store(name, templates.fresh(name), broker(name), token_keys) for name in ("intake", "notify")
            ]
            road = Road(*stores, [], log=tmp_path / "workers.log")
            yield road
            road.end()
            for store in stores:
                store.close()

    def test_the_queues_live_on_all_three_nodes(cluster):
        eventually(lambda: len(cluster.quorum_of(NOTIFY)[1]) == 3, PATIENCE)

    def test_nodes_die_and_nothing_confirmed_is_lost(cluster, wide_road):
        eventually(lambda: len(cluster.quorum_of(NOTIFY)[1]) == 3, PATIENCE)
        workers = [wide_road.worker("intake", "relay"), wide_road.worker("notify", "consume")]
        gaps = {}
        with Voice(wide_road) as voice:
            eventually(lambda: len(wide_road.told()) > 100, PATIENCE)
            leader = cluster.leader(NOTIFY)
            gaps["leader killed"] = voice.silence_after(leader.kill)
            leader.start()
            follower = next(node for node in cluster.nodes if node is not cluster.leader(NOTIFY))
            gaps["follower killed"] = voice.silence_after(follower.kill)
            follower.start()
            pair = cluster.nodes[:2]
            for node in pair:
                node.kill()
            gaps["two of three killed, one back"] = voice.silence_after(pair[0].start)
            pair[1].start()
        sent = len(voice.numbers)
        eventually(lambda: len(wide_road.told()) >= sent and not wide_road.waiting(), PATIENCE)
        told = wide_road.told()
        lost, doubled = len(set(voice.numbers) - set(told)), len(told) - len(set(told))
        said = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in gaps.items())
        print(
            f"cluster: announced {sent}, confirmed {sent - wide_road.waiting()}, lost {lost}, doubled {doubled}; {said}"
        )
        assert (lost, doubled) == (0, 0)
        assert wide_road.parked() == []
        assert [worker.poll() for worker in workers] == [None, None], "they go on without hands"
        assert cluster.living()[0].waiting(dead_of("notify"), VHOST) == 0
